"""Tables as Typst calls."""

from docutils import nodes
from docutils.core import publish_doctree

from planbook.bind.typst.tables import Grid, alignment, place, typeset

SPANNED = """
+------+-----+-----+
| head | two       |
+======+=====+=====+
| a    | b   | c   |
|      +-----+-----+
|      | d   | e   |
+------+-----+-----+
"""


def grid(text: str) -> Grid:
    return Grid.of(next(publish_doctree(text).findall(nodes.table)))


def test_spans_shift_the_cells_after_them():
    """A cell below a span stands in the next free column."""
    found = grid(SPANNED)
    assert [(c.row, c.column, c.colspan, c.rowspan, c.entry.astext()) for c in found.head + found.body] == [
        (0, 0, 1, 1, "head"),
        (0, 1, 2, 1, "two"),
        (1, 0, 1, 2, "a"),
        (1, 1, 1, 1, "b"),
        (1, 2, 1, 1, "c"),
        (2, 1, 1, 1, "d"),
        (2, 2, 1, 1, "e"),
    ]


def test_spans_reach_typst():
    """colspan and rowspan are said to Typst, and the head is apart from the body."""
    code = typeset(grid(SPANNED), lambda entry: f"={entry.astext()}=")
    assert "table.cell(colspan: 2, breakable: false)[=two=]" in code
    assert "table.cell(rowspan: 2, breakable: false)[=a=]" in code
    assert code.index("[=two=]") < code.index("body:") or code.index("head:") < code.index("[=two=]")


def test_cells_that_span_do_not_count_for_widths():
    """A title over two columns does not widen one of them."""
    assert all(text.text != "two" for text in grid(SPANNED).texts)


def test_alignment_is_that_of_the_first_row():
    """Each column is aligned as its first cell in the body."""
    rows = []
    for classes in (["text-right"], []), ([], ["text-center"]):
        row = nodes.row()
        row += [nodes.entry("", nodes.paragraph("", "x"), classes=c) for c in classes]
        rows.append(row)
    assert alignment(place(rows), 2) == ["right", "left"]


def rows(count: int) -> str:
    return "=== ===\na   b\n=== ===\n" + "1   2\n" * count + "=== ===\n"


def test_only_long_tables_break_over_pages():
    """A table of few lines stays whole; one of many rows, or of few rows with much text, may break."""
    assert "whole: true" in typeset(grid(rows(9)), nodes.entry.astext)
    assert "whole: false" in typeset(grid(rows(10)), nodes.entry.astext)
    assert "whole: false" in typeset(grid(rows(3).replace("1   2", "1   " + "字" * 400)), nodes.entry.astext)


def test_narrow_tables_are_known():
    """Two short columns fit into half the measure, a long sentence does not."""
    assert grid(rows(2)).narrow
    assert not grid(rows(2).replace("1   2", "1   " + "2 " * 60, 1)).narrow
