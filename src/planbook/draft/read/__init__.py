"""A report's file as text: docx, pdf, html, txt, ofd, doc and wps, scans. What a file is, its bytes say."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path

from planbook.errors import InputError

LARGEST = 64 * 2**20  # bytes of a file
LONGEST = 200_000  # characters of a report; the longest of a province has 30,000


@dataclass(frozen=True)
class Reading:
    """A text as read, and where it came from. meta: what a page of publication tells (索引号 …)."""

    text: str
    format: str
    name: str = ""
    sha256: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()


def read(path: Path | None, raw: bytes | None = None) -> Reading:
    """The text of a report's file; with `raw`, of what came on standard input.

    Raises:
        InputError: it cannot be read, or holds no report; the message says what to do.
    """
    name = str(path) if path else "standard input"
    if path and raw is None:
        raw = _bytes(path, name)
    if not raw or not raw.strip():
        raise InputError(f"{name}: the file is empty; expected a report")
    if len(raw) > LARGEST:
        raise InputError(
            f"{name}: {len(raw) // 2**20} MB, expected at most {LARGEST // 2**20} MB; is it the report?"
        )
    reading = _formatted(raw, name, path.suffix.lower() if path else "")
    text = plain_ends(reading.text) if reading.format == "txt" else tidy(reading.text)
    if len(text) > LONGEST:
        raise InputError(
            f"{name}: {len(text)} characters, expected at most {LONGEST}: give one report, not a yearbook"
        )
    return replace(reading, text=text, name=path.name if path else "", sha256=hashlib.sha256(raw).hexdigest())


def _bytes(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise InputError(f"{name}: got a folder, expected a report's file")
        if path.stat().st_size > LARGEST:
            size = path.stat().st_size // 2**20
            raise InputError(f"{name}: {size} MB, expected at most {LARGEST // 2**20} MB; is it the report?")
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{name}: there is no such file") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{name}: {getattr(error, 'strerror', None) or error}") from None


def _formatted(raw: bytes, name: str, suffix: str) -> Reading:
    if raw.startswith(b"%PDF") or b"%PDF-" in raw[:1024]:
        from . import pdf

        return pdf.read(raw, name)
    if raw.startswith(b"PK\x03\x04"):
        return _zipped(raw, name)
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        from . import office

        if "Workbook".encode("utf-16-le") in raw or suffix in (".xls", ".et"):
            raise InputError(
                f"{name}: a spreadsheet; expected the report itself: docx, pdf, html, txt, ofd, doc or wps"
            )
        if "EncryptedPackage".encode("utf-16-le") in raw:
            raise InputError(f"{name}: it is locked with a password; save it without one")
        return office.converted(raw, name, suffix if suffix in (".doc", ".wps") else ".doc")
    if raw.startswith(b"{\\rtf"):
        from . import office

        return office.converted(raw, name, ".rtf")
    if raw[:4] in (b"\x89PNG", b"II*\0", b"MM\0*") or raw.startswith(b"\xff\xd8\xff"):
        from . import ocr

        return ocr.picture(raw, name)
    if suffix in (".csv", ".tsv"):
        raise InputError(
            f"{name}: a table; expected the report itself: docx, pdf, html, txt, ofd, doc or wps"
        )
    from . import html, plain

    if html.looks_like(raw, suffix):
        return html.read(raw, name)
    return Reading(plain.decoded(raw, name), "txt")


def _zipped(raw: bytes, name: str) -> Reading:
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            names = set(archive.namelist())
            if sum(one.file_size for one in archive.infolist()) > 8 * LARGEST:
                raise InputError(
                    f"{name}: it unpacks to more than {8 * LARGEST // 2**20} MB; is it the report?"
                )
    except zipfile.BadZipFile:
        raise InputError(f"{name}: a damaged file; open it in its program and save it again") from None
    from . import office

    if "word/document.xml" in names:
        return office.docx(raw, name)
    if "OFD.xml" in names:
        from . import ofd

        return ofd.read(raw, name)
    if any(one.startswith("xl/") for one in names):
        raise InputError(
            f"{name}: a spreadsheet; expected the report itself: docx, pdf, html, txt, ofd, doc or wps"
        )
    if "content.xml" in names and "mimetype" in names:
        return office.converted(raw, name, ".odt")
    raise InputError(f"{name}: an archive; unpack it and give the report's own file")


def plain_ends(text: str) -> str:
    """A plain text with its line ends as one character, otherwise as it is: offsets stay the file's."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def tidy(text: str) -> str:
    """Line ends as one character, no byte order mark, no blanks at line ends, no control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n")
    text = text.replace("\ufeff", "").replace("\u2028", "\n").replace("\u2029", "\n")
    text = "".join(c for c in text if c in "\n\t" or c >= " ")
    return "\n".join(line.rstrip(" \t\u3000\xa0") for line in text.split("\n")).rstrip("\n") + "\n"
