"""The review in the desk: every decision is in the files that `accept` reads, and can be taken back."""

import csv

import desks
import pytest

from planbook.desk.journal import Journal
from planbook.desk.review import Review
from planbook.draft import accept, run
from planbook.draft import review as drafted


@pytest.fixture
def project(tmp_path):
    return desks.project(tmp_path / "book")


@pytest.fixture
def window(project):
    return desks.Reviewer(desks.client(project))


def table(project, name="review.csv"):
    with (project.output / "draft" / desks.EDITION / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def row(project, printed, name="review.csv"):
    (found,) = [one for one in table(project, name) if one.get("printed", one.get("text")) == printed]
    return found


def id_of(window, printed):
    """The id under which the desk knows a numeral or a clause."""
    review = window.window.desk.review(window.edition)[0]
    return next(
        id
        for name in ("numerals", "clauses")
        for id, one in review.record.tables[name].items()
        if one.get("printed", one.get("text", "")).startswith(printed)
    )


def test_what_is_doubtful_comes_first_and_the_counter_falls(project, window):
    """The first row that is shown is one of the least sure; accepting it goes on to the next."""
    page = window.open()
    first = window.form()
    review = window.window.desk.review(desks.EDITION)[0]
    rows = list(review.rows("numerals").values())
    order = ["low", "middle", "high"]
    assert [order.index(one["confidence"]) for one in rows] == sorted(
        order.index(one["confidence"]) for one in rows
    )
    assert f"剩 {len(rows)} / {len(rows)}" in page and first["seen"] == "0"
    id = next(iter(review.rows("numerals")))
    window.decide(id, "accept")
    assert f"剩 {len(rows) - 1} / {len(rows)}" in window.page
    assert review.row(id)["state"] == "accepted"


def test_a_changed_field_is_in_the_review_file(project, window):
    """The words of an alias become its indicator, the row says changed, and the id follows the fields."""
    id = id_of(window, "320座")
    window.decide(id, "change", indicator="社零", measure="level", unit="亿元", value="320")
    found = row(project, "320座")
    assert found["state"] == "changed" and found["indicator"] == "retail_sales"
    assert found["figure"].startswith("retail_sales-level-2025")


def test_an_unknown_indicator_is_asked_about_and_made_on_the_spot(project, window):
    """No such name: nothing is written, a new one is offered; with that it is in the draft's table."""
    id = id_of(window, "46家")
    response = window.decide(id, "change", indicator="羊驼养殖场")
    assert response.status_code == 422 and "没有叫“羊驼养殖场”的指标" in window.page
    assert row(project, "46家")["state"] == "new"
    window.decide(id, "change", indicator="羊驼养殖场", new_indicator="yes")
    found = row(project, "46家")
    made = table(project, "indicators.csv")
    assert [one["label_zh"] for one in made if one["indicator"] == found["indicator"]] == ["羊驼养殖场"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("period", "明年", "2022/2025"),
        ("value", "三", "应为数字"),
        ("measure", "size", "不是可选的词"),
        ("project", "没有的园区", "没有叫“没有的园区”的项目"),
    ],
)
def test_a_wrong_field_is_refused_beside_it(project, window, field, value, said):
    """The page says what is wrong at the field, keeps what was typed, and writes nothing."""
    id = id_of(window, "320座")
    response = window.decide(id, "change", **{field: value})
    assert response.status_code == 422
    assert said in window.page and f'id="w-{field}"' in window.page
    assert row(project, "320座")["state"] == "new"


def test_a_rejected_row_has_its_reason(project, window):
    """Without a reason it is refused; with one the row goes to not_figures.csv."""
    id = id_of(window, "320座")
    assert window.decide(id, "reject", reason="").status_code == 422
    window.decide(id, "reject", reason="name")
    found = row(project, "320座")
    assert (found["state"], found["reason"]) == ("rejected", "name")


def test_undo_gives_back_exactly_what_was(project, window):
    """Two decisions, two undos: the files are byte for byte what they were."""
    window.open()
    before = {
        name: (project.output / "draft" / desks.EDITION / name).read_bytes()
        for name in ("review.csv", "review_tasks.csv")
    }
    window.decide(id_of(window, "320座"), "change", note="含改造")
    window.decide(id_of(window, "46家"), "accept")
    for number in (2, 1):
        assert window.post("/undo", n=str(number)).status_code == 200
    after = {name: (project.output / "draft" / desks.EDITION / name).read_bytes() for name in before}
    assert after == before


def test_two_windows_do_not_overwrite_each_other(project, window):
    """A form of before the other window's decision is refused, and says so; so is its undo."""
    id = id_of(window, "320座")
    window.open(f"?at={id}")
    old = window.form()
    window.decide(id, "change", note="甲窗口")
    response = window.post(f"/{id}", **{**old, "do": "change", "note": "乙窗口"})
    assert response.status_code == 409 and "另一个窗口" in window.page
    assert row(project, "320座")["note"] == "甲窗口"
    window.decide(id_of(window, "46家"), "accept")
    assert window.post("/undo", n="1").status_code == 409
    assert row(project, "320座")["note"] == "甲窗口"


def test_a_renamed_figure_takes_its_pointers_along(project, window):
    """Tasks that name a figure name it by its new id."""
    id = id_of(window, "5家")
    old = window.window.desk.review(desks.EDITION)[0].row(id)["figure"]
    pointing = [one["task"] for one in table(project, "review_tasks.csv") if old in one["figures"].split(";")]
    window.decide(id, "change", item="规上")
    new = window.window.desk.review(desks.EDITION)[0].row(id)["figure"]
    after = [one["task"] for one in table(project, "review_tasks.csv") if new in one["figures"].split(";")]
    assert pointing and new != old and after == pointing


def test_bulk_takes_only_what_was_shown(project, window):
    """Without a sample nothing is accepted; with it all sure rows are that nobody has judged since."""
    assert window.post("/bulk", nonce="x", looked="yes").status_code == 400
    page = window.window.get(f"{window.at}/bulk").text
    nonce = desks.html_value(page, "nonce")
    assert window.post("/bulk", nonce=nonce).status_code == 400  # not looked at
    page = window.window.get(f"{window.at}/bulk").text
    nonce = desks.html_value(page, "nonce")
    sure = [one for one in table(project) if one["confidence"] == "high"]
    window.decide(id_of(window, "86.4亿元"), "reject", reason="word")
    window.post("/bulk", nonce=nonce, looked="yes")
    states = [one["state"] for one in table(project) if one["confidence"] == "high"]
    assert row(project, "86.4亿元")["state"] == "rejected"
    assert sorted(states) == ["accepted"] * (len(sure) - 1) + ["rejected"]
    assert all(one["state"] == "new" for one in table(project) if one["confidence"] != "high")


def test_brackets_split_merge_and_mark_what_was_missed(project, window):
    """A span cut in two is two rows, put together again one; a numeral without a row is missed."""
    review = window.window.desk.review(desks.EDITION)[0]
    line = int(review.row(id_of(window, "320座"))["line"])
    told = desks.area(window.window.get(f"{window.at}/line/{line}").text)
    assert "[320座]" in told
    window.post(f"/line/{line}", told=told.replace("[320座]", "[3][20座]"), seen="0")
    assert {"3", "20座"} <= {one["printed"] for one in table(project)}
    told = desks.area(window.window.get(f"{window.at}/line/{line}").text)
    window.post(f"/line/{line}", told=told.replace("[3][20座]", "320座"), seen="1")
    assert "原文还有 1 个数字没有标记" in window.open()
    told = desks.area(window.window.get(f"{window.at}/line/{line}").text)
    window.post(f"/line/{line}", told=told.replace("320座", "[320座]"), seen="2")
    found = row(project, "320座")
    assert (found["value"], found["unit"], found["bound"]) == ("320", "座", "eq")
    assert "没有标记</a>" not in window.open()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda told: told.replace("新建", "旧建"), "以外的文字不能改"),
        (lambda told: told.replace("[320座]", "[320座"), "方括号"),
        (lambda told: told.replace("[320座]", "[[320座]]"), "不能套"),
        (lambda told: told, "没有变"),
    ],
)
def test_brackets_change_nothing_but_brackets(project, window, change, said):
    """Other text, unpaired or nested brackets: refused, and nothing is written."""
    review = window.window.desk.review(desks.EDITION)[0]
    line = int(review.row(id_of(window, "320座"))["line"])
    told = desks.area(window.window.get(f"{window.at}/line/{line}").text)
    response = window.post(f"/line/{line}", told=change(told), seen="0")
    assert response.status_code == 422 and said in window.page
    assert review.record.number == 0


def test_a_misreading_shows_beside_the_row(project, window):
    """A value that is not what is printed is told at once, in words, at the row."""
    id = id_of(window, "320座")
    window.decide(id, "change", value="230")
    window.window.desk.review(desks.EDITION)[1].wait()
    page = window.open(f"?at={id}")
    assert "数值：和原文印的不一致" in page


def test_the_spreadsheet_and_a_new_run_are_followed(project, window):
    """What a person did in the file meanwhile counts; what the desk decided is kept by a new run."""
    window.decide(id_of(window, "320座"), "change", note="在工作台改的")
    home = project.output / "draft" / desks.EDITION
    rows = table(project)
    for one in rows:
        if one["printed"] == "46家":
            one["state"], one["note"] = "changed", "在表格里改的"
    (home / "review.csv").write_text(drafted.text_of(rows, drafted.NUMERALS), encoding="utf-8")
    window.open()
    run.run(project.data, project.output, project.root / "report.txt", edition=desks.EDITION)
    window.decide(id_of(window, "210万人次"), "accept")
    assert row(project, "320座")["note"] == "在工作台改的"
    assert row(project, "46家")["note"] == "在表格里改的"
    assert row(project, "210万人次")["state"] == "accepted"


def test_all_reviewed_becomes_the_edition(project, window):
    """While a row waits nothing is written; when none does the edition is there, without the mark 草稿."""
    assert window.post("/finish").status_code == 400
    assert "unreviewed: true" in (project.data / desks.EDITION / "source.yml").read_text(encoding="utf-8")
    review = window.window.desk.review(desks.EDITION)[0]
    for name in ("numerals", "clauses"):
        for id, one in list(review.record.tables[name].items()):
            if one["kind"] == "open":
                window.decide(id, "reject", reason="word")
            elif one["state"] == "new":
                window.decide(id, "accept")
    response = window.post("/finish")
    assert response.status_code == 200, window.page
    assert "unreviewed" not in (project.data / desks.EDITION / "source.yml").read_text(encoding="utf-8")


def test_files_that_a_dead_desk_left_behind_are_made_whole(project, window):
    """The journal has a decision that the review file lacks: the next desk puts it there."""
    home = project.output / "draft" / desks.EDITION
    window.open()
    before = (home / "review.csv").read_bytes()
    window.decide(id_of(window, "320座"), "change", note="已经存盘")
    (home / "review.csv").write_bytes(before)
    with (home / "journal.jsonl").open("ab") as file:
        file.write(b'{"n":2,"say":"half')  # never acknowledged
    again = Review(project.data, project.output, desks.EDITION)
    assert row(project, "320座")["note"] == "已经存盘" and again.record.number == 1
    assert len(Journal(home / "journal.jsonl").entries) == 1
    with pytest.raises(Exception, match="waits"):
        accept.accept(project.data, project.output, desks.EDITION)
