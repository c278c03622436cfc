"""Sentences: text written by the author of a chapter, every number in it taken from the data by id."""

from __future__ import annotations

import re
from string import Formatter

from planbook.edition import Edition

from . import numbers, output
from .errors import TypedNumber, UnsafeText
from .markup import Words, escape_inner, join, link, name, raw, words

_YEARS = re.compile(r"\d{4}(?:—\d{4})?年?")
_TARGETS = re.compile(r"\]\([^)]*\)|`[^`]*`")
_DIGITS = re.compile(r"[\d０-９]+(?:\.\d+)?%?")


def sentence(
    ed: Edition, template: str, *, optional: bool = False, data: bool = False, **values
) -> Words | None:
    """A template as Words, links and all. It may hold MyST, unless it is from data: then that stays letters.

    {id} is a figure or derived quantity as printed, {id:n} without its unit, {id:label} its name, {id:亿元}
    converted; {reviewed}, {planned}, {county} are the edition's; any other {x} must be in `values` and made
    by planbook.show. Digits typed into the template raise TypedNumber (years are free); a raw value raises
    UnsafeText; an id that the edition lacks raises its error, or with optional=True the sentence falls away
    (None).
    """
    own = {"reviewed": ed.reviewed, "planned": ed.planned, "county": ed.source.county}
    pieces: list[Words] = []
    for literal, field, spec, _ in Formatter().parse(template):
        if literal:
            _refuse_numbers(literal, template)
            pieces.append(Words(escape_inner(literal) if data else literal))
        if field is None:
            continue
        if field in values:
            if not isinstance(values[field], Words):
                raise UnsafeText(field, values[field])
            pieces.append(values[field])
        elif field in own:
            pieces.append(words(own[field]))
        else:
            figure = ed.get(field) if optional else ed[field]
            if figure is None:
                return None
            pieces.append(_number(ed, figure, spec or ""))
    return raw("", pieces)


def _number(ed: Edition, figure: numbers.Quantity, spec: str) -> Words:
    if spec == "label":
        return words(name(ed, figure))
    if spec == "n":
        number = link(ed, figure, bare=True)
    elif spec:
        number = link(ed, figure, spec)
    else:
        number = link(ed, figure)
    return join("", [numbers.mark(figure), number])  # an estimate never stands as if it were final


def _refuse_numbers(literal: str, template: str) -> None:
    digits = _DIGITS.search(_YEARS.sub("", _TARGETS.sub("", literal)))
    if digits:
        raise TypedNumber(digits.group(), template)


def say(ed: Edition, template: str, *, optional: bool = False, **values) -> None:
    """Put one paragraph on the page; see `sentence` for the template."""
    made = sentence(ed, template, optional=optional, **values)
    if made is not None:
        output.put_words(made)


def lead(ed: Edition, template: str, *, optional: bool = False, **values) -> None:
    """Put the page's lead sentence: its main finding, larger than the text."""
    made = sentence(ed, template, optional=optional, **values)
    if made is not None:
        output.put_words(made, "lead")


def notes(ed: Edition, figures) -> str:
    """What the data say about the scope of some figures: each note once, behind the names it belongs to.

    For the note of a picture or a table. Notes on ranks, which say the same everywhere, are left out.
    """
    by_note: dict[str, list[str]] = {}
    for figure in figures:
        if getattr(figure, "note", "") and figure.measure != "rank":
            by_note.setdefault(figure.note, []).append(name(ed, figure))
    return "；".join(f"{'、'.join(dict.fromkeys(names))}：{note}" for note, names in by_note.items())
