"""How wide the columns of a table are: numbers and short words stay whole, and the table has few lines."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from planbook.formats.tree.text import wide, width

GAP = 1.35  # em between two columns
SHORT = 8.0  # em; a cell up to this width is not broken
LONGEST = 11.0  # em; an unbroken word longer than this does not widen its column further
SLACK = 6.0  # em that a column gets at most beyond its longest cell
STEP = 0.5
_PIECE = re.compile(r"[_\-\s/]")


@dataclass(frozen=True)
class Text:
    """One cell as far as widths go: row, column, text. Cells that span columns are left out by the caller."""

    row: int
    column: int
    text: str

    @cached_property
    def natural(self) -> float:
        """Its width on one line, in em."""
        return max(map(width, self.text.splitlines()), default=0.0)

    @cached_property
    def least(self) -> float:
        """The width below which it would be torn: all of a short one, the longest word of a long one."""
        if self.natural <= SHORT:
            return self.natural
        words = (piece for piece in _PIECE.split(self.text) if not any(map(wide, piece)))
        return min(LONGEST, max(map(width, words), default=2.0))


def columns(cells: Sequence[Text], count: int, measure: float) -> list[float]:
    """The width of each column in em, its gap included; together they fill at most the measure.

    Where everything fits on one line each column gets some slack. Else each half em goes where it saves most.
    """
    natural, least = [1.0] * count, [1.0] * count
    for cell in cells:
        natural[cell.column] = max(natural[cell.column], cell.natural)
        least[cell.column] = max(least[cell.column], cell.least)
    room = measure - GAP * count
    if sum(natural) <= room:
        slack = min((room - sum(natural)) / count, SLACK)
        return [width + slack + GAP for width in natural]
    if sum(least) >= room:
        return [width * room / sum(least) + GAP for width in least]
    return [width + GAP for width in _share(cells, least, natural, room)]


def natural(cells: Sequence[Text], count: int) -> float:
    """The width in em of a table whose cells all stand on one line."""
    widths = [1.0] * count
    for cell in cells:
        widths[cell.column] = max(widths[cell.column], cell.natural)
    return sum(widths) + GAP * count


def lines(cells: Iterable[Text], widths: Sequence[float]) -> int:
    """About how many lines a table has when its columns are so wide."""
    rows: dict[int, int] = {}
    for cell in cells:
        rows[cell.row] = max(rows.get(cell.row, 1), ceil(cell.natural / (widths[cell.column] - GAP)))
    return sum(rows.values())


def _share(cells: Sequence[Text], least: list[float], natural: list[float], room: float) -> list[float]:
    rows = max(cell.row for cell in cells) + 1
    widths = list(least)
    lines = [[0] * len(widths) for _ in range(rows)]
    by_column: list[list[Text]] = [[] for _ in widths]
    for cell in cells:
        by_column[cell.column].append(cell)
        lines[cell.row][cell.column] = ceil(cell.natural / widths[cell.column])

    def gain(column: int) -> float:
        """What half an em more saves: whole lines of rows, and a little for cells that come nearer to it."""
        saved = 0.0
        for cell in by_column[column]:
            row = lines[cell.row]
            now = ceil(cell.natural / (widths[column] + STEP))
            other = max((row[i] for i in range(len(row)) if i != column), default=0)
            saved += max(row[column], other) - max(now, other)
            if row[column] > max(1, other):
                saved += 0.4 * (cell.natural / widths[column] - cell.natural / (widths[column] + STEP))
        return saved

    left = room - sum(widths)
    while left >= STEP:
        open_columns = [i for i in range(len(widths)) if widths[i] < natural[i]]
        if not open_columns:
            break
        best = max(open_columns, key=lambda i: (gain(i), natural[i] / widths[i]))
        widths[best] += STEP
        left -= STEP
        for cell in by_column[best]:
            lines[cell.row][best] = ceil(cell.natural / widths[best])
    return [width + left / len(widths) for width in widths]
