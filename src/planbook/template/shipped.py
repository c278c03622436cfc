"""What planbook gives to a book's folder: chapters, configuration, shared tables, papers."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from planbook import __version__
from planbook.errors import InputError

RECORD = ".planbook.json"  # which version was laid down, and each file's digest
OWN = Path(__file__).parent / "project"  # what a new book has otherwise than the repository's own
COPIES = Path(__file__).parent / "shipped"  # in a wheel; setup.py has them copied
REPOSITORY = Path(__file__).resolve().parents[3]
SHARED = (
    "_config.yml", "_toc.yml", "data/LICENSE", "data/README.md", "data/codelists.csv", "data/indicators.csv",
    "data/units.csv",
)  # fmt: skip


def home() -> Path:
    """Where the shared files lie: the copies in a wheel, else the repository that this package stands in.

    Raises:
        InputError: there are neither: the installation is not whole.
    """
    for place in (COPIES, REPOSITORY):
        if (place / "_toc.yml").is_file() and (place / "chapters").is_dir():
            return place
    raise InputError(f"{COPIES}: no chapters there: planbook is not whole; next: install the wheel again")


@cache
def files() -> Mapping[str, bytes]:
    """Every file that belongs to planbook in a book's folder, by its path there."""
    place = home()
    chapters = sorted(path.name for path in (place / "chapters").glob("*.ipynb"))
    sources = {name: place / name for name in (*(f"chapters/{name}" for name in chapters), *SHARED)}
    sources |= {"README.md": OWN / "README.md", ".gitignore": OWN / "gitignore"}
    sources["requirements.txt"] = place / "requirements.lock"
    return {name: path.read_bytes() for name, path in sources.items()}


def digest(content: bytes) -> str:
    """The digest of a file, whichever line ends it was saved with."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def record(digests: Mapping[str, str]) -> bytes:
    """The content of RECORD."""
    return (json.dumps({"planbook": __version__, "files": digests}, indent=1) + "\n").encode()


def recorded(root: Path) -> dict[str, str]:
    """The digests of what was laid down in a book's folder; none where it was not made by `planbook new`.

    Raises:
        InputError: the record cannot be read.
    """
    path = root / RECORD
    if not path.exists():
        return {}
    try:
        files = json.loads(path.read_text(encoding="utf-8"))["files"]
        return {str(name): str(value) for name, value in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{path}: no record of `planbook new` ({type(error).__name__}: {error}); "
            "next: remove it, and every file that you changed counts as yours"
        ) from None


def put(path: Path, content: bytes) -> None:
    """Write a file whole: the old one stays until the new one is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_bytes(content)
    part.replace(path)
