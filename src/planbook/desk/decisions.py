"""What a person can decide of a row, as changes of the record; nothing is written here.

Each function returns what is said of the decision and the changes; `Refused` says which field is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from planbook.draft import ids, review, tables
from planbook.draft.review import Row
from planbook.edition import model
from planbook.edition.fields import faults
from planbook.edition.rows import HEADERS
from planbook.errors import InputError

from . import lookup, words
from .record import CLAUSES, NUMERALS
from .review import Review, table_of

Made = tuple[str, dict[str, dict[str, Row | None]]]
FIGURE = (
    "indicator", "item", "project", "measure", "period", "scenario", "value", "unit", "bound", "preliminary",
    "sign", "chapter", "commitment", "rank_of", "against", "note",
)  # fmt: skip
TASK = ("name", "commitment", "chapter", "topic", "project", "figures", "note")
OWN = {
    "projects": ("name", "sector", "stage", "year", "chapter", "commitment", "role", "continues", "note"),
    "indicators": ("label_zh", "aliases", "chapter", "topic", "unit", "better"),
}  # what can be changed of a project, of an indicator of the draft's own


class Refused(InputError):
    """A decision that cannot be taken; `fields`: what is wrong with which field."""

    def __init__(self, fields: Mapping[str, str]):
        super().__init__("；".join(fields.values()))
        self.fields = dict(fields)


def accept(review_: Review, ids_: Iterable[str]) -> Made:
    """The rows are right as they are. Raises Refused for one that no edition can hold yet."""
    to: dict[str, dict[str, Row | None]] = {NUMERALS: {}, CLAUSES: {}}
    shown = ""
    for id in ids_:
        row = review_.row(id)
        if row["kind"] == review.OPEN:
            raise Refused({"kind": "这一行还不能用：改成数字并补全，或者排除"})
        state = row["state"] if row["state"] == review.CHANGED else review.ACCEPTED
        to[table_of(id)][id] = {**row, "state": state}
        shown = shown or brief(row)
    count = sum(map(len, to.values()))
    return (f"接受 {shown}" if count == 1 else f"接受 {count} 行"), to


def reject(review_: Review, id: str, reason: str) -> Made:
    """The row is no figure, or no task, for this reason."""
    row, table = review_.row(id), table_of(id)
    known = lookup.reasons(review_, table)
    if reason not in known:
        raise Refused({"reason": f"请选一个原因：{'、'.join(known.values())}"})
    return f"排除 {brief(row)}", {table: {id: {**row, "state": review.REJECTED, "reason": reason}}}


def change(review_: Review, id: str, given: Mapping[str, str]) -> Made:
    """The row is as `given` says: fields by name; indicator and project as words or ids."""
    if table_of(id) == CLAUSES:
        return _task(review_, id, given)
    old = review_.row(id)
    row = {**old, "kind": review.FIGURE, "state": review.CHANGED, "reason": ""}
    row |= {name: given[name].strip() for name in FIGURE if name in given}
    to: dict[str, dict[str, Row | None]] = {NUMERALS: {}, "indicators": {}, "projects": {}, "units": {}}
    wrong: dict[str, str] = {}
    for name in ("indicator", "against"):
        if row[name]:
            try:
                row[name], new = lookup.indicator(review_, row[name], row, bool(given.get(f"new_{name}")))
                to["indicators"] |= new
            except lookup.Unknown as unknown:
                wrong[name] = str(unknown)
    try:
        row["project"], new = lookup.project(review_, row["project"], row, bool(given.get("new_project")))
        to["projects"] |= new
    except lookup.Unknown as unknown:
        wrong["project"] = str(unknown)
    wrong |= _faults(model.Figure, {**_columns("figures", row), "figure": "x-level-2025"}, wrong)
    if wrong:
        raise Refused(wrong)
    units: list[Row] = [dict(one) for one in review_.record.tables["units"].values()]
    tables.own_unit(units, row["unit"], review_.vocabulary)
    to["units"] |= {one["unit"]: one for one in units if one["unit"] not in review_.record.tables["units"]}
    to[NUMERALS][id] = row
    _rename(review_, id, old["figure"], row, to)
    return f"修改 {brief(row)}", to


def _task(review_: Review, id: str, given: Mapping[str, str]) -> Made:
    row = {**review_.row(id), "kind": review.TASK, "state": review.CHANGED, "reason": ""}
    row |= {name: given[name].strip() for name in TASK if name in given}
    to: dict[str, dict[str, Row | None]] = {CLAUSES: {}, "projects": {}}
    wrong: dict[str, str] = {}
    try:
        row["project"], new = lookup.project(review_, row["project"], row, bool(given.get("new_project")))
        to["projects"] |= new
    except lookup.Unknown as unknown:
        wrong["project"] = str(unknown)
    named = lookup.figures(review_)
    wanted = dict.fromkeys(one for one in row["figures"].split(";") if one in named)
    try:
        if more := given.get("more_figures", "").strip():
            wanted[lookup.figure(review_, more)] = None
    except lookup.Unknown as unknown:
        wrong["figures"] = str(unknown)
    row["figures"] = ";".join(wanted)
    wrong |= _goes_on(review_, id, row, given)
    if not row["word"]:  # of a clause that was none: its first two characters stand for the word
        row["word"], row["word_start"] = row["text"][:2], row["char_start"]
    if not row["task"]:
        taken = {one["task"] for one in review_.record.tables[CLAUSES].values()}
        row["task"] = ids.unique(ids.task(row["name"]), taken)
    wrong |= _faults(model.Task, _columns("tasks", row), wrong)
    if wrong:
        raise Refused(wrong)
    to[CLAUSES][id] = row
    return f"修改 {brief(row)}", to


def _goes_on(review_: Review, id: str, row: Row, given: Mapping[str, str]) -> dict[str, str]:
    """Give the task the id of the one of last year that it is said to be, or take it away; what is wrong."""
    before, wanted = review_.last_year.tasks, given.get("last_year")
    if wanted is None or wanted == (row["task"] if row["task"] in before else ""):
        return {}
    others = {one["task"] for key, one in review_.record.tables[CLAUSES].items() if key != id}
    if wanted and (wanted not in before or wanted in others):
        return {"last_year": "今年的另一个任务已经接着它了" if wanted in before else "去年没有这个任务"}
    if wanted:
        same = row["name"] == review_.row(id)["name"]
        row |= {name: before[wanted][name] for name in ("task", "topic", *(["name"] if same else []))}
    else:
        row["task"] = ids.unique(ids.task(row["name"]), others)
    return {}


def own(review_: Review, table: str, given: Mapping[str, str]) -> Made:
    """The draft's own projects or indicators as a table says: `name-ID` is the column `name` of the row ID.

    Raises:
        Refused: a cell cannot be; `fields` by the cell's name.
    """
    to: dict[str, Row | None] = {}
    wrong: dict[str, str] = {}
    kind = model.Project if table == "projects" else model.Indicator
    for id, old in review_.record.tables[table].items():
        cells = {name: f"{name}-{id}" for name in OWN[table]}
        row = {**old, **{name: given[cell].strip() for name, cell in cells.items() if cell in given}}
        if row != old:
            to[id] = row
            wrong |= {f"{name}-{id}": said for name, said in _faults(kind, _columns(table, row), {}).items()}
    if wrong:
        raise Refused(wrong)
    first = next(iter(to.values()), None) or {}
    named = first.get("name") or first.get("label_zh", "")
    return f"修改 {words.TABLES[table]}“{named}”{f'等 {len(to)} 行' if len(to) > 1 else ''}", {table: to}


def _columns(table: str, row: Row) -> Row:
    return {name: row.get(name, "") for name in HEADERS[table]}


def _faults(kind: type[model.Model], row: Row, given: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with single fields of a row, in words, but for those that are told already."""
    try:
        kind.model_validate(row)
    except ValidationError as error:
        found: dict[str, Any] = {}
        for one in faults(error, kind, "", None):
            if one.field not in given:
                found[one.field] = words.CHECKS.get(one.slug, one.title)
        return found
    return {}


def _rename(review_: Review, id: str, before: str, row: Row, to: dict[str, dict[str, Row | None]]) -> None:
    """Give a changed row the id that its fields ask for, and tell it those who point at the row."""
    numerals = review_.record.tables[NUMERALS]
    others = {one["figure"]: one for key, one in numerals.items() if key != id and one["figure"]}
    wanted = ids.figure(*(row[name] for name in ("indicator", "item", "project", "measure", "period")))
    same = others.get(wanted)
    fields = ("scenario", "value", "unit", "bound", "preliminary", "printed", "sign")
    if same is None or any(same[name] != row[name] for name in fields):
        tail = wanted[len(wanted.rsplit("-", 2)[0]) :]
        wanted = ids.unique(wanted, set(others), tail)
    row["figure"] = wanted
    if not before or before == wanted or before in others:  # a second mention keeps its name
        return
    for key, one in numerals.items():
        if key != id and one.get("rank_of") == before:
            to[NUMERALS][key] = {**one, "rank_of": wanted}
    for key, one in review_.record.tables[CLAUSES].items():
        if before in (names := one.get("figures", "").split(";")):
            renamed = ";".join(wanted if name == before else name for name in names)
            to.setdefault(CLAUSES, {})[key] = {**one, "figures": renamed}


def brief(row: Row) -> str:
    """A row in a few words."""
    text = row.get("printed") or row.get("name") or row.get("text", "")
    return f"“{text[:16]}{'…' if len(text) > 16 else ''}”"
