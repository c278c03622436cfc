"""The way out: the published book → one file to send, in `_build/export/`; the pages then offer it.

What is exported is what is published. An export first brings the book up to date, as `planbook build` would
with the parameters that it was last built with; when nothing has changed, nothing is run or bound. So a
reader finds the same numbers in every format.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from planbook import pipeline
from planbook.errors import BuildError
from planbook.run import lock, manifest, tidy
from planbook.run.manifest import Request
from planbook.run.project import ALL, Project

if TYPE_CHECKING:
    from planbook.book.page_cache import Memory
    from planbook.edition import Edition
    from planbook.formats.cover import Cover
    from planbook.run.cache import Entry

ATTEMPTS = 3  # where somebody edits the data while they are written


@dataclass(frozen=True)
class Published:
    """The published book, as a format needs it."""

    stage: Path  # executed chapters, as they were bound
    data: Path  # the folder of the editions
    manifest: Path
    written: Mapping[str, Any]  # what the manifest says
    root: Path  # the project's folder, from which its parameters name files
    pages: Path  # the published pages
    memory: "Memory | None" = None  # of what was read for the pages

    @cached_property
    def name(self) -> str:
        edition: str = self.written["parameters"]["book"]["edition"]
        return edition

    @cached_property
    def edition(self) -> "Edition":
        from planbook.edition import load

        given = self.written["parameters"]["book"]
        return load(self.name, self.data, growth=given["growth"] if given.get("scenario") == "own" else None)

    @cached_property
    def cover(self) -> "Cover":
        """Title, facts, date, and the parameters in force."""
        from planbook.formats.cover import Cover

        return Cover.of(self.stage, _parameters(self.written["parameters"]))


def _pdf(book: Published, out: Path, style: str = "") -> None:
    from planbook.formats import pdf

    pdf.export(book.stage, out, cover=book.cover, style=style, memory=book.memory)


def _excel(book: Published, out: Path) -> None:
    from planbook.formats import excel

    given = book.written["parameters"]["book"]
    progress, as_of = given.get("progress", ""), given.get("as_of", "")
    file = str(book.root / progress) if progress else ""
    excel.export(book.edition, book.stage, out, cover=book.cover, progress=file, as_of=as_of)


def _word(book: Published, out: Path, style: str = "") -> None:
    from planbook.formats import word

    word.export(book.stage, out, cover=book.cover, style=style, memory=book.memory)


def _epub(book: Published, out: Path) -> None:
    from planbook.formats import epub

    epub.export(book.stage, out, cover=book.cover, memory=book.memory)


def _data(book: Published, out: Path) -> None:
    from planbook.formats import data

    data.export(book.data, book.name, out, manifest=book.manifest, day=book.cover.built)


def _page(book: Published, out: Path, chapter: str) -> None:
    from planbook.formats import fragment

    fragment.export(book.stage, out, chapter=chapter, cover=book.cover, memory=book.memory)


def _site(book: Published, out: Path) -> None:
    from planbook.formats import site

    site.export(book.pages, out, name=book.name, day=book.cover.built)


def _xbrl(book: Published, out: Path) -> None:
    from planbook.edition import load
    from planbook.formats import xbrl

    xbrl.export(load(book.name, book.data), out, cover=book.cover)  # a reader's own growth is no fact


class Format(NamedTuple):
    """One kind of file: what follows the edition's name, who writes it, whether the pages offer it, and what
    may be said of it: style or chapter."""

    suffix: str
    write: Callable[..., None]
    offered: bool = True
    takes: str = ""


FORMATS = {
    "pdf": Format(".pdf", _pdf, takes="style"),
    "excel": Format(".xlsx", _excel),
    "word": Format(".docx", _word, takes="style"),
    "epub": Format(".epub", _epub),
    "data": Format("-data.zip", _data, offered=False),  # the data page has the files themselves
    "page": Format(".html", _page, offered=False, takes="chapter"),
    "site": Format("-site.zip", _site, offered=False),
    "xbrl": Format("-xbrl.zip", _xbrl, offered=False),
}
STYLES = ("gb9704",)


def export(
    project: Project,
    kind: str,
    say: Callable[[str], None] = lambda line: None,
    *,
    style: str = "",
    chapter: str = "",
) -> Path:
    """Bring the published book up to date, write it in one format, offer it there, and return the file.

    Args:
        style: of PDF and Word: gb9704 for the look of an official document, which the pages do not offer.
        chapter: of a page: which one.

    Raises, with an older file of that name untouched:
        InputError: parameters, data or notebooks cannot be used; a style or chapter that does not fit.
        BuildError: chapters failed, the format could not be written, or another build is running; or the
            pages could not be bound again, and the file is the new one.
    """
    more = _asked(project, kind, style, chapter)
    for _ in range(ATTEMPTS):
        seen = manifest.fingerprint(project, Request()).digest
        _bring_up_to_date(project, manifest.read(project.manifest), say)
        if lost := _lost(project):
            say(f"run again, for what was kept of it is damaged or gone: {', '.join(lost)}")
            (project.output / "state.json").unlink(missing_ok=True)  # so that the build looks at each
            _bring_up_to_date(project, manifest.read(project.manifest), say)
        if (out := _write(project, kind, more, seen, say)) is not None:
            return out
        say("something was edited meanwhile: once more")
    raise BuildError(f"{kind}: what the book is made of was edited each time; the older file is as it was")


def _write(
    project: Project, kind: str, more: Mapping[str, str], seen: str, say: Callable[[str], None]
) -> Path | None:
    """The file of the published book, which the pages then offer; None, and no file: what it is made of is no
    longer what was `seen` before the book was brought up to date, and the format may have read either."""
    with lock.held(project.output):
        from planbook.book import binding, exports, stage
        from planbook.errors import BindError
        from planbook.run.schedule import Running

        start = perf_counter()
        stage.sweep(project)
        published = manifest.read(project.manifest)
        assert published  # the book was built above
        edition = published["parameters"]["book"]["edition"]
        name = "-".join([edition, *more.values()])
        out = tidy.folder(project.output / "export") / f"{name}{FORMATS[kind].suffix}"
        if not out.is_file():
            tidy.remove(out)
        with stage.empty(project) as folder:
            entries = _entries(project, published)
            shown = stage.fill(folder, project, _in_force(project, published), entries)
            made_of = binding.inputs(folder)
            try:
                book = Published(
                    folder,
                    project.data,
                    project.manifest,
                    published,
                    project.root,
                    project.html,
                    binding.memory(folder, project),
                )
                FORMATS[kind].write(book, folder / out.name, **more)
            except BindError as error:
                raise BuildError(f"{out.name} could not be made:\n{error}") from error
            if manifest.fingerprint(project, Request()).digest != seen or _changed(project, published):
                return None
            (folder / out.name).replace(out)
            say(f"{out.name}  {perf_counter() - start:.1f} s  {out.stat().st_size / 1e6:.1f} MB")

            # The pages offer it. Those that quote the report's text can only be bound by its reader.
            if FORMATS[kind].offered and not more:
                exports.record(project, out, made_of)
                if not published.get("source"):
                    runs = Running({entry.chapter: entry for entry in entries})
                    exports.conclude(project, binding.publish(folder, project, runs, shown, say))
    return out


def _asked(project: Project, kind: str, style: str, chapter: str) -> dict[str, str]:
    """What was asked of a format, by the name of its argument."""
    from planbook.errors import InputError
    from planbook.run.chapters import require_known

    takes = FORMATS[kind].takes
    for name, value in (("style", style), ("chapter", chapter)):
        if value and takes != name:
            fit = ", ".join(each for each, one in FORMATS.items() if one.takes == name)
            raise InputError(f'export {kind}: got {name} "{value}", which only {fit} can have')
    if style and style not in STYLES:
        raise InputError(f'--style: got "{style}", expected one of {", ".join(STYLES)}')
    if takes == "chapter":
        if not chapter:
            raise InputError(f"export {kind}: which CHAPTER? One of {', '.join(project.chapters)}")
        require_known("CHAPTER", [chapter], project.chapters)
    return {takes: style or chapter} if style or chapter else {}


def _bring_up_to_date(
    project: Project, published: Mapping[str, Any] | None, say: Callable[[str], None]
) -> None:
    """Build what was built last, or the book of params.yml when nothing was.

    A book that quotes the report's text is not rebuilt: only its reader knows where that text is.
    """
    if published is None:
        say("nothing has been built yet: the book first")
        pipeline.build(project, Request(), say)
    elif not published.get("source"):
        pipeline.build(project, again(published, project), say)
    elif changed := _changed(project, published):
        raise BuildError(
            "the published book is older than what it is made of:\n"
            + "".join(f"    {line}\n" for line in changed)
            + "it quotes the report's text: `planbook build --source FILE` brings it up to date"
        )


def _changed(project: Project, published: Mapping[str, Any]) -> list[str]:
    """What has changed since the published chapters ran, a line for each chapter."""
    from planbook.run import staleness
    from planbook.run.notebook import Notebook

    changes, today = [], staleness.Today(project)
    for entry in _entries(project, published):
        now = staleness.inputs(Notebook.read(project.notebook(entry.chapter)), entry.record["parameters"])
        if reasons := staleness.differences(entry.record, now, today):
            changes.append(f"{entry.chapter}: {'; '.join(reasons)}")
    return changes


def again(published: Mapping[str, Any], project: Project) -> Request:
    """The request that would build the published book once more, from what its manifest says was given.

    params.yml and other files are named again, so that a change in them counts; what was given on the command
    line, or in a file that is gone, is repeated with its value.
    """
    parameters = published["parameters"]
    files: dict[Path, None] = {}
    options = []
    for label, origin in parameters["given"].items():
        if origin == ALL:  # the edition of this book, whatever anybody gives
            continue
        file = project.root / origin.rpartition(":")[0]
        if not origin.startswith("-p ") and (file.is_file() or file == project.params):
            files[file] = None
            continue
        owner, _, name = label.rpartition(".")
        value = parameters["chapters"][owner][name] if owner else parameters["book"][name]
        if name == "progress" and value:  # a path, kept as it is seen from the project's folder
            value = str(project.root / value)
        options.append((label, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)))
    files.pop(project.params, None)
    return Request(files=tuple(files), options=tuple(options))


def _entries(project: Project, published: Mapping[str, Any]) -> list["Entry"]:
    """The run of each chapter that the published book shows."""
    from planbook.run.cache import Cache

    cache = Cache(project.output / "cache")
    entries = {name: cache.entry(name, chapter["key"]) for name, chapter in published["chapters"].items()}
    if lost := [name for name, entry in entries.items() if entry is None]:
        raise BuildError(f"what was kept of {', '.join(lost)} is damaged or gone: planbook build")
    return [entry for entry in entries.values() if entry is not None]


def _lost(project: Project) -> list[str]:
    """The chapters of the published book of whose run nothing is kept."""
    from planbook.run.cache import Cache

    cache, written = Cache(project.output / "cache"), manifest.read(project.manifest) or {}
    if written.get("source"):
        return []
    published = written.get("chapters", {}).items()
    return [name for name, chapter in published if cache.entry(name, chapter["key"]) is None]


def _in_force(project: Project, published: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of the published book, its chapters in the order of the book as when it was built."""
    given = published["parameters"]
    chapters = {name: given["chapters"][name] for name in project.chapters if name in given["chapters"]}
    return {"book": given["book"], "chapters": chapters}


def _parameters(given: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """What the cover has to say: each parameter that is not at its default, by its meaning."""
    from planbook.run.parameters import models

    for label, value, zh in models.changed(given):
        yield re.split("[：，；]", zh or label)[0], value
