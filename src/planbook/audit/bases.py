"""Two reports of one county, a year apart: which figures are the same thing, and which bases were revised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from planbook.edition.derived import HUNDRED, ONE, DerivedError, Interval, interval
from planbook.edition.lookup import Edition
from planbook.edition.model import Figure
from planbook.edition.units import ORDINAL, UnitError, Units
from planbook.edition.years import Earlier

AMOUNTS = ("level", "count", "capacity")


class Restatement(NamedTuple):
    """One number of one year in two reports: as told first, and as told later."""

    first: Figure
    later: Figure


class Bases:
    """The report `ed` beside that of the year before.

    units: those of both; restatements: what both tell of one year, and tell otherwise.
    """

    def __init__(self, ed: Edition, before: Edition):
        self.ed, self.before = ed, before
        every = {row["unit"]: one.unit(row["unit"]) for one in (before, ed) for row in one._ask("units", {})}
        self.units = Units(every.values(), ed.source.rounding)
        self._renamed = {one.continues: one.project for one in ed.projects() if one.continues}
        self.restatements = list(self._restatements())

    def same(self, figure: Figure, **other: str) -> list[Figure]:
        """This report's figures of the same indicator, item, project and measure."""
        fields = {"indicator": figure.indicator, "item": figure.item, "measure": figure.measure}
        return self.ed.select(project=self._renamed.get(figure.project, figure.project), **(fields | other))

    def _restatements(self) -> Iterator[Restatement]:
        """What both reports tell of one year, and tell otherwise."""
        for first in self.before.select(period=self.before.reviewed, scenario="actual"):
            later = of_year(self.same(first), self.before.reviewed)
            if later is None or first.value is None or later.value is None:
                continue
            if first.measure == "rank" or self.units[first.unit].dimension in ORDINAL:
                differ = first.value != later.value
            else:
                differ = not self._meet(first, later)
            if differ:
                yield Restatement(Earlier.of(first), later)

    def _meet(self, first: Figure, later: Figure) -> bool:
        try:
            ratio = self.units.ratio(later.unit, first.unit)
        except UnitError:
            return True  # two kinds of thing
        return interval(first, self.units).touches(interval(later, self.units).scaled(ratio))

    def revised(self, target: Figure) -> str:
        """Why the base of an amount of the edition before is another one now; empty where nothing says so,
        and for what is no amount."""
        if target.measure not in AMOUNTS:
            return ""
        year = self.before.reviewed
        key = (target.indicator, target.item, target.project)
        if any((one.first.indicator, one.first.item, one.first.project) == key for one in self.restatements):
            return f"{year}年的数在两份报告里不同，基数已调整"
        reached = of_year(self.same(target), self.ed.reviewed)
        growth = of_year(self.same(target, measure="growth"), self.ed.reviewed)
        first = of_year(
            self.before.select(
                indicator=target.indicator, item=target.item, project=target.project, measure=target.measure
            ),
            year,
        )
        if None in (reached, growth, first) or self.ed.indicator(target).price_basis == "constant":
            return ""
        assert reached and growth and first
        if None in (reached.value, growth.value, first.value) or growth.unit != "%":
            return ""
        try:
            factor = Interval(ONE, ONE) + interval(growth, self.units).scaled(ONE / HUNDRED)
            ratio = self.units.ratio(reached.unit, first.unit)
            implied = interval(reached, self.units).scaled(ratio) / factor
        except (UnitError, DerivedError):
            return ""
        same = implied.touches(interval(first, self.units))
        return "" if same else f"按增速推算的{year}年数与上年报告不同，基数已调整"


def of_year(figures: Iterable[Figure], year: str) -> Figure | None:
    """The actual of a year, a final one before a preliminary one."""
    there = [one for one in figures if one.scenario == "actual" and one.period == year]
    return min(there, key=lambda one: one.preliminary, default=None)
