"""Tables of a tree: their cells, their columns, and what belongs to them."""

import pytest
from docutils import nodes
from docutils.core import publish_doctree

from planbook.formats.tree.tables import Table, alignment, belongs_to_table, place

SPANNED = """
+------+-----+-----+
| head | two       |
+======+=====+=====+
| a    | b   | c   |
|      +-----+-----+
|      | d   | e   |
+------+-----+-----+
"""


def table(text: str) -> Table:
    return Table.of(next(publish_doctree(text).findall(nodes.table)))


def test_spans_shift_the_cells_after_them():
    """A cell below a span stands in the next free column."""
    found = table(SPANNED)
    assert [(c.row, c.column, c.colspan, c.rowspan, c.entry.astext()) for c in found.head + found.body] == [
        (0, 0, 1, 1, "head"),
        (0, 1, 2, 1, "two"),
        (1, 0, 1, 2, "a"),
        (1, 1, 1, 1, "b"),
        (1, 2, 1, 1, "c"),
        (2, 1, 1, 1, "d"),
        (2, 2, 1, 1, "e"),
    ]


def test_cells_that_span_do_not_count_for_widths():
    """A title over two columns does not widen one of them."""
    assert all(text.text != "two" for text in table(SPANNED).texts)


def test_alignment_is_that_of_the_first_row():
    """Each column is aligned as its first cell in the body."""
    rows = []
    for classes in (["text-right"], []), ([], ["text-center"]):
        row = nodes.row()
        row += [nodes.entry("", nodes.paragraph("", "x"), classes=c) for c in classes]
        rows.append(row)
    assert alignment(place(rows), 2) == ["right", "left"]


def unit(text: str = "单位：亿元") -> nodes.paragraph:
    return nodes.paragraph("", "", nodes.inline("", text, classes=["table-unit"]))


def note(text: str) -> nodes.paragraph:
    return nodes.paragraph("", text, classes=["table-note"])


@pytest.fixture
def document():
    """A table with a unit above, two notes below, and a note that belongs to nothing."""
    document = nodes.document(None, None)
    held = next(publish_doctree("=== ===\na   b\n=== ===\n1   2\n=== ===").findall(nodes.table))
    document += [unit(), held, note("注一"), note("注二"), nodes.paragraph("", "正文"), note("别处")]
    return document


def test_unit_and_notes_belong_to_their_table(document):
    """The unit right above it and the notes right below it, and nothing after another paragraph."""
    found = Table.of(document[1])
    assert found.unit.astext() == "单位：亿元" and [one.astext() for one in found.notes] == ["注一", "注二"]
    paragraphs = (child for child in document if isinstance(child, nodes.paragraph))
    assert [one.astext() for one in paragraphs if not belongs_to_table(one)] == ["正文", "别处"]


def test_the_unit_of_a_caption_goes_before_one_above(document):
    """A table with a title has its unit there; the paragraph above then stands for itself."""
    percent = nodes.inline("", "%", classes=["table-unit"])
    document[1].insert(0, nodes.title("", "", nodes.Text("收入"), percent))
    assert Table.of(document[1]).unit.astext() == "%" and not belongs_to_table(document[0])
