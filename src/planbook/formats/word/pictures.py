"""Vector pictures → PNG at print resolution: Word shows SVG only in its newest versions, and LibreOffice
draws it with fonts of its own."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from docx.image.exceptions import UnrecognizedImageError
from docx.image.image import Image

from planbook.errors import BindError
from planbook.formats.typst import fonts

RESOLUTION = 300  # dots an inch
POINTS = 72


@dataclass(frozen=True)
class Bitmap:
    """A picture for the document; width and height in points."""

    content: bytes
    width: float
    height: float


def bitmaps(files: Sequence[Path], folder: Path) -> list[Bitmap]:
    """Each file as a bitmap; SVG is drawn, whatever else stays as it is.

    Args:
        folder: where the drawing may leave files.

    Raises:
        BindError: a picture that cannot be read.
    """
    drawn = iter(_draw([file for file in files if file.suffix == ".svg"], folder))
    return [next(drawn) if file.suffix == ".svg" else _as_it_is(file) for file in files]


def _draw(files: Sequence[Path], folder: Path) -> list[Bitmap]:
    """All vector pictures in one run of the typesetter that the printed book needs anyway, one a page."""
    import typst

    if not files:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    typeset = []
    for number, file in enumerate(files):
        shutil.copyfile(file, folder / f"{number}.svg")
        typeset.append(f'#page(width: auto, height: auto, margin: 0pt, image("{number}.svg"))\n')
    (folder / "pictures.typ").write_text("".join(typeset), encoding="utf-8")
    try:
        known = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts.FOLDER)]
        )
        source = str(folder / "pictures.typ")
        made = typst.Compiler(source, str(folder), known).compile(format="png", ppi=float(RESOLUTION))
    except RuntimeError as error:
        raise BindError(f"a picture cannot be drawn: {error}") from error
    pages = made if isinstance(made, list) else [made] if made else []
    return [Bitmap(page, *_size(Image.from_blob(page), RESOLUTION)) for page in pages]


def _as_it_is(file: Path) -> Bitmap:
    try:
        image = Image.from_file(str(file))
    except (UnrecognizedImageError, OSError) as error:
        raise BindError(f"{file.name}: no picture that Word knows (PNG, JPEG, GIF)") from error
    return Bitmap(image.blob, image.width.pt, image.height.pt)


def _size(image: Image, resolution: int) -> tuple[float, float]:
    return image.px_width / resolution * POINTS, image.px_height / resolution * POINTS
