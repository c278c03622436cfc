"""The book: the form of its parameters, what is going on, what came of it, files to send."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Route

from planbook import export, pipeline, worker
from planbook.edition import rows
from planbook.errors import InputError
from planbook.run import manifest
from planbook.run.manifest import Request as Asked
from planbook.run.parameters import settings
from planbook.run.parameters.errors import Refused
from planbook.run.project import Project

from . import changes, forms, sheet
from .jobs import RUNNING
from .messages import chinese
from .view import Desk, Form, desk_of, go, page, posted

FORMATS = {
    "pdf": "PDF，可打印", "word": "Word，可批注", "excel": "Excel，可计算", "epub": "EPUB，阅读器用",
    "data": "数据包",
}  # fmt: skip
_POLL = 0.2  # seconds between two looks at a job that is going on


def parameters(request: Request) -> Response:
    """GET /build: the parameters of the published book, to be changed."""
    desk = desk_of(request)
    edition = request.query_params.get("edition", "")
    published = manifest.read(desk.project.manifest)
    if edition not in desk.project.editions():
        edition = (published or {}).get("parameters", {}).get("book", {}).get("edition", "")
    base = _base(desk, edition)
    same = published and published["parameters"]["book"]["edition"] == base.book["edition"]
    in_force = published["parameters"] if published and same else base.in_force
    in_force = {"book": in_force["book"], "chapters": {name: in_force["chapters"].get(name, values)
                for name, values in base.chapters.items()}}  # fmt: skip
    return _form(
        request, base, forms.fields(desk.project, base.book["edition"], in_force, _sheet(desk, base))
    )


def _form(
    request: Request, base: settings.Settings, groups: Any, left: Any = (), status: int = 200
) -> Response:
    desk = desk_of(request)
    return page(
        request, "build.html", status, groups=groups, left=left, edition=base.book["edition"],
        book=desk.project.html.is_dir(), files=_files(desk), formats=FORMATS,
    )  # fmt: skip


def _base(desk: Desk, edition: str) -> settings.Settings:
    """What is in force without the form. Without a choice of ours the edition is that of params.yml."""
    if edition not in desk.project.editions():
        edition = ""
    return settings.resolve(desk.project, (), (("edition", edition),) if edition else ())


def _sheet(desk: Desk, base: settings.Settings) -> Path:
    return sheet.path(desk.project, base.book["edition"])


def build(request: Request, form: Form) -> Response:
    """POST /build: build the book with these parameters, or say which of them cannot be."""
    desk = desk_of(request)
    given = {name: [str(value) for value in form.getlist(name)] for name in form}  # type: ignore[attr-defined]
    edition = (given.get("edition") or [""])[0]
    base = _base(desk, edition)
    groups = forms.fields(desk.project, base.book["edition"], base.in_force, _sheet(desk, base))
    asked = forms.options(groups, given, _base(desk, ""), _sheet(desk, base))
    try:
        settings.resolve(desk.project, (), asked)
    except Refused as refused:
        return _form(request, base, groups, forms.blame(groups, refused), 422)
    task = partial(make_book, desk.project, Asked(options=tuple(asked)))
    desk.jobs.start("build", "做书", task)
    return go("/job")


def make_book(project: Project, asked: Asked, say: worker.Say) -> None:
    """Build the book; the one that it takes the place of stays beside it, to be compared."""
    old, new = before(project), before(project).with_name("before.new")
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)
    if project.html.is_dir():
        shutil.copytree(project.html, new, copy_function=os.link)  # its files are never written to again
        new.rename(old)
    pipeline.build(project, asked, say)


def before(project: Project) -> Path:
    """Where the book before the last build of the desk stands."""
    return project.output / "desk" / "before"


def make_file(request: Request, form: Form) -> Response:
    """POST /export/KIND: the published book as one file."""
    desk, kind = desk_of(request), request.path_params["kind"]
    if kind not in FORMATS:
        raise InputError("没有这种格式")
    desk.jobs.start("export", f"导出 {FORMATS[kind]}", partial(export.export, desk.project, kind))
    return go("/job")


def file(request: Request) -> Response:
    """GET /files/NAME: a file that was exported."""
    desk, name = desk_of(request), request.path_params["name"]
    if name not in _files(desk):
        raise KeyError(name)
    return FileResponse(desk.project.output / "export" / name, filename=name)


def _files(desk: Desk) -> list[str]:
    folder = desk.project.output / "export"
    suffixes = tuple(one.suffix for one in export.FORMATS.values())
    return sorted(path.name for path in folder.glob("*") if path.is_file() and path.name.endswith(suffixes))


# ------------------------------------------------------------ what is going on


def job(request: Request) -> Response:
    """GET /job: what is going on, or how it ended."""
    desk = desk_of(request)
    last = desk.jobs.last
    built = last is not None and last.kind == "build" and last.state == "done"
    return page(
        request, "job.html", told=told(desk) if last else {}, formats=FORMATS, files=_files(desk),
        before=before(desk.project).is_dir(),
        changes=changes.of(desk.project, _chapters(desk)) if built else [],
    )  # fmt: skip


def told(desk: Desk) -> dict[str, object]:
    """The last job, in words."""
    last = desk.jobs.last
    assert last
    chapters = _chapters(desk)
    done, whole = last.progress
    return {
        "number": last.number, "title": last.title, "state": last.state, "done": done, "whole": whole,
        "lines": [in_words(line, chapters) for line in last.lines], "why": chinese(last.why),
    }  # fmt: skip


def in_words(line: str, chapters: dict[str, str]) -> str:
    """What a build says, in Chinese; what is not known is told as it is."""
    if match := re.fullmatch(r"\[(\d+)/(\d+)\] (\w+)  (.+)", line):
        number, whole, name, rest = match.groups()
        if rest == "FAILED":
            return f"{number}/{whole}　{chapters.get(name, name)}　没有做成"
        return f"{number}/{whole}　{chapters.get(name, name)}　{rest.partition(' s')[0]} 秒"
    if match := re.match(r".*?([\w.]+): no effect in ", line):
        return f"“{changes.parameter(match[1], chapters)}”在这份报告里不起作用"
    if match := re.match(r"pages  ([\d.]+) s", line):
        return f"排版　{match[1]} 秒"
    if match := re.fullmatch(r"(\S+)  ([\d.]+) s  ([\d.]+) MB", line):
        return f"{match[1]}　{match[2]} 秒，{match[3]} MB"
    return {
        "nothing changed": "没有变化，书还是原来的",
        "the pages are what they were": "内容没有变化，书还是原来的",
        "nothing has been built yet: the book first": "还没有书，先做书",
    }.get(line) or chinese(line)  # fmt: skip


def _chapters(desk: Desk) -> dict[str, str]:
    codes = rows.load("codelists", desk.project.data, "-")
    names = {row["code"]: row["label_zh"] for row in codes if row["codelist"] == "chapter"}
    return {"audit": "核对", "annex": "附表", "data": "全部数字", **names}


async def events(request: Request) -> Response:
    """GET /job/events: the job as it goes on, as server-sent events; the last one says that it has ended."""
    desk = desk_of(request)

    async def stream() -> AsyncIterator[str]:
        before = ""
        while not await request.is_disconnected():
            last = desk.jobs.last
            now = json.dumps(told(desk), ensure_ascii=False) if last else "{}"
            if now != before:
                yield f"data: {now}\n\n"
                before = now
            if last is None or last.state != RUNNING:
                return
            await asyncio.sleep(_POLL)

    return StreamingResponse(stream(), media_type="text/event-stream")


def stop(request: Request, form: Form) -> Response:
    """POST /job/stop: stop what is going on, if it is what the page showed."""
    last = desk_of(request).jobs.last
    if last and form.get("number") == str(last.number):
        desk_of(request).jobs.stop()
    return go("/job")


ROUTES = [
    Route("/build", parameters),
    Route("/build", posted(build), methods=["POST"]),
    Route("/job", job),
    Route("/job/events", events),
    Route("/job/stop", posted(stop), methods=["POST"]),
    Route("/export/{kind}", posted(make_file), methods=["POST"]),
    Route("/files/{name}", file),
]
