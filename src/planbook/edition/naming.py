"""How editions are called: the county, then the year that the report plans. Standard library only."""

from __future__ import annotations

import re
from pathlib import Path

_NAMED = re.compile(r"(.+)-([0-9]{4})")


def name_before(edition: str) -> str:
    """What the edition of the year before is called: qingshi-2027 → qingshi-2026; empty for other names."""
    match = _NAMED.fullmatch(edition)
    return f"{match[1]}-{int(match[2]) - 1:04}" if match else ""


def has_before(edition: str, data: Path) -> bool:
    """Whether the data folder holds the edition of the year before, by its name."""
    name = name_before(edition)
    return bool(name) and (data / name / "source.yml").is_file()


def is_same_county(edition: str, other: str) -> bool:
    """Whether two names are those of one county's reports."""
    names = [_NAMED.fullmatch(one) for one in (edition, other)]
    return edition == other or (None not in names and names[0][1] == names[1][1])  # type: ignore[index]
