"""progress: the table of states, and the note on assumed targets."""

import pytest
from editions import EDITION, GOOD, with_tasks

from planbook.edition import load
from planbook.show import progress

HEAD = "indicator,item,project,measure,value,unit,preliminary,note\n"
WHOLE = HEAD.replace("note", "note,task,state,leader,office,evidence")


@pytest.fixture
def ed():
    return load(EDITION, GOOD)


def test_states_in_words_with_a_sign(ed, screen, tmp_path):
    """One row a target of the chapter: number to date, state in words beside its sign, the rule below."""
    path = tmp_path / "p.csv"
    path.write_text(f"{HEAD}gdp,,,growth,5.1,%,true,\n", encoding="utf-8")
    progress.outlook(ed, "overview", progress=str(path), as_of="2026-06-30")
    summary, table, rest = screen.plain
    said = "截至2026年6月30日，序时进度50%。4项目标：未达序时进度1项，无法量化2项，还没有数据1项。"
    assert summary == said
    (row,) = [line for line in table.splitlines() if "5.5%" in line]
    assert "预计5.1%" in row
    assert "○ 未达序时进度" in row
    assert "累加" in table and "整月" in table
    assert "4%" in rest and "与经济增长基本同步" in rest and "○" not in rest and "| 还没有数据 |" in rest


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
    assert heads.split(" | ") == ["| 章", "未达序时进度", "无法量化", "还没有数据 |"]
    assert overview.split(" | ") == ["| 总览", "1", "2", "1 |"]


def test_targets_and_tasks_are_counted_apart(screen, tmp_path):
    """In the summary and by chapter: a target that belongs to a task is not one promise more."""
    path = tmp_path / "p.csv"
    path.write_text(f"{WHOLE}toilets,,,count,301,座,,,,,,,\n,,,,,,,,clinics,推进中,,,\n", encoding="utf-8")
    progress.outlook(load(EDITION, with_tasks(tmp_path)), progress=str(path), as_of="2026-06-30")
    summary, targets, tasks = screen.plain
    assert "17项目标：未达序时进度1项，" in summary
    assert summary.endswith("4项任务：未达序时进度1项，推进中1项，还没有数据2项。")
    assert "| 城乡 | 1 | 0 | 0 |" in targets and "整月" in targets
    assert "| 城乡 | 1 | 0 | 0 |" in tasks and "| 民生 | 0 | 1 | 1 |" in tasks and "填报的状态" in tasks


def test_tasks_with_what_the_file_says(screen, tmp_path):
    """Strength, task, state, reason, and what is filled in; what nothing is known of in a fold; columns that
    nobody filled in are left out."""
    path = tmp_path / "p.csv"
    path.write_text(f"{WHOLE},,,,,,,已选址,clinics,推进中,,卫健局,\n", encoding="utf-8")
    ed = load(EDITION, with_tasks(tmp_path))
    progress.outlook(ed, "livelihood", progress=str(path), as_of="2026-06-30")
    _, targets, tasks, rest = screen.plain  # nothing is known of a target: they are in a fold
    heads = [next(line for line in table.splitlines() if line.startswith("|")) for table in (targets, tasks)]
    assert heads[0] == "| 指标 | 目标 | 目前 | 状态 | 依据 |"
    assert heads[1] == "| 力度 | 任务 | 状态 | 依据 | 说明 | 责任单位 |"
    assert "| 持续 | 巡回医疗 | ◔ 推进中 | 填报 | 已选址 | 卫健局 |" in tasks
    assert "新增学位" in rest and "还没有数据" in rest and "巡回医疗" not in rest
    assert "[巡回医疗](#task-clinics)" in screen.myst[2]


def test_one_note_of_all_rows_stands_once(ed, screen, tmp_path):
    """What the file says of each of its rows in the same words is told below the table; else row by row."""
    path = tmp_path / "p.csv"
    path.write_text(f"{HEAD}gdp,,,growth,6,%,,示例\nrevenue,,,growth,6,%,,示例\n", encoding="utf-8")
    progress.outlook(ed, "overview", progress=str(path), as_of="2026-06-30")
    assert screen.plain[1].count("示例") == 1 and "说明：示例" in screen.plain[1]
    path.write_text(f"{HEAD}gdp,,,growth,6,%,,示例\nrevenue,,,growth,6,%,,\n", encoding="utf-8")
    progress.outlook(ed, "overview", progress=str(path), as_of="2026-06-30")
    assert "| 依据 | 说明 |" in screen.plain[4] and "说明：示例" not in screen.plain[4]


def test_words_of_the_file_are_data(screen, tmp_path):
    """Markup in them stays letters, and each stands in a span that the check of origins knows."""
    path = tmp_path / "p.csv"
    evil = "<b>12</b> `x` [3](#fig-gdp) | $y$"
    path.write_text(f"{WHOLE},,,,,,,{evil},clinics,推进中,{evil},{evil},{evil}\n", encoding="utf-8")
    ed = load(EDITION, with_tasks(tmp_path))
    progress.outlook(ed, "livelihood", progress=str(path), as_of="2026-06-30")
    row = next(line for line in screen.myst[2].splitlines() if "推进中" in line)
    assert row.count("]{.to-date}") == 5
    assert row.count("\\<b\\>12\\</b\\> \\`x\\` \\[3\\](\\#fig-gdp) \\| \\$y\\$") == 4
