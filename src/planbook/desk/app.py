"""The desk: its addresses. Read this first; each kind of page is a module of its own.

/                       start_pages: what there is, and a report to begin with
/review/<edition>/…     review_pages: a row beside its text, decisions, bulk; text_pages: the text, its marks;
                        own_pages: projects and indicators as tables, the year before
/build, /job, /files    build_pages: parameters, what is going on, what came of it
/sheet/<edition>        sheet_pages: what was reached, as a table
/book/…, /before/…      book_files: the published book and the one before, read only
"""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from planbook.errors import PlanbookError

from . import book_files, build_pages, own_pages, review_pages, sheet_pages, start_pages, text_pages
from .messages import chinese
from .view import HERE, Desk, message


def _failed(request: Request, error: Exception) -> Response:
    return message(request, "没有做成", chinese(str(error)), 400)


def _missing(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    text = {404: "没有这一页。", 405: "这一页不接受这样的请求。", 413: "太大了。"}.get(
        status, "这个请求不能处理。"
    )
    return message(request, "不能打开", text, status)


def _broken(request: Request, error: Exception) -> Response:
    return message(request, "程序出错", f"{type(error).__name__}: {error}", 500)


def make(desk: Desk) -> Starlette:
    """The app, without the guard."""
    app = Starlette(
        routes=[
            *start_pages.ROUTES, *text_pages.ROUTES, *own_pages.ROUTES, *review_pages.ROUTES,
            *build_pages.ROUTES, *sheet_pages.ROUTES,
            Mount("/static", StaticFiles(directory=HERE / "static")),
            Mount("/book", book_files.Book(desk.project.html)),
            Mount("/before", book_files.Book(build_pages.before(desk.project))),
        ],
        exception_handlers={
            PlanbookError: _failed, OSError: _failed, HTTPException: _missing, KeyError: _missing,
            MultiPartException: _failed, Exception: _broken,
        },
    )  # fmt: skip
    app.state.desk = desk
    return app
