"""What tasks and projects continue stands in the edition of the year before, where that is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from planbook.edition import naming, rows
from planbook.edition.fields import Tables
from planbook.edition.finding import Finding, nearest, shown


def continuity(tables: Tables, edition: str, data: Path) -> Iterator[Finding]:
    """A finding for each `continues` that names nothing; none without an edition before."""
    before = naming.name_before(edition)
    if not naming.has_before(edition, data):
        return
    for table, column in (("projects", "project"), ("tasks", "task")):
        known = [row[column] for row in rows.read(table, data, before).rows]
        for line, one in tables.typed[table]:
            if one.continues and one.continues not in known:
                expected, near = f"a {column} of {before}", nearest(one.continues, known)
                file = tables.files[table]
                yield Finding("unknown-id", file, line, "continues", shown(one.continues), expected, near)
