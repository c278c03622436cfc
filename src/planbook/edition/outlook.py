"""What changes a plan after its report: targets that the reader assumes, and how far each target has come.

A reader's growth rate takes the place of a target (`load(…, growth=…)`), marked as such wherever it shows.
Actuals to date come from a CSV file (`HEADER`) and give every target a state (`Edition.outlook`):

- 目标没有数字, 还没有数据, 不可比 (unit or base differ): nothing can be said.
- Amounts that add up through the year (levels, counts, capacities): 已完成 when the target is reached; else
  进度正常 when at least the year's elapsed share of it is reached; else 进度落后.
- Rates, growth, ranks and classes do not add up: 已完成 at the year's end and 进度正常 before it when the
  target is reached; else 进度落后. So do limits (以内, 以下) and what is better lower: reaching means not
  exceeding.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from . import rows
from .finding import Finding, nearest
from .model import Figure
from .settable import growth_target
from .units import UnitError

if TYPE_CHECKING:
    from .lookup import Edition

HEADER = ("indicator", "item", "project", "measure", "value", "unit", "preliminary", "note")
STATES = ("已完成", "进度正常", "进度落后", "目标没有数字", "不可比", "还没有数据")
DONE, ON_TRACK, BEHIND, NO_NUMBER, NOT_COMPARABLE, NO_DATA = STATES
_CUMULATIVE = ("level", "count", "capacity")


class OutlookError(ValueError):
    """Actuals or assumptions that cannot be used; the message names every fault."""


class Assumed(Figure):
    """A target that the reader put in the place of the report's; `told` is the report's, as printed."""

    assumed: ClassVar[bool] = True
    told: str


class State(NamedTuple):
    """How far one target has come: the figure reached so far (None: no data), the state in words, and why."""

    target: Figure
    reached: Figure | None
    state: str
    why: str


def assumed(target: Figure, rate: float) -> Assumed:
    """The growth target with the reader's rate, in per cent, in the place of its own."""
    value = Decimal(str(rate)).normalize()
    value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    return Assumed.model_construct(
        **target.model_dump()
        | {
            "value": value, "unit": "%", "bound": "eq", "against": "", "printed": f"{value:f}%",
            "told": target.printed, "note": "读者假定的增速，不是报告的目标",
        }
    )  # fmt: skip


def numbered_growth(
    figures: Iterable[Figure], growth: Mapping[str, float], planned: str
) -> dict[str, Assumed]:
    """The targets that change, by figure id. OutlookError for an indicator that has none to be set."""
    known = {f.indicator: f for f in figures if growth_target(f.model_dump(mode="json"), planned)}
    unknown = [name for name in growth if name not in known]
    if unknown:
        raise OutlookError(
            "; ".join(
                f"growth: {name!r} has no growth target with a number; nearest: {nearest(name, known)!r}"
                for name in unknown
            )
        )
    return {known[name].figure: assumed(known[name], rate) for name, rate in growth.items()}


def read(ed: Edition, path: Path, as_of: datetime.date) -> list[Figure]:
    """The actuals to date in a CSV file with the columns of HEADER. OutlookError names each row and field."""
    text, fault = rows.text_of(path, path.name)
    table = rows.Table("progress", path.name)
    if fault:
        raise OutlookError(str(fault))
    rows.fill(table, text, HEADER)
    faults, found = list(table.findings), {}
    for row in table.rows:
        try:
            value = Decimal(row["value"])
            if not value.is_finite():
                raise InvalidOperation
        except InvalidOperation:
            faults.append(Finding("bad-number", path.name, row.line, "value", row["value"], "such as 3.6"))
            continue
        key = tuple(row[name] for name in HEADER[:4])
        targets = [t for t in ed.select(period=ed.planned) if _key(t) == key]
        if not targets:
            names = ["/".join(_key(t)) for t in ed.select(period=ed.planned)]
            faults.append(
                Finding(
                    "not-planned", path.name, row.line, "indicator", "/".join(key),
                    f"a target of {ed.planned}",
                    nearest=nearest("/".join(key), names),
                )
            )  # fmt: skip
            continue
        if key in found:
            faults.append(Finding("duplicate-row", path.name, row.line, "indicator", "/".join(key)))
        unit = row["unit"]
        try:
            ed.unit(unit)
        except UnitError:
            known = nearest(unit, ed._units)
            faults.append(
                Finding("unknown-unit", path.name, row.line, "unit", unit, "a row of units.csv", known)
            )
            continue
        found[key] = targets[0].model_copy(
            update={
                "figure": f"{targets[0].figure}-to-date", "period": f"{ed.planned}-01-01/{as_of}",
                "scenario": "actual", "value": value, "unit": unit, "bound": "eq", "against": "",
                "preliminary": row["preliminary"] == "true", "printed": f"{row['value']}{unit}",
                "note": row["note"],
            }
        )  # fmt: skip
    if faults:
        raise OutlookError("\n".join(map(str, faults)))
    return list(found.values())


def states(
    ed: Edition, targets: Iterable[Figure], reached: Iterable[Figure], as_of: datetime.date
) -> list[State]:
    """The state of each target, by the rule at the top of this module."""
    by_key = {_key(f): f for f in reached}
    year = int(ed.planned)
    elapsed = Decimal(as_of.timetuple().tm_yday) / (366 if _leap(year) else 365)
    return [_state(ed, target, by_key.get(_key(target)), elapsed) for target in targets]


def _state(ed: Edition, target: Figure, reached: Figure | None, elapsed: Decimal) -> State:
    if target.value is None:
        return State(target, reached, NO_NUMBER, "目标只有文字")
    if reached is None:
        return State(target, None, NO_DATA, "进展数据里没有这一项")
    mine, other = ed.unit(target.unit), ed.unit(reached.unit)
    if (mine.dimension, mine.base) != (other.dimension, other.base):
        return State(target, reached, NOT_COMPARABLE, f"单位不同（{reached.unit}，{target.unit}）")
    value = ed.convert(reached, target.unit)
    capped = (
        target.bound in ("lt", "le")
        or target.measure == "rank"
        or mine.dimension == "class"
        or ed.indicator(target).better == "lower"
    )
    good = value <= target.value if capped else value >= target.value
    if target.measure in _CUMULATIVE and not capped:
        share = f"{value / target.value * 100:.0f}%" if target.value else ""
        passed = f"{elapsed * 100:.0f}%"
        if good:
            return State(target, reached, DONE, f"达到目标的{share}")
        ahead = value >= target.value * elapsed
        return State(
            target, reached, ON_TRACK if ahead else BEHIND, f"达到目标的{share}，全年时间过了{passed}"
        )
    if not good:
        return State(target, reached, BEHIND, "还没有达到目标的水平")
    return State(target, reached, DONE if elapsed == 1 else ON_TRACK, "目前达到目标的水平")


def _key(figure: Figure) -> tuple[str, str, str, str]:
    return figure.indicator, figure.item, figure.project, figure.measure


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
