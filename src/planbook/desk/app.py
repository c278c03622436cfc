"""The desk: its addresses, and what they share. Read this first; each kind of page is a module of its own.

    /                       what there is, and a report to begin with
    /review/<edition>/…     review_pages: a row beside its text, decisions, the text, bulk
    /build, /job, /diff     build_pages: parameters, what is going on, what came of it
    /sheet                  sheet_pages: what was reached, as a table
    /book/…                 book_files: the published book, read only
"""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from planbook.errors import PlanbookError
from planbook.run.project import Project

from . import words
from .findings import Findings
from .jobs import Jobs
from .review import Review

HERE = Path(__file__).parent
_TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
    lstrip_blocks=True,
)  # fmt: skip
_TEMPLATES.filters["name_in"] = lambda code, names: names.get(code, code)
_FIELDS = 2000  # of one form: a progress sheet has eight a row

Form = Mapping[str, Any]


@dataclass
class Desk:
    """What all pages share."""

    project: Project
    jobs: Jobs
    reviews: dict[str, tuple[Review, Findings]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def review(self, edition: str) -> tuple[Review, Findings]:
        """The review of an edition's draft, opened once. InputError where there is no draft."""
        with self.lock:
            if edition not in self.reviews:
                opened = Review(self.project.data, self.project.output, edition)
                self.reviews[edition] = opened, Findings(opened)
            found = self.reviews[edition]
        found[0].follow()
        found[1].refresh()
        return found

    def forget(self, edition: str) -> None:
        """Read a draft anew the next time: it has been written by somebody else."""
        with self.lock:
            self.reviews.pop(edition, None)

    def drafts(self) -> list[str]:
        """The editions that have a draft."""
        folder = self.project.output / "draft"
        return sorted(path.parent.name for path in folder.glob("*/review.csv"))


def desk_of(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def page(request: Request, template: str, status: int = 200, **context: Any) -> Response:
    """A page from a template."""
    desk = desk_of(request)
    html = _TEMPLATES.get_template(template).render(
        desk=desk, words=words, job=desk.jobs.last, path=request.url.path, **context
    )
    return HTMLResponse(html, status)


def go(address: str) -> Response:
    """To another page, after a form."""
    return RedirectResponse(address, 303)


def message(request: Request, title: str, text: str, status: int = 200) -> Response:
    """A page that only says something."""
    return page(request, "message.html", status, title=title, text=text)


def posted(
    handler: Callable[[Request, Form], Response], files: int = 0
) -> Callable[[Request], Awaitable[Response]]:
    """A handler of a form, called in a thread with what was filled in."""

    async def handle(request: Request) -> Response:
        async with request.form(max_files=files, max_fields=_FIELDS) as form:
            return await run_in_threadpool(handler, request, form)

    return handle


def _failed(request: Request, error: Exception) -> Response:
    return message(request, "没有做成", str(error), 400)


def _missing(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    text = {404: "没有这一页。", 405: "这一页不接受这样的请求。"}.get(status, "这个请求不能处理。")
    return message(request, "没有这一页", text, status)


def _broken(request: Request, error: Exception) -> Response:
    return message(request, "程序出错", f"{type(error).__name__}: {error}", 500)


def make(desk: Desk) -> Starlette:
    """The app, without the guard."""
    from . import book_files, build_pages, review_pages, sheet_pages, start_pages

    app = Starlette(
        routes=[
            *start_pages.ROUTES, *review_pages.ROUTES, *build_pages.ROUTES, *sheet_pages.ROUTES,
            Mount("/static", StaticFiles(directory=HERE / "static")),
            Mount("/book", book_files.Book(desk.project.html)),
        ],
        exception_handlers={
            PlanbookError: _failed, OSError: _failed, HTTPException: _missing, KeyError: _missing,
            MultiPartException: _failed, Exception: _broken,
        },
    )  # fmt: skip
    app.state.desk = desk
    return app


__all__ = ["Desk", "Form", "Route", "desk_of", "go", "make", "message", "page", "posted"]
