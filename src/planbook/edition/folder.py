"""Where editions stand on disk. Standard library only."""

from __future__ import annotations

import os
import re
from pathlib import Path

from .finding import nearest

_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


class EditionError(LookupError):
    """An edition that does not exist or cannot be used; the message says what to do."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


def is_name(edition: str) -> bool:
    """Whether this can be an edition's name; a path cannot."""
    return _SLUG.fullmatch(edition) is not None


def find(edition: str, data: str | Path | None = None) -> Path:
    """The `data/` folder that holds the edition, or ("") any.

    In this order: `data`, the environment's PLANBOOK_DATA, a `data/<edition>/` in the working directory or
    above it, the one beside this package. Raises EditionError naming the editions that exist.
    """
    if edition and not is_name(edition):
        raise EditionError(f"{edition!r} is no edition's name; expected the form guangling-2026")
    given = data or os.environ.get("PLANBOOK_DATA")
    above = [Path.cwd(), *Path.cwd().parents, *Path(__file__).resolve().parents[2:4]]
    places = [Path(given)] if given else [folder / "data" for folder in above]
    for place in places:
        if (place / edition).is_dir() if edition else editions(place):
            return place
    known = sorted({name for place in places for name in editions(place)})
    close = nearest(edition, known)
    raise EditionError(
        f"there is no edition {edition!r} in {places[0] if given else 'any data/ folder from here upwards'}; "
        + (f"there is {', '.join(known)}" if known else "there is none at all")
        + (f"; did you mean {close!r}?" if close and close != edition else "")
    )


def newest(data: Path) -> str:
    """The only edition in a `data/` folder, or the one that plans the latest year.

    Raises EditionError when there is none, or when several plan that year: then one has to be named.
    """
    years = {name: planned(data / name) for name in editions(data)}
    latest = [name for name, year in years.items() if year == max(years.values())]
    if len(latest) == 1:
        return latest[0]
    raise EditionError(
        f"several editions plan the latest year: {', '.join(latest)}; name one"
        if latest
        else f"there is no edition in {data}"
    )


def planned(edition: Path) -> str:
    """The year that the edition in this folder plans, as its source.yml says; "" when it does not."""
    try:
        text = (edition / "source.yml").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
    match = re.search(r"^planned:\s*[\"']?(\d{4})", text, re.MULTILINE)
    return match[1] if match else ""


def editions(data: Path) -> list[str]:
    """The editions in a `data/` folder: its folders that hold a source.yml, sorted."""
    try:
        return sorted(
            p.name for p in data.iterdir() if (p / "source.yml").is_file() and _SLUG.fullmatch(p.name)
        )
    except OSError:
        return []
