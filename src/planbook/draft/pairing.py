"""Several numbers and several subjects: which number is about which, or that it cannot be told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from . import phrase
from .grammar import Grammar
from .series import Run

_SHARED = re.compile("均|都|同为")


@dataclass
class Memory:
    """What a sentence has told so far. `group`: a list before it was parted."""

    last: str = ""
    parent: str = ""
    pair: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)  # the subjects of single numbers since the last clause
    verb: str = ""
    group: str = ""


def subjects(
    grammar: Grammar, run: Run, memory: Memory, about: str, between: str, segments: list[str]
) -> tuple[list[str] | None, list[str]]:
    """The subjects of several numbers, or of one number for several things; None where there is no list."""
    size, flags = run.size, list[str]()
    if (run.numbers[0].kind == "rank" or not about) and not about and len(memory.pair) == size:
        return list(memory.pair), flags
    if not about and size >= 2 and "分别" in run.left and len(memory.subjects) >= size and not memory.pair:
        return memory.subjects[-size:], flags  # 接待国内游客…、入境游客…，分别增长…
    if size >= 2 and _one_thing(run):
        return None, flags
    if run.numbers[0].kind == "structure":
        three = phrase.three_in_one(about) or ["第一产业占比", "第二产业占比", "第三产业占比"]
        return three, flags
    shared = _SHARED.search(between)
    if size < 2 and not shared:
        return None, flags
    items = phrase.members(about, size)
    if len(items) == size or (size == 1 and len(items) >= 2 and shared):
        if memory.last and all(grammar.is_generic(item) for item in items):
            return [memory.last + item for item in items], flags  # 总量、增速分列全市第二、第一
        return phrase.expanded(grammar, items), flags
    if size == 1:
        pair = phrase.two_in_one(about) if shared else []
        return (pair or None), flags
    verbal = not about or grammar.verb_end.search(about)
    if size == 2 and not verbal and (pair := phrase.two_in_one(about)):
        return pair, flags
    if size == 3 and not verbal and (three := phrase.three_in_one(about)):
        return three, flags
    if len(items) > size and "分别" in between:
        return phrase.expanded(grammar, items)[-size:], ["pairing?"]
    if len(segments) > 1 and "分别" in run.left:
        every = [grammar.cut(one)[0] for one in phrase.members("，".join(segments))]
        every = [one for one in every if one]
        if len(every) == size:
            return phrase.expanded(grammar, every), flags
        behind = [grammar.cut(one)[0] for one in phrase.members(segments[-2])]
        behind = [one for one in behind if one]
        if not about and len(behind) == size:
            return phrase.expanded(grammar, behind), flags
    return None, ["pairing?"]


def _one_thing(run: Run) -> bool:
    """Whether the numbers of a run are told of one thing: 26.3微克、下降7.4%; 新增90公里、突破600公里."""
    first, *rest = run.numbers
    if "分别" in run.left or run.is_range:
        return False
    unlike = all(("%" in one.unit) != ("%" in first.unit) or one.kind != first.kind for one in rest)
    return unlike or (
        len(rest) == 1
        and rest[0].bound in ("gt", "lt")
        and first.bound == "eq"
        and rest[0].unit == first.unit
    )
