"""A folder of Typst source → the bytes of a PDF: our fonts only, tagged, archival, the same bytes for the same source."""

import datetime
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from planbook.bind import BindError
from planbook.bind.typst import fit

MAIN = "main.typ"
# PDF/UA-1: readable by those who cannot see it; PDF/A-2a: readable in thirty years. Typst refuses to write a file that
# breaks either (a picture without alternative text, a skipped heading level).
STANDARDS: list[Any] = ["ua-1", "a-2a"]
PASSES = 14


def compile(folder: Path, fonts: Sequence[Path], date: datetime.date | None = None) -> bytes:
    """Typeset `folder/main.typ`.

    Pictures that would leave a hole at the foot of a page are made smaller until the pages are full (see fit.py), which
    takes a few passes of a fraction of a second each.

    Args:
        folder: main.typ and everything that it includes.
        fonts: the only fonts that are used; the machine's own are not looked at.
        date: the day that the metadata name; the first day of 1970 when None.

    Raises:
        BindError: Typst's error or warning, with its hints.
    """
    import typst

    day = date or datetime.date(1970, 1, 1)
    timestamp = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    # Typst takes folders of fonts, not files: the book's are copied beside its source.
    shelf = folder / "fonts"
    shelf.mkdir()
    for number, font in enumerate(fonts):
        shutil.copyfile(font, shelf / f"{number}{font.suffix}")
    known = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(shelf)])
    compiler = typst.Compiler(str(folder / MAIN), root=str(folder), font_paths=known)
    scales: fit.Scales = {}
    try:
        for _ in range(PASSES):
            better = fit.improve(_marks(compiler, scales), scales)
            if better == scales:
                break
            scales = better
        made, warnings = compiler.compile_with_warnings(
            format="pdf", pdf_standards=STANDARDS, timestamp=timestamp, sys_inputs={"fit": json.dumps(scales)}
        )
    except typst.TypstError as error:
        raise BindError(_told(error)) from error
    if warnings:
        raise BindError("\n".join(map(_told, warnings)))
    return made


def _marks(compiler: Any, scales: "fit.Scales") -> list[dict[str, Any]]:
    """Where the pictures and the ends of paragraphs came to stand."""
    compiler.compile(format="pdf", sys_inputs={"fit": json.dumps(scales)})
    return json.loads(compiler.query("<place>", field="value"))


def _told(problem: Any) -> str:
    hints = "".join(f"\n  {hint}" for hint in getattr(problem, "hints", ()))
    return f"Typst: {problem}{hints}"
