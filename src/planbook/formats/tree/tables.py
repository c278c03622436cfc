"""Tables: where each cell stands, how columns are aligned, which unit and notes belong to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from docutils import nodes

from planbook.formats.tree import widths

UNIT, NOTE = "table-unit", "table-note"  # classes


@dataclass(frozen=True)
class Cell:
    """One cell: where it stands, what it spans, what it says."""

    row: int
    column: int
    colspan: int
    rowspan: int
    entry: nodes.entry


@dataclass(frozen=True)
class Table:
    """A table's cells, the head's apart from the body's, and the words that stand around it.

    title: number and subject stand in it; None: the table has neither.
    unit: the common unit, as a part of the title or, without one, as the paragraph above.
    """

    node: nodes.table
    head: list[Cell]
    body: list[Cell]
    count: int
    title: nodes.title | None
    unit: nodes.TextElement | None
    notes: list[nodes.paragraph]

    @classmethod
    def of(cls, node: nodes.table) -> "Table":
        group = node.next_node(nodes.tgroup)
        head, body = ([row for p in group.findall(kind) for row in p] for kind in (nodes.thead, nodes.tbody))
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        at = node.parent.index(node)
        above = node.parent[at - 1] if at else None
        return cls(
            node=node,
            head=place(head),
            body=place(body, len(head)),
            count=group["cols"],
            title=title,
            unit=unit_in(title) if title is not None else above if is_unit(above) else None,
            notes=list(_notes(node)),
        )

    @property
    def cells(self) -> list[Cell]:
        return [*self.head, *self.body]

    @cached_property
    def texts(self) -> list[widths.Text]:
        """The cells that widths are made from."""
        return [widths.Text(c.row, c.column, c.entry.astext()) for c in self.cells if c.colspan == 1]

    @cached_property
    def natural(self) -> float:
        """Its width in em when all cells stand on one line."""
        return widths.natural(self.texts, self.count)

    def columns(self, measure: float) -> list[float]:
        """The width of each column, in em; together they fill at most the measure."""
        return widths.columns(self.texts, self.count, measure)

    @cached_property
    def sides(self) -> list[str]:
        """left, right or center for each column: what its first cell in the body says."""
        return alignment(self.body or self.head, self.count)


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
    sides = ["left"] * count
    for cell in reversed(cells):
        classes = cell.entry.get("classes", [])
        sides[cell.column] = next((side for side in ("right", "center") if f"text-{side}" in classes), "left")
    return sides


def is_unit(node: nodes.Node | None) -> bool:
    """Is this a paragraph that says nothing but the common unit of the table below?"""
    if not isinstance(node, nodes.paragraph):
        return False
    parts = [child for child in node.children if not isinstance(child, nodes.Text) or child.astext().strip()]
    return len(parts) == 1 and parts[0] is unit_in(node)


def unit_in(node: nodes.TextElement) -> nodes.inline | None:
    """The common unit that a caption or a paragraph holds."""
    inlines = (child for child in node.children if isinstance(child, nodes.inline))
    return next((child for child in inlines if UNIT in child["classes"]), None)


def _is_note(node: nodes.Node) -> bool:
    return isinstance(node, nodes.paragraph) and NOTE in node["classes"]


def _notes(table: nodes.table) -> Iterator[nodes.paragraph]:
    """The notes that stand directly below a table."""
    for sibling in table.parent[table.parent.index(table) + 1 :]:
        if not _is_note(sibling):
            return
        yield sibling


def belongs_to_table(paragraph: nodes.paragraph) -> bool:
    """Is this a unit or a note that its table has already?"""
    siblings, at = paragraph.parent.children, paragraph.parent.index(paragraph)
    if is_unit(paragraph) and isinstance(siblings[at + 1] if at + 1 < len(siblings) else None, nodes.table):
        return not any(isinstance(child, nodes.title) for child in siblings[at + 1].children)
    while at and _is_note(siblings[at]):
        at -= 1
    return _is_note(paragraph) and isinstance(siblings[at], nodes.table)
