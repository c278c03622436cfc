"""What was decided, line by line: appended and on the disk before anybody is told that it holds.

The first line is what was there before (`base`), each other one an entry. A line that a dying machine left
unfinished was never acknowledged, and is cut off.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from planbook.errors import BuildError, InputError


class Journal:
    """A file of JSON lines. `base` is None where there is none yet; `entries` in the order of time."""

    def __init__(self, path: Path):
        self.path = path
        self.base: dict[str, Any] | None = None
        self.entries: list[dict[str, Any]] = []
        if path.is_file():
            self._read()

    def start(self, base: dict[str, Any]) -> None:
        """Begin anew with this base; the journal before is kept beside it under a number."""
        new = self.path.with_suffix(".new")
        with new.open("wb") as file:
            file.write(_line(base))
            file.flush()
            os.fsync(file.fileno())
        if self.path.is_file():
            kept = len(list(self.path.parent.glob(f"{self.path.stem}-*{self.path.suffix}"))) + 1
            os.link(self.path, self.path.with_name(f"{self.path.stem}-{kept}{self.path.suffix}"))
        new.replace(self.path)
        self._sync_folder()
        self.base, self.entries = base, []

    def append(self, entry: dict[str, Any]) -> None:
        """Write an entry; when this returns it survives whatever happens.

        Raises:
            BuildError: it could not be written; nothing of it is in the file.
        """
        with self.path.open("r+b", buffering=0) as file:
            size = file.seek(0, os.SEEK_END)
            try:
                line = _line(entry)
                while line:
                    line = line[file.write(line) :]
                os.fsync(file.fileno())
            except OSError as error:
                file.truncate(size)
                raise BuildError(f"{self.path}: {error.strerror}; the decision was not taken down") from error
        self.entries.append(entry)

    def _read(self) -> None:
        raw = self.path.read_bytes()
        whole = raw.rfind(b"\n") + 1
        lines = raw[:whole].split(b"\n")[:-1]
        try:
            entries = [json.loads(line) for line in lines]
        except ValueError:
            raise InputError(
                f"{self.path}: a line in it is damaged; move the file away to begin anew"
            ) from None
        if whole < len(raw):
            with self.path.open("r+b") as file:
                file.truncate(whole)
                os.fsync(file.fileno())
        if entries:
            self.base, *self.entries = entries

    def _sync_folder(self) -> None:
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
