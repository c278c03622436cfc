"""OFD, the national format for fixed pages (GB/T 33190): the text runs of each page in reading order."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from planbook.errors import InputError

from . import LARGEST, Reading, layout, office

_PAGE = re.compile(r"Pages?/[^/]*?(\d+)/Content\.xml$", re.I)


def read(raw: bytes, name: str) -> Reading:
    """The text of an OFD file.

    Raises:
        InputError: it is damaged, or its pages are pictures.
    """
    pages: list[list[str]] = []
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            for member in _in_order(archive, name):
                with archive.open(member) as file:
                    pages.append(_lines(office.parsed(file.read(8 * LARGEST), name)))
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        raise InputError(
            f"{name}: a damaged OFD file; open it and save it again, or print it to PDF"
        ) from None
    if not any(pages):
        raise InputError(
            f"{name}: no text in this OFD, its pages are pictures; print it to PDF and use planbook[ocr]"
        )
    return Reading(layout.paragraphs(pages), "ofd")


def _in_order(archive: zipfile.ZipFile, name: str) -> list[str]:
    """The pages as the document lists them; where it lists none that are there, by their numbers."""
    names = {one.lower(): one for one in archive.namelist()}
    listed = []
    for document in sorted(one for one in names.values() if one.lower().endswith("/document.xml")):
        with archive.open(document) as file:
            root = office.parsed(file.read(8 * LARGEST), name)
        home = document.rpartition("/")[0]
        for node in root.iter():
            if node.tag.rpartition("}")[2] == "Page" and (place := node.get("BaseLoc", "")):
                full = place.lstrip("/") if place.startswith("/") else f"{home}/{place}"
                listed += [names[full.lower()]] if full.lower() in names else []
    matches = [match for match in map(_PAGE.search, names.values()) if match]
    by_number = sorted(matches, key=lambda m: (m.string.split("Pages")[0], int(m[1])))
    return listed or [match.string for match in by_number]


def _lines(root) -> list[str]:
    runs: list[tuple[float, float, float, str]] = []
    for node in root.iter():
        if node.tag.rpartition("}")[2] != "TextObject":
            continue
        x, y, _, height = _numbers(node.get("Boundary", "0 0 0 0"), 4)
        for code in node.iter():
            if code.tag.rpartition("}")[2] == "TextCode" and code.text:
                left, top = _numbers(f"{code.get('X', '0')} {code.get('Y', '0')}", 2)
                runs.append((y + top, x + left, height or 4.0, code.text))
    runs.sort()
    lines: list[list[tuple[float, str]]] = []
    base = None
    for y, x, height, text in runs:
        if base is None or y - base > height / 2:
            lines.append([])
            base = y
        lines[-1].append((x, text))
    return ["".join(text for _, text in sorted(line)) for line in lines]


def _numbers(text: str, count: int) -> list[float]:
    numbers = []
    for word in text.split()[:count]:
        try:
            numbers.append(float(word))
        except ValueError:
            numbers.append(0.0)
    return numbers + [0.0] * (count - len(numbers))
