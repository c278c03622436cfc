"""Word documents: docx by itself, the older formats through LibreOffice where it is."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from planbook.errors import InputError

from . import LARGEST, Reading

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIP = {
    f"{_W}{name}" for name in ("del", "instrText", "pict", "drawing", "footnoteReference", "txbxContent")
}
_SECONDS = 120
_WIDEST = 40  # columns that one cell spans
_LONGEST = 120  # characters of a cell


def docx(raw: bytes, name: str) -> Reading:
    """The paragraphs of a docx, each a line; a row of a table is a line too, a tab between its cells."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            if any(one.flag_bits & 1 for one in archive.infolist()):
                raise InputError(f"{name}: it is locked with a password; save it without one")
            with archive.open("word/document.xml") as member:
                xml = member.read(8 * LARGEST)
    except (zipfile.BadZipFile, OSError, KeyError, NotImplementedError):
        raise InputError(f"{name}: a damaged document; open it in Word or WPS and save it again") from None
    root = parsed(xml, name)
    lines: list[str] = []
    within: set[ElementTree.Element] = set()
    for node in root.iter():
        if node.tag == f"{_W}tbl" and node not in within and (rows := _rows(node)):
            lines += ["\t".join(row) for row in rows]
            within.update(node.iter())
        elif node.tag == f"{_W}p" and node not in within:
            lines += _text(node).split("\n")
    return Reading("\n".join(lines), "docx")


def _rows(table: ElementTree.Element) -> list[list[str]]:
    """The rows of a table as texts of their cells; [] for one that only lays out a page."""
    rows = []
    for row in table.findall(f"{_W}tr"):
        cells = []
        for cell in row.findall(f"{_W}tc"):
            text = "".join(_text(paragraph) for paragraph in cell.iter(f"{_W}p"))
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            wide = span.get(f"{_W}val", "1") if span is not None else "1"
            cells += [re.sub(r"\s+", "", text)] * min(int(wide) if wide.isdigit() else 1, _WIDEST)
        rows.append(cells)
    return rows if is_table(rows) else []


def is_table(rows: list[list[str]]) -> bool:
    """Whether rows hold figures rather than lay out a page: three columns or more, and short cells."""
    cells = [cell for row in rows for cell in row]
    wide = sum(len(row) > 2 for row in rows) * 2 > len(rows) > 1
    return wide and max(map(len, cells), default=0) < _LONGEST and any(map(str.isdigit, "".join(cells)))


def parsed(xml: bytes, name: str) -> ElementTree.Element:
    """XML that declares no entities.

    Raises:
        InputError: it does, or it is none.
    """
    if b"<!DOCTYPE" in xml[:4096] or b"<!ENTITY" in xml:
        raise InputError(
            f"{name}: its XML declares entities, which no report needs; save it again from its program"
        )
    try:
        return ElementTree.fromstring(xml)
    except (ElementTree.ParseError, RecursionError, ValueError):
        raise InputError(f"{name}: a damaged document; open it in its program and save it again") from None


def _text(paragraph: ElementTree.Element) -> str:
    pieces: list[str] = []
    todo = [iter(paragraph)]
    while todo:  # no recursion: a hostile file can nest as deep as it likes
        node = next(todo[-1], None)
        if node is None:
            todo.pop()
        elif node.tag == f"{_W}t":
            pieces.append(node.text or "")
        elif node.tag == f"{_W}tab":
            pieces.append("\t")
        elif node.tag in (f"{_W}br", f"{_W}cr"):
            pieces.append("\n")
        elif node.tag not in _SKIP and node.tag != f"{_W}p":
            todo.append(iter(node))
    return "".join(pieces)


def converted(raw: bytes, name: str, suffix: str) -> Reading:
    """A document in an older format, converted by LibreOffice.

    Raises:
        InputError: LibreOffice is not there, or cannot read the file.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    kind = suffix.lstrip(".")
    if not program:
        raise InputError(
            f"{name}: a {kind} file needs LibreOffice, which is not on this machine; "
            "open it in Word or WPS and save it as docx"
        )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"report{suffix}")
        source.write_bytes(raw)
        command = [
            program, "--headless", f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, str(source),
        ]  # fmt: skip
        try:
            subprocess.run(
                command, capture_output=True, timeout=_SECONDS, check=True, env={**os.environ, "HOME": folder}
            )
            made = source.with_suffix(".docx").read_bytes()
        except (subprocess.SubprocessError, OSError):
            raise InputError(f"{name}: LibreOffice cannot read it; save it as docx") from None
    return replace(docx(made, name), format=kind)
