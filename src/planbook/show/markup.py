"""Safe text: what comes from data is shown as text and never read as markup; every number is a link to its
row.

`Words` is a string of MyST that remembers its plain form for a Jupyter without the book around it, and the
numbers that it shows: each has an entry, made with it, and the entries of what is put on the page are the
book's ledger (see `planbook.book.ledger`). A number without an entry stops the build. Only the functions of
this module make Words, so a raw number or an unescaped label cannot slip into a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from planbook.edition import Edition
from planbook.edition.model import SUFFIX
from planbook.edition.scenario import Assumed

from . import numbers

# Every character with a meaning somewhere in MyST or GFM; a backslash before ASCII punctuation is always
# literal.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|$~^&!\"'@=:])")
_BLOCK = re.compile(r"^(\d+(?=[.)](?:\s|$))|)([-+%.)])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


class Entry(NamedTuple):
    """One number on a page.

    shown: as it stands there; row: the target of its link, empty for what is counted or worked out; tip: what
    the link says of it; inputs: the rows that it was worked out from, and formula: how.
    """

    shown: str
    row: str = ""
    tip: str = ""
    inputs: tuple[str, ...] = ()
    formula: str = ""

    def to_json(self) -> dict[str, Any]:
        """What is known, by name."""
        return {name: value for name, value in self._asdict().items() if value}


class Words(str):
    """A piece of MyST made by this package; `plain` is the same for a reader without links, `entries` the
    numbers in it."""

    plain: str
    entries: tuple[Entry, ...]

    def __new__(cls, myst: str, plain: str | None = None, entries: Iterable[Entry] = ()):
        """`plain` defaults to the MyST itself, which must then hold no construct of its own."""
        self = super().__new__(cls, myst)
        self.plain = str(myst) if plain is None else plain
        self.entries = tuple(entries)
        return self


def entries(pieces: Iterable) -> tuple[Entry, ...]:
    """The numbers in some pieces, in their order."""
    return tuple(entry for piece in pieces for entry in getattr(piece, "entries", ()))


def line(text: object) -> str:
    """Any text as one line."""
    return _CONTROL.sub(" ", str(text)).strip()


def escape(text: object) -> str:
    """Any text as one line of literal Markdown: markup, maths, roles, tables and HTML in it stay letters."""
    return escape_inner(line(text))


def words(text: object) -> Words:
    """Text from data or parameters, safe in a sentence or a cell; what is Words already stays."""
    return text if isinstance(text, Words) else Words(escape(text))


def join(separator: str, items) -> Words:
    """Several pieces as one, with a literal separator."""
    return raw(escape_inner(separator), map(words, items), separator)


def raw(separator: str, pieces: Iterable[str], plain: str | None = None) -> Words:
    """Pieces as one, with MyST of this package's own: the separator, and every piece that is no Words.

    plain: the separator in the plain form.
    """
    pieces = list(pieces)
    bare = (separator if plain is None else plain).join(getattr(piece, "plain", piece) for piece in pieces)
    return Words(separator.join(pieces), bare, entries(pieces))


def listed(items: Iterable[Words], css: str = "", mark: str = "-") -> Words:
    """A list of one line an item, with a class of ours."""
    items = list(items)
    lines = [f"{{.{css}}}"] if css else []
    myst = "\n".join([*lines, *(f"{mark} {item}" for item in items)])
    return Words(myst, "\n".join(f"{mark} {item.plain}" for item in items), entries(items))


def escape_inner(text: str) -> str:
    """Like `escape`, but blanks at the ends stay: a separator may be one."""
    return _BLOCK.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", _CONTROL.sub(" ", text)))


def strong(item) -> Words:
    """Bold words."""
    return raw("", ["**", words(item), "**"])


def marked(item, css: str) -> Words:
    """Words in a span with a class of ours (`css` is never data)."""
    piece = words(item)
    return Words(f"[{piece}]{{.{css}}}", piece.plain, piece.entries)


def placed(ed: Edition, line: int) -> Words:
    """Where a line of the text stands, in words; the binder makes a link of it where it has the text."""
    return marked(str(ed.place(line)), f"place .line-{line}")


def counted(number: int) -> Words:
    """A whole number that the program counted (rows, figures), in digits; the page says that it is one."""
    return Words(f"[{number}]{{.counted}}", str(number), [Entry(str(number))])


def count(number: int, unit: str = "") -> Words:
    """A counted number with its measure word: count(6, "项") → 6项."""
    return Words(f"[{number}{escape_inner(unit)}]{{.counted}}", f"{number}{unit}", [Entry(str(number))])


def tooltip(ed: Edition, figure: numbers.Quantity) -> str:
    """Where a number comes from, in one line: label, the number as printed, period, standing and place; for
    a derived one its formula."""
    if numbers.is_derived(figure):
        lines = [f"{figure.label} {numbers.text(figure)}*", f"推算：{figure.formula}", figure.caveat]
    else:
        places = ed.places(numbers.key(figure))
        lines = [
            f"{name(ed, figure)} {numbers.text(figure)}",
            numbers.period(figure),
            numbers.status(figure),
            *(str(p) for p in places[:1]),
        ]
        if len(places) > 1:
            lines[-1] += f"等{len(places)}处"
    return " · ".join(part for part in lines if part)


def link(
    ed: Edition, figure: numbers.Quantity, unit: str = "", *, bare: bool = False, own: bool = False
) -> Words:
    """A number as a link to its row on the data page, as printed.

    unit: converted to it; bare: without its unit; own: the report's, where the reader assumes another target.
    There is no way to give another text: the number under a figure's link is that figure's.
    """
    shown = figure.in_report if own and isinstance(figure, Assumed) else numbers.text(figure)
    if unit or bare:
        part = numbers.converted(ed, figure, unit or figure.unit)
        shown = part.bare if bare else part.full
    return entered(shown + numbers.star(figure), numbers.anchor(figure), tooltip(ed, figure))


def entered(shown: str, row: str, tip: str = "", *, myst: str = "", inputs: Iterable[str] = ()) -> Words:
    """A link to a row with its entry; `myst` is the text with emphasis of ours; inputs: of what is worked
    out, and `tip` is how."""
    text = myst or escape(shown)
    title = f' "{escape(tip)}"' if tip else ""
    entry = Entry(line(shown), row, line(tip), tuple(inputs), line(tip) if inputs else "")
    return Words(f"[{text}](#{row}{title})", text, [entry])


def result(shown: str, figures: Iterable, formula: str) -> Words:
    """What was worked out of several figures, or the formula itself: it leads to no row, which would be one
    figure's only."""
    entry = Entry(line(shown), "", "", tuple(map(numbers.anchor, figures)), line(formula))
    return Words(f"[{escape(shown)}]{{.computed}}", escape(shown), [entry])


def name(ed: Edition, figure: numbers.Quantity) -> str:
    """What a figure is called in full, for people: 地区生产总值增速, 种植面积（西甜瓜）."""
    if numbers.is_derived(figure):
        return figure.label
    whole, part = ed.indicator(figure).label_zh, ed.label(figure)
    called = f"{whole}（{part}）" if part != whole else whole
    suffix = SUFFIX.get(figure.measure, "")
    return called if not suffix or suffix in whole else called + suffix


def label(ed: Edition, figure: numbers.Quantity) -> str:
    """What a figure is called where measure and period stand in a heading: 地区生产总值, 西甜瓜."""
    return figure.label if numbers.is_derived(figure) else ed.label(figure)
