"""Three-rule tables: MyST for the book, GFM for any Jupyter, numbers on one decimal point, the unit said
once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from planbook.edition import Edition

from . import numbers
from .errors import ShowError
from .markup import Words, counted, entered, entries, escape, join, link, marked, raw, words

NOTHING = "—"
EMPTY, DASH = 0, numbers.Parts(number=NOTHING)  # the key of an empty cell's padding, and what is padded
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

    def myst(self, ed: Edition) -> Words:
        """The table as a MyST {table} directive, notes below it; its plain form is GFM, for a Jupyter without
        the book. A unit that all its numbers share, or all of a column, is said once."""
        return self._with_units(ed)._myst(ed)

    def _with_units(self, ed: Edition) -> Table:
        """Itself, with the unit that all its numbers, or all of a column, are printed in."""
        if self.unit or self.units or not self.rows:
            return self
        columns = [_units(ed, cells) for cells in zip(*self.rows, strict=True)]
        every = [unit for units, _ in columns for unit in units]
        if _alike(every):
            return replace(self, unit=every[0])
        shared = {at: units[0] for at, (units, pure) in enumerate(columns) if pure and _alike(units)}
        return replace(self, units=shared)

    def _myst(self, ed: Edition) -> Words:
        grid, notes = self._grid(ed), [words(note) for note in [*self.notes, *self._remarks(ed)] if note]
        unit = marked(f"单位：{self.unit}", "table-unit") if self.unit else ""
        options = [f":class: three-rules{' ' + self.css if self.css else ''}"]
        head: list[str] = []
        title = ""
        if self.caption:
            title = f" {words(self.caption)}" + (f" {unit}" if unit else "")
            options += [f":name: {self.name}"] if self.name else []
        elif unit:
            head = [str(unit), ""]
        body = [f":::{{table}}{title}", *options, "", *_lines(grid), ":::"]
        below = ["", *(f"{{.table-note}}\n{note}\n" for note in notes)] if notes else []
        cells = [cell for line in grid for cell in line]
        return Words(
            "\n".join([*head, *body, *below]),
            self._plain(grid, notes),
            entries([self.caption, *cells, *notes]),
        )

    def plain(self, ed: Edition) -> str:
        """The table as GFM."""
        return self.myst(ed).plain

    def _plain(self, grid: list[list[Words]], notes: list[Words]) -> str:
        title = "　".join(p for p in (self.caption, f"单位：{self.unit}" if self.unit else "") if p)
        head = [f"**{escape(title)}**", ""] if title else []
        below = ["", "　".join(note.plain for note in notes)] if notes else []
        return "\n".join([*head, *_lines([[cell.plain for cell in line] for line in grid]), *below])

    def _remarks(self, ed: Edition) -> list[str]:
        """What the table has to say by itself: which numbers were converted, and what the star means."""
        remarks = []
        for number, cells in enumerate(zip(*self.rows, strict=True)):
            unit, figures = self.units.get(number, self.unit), [cell for cell in cells if _is_figure(cell)]
            moved = [cell for cell in figures if unit and _parts(ed, cell, unit).unit != cell.unit]
            remarks.append(numbers.conversion_note(moved, unit))
        if any(numbers.is_derived(cell) for row in self.rows for cell in row if _is_figure(cell)):
            remarks.append(STARRED)
        return list(dict.fromkeys(remarks))

    def _grid(self, ed: Edition) -> list[list[Words]]:
        """Heads, how columns are set, and cells."""
        columns = list(zip(*self.rows, strict=True)) if self.rows else [()] * len(self.columns)
        made = [self._column(ed, number, cells) for number, cells in enumerate(columns)]
        heads = [
            Words(escape(head) + (f"（{escape(self.units[i])}）" if i in self.units else ""))
            for i, head in enumerate(self.columns)
        ]
        lines = [heads, [Words("--:" if numeric else ":--") for _, numeric in made]]
        return lines + [list(row) for row in zip(*(cells for cells, _ in made), strict=True)]

    def _column(self, ed: Edition, number: int, cells) -> tuple[list[Words], bool]:
        """One column, and whether it is a column of numbers (right-aligned on the point)."""
        unit = self.units.get(number, self.unit)
        figures = [cell for cell in cells if _is_figure(cell) or isinstance(cell, Computed)]
        whole = [cell for cell in cells if isinstance(cell, int)]
        numeric = bool(figures or whole) and all(
            cell in figures or isinstance(cell, int) or cell in (None, "") for cell in cells
        )
        parts = {id(cell): _parts(ed, cell, unit) for cell in figures}
        shown = list(parts.values())
        # Numbers can stand on one point only where one unit, or none, follows them; a dash stands on ones.
        alike = numeric and len({part.unit for part in shown if part.number}) <= 1
        pads = dict(zip([*parts, EMPTY], numbers.padding([*shown, DASH]), strict=True)) if alike else {}
        made = []
        piece: Words
        for cell in cells:
            if id(cell) in parts:
                piece = cell if isinstance(cell, Computed) else _number(ed, cell, unit)
                made.append(raw("", [piece, _spaces(pads.get(id(cell), ""))]))
            elif isinstance(cell, int):
                made.append(counted(cell))
            elif cell:
                made.append(words(cell))
            else:
                made.append(raw("", [self._nothing, _spaces(pads.get(EMPTY, ""))]))
        return made, numeric


def _spaces(text: str) -> str:
    return "".join(f"&#{ord(char)};" for char in text)


def _lines(grid) -> list[str]:
    return ["| " + " | ".join(line) + " |" for line in grid]


def _number(ed: Edition, figure: numbers.Quantity, unit: str) -> Words:
    """A figure in its cell: without its unit where that is the common one, and with its standing."""
    part = _parts(ed, figure, unit)
    piece = link(ed, figure, _fitting(ed, figure, unit), bare=part.unit == unit)
    # Before the number, where it leaves the decimal points in their line.
    if mark := numbers.mark(figure):
        return join(" ", [marked(mark, "preliminary"), piece])
    if word := numbers.strength(figure):
        return join(" ", [marked(word, "strength"), piece])
    return piece


def _units(ed: Edition, cells) -> tuple[list[str], bool]:
    """The units of the numbers of a column, as printed, and whether nothing else stands in it."""
    figures = [cell for cell in cells if _is_figure(cell) or isinstance(cell, Computed)]
    parts = [cell.parts if isinstance(cell, Computed) else numbers.parts(cell) for cell in figures]
    pure = all(cell in (None, "") or any(cell is one for one in figures) for cell in cells)
    return [part.unit for part in parts if part.number], pure


def _alike(units: list[str]) -> bool:
    return len(units) > 1 and bool(units[0]) and len(set(units)) == 1


def _is_figure(cell) -> bool:
    return hasattr(cell, "printed") and hasattr(cell, "unit") and not isinstance(cell, str)


def _parts(ed: Edition, figure: numbers.Quantity, unit: str):
    """A figure taken apart, in the common unit where it can be."""
    if isinstance(figure, Computed):
        return figure.parts
    return numbers.converted(ed, figure, _fitting(ed, figure, unit))


def _fitting(ed: Edition, figure: numbers.Quantity, unit: str) -> str:
    """The common unit where a figure can be said in it, else its own."""
    if not unit or figure.value is None or figure.unit == unit:
        return figure.unit
    try:
        ed.convert(figure, unit)
    except (ValueError, KeyError):
        return figure.unit
    return unit


class Computed(Words):
    """A number whose text is made already; `parts` for its place in a column."""

    parts: numbers.Parts


def number(ed: Edition, figure: numbers.Quantity) -> Computed:
    """A figure in a column of its own, where the row says its strength elsewhere."""
    mark = numbers.mark(figure)
    made = join(" ", [marked(mark, "preliminary"), link(ed, figure)]) if mark else link(ed, figure)
    one = Computed(made, made.plain, made.entries)
    one.parts = numbers.parts(figure)
    return one


def difference(text: str, after, before) -> Computed:
    """The difference `text` of two figures, with its sign: starred, linked to the row of the first."""
    how = f"{numbers.text(after)}减{numbers.text(before)}"
    inputs = [numbers.anchor(after), numbers.anchor(before)]
    made = entered(f"{text}*", numbers.anchor(after), how, inputs=inputs)
    one = Computed(made, made.plain, made.entries)
    one.parts = numbers.Parts(number=text)
    return one
