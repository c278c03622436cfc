"""One indicator over counties and years: which observations can be compared, and their order.

Comparable are observations of one measure, item and dimension, whose growth is measured in the same prices.
An actual that is only bounded (超80%) has no rank; a target counts as it stands, also where it is a floor or
a cap. That is marked, and so is what is preliminary, or has a note on its scope.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from planbook.edition import naming

from .observations import Observation

ACTUAL = "actual"
TARGET = ("target", "planned")
EXACT = ("eq", "approx")
BOUNDS = {"approx": "约数", "gt": "下限", "ge": "下限", "lt": "上限", "le": "上限"}
SHARED = ("indicator", "item", "project", "measure", "period", "base")  # by a target and its actual


class Place(NamedTuple):
    """An observation in its order: rank is 0 for one that has none, and why says so in Chinese."""

    rank: int
    observation: Observation
    why: str = ""


class Line(NamedTuple):
    """A place in the order of one year, as it is printed: the observation's own fields, and what to know."""

    rank: int
    county: str
    edition: str
    period: str
    scenario: str
    value: str
    unit: str
    printed: str
    amount: float | None
    base: str
    bound: str
    preliminary: bool
    figure: str
    line: int
    remark: str


class Ranking(NamedTuple):
    """The observations of one indicator, measure and year, the largest first; those without a rank last.

    unit: in which they are compared; factor: its share of the base unit.
    """

    label: str
    measure: str
    period: str
    unit: str
    factor: float
    places: tuple[Place, ...]

    @property
    def ranked(self) -> list[Place]:
        """Those that have a rank."""
        return [one for one in self.places if one.rank]


class Step(NamedTuple):
    """A target of one edition and what that of the year after says was reached.

    target, actual: as printed; gap: what was reached less the target, in `base`; *_at: edition:line.
    """

    county: str
    period: str
    target: str
    actual: str
    gap: float
    base: str
    target_at: str
    actual_at: str


def ranking(observations: Sequence[Observation], period: str, *, lower_first: bool = False) -> Ranking:
    """The order of observations of one indicator, measure and item in a period; `lower_first`: of ranks."""
    newest: dict[str, Observation] = {}  # what a county's latest report says of the year
    for one in sorted(observations, key=_newest_last):
        if one.period == period:
            newest[naming.county(one.edition)] = one
    inside = sorted(newest.values(), key=lambda one: (one.county, one.edition))
    unit, factor = _unit(inside)
    base = min((one.base for one in inside if one.unit == unit), default="")
    prices = _most(one.price_basis for one in inside)
    ranked, rest = [], []
    for one in inside:
        if why := _apart(one, base, prices):
            rest.append(Place(0, one, why))
        else:
            ranked.append(one)
    ranked.sort(key=lambda one: (one.amount or 0) * (1 if lower_first else -1))
    places: list[Place] = []
    for number, one in enumerate(ranked, 1):
        same = places and places[-1].observation.amount == one.amount
        places.append(Place(places[-1].rank if same else number, one, _marks(one)))
    first = inside[0] if inside else None
    return Ranking(
        first.label if first else "", first.measure if first else "", period, unit, factor, (*places, *rest)
    )


def lines(places: Iterable[Place]) -> list[Line]:
    """Places as they are printed. The macro `ranks` of the table on disk says the same in SQL."""
    fields = Line._fields[1:-1]
    return [
        Line._make((place.rank, *(getattr(place.observation, name) for name in fields), place.why))
        for place in places
    ]


def steps(observations: Iterable[Observation]) -> list[Step]:
    """Each target beside what the same county's report of the year after says was reached, the largest gap
    first. The view `steps` of the table on disk says the same in SQL."""
    numbers = [one for one in observations if one.amount is not None]
    reached = {_key(one.edition, one): one for one in numbers if one.scenario == ACTUAL}
    made = []
    for one in numbers:
        actual = reached.get(_key(f"{naming.county(one.edition)}-{one.planned + 1}", one))
        if one.scenario in TARGET and actual:
            gap = (actual.amount or 0) - (one.amount or 0)
            places = (f"{two.edition}:{two.line}" for two in (one, actual))
            made.append(Step(one.county, one.period, one.printed, actual.printed, gap, one.base, *places))
    return sorted(made, key=lambda step: (-step.gap, step.target_at))


def _key(edition: str, one: Observation) -> tuple[str, ...]:
    """What an actual in an edition and its target share."""
    return edition, *(getattr(one, name) for name in SHARED)


def _newest_last(one: Observation) -> tuple[object, ...]:
    """A later report behind an earlier one; in one report a number behind words, a final behind 预计."""
    return one.planned, one.amount is not None, not one.preliminary, one.figure


def _most(words: Iterable[str]) -> str:
    """The most frequent word, of several the first by letter."""
    counts = Counter(words)
    return min(counts, key=lambda word: (-counts[word], word), default="")


def _unit(observations: Sequence[Observation]) -> tuple[str, float]:
    """The unit that most are printed in, and its factor."""
    numbers = [one for one in observations if one.amount]
    unit = _most(one.unit for one in numbers)
    amount, value = next(((one.amount or 0, float(one.value)) for one in numbers if one.unit == unit), (0, 0))
    return unit, amount / value if value else 1.0


def _apart(one: Observation, base: str, prices: str) -> str:
    """Why an observation has no rank; empty where it has one."""
    if one.amount is None:
        return "没有数字"
    if one.base != base:
        return f"单位不同（{one.unit}）"
    if one.bound not in EXACT and one.scenario == ACTUAL:
        return "只有界限"
    if one.measure == "growth" and one.price_basis != prices:
        return "价格口径不同"
    return ""


def _marks(one: Observation) -> str:
    """What a reader of a rank has to know."""
    about = (BOUNDS.get(one.bound, ""), "预计" if one.preliminary else "", one.note)
    return "；".join(filter(None, about))
