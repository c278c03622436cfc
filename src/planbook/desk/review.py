"""A draft under review: its rows, the journal of what was decided, the review files that follow from it."""

from __future__ import annotations

import datetime
import hashlib
import threading
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from planbook.draft import accept, example, merge, review, vocabulary, write
from planbook.draft.review import NEW, Row
from planbook.edition import document, folder
from planbook.edition.rows import HEADERS
from planbook.errors import InputError

from .journal import Journal
from .last_year import LastYear
from .record import CLAUSES, NUMERALS, OWN, TABLES, Changes, Entry, Record

JOURNAL = "journal.jsonl"
FILES = {"review.csv": NUMERALS, "review_tasks.csv": CLAUSES, **{f"{name}.csv": name for name in OWN}}
_FIRST = {NUMERALS: "n", CLAUSES: "c"}


class Stale(InputError):
    """What a page showed is no longer so: another window has decided in between."""


class Review:
    """The review of one draft, `_build/draft/<edition>/`. Threads may share it.

    Raises:
        InputError: there is no such draft, or its files cannot be read.
    """

    def __init__(self, data: Path, output: Path, edition: str):
        self.data, self.edition = data, edition
        self.home = output / "draft" / edition
        if not folder.is_name(edition) or not (self.home / "review.csv").is_file():
            raise InputError(f"没有 {edition} 的草稿")
        self.lock = threading.RLock()
        self.text = (self.home / "text.txt").read_bytes().decode("utf-8")
        self.journal = Journal(self.home / JOURNAL)
        self._open()

    # ------------------------------------------------------------ what there is

    def row(self, id: str) -> Row:
        """A numeral's or clause's row. KeyError where there is none (any more)."""
        return self.record.tables[table_of(id)][id]

    def shown(self, id: str) -> str:
        """The beginning of what stands in the text for a row."""
        row = self.record.tables[table_of(id)].get(id, {})
        return (row.get("printed") or row.get("text", ""))[:16]

    def rows(self, table: str) -> dict[str, Row]:
        """The numerals or the clauses by id, what needs a person first."""
        return dict(sorted(self.record.tables[table].items(), key=lambda item: review.doubt(item[1])))

    @cached_property
    def vocabulary(self) -> vocabulary.Vocabulary:
        """The shared words of the editions, and those that the edition has already."""
        return vocabulary.Vocabulary(self.data, self.edition)

    @cached_property
    def years(self) -> tuple[str, str]:
        """The year that is looked back on, and the one that is planned."""
        return str(self.source.get("reviewed", "")), str(self.source.get("planned", ""))

    @cached_property
    def source(self) -> dict[str, Any]:
        """What the report's head says."""
        return document.load(self.home / "source.yml", "source.yml").data

    @cached_property
    def last_year(self) -> LastYear:
        """The county's accepted edition of an earlier year, empty where there is none."""
        edition = example.before(self.data, str(self.source.get("county", "")), self.years[1])
        return LastYear(self.data, edition, self.vocabulary.codes)

    def left(self, table: str) -> int:
        """How many rows wait for a person."""
        return sum(waits(row) for row in self.record.tables[table].values())

    # ------------------------------------------------------------ deciding

    def commit(self, say: str, to: Changes, seen: Mapping[str, int]) -> Entry:
        """Take a decision down, in the journal first; then the review files follow.

        seen: the version of each row that the person saw.

        Raises:
            Stale: one of them has been decided otherwise since.
            BuildError: the journal could not be written; nothing has changed.
        """
        with self.lock:
            self.follow()
            if stale := [id for id, version in seen.items() if self.record.version(id) != version]:
                which = self.shown(stale[0]) or "这一行"
                raise Stale(f"另一个窗口刚改过“{which}”；下面是现在的内容，请再看一遍")
            return self._append({"say": say, "to": {k: dict(v) for k, v in to.items() if v}})

    def undo(self, number: int) -> Entry:
        """Take back the last decision, which must be the one with this number."""
        with self.lock:
            self.follow()
            last = self.record.last
            if last is None or last["n"] != number:
                raise Stale("别的窗口在这之后又改过，没有撤销")
            return self._append(
                {"say": f"撤销：{last['say']}", "to": self.record.undoing(), "undoes": number}
            )

    def _append(self, entry: Entry) -> Entry:
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        whole = {"n": self.record.number + 1, "at": now, **entry}
        self.journal.append(whole)
        self.record.apply(whole)
        self._write()
        return whole

    # ------------------------------------------------------------ the files

    def _open(self) -> None:
        """Take the rows from the journal where the files follow from it, else from the files."""
        base, entries = self.journal.base, self.journal.entries
        if base and self._is_ours(base, entries):
            self.record = Record(base["tables"], entries)
            self._write()
            return
        tables = self._read()
        if base:  # a new run, or a spreadsheet: what they say goes before, what we decided is kept
            before = Record(base["tables"], entries).tables
            for table, context in ((NUMERALS, "before"), (CLAUSES, "")):
                tables[table] = _together(tables[table], before[table], self.text, context)
            for table in OWN:
                tables[table] = {**before[table], **tables[table]}
        files = {name: _digest(self.home / name) for name in FILES}
        self.journal.start({"tables": tables, "files": files})
        self.record = Record(tables)
        self._write()

    def _is_ours(self, base: dict[str, Any], entries: list[Entry]) -> bool:
        """Whether each file is as it was when the journal began, or follows from its last two states."""
        allowed = [base["files"]] if len(entries) < 2 else []
        for upto in {max(len(entries) - 1, 0), len(entries)}:
            allowed.append(_digests(Record(base["tables"], entries[:upto])))
        return all(any(_digest(self.home / name) == one[name] for one in allowed) for name in FILES)

    def follow(self) -> None:
        """Begin anew when somebody else has written the files since we did."""
        with self.lock:
            if self._seen != self._stamps():
                self.text = (self.home / "text.txt").read_bytes().decode("utf-8")
                self._open()

    def _read(self) -> dict[str, dict[str, Row]]:
        tables: dict[str, dict[str, Row]] = {}
        for name, table in FILES.items():
            if table in OWN:
                tables[table] = {row[HEADERS[table][0]]: row for row in accept.own(self.home, table)}
            else:
                mine = review.read(self.home / name, review.FILES[name])
                tables[table] = {f"{_FIRST[table]}{n}": row for n, row in enumerate(mine)}
        return tables

    def _write(self) -> None:
        for name, text in _texts(self.record).items():
            path = self.home / name
            if text:
                if _digest(path) != _digest_of(text):
                    write.put(path, text)
            else:
                path.unlink(missing_ok=True)
        self._seen = self._stamps()

    def _stamps(self) -> list[tuple[int, int] | None]:
        stamps: list[tuple[int, int] | None] = []
        for name in FILES:
            try:
                stat = (self.home / name).stat()
                stamps.append((stat.st_mtime_ns, stat.st_size))
            except OSError:
                stamps.append(None)
        return stamps


def table_of(id: str) -> str:
    """The table of a row, by its id."""
    return CLAUSES if id.startswith("c") else NUMERALS


def waits(row: Row) -> bool:
    """Whether a row waits for a person."""
    return row["state"] == NEW or (row["kind"] == review.OPEN and row["state"] != review.REJECTED)


def _together(files: dict[str, Row], before: dict[str, Row], text: str, context: str) -> dict[str, Row]:
    """The rows of the files with those of ours that are judged, where the files leave them open."""
    judged = [(row["char_start"], row["char_end"]) for row in files.values() if row["state"] != NEW]
    kept = [row for row in before.values() if (row["char_start"], row["char_end"]) not in judged]
    first = next(iter(files), "n0")[0]
    made = merge.merge(files.values(), kept, text, context)
    return {f"{first}{n}": row for n, row in enumerate(made)}


def _texts(record: Record) -> dict[str, str]:
    """The text of each file, "" for none."""
    texts = {}
    for name, table in FILES.items():
        mine = record.tables[table].values()
        if table in OWN:
            texts[name] = write.csv_of(mine, HEADERS[table]) if mine else ""
        else:
            texts[name] = review.text_of(review.ordered(mine), review.FILES[name])
    return texts


def _digests(record: Record) -> dict[str, str]:
    return {name: _digest_of(text) for name, text in _texts(record).items()}


def _digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


assert set(FILES.values()) == set(TABLES)
