"""The Typst call that sets a table between three rules."""

from collections.abc import Callable

from docutils import nodes

from planbook.formats.tree import widths
from planbook.formats.tree.tables import Cell, Table

# The measure between the margins is 448 pt: this many em at the size of a table's type.
MEASURE = 448.0
SIZE, SMALL = 8.8, 7.6
LONG = 300  # characters; only a cell of so many may be torn apart at the foot of a page
WHOLE = 10  # a table of so few lines is not broken over pages


def typeset(table: Table, write: Callable[[nodes.entry], str], behind: bool = False, **around: str) -> str:
    """The Typst call for a table, without the leading `#`.

    Args:
        write: the content of an entry as Typst markup.
        behind: it stands below its picture, set smaller.
        around: further named arguments of the template's `three-rules`, each already Typst code.
    """
    # A table of many columns whose cells break all the same is set a little smaller.
    size = SMALL if behind or table.natural > 1.6 * MEASURE / SIZE else SIZE
    measure = MEASURE / size
    columns = table.columns(measure)

    def cells(some: list[Cell]) -> str:
        return "".join(f"table.cell({_about(cell)})[{write(cell.entry)}],\n" for cell in some)

    arguments = {
        "columns": f"({' '.join(f'{100 * wide / measure:.3f}%,' for wide in columns)})",
        "align": f"({' '.join(f'{side},' for side in table.sides)})",
        "width": f"{min(100.0, 100 * sum(columns) / measure):.2f}%",
        "size": f"{size}pt",
        "whole": "true" if widths.lines(table.texts, columns) <= WHOLE else "false",
        "head": f"(\n{cells(table.head)})",
        "body": f"(\n{cells(table.body)})",
        **around,
    }
    return f"three-rules({', '.join(f'{name}: {value}' for name, value in arguments.items())})"


def _about(cell: Cell) -> str:
    """The arguments of a cell: what it spans, and that a row is not torn apart unless it is very long."""
    spans = {"colspan": cell.colspan, "rowspan": cell.rowspan}
    arguments = [f"{name}: {size}" for name, size in spans.items() if size > 1]
    return ", ".join([*arguments, *(["breakable: false"] if len(cell.entry.astext()) < LONG else [])])
