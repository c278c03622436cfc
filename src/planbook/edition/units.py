"""Units of a report and exact conversion between them: 495 of 万元 is 0.0495 of 亿元."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from planbook.errors import PlanbookError

if TYPE_CHECKING:
    from .model import Rounding, Unit

ORDINAL = ("class", "rank")  # dimensions whose numbers are places in an order: 二等奖 − 一等奖 is nothing
_PRECISION = 60  # digits; far beyond any printed number, so only true fractions (亩 → 公顷) are rounded


class UnitError(PlanbookError, ValueError):
    """A unit that is not in units.csv, or two units that measure different things."""


class Units(Mapping[str, "Unit"]):
    """The rows of units.csv by name. `value × factor` is the value in the unit's base.

    rounding: how the report that prints them comes to its last digit; see `planbook.edition.derived`.
    """

    def __init__(self, units: Iterable[Unit], rounding: Rounding = "rounded"):
        self._units, self.rounding = {unit.unit: unit for unit in units}, rounding

    def __getitem__(self, name: str) -> Unit:
        if name not in self._units:
            raise UnitError(f"unit {name!r} is not in units.csv{_nearest(name, self._units)}")
        return self._units[name]

    def __contains__(self, name: object) -> bool:
        return name in self._units

    def __iter__(self) -> Iterator[str]:
        return iter(self._units)

    def __len__(self) -> int:
        return len(self._units)

    def ratio(self, source: str, target: str) -> Decimal:
        """How many of `target` one of `source` is. UnitError when they have different bases or dimensions."""
        a, b = self[source], self[target]
        if (a.base, a.dimension) != (b.base, b.dimension):
            raise UnitError(f"{source} ({a.dimension}) cannot be converted to {target} ({b.dimension})")
        with localcontext() as context:
            context.prec = _PRECISION
            return (a.factor / b.factor).normalize()

    def convert(self, value: Decimal, source: str, target: str) -> Decimal:
        """`value` of `source` in `target`, exact; printed digits survive (13.30 万㎡ → 133000 ㎡)."""
        ratio = self.ratio(source, target)
        if ratio.as_tuple().digits == (1,):
            return scale(value, ratio)
        with localcontext() as context:
            context.prec = _PRECISION
            return value * self[source].factor / self[target].factor  # 30亩 is 2公顷, though 1/15 is endless


def scale(value: Decimal, ratio: Decimal) -> Decimal:
    """`value × ratio`; by a power of ten the digits stay, so that trailing zeros keep their meaning."""
    with localcontext() as context:
        context.prec = _PRECISION
        ratio = ratio.normalize()
        result = value.scaleb(exponent(ratio)) if ratio.as_tuple().digits == (1,) else value * ratio
        return result.quantize(Decimal(1)) if exponent(result) > 0 else result


def exponent(value: Decimal) -> int:
    """The place of the last digit as a power of ten: −2 of 13.30. `value` is finite."""
    return value.adjusted() - len(value.as_tuple().digits) + 1


def _nearest(name: str, names: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(names), n=1, cutoff=0.3)
    return f"; the nearest is {close[0]!r}" if close else ""
