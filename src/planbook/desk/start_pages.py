"""The first page: what there is to go on with, and a report to begin with."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planbook import worker
from planbook.edition import folder
from planbook.errors import InputError

from . import words
from .jobs import Job
from .record import CLAUSES, NUMERALS
from .view import Desk, Form, desk_of, go, page, posted, source

FORMATS = (".docx", ".pdf", ".html", ".htm", ".txt", ".ofd", ".doc", ".wps", ".odt", ".png", ".jpg", ".jpeg")


def start(request: Request) -> Response:
    """GET /: the drafts with what is left of each, the book, the report to begin with."""
    desk = desk_of(request)
    drafts = []
    for edition in desk.drafts():
        review, _ = desk.review(edition)
        left = review.left(NUMERALS) + review.left(CLAUSES)
        whole = len(review.record.tables[NUMERALS]) + len(review.record.tables[CLAUSES])
        title = review.source.get("title", "")
        drafts.append({"edition": edition, "left": left, "whole": whole, "title": title})
    editions = desk.project.editions()
    unreviewed = [one for one in editions if source(desk.project, one).get("unreviewed") is True]
    return page(
        request, "start.html", drafts=drafts, editions=editions, formats=",".join(FORMATS),
        book=desk.project.html.is_dir(), unreviewed=unreviewed,
        accepted=[desk.title(one) for one in editions if one not in unreviewed],
    )  # fmt: skip


def draft(request: Request, form: Form) -> Response:
    """POST /draft: a report's file, or its text; the draft is made as a job."""
    desk = desk_of(request)
    upload, text = form.get("report"), str(form.get("text", "")).strip()
    edition, like = str(form.get("edition", "")).strip(), str(form.get("like", "")) or None
    if edition and not folder.is_name(edition):
        raise InputError(f"名称“{edition[:40]}”不行：用小写拼音、数字和连字符，如 guangling-2026")
    if like and like not in desk.project.editions():
        raise InputError("没有这一份往年的报告")
    if isinstance(upload, UploadFile) and upload.filename:
        name = safe_name(upload.filename)
        raw = upload.file.read()
    elif text:
        name, raw = "report.txt", text.encode()
    else:
        raise InputError("请选一个文件，或者把报告全文粘贴进来")
    path = desk.project.output / "desk" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    begin(desk, path, edition, like, remove=True)
    return go("/job")


def begin(desk: Desk, report: Path, edition: str = "", like: str | None = None, remove: bool = False) -> Job:
    """Draft a report as a job. `like`: None for the county's last edition."""
    project = desk.project
    task = partial(make_draft, project.data, project.output, report, edition, like, remove)

    def then(job: Job) -> None:
        desk.forget(job.result)

    return desk.jobs.start("draft", f"起草 {report.name}", task, then)


def make_draft(
    data: Path, output: Path, report: Path, edition: str, like: str | None, remove: bool, say: worker.Say
) -> str:
    """Draft a report and return the edition's name. `remove`: the file is ours, and goes."""
    from planbook.draft import run

    say(f"读 {report.name}")
    try:
        made = run.run(data, output, report, edition=edition, like=like)
    finally:
        if remove:
            report.unlink(missing_ok=True)
    counts = (f"{words.TABLES.get(name, name)} {count}" for name, count in made.counts.items() if count)
    if made.like:
        say(f"名称、项目和任务先参照 {made.like}")
    say(f"读出 {'、'.join(counts)}")
    return made.edition


def safe_name(typed: str) -> str:
    """A file's name from one that a browser told: no folder, no sign that could mean something.

    Raises:
        InputError: it is no kind of file that can be read.
    """
    name = re.split(r"[\\/]", typed)[-1]
    stem, suffix = Path(name).stem, Path(name).suffix.lower()
    if suffix not in FORMATS:
        raise InputError(f"不能读 {suffix or '没有后缀的'} 文件；可以是 {'、'.join(FORMATS)}")
    return (re.sub(r"[^\w-]+", "_", stem).strip("_")[:60] or "report") + suffix


def end(request: Request, form: Form) -> Response:
    """POST /end: the desk ends; what goes on is stopped, what was decided is kept."""
    answer = page(request, "ended.html")
    desk_of(request).end()
    return answer


ROUTES = [
    Route("/", start),
    Route("/draft", posted(draft, files=1), methods=["POST"]),
    Route("/end", posted(end), methods=["POST"]),
]
