"""Does a claim hold? Verdicts from intervals: a printed 56.2 means [56.15, 56.25), 超80 means (80, ∞); see
derived.py.

Two numbers agree when one value satisfies both; there is no tolerance besides what rounding and hedges leave
open. Verdicts are neutral: they say what the numbers allow, not who is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, DecimalException, localcontext
from enum import StrEnum
from typing import NamedTuple

from planbook.audit.claim import Claim
from planbook.edition.derived import HUNDRED, ONE, ZERO, DerivedError, Interval, interval
from planbook.edition.model import Figure
from planbook.edition.pairs import ABOVE, BELOW, NEAR, OPEN, SAME, compare
from planbook.edition.units import UnitError, Units, exponent, scale
from planbook.errors import PlanbookError


class Verdict(StrEnum):
    """What can be said of a claim."""

    DIFFER = "differ"
    CANNOT_TELL = "cannot tell"  # the report does not state scope or definition
    NOT_COMPARABLE = "not comparable"  # the scopes are known, and they differ
    NUMBERING = "numbering"  # a heading without its number: a slip of the pen, and no number that differs
    AGREE = "agree"


WORDS = {
    Verdict.DIFFER: "不一致",
    Verdict.CANNOT_TELL: "不能判断",
    Verdict.NOT_COMPARABLE: "不可比",
    Verdict.NUMBERING: "编号",
    Verdict.AGREE: "相符",
}
MET = {
    Verdict.DIFFER: "按目标的文字没有达到",
    Verdict.CANNOT_TELL: "是否达到不能判断",
    Verdict.AGREE: "达到了目标的要求",
}


class Judgement(NamedTuple):
    """A verdict and how it came about.

    word: the verdict for people; english: the same for programs and the command line, a target's being where
    it lies: below last year. computed: what follows from the other figures, in `unit`, where that is more
    than one of them; bounds: all that it may be. difference: printed − computed. formula: how, in printed
    numbers.
    """

    verdict: Verdict
    word: str
    unit: str = ""
    computed: Decimal | None = None
    bounds: Interval | None = None
    difference: Decimal | None = None
    formula: str = ""
    side: str = ""

    @property
    def english(self) -> str:
        return self.side or str(self.verdict)


class JudgeError(PlanbookError, ValueError):
    """A claim that cannot be judged: units that do not convert, a number that is missing."""


Number = tuple[Decimal, Interval]


def judge(
    claim: Claim, figures: Sequence[Figure], units: Units, given: Sequence[Figure] = (), better: str = ""
) -> Judgement:
    """The verdict on a claim.

    figures: the claimed figure and those of `of`, in their order. given: those of the claim's `given`.
    better: which direction the claimed figure's indicator has, for a target. Raises JudgeError.
    """
    try:
        with localcontext() as context:
            context.prec = 50
            return _Judge(claim, units, better).judge(figures[0], figures[1:], given)
    except (UnitError, DerivedError) as error:
        raise JudgeError(str(error)) from None
    except DecimalException:
        raise JudgeError("its figures do not give a finite number") from None


def settled(verdict: Verdict, word: str = "") -> Judgement:
    """A judgement that needs no arithmetic here."""
    return Judgement(verdict, word or WORDS[verdict])


def measured(target: Figure, actual: Figure, other: Figure, name: str, units: Units) -> Judgement:
    """Whether what was reached would have met a target in words, such as 高于经济增长: beside the number that
    it is measured by, called `name`, of the same unit."""
    own, rod = interval(actual, units), interval(other, units)
    if own.touches(rod):
        side, english = "相同", "the same as"
        met = target.bound not in ("gt", "lt")  # rounding hides which of the two is larger
    else:
        above = own.low >= rod.high
        side, english = ("高于", "above") if above else ("低于", "below")
        met = target.bound in (("ge", "gt", "eq", "approx") if above else ("le", "lt"))
    verdict = Verdict.AGREE if met else Verdict.CANNOT_TELL if side == "相同" else Verdict.DIFFER
    word = f"与{name}相同" if side == "相同" else f"{side}{name}"
    return Judgement(
        verdict, f"{actual.period[-4:]}年{word}，{MET[verdict]}", unit=actual.unit,
        difference=actual.number - other.number or None, formula=other.wording,
        side=f"{english} what it is measured by",
    )  # fmt: skip


def can_be_less(a: Interval, b: Interval) -> bool:
    """Whether some value of `a` is at most some value of `b`."""
    return a.low < b.high or (a.low == b.high and not (a.low_open or b.high_open))


@dataclass(frozen=True)
class _Judge:
    """One claim on its way to a verdict: one method for each kind."""

    claim: Claim
    units: Units
    better: str

    def judge(self, figure: Figure, others: Sequence[Figure], given: Sequence[Figure]) -> Judgement:
        if not self.claim.comparable:
            return settled(Verdict.NOT_COMPARABLE)
        if given and not self._same(*given):
            return settled(Verdict.NOT_COMPARABLE, "前提不成立")
        judged: Judgement = getattr(self, f"_{self.claim.kind}")(figure, others)
        return judged

    def _number(self, figure: Figure, unit: str, *, pieces: bool = False) -> Number:
        """A figure in another unit: as printed, and what it may be. `pieces`: counts of unlike things."""
        bounds = interval(figure, self.units)
        if pieces and self.units[figure.unit].base != self.units[unit].base:
            ratio = self.units[figure.unit].factor / self.units[unit].factor
            return scale(figure.number, ratio), bounds.scaled(ratio)
        ratio = self.units.ratio(figure.unit, unit)
        return self.units.convert(figure.number, figure.unit, unit), bounds.scaled(ratio)

    def _same(self, a: Figure, b: Figure) -> bool:
        return self._number(a, a.unit)[1].touches(self._number(b, a.unit)[1])

    def _total(self, figures: Sequence[Figure], unit: str, *, pieces: bool = False) -> Number:
        numbers = [self._number(figure, unit, pieces=pieces) for figure in figures]
        bounds = numbers[0][1]
        for _, more in numbers[1:]:
            bounds = bounds + more
        return sum((value for value, _ in numbers), ZERO), bounds

    def _compared(self, holds: bool, figure: Figure, right: Number, formula: str) -> Judgement:
        """The judgement on a number; what the report leaves open turns a difference into no verdict."""
        failed = Verdict.CANNOT_TELL if self.claim.unless else Verdict.DIFFER
        value, bounds = right
        return settled(Verdict.AGREE if holds else failed)._replace(
            unit=figure.unit, computed=value, bounds=bounds, formula=formula,
            difference=figure.number - value,
        )  # fmt: skip

    def _sum(self, figure: Figure, others: Sequence[Figure]) -> Judgement:
        right = self._total(others, figure.unit)
        holds = self._number(figure, figure.unit)[1].touches(right[1])
        return self._compared(holds, figure, right, _joined(" + ", others))

    def _part(self, figure: Figure, others: Sequence[Figure]) -> Judgement:
        """At most the figure. Counts compare as pieces, 次 with 家; what is left over is no difference."""
        counts = {one.measure for one in (figure, *others)} == {"count"}
        right = self._total(others, figure.unit, pieces=counts)
        holds = can_be_less(right[1], self._number(figure, figure.unit)[1])
        judged = self._compared(holds, figure, right, _joined(" + ", others))
        if len({self.units[one.unit].base for one in (figure, *others)}) > 1:
            judged = judged._replace(unit="")
        computed = judged.computed if len(others) > 1 else None
        return judged._replace(computed=computed, difference=None if holds else judged.difference)

    _order = _part

    def _ratio(self, figure: Figure, others: Sequence[Figure]) -> Judgement:
        a, b = others
        above, _, below = figure.unit.partition("/")
        if below:
            top, bottom = self._number(a, above), self._number(b, below)
        else:
            top, bottom = self._number(a, b.unit), self._number(b, b.unit)
        times = HUNDRED if figure.unit == "%" else ONE
        right = (top[0] / bottom[0] * times, (top[1] / bottom[1]).scaled(times))
        holds = self._number(figure, figure.unit)[1].touches(right[1])
        return self._compared(holds, figure, right, f"{a.wording} ÷ {b.wording}")

    def _growth(self, figure: Figure, others: Sequence[Figure]) -> Judgement:
        base, growth = others
        if growth.unit != "%":
            raise JudgeError(f"a growth must be in %, got {growth.unit or growth.wording}")
        value, bounds = self._number(base, figure.unit)
        rate, rates = self._number(growth, "%")
        one = Interval(HUNDRED, HUNDRED)
        right = (value * (HUNDRED + rate) / HUNDRED, (bounds * (one + rates)).scaled(ONE / HUNDRED))
        floor, left = self._number(figure, figure.unit)
        if figure.bound in ("ge", "gt"):
            # 6600万元以上、增长10%: the growth belongs to the floor, and everything above it would agree
            left = Interval(floor, floor)
        formula = f"{base.wording} ×（{growth.factor}）"
        return self._compared(left.touches(right[1]), figure, right, formula)

    def _repeat(self, figure: Figure, others: Sequence[Figure]) -> Judgement:
        if not others:
            return settled(Verdict.AGREE)
        right = self._number(others[0], figure.unit)
        holds = self._number(figure, figure.unit)[1].touches(right[1])
        return self._compared(holds, figure, right, others[0].wording)._replace(computed=None)

    def _between(self, figure: Figure, others: Sequence[Figure]) -> Judgement:
        bounds = [self._number(other, figure.unit)[1] for other in others]
        low, high = min(bounds, key=lambda b: b.low), max(bounds, key=lambda b: b.high)
        hull = Interval(low.low, high.high, low.low_open, high.high_open)
        holds = self._number(figure, figure.unit)[1].touches(hull)
        judged = self._compared(holds, figure, (figure.number, hull), _joined("、", others))
        return judged._replace(computed=None, difference=None)

    def _scope(self, figure: Figure, others: Sequence[Figure]) -> Judgement:
        """Equal numbers under different scopes leave open which scope they have."""
        if not others or self._same(figure, others[0]):
            return settled(Verdict.CANNOT_TELL)._replace(formula=_joined("、", [figure, *others]))
        return settled(Verdict.NOT_COMPARABLE)

    def _kept(self, figure: Figure, others: Sequence[Figure]) -> Judgement:
        """What is to be kept must be there already: at the target's precision it is the same number."""
        value, bounds = self._number(figure, figure.unit)
        if figure.bound == "approx":  # narrower than elsewhere: 约3 is what rounds to 3
            half = ONE.scaleb(exponent(value.normalize())) / 2
            bounds = Interval(value - half, value + half, False, True)
        right = self._number(others[0], figure.unit)
        judged = self._compared(bounds.touches(right[1]), figure, right, others[0].wording)
        return judged._replace(computed=None)

    def _target(self, figure: Figure, others: Sequence[Figure]) -> Judgement:
        actual = others[0]
        compared = compare(figure, actual, self.units)
        if compared is None:
            raise JudgeError(f"{figure.figure} and {actual.figure} do not compare")
        side, what, difference = compared
        if side == OPEN:
            return settled(Verdict.CANNOT_TELL)._replace(formula=actual.wording)  # 85 against 超80
        short = side == (ABOVE if self.better == "lower" else BELOW)
        year = f"{actual.period[-4:]}年"
        word, english = {
            SAME: (f"与{year}相同", "same as"), NEAR: (f"与{year}相近", "about the same as"),
            ABOVE: (f"{what}高于{year}", "above"), BELOW: (f"{what}低于{year}", "below"),
        }[side]  # fmt: skip
        return Judgement(
            Verdict.DIFFER if short else Verdict.AGREE, word,
            unit=figure.unit, formula=actual.wording, side=f"{english} last year",
            difference=difference if side in (ABOVE, BELOW) else None,
        )  # fmt: skip


def _joined(sign: str, figures: Sequence[Figure]) -> str:
    return sign.join(figure.wording for figure in figures)
