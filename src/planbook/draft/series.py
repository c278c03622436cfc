"""Numbers that stand in one list, with the words on both sides of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .quantity import Quantity

_JOIN = re.compile(r"(?:[、和与及或]|以及|，?和|，分别|及其)?$")
_RANGE = re.compile(r"(?:[—~\-]+|至)$")


@dataclass
class Run:
    """Numbers joined only by 、和与 or a range dash, with the words on both sides up to the next numbers."""

    numbers: list[Quantity]
    left: str = ""
    right: str = ""
    opens: bool = False  # the first of a sentence or behind a semicolon

    @property
    def is_range(self) -> bool:
        return len(self.numbers) == 2 and any("range" in one.flags for one in self.numbers)

    @property
    def size(self) -> int:
        return 1 if self.is_range else len(self.numbers)


def runs(text: str, start: int, end: int, numbers: list[Quantity]) -> list[Run]:
    """The numbers of a sentence in runs."""
    series: list[Run] = []
    for number in numbers:
        if series:
            gap = text[series[-1].numbers[-1].end : number.start]
            if (
                (gap and _JOIN.match(gap))
                or (number.kind == "structure" and gap in "∶:：")
                or (_RANGE.match(gap) and "range" in number.flags)
            ):
                series[-1].numbers.append(number)
                continue
        series.append(Run([number]))
    for at, run in enumerate(series):
        low = series[at - 1].numbers[-1].end if at else start
        high = series[at + 1].numbers[0].start if at + 1 < len(series) else end
        run.left, run.right = text[low : run.numbers[0].start], text[run.numbers[-1].end : high]
        run.opens = not at or bool(re.search("[；;]", run.left))
    for run, following in zip(reversed(series[:-1]), reversed(series[1:]), strict=True):
        run.right = run.right or following.right  # 9类45件设备: both count what stands behind
    return series
