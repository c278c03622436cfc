"""The rows of a draft with all that was decided of them: a fold over the journal's entries.

An entry says what rows are from then on: {"n": 3, "say": "…", "to": {table: {id: row or null}}}; one that
takes back another names it in `undoes`. Rows are known by an id that never changes: n4 and c7 in the order of
the review files, the row's own id in the tables of indicators, units and projects.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from planbook.draft.review import Row

NUMERALS, CLAUSES = "numerals", "clauses"
OWN = ("indicators", "units", "projects")
TABLES = (NUMERALS, CLAUSES, *OWN)

Changes = Mapping[str, Mapping[str, Row | None]]
Entry = dict[str, Any]


class Record:
    """The rows by table and id; `versions`: the number of the entry that last touched a row, 0 for none."""

    def __init__(self, tables: Mapping[str, Mapping[str, Row]], entries: Iterable[Entry] = ()):
        self.tables: dict[str, dict[str, Row]] = {name: dict(tables.get(name, {})) for name in TABLES}
        self.versions: dict[str, int] = {}
        self.number = 0
        self._done: list[tuple[Entry, dict[str, dict[str, Row | None]]]] = []  # with the rows before
        for entry in entries:
            self.apply(entry)

    def apply(self, entry: Entry) -> None:
        """Take an entry in."""
        before: dict[str, dict[str, Row | None]] = {}
        for table, rows in entry["to"].items():
            mine = self.tables[table]
            for id, row in rows.items():
                before.setdefault(table, {})[id] = mine.get(id)
                if row is None:
                    mine.pop(id, None)
                else:
                    mine[id] = row
                self.versions[id] = entry["n"]
        self.number = entry["n"]
        if "undoes" in entry:
            self._done.pop()
        else:
            self._done.append((entry, before))

    @property
    def last(self) -> Entry | None:
        """The entry that an undo would take back."""
        return self._done[-1][0] if self._done else None

    def undoing(self) -> Changes:
        """The changes that take back the last entry."""
        return self._done[-1][1]

    def version(self, id: str) -> int:
        return self.versions.get(id, 0)
