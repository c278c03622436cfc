"""What the desk says of its jobs, its book and what contradicts itself; a sentence paired anew."""

import json

import desks
import pytest
from test_desk_review import id_of, row

from planbook.desk import build_pages, start_pages
from planbook.desk.jobs import DONE, FAILED, Busy, Job
from planbook.desk.view import Desk
from planbook.errors import InputError
from planbook.run import manifest


@pytest.fixture
def project(tmp_path):
    return desks.project(tmp_path / "book")


@pytest.fixture
def window(project):
    return desks.Reviewer(desks.client(project))


def ended(window, kind="build", state=DONE, **more):
    job = window.window.desk.jobs.last = Job(kind, "做书", 1, state, **more)
    return job


CHAPTERS = {"industry": "产业"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[3/9] industry  1.2 s  parameter top_projects: 12 → 5", "3/9　产业　1.2 秒"),
        ("[3/9] industry  FAILED", "3/9　产业　没有做成"),
        ("pages  2.0 s  /home/a/_build/html/index.html", "排版　2.0 秒"),
        ("yunxi-2026.pdf  1.3 s  0.4 MB", "yunxi-2026.pdf　1.3 秒，0.4 MB"),
        ("nothing changed", "没有变化，书还是原来的"),
        (
            "-p industry.top_projects: no effect in x-2026: only 2",
            "“产业：列出多少个项目”在这份报告里不起作用",
        ),
        ("什么", "什么"),
    ],
)
def test_a_build_is_told_in_words(line, said):
    """Chapters by name, seconds, and no folder of this machine."""
    assert build_pages.in_words(line, CHAPTERS) == said


def test_progress_counts_chapters():
    job = Job("build", "做书", 1, lines=["kept as it was", "[1/3] data  1.0 s  x", "[2/3] audit  1.0 s  x"])
    assert job.progress == (2, 3)


def test_events_end_with_the_job(window):
    """One event that says how it ended, then the stream is over."""
    ended(
        window, state=FAILED, why="chapters/industry.ipynb cell 3: KeyError", lines=["[1/2] data  1.0 s  x"]
    )
    answer = window.window.get("/job/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    (event,) = [line for line in answer.text.split("\n") if line]
    told = json.loads(event.removeprefix("data: "))
    assert (told["state"], told["done"], told["whole"]) == ("failed", 1, 2)
    page = window.window.get("/job").text
    assert "cell 3: KeyError" in page and "出版的书没有变" in page


def test_one_job_at_a_time(window):
    """Another one is refused with what is going on."""
    window.window.desk.jobs.last = Job("build", "做书", 1)
    with pytest.raises(Busy, match="正在做书"):
        start_pages.begin(window.window.desk, window.window.desk.project.root / "report.txt")
    answer = window.window.post("/draft", data={"text": "x"}, headers=desks.OURS)
    assert answer.status_code == 400 and "正在做书" in answer.text


def test_what_a_build_changed_is_shown(project, window):
    """The diff of the last two builds, chapters by name; none after the first."""
    ended(window)
    assert "和上一本相比" not in window.window.get("/job").text
    chapters = {"industry": {"shown": {"numbers": {"fig-a": ["2.46亿元"]}, "pictures": {}}}}
    book = {
        "parameters": {"book": {"edition": desks.EDITION}, "chapters": {}},
        "chapters": chapters,
        "figures": {},
    }
    manifest.write(project.output / "previous.json", book)
    after = json.loads(json.dumps(book).replace("2.46", "2.47"))
    manifest.write(project.manifest, after)
    page = window.window.get("/job").text
    assert "和上一本相比" in page and "2.46亿元" in page and "2.47亿元" in page and "产业：a" in page


def test_the_book_before_stays_beside_the_new_one(project, monkeypatch):
    """A build takes a copy first; what it publishes then does not touch the copy."""
    page = project.html / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("old", encoding="utf-8")

    def build(project, asked, say):
        new = page.with_name("new")
        new.write_text("new", encoding="utf-8")
        new.replace(page)

    monkeypatch.setattr(build_pages.pipeline, "build", build)
    build_pages.make_book(project, manifest.Request(), lambda line: None)
    window = desks.client(project)
    assert "new" in window.get("/book/").text and "old" in window.get("/before/").text


def test_a_contradiction_shows_beside_the_row(project, window):
    """38 of 210万人次: with the whole read as 21 they contradict; both rows say so, and it stops nothing."""
    id = id_of(window, "38万人次")
    findings = window.window.desk.review(desks.EDITION)[1]
    findings.wait()
    assert not findings.about(id)
    window.decide(id_of(window, "210万人次"), "change", value="21")
    findings.wait()
    told = [one for one in findings.about(id) if not one.stops]
    assert told and "不一致" in told[0].text
    assert "是不是读错了" in window.open(f"?at={id}")


def test_a_list_is_paired_anew_in_one_table(project, window):
    """Two subjects exchanged: both rows change, each is one decision, and the third is not touched."""
    first, second = id_of(window, "12.5万亩"), id_of(window, "8.3万亩")
    review = window.window.desk.review(desks.EDITION)[0]
    page = window.window.get(f"{window.at}/sentence/{first}").text
    names = [review.row(one)["item"] or review.row(one)["indicator"] for one in (first, second)]
    assert page.count("万亩<input") == 3 and names[0] != names[1]
    given = {f"seen-{one}": "0" for one in (first, second)}
    for one, other in ((first, second), (second, first)):
        given |= {
            f"indicator-{one}": review.row(other)["indicator"],
            f"item-{one}": review.row(other)["item"],
        }
    before = (review.row(first), review.row(second))
    window.post(f"/sentence/{first}", **given)
    after = (review.row(first), review.row(second))
    assert [one["indicator"] for one in after] == [one["indicator"] for one in reversed(before)]
    assert [one["item"] for one in after] == [one["item"] for one in reversed(before)]
    assert review.record.number == 2 and row(project, "2.1万亩")["state"] == "new"
    assert window.post(f"/sentence/{first}", **{**given, f"item-{first}": "别的"}).status_code == 409


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "请选一个文件"),
        ({"text": "x", "edition": "../x"}, "用小写拼音"),
        ({"text": "x", "like": "nowhere-2025"}, "没有这一份往年"),
    ],
)
def test_a_draft_needs_a_report(window, form, said):
    answer = window.window.post("/draft", data=form, headers=desks.OURS)
    assert answer.status_code == 400 and said in answer.text
    assert window.window.desk.jobs.last is None


def test_a_draft_leaves_no_copy_of_the_report(project, tmp_path):
    """The text is in the draft; the uploaded file is gone, also when it was no report."""
    report = tmp_path / "report.txt"
    report.write_bytes((project.root / "report.txt").read_bytes())
    said = []
    made = start_pages.make_draft(project.data, project.output, report, desks.EDITION, "", True, said.append)
    assert made == desks.EDITION and not report.exists() and said
    report.write_text("1, 2, 3", encoding="utf-8")
    with pytest.raises(InputError):
        start_pages.make_draft(project.data, project.output, report, desks.EDITION, "", True, said.append)
    assert not report.exists()


def test_a_review_is_opened_once(project, window):
    """Two windows share one record, so that neither overwrites the other."""
    desk: Desk = window.window.desk
    assert desk.review(desks.EDITION)[0] is desk.review(desks.EDITION)[0]
    with pytest.raises(InputError, match="没有"):
        desk.review("../../etc")


def test_what_stands_in_the_way_is_said_in_chinese(project, window):
    """Nothing is written while rows wait or the check is not content; each thing leads to its row."""
    answer = window.post("/finish")
    assert answer.status_code == 400 and "数字还有" in answer.text and "任务还有" in answer.text
    id = id_of(window, "320座")
    window.decide(id, "change", unit="座", measure="rank")
    answer = window.post("/finish")
    assert (
        "位次的单位应为“位”" in answer.text and f"?at={id}" in answer.text and "expected" not in answer.text
    )


def test_the_desk_ends_from_its_page(window):
    ended_ = []
    window.window.desk.end = lambda: ended_.append(True)
    answer = window.window.post("/end", headers=desks.OURS)
    assert answer.status_code == 200 and "结束了" in answer.text and ended_


def test_a_missed_numeral_is_marked_from_the_text(project, window):
    """It is a link to its line, where the brackets are proposed; saved, the numeral has a row."""
    line = int(row(project, "320座")["line"])
    page = window.window.get(f"{window.at}/line/{line}").text
    text = desks.area(page).replace("[320座]", "320座")
    window.post(f"/line/{line}", told=text, seen=desks.html_value(page, "seen"))
    page = window.open("/text")
    assert f"/line/{line}?missed=yes" in page and "原文有 1 个数字没有标记" in page
    page = window.window.get(f"{window.at}/line/{line}?missed=yes").text
    assert "[320]座" in desks.area(page)
    window.post(f"/line/{line}", told=desks.area(page), seen=desks.html_value(page, "seen"))
    assert "没有标记。" not in window.open("/text") and row(project, "320")["state"] == "new"


def test_a_search_knows_other_names(window):
    """A row is there under its indicator's name and aliases, though the text says neither."""
    id = id_of(window, "86.4亿元")
    page = window.open("?words=GDP")
    assert f"?table=numerals&amp;words=GDP&amp;at={id}" in page
    assert "没有符合条件的行" in window.open("?words=没有这个词")
