"""Three-rule tables: MyST for the book, GFM for any Jupyter, numbers on one decimal point, the unit said
once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from . import numbers
from .errors import ShowError
from .markup import Words, counted, escape, join, link, marked, words

NOTHING = "—"
STARRED = "* 由报告所列数字推算，算法见数据页。"
# Tables whose rows are blocks on a phone, or whose last cell stands below the others there.
BLOCKS = ("audit", "tasks", "sentences", "projects", "topic noted")
_NAME = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True)
class Table:
    """Rows of cells under columns.

    A cell is a figure or derived quantity (shown as a linked number), a whole number that was counted,
    Words, any text (escaped), or None (—).
    unit: the common unit, said once at the top right; figures in it are shown without it.
    units: the same for single columns, {column number: unit}; shown in the column's head.
    """

    columns: list[str]
    rows: list[list]
    caption: str = ""
    name: str = ""
    unit: str = ""
    units: dict[int, str] = field(default_factory=dict)
    notes: list = field(default_factory=list)
    css: str = ""

    def __post_init__(self):
        if self.name and not _NAME.fullmatch(self.name):
            raise ShowError(f"the table name {self.name!r} must be lower-case letters, digits and hyphens")
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ShowError(
                    f"a row has {len(row)} cells, the table has {len(self.columns)} columns: {row!r}"
                )

    @property
    def _nothing(self) -> Words:
        """What stands in an empty cell; where a phone shows cells one below the other, it is left out."""
        return marked(NOTHING, "none") if self.css in BLOCKS else words(NOTHING)

    def myst(self, ed) -> str:
        """The table as a MyST {table} directive, notes below it."""
        unit = marked(f"单位：{self.unit}", "table-unit") if self.unit else ""
        options = [f":class: three-rules{' ' + self.css if self.css else ''}"]
        head: list[str] = []
        title = ""
        if self.caption:
            title = f" {words(self.caption)}" + (f" {unit}" if unit else "")
            options += [f":name: {self.name}"] if self.name else []
        elif unit:
            head = [str(unit), ""]
        body = [f":::{{table}}{title}", *options, "", *self._grid(ed, plain=False), ":::"]
        return "\n".join([*head, *body, *self._notes(ed, plain=False)])

    def plain(self, ed) -> str:
        """The table as GFM for a Jupyter without the book."""
        title = "　".join(p for p in (self.caption, f"单位：{self.unit}" if self.unit else "") if p)
        head = [f"**{escape(title)}**", ""] if title else []
        return "\n".join([*head, *self._grid(ed, plain=True), *self._notes(ed, plain=True)])

    def _notes(self, ed, plain: bool) -> list[str]:
        notes = [words(note) for note in [*self.notes, *self._remarks(ed)] if note]
        if not notes:
            return []
        said = [note.plain if plain else str(note) for note in notes]
        if plain:
            return ["", "　".join(said)]
        return ["", *(f"{{.table-note}}\n{note}\n" for note in said)]

    def _remarks(self, ed) -> list[str]:
        """What the table has to say by itself: which numbers were converted, and what the star means."""
        remarks = []
        for number, cells in enumerate(zip(*self.rows, strict=True)):
            unit, figures = self.units.get(number, self.unit), [cell for cell in cells if _is_figure(cell)]
            moved = [cell for cell in figures if unit and _parts(ed, cell, unit).unit != cell.unit]
            remarks.append(numbers.conversion_note(moved, unit))
        if any(numbers.is_derived(cell) for row in self.rows for cell in row if _is_figure(cell)):
            remarks.append(STARRED)
        return list(dict.fromkeys(remarks))

    def _grid(self, ed, plain: bool) -> list[str]:
        columns = list(zip(*self.rows, strict=True)) if self.rows else [()] * len(self.columns)
        made = [self._column(ed, number, cells, plain) for number, cells in enumerate(columns)]
        heads = [
            escape(head) + (f"（{escape(self.units[i])}）" if i in self.units else "")
            for i, head in enumerate(self.columns)
        ]
        lines = [heads, ["--:" if numeric else ":--" for _, numeric in made]]
        lines += [list(row) for row in zip(*(cells for cells, _ in made), strict=True)]
        return ["| " + " | ".join(line) + " |" for line in lines]

    def _column(self, ed, number: int, cells, plain: bool) -> tuple[list[str], bool]:
        """One column as text, and whether it is a column of numbers (right-aligned on the point)."""
        unit = self.units.get(number, self.unit)
        figures = [cell for cell in cells if _is_figure(cell) or isinstance(cell, Computed)]
        whole = [cell for cell in cells if isinstance(cell, int)]
        numeric = bool(figures or whole) and all(
            cell in figures or isinstance(cell, int) or cell in (None, "") for cell in cells
        )
        parts = {id(cell): _parts(ed, cell, unit) for cell in figures}
        shown = list(parts.values())
        # Numbers can stand on one point only where one unit, or none, follows them.
        alike = numeric and len({part.unit for part in shown if part.number}) <= 1
        pads = dict(zip(parts, numbers.padding(shown), strict=True)) if alike else {}
        made = []
        piece: Words
        for cell in cells:
            if id(cell) in parts:
                part = parts[id(cell)]
                if isinstance(cell, Computed):
                    piece = cell
                else:
                    piece = link(ed, cell, part.full if part.unit != unit else part.bare)
                    # Before the number, where it leaves the decimal points in their line.
                    if mark := numbers.mark(cell):
                        piece = join(" ", [marked(mark, "preliminary"), piece])
                    elif word := numbers.strength(cell):
                        piece = join(" ", [marked(word, "strength"), piece])
                pad = "".join(f"&#{ord(char)};" for char in pads.get(id(cell), ""))
                made.append((piece.plain if plain else str(piece)) + pad)
            else:
                piece = counted(cell) if isinstance(cell, int) else words(cell) if cell else self._nothing
                made.append(piece.plain if plain else str(piece))
        return made, numeric


def _is_figure(cell) -> bool:
    return hasattr(cell, "printed") and hasattr(cell, "unit") and not isinstance(cell, str)


def _parts(ed, figure, unit: str):
    """A figure taken apart, in the common unit where it can be."""
    if isinstance(figure, Computed):
        return figure.parts
    if unit and figure.value is not None and figure.unit != unit:
        try:
            return numbers.converted(ed, figure, unit)
        except (ValueError, KeyError):
            return numbers.parts(figure)
    return numbers.parts(figure)


class Computed(Words):
    """A number that was worked out from printed ones; `parts` for its place in a column."""

    parts: numbers.Parts


def computed(text: str, target, how: str) -> Computed:
    """A worked-out number (`text`, with its sign): starred, linked to the row of `target`, `how` in the
    tooltip."""
    shown = escape(f"{text}*")
    made = Computed(f'[{shown}](#{numbers.anchor(target)} "{escape(how)}")', shown)
    made.parts = numbers.Parts(number=text)
    return made
