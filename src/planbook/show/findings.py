"""Findings: titles and sentences that are true by construction.

Each function checks what it says against the figures, hedges and rounding included, and gives the neutral
`otherwise` when the figures do not bear it. So a new edition or a new parameter can make a title dull, but
never false.
"""

from __future__ import annotations

from decimal import Decimal

from . import numbers
from .markup import label

INFINITY = Decimal("Infinity")
APPROX = Decimal(
    "0.1"
)  # 约 and 左右 are read as ten per cent either way: generous, so that a claim stays safe.


def finding(holds: bool, text: str, otherwise: str) -> str:
    """`text` when it holds, else the neutral `otherwise`."""
    return text if holds else otherwise


def span(ed, figure, unit: str | None = None) -> tuple[Decimal, Decimal] | None:
    """The values that a figure allows, (low, high), in `unit`: rounding, hedges and bounds opened up. None:
    no number.

    A target and a count are exact as printed; a printed 56.2 may be anything from 56.15 to 56.25; 超80 is
    above 80.
    """
    if figure.value is None:
        return None
    factor = Decimal(1)
    if unit and figure.unit != unit:
        own, other = ed.unit(figure.unit), ed.unit(unit)
        if (own.base, own.dimension) != (other.base, other.dimension):
            return None
        factor = own.factor / other.factor
    value = figure.value
    if numbers.is_derived(figure):
        low, high = figure.low, figure.high
    elif figure.bound in ("gt", "ge"):
        low, high = value, INFINITY
    elif figure.bound in ("lt", "le"):
        low, high = -INFINITY, value
    elif figure.bound == "approx":
        low, high = value - abs(value) * APPROX, value + abs(value) * APPROX
    elif figure.scenario in ("target", "planned") or figure.measure in ("count", "rank"):
        low = high = value
    else:
        half = Decimal(5).scaleb(-numbers.decimals(figure) - 1)
        low, high = value - half, value + half
    return low * factor, high * factor


def below(ed, first, second) -> bool:
    """Whether the first figure is certainly smaller than the second."""
    one = span(ed, first, second.unit) if second.value is not None else None
    two = span(ed, second)
    if one is None or two is None:
        return False
    # Two printed values one step apart have intervals that touch, and still the smaller is smaller: 5.4 <
    # 5.5.
    return one[1] < two[0] or (one[1] <= two[0] and first.value != second.value)


def largest(ed, figures, text: str, otherwise: str) -> str:
    """`text` with {label} of the one figure that is certainly the largest: "{label}的产值最大"."""
    return _extreme(
        ed, figures, text, otherwise, lambda top, rest: below(ed, rest, top), lambda value: -value
    )


def smallest(ed, figures, text: str, otherwise: str) -> str:
    """`text` with {label} of the one figure that is certainly the smallest."""
    return _extreme(ed, figures, text, otherwise, lambda top, rest: below(ed, top, rest), lambda value: value)


def _extreme(ed, figures, text, otherwise, beats, order):
    numbered = [f for f in figures if f.value is not None]
    unit = numbers.common_unit(numbered)
    if len(numbered) < 2 or any(span(ed, f, unit) is None for f in numbered):
        return otherwise
    top = min(numbered, key=lambda f: order(numbers.amount(ed, f, unit)))
    holds = all(beats(top, rest) for rest in numbered if rest is not top)
    return finding(holds, text.format(label=label(ed, top)), otherwise)


def first_of(ed, figures, text: str, otherwise: str) -> str:
    """`text` with {label} and {count}: the largest of how many ("{count}类中{label}最多")."""
    total = numbers.numeral(len([f for f in figures if f.value is not None]))
    return largest(ed, figures, text.replace("{count}", total), otherwise)


def all_below(ed, pairs, text: str, otherwise: str, *, above: bool = False) -> str:
    """`text` with {count} when every numbered, comparable target is below (or above) its actual.

    Targets without a number are not counted: "{count}项有数字的目标都低于2025年".
    """
    numbered = numbered_pairs(pairs)
    holds = bool(numbered) and all(
        below(ed, *((p.actual, p.target) if above else (p.target, p.actual))) for p in numbered
    )
    return finding(holds, text.format(count=numbers.numeral(len(numbered))), otherwise)


def count_below(ed, pairs) -> int:
    """How many numbered, comparable targets are certainly below their actual."""
    return sum(below(ed, p.target, p.actual) for p in numbered_pairs(pairs))


def numbered_pairs(pairs) -> list:
    """The pairs that can be compared by number."""
    return [
        p
        for p in pairs
        if p.comparable and p.actual and p.actual.value is not None and p.target.value is not None
    ]


def rose(ed, before, after, text: str, otherwise: str) -> str:
    """`text` when the later figure is certainly larger than the earlier one."""
    return finding(bool(before and after) and below(ed, before, after), text, otherwise)


def fell(ed, before, after, text: str, otherwise: str) -> str:
    """`text` when the later figure is certainly smaller than the earlier one."""
    return finding(bool(before and after) and below(ed, after, before), text, otherwise)


_SHARES = (
    (Decimal("0.9"), "九成以上"),
    (Decimal("0.8"), "八成以上"),
    (Decimal(3) / 4, "四分之三以上"),
    (Decimal(2) / 3, "三分之二以上"),
    (Decimal("0.5"), "一半以上"),
    (Decimal(1) / 3, "三分之一以上"),
    (Decimal("0.25"), "四分之一以上"),
    (Decimal("0.1"), "一成以上"),
)


def share(ed, part, whole, text: str, otherwise: str) -> str:
    """`text` with {share} in words (一半以上, 三分之一以上), the largest one that part/whole certainly
    reaches."""
    if not part or not whole or whole.value is None:
        return otherwise
    one, two = span(ed, part, whole.unit), span(ed, whole)
    if one is None or two is None or two[0] <= 0 or two[1] == INFINITY:
        return otherwise
    reached = one[0] / two[1]
    for least, said in _SHARES:
        if reached >= least and one[1] <= two[1]:
            return text.format(share=said)
    return otherwise


def all_at_least(ed, figures, threshold, text: str, otherwise: str) -> str:
    """`text` with {count} when every figure certainly reaches `threshold` (a plain number in their unit)."""
    spans = [span(ed, f) for f in figures if f.value is not None]
    holds = bool(spans) and all(low >= Decimal(str(threshold)) for low, _ in spans)
    return finding(holds, text.format(count=numbers.numeral(len(spans))), otherwise)
