"""What is planned beside what was reached: which figure a target compares with, on which side it lies."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from .derived import Interval, interval
from .model import Figure, Pair
from .units import ORDINAL, UnitError, Units

# near: an approximate target (5.5%左右) that takes in the actual; open: the actual is a bound (超80%)
ABOVE, BELOW, SAME, NEAR, OPEN = "above", "below", "same", "near", "open"


class Comparison(NamedTuple):
    """A target against an actual.

    side: above, below, same, near or open; what: 目标, or 下限 or 上限 where the target is a bound;
    difference: the target's number minus the actual's, in the target's unit, None where it would say
    nothing (an order, a bound as actual).
    """

    side: str
    what: str
    difference: Decimal | None


def pair(target: Figure, same: Iterable[Figure], reviewed: str, units: Units) -> Pair:
    """A planned figure beside the reviewed year's, out of the `same` indicator, item, project, measure.

    The year itself goes before a span that ends with it, a final value before a preliminary one. `why` says
    in Chinese, for the reader of the book, why the two cannot be compared.
    """
    before = [f for f in same if f.scenario == "actual" and f.period.endswith(reviewed)]
    actual = min(before, key=lambda f: (f.period != reviewed, f.preliminary), default=None)
    why = ""
    if actual is None:
        why = f"报告没有{reviewed}年的同口径数字"
    elif target.value is None:
        why = "目标没有数字"
    elif actual.value is None or {units[f.unit].dimension for f in (target, actual)} & set(ORDINAL):
        why = "位次或等级，不作加减"
    elif actual.period != reviewed:
        why = f"报告的是累计数，不是{reviewed}年当年数"
    elif units[target.unit].base != units[actual.unit].base:
        why = f"单位不同（{actual.unit}，{target.unit}）"
    return Pair(target, actual, not why, why)


def compare(target: Figure, actual: Figure, units: Units) -> Comparison | None:
    """On which side of the actual a target lies; None where one has no number or their units do not convert.

    The target's printed number counts as it stands, also where it is a floor (60亿元以上) or a cap, unless
    it is only about right (左右); the actual is all that its rounding and its hedge allow.
    """
    if target.value is None or actual.value is None:
        return None
    try:
        ratio = units.ratio(actual.unit, target.unit)
        value = units.convert(actual.value, actual.unit, target.unit)
    except UnitError:
        return None
    bounds = interval(actual, units).scaled(ratio)
    about = target.bound == "approx"
    aim = interval(target, units) if about else Interval(target.value, target.value)
    stated = actual.bound in ("eq", "approx")
    if aim.touches(bounds):
        side = (NEAR if about else SAME) if stated else OPEN
    else:
        side = ABOVE if aim.low >= bounds.high else BELOW
    what = {"ge": "下限", "gt": "下限", "le": "上限", "lt": "上限"}.get(target.bound, "目标")
    plain = units[target.unit].dimension not in ORDINAL and stated
    return Comparison(side, what, target.value - value if plain else None)
