"""Where every number of an edition comes from, as plain JSON: what the binder knows of figures.

The binder never opens an edition. It checks the pages, fills in where figures are used and marks them in the
text by this index alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from planbook.edition import Derived, Edition, Figure, rows, years
from planbook.edition.model import Statement, Task

from . import numbers
from .markup import name, tooltip


def index(ed: Edition) -> dict[str, Any]:
    """The provenance of one edition.

    values: by anchor, a number in its base unit, that unit, and of which project it is the investment; units:
    those of the numbers; figures and derived: by anchor; `tip` is what the pages say of it in one line,
    `places` its spans in the text. names, notes: the edition's own words, in which numerals may stand that
    are no statistics; others: the spans of the text that are no figures, each with a code of `reasons`.
    """
    figures, derived = ed.select(), list(ed.derived())
    every: list[numbers.Quantity] = [*figures, *derived]
    before = years.before(ed)  # whose plan is told
    names = _names(before, before.select(), before.derived()) if before else []
    return {
        "edition": ed.id,
        "county": ed.source.county,
        "title": ed.source.title,
        "sha256": ed.source.text.sha256,
        "figures": {numbers.anchor(figure): _figure(ed, figure) for figure in figures},
        "derived": {numbers.anchor(one): _derived(ed, one) for one in derived},
        "values": {numbers.anchor(one): value for one in every if (value := _value(ed, one))},
        "units": sorted({one.unit for one in every if one.unit}),
        "names": _longest_first({*_names(ed, figures, derived), *names}),
        "notes": sorted({one for one in _notes(ed, figures, derived) if one}),
        "headings": [
            {"line": heading.line, "level": 2 if heading.section else 1} for heading in ed.source.outline
        ],
        "others": [
            {"start": int(row["char_start"]), "end": int(row["char_end"]), "reason": row["reason"]}
            for row in rows.load("not_figures", ed.data, ed.id)
        ],
        "reasons": {code: ed.word("reason", code) for code in ed.codes("reason")},
    }


def given(parameters: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    """The numbers among the parameters in force, by page."""
    return {page: numbers for page, values in parameters.items() if (numbers := _numbers(values))}


def _numbers(values: Any) -> list[str]:
    """The numbers in a parameter's value, as text."""
    if isinstance(values, dict):
        values = list(values.values())
    if isinstance(values, list):
        return sorted({text for value in values for text in _numbers(value)})
    return [f"{values:g}"] if isinstance(values, int | float) and not isinstance(values, bool) else []


def _value(ed: Edition, figure: numbers.Quantity) -> str:
    """What a number is sorted and added by: 660000000 元 project_investment/harbour.

    Only exact investments of named projects add up: those of groups may overlap, rates and unlike things have
    no sum.
    """
    if figure.value is None:
        return ""
    try:
        unit = ed.unit(figure.unit)
    except ValueError:  # 万元/笔 of a derived one
        return ""
    value = f"{(figure.value * unit.factor).normalize():f} {unit.base}"
    return f"{value} {addend}" if (addend := _addend(ed, figure)) else value


def _addend(ed: Edition, figure: numbers.Quantity) -> str:
    """What it is, where a figure is the whole investment of one named project, without a hedge."""
    if numbers.is_derived(figure) or not figure.project or figure.scenario != "planned":
        return ""
    exact = figure.bound == "eq" and numbers.is_money(ed, figure)
    return f"{figure.indicator}/{figure.project}" if exact else ""


def _figure(ed: Edition, figure: Figure) -> dict[str, Any]:
    lines = {place.line: str(place) for place in ed.places(figure.figure)}
    return {
        "id": figure.figure,
        "name": name(ed, figure),
        "printed": figure.printed,
        "period": numbers.period(figure),
        "status": numbers.status(figure) or "实绩",
        "bound": figure.bound,
        "note": figure.note,
        "tip": tooltip(ed, figure),
        "places": [
            {
                "place": lines[mention.line],
                "line": mention.line,
                "start": mention.char_start,
                "end": mention.char_end,
                "sha256": mention.sha256,
            }
            for mention in ed.mentions(figure.figure)
        ],
    }


def _derived(ed: Edition, figure: Derived) -> dict[str, Any]:
    return {
        "id": figure.derived,
        "name": figure.label,
        "printed": figure.printed,
        "formula": figure.formula,
        "caveat": figure.caveat,
        "tip": tooltip(ed, figure),
        "inputs": [numbers.anchor(ed[id]) for id in figure.inputs],
    }


def _notes(ed: Edition, figures, derived) -> list[str]:
    return [
        *(one.note for one in (*figures, *ed.projects(), *ed.tasks(), *ed.statements())),
        *(one.caveat for one in derived),
    ]


def _names(ed: Edition, figures, derived) -> list[str]:
    """Every name in which a numeral stands."""
    source = ed.source
    names = {source.title, source.producer, source.county, ed.id}
    worded: list[Task | Statement] = [*ed.tasks(), *ed.statements()]
    names |= {one.name for one in ed.projects()} | {text for one in worded for text in (one.name, one.word)}
    names |= {text for one in ed.glossary() for text in (one.term, one.meaning, one.origin)}
    names |= {ed.word(name, code) for name in ("chapter", "topic", "sector") for code in ed.codes(name)}
    for figure in figures:
        indicator = ed.indicator(figure)
        names |= {
            name(ed, figure),
            ed.label(figure),
            indicator.label_zh,
            figure.item,
            *indicator.aliases.split(";"),
        }
    names |= {one.label for one in derived}
    numeral = re.compile(r"[\d零一二三四五六七八九十百千两Ⅰ-ⅿ①-⑳]")
    return [one for one in names if numeral.search(one)]


def _longest_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda one: (-len(one), one))
