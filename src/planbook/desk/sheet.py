"""The progress sheet of an edition as rows: the file that `planbook progress-template` makes.

Workbooks come in and go out with its columns; what a person fills in is checked as a build would check it.
"""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from planbook.draft.write import put
from planbook.edition import load
from planbook.edition.actuals import GLOSSES, HEADER, OutlookError, read
from planbook.errors import InputError
from planbook.run.project import Project
from planbook.show import progress_sheet

SHOWN = ("value", "unit", "preliminary", "state", "leader", "office", "evidence", "note")
_ROWS, _CELL = 5000, 400
_UNPACKED = 64 * 2**20  # bytes of a workbook's parts

Row = dict[str, str]


def path(project: Project, edition: str) -> Path:
    """Where the sheet of an edition stands: in the project's folder, as the command writes it."""
    return project.root / f"progress-{edition}.csv"


def rows(project: Project, edition: str) -> list[Row]:
    """A row for each target and task of the edition, with what the sheet has of it."""
    blank = progress_sheet.rows(load(edition, project.data))
    made = [{name: row.get(name, "") for name in HEADER} for row in blank]
    file = path(project, edition)
    if not file.is_file():
        return made
    filled = {_key(row): row for row in parse(file.read_text(encoding="utf-8-sig"))}
    return [{**row, **{name: filled.get(_key(row), row).get(name, "") for name in SHOWN}} for row in made]


def save(project: Project, edition: str, rows_: Iterable[Mapping[str, str]]) -> list[str]:
    """Write the sheet whole; what is wrong with it is returned, line by line."""
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADER, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writerow({name: f"{name} {gloss}" for name, gloss in GLOSSES.items()})
    writer.writerows({name: str(row.get(name, ""))[:_CELL] for name in HEADER} for row in rows_)
    file = path(project, edition)
    put(file, "\ufeff" + text.getvalue())
    ed = load(edition, project.data)
    try:
        read(ed, file, datetime.date(int(ed.planned), 12, 31))
    except OutlookError as error:
        return str(error).split("\n")
    return []


def filled(project: Project, edition: str, cells: Mapping[str, str]) -> list[Row]:
    """The sheet with what a form gives: `value-12` is the value of the row 12."""
    by_key = rows(project, edition)
    for number, row in enumerate(by_key):
        row |= {name: cells[f"{name}-{number}"].strip() for name in SHOWN if f"{name}-{number}" in cells}
    return by_key


def merged(project: Project, edition: str, given: Iterable[Mapping[str, str]]) -> list[Row]:
    """The sheet with the rows of a file. InputError names those that the plan does not have."""
    by_key = rows(project, edition)
    known = {_key(row): row for row in by_key}
    lost = []
    for number, row in enumerate(given, 2):
        if not any(row.get(name, "") for name in HEADER[2:]):
            continue
        if (mine := known.get(_key(row))) is None:
            lost.append(f"第 {number} 行：{row.get('name') or '、'.join(_key(row))}：计划里没有这一项")
        else:
            mine |= {name: row.get(name, "") for name in SHOWN}
    if lost:
        raise InputError("\n".join(lost[:20]))
    return by_key


def parse(text: str) -> list[Row]:
    """The rows of a CSV file; a head may bear its Chinese gloss."""
    table = csv.reader(io.StringIO(text, newline=""))
    return _named(list(table))


def from_workbook(raw: bytes) -> list[Row]:
    """The rows of a workbook's first sheet.

    Raises:
        InputError: it is no workbook, or far too large.
    """
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            if sum(one.file_size for one in parts.infolist()) > _UNPACKED:
                raise InputError("这个工作簿太大")
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        cells = [
            ["" if cell is None else str(cell) for cell in row]
            for row in book.worksheets[0].iter_rows(max_row=_ROWS, max_col=len(HEADER) + 5, values_only=True)
        ]
    except InputError:
        raise
    except Exception as error:  # whatever a damaged file makes of the library
        raise InputError(f"这不是能读的 xlsx 文件（{type(error).__name__}）") from None
    return _named(cells)


def to_workbook(rows_: Iterable[Mapping[str, str]]) -> bytes:
    """The sheet as a workbook: text as text, so that no cell is a formula."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet("进展")
    head = book.add_format({"bold": True, "bottom": 1})
    for column, (name, gloss) in enumerate(GLOSSES.items()):
        page.write_string(0, column, f"{name} {gloss}", head)
    for number, row in enumerate(rows_, 1):
        for column, name in enumerate(HEADER):
            page.write_string(number, column, row.get(name, ""))
    page.freeze_panes(1, 1)
    page.set_column(0, 0, 40)
    page.set_column(1, len(HEADER) - 1, 14)
    book.close()
    return out.getvalue()


def _named(cells: list[list[str]]) -> list[Row]:
    if not cells:
        return []
    head = [name.strip().partition(" ")[0] for name in cells[0]]
    if lost := [name for name in ("indicator", "measure", "value", "task") if name not in head]:
        raise InputError(
            f"表头缺少 {'、'.join(f'{name} {GLOSSES[name]}' for name in lost)}；请用这里导出的表"
        )
    return [
        {name: value.strip()[:_CELL] for name, value in zip(head, row, strict=False) if name in HEADER}
        for row in cells[1:_ROWS]
    ]


def _key(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in ("indicator", "item", "project", "measure", "task"))
