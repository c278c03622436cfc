"""Tables: how wide each column is, how each is aligned, and the Typst call that sets them between three rules."""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

from docutils import nodes

from planbook.bind.typst.literal import width

MEASURE = 51.0  # em that fit between the margins at the size of tables
GAP = 1.35  # em between two columns
WHOLE = 7  # a table of so few rows is not broken over pages


@dataclass(frozen=True)
class Cell:
    """One cell: where it stands, what it spans, what it says."""

    row: int
    column: int
    colspan: int
    rowspan: int
    entry: nodes.entry

    @property
    def natural(self) -> float:
        """The width of its longest line, in em."""
        return max((width(line) for line in self.entry.astext().splitlines()), default=0.0)

    @property
    def least(self) -> float:
        """The width below which a number or a Latin word would run over the edge."""
        return max((width(part) for part in self.entry.astext().split() if not any(map(_chinese, part))), default=2.0)


def _chinese(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff"


def place(rows: list[nodes.row], start: int = 0) -> list[Cell]:
    """The cells of rows with their columns, spans taken into account; `start` is the number of the first row."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for number, row in enumerate(rows, start):
        column = 0
        for entry in row.findall(nodes.entry):
            while (number, column) in taken:
                column += 1
            cell = Cell(number, column, entry.get("morecols", 0) + 1, entry.get("morerows", 0) + 1, entry)
            taken |= {(number + down, column + right) for down in range(cell.rowspan) for right in range(cell.colspan)}
            cells.append(cell)
            column += cell.colspan
    return cells


def columns(cells: list[Cell], count: int) -> list[str]:
    """The width of each column as a Typst length; together they fill the measure.

    What is short keeps its natural width, so that numbers never wrap; the long columns share what is left in
    proportion to the root of their length, which gives them about equally many lines. When all is short, the slack
    is shared out evenly.
    """
    natural, least = [1.0] * count, [1.0] * count
    for cell in cells:
        if cell.colspan == 1:
            natural[cell.column] = max(natural[cell.column], cell.natural)
            least[cell.column] = max(least[cell.column], cell.least)
    room = MEASURE - GAP * (count - 1)
    if sum(natural) <= room:
        slack = min((room - sum(natural)) / count, 12.0)
        return [f"{wide + GAP + slack:.2f}fr" for wide in natural]
    fixed: set[int] = set()
    while True:
        free = [i for i in range(count) if i not in fixed]
        left = room - sum(natural[i] for i in fixed)
        weights = {i: sqrt(natural[i]) for i in free}
        share = {i: left * weights[i] / sum(weights.values()) for i in free}
        short = {i for i in free if natural[i] <= share[i]}
        if not short or len(short) == len(free):
            break
        fixed |= short
    return [
        f"{natural[i] + GAP:.2f}em" if i in fixed else f"{max(share[i], least[i], 2.0):.2f}fr" for i in range(count)
    ]


def alignment(cells: list[Cell], count: int) -> list[str]:
    """left, right or center for each column: what its first cell in the body says."""
    found = ["left"] * count
    for cell in reversed(cells):
        classes = cell.entry.get("classes", [])
        side = next((side for side in ("right", "center") if f"text-{side}" in classes), "left")
        found[cell.column] = side
    return found


def typeset(node: nodes.table, write: Callable[[nodes.entry], str], **around: str) -> str:
    """The Typst call for a table.

    Args:
        node: a table with one tgroup.
        write: the content of an entry as Typst markup.
        around: further named arguments of the template's `three-rules`, each already Typst code.
    """
    group = node.next_node(nodes.tgroup)
    count = group["cols"]
    head_rows = [row for head in group.findall(nodes.thead) for row in head]
    body_rows = [row for body in group.findall(nodes.tbody) for row in body]
    head, body = place(head_rows), place(body_rows, len(head_rows))

    def cells(some: list[Cell]) -> str:
        return "".join(f"table.cell({_spans(cell)})[{write(cell.entry)}],\n" for cell in some)

    arguments = {
        "columns": f"({', '.join(columns(head + body, count))},)",
        "align": f"({', '.join(alignment(body or head, count))},)",
        "whole": "true" if len(body_rows) <= WHOLE else "false",
        "head": f"(\n{cells(head)})" if head else "()",
        **around,
    }
    named = ", ".join(f"{name}: {value}" for name, value in arguments.items())
    return f"\n#three-rules({named}, body: (\n{cells(body)}))\n"


def _spans(cell: Cell) -> str:
    spans = {"colspan": cell.colspan, "rowspan": cell.rowspan}
    return ", ".join(f"{name}: {size}" for name, size in spans.items() if size > 1)
