"""The draft's own tables in the desk; figures of a task by name; the report of the year before beside it."""

import csv

import desks
import pytest
from test_desk_review import id_of, row

NEXT = "qingshi-2027"


@pytest.fixture
def project(tmp_path):
    return desks.project(tmp_path / "book")


@pytest.fixture
def window(project):
    return desks.Reviewer(desks.client(project))


@pytest.fixture(scope="module")
def later(tmp_path_factory):
    """A window on the county's next year; its tests change no row of another's."""
    made = desks.next_year(tmp_path_factory.mktemp("next") / "book")
    return desks.Reviewer(desks.client(made), NEXT)


def review(window):
    return window.window.desk.review(window.edition)[0]


def cells(window, table):
    """What the page of a table would send."""
    window.open(f"/own/{table}")
    from lxml import html

    (form,) = html.fromstring(window.page).xpath("//main//form")
    return dict(form.form_values())


def test_a_projects_sector_and_stage_are_changed(project, window):
    """One table for all of them; what was changed is one decision, in the draft's file, and can be undone."""
    given = cells(window, "projects")
    id = next(id for id, one in review(window).record.tables["projects"].items() if "矿泉水" in one["name"])
    assert given[f"stage-{id}"] == "built"
    window.post("/own/projects", **{**given, f"stage-{id}": "under_construction", f"sector-{id}": "tourism"})
    with (project.output / "draft" / desks.EDITION / "projects.csv").open(encoding="utf-8") as file:
        now = {one["project"]: one for one in csv.DictReader(file)}
    assert (now[id]["stage"], now[id]["sector"]) == ("under_construction", "tourism")
    assert review(window).record.number == 1
    window.post("/undo", n="1")
    assert review(window).record.tables["projects"][id]["stage"] == "built"


@pytest.mark.parametrize(
    ("cell", "value"), [("stage", "fast"), ("year", "2026年"), ("name", ""), ("role", "x")]
)
def test_a_wrong_cell_is_refused_beside_it(window, cell, value):
    given = cells(window, "projects")
    id = next(iter(review(window).record.tables["projects"]))
    answer = window.post("/own/projects", **{**given, f"{cell}-{id}": value})
    assert answer.status_code == 422 and f'id="w-{cell}-{id}"' in window.page
    assert review(window).record.number == 0


def test_two_windows_on_one_table(window):
    """What the other window has changed since is not overwritten; rows that nobody touched can be."""
    old = cells(window, "projects")
    first, second = list(review(window).record.tables["projects"])[:2]
    window.post("/own/projects", **{**old, f"note-{first}": "甲"})
    assert window.post("/own/projects", **{**old, f"note-{first}": "乙"}).status_code == 409
    assert (
        window.post("/own/projects", **{**old, f"note-{first}": "甲", f"note-{second}": "丙"}).status_code
        == 200
    )
    notes = [review(window).record.tables["projects"][id]["note"] for id in (first, second)]
    assert notes == ["甲", "丙"]


def test_an_own_indicator_is_renamed(window):
    """Its name and aliases; the rows that use it show the new name, and words find it by the alias."""
    given = cells(window, "indicators")
    id = review(window).row(id_of(window, "320座"))["indicator"]
    window.post("/own/indicators", **{**given, f"label_zh-{id}": "标准化大棚", f"aliases-{id}": "暖棚;冷棚"})
    assert "标准化大棚" in window.open(f"?at={id_of(window, '320座')}")
    window.decide(id_of(window, "46家"), "change", indicator="暖棚")
    assert review(window).row(id_of(window, "46家"))["indicator"] == id


def test_no_other_table(window):
    assert window.window.get(f"{window.at}/own/numerals").status_code == 404


# ------------------------------------------------------------ a task's figures


def test_a_tasks_figures_are_named(project, window):
    """Those near it can be ticked, any other is found by its name; ids are nowhere to be typed."""
    task, near = id_of(window, "确保城镇新增就业2800人"), id_of(window, "12个")
    figure = {id: review(window).row(id)["figure"] for id in (near, id_of(window, "86.4亿元"))}
    page = window.open(f"?at={task}&table=clauses")
    assert f'value="{figure[near]}"> ' in page and "改造老旧小区 12个（第16行）" in page
    form = window.form()
    has = [one for one in form["figures"] if one]
    window.post(
        f"/{task}", **{**form, "do": "change", "figures": [*has, figure[near]], "more_figures": "86.4亿元"}
    )
    assert review(window).row(task)["figures"].split(";") == [*has, *figure.values()]


@pytest.mark.parametrize(("typed", "said"), [("没有这个", "没有叫“"), ("生产总值", "有几个叫“")])
def test_words_that_mean_no_figure_or_several(window, typed, said):
    """The page says so and keeps what was typed."""
    answer = window.decide(id_of(window, "确保城镇新增就业2800人"), "change", more_figures=typed)
    assert answer.status_code == 422 and f"{said}{typed}”的数字" in window.page
    assert f'name="more_figures" value="{typed}"' in window.page


def test_accepting_what_was_filled_in_keeps_it(project, window):
    """Whoever corrects a field and presses accept means the correction."""
    window.decide(id_of(window, "320座"), "accept", note="含改造")
    assert (row(project, "320座")["state"], row(project, "320座")["note"]) == ("changed", "含改造")
    window.decide(id_of(window, "46家"), "accept")
    assert row(project, "46家")["state"] == "accepted"


# ------------------------------------------------------------ the year before


def test_the_countys_last_edition_comes_first_by_itself(later):
    """Nobody has named it: same county, earlier year; its codes go along, or its topics would be unknown."""
    project = later.window.desk.project
    assert review(later).last_year.edition == "qingshi-2026"
    old, new = (project.data / name / "codelists.csv" for name in ("qingshi-2026", NEXT))
    assert new.read_bytes() == old.read_bytes()
    findings = later.window.desk.review(NEXT)[1]
    findings.wait()
    assert [one.text for one in findings.all if one.stops] == []


def test_last_year_stands_beside_the_row(later):
    """What it said of the same figure, of the same task."""
    assert "去年的报告：" in later.open(f"?at={id_of(later, '1.35万吨')}")


def test_a_task_goes_on_with_one_of_last_year(later):
    """Chosen by name it takes its id and name; none is taken twice; it can be a new one again."""
    mine = review(later)
    before = mine.last_year.tasks
    clauses = mine.record.tables["clauses"]
    used = {one["task"] for one in clauses.values()}
    free = next(id for id in before if id not in used)
    at = next(id for id, one in clauses.items() if one["kind"] == "task" and one["task"] not in before)
    own = clauses[at]["task"]
    later.decide(at, "change", last_year=free)
    assert (mine.row(at)["task"], mine.row(at)["name"]) == (free, before[free]["name"])
    taken = next(id for id in before if id in used)
    assert later.decide(at, "change", last_year=taken).status_code == 422
    assert "已经接着它了" in later.page
    later.decide(at, "change", last_year="")
    assert mine.row(at)["task"] not in before and own


def test_what_does_not_go_on_is_listed(later):
    """Figures, tasks and projects of last year that this year's report does not name again."""
    page = later.open("/last-year")
    mine = review(later)
    for table, on, gone in mine.last_year.compared(mine.record.tables):
        assert f"接上 {on}，今年没有 {len(gone)}" in page and on, table
    assert "旅游总收入（数量）" in page


def test_without_a_year_before(window):
    assert "没有这个县往年的数据" in window.open("/last-year")
    assert "去年" not in window.open()
