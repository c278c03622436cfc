"""The fields of a row's form: what it is called, what it holds, what can be chosen, what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planbook.draft.review import FIGURE, REJECTED

from . import decisions, lookup, words
from .record import NUMERALS
from .review import Review, table_of

_LISTS = {  # the vocabulary at hand, by field
    "indicator": "indicators", "against": "indicators", "unit": "units", "project": "projects",
    "item": "items",
}  # fmt: skip
_NEAR = 2  # lines before and behind a task whose figures are offered


def of(review: Review, id: str, given: Mapping[str, str], wrong: Mapping[str, str]) -> list[dict[str, Any]]:
    """The fields of a row, as it is or as somebody has filled it in."""
    table = table_of(id)
    row = {**review.row(id), **given}
    titles = words.columns("figures" if table == NUMERALS else "tasks")
    choices = {name: lookup.codes(review, name) for name in ("measure", "scenario", "bound", "chapter")}
    choices["commitment"] = {"": "—", **lookup.codes(review, "commitment")}
    choices["topic"] = {"": "—", **lookup.codes(review, "topic")}
    choices["sign"] = {"": "—", "-1": "下降（词在并列的开头）"}
    choices["preliminary"] = {"": "—", "true": "预计"}
    made = []
    for name in decisions.FIGURE if table == NUMERALS else decisions.TASK:
        value = row.get(name, "")
        if name in ("indicator", "against"):
            value = lookup.label(review, value)
        if name == "project" and value in review.record.tables["projects"]:
            value = review.record.tables["projects"][value]["name"]
        options = choices.get(name)
        if options and value not in options:
            options = {value: value or "请选择", **options}
        made.append(
            {
                "name": name, "label": titles[name], "value": value, "choices": options,
                "list": _LISTS.get(name, ""), "new": name in ("indicator", "project", "against"),
                "wrong": wrong.get(name, ""), "long": name in ("note", "name", "figures", "indicator"),
            }
        )  # fmt: skip
        if name == "figures":
            made[-1] |= _figures(review, id, value) | {"more": row.get("more_figures", "")}
    if table != NUMERALS and review.last_year.tasks:
        made.insert(1, _last_year(review, row, wrong))
    return made


def changed(review: Review, id: str, given: Mapping[str, str]) -> bool:
    """Whether a form says otherwise than the row that it showed."""
    if given.get("more_figures", "").strip():
        return True
    for one in of(review, id, {}, {}):
        now = given.get(one["name"])
        if "has" in one:
            if now is not None and set(filter(None, now.split(";"))) != set(one["has"]):
                return True
        elif now is not None and now.strip() != one["value"].strip():
            return True
    return False


def indicators(review: Review) -> dict[str, str]:
    """What an indicator can be called, with its usual name."""
    known = lookup.indicators(review)
    return {name: known[id]["label_zh"] for name, id in sorted(lookup.names(review))}


def _figures(review: Review, id: str, value: str) -> dict[str, Any]:
    """The figures of a task: those that it has, and those that stand near it, by name."""
    line, named = int(review.row(id)["line"]), lookup.figures(review)
    has = [one for one in value.split(";") if one]
    near = [
        row["figure"]
        for row in review.record.tables[NUMERALS].values()
        if row["kind"] == FIGURE and row["state"] != REJECTED and abs(int(row["line"]) - line) < _NEAR
    ]
    offered = [one for one in named if one in {*has, *near}]
    return {"figures": {one: named.get(one, one) for one in (*offered, *(h for h in has if h not in named))},
            "has": has, "value": "、".join(named.get(one, one) for one in has)}  # fmt: skip


def _last_year(review: Review, row: Mapping[str, str], wrong: Mapping[str, str]) -> dict[str, Any]:
    before = review.last_year.tasks
    value = row.get("last_year", row["task"] if row["task"] in before else "")
    choices = {"": "没有，是新任务", **{id: one["name"] for id, one in before.items()}}
    return {
        "name": "last_year", "label": "接着去年的哪个任务", "value": value, "choices": choices, "list": "",
        "new": False, "wrong": wrong.get("last_year", ""), "long": True,
    }  # fmt: skip
