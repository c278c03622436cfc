"""Tables as Typst calls."""

from docutils import nodes
from test_tree_tables import SPANNED, table

from planbook.formats.typst.tables import typeset


def test_spans_reach_typst():
    """colspan and rowspan are said to Typst, and the head is apart from the body."""
    code = typeset(table(SPANNED), lambda entry: f"={entry.astext()}=")
    assert "table.cell(colspan: 2, breakable: false)[=two=]" in code
    assert "table.cell(rowspan: 2, breakable: false)[=a=]" in code
    assert code.index("head:") < code.index("[=two=]") < code.index("body:") < code.index("[=a=]")


def rows(count: int) -> str:
    return "=== ===\na   b\n=== ===\n" + "1   2\n" * count + "=== ===\n"


def test_only_long_tables_break_over_pages():
    """A table of few lines stays whole; one of many rows, or of few rows with much text, may break."""
    assert "whole: true" in typeset(table(rows(9)), nodes.entry.astext)
    assert "whole: false" in typeset(table(rows(10)), nodes.entry.astext)
    assert "whole: false" in typeset(table(rows(3).replace("1   2", "1   " + "字" * 400)), nodes.entry.astext)
