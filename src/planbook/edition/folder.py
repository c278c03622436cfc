"""Where editions stand on disk. Standard library only."""

from __future__ import annotations

import os
import re
from pathlib import Path

from planbook.errors import InputError

from .finding import nearest

_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


class EditionError(InputError):
    """An edition that does not exist or cannot be used; the message says what to do."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


def is_name(edition: str) -> bool:
    """Whether this can be an edition's name; a path cannot."""
    return _SLUG.fullmatch(edition) is not None


def find(edition: str, data: str | Path | None = None) -> Path:
    """The `data/` folder that holds the edition.

    In this order: `data`, the environment's PLANBOOK_DATA, a `data/<edition>/` in the working directory or
    above it, the one beside this package. Raises EditionError naming the editions that exist.
    """
    if not is_name(edition):
        raise EditionError(f"{edition!r} is no edition's name; expected the form guangling-2026")
    folders = places(data)
    for place in folders:
        if (place / edition).is_dir():
            return place
    known = sorted({name for place in folders for name in editions(place)})
    close = nearest(edition, known)
    where = folders[0] if len(folders) == 1 else "any data/ folder from here upwards"
    raise EditionError(
        f"there is no edition {edition!r} in {where}; "
        + (f"there is {', '.join(known)}" if known else "there is none at all")
        + (f"; did you mean {close!r}?" if close and close != edition else "")
    )


def places(data: str | Path | None = None) -> list[Path]:
    """The folders in which `find` looks, in its order: one when it is given."""
    if given := data or os.environ.get("PLANBOOK_DATA"):
        return [Path(given)]
    above = [Path.cwd(), *Path.cwd().parents, *Path(__file__).resolve().parents[2:4]]
    return [folder / "data" for folder in above]


def editions(data: Path) -> list[str]:
    """The editions in a `data/` folder: its folders that hold a source.yml, sorted."""
    try:
        return sorted(
            p.name for p in data.iterdir() if (p / "source.yml").is_file() and _SLUG.fullmatch(p.name)
        )
    except OSError:
        return []
