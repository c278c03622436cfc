"""How far a plan has come: by the actuals to date (`actuals.py`), every target and task has a state, in the
words of 督查:

- 无法量化 (a target in words; a task without numbers whose state is not reported), 还没有数据, 不可比 (unit
  or base differ): nothing can be said.
- Amounts that add up through the year (levels, counts, capacities) are measured by 序时进度, the months that
  are over of twelve: 已完成 when the target is reached; else 超, 达 or 未达序时进度, as the share that is
  reached lies above it, is the same at one decimal, or lies below.
- Rates, growth, ranks and classes do not add up: when the target is reached, 已完成 at the year's end and
  达序时进度 before it; else 未达序时进度. So do limits (以内, 以下) and what is better lower: reaching means
  not exceeding.
- A task has the state that is reported of it (推进中 and 未启动, too); else the worst of its figures, and
  it is not 已完成 while one of them has no number.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import NamedTuple

from . import actuals
from .actuals import STATES, Entry, Key, key
from .lookup import Edition
from .model import Figure, Task

DONE, AHEAD, ON_TRACK, BEHIND, UNDER_WAY, NOT_BEGUN, NO_NUMBER, NOT_COMPARABLE, NO_DATA = STATES
_CUMULATIVE = ("level", "count", "capacity")
_WORST_FIRST = (BEHIND, NOT_COMPARABLE, ON_TRACK, AHEAD, NO_DATA, DONE)


class State(NamedTuple):
    """How far a target or a task has come: what the file says of it, the state in words, and why."""

    target: Figure | Task
    entry: Entry
    state: str
    why: str

    @property
    def is_task(self) -> bool:
        """Whether it is a task, and no target."""
        return isinstance(self.target, Task)

    @property
    def reached(self) -> Figure | None:
        """The number to date; None without data."""
        return self.entry.reached


def outlook(ed: Edition, progress: str, as_of: str, chapter: str = "") -> list[State]:
    """How far each target has come, then each task (of a chapter): actuals in a CSV file, up to a day.

    See `planbook.edition.actuals` for the file. No file: an empty list. Raises OutlookError.
    """
    if not progress:
        return []
    day = datetime.date.fromisoformat(as_of)
    entries = actuals.read(ed, Path(progress), day)
    every = states(ed, ed.select(period=ed.planned), ed.tasks(), entries, day)
    return [one for one in every if chapter in ("", one.target.chapter)]


def states(
    ed: Edition,
    targets: Iterable[Figure],
    tasks: Iterable[Task],
    entries: Mapping[Key | str, Entry],
    as_of: datetime.date,
) -> list[State]:
    """The state of each target and of each task, by the rule at the top of this module."""
    schedule = Decimal(completed_months(as_of)) / 12
    of_targets = {
        one.figure: _of_target(ed, one, entries.get(key(one), Entry()), schedule) for one in targets
    }
    of_tasks = [_of_task(task, of_targets, entries.get(task.task, Entry())) for task in tasks]
    return [*of_targets.values(), *of_tasks]


def is_capped(ed: Edition, target: Figure) -> bool:
    """Whether reaching a target means not to exceed it: a cap, a rank, a class, what is better lower."""
    return (
        target.bound in ("lt", "le")
        or target.measure == "rank"
        or ed.unit(target.unit).dimension == "class"
        or ed.indicator(target).better == "lower"
    )


def completed_months(day: datetime.date) -> int:
    """The months of its year that are over when this day is."""
    is_last = (day + datetime.timedelta(days=1)).month != day.month
    return day.month if is_last else day.month - 1


def percent(share: Decimal) -> str:
    """A share in per cent with at most one decimal: 50%, 91.7%."""
    return f"{_tenth(share):f}%".replace(".0%", "%")


def _of_target(ed: Edition, target: Figure, entry: Entry, schedule: Decimal) -> State:
    state, why = _judged(ed, target, entry.reached, schedule)
    return State(target, entry, state, why)


def _judged(ed: Edition, target: Figure, reached: Figure | None, schedule: Decimal) -> tuple[str, str]:
    """The state of a target by its number, and why."""
    if target.value is None:
        return NO_NUMBER, "目标只有文字"
    if reached is None:
        return NO_DATA, "进展数据里没有这一项"
    mine, other = ed.unit(target.unit), ed.unit(reached.unit)
    if (mine.dimension, mine.base) != (other.dimension, other.base):
        return NOT_COMPARABLE, f"单位不同（{reached.unit}，{target.unit}）"
    value = ed.convert(reached, target.unit)
    capped = is_capped(ed, target)
    good = value <= target.value if capped else value >= target.value
    if target.measure in _CUMULATIVE and not capped and target.value > 0:
        return _cumulative(value / target.value, schedule)
    if not good:
        return BEHIND, "还没有达到目标的水平"
    return DONE if schedule == 1 else ON_TRACK, "目前达到目标的水平"


def _cumulative(share: Decimal, schedule: Decimal) -> tuple[str, str]:
    """The state of an amount that adds up, from the share that is reached: compared as it is printed."""
    if share >= 1:
        return DONE, f"达到目标的{percent(share)}"
    shown = min(_tenth(share), Decimal("99.9"))  # what is not reached is never printed as 100%
    gap = shown - _tenth(schedule)
    reached = f"达到目标的{percent(shown / 100)}，"
    if not gap:
        return ON_TRACK, f"{reached}与序时进度相同"
    state, side = (AHEAD, "高于") if gap > 0 else (BEHIND, "低于")
    return state, f"{reached}{side}序时进度{abs(gap):f}个百分点".replace(".0个", "个")


def _of_task(task: Task, targets: Mapping[str, State], entry: Entry) -> State:
    """The state of a task: what is reported, else the worst of its figures that have a number."""
    own = [targets[id] for id in task.figure_ids if id in targets]
    numbered = [one for one in own if one.state != NO_NUMBER]
    known = [one for one in numbered if one.reached is not None]
    state, why = NO_NUMBER, "任务没有数字，也没有填报状态"
    if numbered:
        state, why = NO_DATA, "进展数据里没有这一项"
    if known:
        worst = min(numbered, key=lambda one: _WORST_FIRST.index(one.state))
        rest = len(numbered) - len(known)
        lacking = f"{len(numbered)}个数字里{rest}个还没有数据" if rest else ""
        state, why = worst.state, "；".join(filter(None, (worst.why if worst in known else "", lacking)))
    if not entry.state:
        return State(task, entry, state, why)
    differs = f"；按数字为{state}（{why}）" if known and state != entry.state else ""
    return State(task, entry, entry.state, f"填报{differs}")


def _tenth(share: Decimal) -> Decimal:
    return (share * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
