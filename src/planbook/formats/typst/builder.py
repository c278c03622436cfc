"""The Sphinx builder `typst`: the chapters' trees → `body.typ` and its pictures."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from planbook.formats.tree.builder import BookBuilder
from planbook.formats.typst.fonts import Coverage
from planbook.formats.typst.writer import Writer

BODY = "body.typ"
PICTURES = "pictures"


class TypstBuilder(BookBuilder):
    """Writes `body.typ` and `pictures/`; a missing glyph is an error too."""

    name = format = "typst"
    fonts: Sequence[Path]  # set by planbook.formats.pdf

    def begin(self, pictures: list[Path]) -> Writer:
        (Path(self.outdir) / PICTURES).mkdir(parents=True, exist_ok=True)
        names = [f"{PICTURES}/{number:03d}{path.suffix}" for number, path in enumerate(pictures, 1)]
        for path, name in zip(pictures, names, strict=True):
            shutil.copyfile(path, Path(self.outdir) / name)
        images = dict(zip(self.images, names, strict=True))
        return Writer(self.env, self.config.numfig_format, images, Coverage(self.fonts))

    def end(self, writer: Writer, chapters: list[str]) -> None:
        (Path(self.outdir) / BODY).write_text(f'#import "look.typ": *\n{"".join(chapters)}', encoding="utf-8")
