"""What a build was made of and what it made: `_build/manifest.json`, by content; no times, no machine paths.

Beside it `state.json` holds the fingerprint by which the next build sees that there is nothing to do, and
`times.json` how long things took; both may differ from run to run, the manifest may not.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import planbook
from planbook.run import hashing, tidy
from planbook.run.project import Project

if TYPE_CHECKING:  # who has nothing to run does not wait for pydantic
    from planbook.run.cache import Entry
    from planbook.run.parameters.settings import Settings
    from planbook.run.staleness import Verdict


@dataclass(frozen=True)
class Request:
    """What somebody asked of a build, as they asked it."""

    files: tuple[Path, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    only: tuple[str, ...] = ()
    jobs: int | None = None
    force: bool = False
    plain: bool = False  # ordinary kernels, none forked
    source: Path | None = None  # the report's text, to be shown beside its figures


def read(path: Path) -> dict[str, Any] | None:
    """What `write` wrote; None when there is no such file, or it is not as it was written."""
    try:
        value = json.loads(tidy.read(path))
    except (OSError, ValueError, RecursionError):
        return None
    whole = isinstance(value, dict) and value.pop("digest", None) == hashing.digest(value)
    return value if whole else None


def write(path: Path, value: Mapping[str, Any]) -> None:
    """Write a JSON file at once: readers see the old one or the new one."""
    tidy.folder(path.parent)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    signed = {**value, "digest": hashing.digest(value)}
    new.write_text(json.dumps(signed, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    tidy.put(new, path)


def published(project: Project) -> dict[str, Any]:
    """The manifest of the published book, not to be changed; nothing when there is none."""
    path = project.manifest
    return project.memo.of("manifest", lambda: (path, hashing.stamp(path)), lambda: read(path)) or {}


OF_THE_BOOK = ("_toc.yml", "_config.yml", "params.yml", "chapters", "_static")
SHELF = {"county", "date", "reviewed", "planned", "unreviewed"}  # what the page of all books says of one


@dataclass(frozen=True)
class Fingerprint:
    """Everything that a build could depend on, by content, in one digest; and what the system noted of the
    files before they were looked at."""

    digest: str
    stamps: Mapping[str, Any]

    def holds(self, project: Project, request: Request) -> bool:
        """Has nobody written to any of the files, or of the program's, since?"""
        program = hashing.code((".",)).values()
        return self.stamps == stamps(project, request) and hashing.UNSETTLED not in program


def fingerprint(project: Project, request: Request) -> Fingerprint:
    """The fingerprint of a build, taken before the build looks at anything.

    Coarse on purpose: equal means that nothing has to be looked at, different only that it has to be. What
    chapters open elsewhere is not in it (see `unchanged`).
    """
    before = stamps(project, request)
    asked = {
        "files": [[os.path.realpath(file), _digest(file, 2**20)] for file in request.files],
        "options": request.options,
        "folder": str(Path.cwd()) if request.options else "",
        "source": [_digest(request.source)] if request.source else None,
    }
    digest = hashing.digest(
        {
            "asked": asked,
            "project": hashing.tree(project.root, *OF_THE_BOOK),
            "data": hashing.tree(project.data, *project.mine),
            "program": hashing.code((".",)),
            "installed": [hashing.versions(()), hashing.installed()],
        }
    )
    return Fingerprint(digest, before)


def stamps(project: Project, request: Request) -> dict[str, Any]:
    """What the system notes of the files that are in a fingerprint."""
    named = [*request.files, *([request.source] if request.source else [])]
    return {
        "project": hashing.stamps(project.root, *OF_THE_BOOK),
        "data": hashing.stamps(project.data, *project.mine),
        "named": {str(path): hashing.stamp(path) for path in named},
    }


def unchanged(project: Project, seen: Fingerprint) -> bool:
    """Is the published book what a build with this fingerprint makes? By hashes alone."""
    state = read(project.output / "state.json")
    if (
        not state
        or state["incomplete"]
        or state["fingerprint"] != seen.digest
        or not project.manifest.is_file()
    ):
        return False
    opened = all(_digest(project.root / name) == digest for name, digest in state["opened"].items())
    return opened and whole(project, state)


def whole(project: Project, described: Mapping[str, Any]) -> bool:
    """Are the published pages those that a manifest, or the state, describes?"""
    return project.html.is_dir() and hashing.tree(project.output, "html") == described.get("outputs")


def describe(
    project: Project,
    settings: "Settings",
    entries: Mapping[str, "Entry"],
    verdicts: Iterable["Verdict"],
    shown: Mapping[str, Any],
    book: Mapping[str, Any],
    stage: Path,
) -> dict[str, Any]:
    """The manifest of a build.

    Args:
        settings: the parameters in force.
        entries: the run of each chapter that the book shows.
        verdicts: which of them are stale and were kept all the same (`--only`), and why.
        shown: the numbers and pictures in each (see `planbook.book.ledger`).
        book: what the pages were bound from (see `planbook.book.binding`).
        stage: what the pages were made of: the edition's files, and the report's text, when the book shows
            it; only its sha256 is written down.
    """
    from planbook.edition import loading, rows

    kept = {v.chapter: list(v.reasons) for v in verdicts if v.kept}
    chapters = {}
    for name, entry in entries.items():
        recorded = {key: entry.record[key] for key in ("notebook", "parameters", "reads", "files")}
        chapters[name] = {"key": entry.key, "shown": shown[name], **recorded}
        if name in kept:
            chapters[name]["kept although"] = kept[name]
    edition = settings.book["edition"]
    figures = rows.load("figures", stage / "data", edition)
    report = loading.source(edition, stage / "data")
    text = stage / "report.txt"
    return {
        "planbook": planbook.__version__,
        "report": report.model_dump(mode="json", include=SHELF),
        "source": hashlib.sha256(text.read_bytes()).hexdigest() if text.is_file() else None,
        "parameters": settings.in_force | {"given": settings.origin},
        "code": hashing.code(hashing.CHAPTER_ROOMS),
        "versions": hashing.versions(hashing.CHAPTER_LIBRARIES),
        "figures": {row["figure"]: [row["printed"], rows.digest(row)] for row in figures},
        "chapters": chapters,
        "opened": {name: seen for entry in entries.values() for name, seen in entry.record["files"].items()},
        "book": book,
        "outputs": hashing.tree(project.output, "html"),
    }


def conclude(project: Project, seen: Fingerprint, request: Request, described: Mapping[str, Any]) -> None:
    """Write the manifest of what has just been published; the one before stays for `planbook diff`.

    Where somebody wrote to a file meanwhile, the next build looks at everything by itself.
    """
    before = published(project)
    if before and before != described:
        new = project.output / ".previous.json.new"
        shutil.copyfile(project.manifest, new)
        tidy.put(new, project.output / "previous.json")
    write(project.manifest, described)
    kept = any("kept although" in chapter for chapter in described["chapters"].values())
    others = any("others" in (chapter.get("reads") or {}) for chapter in described["chapters"].values())
    state = {
        "fingerprint": seen.digest,
        "opened": described["opened"],
        "outputs": described["outputs"],
        "incomplete": kept
        or bool(project.edition and others)  # others' data are not in the fingerprint
        or not seen.holds(project, request),
    }
    write(project.output / "state.json", state)


def _digest(path: Path, most: float = float("inf")) -> str | None:
    """The digest of a file that somebody named; None when it is none, which will be said elsewhere."""
    try:
        return hashing.file_digest(path) if path.is_file() and path.stat().st_size <= most else None
    except (OSError, ValueError):
        return None
