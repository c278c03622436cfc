"""Where every number of an edition comes from, as plain JSON: what the binder knows of figures.

The binder never opens an edition. It checks the pages, fills in where figures are used and marks them in the
text by this index alone.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from planbook.audit import audit
from planbook.edition import rows

from . import numbers
from .markup import name, tooltip


def anchor(id: str, derived: bool = False) -> str:
    """The id that a figure's row has in HTML: fig-gdp-level-2025."""
    return ("der-" if derived else "fig-") + re.sub(r"[^a-z0-9]+", "-", id.lower()).strip("-")


def index(ed, assumed=None, parameters: dict[str, dict[str, Any]] | None = None) -> dict[str, Any]:
    """The provenance of one edition.

    assumed: the same edition with the reader's own growth rates, which the pages may show as well;
    parameters: those in force, by page.

    figures and derived: by anchor; `forms` are all ways in which the number may be shown (as printed, in the
    other units of its dimension), `tip` is what the pages say of it in one line, `places` its spans in the
    text.
    worked_out: by anchor, what is worked out beside that figure and shown with a star (a target's difference
    from the reviewed year, what the audit computes), and from what: `inputs` are rows, and the audit's
    `formula` may have a number of last year's edition besides; names, notes: the edition's own words, in
    which numerals may stand that are no statistics; others: the spans of the text that are no figures;
    counts: how many figures there are, by chapter; given: the numbers among the parameters, by page.
    """
    figures, derived, alike = ed.select(), list(ed.derived()), _alike(ed)
    found = {
        "edition": ed.id,
        "county": ed.source.county,
        "title": ed.source.title,
        "sha256": ed.source.text.sha256,
        "figures": {anchor(f.figure): _figure(ed, f, alike) for f in figures},
        "derived": {anchor(d.derived, derived=True): _derived(ed, d, alike) for d in derived},
        "worked_out": _worked_out(ed),
        "names": _names(ed, figures, derived),
        "notes": sorted({one for one in _notes(ed, figures, derived) if one}),
        "headings": [
            {"line": heading.line, "level": 2 if heading.section else 1} for heading in ed.source.outline
        ],
        "counts": {"": len(figures), **Counter(f.chapter for f in figures)},
        "others": [
            {"start": int(row["char_start"]), "end": int(row["char_end"]), "reason": row["reason"]}
            for row in rows.load("not_figures", ed.data, ed.id)
        ],
        "given": {page: given for page, values in (parameters or {}).items() if (given := _numbers(values))},
    }
    if assumed is not None:
        _assume(found, assumed, alike)
    return found


def _numbers(values: Any) -> list[str]:
    """The numbers in a parameter's value, as text."""
    if isinstance(values, dict):
        values = list(values.values())
    if isinstance(values, list):
        return sorted({text for value in values for text in _numbers(value)})
    return [f"{values:g}"] if isinstance(values, int | float) and not isinstance(values, bool) else []


def _assume(found: dict[str, Any], ed, alike) -> None:
    """Add what the pages may show instead where the reader assumes other targets."""
    for figure in ed.select():
        row = found["figures"][anchor(figure.figure)]
        row["forms"] += [form for form in _forms(ed, figure, alike) if form not in row["forms"]]
    for figure in ed.derived():
        row = found["derived"][anchor(figure.derived, derived=True)]
        row["forms"] += [form for form in _forms(ed, figure, alike) if form not in row["forms"]]
    for target, more in _worked_out(ed).items():
        found["worked_out"].setdefault(target, []).extend(more)


def _figure(ed, figure, alike) -> dict[str, Any]:
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
        "forms": _forms(ed, figure, alike),
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


def _derived(ed, figure, alike) -> dict[str, Any]:
    inputs = [anchor(id, derived=numbers.is_derived(ed[id])) for id in figure.inputs]
    return {
        "id": figure.derived,
        "name": figure.label,
        "printed": figure.printed,
        "formula": figure.formula,
        "caveat": figure.caveat,
        "tip": tooltip(ed, figure),
        "forms": _forms(ed, figure, alike),
        "inputs": inputs,
    }


def _forms(ed, figure, alike) -> list[str]:
    """As printed, with the count of a Chinese numeral in digits (五家 → 5家), and in other units."""
    forms = [numbers.text(figure), numbers.parts(figure).full]
    if figure.value is not None and figure.unit:
        forms += [numbers.converted(ed, figure, unit).full for unit in alike.get(figure.unit, ())]
    return list(dict.fromkeys(forms))


def _alike(ed) -> dict[str, list[str]]:
    """For each unit the others that it converts to: those with its base."""
    table = rows.load("units", ed.data, ed.id)
    return {
        one["unit"]: [other["unit"] for other in table if other["base"] == one["base"] and other is not one]
        for one in table
    }


def _worked_out(ed) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for pair in ed.pairs():
        if pair.comparable and pair.target.unit == pair.actual.unit:
            difference = numbers.signed(numbers.gap(pair.target, pair.actual))
            worked = {"forms": [difference], "inputs": [anchor(pair.actual.figure)]}
            found.setdefault(anchor(pair.target.figure), []).append(worked)
    for row in audit.rows(ed):
        forms = [text for text in (row.computed, row.bounds, row.difference) if text]
        if forms and row.figures:
            inputs = [anchor(figure.figure) for figure in row.figures]
            one = {"forms": forms, "inputs": inputs, "formula": row.judgement.formula}
            found.setdefault(anchor(row.figures[0].figure), []).append(one)
    return found


def _notes(ed, figures, derived) -> list[str]:
    return [
        *(one.note for one in (*figures, *ed.projects(), *ed.tasks(), *ed.statements())),
        *(one.caveat for one in derived),
    ]


def _names(ed, figures, derived) -> list[str]:
    """Every name in which a numeral stands, the longest first."""
    source = ed.source
    found = {source.title, source.producer, source.county}
    found |= {one.name for one in (*ed.projects(), *ed.tasks(), *ed.statements())}
    found |= {one.word for one in (*ed.tasks(), *ed.statements())}
    found |= {text for one in ed.glossary() for text in (one.term, one.meaning, one.origin)}
    found |= {ed.word(name, code) for name in ("chapter", "topic", "sector") for code in ed.codes(name)}
    for figure in figures:
        indicator = ed.indicator(figure)
        found |= {
            name(ed, figure),
            ed.label(figure),
            indicator.label_zh,
            figure.item,
            *indicator.aliases.split(";"),
        }
    found |= {one.label for one in derived}
    numeral = re.compile(r"[\d零一二三四五六七八九十百千两Ⅰ-ⅿ①-⑳]")
    return sorted((one for one in found if numeral.search(one)), key=lambda one: (-len(one), one))
