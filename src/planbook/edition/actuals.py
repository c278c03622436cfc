"""Actuals to date: the CSV file that says how far the plan has come, row by row.

A row names a target of the planned year by `indicator`, `item`, `project` and `measure`, and gives its
`value`; or it names a task by `task`, and may give its `state`. Whatever else is filled in (note, leader,
office, evidence) is the reader's own and shown as such. `GLOSSES` are the heads of the sheet to fill in
(`planbook progress-template`): after a blank, a head may carry a Chinese gloss; the columns `name` and
`target` are for people only.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from planbook.errors import InputError

from . import files, rows
from .finding import Finding, nearest, shown
from .lookup import Edition
from .model import Figure, is_number, is_true
from .units import UnitError

GLOSSES = {
    "name": "名称", "target": "计划", "indicator": "指标编号", "item": "细项", "project": "项目编号",
    "measure": "度量", "value": "目前数值", "unit": "单位", "preliminary": "预计填true", "note": "说明",
    "task": "任务编号", "state": "任务状态", "leader": "牵头领导", "office": "责任单位", "evidence": "佐证",
}  # fmt: skip
HEADER = tuple(GLOSSES)
LEAST = HEADER[2:10]  # what every file has
POSITIVE = ("count", "capacity", "share", "rate", "completion", "rank")  # measures that are never negative
TARGET = HEADER[2:6]  # the columns that name a target
STATES = (
    "已完成", "超序时进度", "达序时进度", "未达序时进度", "推进中", "未启动", "无法量化", "不可比",
    "还没有数据",
)  # fmt: skip
_GLOSS = re.compile(r" [^,\"]*")

Key = tuple[str, str, str, str]


class OutlookError(InputError):
    """Actuals or assumptions that cannot be used; the message names every fault."""


class Entry(NamedTuple):
    """What the file says of one target or task; `reached` is None where it gives no number."""

    reached: Figure | None = None
    state: str = ""
    note: str = ""
    leader: str = ""
    office: str = ""
    evidence: str = ""


def key(figure: Figure) -> Key:
    """What names a target: its indicator, item, project and measure."""
    return figure.indicator, figure.item, figure.project, figure.measure


def read(ed: Edition, path: Path, as_of: datetime.date) -> dict[Key | str, Entry]:
    """The file's entries, by what names the target or by the task's id.

    Raises OutlookError naming every fault with its row and field.
    """
    text, fault = files.text_of(path, path.name)
    if fault:
        raise OutlookError(str(fault))
    head, line_end, rest = text.partition("\n")
    table = rows.Table("progress", path.name)
    rows.fill(table, _GLOSS.sub("", head) + line_end + rest, HEADER, least=LEAST)
    targets: dict[Key, Figure] = {}
    for one in ed.select(period=ed.planned):
        targets.setdefault(key(one), one)
    tasks = [task.task for task in ed.tasks()]
    faults = list(table.findings)
    entries: dict[Key | str, Entry] = {}
    for row in table.rows:
        if not any(row[column] for column in HEADER[2:]):  # what a spreadsheet leaves of an empty line
            continue
        wrong = list(_wrong(ed, path.name, row, targets, tasks))
        target = _target(row)
        named = row["task"] or target
        if named in entries:
            column = "task" if row["task"] else "indicator"
            wrong.append(Finding("duplicate-row", path.name, row.line, column, _key_text(named)))
        if not wrong:
            more = (row["state"], row["note"], row["leader"], row["office"], row["evidence"])
            reached = _reached(ed, targets[target], row, as_of) if row["value"] else None
            entries[named] = Entry(reached, *more)
        faults += wrong
    if faults:
        raise OutlookError("\n".join(map(str, faults)))
    return entries


def _wrong(
    ed: Edition, file: str, row: rows.Row, targets: dict[Key, Figure], tasks: list[str]
) -> Iterator[Finding]:
    """What is wrong with one row by itself."""
    named = _target(row)
    if bool(row["task"]) == any(named):
        got = f"{_key_text(named)} and {row['task']}" if row["task"] else "neither"
        yield Finding("target-or-task", file, row.line, "task", got, "a target, or a task")
        return
    if row["task"]:
        if row["task"] not in tasks:
            near = nearest(row["task"], tasks)
            expected = f"a task of {ed.id}" if tasks else f"no task: {ed.id} has no tasks.csv"
            yield Finding("not-planned", file, row.line, "task", shown(row["task"]), expected, near)
        if row["state"] and row["state"] not in STATES:
            near, expected = nearest(row["state"], STATES), f"empty or {'、'.join(STATES)}"
            yield Finding("unknown-word", file, row.line, "state", shown(row["state"]), expected, near)
        if row["value"]:
            expected = "empty: a number stands in the row of its target"
            yield Finding("bad-value", file, row.line, "value", shown(row["value"]), expected)
        return
    if named not in targets:
        near = nearest(_key_text(named), map(_key_text, targets))
        expected = f"a target of {ed.planned}"
        yield Finding("not-planned", file, row.line, "indicator", shown(_key_text(named), 90), expected, near)
    if row["state"]:
        expected = "empty: the state of a target follows from its value"
        yield Finding("bad-value", file, row.line, "state", shown(row["state"]), expected)
    if is_true(row["preliminary"]) is None:
        got = shown(row["preliminary"])
        yield Finding("unknown-word", file, row.line, "preliminary", got, "true or empty")
    if not row["value"]:
        return
    if not is_number(row["value"]):
        expected = "digits without unit, such as 3.6"
        yield Finding("bad-number", file, row.line, "value", shown(row["value"]), expected)
    elif Decimal(row["value"]) < 0 and row["measure"] in POSITIVE:
        expected = f"0 or more: a {row['measure']} cannot fall below"
        yield Finding("bad-number", file, row.line, "value", shown(row["value"]), expected)
    try:
        ed.unit(row["unit"])
    except UnitError:
        near = nearest(row["unit"], ed._units)
        yield Finding("unknown-unit", file, row.line, "unit", shown(row["unit"]), "a row of units.csv", near)


def _reached(ed: Edition, target: Figure, row: rows.Row, as_of: datetime.date) -> Figure:
    """The number to date, as a figure of the same kind as its target."""
    same = {name: getattr(target, name) for name in Figure.model_fields}  # of an assumed target, too
    own = {
        "figure": f"{target.figure}-to-date", "period": f"{ed.planned}-01-01/{as_of}", "scenario": "actual",
        "value": Decimal(row["value"]), "unit": row["unit"], "bound": "eq", "against": "", "sign": "",
        "preliminary": bool(is_true(row["preliminary"])), "printed": f"{row['value']}{row['unit']}",
        "note": row["note"], "commitment": "",
    }  # fmt: skip
    return Figure.model_construct(**same | own)


def _target(row: rows.Row) -> Key:
    """What the row names, as `key` does."""
    return row["indicator"], row["item"], row["project"], row["measure"]


def _key_text(named: Key | str) -> str:
    return named if isinstance(named, str) else "/".join(named)
