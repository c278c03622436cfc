"""The progress sheet as a table to fill in; as a workbook to hand round and to take back."""

from __future__ import annotations

import re

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planbook.edition.actuals import GLOSSES, STATES
from planbook.errors import InputError

from . import sheet
from .messages import chinese
from .view import Form, desk_of, go, page, posted

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _edition(request: Request) -> str:
    edition: str = request.path_params["edition"]
    if edition not in desk_of(request).project.editions():
        raise InputError("没有这一份报告")
    return edition


def look(request: Request) -> Response:
    """GET /sheet/EDITION: every target and task, with what was reached."""
    return _table(request, [])


def _table(request: Request, wrong: list[str], status: int = 200) -> Response:
    project, edition = desk_of(request).project, _edition(request)
    rows = sheet.rows(project, edition)
    return page(
        request, "sheet.html", status, edition=edition, rows=rows, glosses=GLOSSES,
        titles={**GLOSSES, "preliminary": "预计"},
        shown=sheet.SHOWN, states=STATES, wrong=[_in_words(one, rows) for one in wrong],
        there=sheet.path(project, edition).is_file(),
    )  # fmt: skip


def _in_words(fault: str, rows: list[sheet.Row]) -> str:
    """A fault of the file, with the row's name in the place of its number."""
    return re.sub(r"^\S+ 第 (\d+) 行", lambda match: rows[int(match[1]) - 2]["name"], chinese(fault))


def save(request: Request, form: Form) -> Response:
    """POST /sheet/EDITION: keep what was filled in, and say what is wrong with it."""
    project, edition = desk_of(request).project, _edition(request)
    cells = {name: str(value) for name, value in form.items()}
    if wrong := sheet.save(project, edition, sheet.filled(project, edition, cells)):
        return _table(request, wrong, 422)
    return go(f"/sheet/{edition}")


def take(request: Request, form: Form) -> Response:
    """POST /sheet/import: fill in the sheet from a workbook or a CSV file."""
    project, edition = desk_of(request).project, str(form.get("edition", ""))
    if edition not in project.editions():
        raise InputError("没有这一份报告")
    upload = form.get("file")
    if not isinstance(upload, UploadFile) or not upload.filename:
        raise InputError("请选一个 xlsx 或 csv 文件")
    raw = upload.file.read()
    if raw.startswith(b"PK"):
        given = sheet.from_workbook(raw)
    else:
        try:
            given = sheet.parse(raw.decode("utf-8-sig"))
        except UnicodeDecodeError:
            given = sheet.parse(raw.decode("gb18030", errors="replace"))
    sheet.save(project, edition, sheet.merged(project, edition, given))
    return go(f"/sheet/{edition}")


def workbook(request: Request) -> Response:
    """GET /sheet/EDITION.xlsx: the sheet as a workbook."""
    project, edition = desk_of(request).project, _edition(request)
    headers = {"content-disposition": f'attachment; filename="progress-{edition}.xlsx"'}
    return Response(sheet.to_workbook(sheet.rows(project, edition)), media_type=XLSX, headers=headers)


ROUTES = [
    Route("/sheet/import", posted(take, files=1), methods=["POST"]),
    Route("/sheet/{edition}.xlsx", workbook),
    Route("/sheet/{edition}", look),
    Route("/sheet/{edition}", posted(save), methods=["POST"]),
]
