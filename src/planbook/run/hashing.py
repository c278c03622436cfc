"""What there is, by content: files, the program's own code, the libraries that are installed.

Only the standard library, and nothing that is measured is imported: this decides whether anything has to be.
"""

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from planbook import STARTED
from planbook.edition import files

APART = ("draft", "desk", "__pycache__")  # rooms that no book comes from
PACKAGE = Path(__file__).resolve().parents[1]

UNSETTLED = "changed while it ran"  # in the place of a digest

# The rooms whose code decides what a chapter says, and those that decide how the book is bound.
CHAPTER_ROOMS = ("edition", "audit", "show", "run/recorder.py")
BOOK_ROOMS = ("book", "formats", "edition/places.py")

# The libraries that shape what a chapter's cells put out, and those that shape the pages.
CHAPTER_LIBRARIES = (
    "ipykernel",
    "ipython",
    "matplotlib",
    "matplotlib-inline",
    "nbclient",
    "nbformat",
    "numpy",
    "pandas",
    "papermill",
    "pydantic",
    "pyyaml",
    "seaborn",
)
BOOK_LIBRARIES = (
    "beautifulsoup4",
    "docutils",
    "jinja2",
    "jupyter-book",
    "markdown-it-py",
    "mdit-py-plugins",
    "myst-nb",
    "myst-parser",
    "pydata-sphinx-theme",
    "pygments",
    "sphinx",
    "sphinx-book-theme",
    "sphinx-design",
    "sphinx-external-toc",
    "sphinx-multitoc-numbering",
)


def file_digest(path: Path) -> str:
    """The digest of a file's bytes, as an edition records those that it reads."""
    return files.digest(path.read_bytes())


def digest(value: Any) -> str:
    """The sha256 of a JSON value, 24 hex digits; the order of its keys does not count."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def tree(root: Path, *names: str) -> dict[str, str]:
    """The files at or below some places of a folder: {path in it: digest}; no hidden or compiled ones."""
    return {path.relative_to(root).as_posix(): file_digest(path) for path in _files(root, names)}


def stamps(root: Path, *names: str) -> dict[str, tuple[int, ...]]:
    """What the system notes of those files: as long as it is the same, nobody has written to any of them."""
    return {str(path): stamp(path) for path in _files(root, names)}


def seen(root: Path, *names: str, also: Iterable[Path] = ()) -> str:
    """One digest of those files, and of some others, by content and by what the system notes of them.

    As a key of what is worked out from them, which must not be kept when somebody writes to them meanwhile.
    """
    others = [(str(path), stamp(path), _bounded_digest(path)) for path in also]
    return digest([stamps(root, *names), tree(root, *names), others])


def _bounded_digest(path: Path) -> str:
    try:
        return files.digest(files.contents(path, log_it=False))
    except (OSError, ValueError):
        return ""


def stamp(path: Path) -> tuple[int, ...]:
    """What the system notes of one file; nothing when there is none. Nobody can set its change time back."""
    try:
        seen = path.stat()
    except OSError:
        return ()
    return seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns


def _files(root: Path, names: Iterable[str]) -> Iterator[Path]:
    for name in names:
        top = root / name
        if top.is_file() and not _is_hidden(top.name):
            yield top
        places = []
        for folder, folders, there in os.walk(top):
            folders[:] = [one for one in folders if not _is_hidden(one)]
            places += [f"{folder}{os.sep}{one}" for one in there if not _is_hidden(one)]
        yield from (path for path in map(Path, sorted(places)) if path.is_file())


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name == "__pycache__"


def code(rooms: tuple[str, ...]) -> dict[str, str]:
    """The program's own files in some rooms: {path in the package: digest}.

    One that was written to since this process began is no digest's: nobody knows which of the two ran.
    """
    inside = tuple(f"{room}/" for room in rooms)
    every = _code()
    named = [name for name in every if "." in rooms or name in rooms or name.startswith(inside)]
    return {name: every[name] if _is_settled(PACKAGE / name) else UNSETTLED for name in named}


def is_outdated() -> bool:
    """Has anything that this process runs changed since it began: a module, the program's own files, what is
    installed? It would go on as it was, and has to be started anew."""
    places = (getattr(module, "__dict__", {}).get("__file__") for module in list(sys.modules.values()))
    modules = {Path(place) for place in places if isinstance(place, str)}
    return (
        {path.relative_to(PACKAGE).as_posix() for path in _files(PACKAGE, _rooms())} != _code().keys()
        or UNSETTLED in code((".",)).values()
        or installed.__wrapped__() != installed()
        or any(stamp(path) and not _is_settled(path) for path in modules)
    )


@cache
def _code() -> dict[str, str]:
    return tree(PACKAGE, *_rooms())


def _rooms() -> list[str]:
    return [path.name for path in sorted(PACKAGE.iterdir()) if path.name not in APART]


def _is_settled(path: Path) -> bool:
    seen = stamp(path)
    return bool(seen) and seen[-1] < STARTED


@cache
def installed() -> dict[str, str]:
    """The distributions on the path: {name: version}, by the names of their metadata folders."""
    by_library: dict[str, str] = {}
    for entry in sys.path:
        folder = Path(entry or ".")
        if not folder.is_dir():
            continue
        for item in folder.iterdir():
            if match := re.fullmatch(r"(.+?)-([^-]+)\.dist-info", item.name):
                by_library.setdefault(re.sub(r"[-_.]+", "-", match[1]).lower(), match[2])
    return by_library


def versions(libraries: Iterable[str]) -> dict[str, str]:
    """Python's version and those of some libraries, by name; a library that is not installed is left out."""
    every = installed()
    python = ".".join(map(str, sys.version_info[:3]))
    return {"python": python, **{name: every[name] for name in libraries if name in every}}
