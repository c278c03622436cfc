"""Executed notebooks, kept by what went into them: `_build/cache/<chapter>/<key>.ipynb` and its record.

A record says by content what one run of a chapter read. Its digest is the key, so that going back to earlier
parameters or data finds the earlier run.
"""

import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planbook.run import tidy
from planbook.run.hashing import digest, file_digest, stamp
from planbook.run.memo import Memo

KEPT = 12  # runs kept for each chapter


@dataclass(frozen=True)
class Entry:
    """One run of one chapter: what it read (`record`), and the executed notebook."""

    chapter: str
    key: str
    record: dict[str, Any]
    notebook: Path


@dataclass(frozen=True)
class Cache:
    folder: Path
    memo: Memo = field(default_factory=Memo, compare=False, repr=False)

    def entries(self, chapter: str) -> Iterator[Entry]:
        """The runs of a chapter that are kept, the latest first."""
        records = (self.folder / chapter).glob("*.json")
        for path in sorted(records, key=lambda p: p.stat().st_mtime_ns, reverse=True):
            if entry := self.entry(chapter, path.stem):
                yield entry

    def entry(self, chapter: str, key: str) -> Entry | None:
        """One run by its key; None when it is not kept or not as it was kept."""
        record, notebook = (self.folder / chapter / f"{key}.{end}" for end in ("json", "ipynb"))
        return self.memo.of(
            "run", lambda: (record, stamp(record), stamp(notebook)), lambda: self._read(chapter, key)
        )

    def _read(self, chapter: str, key: str) -> Entry | None:
        folder = self.folder / chapter
        try:
            kept = json.loads(tidy.read(folder / f"{key}.json"))
            record, notebook = kept["record"], folder / f"{key}.ipynb"
            whole = digest(record) == key and notebook.is_file() and file_digest(notebook) == kept["notebook"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return Entry(chapter, key, record, notebook) if whole else None

    def keep(self, chapter: str, record: dict[str, Any], executed: Path) -> Entry:
        """Take an executed notebook in. Its record is written last: an entry is whole, or not there."""
        key, folder = digest(record), tidy.folder(self.folder / chapter)
        notebook = folder / f"{key}.ipynb"
        new = folder / f".{key}"
        shutil.copyfile(executed, new)
        kept = {"record": record, "notebook": file_digest(new)}
        tidy.put(new, notebook)
        new.write_text(json.dumps(kept, ensure_ascii=False, sort_keys=True), encoding="utf-8")
        tidy.put(new, folder / f"{key}.json")
        entry = Entry(chapter, key, record, notebook)
        self.touch(entry)
        for old in list(self.entries(chapter))[KEPT:]:
            tidy.remove(folder / f"{old.key}.json")
            tidy.remove(old.notebook)
        return entry

    def touch(self, entry: Entry) -> None:
        """Make an entry the latest of its chapter, if it is not."""
        record = entry.notebook.with_suffix(".json")
        others = (path for path in record.parent.glob("*.json") if path != record)
        if record.stat().st_mtime_ns <= max((path.stat().st_mtime_ns for path in others), default=-1):
            now = time.time_ns()  # the system's own stamp has steps of some milliseconds
            os.utime(record, ns=(now, now))
