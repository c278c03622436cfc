"""Full pages: pictures a little smaller where that saves a hole at the foot of a page.

A picture is never split and never drifts away from its text. When it does not fit under the text before it,
it would open the next page and leave a hole. So it, and the pictures on the page before, may shrink a little.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

LEAST = 0.88  # of the full size; below this the type in a picture is smaller than that of notes
HOLE = 40.0  # pt; a smaller gap at the foot of a page is no hole
SPACE = 17.0  # pt that a picture keeps from the text above it, unless it opens the page


@dataclass(frozen=True)
class Mark:
    """One mark of the template, in pt: the end of a paragraph or table, or a picture with its height."""

    page: int
    bottom: float
    head: float  # where the text area of the page starts
    foot: float  # where it ends
    key: str = ""
    height: float = 0.0
    opens: bool = False  # the start of a chapter


@dataclass
class Attempt:
    """A picture that is being brought back to the page before; `before`: the scales if that fails."""

    key: str
    page: int  # of the chapter, from 0: earlier chapters may get shorter meanwhile
    before: dict[str, float]


@dataclass
class Fit:
    """The scale of each picture that is not shown in full size; bettered from pass to pass."""

    scales: dict[str, float] = field(default_factory=dict)
    _attempts: dict[int, Attempt] = field(default_factory=dict)
    _hopeless: set[str] = field(default_factory=set)

    def better(self, marks: Iterable[Mapping[str, Any]]) -> bool:
        """Look at what a pass with `scales` made; False when it stands, else another pass is needed.

        Chapters start on new pages and do not disturb one another, so each goes one step forward in a pass.
        In a chapter holes are closed from the front: what stands before one stays where it is.
        """
        changed = False
        for number, chapter in enumerate(_chapters(Mark(**mark) for mark in marks)):
            changed = self._step(number, chapter) or changed
        return changed

    def _step(self, number: int, chapter: list[Mark]) -> bool:
        attempt = self._attempts.get(number)
        if attempt is not None:
            index = next(i for i, mark in enumerate(chapter) if mark.key == attempt.key)
            if chapter[index].page - chapter[0].page > attempt.page:
                if close := self._close(chapter, index):
                    self.scales.update(close)
                else:  # as small as it may be, and still on the next page: then in full size
                    self.scales.update(attempt.before)
                    self._hopeless.add(attempt.key)
                    del self._attempts[number]
                return True
            del self._attempts[number]
        for index, mark in enumerate(chapter):
            if mark.key and mark.key not in self._hopeless and (close := self._close(chapter, index)):
                before = {key: self.scales.get(key, 1.0) for key in close}
                self._attempts[number] = Attempt(mark.key, mark.page - 1 - chapter[0].page, before)
                self.scales.update(close)
                return True
        return False

    def _close(self, chapter: list[Mark], index: int) -> dict[str, float] | None:
        """The scales that would bring a picture back to the page before; None: it stands well or cannot."""
        picture = chapter[index]
        before = next((mark for mark in reversed(chapter[:index]) if mark.page < picture.page), None)
        first = not any(mark.page == picture.page for mark in chapter[:index])
        if not first or before is None or before.page != picture.page - 1:
            return None
        room = before.foot - before.bottom
        # What stands from the head of this page to the foot of the picture has to go into the room.
        lacking = max(picture.bottom - picture.head - room + SPACE, 2.0)
        movable = [mark for mark in chapter[:index] if mark.key and mark.page == before.page] + [picture]
        spare = sum(mark.height * (1 - LEAST / self.scales.get(mark.key, 1.0)) for mark in movable)
        if room < HOLE or lacking > spare:
            return None
        share = lacking / spare
        sizes = {mark.key: self.scales.get(mark.key, 1.0) for mark in movable}
        return {key: round(size - (size - LEAST) * share, 4) for key, size in sizes.items()}


def _chapters(marks: Iterable[Mark]) -> list[list[Mark]]:
    chapters: list[list[Mark]] = [[]]
    for mark in marks:
        if mark.opens:
            chapters.append([])
        chapters[-1].append(mark)
    return chapters
