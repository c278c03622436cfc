"""Does a claim hold? Verdicts from intervals: a printed 56.2 means [56.15, 56.25), 超80 means (80, ∞).

Two numbers agree when one value satisfies both; there is no tolerance besides what rounding and hedges leave
open. Verdicts are neutral: they say what the numbers allow, not who is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, DecimalException, localcontext
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from .claim import Claim
from .derived import HUNDRED, INFINITY, ONE, DerivedError, Interval, interval
from .model import Derived, Figure
from .pairs import ORDINAL
from .units import UnitError, Units

if TYPE_CHECKING:
    from .lookup import Edition


class Verdict(StrEnum):
    """What can be said of a claim."""

    DIFFER = "differ"
    CANNOT_TELL = "cannot tell"  # the report does not state scope or definition
    NOT_COMPARABLE = "not comparable"  # the scopes are known, and they differ
    AGREE = "agree"


WORDS = {
    Verdict.DIFFER: "不一致",
    Verdict.CANNOT_TELL: "不能判断",
    Verdict.NOT_COMPARABLE: "不可比",
    Verdict.AGREE: "相符",
}


class Judgement(NamedTuple):
    """A verdict and how it came about.

    word: the verdict for people. computed: what follows from the other figures, in `unit`; bounds: all that it
    may be. difference: printed − computed. formula: the computation with the printed numbers.
    """

    verdict: Verdict
    word: str
    unit: str = ""
    computed: Decimal | None = None
    bounds: Interval | None = None
    difference: Decimal | None = None
    formula: str = ""


class JudgeError(ValueError):
    """A claim that cannot be judged: units that do not convert, a number that is missing."""


Number = tuple[Decimal, Interval]


def judge(ed: Edition, claim: Claim, others: Sequence[Figure] | None = None) -> Judgement:
    """The verdict on a claim. `others`: the figures of `of`, where they are another edition's.

    Raises JudgeError.
    """
    try:
        with localcontext() as context:
            context.prec = 50
            return _judge(ed, claim, others)
    except (UnitError, DerivedError) as error:
        raise JudgeError(str(error)) from None
    except DecimalException:
        raise JudgeError("its figures do not give a finite number") from None


def settled(verdict: Verdict, word: str = "", **more: object) -> Judgement:
    """A judgement that needs no arithmetic here."""
    return Judgement(verdict, word or WORDS[verdict], **more)


def _judge(ed: Edition, claim: Claim, others: Sequence[Figure] | None) -> Judgement:
    figure = ed[claim.figure]
    others = [ed[id] for id in claim.of] if others is None else others
    if not claim.comparable:
        return settled(Verdict.NOT_COMPARABLE)
    if claim.given and not _same(ed, *map(ed.__getitem__, claim.given)):
        return settled(Verdict.NOT_COMPARABLE, "前提不成立")
    return _RULES[claim.kind](ed, claim, figure, others)


def _same(ed: Edition, a: Figure, b: Figure) -> bool:
    return _number(ed, a, a.unit)[1].touches(_number(ed, b, a.unit)[1])


def _number(ed: Edition, figure: Figure | Derived, unit: str) -> Number:
    """A figure in another unit: as printed, and what it may be."""
    units = Units(ed.unit(name) for name in dict.fromkeys((figure.unit, unit)) if name)
    bounds = interval(figure, units)
    return units.convert(figure.value, figure.unit, unit), bounds.scaled(units.ratio(figure.unit, unit))


def _total(ed: Edition, figures: Sequence[Figure], unit: str) -> Number:
    numbers = [_number(ed, figure, unit) for figure in figures]
    bounds = numbers[0][1]
    for _, more in numbers[1:]:
        bounds = bounds + more
    return sum(value for value, _ in numbers), bounds


def can_be_less(a: Interval, b: Interval) -> bool:
    """Whether some value of `a` is at most some value of `b`."""
    return a.low < b.high or (a.low == b.high and not (a.low_open or b.high_open))


def _compared(claim: Claim, holds: bool, figure: Figure, right: Number, formula: str) -> Judgement:
    """The judgement on a computed number; what the report leaves open turns a difference into no verdict."""
    failed = Verdict.CANNOT_TELL if claim.unless else Verdict.DIFFER
    verdict = Verdict.AGREE if holds else failed
    value, bounds = right
    return settled(
        verdict, unit=figure.unit, computed=value, bounds=bounds, difference=figure.value - value, formula=formula
    )  # fmt: skip


def _sum(ed: Edition, claim: Claim, figure: Figure, others: Sequence[Figure]) -> Judgement:
    right = _total(ed, others, figure.unit)
    holds = _number(ed, figure, figure.unit)[1].touches(right[1])
    return _compared(claim, holds, figure, right, _joined(" + ", others))


def _part(ed: Edition, claim: Claim, figure: Figure, others: Sequence[Figure]) -> Judgement:
    right = _total(ed, others, figure.unit)
    holds = can_be_less(right[1], _number(ed, figure, figure.unit)[1])
    return _compared(claim, holds, figure, right, _joined(" + ", others))


def _ratio(ed: Edition, claim: Claim, figure: Figure, others: Sequence[Figure]) -> Judgement:
    a, b = others
    above, _, below = figure.unit.partition("/")
    if below:
        top, bottom = _number(ed, a, above), _number(ed, b, below)
    else:
        top, bottom = _number(ed, a, b.unit), _number(ed, b, b.unit)
    times = HUNDRED if figure.unit == "%" else ONE
    right = (top[0] / bottom[0] * times, (top[1] / bottom[1]).scaled(times))
    holds = _number(ed, figure, figure.unit)[1].touches(right[1])
    return _compared(claim, holds, figure, right, f"{a.printed} ÷ {b.printed}")


def _growth(ed: Edition, claim: Claim, figure: Figure, others: Sequence[Figure]) -> Judgement:
    base, growth = others
    if growth.unit != "%":
        raise JudgeError(f"a growth must be in %, got {growth.unit or growth.printed}")
    value, bounds = _number(ed, base, figure.unit)
    rate, rates = _number(ed, growth, "%")
    one = Interval(HUNDRED, HUNDRED)
    right = (value * (HUNDRED + rate) / HUNDRED, (bounds * (one + rates)).scaled(ONE / HUNDRED))
    # 6600万元以上、增长10%: the growth belongs to the floor, and everything above a floor would agree
    floor = Interval(figure.value, figure.value)
    left = floor if figure.bound in ("ge", "gt") else _number(ed, figure, figure.unit)[1]
    formula = f"{base.printed} ×（1 + {growth.printed}）"
    return _compared(claim, left.touches(right[1]), figure, right, formula)


def _repeat(ed: Edition, claim: Claim, figure: Figure, others: Sequence[Figure]) -> Judgement:
    if not others:
        return settled(Verdict.AGREE)
    right = _number(ed, others[0], figure.unit)
    holds = _number(ed, figure, figure.unit)[1].touches(right[1])
    return _compared(claim, holds, figure, right, others[0].printed)


def _between(ed: Edition, claim: Claim, figure: Figure, others: Sequence[Figure]) -> Judgement:
    bounds = [_number(ed, other, figure.unit)[1] for other in others]
    low, high = min(bounds, key=lambda b: b.low), max(bounds, key=lambda b: b.high)
    hull = Interval(low.low, high.high, low.low_open, high.high_open)
    holds = _number(ed, figure, figure.unit)[1].touches(hull)
    judged = _compared(claim, holds, figure, (figure.value, hull), _joined("、", others))
    return judged._replace(computed=None, difference=None)


def _scope(ed: Edition, claim: Claim, figure: Figure, others: Sequence[Figure]) -> Judgement:
    """Equal numbers under different scopes leave open which scope they have; different ones are two numbers."""
    if not others or _same(ed, figure, others[0]):
        return settled(Verdict.CANNOT_TELL, formula=_joined("、", [figure, *others]))
    return settled(Verdict.NOT_COMPARABLE)


def _kept(ed: Edition, claim: Claim, figure: Figure, others: Sequence[Figure]) -> Judgement:
    """What is to be kept must be there already: at the target's precision it is the same number."""
    bounds = _number(ed, figure, figure.unit)[1]
    if figure.bound == "approx":  # narrower than elsewhere: 约3 is what rounds to 3
        half = ONE.scaleb(figure.value.normalize().as_tuple().exponent) / 2
        bounds = Interval(figure.value - half, figure.value + half, False, True)
    right = _number(ed, others[0], figure.unit)
    return _compared(claim, bounds.touches(right[1]), figure, right, others[0].printed)


def _target(ed: Edition, claim: Claim, figure: Figure, others: Sequence[Figure]) -> Judgement:
    actual = others[0]
    value, bounds = _number(ed, actual, figure.unit)
    above = figure.value > bounds.high or (figure.value == bounds.high and bounds.high_open)
    below = figure.value < bounds.low or (figure.value == bounds.low and bounds.low_open)
    short = above if ed.indicator(figure).better == "lower" else below
    what = {"ge": "下限", "gt": "下限", "le": "上限", "lt": "上限"}.get(figure.bound, "目标")
    side = "高于" if figure.value > value else "低于"
    if above or below:
        verdict, word = (Verdict.DIFFER if short else Verdict.AGREE), f"{what}{side}上年实际"
    elif bounds.high == INFINITY or bounds.low == -INFINITY:
        return settled(Verdict.CANNOT_TELL, formula=actual.printed)  # 85 against 超80
    else:
        verdict, word = Verdict.AGREE, "与上年实际相同"
    plain = ed.unit(figure.unit).dimension not in ORDINAL
    return settled(
        verdict, word, unit=figure.unit, formula=actual.printed,
        difference=figure.value - value if plain and word != "与上年实际相同" else None,
    )  # fmt: skip


def _joined(sign: str, figures: Sequence[Figure]) -> str:
    return sign.join(figure.printed for figure in figures)


_RULES = {
    "sum": _sum, "part": _part, "order": _part, "ratio": _ratio, "growth": _growth, "repeat": _repeat,
    "between": _between, "scope": _scope, "kept": _kept, "target": _target,
}  # fmt: skip
