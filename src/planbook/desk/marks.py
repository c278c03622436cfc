"""The text with its rows marked, line by line, in pieces that a page can set one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from .record import CLAUSES, NUMERALS
from .review import Review, waits
from .spans import bounds, missed, span

_AROUND = 900  # characters before and behind the row that is looked at


class Piece(NamedTuple):
    """A stretch of a line: the rows of the numeral and the clause on it. `missed`: the line of a numeral
    without a row, else 0."""

    text: str
    numeral: str = ""
    clause: str = ""
    missed: int = 0


class Line(NamedTuple):
    """A line of the text. `here`: the row that is looked at stands in it."""

    number: int
    pieces: list[Piece]
    here: bool


def lines(review: Review, table: str, numbers: Iterable[int], here: int = 0) -> list[Line]:
    """Some lines of the text, with the marks of a table; with numerals their clauses too."""
    is_of_numerals = table == NUMERALS
    numerals, clauses = _by_place(review, NUMERALS) if is_of_numerals else [], _by_place(review, CLAUSES)
    lost = missed(review) if is_of_numerals else []
    return [
        Line(number, _pieces(review, number, numerals, clauses, lost), number == here) for number in numbers
    ]


def around(review: Review, table: str, line: int) -> list[Line]:
    """A line with as many of its neighbours as a page has room for."""
    count = review.text.count("\n") + 1
    first = last = line
    for step in (-1, 1):
        room, at = _AROUND, line + step
        while 1 <= at <= count and room > 0:
            start, end = bounds(review.text, at)
            room -= end - start + 20
            first, last = min(first, at), max(last, at)
            at += step
    return lines(review, table, range(first, last + 1), line)


def everything(review: Review, table: str) -> list[Line]:
    """The whole text."""
    return lines(review, table, range(1, review.text.count("\n") + 2))


def _by_place(review: Review, table: str) -> list[tuple[int, int, str]]:
    """Where the rows stand, in the text's order; of several on one span the first that waits."""
    by_place: dict[tuple[int, int], str] = {}
    for id, row in review.record.tables[table].items():
        place = span(row)
        if place not in by_place or (waits(row) and not waits(review.row(by_place[place]))):
            by_place[place] = id
    return sorted((a, b, id) for (a, b), id in by_place.items())


def _pieces(
    review: Review,
    number: int,
    numerals: list[tuple[int, int, str]],
    clauses: list[tuple[int, int, str]],
    lost: list[tuple[int, int]],
) -> list[Piece]:
    start, end = bounds(review.text, number)
    mine = [one for one in numerals if start <= one[0] < end]
    its = [one for one in clauses if start <= one[0] < end]
    bare = [one for one in lost if start <= one[0] < end]
    cuts = sorted(
        {start, end, *(at for one in (*mine, *its) for at in one[:2]), *(at for one in bare for at in one)}
    )
    return [
        Piece(review.text[a:b], _at(mine, a), _at(its, a), number if any(x <= a < y for x, y in bare) else 0)
        for a, b in pairwise(cuts)
    ]


def _at(spans: list[tuple[int, int, str]], at: int) -> str:
    return next((id for a, b, id in spans if a <= at < b), "")
