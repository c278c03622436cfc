"""Clauses of the plan part: where each begins and ends."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

_STOPS = "，；：,;:。！？!?\n"
_SOUND = re.compile(r"[\w%‰℃°]")
_OPENING, _CLOSING = "“《（(‘【[", "”》）)’】]"


@dataclass(frozen=True)
class Clause:
    """A clause of the plan part. reason is "" for a task; word is its word of strength, at `word_at`."""

    start: int
    end: int
    line: int
    text: str
    code: str = ""
    word: str = ""
    word_at: int = -1
    reason: str = ""
    flags: tuple[str, ...] = ()

    @property
    def is_task(self) -> bool:
        """Whether it commits to something."""
        return not self.reason


def within(numbers: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """The spans of figures that begin in a stretch of the text; `numbers` is sorted."""
    return numbers[bisect_left(numbers, (start,)) : bisect_left(numbers, (end,))]


def split(text: str, start: int, end: int, numbers) -> list[tuple[int, int]]:
    """A sentence in clauses: at ，；： outside quotation marks, and at 、 between members with numbers."""
    pieces, depth, begin = [], 0, start
    for at in range(start, end):
        c = text[at]
        if c in _OPENING:
            depth += 1
        elif c in _CLOSING:
            depth = max(0, depth - 1)
        if (
            depth == 0
            and c in "是为"
            and re.search("(?:预期|主要)目标(?:是|为)$", text[max(start, at - 6) : at + 1])
        ):
            pieces.append((begin, at + 1))
            begin = at + 1
        if (c in _STOPS and depth == 0) or c in "。！？":
            depth = 0
            pieces.append((begin, at))
            begin = at + 1
    pieces.append((begin, end))
    split = [part for piece in pieces for part in _members(text, *piece, numbers)]
    return [trimmed for piece in split if (trimmed := trim(text, *piece))]


def _members(text: str, start: int, end: int, numbers) -> list[tuple[int, int]]:
    """A list of several things with a number each, one piece a member; 分别 and 均 keep it whole."""
    inside = within(numbers, start, end)
    if len(inside) < 2 or re.search("分别|均|、其中", text[start:end]):
        return [(start, end)]
    if re.match("、[^、，]{1,8}$", text[inside[0][1] : inside[1][0]]) and text[inside[1][1] :][:1] == "的":
        return [(start, end)]  # 总投资9.2亿元、总库容2380万立方米的水库: one thing
    cuts, money = [], re.compile("、(?=(?:总)?投资)")
    for (_, a), (b, _) in pairwise(inside):
        gap = text[a:b]
        sign = money.search(gap) or re.match("、(?=[^、]{2,}$)", gap)
        if sign and not re.match("、(?:总投资|增长|同比|下降|占|提高)", gap):
            cuts.append(a + sign.start())
    bounds = [start, *(cut + 1 for cut in cuts)]
    return [(a, b) for a, b in zip(bounds, [*cuts, end], strict=True)]


def trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A piece without marks and blanks at its ends; None where nothing is left."""
    sounds = [at for at in range(start, end) if _SOUND.match(text[at])]
    if not sounds:
        return None
    first, last = sounds[0], sounds[-1] + 1
    while first > start and text[first - 1] in "“《（(":
        first -= 1
    while last < end and text[last] in "”》）)":
        last += 1
    return first, last
