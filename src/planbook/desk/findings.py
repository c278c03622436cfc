"""What the check and the audit say of the edition as it would be now, by the row that it is about.

A contradiction is often a misreading: a person sees it beside the row. It takes a moment, so it runs behind
the decisions, in a thread; a page shows what is known, and says when it is of a state before.
"""

from __future__ import annotations

import re
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from planbook.check import check
from planbook.draft import accept, review, write
from planbook.draft.review import Row
from planbook.edition import rows
from planbook.edition.finding import Finding
from planbook.errors import PlanbookError

from . import words
from .messages import chinese, in_words
from .record import CLAUSES, NUMERALS, OWN
from .review import Review

_SPAN = re.compile(r"char=(\d+),(\d+)")


class Told(NamedTuple):
    """One finding: what it says, the rows that it is about (none where it is about the whole), and whether
    it stands in the way of the edition (the audit's do not)."""

    text: str
    ids: tuple[str, ...]
    stops: bool


class Findings:
    """The findings of one review, kept up behind its decisions. `of`: the number of the entry they are of."""

    def __init__(self, review_: Review):
        self.review, self.of, self.all = review_, -1, list[Told]()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def refresh(self) -> None:
        """Have them looked for, unless they are or that is going on."""
        with self._lock:
            if self.of == self.review.record.number or (self._thread and self._thread.is_alive()):
                return
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Until they are of the present state."""
        while self.of != self.review.record.number:
            self.refresh()
            if thread := self._thread:
                thread.join()

    def about(self, id: str) -> list[Told]:
        """Those about one row."""
        return [one for one in self.all if id in one.ids]

    @property
    def fresh(self) -> bool:
        return self.of == self.review.record.number

    def _run(self) -> None:
        while not self.fresh:
            with self.review.lock:
                number = self.review.record.number
                tables = {name: dict(table) for name, table in self.review.record.tables.items()}
            try:
                findings = look(self.review, tables)
            except (PlanbookError, OSError, ValueError, LookupError) as error:
                findings = [Told(f"核对没有做成：{chinese(str(error))}", (), False)]
            self.all, self.of = findings, number


def look(review_: Review, tables: Mapping[str, Mapping[str, Row]]) -> list[Told]:
    """What the check, and if it is content the audit, say of these rows."""
    numerals = [{**row, "id": id} for id, row in tables[NUMERALS].items()]
    clauses = [{**row, "id": id} for id, row in tables[CLAUSES].items()]
    made = write.tables(numerals, clauses, {name: list(tables[name].values()) for name in OWN}, loose=False)
    source = (review_.home / "source.yml").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as place:
        extra = accept.documents(review_.home, review_.data / review_.edition, made["figures"])
        data = accept.trial(Path(place), review_.data, review_.edition, made, source, extra)
        text = Path(place, "text.txt")
        text.write_text(review_.text, encoding="utf-8", newline="")
        findings = [_told(one, made, tables) for one in check(review_.edition, data, text)]
        return [*dict.fromkeys(findings), *_audited(review_, data, tables)]


def _told(finding: Finding, made: Mapping[str, list[Row]], tables: Mapping[str, Mapping[str, Row]]) -> Told:
    """A finding in our words, with its rows."""
    ids: tuple[str, ...] = ()
    if match := _SPAN.fullmatch(finding.field):
        start, end = int(match[1]), int(match[2])
        mine = tables[CLAUSES if finding.slug == "uncovered-clause" else NUMERALS]
        ids = tuple(i for i, r in mine.items() if int(r["char_start"]) < end and start < int(r["char_end"]))
    table = Path(finding.file).stem
    if not ids and table in made and finding.row and 2 <= finding.row < len(made[table]) + 2:
        row = made[table][finding.row - 2]
        if "id" in row:
            ids = (row["id"],)
        else:  # an indicator or a unit: the rows that use it
            column = rows.HEADERS[table][0]
            ids = tuple(i for i, r in tables[NUMERALS].items() if r.get(column) == row[column])
    what = words.CHECKS.get(finding.slug, finding.title)
    field = words.columns(table).get(finding.field, "") if table in rows.HEADERS and table in made else ""
    text = f"{field}：{what}" if field else what
    facts = in_words({"got": finding.got, "expected": finding.expected, "nearest": finding.nearest})
    return Told(f"{text}{facts}", ids, True)


def _audited(review_: Review, data: Path, tables: Mapping[str, Mapping[str, Row]]) -> list[Told]:
    """Where the report contradicts itself, as it is read now."""
    from planbook.audit import audit
    from planbook.edition import load

    try:
        judged = audit.rows(load(review_.edition, data))
    except (PlanbookError, LookupError, ValueError):
        return []  # the check has said why
    by_figure: dict[str, list[str]] = {}
    for id, row in tables[NUMERALS].items():
        if row["kind"] == review.FIGURE and row["state"] != review.REJECTED:
            by_figure.setdefault(row["figure"], []).append(id)
    contradictions = []
    for one in judged:
        if one.judgement.english == "differ":
            ids = tuple(id for figure in one.figures for id in by_figure.get(figure.figure, ()))
            computed = f"，算出 {one.computed}" if one.computed else ""
            contradictions.append(
                Told(f"{one.claim.title}：{one.seen}{computed}，不一致。是不是读错了？", ids, False)
            )
    return contradictions
