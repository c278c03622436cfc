"""projects: the named projects with every figure of theirs, a cut list that says so, the rest in a fold."""

import pages
import pytest
import reports
from editions import EDITION, GOOD

from planbook.edition import load
from planbook.show import projects

MONEY = {
    "investment-a-level-2025": {"printed": "2.4亿元", "project": "cement_heat"},
    "investment-b-level-2026": {"printed": "4亿元", "project": "jingou_solar_2", "scenario": "planned"},
    "investment-c-level-2026": {"printed": "8600万元", "project": "river", "scenario": "planned"},
    "investment-d-level-2026": {"printed": "240万元", "project": "toilets_2026", "scenario": "planned"},
    "power-a-capacity-2025": {"printed": "50MW", "project": "cement_heat", "item": "余热"},
}


@pytest.fixture
def ed(tmp_path):
    return reports.edition(tmp_path, MONEY)


def names(text: str) -> list[str]:
    """The first cell of each row."""
    lines = [line for line in text.splitlines() if line.startswith("| ")][2:]
    return [line.strip("|").split(" | ")[0].strip() for line in lines]


def listed(screen) -> list[str]:
    """The text of each output that is a table of projects."""
    return [text for text in screen.plain if "| 项目 |" in text]


def test_every_project_by_its_money(ed, screen):
    """The largest sum first whatever its unit; every figure of a project is a link."""
    projects.table(ed, "industry")
    whole = listed(screen)[-1]
    own = {one.project: one.name for one in ed.projects()}
    wanted = [own[id] for id in ("jingou_solar_2", "cement_heat", "river", "toilets_2026")]
    assert [name for name in names(whole) if name in wanted] == wanted
    assert pages.linked(screen) >= set(MONEY)
    assert "余热" in whole and "前" not in whole.partition("\n")[0]


def test_a_cut_list_says_so_and_folds_the_rest(ed, screen):
    """The title counts what stands open and what there is; the others stand below, closed."""
    projects.table(ed, "industry", top=2)
    table, fold = screen.myst[-2:]
    shown, rest = listed(screen)[-2:]
    total = len({*names(shown), *names(rest)})
    assert len(names(shown)) == 2 and len(names(rest)) == total - 2 > 0
    assert f"前[2项]{{.counted}}，共[{total}项]{{.counted}}" in table
    assert fold.startswith("::::{dropdown} 其余项目\n")
    assert pages.linked(screen) >= set(MONEY)


def test_a_list_that_is_long_enough_is_not_cut(ed, screen):
    """As many as there are, or more: no fold, and no word of a cut."""
    projects.table(ed, "industry", top=99)
    assert "前" not in listed(screen)[0].partition("\n")[0]
    assert not any("{dropdown} 其余项目" in text for text in screen.myst)


def test_only_some_sectors_and_stages(ed, screen):
    """The reader's choice of sectors or stages; a choice without projects puts nothing."""
    all_ = {one.project: one for one in ed.projects()}
    sector = all_["river"].sector
    projects.table(ed, "projects", sectors=[sector])
    assert set(names(listed(screen)[0])) == {one.name for one in all_.values() if one.sector == sector}
    screen.clear()
    stage = all_["cement_heat"].stage
    projects.table(ed, "projects", stages=[stage])
    assert set(names(listed(screen)[0])) == {one.name for one in all_.values() if one.stage == stage}
    screen.clear()
    projects.table(ed, "projects", sectors=["nothing"])
    assert screen == []


def test_a_chapter_without_projects_puts_nothing(screen, tmp_path):
    """No table, no picture: its heading goes with it."""
    projects.table(load(EDITION, GOOD), "reform")
    assert screen == []


def test_four_sums_are_a_picture(ed, screen):
    """Sums of the chapter's projects as bars, from four on; a choice of sectors has none."""
    projects.table(ed, "industry")
    assert pages.pictures(screen) == ["projects-of-industry-bars"]
    screen.clear()
    projects.table(ed, "industry", top=3)
    assert pages.pictures(screen) == []
    screen.clear()
    projects.table(ed, "industry", sectors=[one.sector for one in ed.projects()])
    assert pages.pictures(screen) == []


def test_two_sums_of_one_project_say_which(screen, tmp_path):
    """What is planned in all stands in the column of money, what was spent beside it, with its year."""
    figures = {
        "investment-a-level-2025": {"printed": "2.4亿元", "project": "river"},
        "investment-b-level-2026": {"printed": "4亿元", "project": "river", "scenario": "planned"},
    }
    projects.table(reports.edition(tmp_path, figures), "industry")
    (row,) = [line for line in listed(screen)[0].splitlines() if "2.4亿元" in line]
    assert "| 4亿元 | 2025年完成2.4亿元 |" in row
