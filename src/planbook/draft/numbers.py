"""Every numeral of a text into exactly one of two lists: quantities, and the others with their reason."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from planbook.edition import numerals

from . import kind, quantity, rank
from .fold import Folded
from .quantity import Quantity
from .vocabulary import Vocabulary
from .words import Words

_QUOTED = re.compile(r"[“《‘][^”》’\n]{1,30}[”》’]")


_ROW = re.compile(r"^[^\n]*(?:\t[^\n]*){2,}$", re.M)


class Other(NamedTuple):
    """A numeral that is no figure: its span, and why."""

    start: int
    end: int
    reason: str
    flags: tuple[str, ...] = ()


def find(
    text: str, vocabulary: Vocabulary, words: Words, cells: Iterable[Quantity] = ()
) -> tuple[list[Quantity], list[Other]]:
    """The quantities and the other numerals of a plain text, each in order; no two spans overlap.

    cells: the numbers of its tables, which are known already; no other number of a table is a quantity.
    """
    marks = [match.span() for match in _QUOTED.finditer(text)]
    quotes: dict[int, tuple[int, int]] = {at: span for span in marks for at in range(*span)}
    found: list[Quantity] = []
    others: list[Other] = []
    taken: set[int] = set()

    def add(one: Quantity) -> bool:
        if any(at in taken for at in range(one.start, one.end)):
            return False
        found.append(one)
        taken.update(range(one.start, one.end))
        return True

    def other(start: int, end: int, reason: str, *flags: str) -> None:
        if not any(at in taken for at in range(start, end)):
            others.append(Other(start, end, reason, flags))
            taken.update(range(start, end))

    for cell in cells:
        add(cell)
    rows = {at for match in _ROW.finditer(text) for at in range(*match.span())}
    for r in rank.find(text, quotes.__contains__):
        if r.start not in rows:
            add(Quantity(r.start, r.end, r.value, r.unit, "le" if r.upto else "eq", r.kind))
    arabic, chinese = quantity.pattern(vocabulary), quantity.chinese_pattern(vocabulary)
    for numeral in numerals.scan(text):
        start, end = numeral.start, numeral.end
        if any(at in taken for at in range(start, end)):
            continue
        if start in rows:
            dated = re.match(r"(?:19|20)\d\d(?!\d)", text[start : start + 5])
            listed = numeral.kind == "arabic" and text[end : end + 1] in "\t、.．"
            kinds = "name" if numeral.kind == "arabic" else "word"
            other(start, end, "date" if dated else "number" if listed else kinds)
            continue
        if (span := quantity.ratio(text, start)) and numeral.kind == "arabic" and start not in quotes:
            parts = _structure(text, span)
            for quotient in parts:
                add(quotient)
            if not parts:
                other(*span, "word", "ratio")
        elif numeral.kind in ("roman", "enclosed"):
            other(start, end, "number")
        elif (part := quantity.fraction(text, start, vocabulary)) and start not in quotes:
            add(part)
        elif numeral.kind == "arabic":
            match = arabic.match(text, start)
            assert match  # a numeral begins with a digit
            if reason := kind.of_arabic(text, match, quotes.get(start)):
                other(start, max(end, match.end("scale") if match["scale"] else match.end("num")), reason)
            else:
                one = quantity.read(text, match, vocabulary, words)
                if "unit?" in one.flags and not _stands_alone(text, one):
                    other(start, max(end, match.end("num")), "name", "unit?")
                else:
                    add(one)
        else:
            match = chinese.match(text, start)
            if match and start not in quotes and kind.counts_in_chinese(text, match, words):
                one = quantity.read(text, match, vocabulary, words)
                add(one._replace(kind="class") if match["unit"] == "类" else one)
            else:
                other(start, end, kind.of_chinese(text, start, end, quotes.get(start)))
    return sorted(found), sorted(others)


def _stands_alone(text: str, one: Quantity) -> bool:
    """Whether a number without a known unit is one all the same: 缩小至2.12; else it names: 331边防路."""
    decimal = "." in text[one.start : one.end]
    told = re.search(
        "(?:指数|系数|比值|得分|均值|[至到为达从由是])$", text[max(0, one.start - 2) : one.start]
    )
    return one.bound != "eq" or (decimal and bool(told))


def _structure(text: str, span: tuple[int, int]) -> list[Quantity]:
    """三次产业结构8.3∶41.4∶50.3: three shares; another ratio is none."""
    before = text[max(0, span[0] - 24) : span[0]]
    parts = [
        (m.start() + span[0], m.end() + span[0]) for m in re.finditer(quantity.ARABIC, text[slice(*span)])
    ]
    if len(parts) != 3 or not re.search("产业(?:结构|比)|结构", before):
        return []
    return [Quantity(a, b, Decimal(text[a:b]), "%", "eq", "structure", ("ratio",)) for a, b in parts]


def account(folded: Folded, original: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The numerals of the original text that no span holds whole, as spans of the original to be added.

    A numeral that a span cuts is told as the stretch outside it.
    """
    covered = bytearray(len(original))
    for start, end in spans:
        covered[start:end] = b"\1" * (end - start)
    missing = []
    for numeral in numerals.scan(original):
        bare = [at for at in range(numeral.start, numeral.end) if not covered[at]]
        if bare:
            missing.append((bare[0], bare[-1] + 1))
    return missing
