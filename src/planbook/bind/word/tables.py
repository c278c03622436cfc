"""Tables and pictures of the document."""

import io
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Pt

from planbook.bind.typst import widths
from planbook.bind.typst.tables import Grid, alignment
from planbook.bind.word.document import MEASURE
from planbook.bind.word.pictures import Bitmap

if TYPE_CHECKING:
    from planbook.bind.word.writer import Writer

SIZE = 9.0  # pt, as in the style Table Text
SIDES = {"left": None, "right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
KEY_HEADS = ("指标", "数值", "说明")


def table(writer: "Writer", node: nodes.table, title: str) -> None:
    """A table with three rules; its head is repeated on every page, and no row is torn."""
    grid, shares = Grid.of(node), _shares(node)
    heads = max((cell.row + cell.rowspan for cell in grid.head), default=0)
    rows = max((cell.row + cell.rowspan for cell in (*grid.head, *grid.body)), default=1)
    made, cells = _new(writer, rows, shares, title)
    sides = alignment(grid.body or grid.head, grid.count)
    for cell in (*grid.head, *grid.body):
        here = cells[cell.row][cell.column]
        if cell.colspan > 1 or cell.rowspan > 1:
            here = here.merge(cells[cell.row + cell.rowspan - 1][cell.column + cell.colspan - 1])
        _fill(
            writer, here, cell.entry, "Table Head" if cell.row < heads else "Table Text", sides[cell.column]
        )
    _finish(made, heads)


def width(node: nodes.table) -> Length:
    """How wide the table will be."""
    return min(Pt(sum(_shares(node)) * SIZE), MEASURE)


def _shares(node: nodes.table) -> list[float]:
    """The widths of a table's columns, in em: as in the printed book."""
    grid = Grid.of(node)
    return widths.columns(grid.texts, grid.count, MEASURE.pt / SIZE)


def key_numbers(writer: "Writer", node: nodes.bullet_list) -> None:
    """The key numbers of a chapter: label, number and what is to be known, a row each."""
    rows = []
    for item in node.children:
        parts: dict[str, nodes.Element] = {}
        for part in item.findall(nodes.inline):
            for name in ("kn-label", "kn-value", "kn-note"):
                if name in part.get("classes", ()):
                    parts.setdefault(name, part)
        rows.append([parts.get(name) for name in ("kn-label", "kn-value", "kn-note")])
    columns = KEY_HEADS if any(row[2] is not None for row in rows) else KEY_HEADS[:2]
    shares = [16.0, 12.0, 18.0][: len(columns)]
    made, cells = _new(writer, 1 + len(rows), shares, "关键数字")
    for at, head in enumerate(columns):
        _fill(writer, cells[0][at], nodes.entry("", nodes.paragraph("", head)), "Table Head", "left")
    for down, row in enumerate(rows, 1):
        for at, part in enumerate(row[: len(columns)]):
            _fill(writer, cells[down][at], part, "Table Text", "left")
    _finish(made, 1)
    writer.paragraph("Table Note")


def picture(paragraph: Any, bitmap: Bitmap, alt: str) -> None:
    """A picture in a paragraph, no wider than the page."""
    width = min(Pt(bitmap.width), MEASURE)
    made = paragraph.add_run().add_picture(io.BytesIO(bitmap.content), width=width)
    made._inline.docPr.set("descr", " ".join(alt.split()))


def _new(writer: "Writer", rows: int, shares: list[float], title: str) -> tuple[Any, list[list[Any]]]:
    """An empty table and its cells, row by row; `shares`: widths of the columns, in em."""
    made = writer.document.body.add_table(rows, len(shares))
    made._tbl.tblPr.style = writer.document.style_ids["Three Rules"]
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    if title:
        told = OxmlElement("w:tblCaption")
        told.set(qn("w:val"), title)
        made._tbl.tblPr.append(told)
    # NOTE: python-docx looks for a cell through the whole table each time: all of them are fetched once.
    flat = made._cells
    cells = [flat[at : at + len(shares)] for at in range(0, len(flat), len(shares))]
    for column, share in zip(made.columns, shares, strict=True):
        column.width = Pt(share * SIZE)
    for row in cells:
        for cell, share in zip(row, shares, strict=True):
            cell.width = Pt(share * SIZE)
    return made, cells


def _fill(writer: "Writer", cell: Any, entry: nodes.Element | None, style: str, side: str) -> None:
    first = cell.paragraphs[0]
    first._p.getparent().remove(first._p)
    before, writer.where = (writer.where, writer.style), cell
    writer.style = style
    if isinstance(entry, nodes.entry):
        writer.inside(entry)
    elif entry is not None:
        writer.line(entry, writer.paragraph(style))
    if not cell.paragraphs:
        writer.paragraph(style)
    writer.where, writer.style = before
    for paragraph in cell.paragraphs:
        paragraph.alignment = SIDES[side]


def _finish(made: Any, heads: int) -> None:
    for at, row in enumerate(made.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if at < heads:
            properties.append(OxmlElement("w:tblHeader"))
