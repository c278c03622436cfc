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


def county(edition: str) -> str:
    """What the editions of one county share: qingshi-2027 → qingshi; all of it where there is no year."""
    match = _NAMED.fullmatch(edition)
    return match[1] if match else edition
