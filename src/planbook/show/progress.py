"""How far the plan has come: every target beside its actual to date, and every task, with its state."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

from planbook.edition import Edition
from planbook.edition.actuals import STATES
from planbook.edition.outlook import completed_months, percent
from planbook.edition.outlook import outlook as states

from . import exhibits, numbers, output, tasks
from .markup import Words, count, join, link, marked, name
from .tables import Table

SIGNS = {
    "已完成": "●", "超序时进度": "◕", "达序时进度": "◑", "未达序时进度": "○", "推进中": "◔", "未启动": "○",
}  # fmt: skip
TO_DATE = "to-date"  # marks what comes from the progress file: no figure of the report
SILENT = ("无法量化", "还没有数据")  # states of which a table of tasks has nothing more to say
MORE = {"leader": "牵头领导", "office": "责任单位", "evidence": "佐证"}  # columns, where they are filled in
KINDS = {False: "目标", True: "任务"}  # by whether it is a task
RULE = (
    "按年内累加的数量：达到目标为已完成；否则看达到目标的比例，高于序时进度为超序时进度，相同为达序时进度，低于为"
    "未达序时进度。序时进度是全年十二个月里已过完的整月所占的比例。",
    "增速、比率、位次和类别不能累加：目前达到目标的水平为达序时进度（年末为已完成），否则为未达序时进度。",
)
RULE_OF_TASKS = "任务用填报的状态；没有填报的，取它的数字里最差的一个；没有数字、也没有填报的，为无法量化。"
OUTSIDE = "目前的数字和填报的内容来自另行提供的进展数据，不在报告里。"


def assumptions(ed: Edition, chapter: str = "") -> None:
    """Put which targets (of a chapter, or all) are the reader's, and what the report says; or nothing."""
    within = {"chapter": chapter} if chapter else {}
    changed = [f for f in ed.select(period=ed.planned, **within) if getattr(f, "assumed", False)]
    if not changed:
        return
    sentences = [
        join("", [name(ed, f), link(ed, f), "（报告的目标是", link(ed, f, own=True), "）"]) for f in changed
    ]
    head = "本书用了读者假定的增速，不是报告的目标："
    output.put_words(join("", [head, join("；", sentences), "。"]), "assumption")


def outlook(ed: Edition, chapter: str = "", *, progress: str, as_of: str) -> None:
    """Put tables of the chapter's targets and tasks with their state; without a chapter, how many of each
    chapter are in which state; without a progress file nothing."""
    reached = states(ed, progress, as_of, chapter)
    if not reached:
        return
    day = date.fromisoformat(as_of)
    output.put_words(_summary(reached, day))
    if chapter:
        _targets([one for one in reached if not one.is_task], ed, chapter, numbers.day(day))
        _tasks([one for one in reached if one.is_task], ed, chapter, numbers.day(day))
    else:
        _by_chapter(ed, reached, numbers.day(day))


def _targets(states, ed: Edition, chapter: str, day: str) -> None:
    def row(one) -> list:
        return [name(ed, one.target), one.target, _so_far(one.reached)]

    heads = ["指标", "目标", "目前"]
    _two(ed, states, heads, row, day, "目标", f"outlook-{_slug(chapter)}", notes=[*RULE, OUTSIDE])


def _tasks(states, ed: Edition, chapter: str, day: str) -> None:
    def row(one) -> list:
        return [tasks.strength(one.target), tasks.linked(one.target)]

    named, notes = f"outlook-{_slug(chapter)}-tasks", [RULE_OF_TASKS, OUTSIDE]
    _two(ed, states, ["力度", "任务"], row, day, "任务", named, notes=notes, css="tasks")


def _two(ed: Edition, states, heads, row, day: str, kind: str, named: str, *, notes, css: str = "") -> None:
    """Those with something to say in a table, the others, how many there be, in a fold."""
    worth = [one for one in states if one.state not in SILENT or any(one.entry)]
    rest = [one for one in states if one not in worth]
    if made := _table(ed, heads, row, worth, named, f"截至{day}的{kind}进展", notes, css):
        exhibits.put(ed, made)
    if made := _table(ed, heads, row, rest, f"{named}-rest", f"截至{day}没有进展数据的{kind}", (), css):
        exhibits.fold(ed, made, f"{'其余' if worth else ''}{kind}：无法量化，或者还没有数据")


def _table(ed: Edition, heads, row, states, named: str, caption: str, notes, css: str) -> Table | None:
    """A table with what the file says of each row behind it; a note of all its rows stands below, once."""
    if not states:
        return None
    heads, notes = [*heads, "状态", "依据"], list(notes)
    rows = [[*row(one), _signed(one.state), marked(one.why, TO_DATE)] for one in states]
    remarks = [one.entry.note for one in states if any(one.entry)]
    shared = len(remarks) > 1 and len(set(remarks)) == 1
    if shared and remarks[0]:
        notes.append(join("", ["说明：", marked(remarks[0], TO_DATE)]))
    for column, head in (MORE if shared else {"note": "说明", **MORE}).items():
        cells = [getattr(one.entry, column) for one in states]
        if any(cells):
            heads.append(head)
            shown = [marked(cell, TO_DATE) if cell else "" for cell in cells]
            rows = [[*line, cell] for line, cell in zip(rows, shown, strict=True)]
    return Table(heads, rows, caption=caption, name=named, notes=notes, css=css)


def _signed(state: str) -> str:
    return f"{SIGNS[state]} {state}" if state in SIGNS else state


def _by_chapter(ed: Edition, rows, day: str) -> None:
    """A table of the targets and one of the tasks: how many of each chapter are in which state."""
    for is_task, kind in KINDS.items():
        own = [one for one in rows if one.is_task == is_task]
        states = [state for state in STATES if any(one.state == state for one in own)]
        counts = Counter((one.target.chapter, one.state) for one in own)
        chapters = dict.fromkeys(one.target.chapter for one in own)
        exhibits.table(
            ed,
            ["章", *states],
            [[ed.word("chapter", one), *(counts[one, state] for state in states)] for one in chapters],
            name=f"outlook{'-tasks' if is_task else ''}",
            caption=f"截至{day}，每章的{kind}在什么状态",
            notes=[RULE_OF_TASKS] if is_task else RULE,
        )


def _so_far(figure: numbers.Quantity) -> Words | None:
    """A number of the progress file: it has no row on the data page, so it carries no link."""
    if figure is None:
        return None
    return marked(numbers.mark(figure) + numbers.text(figure), TO_DATE)


def _summary(states, day: date) -> Words:
    schedule = marked(percent(Decimal(completed_months(day)) / 12), TO_DATE)
    pieces = [f"截至{numbers.day(day)}，序时进度", schedule, "。"]
    for is_task, kind in KINDS.items():
        counts = Counter(one.state for one in states if one.is_task == is_task)
        if counts:
            counted = [join("", [state, count(counts[state], "项")]) for state in STATES if counts[state]]
            pieces += [count(counts.total(), "项"), f"{kind}：", join("，", counted), "。"]
    return join("", pieces)


def _slug(chapter: str) -> str:
    return chapter.replace("_", "-")
