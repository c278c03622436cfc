"""The published pages as one archive: unpack it anywhere and open index.html."""

import datetime
from pathlib import Path

from planbook.formats import archive


def export(pages: Path, out: Path, *, name: str, day: datetime.date | None = None) -> Path:
    """Pack the folder `pages` at `out`, whole or not at all; same pages, same bytes.

    Args:
        name: the folder in the archive.
        day: the date that every file in it bears.
    """
    files = sorted(path for path in pages.rglob("*") if path.is_file())
    members = ((f"{name}/{path.relative_to(pages).as_posix()}", path.read_bytes()) for path in files)
    return archive.put(archive.pack(members, day), out)
