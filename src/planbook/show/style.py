"""The look of every picture: the two widths that it is drawn for, theme, and the width of a piece of
text before it is drawn."""

from __future__ import annotations

import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import matplotlib
import seaborn as sns
from matplotlib.ft2font import FT2Font

from .errors import MissingGlyph
from .palette import CONTEXT, PLANNED, REVIEWED

MARGIN = 1.0  # points, for the strokes of what stands at an edge


@dataclass(frozen=True)
class Layout:
    """For which width a picture is drawn, in points; body, small: sizes of its letters.

    names: the widest column of names beside the marks; 0 puts each name above its marks.
    """

    width: float
    body: float
    small: float
    names: float

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.width - 2 * MARGIN

    @property
    def right(self) -> float:
        """Where the right margin begins."""
        return self.width - MARGIN


WIDE = Layout(760, 15, 13.5, 220)  # a column of text, and paper
NARROW = Layout(300, 13.5, 12.6, 0)  # a phone of 360 px: no letter is smaller than 12 px there

BODY = WIDE.body

FOLDER = Path(__file__).parent / "fonts"
FILES = {"regular": FOLDER / "NotoSansSC-Regular.ttf", "bold": FOLDER / "NotoSansSC-Bold.ttf"}
FAMILY = "Noto Sans SC"

RC = {
    "axes.facecolor": "none",
    "path.simplify": False,
}


@contextmanager
def theme():
    """The book's seaborn theme, for one picture only: a reader's own settings stay as they are."""
    with matplotlib.rc_context():
        sns.set_theme(style="white", palette=[REVIEWED, PLANNED, CONTEXT], rc=RC)
        yield


@lru_cache(maxsize=2)
def _font(weight: str) -> FT2Font:
    font = FT2Font(str(FILES[weight]))
    font.set_size(100, 72)
    return font


@lru_cache(maxsize=8192)
def _advance(char: str, weight: str) -> float | None:
    """The width of one character at size 1, or None when the font has no such glyph."""
    font = _font(weight)
    if not font.get_char_index(ord(char)):
        return None
    return font.load_char(ord(char)).linearHoriAdvance / 65536 / 100


def width(text: str, size: float = BODY, weight: str = "regular") -> float:
    """How wide a line of text will be, in points. Raises MissingGlyph for a character that the font cannot
    draw."""
    total = 0.0
    for char in text:
        advance = _advance(char, weight)
        if advance is None:
            raise MissingGlyph(char, text)
        total += advance
    return total * size


_NO_START = set("，。、；：！？）》」』”’%％·—…,.;:!?)]余多个")
_NO_END = set("（《「『“‘([")


def _pieces(text: str) -> list[str]:
    """Text cut where a line may break: between Chinese characters, never inside a number, a Latin word or a
    date."""
    pieces: list[str] = []
    for char in text:
        joins = pieces and (
            char in _NO_START
            or pieces[-1][-1] in _NO_END
            or (char in "年月日" and pieces[-1][-1].isdigit())
            or (_narrow(char) and _narrow(pieces[-1][-1]) and char != " " and pieces[-1][-1] != " ")
        )
        if joins:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _narrow(char: str) -> bool:
    return unicodedata.east_asian_width(char) not in ("W", "F")


def wrap(text: str, room: float, size: float = BODY, weight: str = "regular") -> list[str]:
    """Text as lines no wider than `room` points. A piece that has no break and is too wide is cut where it
    must be."""
    lines, line = [], ""
    for piece in _pieces(text):
        for part in [piece] if width(piece, size, weight) <= room else list(piece):
            if line and width((line + part).rstrip(), size, weight) > room:
                lines.append(line.rstrip())
                line = ""
            line += part if line or part != " " else ""
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def balanced(text: str, room: float, size: float = BODY) -> list[str]:
    """Like `wrap`, with lines of about equal length: a label never leaves one character alone on its last
    line."""
    lines = wrap(text, room, size)
    if len(lines) == 1:
        return lines
    narrow = width(text, size) / len(lines)
    while len(wrap(text, min(narrow, room), size)) > len(lines) and narrow < room:
        narrow += size / 4
    return wrap(text, min(narrow, room), size)


def tidy(text: str, room: float, size: float = BODY) -> list[str]:
    """Like `wrap`, but no last line of one or two characters."""
    lines = wrap(text, room, size)
    return balanced(text, room, size) if len(lines) > 1 and measure(lines[-1]) <= 2 else lines


def shortened(text: str, room: float, size: float = BODY, weight: str = "regular") -> str:
    """Text cut to one line with an ellipsis; the whole of it stands in the table behind the picture."""
    if width(text, size, weight) <= room:
        return text
    while text and width(text + "…", size, weight) > room:
        text = text[:-1]
    return text + "…"


def measure(text: str) -> float:
    """The length of a title in Chinese characters: a Latin letter or a digit counts half."""
    return sum(0.5 if _narrow(char) else 1.0 for char in text)
