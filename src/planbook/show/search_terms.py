"""What the search of the book knows of figures: the words for them, and what each of them says."""

from __future__ import annotations

from typing import Any

from planbook.edition import Derived, Edition, Figure, rows
from planbook.edition.model import SUFFIX

from . import numbers


def terms(ed: Edition) -> dict[str, Any]:
    """The figures of an edition as plain JSON, for static/search.js.

    indicators: [label;alias;…, topic and chapter, whether it is a main one] of each that has figures;
    unlisted: label;alias;… of those that the report does not state; projects: [name, sector]; units: {unit:
    [base, factor]}; figures: a list each, see `_figure`, in which a number points into the lists above and
    -1 is none.
    """
    figures = ed.select()
    known = {row["indicator"]: row for row in rows.load("indicators", ed.data, ed.id)}
    used = list(dict.fromkeys(figure.indicator for figure in figures))
    projects = {one.project: one for one in ed.projects()}
    named = list(dict.fromkeys(figure.project for figure in figures if figure.project in projects))
    units = rows.load("units", ed.data, ed.id)
    bases = {row["base"] for row in units for figure in figures if row["unit"] == figure.unit}
    return {
        "county": ed.source.county,
        "years": [ed.reviewed, ed.planned],
        "indicators": [
            [
                _names(known[name]),
                f"{ed.word('topic', known[name]['topic'])} {ed.word('chapter', known[name]['chapter'])}",
                int(known[name]["topic"] == "headline"),
            ]
            for name in used
        ],
        "unlisted": [_names(row) for name, row in known.items() if name not in used],
        "projects": [[projects[name].name, ed.word("sector", projects[name].sector)] for name in named],
        "units": {
            row["unit"]: [row["base"], float(row["factor"] or 1)] for row in units if row["base"] in bases
        },
        "figures": [
            *(_figure(ed, one, used.index(one.indicator), _place(named, one.project)) for one in figures),
            *(_derived(one) for one in ed.derived()),
        ],
    }


def _names(indicator: rows.Row) -> str:
    return ";".join([indicator["label_zh"], *filter(None, map(str.strip, indicator["aliases"].split(";")))])


def _place(names: list[str], name: str) -> int:
    return names.index(name) if name in names else -1


def _figure(ed: Edition, figure: Figure, indicator: int, project: int) -> list[Any]:
    """[anchor, indicator, item, project, what the measure adds to the name, period, standing, the number as
    printed, places, note, value, unit, bound]."""
    return [
        numbers.anchor(figure), indicator, figure.item, project, SUFFIX.get(figure.measure, ""),
        numbers.period(figure), numbers.status(figure), numbers.text(figure),
        "；".join(map(str, ed.places(figure.figure))), figure.note,
        None if figure.value is None else float(figure.value), figure.unit, figure.bound,
    ]  # fmt: skip


def _derived(figure: Derived) -> list[Any]:
    """The same of a derived quantity: its label is the item, its formula the place."""
    return [
        numbers.anchor(figure), -1, figure.label, -1, "", "", numbers.status(figure),
        numbers.text(figure) + numbers.star(figure), figure.formula, figure.caveat,
        float(figure.value), figure.unit, figure.bound,
    ]  # fmt: skip
