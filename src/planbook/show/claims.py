"""Claims: what may be said of figures because it holds, hedges and rounding included.

A claim is made of words and counts; each function here gives one that the figures bear, or None. So a new
edition or a new parameter can make a title dull, but never false. Which form asks for which is for the form.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Self

from planbook.edition import Edition, Pair
from planbook.edition.derived import INFINITY
from planbook.edition.pairs import ABOVE, BELOW, OPEN, SAME

from .markup import Words, count, join, words
from .numbers import Quantity


class Claim(tuple[str | int, ...]):
    """A sentence as its pieces: text, and whole numbers that the program counted. No full stop at its end."""

    def __new__(cls, *pieces: str | int) -> Self:
        return super().__new__(cls, pieces)

    def __str__(self) -> str:
        return "".join(map(str, self))

    @property
    def counts(self) -> tuple[str, ...]:
        """The counted numbers, as they are shown."""
        return tuple(str(piece) for piece in self if isinstance(piece, int))

    @property
    def words(self) -> Words:
        """The sentence for a page; a count keeps its measure word."""
        made: list[Words] = []
        for before, piece in zip((None, *self), self, strict=False):
            unit = str(piece)[:1] if isinstance(before, int) and not isinstance(piece, int) else ""
            if unit:
                made[-1] = count(before, unit)
            made.append(count(piece) if isinstance(piece, int) else words(str(piece)[len(unit) :]))
        return join("", made)


def is_less(ed: Edition, first: Quantity, second: Quantity) -> bool:
    """Whether the first figure is certainly smaller than the second, in whatever unit; False where
    unknown."""
    try:
        one = ed.interval(first, second.unit)
        two = ed.interval(second)
    except ValueError:
        return False
    if one is None or two is None:
        return False
    return one.high < two.low or (one.high == two.low and (one.high_open or two.low_open))


def largest(ed: Edition, figures: Sequence[Quantity]) -> Quantity | None:
    """The figure that is certainly larger than all the others; None where there is none."""
    numbered = [figure for figure in figures if figure.value is not None]
    for top in numbered if len(numbered) > 1 else ():
        if all(is_less(ed, other, top) for other in numbered if other is not top):
            return top
    return None


def sides(ed: Edition, pairs: Iterable[Pair]) -> list[str]:
    """For each pair that compares: on which side of the reviewed year's figure its target lies."""
    return [compared.side for pair in pairs if pair.comparable and (compared := ed.compare(pair)) is not None]


def below(ed: Edition, pairs: Sequence[Pair], noun: str, *, short: bool = False) -> Claim | None:
    """How many of the targets lie below the reviewed year: all of them, or some; or that all lie above.

    noun: what they are (增速目标). Targets without a number, or with nothing to compare with, are not
    counted, and the claim says that it is about the others; so it is where the reviewed year has a bound that
    leaves both sides open. A floor or a cap counts by its number, and is called 下限 or 上限. short: for a
    title, without the planned year.
    """
    known = [(pair, compared.side) for pair in pairs if pair.comparable and (compared := ed.compare(pair))]
    known = [(pair, side) for pair, side in known if side != OPEN]
    low, high = ([pair for pair, one in known if one == side] for side in (BELOW, ABOVE))
    many = len(known)
    if many < 2 or (not low and len(high) < many):
        return None
    apart = [pair for pair in pairs if pair not in [one for one, _ in known]]
    which = "" if not apart else "有数字的" if all(p.target.value is None for p in apart) else "可比的"
    head = which if short else f"{ed.planned}年{which}"
    if len(low) == many:
        return Claim(head, many, f"项{noun}{_bound(low)}均低于{ed.reviewed}年")
    if not low:
        return Claim(head, many, f"项{noun}{_bound(high)}均高于{ed.reviewed}年")
    return Claim(head, many, f"项{noun}中", len(low), f"项{_bound(low)}低于{ed.reviewed}年")


def _bound(pairs: Sequence[Pair]) -> str:
    """What is compared where targets are floors (60亿元以上) or caps (30微克以内)."""
    ends = {"ge": "下限", "gt": "下限", "le": "上限", "lt": "上限"}
    bounds = [ends[pair.target.bound] for pair in pairs if pair.target.bound in ends]
    if not bounds:
        return ""
    end = bounds[0] if len(set(bounds)) == 1 else "界限"
    return f"的{end}" if len(bounds) == len(pairs) else f"（含{end}）"


def unchanged(ed: Edition, pairs: Sequence[Pair], noun: str) -> Claim | None:
    """That every target equals what was reached."""
    known_sides = sides(ed, pairs)
    if len(known_sides) < 2 or known_sides.count(SAME) < len(known_sides) or len(known_sides) < len(pairs):
        return None
    return Claim(f"{ed.planned}年", len(known_sides), f"项{noun}与{ed.reviewed}年相同")


def two_years(ed: Edition, pairs: Sequence[Pair], noun: str) -> list[Claim | None]:
    """How targets and the reviewed year compare, the strongest first."""
    return [below(ed, pairs, noun), below(ed, pairs, noun, short=True), unchanged(ed, pairs, noun)]


SHARES = (
    (Decimal("0.9"), "九成以上"), (Decimal("0.8"), "八成以上"), (Decimal(3) / 4, "四分之三以上"),
    (Decimal(2) / 3, "三分之二以上"), (Decimal("0.5"), "一半以上"), (Decimal(1) / 3, "三分之一以上"),
    (Decimal("0.25"), "四分之一以上"), (Decimal("0.1"), "一成以上"),
)  # fmt: skip


def share(ed: Edition, part: Quantity, whole: Quantity, part_name: str, whole_name: str) -> Claim | None:
    """That a part is at least so much of a whole: the largest of SHARES that it certainly reaches."""
    try:
        one, two = ed.interval(part, whole.unit), ed.interval(whole)
    except ValueError:
        return None
    if one is None or two is None or two.low <= 0 or two.high == INFINITY or one.high > two.high:
        return None
    for least, wording in SHARES:
        if one.low / two.high >= least:
            return Claim(f"{part_name}占{whole_name}{wording}")
    return None


def falls(ed: Edition, figures: Sequence[Quantity], noun: str) -> Claim | None:
    """How many of some growth rates fall, where any does. What is printed as a fall is one, also 下降近3%."""
    known = [figure.value for figure in figures if figure.value is not None]
    low = sum(value < 0 for value in known)
    if not low or len(known) < 2:
        return None
    if low == len(known):
        return Claim(f"{noun}", low, "项增速均为下降")
    return Claim(f"{noun}", len(known), "项增速中", low, "项下降")


def reaching(ed: Edition, figures: Sequence[Quantity], line: int, noun: str) -> Claim | None:
    """How many of some rates certainly reach a line (a plain number in their unit), at least so many where
    others may; None without a line."""
    spans = [span for figure in figures if (span := ed.interval(figure)) is not None]
    if not line or not spans:
        return None
    high = sum(one.low >= line for one in spans)
    may = sum(one.low < line <= one.high and not (one.high == line and one.high_open) for one in spans)
    if may and not high:
        return None
    return Claim(f"{noun}", len(spans), "个比率中至少有" if may else "个比率中有", high, f"个不低于{line}%")
