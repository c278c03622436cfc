"""The stage: executed chapters and the book's own files side by side, ready to be bound.

`_build/stage/` is made anew for each build and removed at its end; that of a killed build goes when the
next one starts.
"""

import base64
import contextlib
import hashlib
import json
import os
import re
import shutil
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from planbook.errors import InputError
from planbook.run import hashing, lock, tidy
from planbook.run.cache import Entry
from planbook.run.memo import Memo
from planbook.run.project import Project

SHIPPED = "县级经济社会发展计划读本"  # the title in our _config.yml: the county's name goes before it
PASTED = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}  # kinds of pictures in Markdown cells
SETTINGS = "settings"  # the tag of the Markdown cell that tells of the parameters; the file with its words
PLACE = "\n\n```{planbook-settings}\n```"  # what brings them into that cell (see planbook.book.late)
NAMED = ("title", "county", "producer", "date", "url", "publication")  # of the report; see book.share
InForce = Mapping[str, Any]  # {"book": {name: value}, "chapters": {chapter: {name: value}}}


def sweep(project: Project) -> None:
    """Remove what a killed build may have left. The caller holds the lock: no living build's is there."""
    for name in lock.GUARDED:
        tidy.remove(project.output / name)
    for left in (*project.output.glob(".*.json.*"), *project.output.glob("cache/*/.*")):
        tidy.remove(left)
    for left in project.output.glob(f"{lock.SOCKETS}*"):
        if not Path("/proc", left.name.removeprefix(lock.SOCKETS)).exists():
            tidy.remove(left)


@contextlib.contextmanager
def empty(project: Project) -> Iterator[Path]:
    """An empty stage, removed at the end."""
    stage = project.output / "stage"
    (stage / "chapters").mkdir(parents=True)
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def fill(
    stage: Path,
    project: Project,
    given: InForce,
    entries: Iterable[Entry],
    coming: Mapping[str, Mapping[str, Any]] | None = None,
    text: Path | None = None,
) -> dict[str, Any]:
    """Put the finished chapters on the stage, and beside them everything else that the binder needs.

    The edition's own files go along: the data page offers them for download; and so does the index of where
    each figure comes from. What was changed of the parameters is said below the heading of the data page that
    is tagged SETTINGS. With the report's `text` the book gets a page for it; the stage is the only copy.

    Args:
        given: the parameters in force.
        coming: the chapters that are still running, with their parameters: an empty file holds their place.

    Returns:
        What each of the finished chapters shows.
    """
    from planbook.edition import files, loading

    edition = given["book"]["edition"]
    shutil.copyfile(project.root / "_toc.yml", stage / "_toc.yml")
    _name_the_book(stage, project, edition)
    along = {
        "chapters": project.root / "chapters",
        "_static": project.root / "_static",
        f"data/{edition}": project.data / edition,
    }
    for path in project.besides:
        place = stage / path.relative_to(project.root)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    for name, source in along.items():
        if source.is_dir():
            _copy(source, stage / name, project.root)
    settings = json.dumps(_settings(project, edition, given), ensure_ascii=False)
    (stage / SETTINGS).write_text(settings, encoding="utf-8")
    parameters, showing = dict(coming or {}), {}
    for chapter in parameters:
        _place(stage, chapter).touch()
    for entry in entries:
        showing[entry.chapter] = lay(stage, entry, project.memo)
        parameters[entry.chapter] = entry.record["parameters"]
    _leave_out(stage, project, parameters)
    _index(stage, project, edition, parameters)
    if text is not None:
        report_text, _ = files.same_text(text, text.name, loading.source(edition, project.data).sha256)
        (stage / "report.txt").write_bytes(report_text.encode())
        _add_page(stage, "report", TEXT_PAGE)
    return showing


def _copy(source: Path, target: Path, root: Path) -> None:
    """Copy a folder's files.

    Raises:
        InputError: something in it is no file: a pipe, a link that leads nowhere.
    """
    ignored = shutil.ignore_patterns("*.ipynb", ".*", "__pycache__")
    try:
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=ignored)
    except shutil.Error as error:
        links = []
        for path, _, why in error.args[0]:
            name = str(path).removeprefix(f"{root}{os.sep}")
            what = "a link that leads nowhere" if Path(path).is_symlink() else str(why)
            links.append(
                f"{name}: expected a file that can be read, got {what}; next: remove it, or restore it"
            )
        raise InputError("\n".join(links)) from None


def lay(stage: Path, entry: Entry, memo: Memo) -> dict[str, Any]:
    """Put a finished chapter on the stage; returns what it shows (see `planbook.book.ledger`)."""
    text, pasted, showing = memo.of(
        "finished", lambda: (entry.key, hashing.stamp(entry.notebook)), lambda: _finished(entry)
    )
    _place(stage, entry.chapter).write_text(text, encoding="utf-8")
    for place, content in pasted.items():
        (stage / "chapters" / place).parent.mkdir(exist_ok=True)
        (stage / "chapters" / place).write_bytes(content)
    return showing


def _finished(entry: Entry) -> tuple[str, dict[str, bytes], dict[str, Any]]:
    """A chapter as it is laid, the pictures that are laid beside it, and what it shows."""
    from nbformat import v4

    from planbook.book.finish import finish
    from planbook.book.ledger import shown

    pasted: dict[str, bytes] = {}
    finished = finish(v4.reads(entry.notebook.read_text(encoding="utf-8")))
    for cell in finished.cells:
        if SETTINGS in cell.metadata.get("tags", ()):
            cell.source += PLACE
        for name, kinds in cell.pop("attachments", {}).items():
            cell.source = cell.source.replace(f"attachment:{name}", _attach(pasted, kinds))
    return json.dumps(finished, ensure_ascii=False), pasted, shown(finished)


def _attach(pasted: dict[str, bytes], kinds: Mapping[str, str]) -> str:
    """Have a picture that was pasted into a cell laid beside the chapters; returns its place as seen from
    them."""
    for kind, ending in PASTED.items():
        if kind in kinds:
            content = base64.b64decode("".join(kinds[kind]))
            place = f"pasted/{hashlib.sha256(content).hexdigest()[:16]}.{ending}"
            pasted[place] = content
            return place
    return f"attachment of the kind {', '.join(kinds)}"


def _place(stage: Path, chapter: str) -> Path:
    return stage / "chapters" / f"{chapter}.ipynb"


def _index(stage: Path, project: Project, edition: str, parameters: Mapping[str, Mapping[str, Any]]) -> None:
    """Where each number comes from: for the binder, and for those who take the data away."""
    from planbook.edition import csvw, load
    from planbook.show import provenance, search_terms

    of_pages = {f"chapters/{chapter}": values for chapter, values in sorted(parameters.items())}
    words = {str(project.configuration.get(key) or "") for key in ("title", "author")}
    numbered = sorted(word for word in words if re.search(r"\d", word))

    def key() -> str:
        return hashing.digest([edition, hashing.seen(project.data, *project.mine)])

    def make() -> tuple[dict[str, Any], str]:
        index = provenance.index(load(edition, project.data))
        return index, csvw.text(csvw.describe(project.data, edition))

    index, metadata = project.memo.of("provenance", key, make)
    index = index | {"names": [*index["names"], *numbered], "given": provenance.given(of_pages)}
    (stage / "provenance.json").write_text(json.dumps(index, ensure_ascii=False), encoding="utf-8")
    assumed = parameters.get("data", {})
    growth = assumed.get("growth") if assumed.get("scenario") == "own" else None
    figures = project.memo.of(
        "search",
        lambda: hashing.digest([key(), growth]),
        lambda: search_terms.terms(load(edition, project.data, growth=growth)),
    )
    (stage / "search.json").write_text(json.dumps(figures, ensure_ascii=False), encoding="utf-8")
    (stage / "data" / edition / csvw.NAME).write_text(metadata, encoding="utf-8")


TEXT_PAGE = """(report)=
# 原文

本页是报告全文，数字都链接到数据页上自己的一行。

```{report-text}
```
"""


def _settings(project: Project, edition: str, given: InForce) -> dict[str, Any]:
    from planbook.edition import load
    from planbook.run.parameters import models
    from planbook.show import data_page

    return data_page.settings(load(edition, project.data), models.changed(given))


def _add_page(stage: Path, name: str, myst: str) -> None:
    """A page of ours at the end of the contents."""
    (stage / "chapters" / f"{name}.md").write_text(myst, encoding="utf-8")
    with _yaml(stage / "_toc.yml") as toc:
        last = toc["parts"][-1] if toc.get("parts") else toc
        last.setdefault("chapters", []).append({"file": f"chapters/{name}"})


def _leave_out(stage: Path, project: Project, chapters: Container[str]) -> None:
    """Take notebooks out of the contents that are no chapter of this edition's book."""

    def is_left_out(page: str) -> bool:
        name = page.removeprefix("chapters/").removesuffix(".ipynb")
        return page.startswith("chapters/") and project.notebook(name).is_file() and name not in chapters

    def prune(entry: dict[str, Any]) -> None:
        for key in ("parts", "chapters", "sections"):
            if entry.get(key):
                entry[key] = [one for one in entry[key] if not is_left_out(one.get("file", ""))]
                for one in entry[key]:
                    prune(one)

    with _yaml(stage / "_toc.yml") as toc:
        prune(toc)
        if "parts" in toc:
            toc["parts"] = [part for part in toc["parts"] if part.get("chapters")]


def _name_the_book(stage: Path, project: Project, edition: str) -> None:
    """The book's configuration, with the county in its title, 草稿 where nobody reviewed the edition, and the
    edition of the year before where its book stands beside this one."""
    from planbook.edition import loading, naming

    shutil.copyfile(project.root / "_config.yml", stage / "_config.yml")
    with _yaml(stage / "_config.yml") as book:
        about = loading.source(edition, project.data)
        if book.get("title", SHIPPED) == SHIPPED:
            book["title"] = f"{about.county}经济社会发展计划读本"
        book["title"] += "（草稿）" if about.unreviewed else ""
        sphinx = book["sphinx"] = book.get("sphinx") or {}
        settings = sphinx["config"] = sphinx.get("config") or {}
        context = settings["html_context"] = settings.get("html_context") or {}
        context["report"] = about.model_dump(mode="json", include=set(NAMED))
        before = naming.name_before(edition)
        if project.edition and before in project.editions():
            context["beside"] = before  # see book.links
        options = settings["html_theme_options"] = settings.get("html_theme_options") or {}
        logo = options.get("logo") or {}
        own = logo.get("text", SHIPPED) != SHIPPED
        options["logo"] = logo if own else logo | {"text": book["title"]}


@contextlib.contextmanager
def _yaml(path: Path) -> Iterator[dict[str, Any]]:
    """A YAML file to be changed in place."""
    import yaml

    held = yaml.safe_load(path.read_text(encoding="utf-8"))
    yield held
    path.write_text(yaml.safe_dump(held, allow_unicode=True, sort_keys=False), encoding="utf-8")
