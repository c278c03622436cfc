"""The look of every picture: palette, type sizes, theme, and the width of a piece of text before it is
drawn."""

from __future__ import annotations

import unicodedata
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import matplotlib
import seaborn as sns
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from .errors import MissingGlyph

WIDTH = 360.0  # pt: 5 in, about the width of a phone, so that a picture is read there at its own size
MARGIN = 12.0

REVIEWED = "#12436D"
PLANNED = "#F46A25"
THIRD = "#28A197"
CONTEXT = "#BFBFBF"
INK = "#222222"
MUTED = "#595959"
PLANNED_INK = "#A33F0B"  # the orange of the marks is too pale for text
GRID = "#D9D9D9"
TINT = "#C9D5E0"  # the blue of 2025 on white at about a quarter: preliminary bars

TITLE = 14.5
BODY = 11.0
SMALL = 10.0

FOLDER = Path(__file__).parent / "fonts"
FILES = {"regular": FOLDER / "NotoSansSC-Regular.ttf", "bold": FOLDER / "NotoSansSC-Bold.ttf"}
FAMILY = "Noto Sans SC"

RC = {
    "font.family": FAMILY,
    "font.size": BODY,
    "svg.fonttype": "path",  # the reader's device needs no font
    "svg.hashsalt": "planbook",  # equal pictures are equal bytes
    "figure.facecolor": "white",
    "axes.facecolor": "none",
    "text.color": INK,
    "text.parse_math": False,  # a $ in a label is a dollar
    "axes.unicode_minus": True,
    "hatch.linewidth": 1.2,
    "path.simplify": False,
}


@lru_cache(maxsize=1)
def _register() -> None:
    """Make the bundled font known, ahead of any font of the same name on the machine."""
    for path in FILES.values():
        font_manager.fontManager.addfont(str(path))
        known = font_manager.fontManager.ttflist
        known.insert(0, known.pop())


@contextmanager
def theme():
    """The book's seaborn theme, for one picture only: a reader's own settings stay as they are."""
    _register()
    with matplotlib.rc_context():
        # NOTE: seaborn's styles reset font.family, so the font has to come in with the same call.
        sns.set_theme(style="white", palette=[REVIEWED, PLANNED, THIRD], rc=RC)
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


def shortened(text: str, room: float, size: float = BODY) -> str:
    """Text cut to one line with an ellipsis; the whole of it stands in the table behind the picture."""
    if width(text, size) <= room:
        return text
    while text and width(text + "…", size) > room:
        text = text[:-1]
    return text + "…"


def measure(text: str) -> float:
    """The length of a title in Chinese characters: a Latin letter or a digit counts half."""
    return sum(0.5 if _narrow(char) else 1.0 for char in text)
