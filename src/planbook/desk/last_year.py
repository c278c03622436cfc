"""What the county's report of the year before said, beside a draft: its figures, tasks and projects."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from planbook.draft import example
from planbook.draft.review import REJECTED, TASK, Row
from planbook.edition import rows

from .record import CLAUSES, NUMERALS

_KEY = ("indicator", "item", "project", "measure")


class LastYear:
    """An accepted edition of the same county. `edition` is "" where there is none.

    Raises:
        InputError: its tables cannot be read.
    """

    def __init__(self, data: Path, edition: str, codes: Mapping[str, Mapping[str, str]]):
        self.edition, self._codes = edition, codes
        known = example.last_year(data, edition)
        self.tasks = {row["task"]: row for row in known.tasks}
        self.projects = {row["project"]: row for row in known.projects}
        self.figures: dict[tuple[str, ...], list[Row]] = {}
        self.labels: dict[str, str] = {}
        if edition:
            for row in rows.load("figures", data, edition):
                self.figures.setdefault(_key(row), []).append(dict(row))
            indicators = rows.load("indicators", data, edition)
            self.labels = {row["indicator"]: row["label_zh"] for row in indicators}

    def beside(self, row: Row) -> list[str]:
        """What it said of the thing that a row of the review is about, each in a few words."""
        if "task" in row:
            old = self.tasks.get(row["task"])
            return [f"{old['name']}（{self._code('commitment', old['commitment'])}）"] if old else []
        return [
            f"{one['period']}年{self._code('scenario', one['scenario'])} {one['printed']}"
            if one["period"].isdigit()
            else f"{one['period']} {one['printed']}"
            for one in self.figures.get(_key(row), ())
        ]

    def items(self) -> list[str]:
        """The names of the parts that it told apart."""
        return sorted({key[1] for key in self.figures if key[1]})

    def compared(self, tables: Mapping[str, Mapping[str, Row]]) -> list[tuple[str, int, list[str]]]:
        """(table, how many go on, the names of those that the draft does not have)."""
        keys = {_key(row) for row in tables[NUMERALS].values() if row["state"] != REJECTED}
        clauses = [row for row in tables[CLAUSES].values() if row["state"] != REJECTED]
        tasks = {row["task"] for row in clauses if row["kind"] == TASK}
        projects = {row["continues"] for row in tables["projects"].values()} | set(tables["projects"])
        gone = {
            "figures": [self._name(key) for key in self.figures if key not in keys],
            "tasks": [row["name"] for id, row in self.tasks.items() if id not in tasks],
            "projects": [row["name"] for id, row in self.projects.items() if id not in projects],
        }
        counts = {"figures": len(self.figures), "tasks": len(self.tasks), "projects": len(self.projects)}
        return [(name, counts[name] - len(lost), lost) for name, lost in gone.items()]

    def _name(self, key: tuple[str, ...]) -> str:
        indicator, item, project, measure = key
        named = self.labels.get(indicator, indicator)
        more = item or self.projects.get(project, {}).get("name", "")
        return f"{named}{f'：{more}' if more else ''}（{self._code('measure', measure)}）"

    def _code(self, codelist: str, code: str) -> str:
        return self._codes.get(codelist, {}).get(code, code)


def _key(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in _KEY)
