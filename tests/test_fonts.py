"""The bundled fonts: every character that a report can need, both weights, the licence beside them."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import planbook.book
import planbook.show

PRINT = Path(planbook.show.__file__).parent / "fonts"
WEB = Path(planbook.book.__file__).parent / "static" / "fonts"
FILES = [PRINT / "NotoSansSC-Regular.ttf", PRINT / "NotoSansSC-Bold.ttf", WEB / "NotoSansSC-Regular.woff2"]
SYMBOLS = "0123456789%‰±−×÷≤≥≈→←↑↓℃㎡㎞ⅠⅡⅢⅣⅤ①②③●○■□▲△★☆※、。，；：？！（）《》“”‘’—…·０９％\u2007\u3000\u00a0"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_characters(path):
    """GB2312 whole, characters of place names beyond it, and the symbols of a table."""
    held = TTFont(path).getBestCmap().keys()
    pairs = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    common = {char for pair in pairs for char in pair.decode("gb2312", "ignore")}
    missing = [char for char in common | set(SYMBOLS) | set("垚堃祎喆崚垣䶮") if ord(char) not in held]
    assert not missing


@pytest.mark.parametrize(("path", "weight"), [(FILES[0], 400), (FILES[1], 700)], ids=["regular", "bold"])
def test_weights(path, weight):
    """Static fonts: matplotlib draws a variable one as its thinnest."""
    font = TTFont(path)
    assert font["OS/2"].usWeightClass == weight
    assert "fvar" not in font


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_digits_line_up(path):
    """Digits, minus and figure space are of one width, so columns of numbers align."""
    font = TTFont(path)
    letters, widths = font.getBestCmap(), font["hmtx"]
    assert len({widths[letters[ord(char)]][0] for char in "0123456789−\u2007"}) == 1


@pytest.mark.parametrize("folder", [PRINT, WEB], ids=["print", "web"])
def test_licence(folder):
    """The OFL asks for its text wherever the fonts go."""
    assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / "OFL.txt").read_text(encoding="utf-8")
