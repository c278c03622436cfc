"""Safe text: what comes from data is shown as text and never read as markup; every number is a link to its
row.

`Words` is a string of MyST that remembers its plain form for a Jupyter without the book around it. Only the
functions of this module make one, so a raw number or an unescaped label cannot slip into a sentence.
"""

from __future__ import annotations

import re

from planbook.edition.model import SUFFIX

from . import numbers

# Every character with a meaning somewhere in MyST or GFM; a backslash before ASCII punctuation is always
# literal.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|$~^&!\"'@=:])")
_BLOCK = re.compile(r"^(\d+(?=[.)](?:\s|$))|)([-+%.)])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


class Words(str):
    """A piece of MyST made by this package; `plain` is the same for a reader without links."""

    plain: str

    def __new__(cls, myst: str, plain: str | None = None):
        """`plain` defaults to the MyST itself, which must then hold no construct of its own."""
        self = super().__new__(cls, myst)
        self.plain = str(myst) if plain is None else plain
        return self


def escape(text: object) -> str:
    """Any text as one line of literal Markdown: markup, maths, roles, tables and HTML in it stay letters."""
    line = _CONTROL.sub(" ", str(text)).strip()
    line = _SPECIAL.sub(r"\\\1", line)
    return _BLOCK.sub(r"\1\\\2", line)


def words(text: object) -> Words:
    """Text from data or parameters, safe in a sentence or a cell; what is Words already stays."""
    return text if isinstance(text, Words) else Words(escape(text))


def join(separator: str, items) -> Words:
    """Several pieces as one, with a literal separator."""
    pieces = [words(item) for item in items]
    return Words(escape_inner(separator).join(pieces), separator.join(p.plain for p in pieces))


def escape_inner(text: str) -> str:
    """Like `escape`, but blanks at the ends stay: a separator may be one."""
    return _SPECIAL.sub(r"\\\1", text)


def strong(item) -> Words:
    """Bold words."""
    piece = words(item)
    return Words(f"**{piece}**", f"**{piece.plain}**")


def marked(item, css: str) -> Words:
    """Words in a span with a class of ours (`css` is never data)."""
    piece = words(item)
    return Words(f"[{piece}]{{.{css}}}", piece.plain)


def placed(ed, line: int) -> Words:
    """Where a line of the text stands, in words; the binder makes a link of it where it has the text."""
    return marked(str(ed.place(line)), f"place .line-{line}")


def counted(number: int) -> Words:
    """A whole number that the program counted (rows, figures), in digits; the page says that it is one."""
    return marked(str(number), "counted")


def count(number: int, unit: str = "") -> Words:
    """A counted number with its measure word: count(6, "项") → 6项."""
    return join("", [counted(number), unit])


def tooltip(ed, figure) -> str:
    """Where a number comes from, in one line: label, the number as printed, period, standing and place; for
    a derived one its formula."""
    if numbers.is_derived(figure):
        found = [f"{figure.label} {numbers.text(figure)}*", f"推算：{figure.formula}", figure.caveat]
    else:
        places = ed.places(numbers.key(figure))
        found = [
            f"{name(ed, figure)} {numbers.text(figure)}",
            numbers.period(figure),
            numbers.status(figure),
            *(str(p) for p in places[:1]),
        ]
        if len(places) > 1:
            found[-1] += f"等{len(places)}处"
    return " · ".join(part for part in found if part)


def link(ed, figure, text: str | None = None) -> Words:
    """A number as a link to its row on the data page; `text` replaces the printed form (without unit,
    converted)."""
    shown = (numbers.text(figure) if text is None else text) + numbers.star(figure)
    return Words(
        f'[{escape(shown)}](#{numbers.anchor(figure)} "{escape(tooltip(ed, figure))}")',
        escape(shown),
    )


def name(ed, figure) -> str:
    """What a figure is called in full, for people: 地区生产总值增速, 种植面积（西甜瓜）."""
    if numbers.is_derived(figure):
        return figure.label
    whole, part = ed.indicator(figure).label_zh, ed.label(figure)
    called = f"{whole}（{part}）" if part != whole else whole
    suffix = SUFFIX.get(figure.measure, "")
    return called if not suffix or suffix in whole else called + suffix


def label(ed, figure) -> str:
    """What a figure is called where measure and period stand in a heading: 地区生产总值, 西甜瓜."""
    return figure.label if numbers.is_derived(figure) else ed.label(figure)
