"""Full pages: pictures a little smaller where that saves a hole at the foot of a page.

A picture is never split and never drifts away from its text. When it does not fit under the text before it, it would
open the next page and leave a hole. So it, and the pictures on the page before, may shrink a little.
"""

from dataclasses import dataclass
from typing import Any

Scales = dict[str, float]  # picture → its size as part of the full one

LEAST = 0.78  # below this the type in a picture is smaller than that of notes
HOLE = 40.0  # pt; a smaller gap at the foot of a page is no hole
SPARE = 1.5  # pt left over, so that rounding does not push a picture out again


@dataclass(frozen=True)
class Mark:
    """One mark of the template, in pt: the end of a paragraph, or a picture with its height and that of its frame."""

    page: int
    top: float
    bottom: float
    key: str = ""
    height: float = 0.0
    foot: float = 0.0  # where the text area of the page ends
    head: float = 0.0  # where it starts
    opens: bool = False  # the start of a chapter


def improve(marks: list[dict[str, Any]], scales: Scales) -> Scales:
    """Better scales than those with which `marks` were made, or equal ones when nothing can be bettered.

    In each chapter the first hole that can be closed is closed; chapters start on new pages, so they do not disturb one
    another, and what stands before the hole stays where it is.
    """
    better = dict(scales)
    for chapter in _chapters([Mark(**mark) for mark in marks]):
        for index, mark in enumerate(chapter):
            if mark.key and (found := _close(chapter, index, scales)):
                better.update(found)
                break
    return better


def _chapters(marks: list[Mark]) -> list[list[Mark]]:
    chapters: list[list[Mark]] = [[]]
    for mark in marks:
        if mark.opens:
            chapters.append([])
        chapters[-1].append(mark)
    return chapters


def _close(chapter: list[Mark], index: int, scales: Scales) -> Scales | None:
    """The scales that bring a picture back to the page before; None when it stands well or cannot be brought back."""
    picture = chapter[index]
    before = next((mark for mark in reversed(chapter[:index]) if mark.page < picture.page), None)
    first = not any(mark.page == picture.page for mark in chapter[:index])
    if not first or before is None or before.page != picture.page - 1:
        return None
    room = before.foot - before.bottom
    if room < HOLE:
        return None

    # What stands from the head of this page to the foot of the picture has to go into the room.
    lacking = picture.bottom - picture.head - room + SPARE
    movable = [mark for mark in chapter[:index] if mark.key and mark.page == before.page] + [picture]
    spare = sum(mark.height * (1 - LEAST / scales.get(mark.key, 1.0)) for mark in movable)
    if lacking <= 0 or lacking > spare:
        return None
    share = lacking / spare
    return {
        mark.key: round(old - (old - LEAST) * share, 4)
        for mark in movable
        for old in [scales.get(mark.key, 1.0)]
    }
