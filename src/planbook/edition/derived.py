"""Derived quantities: what follows from the figures, with the interval that rounding and hedges leave open.

A printed 56.2 means [56.15, 56.25), or [56.2, 56.3) in a report that cuts digits off (`rounding:
truncated` in source.yml); 超80 means (80, ∞). Counts of single things, classes, targets, planned values and
the rated capacity of a named project are exact. 约 and 左右 mean one unit of the last digit that is not zero,
either way. A result is shown with no more digits than its poorest input carries: sums by decimals, products
by significant digits. Numbers are rounded half up, as the yearbooks do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, DecimalException, localcontext
from itertools import product
from typing import NamedTuple

from planbook.errors import PlanbookError

from .model import Bound, Derivation, Derived, Figure
from .units import ORDINAL, UnitError, Units, exponent, scale

INFINITY = Decimal("Infinity")
ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
_SIGN = {"sum": " + ", "difference": " − ", "gap": " − ", "share": " ÷ ", "ratio": " ÷ ", "quotient": " ÷ "}
_ARITY = {"sum": None, "difference": None}  # every other op takes two
_EXACT = 10**6  # significant digits of an exact number
_BEFORE = {"gt": "超", "ge": "不低于", "lt": "不到", "le": "不超过", "approx": "约", "eq": ""}


class DerivedError(PlanbookError, ValueError):
    """A derived quantity that cannot be computed; the message says why."""


class Interval(NamedTuple):
    """All values that a number allows. Ends may be infinite; `*_open` excludes the end itself."""

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False

    # Intervals are added and multiplied as numbers are, and not as the tuples that they are kept in.
    def __add__(self, other: Interval) -> Interval:  # type: ignore[override]
        return Interval(
            self.low + other.low, self.high + other.high, self.low_open or other.low_open,
            self.high_open or other.high_open,
        )  # fmt: skip

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low, self.high_open, self.low_open)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:  # type: ignore[override]
        return _hull([_corner(*one, *two) for one, two in product(self._ends(), other._ends())])

    def __truediv__(self, other: Interval) -> Interval:
        if other.low <= 0 <= other.high and not (other.low == 0 and other.low_open):
            raise DerivedError("division by something that may be zero")
        top = ZERO if other.high == INFINITY else ONE / other.high
        bottom = INFINITY if other.low == 0 else ONE / other.low
        return self * Interval(top, bottom, other.high_open or other.high == INFINITY, other.low_open)

    def scaled(self, ratio: Decimal) -> Interval:
        """The interval in another unit; `ratio` is positive."""
        return Interval(self.low * ratio, self.high * ratio, self.low_open, self.high_open)

    def touches(self, other: Interval) -> bool:
        """Whether the two share a value: the numbers can both be right."""
        low_first, high_first = (self, other) if self.low <= other.low else (other, self)
        if low_first.high == high_first.low:
            return not (low_first.high_open or high_first.low_open)
        return low_first.high > high_first.low

    def _ends(self) -> tuple[tuple[Decimal, bool], tuple[Decimal, bool]]:
        return (self.low, self.low_open), (self.high, self.high_open)


def _corner(a: Decimal, a_open: bool, b: Decimal, b_open: bool) -> tuple[Decimal, bool]:
    """The product of two ends and whether it is excluded. 0 × ∞ is 0 here: ends are limits."""
    if a == 0 or b == 0:
        reached = (a == 0 and not a_open) or (b == 0 and not b_open)
        return ZERO, not reached
    return a * b, a_open or b_open


def _hull(corners: list[tuple[Decimal, bool]]) -> Interval:
    low, high = min(v for v, _ in corners), max(v for v, _ in corners)
    # an end is excluded only when no corner reaches it
    return Interval(
        low, high, all(o for v, o in corners if v == low), all(o for v, o in corners if v == high)
    )


class _Term(NamedTuple):
    """A number on its way through a formula: what was printed, what it may be, and how finely it is known."""

    value: Decimal
    interval: Interval
    step: Decimal  # one unit of its last digit; 0 when exact
    approx: bool
    preliminary: bool

    def scaled(self, ratio: Decimal) -> _Term:
        return self._replace(
            value=scale(self.value, ratio), interval=self.interval.scaled(ratio), step=self.step * ratio
        )


def interval(figure: Figure | Derived, units: Units) -> Interval:
    """What a figure allows, in its own unit. DerivedError when it has no number."""
    if isinstance(figure, Derived):
        return Interval(figure.low, figure.high)
    value = figure.value
    if value is None:
        raise DerivedError(f"{figure.figure} is a target without a number")
    floor = ZERO if value >= 0 and figure.measure not in ("growth", "change") else -INFINITY
    if figure.bound in ("gt", "ge"):
        return Interval(value, INFINITY, figure.bound == "gt", True)
    if figure.bound in ("lt", "le"):
        return Interval(floor, value, False, figure.bound == "lt")
    if figure.bound == "approx":
        step = ONE.scaleb(exponent(value.normalize())) if value else ONE
        return Interval(value - step, value + step)
    step = _step(figure, units)
    if not step:
        return Interval(value, value)
    if units.rounding == "truncated":  # towards zero: 下降3.2% may be 3.29, 增长0.0% a little of either sign
        return Interval(value - step * (value <= 0), value + step * (value >= 0), value <= 0, value >= 0)
    return Interval(value - step / 2, value + step / 2, False, True)


def _step(figure: Figure, units: Units) -> Decimal:
    """One unit of the last printed digit, 0 for what is exact."""
    last = exponent(figure.number)
    single = last >= 0 and figure.unit in units and units[figure.unit].factor == 1
    exact = (
        figure.scenario in ("target", "planned")
        or (figure.measure == "count" and single)  # 1.78万名 is a rounded count, 89人 is not
        or (figure.measure == "capacity" and figure.project)
        or figure.measure == "rank"
        or (figure.unit in units and units[figure.unit].dimension in ORDINAL)
    )
    return ZERO if exact else ONE.scaleb(last)


def compute(
    name: str, entry: Derivation, inputs: Sequence[Figure | Derived], labels: Mapping[str, str], units: Units
) -> Derived:
    """The quantity that an entry of derived.yml declares. `labels`: id → Chinese label of each input.

    Raises DerivedError when they cannot be combined as declared: units, a missing number, a zero divisor.
    """
    try:
        with localcontext() as context:
            context.prec = 50
            return _compute(name, entry, inputs, labels, units)
    except UnitError as error:
        raise DerivedError(f"{name}: {error}") from None
    except DecimalException:
        raise DerivedError(f"{name}: its inputs do not give a finite number") from None
    except DerivedError as error:
        raise DerivedError(f"{name}: {error}") from None


def _compute(
    name: str, entry: Derivation, inputs: Sequence[Figure | Derived], labels: Mapping[str, str], units: Units
) -> Derived:
    if len(inputs) != 2 and entry.op not in _ARITY:
        raise DerivedError(f"{entry.op} takes two inputs, got {len(inputs)}")
    result, carried = _apply(entry, inputs, units)
    # decimals may be negative: 20.43亿元 over 93万吨 is 2200 and not 2197
    decimals = entry.decimals if carried is None else min(entry.decimals, carried)
    if carried is None and entry.op in ("sum", "difference", "gap"):  # 52 + 8 + 25 is 85 and not 85.0
        decimals = min(decimals, max(0, -exponent(result.value.normalize())))
    bound = _bound(result)
    # a bound is rounded so that it stays true: 超19680 is 超19000 and never 超20000
    rounding = {"gt": ROUND_FLOOR, "ge": ROUND_FLOOR, "lt": ROUND_CEILING, "le": ROUND_CEILING}
    value = result.value.quantize(ONE.scaleb(-decimals), rounding.get(bound, ROUND_HALF_UP))
    value = value.quantize(ONE) if decimals < 0 else value
    unit = entry.unit
    shown = format(value, "f").replace("-", "−")
    return Derived(
        derived=name, label=entry.label, value=value, unit=unit,
        low=_outward(result.interval.low, ROUND_FLOOR), high=_outward(result.interval.high, ROUND_CEILING),
        decimals=max(decimals, 0), bound=bound, preliminary=result.preliminary,
        formula=_formula(entry, inputs, labels), inputs=entry.inputs, caveat=entry.caveat,
        printed=f"{_BEFORE[bound]}{shown}{'个' if unit == '百分点' else ''}{unit}",
    )  # fmt: skip


def _outward(end: Decimal, rounding: str) -> Decimal:
    """An end of an interval with at most 20 digits, rounded outwards, without an exponent."""
    with localcontext() as context:
        context.prec, context.rounding = 20, rounding
        end = (+end).normalize()
    return end.quantize(ONE) if end.is_finite() and exponent(end) > 0 else end


def _apply(entry: Derivation, inputs: Sequence[Figure | Derived], units: Units) -> tuple[_Term, int | None]:
    """The result in `entry.unit`, and how many decimals it carries (None: exact)."""
    terms = [_term(figure, units) for figure in inputs]
    names = [figure.unit for figure in inputs]
    first, second = terms[0], terms[1]
    if entry.op in ("sum", "difference"):
        terms = [t.scaled(units.ratio(unit, entry.unit)) for t, unit in zip(terms, names, strict=True)]
        return _added(terms, entry.op == "difference")
    if entry.op == "gap":
        if entry.unit != "百分点" or set(names) != {"%"}:
            raise DerivedError("a gap is the difference of two rates in %, in 百分点")
        return _added(terms, True)
    if entry.op in ("implied_base", "implied_level"):
        growth = inputs[1]
        if not isinstance(growth, Figure) or (growth.unit, growth.measure) != ("%", "growth"):
            raise DerivedError("the second input must be a growth in %")
        one = _Term(ONE, Interval(ONE, ONE), ZERO, False, False)
        factor, decimals = _added([one, second.scaled(ONE / HUNDRED)], False)
        factor = factor._replace(step=ZERO if decimals is None else ONE.scaleb(-decimals))
        first = first.scaled(units.ratio(names[0], entry.unit))
        return _divided(first, factor) if entry.op == "implied_base" else _multiplied(first, factor)
    if entry.op == "quotient" and "/" in entry.unit:
        above, _, below = entry.unit.partition("/")
        return _divided(
            first.scaled(units.ratio(names[0], above)), second.scaled(units.ratio(names[1], below))
        )
    if entry.op == "quotient":
        return _divided(first.scaled(units.ratio(names[0], entry.unit)), second)
    first = first.scaled(units.ratio(names[0], names[1]))  # share, ratio: one unit against the other
    if entry.op == "share":
        if entry.unit != "%":
            raise DerivedError("a share is in %")
        first = first.scaled(HUNDRED)
    return _divided(first, second)


def _term(figure: Figure | Derived, units: Units) -> _Term:
    bounds = interval(figure, units)
    if isinstance(figure, Derived):
        exact = figure.low == figure.high
        step = ZERO if exact else ONE.scaleb(exponent(figure.value))
        return _Term(figure.value, bounds, step, figure.bound == "approx", figure.preliminary)
    return _Term(figure.number, bounds, _step(figure, units), figure.bound == "approx", figure.preliminary)


def _added(terms: list[_Term], minus: bool) -> tuple[_Term, int | None]:
    value, bounds = terms[0].value, terms[0].interval
    for term in terms[1:]:
        value = value - term.value if minus else value + term.value
        bounds = bounds - term.interval if minus else bounds + term.interval
    step = max(term.step for term in terms)
    return _merged(terms, value, bounds, step), (_decimals(step) if step else None)


def _multiplied(a: _Term, b: _Term) -> tuple[_Term, int | None]:
    return _with_digits(a, b, a.value * b.value, a.interval * b.interval)


def _divided(a: _Term, b: _Term) -> tuple[_Term, int | None]:
    if b.value == 0:
        raise DerivedError("division by zero")
    return _with_digits(a, b, a.value / b.value, a.interval / b.interval)


def _with_digits(a: _Term, b: _Term, value: Decimal, bounds: Interval) -> tuple[_Term, int | None]:
    digits = min(_significant(a), _significant(b))
    if digits == _EXACT:
        return _merged([a, b], value, bounds, ZERO), None
    decimals = digits - 1 - value.adjusted() if value else _decimals(max(a.step, b.step))
    return _merged([a, b], value, bounds, ONE.scaleb(-decimals)), decimals


def _significant(term: _Term) -> int:
    if not term.step:
        return _EXACT
    return max(1, term.value.adjusted() - term.step.adjusted() + 1) if term.value else 1


def _decimals(step: Decimal) -> int:
    return -step.adjusted() if step == ONE.scaleb(step.adjusted()) else -step.adjusted() - 1


def _merged(terms: list[_Term], value: Decimal, bounds: Interval, step: Decimal) -> _Term:
    return _Term(value, bounds, step, any(t.approx for t in terms), any(t.preliminary for t in terms))


def _bound(result: _Term) -> Bound:
    """The hedge that the inputs' hedges leave: an end at infinity, or the end itself."""
    low, high, low_open, high_open = result.interval
    if high == INFINITY:
        return "approx" if low == -INFINITY else "gt" if low_open else "ge"
    if low == -INFINITY or (low == 0 and result.value == high):
        return "lt" if high_open else "le"
    return "approx" if result.approx else "eq"


def _formula(entry: Derivation, inputs: Sequence[Figure | Derived], labels: Mapping[str, str]) -> str:
    terms = [f"{labels[figure.id]}{figure.wording}" for figure in inputs]
    if entry.op in ("implied_base", "implied_level") and isinstance(growth := inputs[1], Figure):
        one, sign, number = growth.factor.split(" ", 2)  # 1 + a growth, or 1 − a fall
        times = "÷" if entry.op == "implied_base" else "×"
        return f"{terms[0]} {times}（{one} {sign} {labels[growth.id]}{number}）"
    return _SIGN[entry.op].join(terms) + (" × 100%" if entry.op == "share" else "")
