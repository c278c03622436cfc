"""A folder of Typst source → the bytes of a PDF: our fonts only, tagged, same source same bytes."""

import json
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from planbook.errors import BindError
from planbook.formats.cover import Cover
from planbook.formats.typst import fonts
from planbook.formats.typst.fit import Fit
from planbook.formats.typst.literal import array, quote

MAIN, FIT, LOOK = "main.typ", "fit.json", "look.typ"
TEMPLATE = Path(__file__).with_name("book.typ")
# PDF/UA-1: readable by those who cannot see it; PDF/A-2a: readable in thirty years. Typst refuses to write a
# file that breaks either (a picture without alternative text, a skipped heading level). The second asks for a
# date.
ACCESSIBLE, ARCHIVAL = "ua-1", "a-2a"
PASSES = 10  # a bound; two or three are usual


def compile(folder: Path, files: Sequence[Path], dated: bool = True) -> bytes:
    """Typeset `folder/main.typ`.

    Pictures that would leave a hole at the foot of a page float to the head of the next one (see fit.py),
    which takes a few passes of a fraction of a second each.

    Args:
        folder: main.typ and everything that it includes.
        files: the only fonts that are used; the machine's own are not looked at.
        dated: does main.typ set a date? Without one the PDF is accessible but not archival.

    Raises:
        BindError: Typst's error or warning, with its hints.
    """
    import typst

    known = _shelf(folder, files)
    fit = Fit()
    try:
        for _ in range(PASSES):
            # NOTE: a file and a fresh compiler: what floating does not touch, Typst remembers.
            (folder / FIT).write_text(json.dumps(fit.floats), encoding="utf-8")
            laid = typst.Compiler(str(folder / MAIN), str(folder), known)
            if not fit.better(json.loads(laid.query("<place>", field="value"))):
                break
        standards: list[Any] = [ACCESSIBLE, ARCHIVAL] if dated else [ACCESSIBLE]
        made, warnings = laid.compile_with_warnings(format="pdf", pdf_standards=standards)
    except RuntimeError as error:  # TypstError is one, and several errors at once come as a plain one
        raise BindError(_message(error)) from error
    if warnings:
        raise BindError("\n".join(map(_message, warnings)))
    assert isinstance(made, bytes)  # a PDF is one file
    return made


def cover(about: Cover, out: Path) -> None:
    """Draw the cover alone, as a PNG at `out`; its folder is made."""
    import typst

    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent.parent) as name:
        folder = Path(name)
        lay(folder)
        known = _shelf(folder, fonts.files())
        (folder / "body.typ").write_text("", encoding="utf-8")
        (folder / FIT).write_text("[]", encoding="utf-8")
        (folder / MAIN).write_text(main(about, fonts.families()), encoding="utf-8")
        try:
            compiler = typst.Compiler(str(folder / MAIN), str(folder), known)
            pages = compiler.compile(format="png", ppi=110.0)
        except RuntimeError as error:
            raise BindError(_message(error)) from error
        first = pages[0] if isinstance(pages, list) else pages
        assert first is not None  # the cover is a page
        out.write_bytes(first)


def _shelf(folder: Path, files: Sequence[Path]) -> Any:
    """Typst takes folders of fonts, not files: the book's are copied beside its source."""
    import typst

    shelf = folder / "fonts"
    shelf.mkdir()
    for number, font in enumerate(files):
        shutil.copyfile(font, shelf / f"{number}{font.suffix}")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(shelf)])


def main(cover: Cover, families: Iterable[str], numbers: Iterable[Sequence[str]] = ()) -> str:
    """The main file of the Typst source: cover, contents, body, colophon.

    Args:
        numbers: (label, number, standing) of the key numbers on the cover.
    """
    day = cover.built
    arguments = {
        "fonts": array(*map(quote, families)),
        "title": quote(cover.title),
        "subtitle": quote(cover.subtitle),
        "author": quote(cover.author),
        "keywords": array(*map(quote, cover.keywords)),
        "date": f"datetime(year: {day.year}, month: {day.month}, day: {day.day})" if day else "none",
        "numbers": _rows(numbers),
        "facts": _rows(cover.facts),
        "parameters": _rows(cover.parameters),
    }
    lines = "".join(f"  {name}: {value},\n" for name, value in arguments.items())
    return f'#import "{LOOK}": *\n#show: book.with(\n{lines})\n#include "body.typ"\n'


def lay(folder: Path, look: str = TEMPLATE.stem) -> None:
    """Put the template beside the body; `look`: the one of planbook.formats.typst that has the last word."""
    shutil.copyfile(TEMPLATE, folder / TEMPLATE.name)
    own = TEMPLATE.with_stem(look)
    source = f'#import "{TEMPLATE.name}": *\n' if own == TEMPLATE else own.read_text(encoding="utf-8")
    (folder / LOOK).write_text(source, encoding="utf-8")


def _rows(rows: Iterable[Sequence[str]]) -> str:
    return array(*(array(*map(quote, row)) for row in rows))


def _message(problem: Any) -> str:
    hints = "".join(f"\n  {hint}" for hint in getattr(problem, "hints", ()))
    return f"Typst: {problem}{hints}"
