"""Tables: where each cell stands, how columns are aligned, and the Typst call that sets three rules."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from docutils import nodes

from planbook.bind.typst import widths

# The measure between the margins is 448 pt: this many em at the size of a table's type.
MEASURE = 448.0
SIZE, SMALL = 8.8, 7.6
LONG = 1000  # characters; only a cell of so many may be torn apart at the foot of a page
WHOLE = 10  # a table of so few lines is not broken over pages


@dataclass(frozen=True)
class Cell:
    """One cell: where it stands, what it spans, what it says."""

    row: int
    column: int
    colspan: int
    rowspan: int
    entry: nodes.entry


@dataclass(frozen=True)
class Grid:
    """A table's cells, the head's apart from the body's, and how many columns they fill."""

    head: list[Cell]
    body: list[Cell]
    count: int

    @classmethod
    def of(cls, node: nodes.table) -> "Grid":
        group = node.next_node(nodes.tgroup)
        head = [row for part in group.findall(nodes.thead) for row in part]
        body = [row for part in group.findall(nodes.tbody) for row in part]
        return cls(place(head), place(body, len(head)), group["cols"])

    @cached_property
    def texts(self) -> list[widths.Text]:
        """The cells that widths are made from."""
        cells = [cell for cell in (*self.head, *self.body) if cell.colspan == 1]
        return [widths.Text(cell.row, cell.column, cell.entry.astext()) for cell in cells]

    @property
    def narrow(self) -> bool:
        """Do two of them fit side by side?"""
        return widths.natural(self.texts, self.count) <= MEASURE / SIZE / 2 - 1.5


def place(rows: list[nodes.row], start: int = 0) -> list[Cell]:
    """The cells of rows with their columns, spans counted; `start` is the number of the first row."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for number, row in enumerate(rows, start):
        column = 0
        for entry in row.findall(nodes.entry):
            while (number, column) in taken:
                column += 1
            cell = Cell(number, column, entry.get("morecols", 0) + 1, entry.get("morerows", 0) + 1, entry)
            taken |= {
                (number + down, column + right)
                for down in range(cell.rowspan)
                for right in range(cell.colspan)
            }
            cells.append(cell)
            column += cell.colspan
    return cells


def alignment(cells: list[Cell], count: int) -> list[str]:
    """left, right or center for each column: what its first cell in the body says."""
    found = ["left"] * count
    for cell in reversed(cells):
        classes = cell.entry.get("classes", [])
        found[cell.column] = next((side for side in ("right", "center") if f"text-{side}" in classes), "left")
    return found


def typeset(grid: Grid, write: Callable[[nodes.entry], str], half: bool = False, **around: str) -> str:
    """The Typst call for a table, without the leading `#`.

    Args:
        write: the content of an entry as Typst markup.
        half: it stands beside another one, in half the measure.
        around: further named arguments of the template's `three-rules`, each already Typst code.
    """
    # A table of many columns whose cells break all the same is set a little smaller.
    small = not half and widths.natural(grid.texts, grid.count) > 1.6 * MEASURE / SIZE
    measure = MEASURE / (SMALL if small else SIZE) / (2 if half else 1)
    found = widths.columns(grid.texts, grid.count, measure)

    def cells(some: list[Cell]) -> str:
        return "".join(f"table.cell({_about(cell)})[{write(cell.entry)}],\n" for cell in some)

    arguments = {
        "columns": f"({' '.join(f'{100 * wide / measure:.3f}%,' for wide in found)})",
        "align": f"({' '.join(f'{side},' for side in alignment(grid.body or grid.head, grid.count))})",
        "width": f"{min(100.0, 100 * sum(found) / measure):.2f}%",
        "size": f"{SMALL if small else SIZE}pt",
        "whole": "true" if widths.lines(grid.texts, found) <= WHOLE else "false",
        "head": f"(\n{cells(grid.head)})",
        "body": f"(\n{cells(grid.body)})",
        **around,
    }
    return f"three-rules({', '.join(f'{name}: {value}' for name, value in arguments.items())})"


def _about(cell: Cell) -> str:
    """The arguments of a cell: what it spans, and that a row is not torn apart unless it is very long."""
    spans = {"colspan": cell.colspan, "rowspan": cell.rowspan}
    said = [f"{name}: {size}" for name, size in spans.items() if size > 1]
    return ", ".join([*said, *(["breakable: false"] if len(cell.entry.astext()) < LONG else [])])
