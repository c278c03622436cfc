"""The sheets of what is promised: main indicators, tasks, how far they have come, and the report's terms."""

from collections.abc import Iterable, Sequence
from datetime import date

from planbook.edition import Edition, Figure
from planbook.edition.model import Task
from planbook.edition.outlook import State
from planbook.formats.excel import formulas
from planbook.formats.excel.cells import number
from planbook.formats.excel.workbook import Cell, Sheet
from planbook.show import annex, numbers, progress
from planbook.show.markup import name as called

INDICATORS, TASKS, OUTLOOK, GLOSSARY = "主要指标表", "任务", "进展", "名词解释"
TASK_HEADS = "力度 原文用词 任务 章 专题 数字 项目 位置 说明 编号"
OUTLOOK_HEADS = "名称 类别 力度 章 目标 目前 单位 预计 状态 依据 说明 牵头领导 责任单位 佐证 编号"
FILLED_IN = (
    "预计",
    "说明",
    *progress.MORE.values(),
)  # columns of the sheet that stand where they say anything
GLOSSARY_HEADS = "名词 解释 出处"


def indicators(ed: Edition, notes: Sequence[str]) -> Iterable[Sheet]:
    """附表 主要指标表: the rows of the book's annex, numbers as numbers; what is absent says so."""
    rows = annex.main(ed)
    if not rows:
        return
    before, after = f"{ed.reviewed}年", f"{ed.planned}年"
    heads = ["指标名称", "单位", f"{before}计划", f"{before}完成", "增长%", f"{after}计划", "计划增长%"]
    made = []
    for row in rows:
        title, unit = annex.called(ed, row)
        cells = (row.reviewed, row.growth, row.planned, row.aim)
        units = (unit, "%", unit, "%")
        shown = [_value(one, wanted) for one, wanted in zip(cells, units, strict=True)]
        made.append([title, unit, annex.ABSENT, *shown])
    figures = [one for row in rows for one in row.figures]
    early = "、".join(called(ed, one) for one in figures if one.preliminary)
    caveat = [f"预计数：{early}。"] if early else []
    kept = "确数是数字；带限定的数、没有数字的目标照报告的文字。"
    yield Sheet(
        INDICATORS,
        f"主要指标表：{before}完成情况和{after}计划",
        "indicators",
        heads,
        made,
        [*notes, kept, *caveat],
    )


def _value(one: Figure | None, unit: str) -> Cell:
    """A figure as a number where it is exact and in the row's unit, else in its words."""
    if one is None:
        return annex.ABSENT
    if one.value is not None and one.bound == "eq" and one.unit == unit:
        return number(one, formulas.lookup(one.figure))
    return numbers.text(one)


def tasks(ed: Edition, notes: Sequence[str]) -> Iterable[Sheet]:
    """Every task with the report's own word of strength."""
    every = ed.tasks()
    if not every:
        return
    projects = {one.project: one.name for one in ed.projects()}
    rows = []
    for task in every:
        figures = [one for id in task.figure_ids if (one := ed.get(id)) is not None]
        rows.append(
            [
                ed.word("commitment", task.commitment),
                task.word,
                task.name,
                ed.word("chapter", task.chapter),
                ed.word("topic", task.topic) if task.topic else "",
                "；".join(f"{called(ed, one)}{numbers.text(one)}" for one in figures),
                projects.get(task.project, ""),
                str(ed.place(task.line)),
                task.note,
                task.task,
            ]
        )
    caveat = "力度按报告自己的用词归类；任务的名称是概括，不是原文。"
    title = f"{ed.planned}年计划（草案）的{len(rows)}项任务"
    yield Sheet(TASKS, title, "tasks", TASK_HEADS.split(), rows, [*notes, caveat])


def outlook(ed: Edition, states: Sequence[State], as_of: str) -> Iterable[Sheet]:
    """How far each target and each task has come, up to a day; columns that nobody filled in are left out."""
    if not states:
        return
    heads, rows = OUTLOOK_HEADS.split(), [_state(ed, one) for one in states]
    kept = [at for at, head in enumerate(heads) if head not in FILLED_IN or any(row[at] for row in rows)]
    heads, rows = [heads[at] for at in kept], [[row[at] for at in kept] for row in rows]
    notes = [*progress.RULE, progress.RULE_OF_TASKS, progress.OUTSIDE]
    title = f"截至{numbers.day(date.fromisoformat(as_of))}的进展"
    yield Sheet(OUTLOOK, title, "outlook", heads, rows, notes)


def _state(ed: Edition, one: State) -> list[Cell]:
    target, reached, entry = one.target, one.reached, one.entry
    if isinstance(target, Task):
        name, strength, promised = target.name, target.word, ""
    else:
        name, strength, promised = called(ed, target), numbers.strength(target), numbers.text(target)
    return [
        name,
        progress.KINDS[one.is_task],
        strength,
        ed.word("chapter", target.chapter),
        promised,
        number(reached) if reached else None,
        reached.unit if reached else "",
        numbers.PRELIMINARY if reached and reached.preliminary else "",
        one.state,
        one.why,
        entry.note,
        entry.leader,
        entry.office,
        entry.evidence,
        target.id,
    ]


def glossary(ed: Edition, notes: Sequence[str]) -> Iterable[Sheet]:
    """名词解释: the report's terms in our words."""
    if rows := [[one.term, one.meaning, one.origin] for one in ed.glossary()]:
        title = f"报告里的{len(rows)}个名词"
        yield Sheet(GLOSSARY, title, "glossary", GLOSSARY_HEADS.split(), rows, notes)
