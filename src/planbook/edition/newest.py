"""Which edition is meant where none is named: the only one, or that of the latest planned year. Standard
library only: it is asked before anything heavy is imported."""

from __future__ import annotations

import re
from pathlib import Path

from . import files
from .folder import EditionError, editions, places

_PLANNED = re.compile(r"^planned:\s*[\"']?([0-9]{4})\b", re.MULTILINE)


def newest(data: Path) -> list[str]:
    """The editions in a `data/` folder that plan the latest year, sorted: several where that does not decide.

    One whose source.yml names no year plans the year 0.
    """
    years = {edition: _planned(data / edition / "source.yml") for edition in editions(data)}
    return [edition for edition, year in years.items() if year == max(years.values())]


def named(data: str | Path | None = None) -> str:
    """The name of the edition that is meant, in the first folder that has any. EditionError when none is."""
    candidates = next(filter(None, map(newest, places(data))), [])
    if len(candidates) != 1:
        hint = f"it may be {choice(candidates)}" if candidates else "there is none at all"
        raise EditionError(f"no edition was named; {hint}")
    return candidates[0]


def choice(editions: list[str]) -> str:
    """The editions among which somebody has to choose, in words."""
    return f"one of {', '.join(editions)}, which plan the same year"


def _planned(source: Path) -> int:
    text, _ = files.text_of(source, source.name)
    planned = _PLANNED.search(text)
    return int(planned[1]) if planned else 0
