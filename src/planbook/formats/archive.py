"""ZIP archives with the same bytes for the same content: fixed dates, fixed order, no traces of a machine."""

import datetime
import io
import os
import zipfile
from collections.abc import Iterable
from pathlib import Path

EARLIEST = datetime.date(1980, 1, 1)  # ZIP knows no day before it
MIMETYPE = "mimetype"  # EPUB wants this member first, and not compressed


def pack(members: Iterable[tuple[str, bytes]], day: datetime.date | None = None) -> bytes:
    """An archive of (name, content) in the order given; every member bears the date `day`."""
    day = max(day or EARLIEST, EARLIEST)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            info.create_system = 3
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_STORED if name == MIMETYPE else zipfile.ZIP_DEFLATED
            archive.writestr(info, content, compresslevel=9)
    return made.getvalue()


def repack(archive: bytes, day: datetime.date | None = None) -> bytes:
    """The same members in the same order, without the times at which somebody's library wrote them."""
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        return pack([(info.filename, source.read(info)) for info in source.infolist()], day)


def put(content: bytes, out: Path) -> Path:
    """Write a file at once: readers see the old one or the new one. Its folder is made when it is missing."""
    out.parent.mkdir(parents=True, exist_ok=True)
    new = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        new.write_bytes(content)
        new.replace(out)
    finally:
        new.unlink(missing_ok=True)
    return out
