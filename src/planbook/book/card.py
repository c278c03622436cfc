"""The picture that a chat shows of a link to the book: its title and three numbers, as a small PNG."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a build that writes no page does not wait for it
    from PIL.ImageFont import FreeTypeFont

PLACE = "_static/card.png"
SIZE = (1200, 630)  # pixels, as Open Graph's users crop it
EDGE, INDENT = 24, 84
FONTS = Path(__file__).parent.parent / "show" / "fonts"
BLUE = (0x12, 0x43, 0x6D)
# Drawn in shades between this blue and white; sixteen of them make a small file.
DARK, MUTED, TINT, PAPER = 0, 70, 232, 255
SHADES = 16


def draw(place: Path, title: str, numbers: list[tuple[str, ...]], source: str) -> None:
    """Write the card.

    Args:
        numbers: up to three of label, number and note.
        source: whose report it is; may be empty.
    """
    from PIL import Image, ImageDraw

    picture = Image.new("L", SIZE, PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, EDGE, SIZE[1]), DARK)
    room = SIZE[0] - 2 * INDENT
    y = 64
    for line in _lines(title, _font("Bold", 60), room)[:2]:
        pen.text((INDENT, y), line, DARK, _font("Bold", 60))
        y += 84
    gap = 28
    width = (room - gap * (len(numbers) - 1)) // max(len(numbers), 1)
    for at, (label, number, note) in enumerate(numbers):
        x, top = INDENT + at * (width + gap), 278
        pen.rectangle((x, top, x + width, top + 214), TINT)
        for text, size, weight, shade, down in (
            (label, 30, "Regular", MUTED, 20),
            (number, 60, "Bold", DARK, 64),
            (note, 26, "Regular", MUTED, 154),
        ):
            font = _fitting(text, weight, size, width - 40)
            pen.text((x + 20, top + down), text, shade, font)
    if source:
        line = f"数字出自{source}的报告"
        pen.text((INDENT, 544), line, MUTED, _fitting(line, "Regular", 30, room))
    steps = SHADES - 1
    shades = picture.point([round(level * steps / PAPER) for level in range(PAPER + 1)])
    shades.putpalette([round(low + (PAPER - low) * step / steps) for step in range(SHADES) for low in BLUE])
    shades.save(place, bits=4, compress_level=4)


@lru_cache(maxsize=16)
def _font(weight: str, size: float) -> "FreeTypeFont":
    from PIL import ImageFont

    return ImageFont.truetype(str(FONTS / f"NotoSansSC-{weight}.ttf"), size)


def _fitting(text: str, weight: str, size: int, room: float) -> "FreeTypeFont":
    """A font in which the text is not wider than its room, as large as may be."""
    wide = _font(weight, size).getlength(text)
    return _font(weight, size if wide <= room else size * room / wide)


def _lines(text: str, font: "FreeTypeFont", room: float) -> list[str]:
    """A text in lines of about equal width."""
    count = int(font.getlength(text) // room) + 1
    each = -(-len(text) // count)
    return [text[start : start + each] for start in range(0, len(text), each)]
