"""What a chapter asked of an edition, and whether the answers are still the same. Standard library only.

A query is a table with conditions; its answer is the digest of each row that met them. Asking again finds a
row that was changed, deleted or added, and leaves alone the chapters that never asked for it.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from . import files, rows

FOLLOWED = (
    "figures", "projects", "mentions", "indicators", "units", "codelists", "tasks", "statements", "glossary",
)  # fmt: skip
DERIVED, SOURCE = "derived", "source"  # queries about derived.yml (one entry) and source.yml (the whole file)
COMPUTED = "computed"  # what a room above works out from an edition
FILE = "file"  # a whole file of the data folder that may be absent


class Recorder:
    """The queries that one edition answered in this process.

    `files` holds the files that the edition read, each with the digest of the bytes that were read.
    """

    def __init__(self, edition: str, data: Path):
        self.edition, self.data = edition, data
        self.files: dict[str, str] = {}  # as `files.logged` enters them
        self._queries: dict[str, dict[str, Any]] = {}
        self._digests: dict[int, str] = {}
        self._is_source_noted = False

    def note(self, kind: str, args: Mapping[str, rows.Condition], answer: Iterable[rows.Row]) -> None:
        """Remember that the rows of table `kind` under the conditions `args` were `answer`."""
        self._remember(kind, args, {rows.key_of(kind, row): self._digest(row) for row in answer})

    def note_entry(self, name: str, entries: Mapping[str, str]) -> None:
        """Remember that an entry of derived.yml was asked for, or ("") the file's list of entries."""
        answer = {key: value for key, value in entries.items() if name in ("", key)}
        self._remember(DERIVED, {"derived": name} if name else {}, answer)

    def note_source(self) -> None:
        """Remember that source.yml was used."""
        if not self._is_source_noted:
            self._remember(SOURCE, {}, {"source.yml": self._seen(f"{self.edition}/source.yml")})
        self._is_source_noted = True

    def note_file(self, path: str) -> str:
        """Remember that a whole file of the data folder was used, or that there was none (→ "")."""
        self._remember(FILE, {"file": path}, {path: self._seen(path)})
        return self._seen(path)

    def note_computed(
        self, what: str, args: Mapping[str, Any], answer: dict[str, str], worked_out: Recorder
    ) -> None:
        """Remember an answer that was worked out from others: its digests, and the files behind it."""
        key = json.dumps([COMPUTED, what, args], ensure_ascii=False)
        paths = sorted(worked_out.record()["files"])
        self._queries.setdefault(
            key, {"kind": COMPUTED, "what": what, "args": dict(args), "rows": answer, "files": paths}
        )

    def record(self) -> dict[str, Any]:
        """Everything that was asked, as plain JSON values in a fixed order."""
        queries = [self._queries[key] for key in sorted(self._queries)]
        paths = sorted({path for query in queries for path in _files(query, self.edition)})
        return {
            "edition": self.edition,
            "data": str(self.data),
            "queries": queries,
            "files": {path: self._seen(path) for path in paths},
        }

    def merge(self, other: Recorder) -> None:
        """Take over what the same edition was asked when it was loaded once more."""
        for path, digest in other.files.items():
            self.files[path] = digest if self.files.get(path, digest) == digest else files.MIXED
        self._queries = other._queries | self._queries

    def _seen(self, path: str) -> str:
        """The digest of a file's bytes as they were read; of one that nobody has read, as they are."""
        full = str((self.data / path).absolute())
        if full not in self.files:
            self.files[full] = rows.file_digest(self.data / path)
        return self.files[full]

    def _remember(self, kind: str, args: Mapping[str, rows.Condition], answer: dict[str, str]) -> None:
        plain = {
            name: value if isinstance(value, str) else list(value) for name, value in sorted(args.items())
        }
        key = json.dumps([kind, plain], ensure_ascii=False)
        self._queries.setdefault(key, {"kind": kind, "args": plain, "rows": answer})

    def _digest(self, row: rows.Row) -> str:
        if id(row) not in self._digests:  # rows live as long as their edition
            self._digests[id(row)] = rows.digest(row)
        return self._digests[id(row)]


def ask(tables: Mapping[str, rows.Rows], kind: str, args: Mapping[str, rows.Condition]) -> list[rows.Row]:
    """The rows of table `kind` that meet the conditions. A figure's `topic` is that of its indicator."""
    args = dict(args)
    topic = args.pop("topic", None) if kind == "figures" else None
    answer = rows.select(tables[kind], args)
    if topic is None:
        return answer
    within = {row["indicator"] for row in rows.select(tables["indicators"], {"topic": topic})}
    return [row for row in answer if row["indicator"] in within]


Computed = Callable[[str, str, Mapping[str, Any]], dict[str, str]]  # what, edition, arguments → digests


Tables = dict[tuple[str, str], rows.Rows]  # edition, table → its rows as they are today


def changes(
    record: Mapping[str, Any],
    data_dir: str | Path,
    computed: Computed = lambda *asked: {},
    tables: Tables | None = None,
) -> list[str]:
    """What an edition would answer differently today: a line for each row, empty when nothing.

    `record` is what a run wrote to PLANBOOK_READS; `data_dir` the `data/` folder. A record that cannot be
    read counts as a change. Files whose bytes are the same are not opened as tables. `computed` works out
    again what was recorded with `note_computed`; without it that counts as changed. `tables` is filled with
    what was opened, for those who compare many records.
    """
    data, tables = Path(data_dir), {} if tables is None else tables
    try:
        records = [record, *record.get("others", ())]
        return list(dict.fromkeys(line for one in records for line in _changes(one, data, computed, tables)))
    except (KeyError, TypeError, AttributeError, ValueError):
        return ["the record of what was read is damaged"]


def _changes(record: Mapping[str, Any], data: Path, computed: Computed, tables: Tables) -> Iterable[str]:
    edition = record["edition"]
    same = {path for path, digest in record["files"].items() if rows.file_digest(data / path) == digest}
    yield from (f"{path} {files.MIXED}" for path, digest in record["files"].items() if digest == files.MIXED)
    for query in record["queries"]:
        kind, args, before = query["kind"], query["args"], query["rows"]
        paths = _files(query, edition)
        if same.issuperset(paths):
            continue
        missing = [path for path in paths if rows.is_required(path) and not (data / path).is_file()]
        if kind not in (FILE, DERIVED, COMPUTED) and missing:
            yield from (f"{path} is missing" for path in missing)
            continue
        if kind == COMPUTED:
            after = computed(query["what"], edition, args)
        else:
            after = _answer(tables, kind, args, data, edition)
        name = f"{kind}.yml" if kind in (DERIVED, SOURCE) else f"{kind}.csv"
        what = "entry" if kind == DERIVED else "row"
        for key in dict.fromkeys([*before, *after]):
            if before.get(key) != after.get(key):
                how = "changed" if key in before and key in after else "deleted" if key in before else "added"
                if kind == COMPUTED:
                    yield f"{query['what']} {key} {how}"
                    continue
                yield f"{key} {how}" if kind in (SOURCE, FILE) else f"{name} {what} {key} {how}"


def _answer(tables: Tables, kind: str, args: Mapping[str, Any], data: Path, edition: str) -> dict[str, str]:
    if kind == SOURCE:
        return {"source.yml": rows.file_digest(data / edition / "source.yml")}
    if kind == FILE:
        return {args["file"]: rows.file_digest(data / args["file"])}
    if kind == DERIVED:
        wanted = args.get("derived", "")
        text, _ = files.text_of(data / edition / "derived.yml", "derived.yml")
        return {key: value for key, value in entries_of(text).items() if wanted in ("", key)}
    wanted = (kind, "indicators") if "topic" in args else (kind,)
    for table in wanted:
        if (edition, table) not in tables:
            tables[edition, table] = rows.read(table, data, edition).rows
    its = {table: tables[edition, table] for table in wanted}
    return {rows.key_of(kind, row): rows.digest(row) for row in ask(its, kind, args)}


def _files(query: Mapping[str, Any], edition: str) -> list[str]:
    kind, args = query["kind"], query["args"]
    if kind == COMPUTED:
        return list(query["files"])
    if kind in (DERIVED, SOURCE):
        return [f"{edition}/{kind}.yml"]
    if kind == FILE:
        return [args["file"]]
    tables = (kind, "indicators") if kind == "figures" and "topic" in args else (kind,)
    return [path for table in tables for path in rows.paths_of(table, edition)]


def entries_of(text: str) -> dict[str, str]:
    """The digest of each top-level entry of derived.yml, told apart by indentation, without a YAML reader."""
    entries: dict[str, list[str]] = {}
    block: list[str] = []
    for line in text.splitlines():
        if match := re.match(r"([^\s#:][^:]*):", line):
            block = entries.setdefault(match[1].strip("\"'"), [])
        if line.strip() and not line.lstrip().startswith("#"):
            block.append(line.rstrip())
    return {key: hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12] for key, lines in entries.items()}


_recorders: dict[str, list[Recorder]] = {}  # target file → the editions that were loaded for it


def follow(recorder: Recorder) -> None:
    """Have the recorder's queries written to the file in PLANBOOK_READS, after each cell and at exit."""
    target = os.environ.get("PLANBOOK_READS")
    if not target:
        return
    known = _recorders.setdefault(target, [])
    known.append(recorder)
    if len(known) > 1:
        return
    atexit.register(write, target)
    ipython = sys.modules.get("IPython")
    if ipython is not None and (shell := ipython.get_ipython()) is not None:
        shell.events.register("post_run_cell", lambda *_: write(target))


def write(target: str) -> None:
    """Write the record, whole or not at all. A second edition stands under `others`."""
    merged: dict[tuple[str, Path], Recorder] = {}
    for recorder in _recorders.get(target, ()):
        merged.setdefault((recorder.edition, recorder.data), recorder).merge(recorder)
    records = [recorder.record() for recorder in merged.values()]
    if not records:
        return
    text = json.dumps(records[0] | ({"others": records[1:]} if records[1:] else {}), ensure_ascii=False)
    temporary = Path(f"{target}.{os.getpid()}")
    temporary.write_text(text + "\n", encoding="utf-8")
    temporary.replace(target)
