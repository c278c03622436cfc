"""Tables and pictures of the document."""

import io
from contextlib import AbstractContextManager
from typing import Any, Protocol

from docutils import nodes
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Length, Pt

from planbook.formats.tree.tables import Table
from planbook.formats.word.document import Document, element
from planbook.formats.word.pictures import Bitmap

SIDES = {"left": None, "right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
HIGHEST = 400.0  # pt, of a picture
KEY_WIDTHS = (16.0, 12.0, 18.0)  # em


class Lines(Protocol):
    """What fills the cells of a table: the writer of the document."""

    document: Document

    def within(self, **state: Any) -> AbstractContextManager[None]: ...
    def start(self, style: str = "") -> Any: ...
    def words(self, node: nodes.Element, paragraph: Any, *look: str) -> None: ...
    def inside(self, node: nodes.Element) -> Any: ...


def table(writer: Lines, table: Table, title: str) -> None:
    """A table with three rules; its head is repeated on every page, and no row is torn."""
    heads = max((cell.row + cell.rowspan for cell in table.head), default=0)
    rows = max((cell.row + cell.rowspan for cell in table.cells), default=1)
    cells = _new(writer, rows, heads, _columns(table, writer.document), title)
    for cell in table.cells:
        here = cells[cell.row][cell.column]
        if cell.colspan > 1 or cell.rowspan > 1:
            here = here.merge(cells[cell.row + cell.rowspan - 1][cell.column + cell.colspan - 1])
        style = "Table Head" if cell.row < heads else "Table Text"
        _fill(writer, here, cell.entry, style, table.sides[cell.column])


def width(table: Table, document: Document) -> Length:
    """How wide the table will be between the document's margins."""
    return min(Pt(sum(_columns(table, document)) * document.cell_size), document.measure)


def _columns(table: Table, document: Document) -> list[float]:
    return table.columns(document.measure.pt / document.cell_size)


def key_numbers(writer: Lines, heads: list[str], rows: list[list[nodes.inline | None]]) -> None:
    """A row for each key number below the heads of the columns."""
    lines = [[nodes.inline("", head) for head in heads], *rows]
    fitting = min(1.0, writer.document.measure.pt / writer.document.cell_size / sum(KEY_WIDTHS))
    cells = _new(writer, len(lines), 1, [wide * fitting for wide in KEY_WIDTHS[: len(heads)]], "关键数字")
    for at, line in enumerate(lines):
        for cell, part in zip(cells[at], line, strict=True):
            _fill(writer, cell, part, "Table Text" if at else "Table Head", "left")
    writer.start("Table Note")


def picture(paragraph: Any, bitmap: Bitmap, alternative: str, measure: Length) -> None:
    """A picture in a paragraph, no wider than the measure, nor so high that it leaves half a page empty."""
    width = Pt(min(bitmap.width, measure.pt, HIGHEST * bitmap.width / bitmap.height))
    made = paragraph.add_run().add_picture(io.BytesIO(bitmap.content), width=width)
    made._inline.docPr.set("descr", alternative)


def _new(writer: Lines, rows: int, heads: int, columns: list[float], title: str) -> list[list[Any]]:
    """The cells of an empty table, row by row; `columns`: their widths in em."""
    made = writer.document.body.add_table(rows, len(columns))
    made._tbl.tblPr.style = writer.document.style_ids["Three Rules"]
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    if title:
        made._tbl.tblPr.append(element("w:tblCaption", val=title))
    size = writer.document.cell_size
    # NOTE: python-docx looks for a cell through the whole table each time: all of them are fetched once.
    flat = made._cells
    cells = [flat[at : at + len(columns)] for at in range(0, len(flat), len(columns))]
    for column, wide in zip(made.columns, columns, strict=True):
        column.width = Pt(wide * size)
    for at, row in enumerate(made.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if at < heads:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, wide in zip(cells[at], columns, strict=True):
            cell.width = Pt(wide * size)
    return cells


def _fill(writer: Lines, cell: Any, node: nodes.Element | None, style: str, side: str) -> None:
    first = cell.paragraphs[0]
    first._p.getparent().remove(first._p)
    with writer.within(where=cell, style=style):
        if isinstance(node, nodes.entry):
            writer.inside(node)
        elif node is not None:
            writer.words(node, writer.start())
        if not cell.paragraphs:
            writer.start()
    for paragraph in cell.paragraphs:
        paragraph.alignment = SIDES[side]
