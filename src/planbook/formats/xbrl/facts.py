"""The figures of an edition as facts: concept, context, unit, and how the printed digits are to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from planbook.audit.facts import Facts
from planbook.edition import Edition, Figure
from planbook.edition.units import exponent
from planbook.formats.xbrl import units
from planbook.formats.xbrl.units import Unit

_DIGITS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")


class Context(NamedTuple):
    """What a fact is about besides its concept. `start` is empty for an instant."""

    start: str
    end: str
    scenario: str
    bound: str
    item: str
    project: str


class Fact(NamedTuple):
    """A figure as a fact. `unit` is None, and `decimals` empty, for a target in words.

    before, digits, after: the number as shown; only the digits are tagged. `scale`: the power of ten between
    them and the unit. `decimals`: to which place of the unit the number is known, or INF.
    """

    figure: Figure
    context: Context
    unit: Unit | None
    scale: int
    decimals: str
    before: str
    digits: str
    after: str

    @property
    def id(self) -> str:
        return f"f-{self.figure.figure}"

    @property
    def concept(self) -> str:
        """The name of its concept: growth-gdp, cumulative-level-…, words-growth-urban_income."""
        words = () if self.unit else ("words",)
        cumulative = () if self.context.start else ("cumulative",)
        return "-".join((*words, *cumulative, self.figure.measure, self.figure.indicator))

    @property
    def sign(self) -> str:
        return "-" if self.figure.value is not None and self.figure.value < 0 else ""


def facts(ed: Edition) -> list[Fact]:
    """Every figure of an edition as a fact, chapter by chapter, in file order."""
    known = Facts(ed).units
    made = []
    for chapter in ed.chapters():
        for figure in ed.select(chapter=chapter):
            unit, scale = units.scaled(known, figure.unit) if figure.value is not None else (None, 0)
            decimals = _decimals(ed, figure, figure.value, scale) if figure.value is not None else ""
            made.append(Fact(figure, _context(figure), unit, scale, decimals, *_taken_apart(figure)))
    return made


def by_topic(ed: Edition, chosen: Sequence[Fact]) -> Iterator[tuple[str, list[Fact]]]:
    """Facts by the topic of their indicator, topics in the order in which they come."""
    topics: dict[str, list[Fact]] = {}
    for fact in chosen:
        topics.setdefault(ed.indicator(fact.figure).topic, []).append(fact)
    yield from topics.items()


def _context(figure: Figure) -> Context:
    start, _, end = figure.period.rpartition("/")
    first = "" if start == ".." else f"{start or end}-01-01"
    return Context(first, f"{end}-12-31", figure.scenario, figure.bound, figure.item, figure.project)


def _decimals(ed: Edition, figure: Figure, value: Decimal, scale: int) -> str:
    """What rounding leaves open, as audit and derived quantities know it. The end of a bound (超80) is exact;
    约 means one unit of the last digit that is not zero."""
    if figure.bound == "approx":
        return str(-(exponent(value.normalize()) if value else 0) - scale)
    allowed = ed.interval(figure)
    if figure.bound != "eq" or (allowed and allowed.low == allowed.high):
        return "INF"
    return str(-exponent(value) - scale)


def _taken_apart(figure: Figure) -> tuple[str, str, str]:
    """The words before, the digits, the words behind. Where the number is not printed in plain digits
    (两条, Ⅱ类, 全市第一, ３万亩), it follows in brackets."""
    words = figure.wording
    if figure.value is None:
        return "", words, ""
    found = list(_DIGITS.finditer(words))
    if len(found) == 1 and Decimal(found[0][0].replace(",", "")) == abs(figure.value):
        return words[: found[0].start()], found[0][0], words[found[0].end() :]
    sign = "−" if figure.value < 0 else ""
    return f"{words}（＝{sign}", f"{abs(figure.value):f}", f"{figure.unit}）"
