"""progress: the table of states, and the note on assumed targets."""

import pytest
from editions import EDITION, GOOD

from planbook.edition import load
from planbook.show import progress

HEAD = "indicator,item,project,measure,value,unit,preliminary,note\n"


@pytest.fixture
def ed():
    return load(EDITION, GOOD)


def test_states_in_words_with_a_sign(ed, screen, tmp_path):
    """One row a target of the chapter: number to date, state in words beside its sign, the rule below."""
    path = tmp_path / "p.csv"
    path.write_text(f"{HEAD}gdp,,,growth,5.1,%,true,\n", encoding="utf-8")
    progress.outlook(ed, "overview", progress=str(path), as_of="2026-06-30")
    summary, table = screen.plain
    assert summary.startswith("截至2026年6月30日，4项目标和任务中：进度落后1项，")
    assert "目标没有数字2项，还没有数据1项" in summary
    (row,) = [line for line in table.splitlines() if "5.5%" in line]
    assert "预计5.1%" in row
    assert "○ 进度落后" in row
    assert "累加" in table


def test_nothing_without_a_file(ed, screen):
    """No progress, no table."""
    progress.outlook(ed, "overview", progress="", as_of="")
    progress.assumptions(ed)
    assert screen == []


def test_assumptions_are_told_with_the_report_s_own_target(screen):
    """Whoever reads the page sees which rate is assumed and what the report says."""
    progress.assumptions(load(EDITION, GOOD, growth={"gdp": 7}))
    (said,) = screen.plain
    assert "读者假定的增速，不是报告的目标" in said
    assert "7%（报告的目标是5.5%）" in said


def test_the_whole_book_is_counted_by_chapter(ed, screen, tmp_path):
    """Without a chapter: how many targets of each chapter are in which state."""
    path = tmp_path / "p.csv"
    path.write_text(f"{HEAD}gdp,,,growth,5.1,%,,\n", encoding="utf-8")
    progress.outlook(ed, progress=str(path), as_of="2026-06-30")
    table = screen.plain[1]
    heads = next(line for line in table.splitlines() if line.startswith("| 章"))
    overview = next(line for line in table.splitlines() if line.startswith("| 总览"))
    assert heads.split(" | ") == ["| 章", "进度落后", "目标没有数字", "还没有数据 |"]
    assert overview.split(" | ") == ["| 总览", "1", "2", "1 |"]
