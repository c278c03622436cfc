"""What was reached beside what is planned: which figure a target can be compared with."""

from __future__ import annotations

from collections.abc import Iterable

from .model import Figure, Pair
from .units import Units

ORDINAL = ("class", "rank")  # dimensions whose numbers are places in an order: 二等奖 − 一等奖 is nothing


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
