"""The workbook: every figure of the edition to calculate in, with the book's pictures as native charts.

    edition ──tables──▶ sheets ──workbook──▶ .xlsx
    chapters ─charts──▶ charts ─────┘

Alone among the formats it is made from the edition and not from pages: a page holds words, and an office
wants numbers. It reads `planbook.edition`, and takes the names of figures, periods and standings from
`planbook.show`, so that a row is called what the book calls it. The chapters on the stage say which pictures
there are.

The sheets follow the guidance on accessible statistical spreadsheets: one table a sheet, headed in one row,
notes above it, no merged cells, no empty row or column inside, every sheet named in the contents.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planbook.edition import Edition
    from planbook.formats.cover import Cover


def export(
    edition: "Edition", stage: Path, out: Path, *, cover: "Cover", progress: str = "", as_of: str = ""
) -> Path:
    """Write the workbook of an edition at `out`, whole or not at all.

    Args:
        stage: its executed chapters say which pictures become charts.
        cover: what the first sheet says; its date is that of the file.
        progress, as_of: the file of actuals to date and its day, where the book has them.

    Raises:
        BindError: the file cannot be written.
    """
    from planbook.edition.outlook import outlook
    from planbook.errors import BindError
    from planbook.formats import archive
    from planbook.formats.excel import charts, tables
    from planbook.formats.excel.workbook import Workbook, named

    book = Workbook(cover)
    drawn = charts.charts(edition, stage)
    sheets = tables.sheets(edition, outlook(edition, progress, as_of), as_of)
    sheets += [charts.sheet(edition, drawn)] if drawn else []
    sheets = named(sheets)
    book.front(sheets, tables.notes(edition), tables.key_numbers(edition))
    for sheet in sheets:
        book.write(sheet)
    if drawn:
        charts.draw(book, edition, drawn, sheets)
    try:
        return archive.put(book.close(), out)
    except OSError as error:
        raise BindError(f"{error.filename or out}: {error.strerror or error}") from error
