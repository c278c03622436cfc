"""What follows from the figures by rule: shares of a whole that a sentence tells, checks of its parts."""

from __future__ import annotations

import re

import yaml

from .tables import Tables

_PARTS = re.compile("其中")
_LIMIT = 12


def entries(draft, tables: Tables) -> tuple[str, str]:
    """derived.yml and checks.yml, "" where nothing follows."""
    rows = {row["figure"]: row for row in tables.figures}
    checks: dict[str, dict] = {}
    derived: dict[str, dict] = {}
    figures = draft.figures
    for number, figure in enumerate(figures):
        id = tables.ids.get(number, "")
        if not id or rows[id]["measure"] not in ("level", "count") or rows[id]["value"] == "":
            continue
        parts = _parts(draft, tables, rows, number)
        if not parts or id in parts:
            continue
        names = [figures[at].subject for at in parts.values()]
        checks[f"parts_{len(checks) + 1}"] = {
            "kind": "part", "title": f"{figure.subject}与其中各项", "figure": id, "of": list(parts),
            "reason": f"原文以“其中”列出{'、'.join(_no_digits(name) for name in names)}，应不超过全部",
        }  # fmt: skip
        for part in parts:
            if (
                len(derived) < _LIMIT
                and rows[part]["unit"] == rows[id]["unit"]
                and rows[part]["bound"] == "eq"
            ):
                label = f"{_no_digits(figures[parts[part]].subject)}占{_no_digits(figure.subject)}"
                derived[f"share_{len(derived) + 1}"] = {
                    "label": label, "op": "share", "inputs": [part, id], "unit": "%", "decimals": 1,
                }  # fmt: skip
    return _yaml(derived), _yaml(checks)


def _parts(draft, tables: Tables, rows, number: int) -> dict[str, int]:
    """The figures behind 其中 in the sentence of a figure, in its unit: id → number."""
    whole = draft.figures[number]
    parts: dict[str, int] = {}
    begun = False
    for at in range(number + 1, len(draft.figures)):
        part = draft.figures[at]
        if part.sentence != whole.sentence:
            break
        between = draft.text[draft.figures[at - 1].end : part.start]
        if "；" in between:
            break
        if not begun:
            begun = bool(_PARTS.search(between))
            if not begun and part.measure in ("level", "count") and part.unit == whole.unit:
                return {}
        id = tables.ids.get(at, "")
        same = id and all(
            rows[id][name] == rows[tables.ids[number]][name] for name in ("unit", "scenario", "period")
        )
        if (
            begun
            and same
            and part.measure == whole.measure
            and part.value is not None
            and part.value <= whole.value
        ):
            parts[id] = at
    return parts if whole.bound == "eq" else {}


def _no_digits(name: str) -> str:
    return re.sub(r"\d+", "", name) or name


def _yaml(entries: dict) -> str:
    if not entries:
        return ""
    return yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=100)
