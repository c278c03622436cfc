"""What all pages of the desk share: the project, the jobs, the open reviews; and how a page is made."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from planbook.edition import document
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
    end: Callable[[], None] = lambda: None  # ends the server

    def review(self, edition: str) -> tuple[Review, Findings]:
        """The review of an edition's draft, opened once. InputError where there is no draft."""
        with self.lock:
            if edition not in self.reviews:
                opened = Review(self.project.data, self.project.output, edition)
                self.reviews[edition] = opened, Findings(opened)
            review = self.reviews[edition]
        review[0].follow()
        review[1].refresh()
        return review

    def forget(self, edition: str) -> None:
        """Read a draft anew the next time: it has been written by somebody else."""
        with self.lock:
            self.reviews.pop(edition, None)

    def title(self, edition: str) -> str:
        """What people call an edition."""
        return title(self.project, edition)

    def drafts(self) -> list[str]:
        """The editions that have a draft."""
        folder = self.project.output / "draft"
        return sorted(path.parent.name for path in folder.glob("*/review.csv"))


def source(project: Project, edition: str) -> dict[str, Any]:
    """What an edition's source.yml says, or its draft's; nothing where there is none."""
    for home in (project.data / edition, project.output / "draft" / edition):
        file = home / "source.yml"
        if file.is_file():
            return _read(file, file.stat().st_mtime_ns)
    return {}


@lru_cache(maxsize=64)
def _read(file: Path, changed: int) -> dict[str, Any]:
    return document.load(file, file.name).data


def title(project: Project, edition: str) -> str:
    """What people call an edition, 云溪县2026年; its name where nobody has said more."""
    county, year = (source(project, edition).get(name) for name in ("county", "planned"))
    return f"{county}{year}年" if county and year else edition


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


def opened(request: Request) -> tuple[Review, Findings]:
    """The review that an address names."""
    return desk_of(request).review(request.path_params["edition"])


def number(text: str | None) -> int:
    """A whole number that a form sends; -1 where it sends something else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1
