"""Executed notebooks, kept by what went into them: `_build/cache/<chapter>/<key>.ipynb` and its record.

A record says by content what one run of a chapter read. Its digest is the key, so that going back to earlier
parameters or data finds the earlier run.
"""

import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planbook.run.hashing import digest

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

    def entries(self, chapter: str) -> Iterator[Entry]:
        """The runs of a chapter that are kept, the latest first."""
        records = (self.folder / chapter).glob("*.json")
        for path in sorted(records, key=lambda p: p.stat().st_mtime_ns, reverse=True):
            if entry := self.entry(chapter, path.stem):
                yield entry

    def entry(self, chapter: str, key: str) -> Entry | None:
        """One run by its key; None when it is not kept or not whole."""
        folder = self.folder / chapter
        try:
            record = json.loads((folder / f"{key}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        notebook = folder / f"{key}.ipynb"
        if digest(record) != key or not notebook.is_file():
            return None
        return Entry(chapter, key, record, notebook)

    def keep(self, chapter: str, record: dict[str, Any], executed: Path) -> Entry:
        """Take an executed notebook in. Its record is written last: an entry is whole, or not there."""
        key, folder = digest(record), self.folder / chapter
        folder.mkdir(parents=True, exist_ok=True)
        notebook = folder / f"{key}.ipynb"
        new = folder / f".{key}"
        shutil.copyfile(executed, new)
        new.replace(notebook)
        new.write_text(json.dumps(record, ensure_ascii=False, sort_keys=True), encoding="utf-8")
        new.replace(folder / f"{key}.json")
        entry = Entry(chapter, key, record, notebook)
        self.touch(entry)
        for old in list(self.entries(chapter))[KEPT:]:
            (folder / f"{old.key}.json").unlink(missing_ok=True)
            old.notebook.unlink(missing_ok=True)
        return entry

    def touch(self, entry: Entry) -> None:
        """Make an entry the latest of its chapter."""
        now = time.time_ns()  # the system's own stamp has steps of some milliseconds
        os.utime(entry.notebook.with_suffix(".json"), ns=(now, now))
