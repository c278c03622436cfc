"""Scans, by the extra [ocr] (rapidocr, its models in the wheel); every figure read so is flagged."""

from __future__ import annotations

import logging
import sys

from planbook.errors import InputError

from . import Reading, layout

_SCALE = 150 / 72  # dots of a picture to one of the page


def _engine(name: str):
    try:
        from rapidocr import RapidOCR
    except ImportError:
        raise InputError(
            f"{name}: a scan, its pages are pictures; run: pip install 'planbook[ocr]', or get one with text"
        ) from None
    engine = RapidOCR()
    logging.getLogger("RapidOCR").setLevel(logging.WARNING)
    return engine


def document(pdf, name: str) -> Reading:
    """The text of a PDF whose pages are pictures."""
    engine = _engine(name)
    pages = []
    for at in range(len(pdf)):  # ten seconds each
        print(f"{name}: page {at + 1} of {len(pdf)}", file=sys.stderr, flush=True)
        pages.append(_lines(engine, pdf[at].render(scale=_SCALE).to_numpy()))
    return Reading(layout.paragraphs(pages), "scan", flags=("ocr",))


def picture(raw: bytes, name: str) -> Reading:
    """The text of one picture."""
    return Reading(layout.paragraphs([_lines(_engine(name), raw)]), "scan", flags=("ocr",))


def _lines(engine, page) -> list[str]:
    result = engine(page)
    if result is None or result.boxes is None:
        return []
    boxes = sorted(
        ((min(p[1] for p in box), max(p[1] for p in box), min(p[0] for p in box), text)
         for box, text in zip(result.boxes, result.txts, strict=True)),
    )  # fmt: skip
    lines: list[list[tuple[float, str]]] = []
    bottom = -1.0
    for top, low, left, text in boxes:
        if lines and top < bottom - (low - top) / 2:
            lines[-1].append((left, text))
        else:
            lines.append([(left, text)])
        bottom = low
    return ["".join(text for _, text in sorted(line)) for line in lines]
