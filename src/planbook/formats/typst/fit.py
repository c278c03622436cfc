"""Full pages: a picture that would leave a hole opens the next page, and the text goes on before it.

A picture stands where it is told. Where it does not fit under the text before it, it floats to the head of
the next page, with the table behind it, and what comes after it fills the page. No picture changes its size.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

HOLE = 100.0  # pt; a smaller gap at the foot of a page is no hole


@dataclass(frozen=True)
class Mark:
    """One mark of the template, in pt: the end of a paragraph or table, or a picture.

    key: of a picture. anchor: of a floating picture, where it would stand. opens: the start of a chapter.
    """

    page: int
    bottom: float
    head: float  # where the text area of the page starts
    foot: float  # where it ends
    key: str = ""
    anchor: str = ""
    opens: bool = False


@dataclass
class Fit:
    """The pictures that float; bettered from pass to pass."""

    floats: list[str] = field(default_factory=list)
    _settled: set[str] = field(default_factory=set)  # taken back, or floating for good

    def better(self, marks: Iterable[Mapping[str, Any]]) -> bool:
        """Look at what a pass with `floats` made; False when it stands, else another pass is needed.

        In a chapter holes are closed from the front, one in a pass: what stands before one stays where it is.
        """
        every = [Mark(**mark) for mark in marks]
        heads = {mark.key: mark.page for mark in every if mark.key in self.floats}
        flow = [
            mark for mark in every if mark.key not in heads and (mark.opens or mark.bottom > mark.head + 1)
        ]
        steps = [self._step(chapter, heads) for chapter in _chapters(flow)]
        return any(steps)

    def _step(self, chapter: list[Mark], heads: Mapping[str, int]) -> bool:
        for before, mark in zip([chapter[0], *chapter], chapter, strict=False):
            if mark.anchor and heads.get(mark.anchor) == mark.page and mark.anchor not in self._settled:
                self.floats.remove(mark.anchor)  # there is room by now
                self._settled.add(mark.anchor)
                return True
            hole = before.page < mark.page and before.foot - before.bottom > HOLE
            if hole and mark.key and mark.key not in self._settled:
                self.floats.append(mark.key)
                return True
        return False


def _chapters(marks: Iterable[Mark]) -> list[list[Mark]]:
    chapters: list[list[Mark]] = []
    for mark in marks:
        if mark.opens or not chapters:
            chapters.append([])
        chapters[-1].append(mark)
    return chapters
