"""The book's fonts and their characters."""

import pytest

from planbook.errors import BindError
from planbook.formats.typst import fonts


@pytest.fixture(scope="module")
def ours():
    return fonts.files()


def test_our_fonts_are_regular_and_bold(ours):
    """Bold is a cut of its own, not a smeared regular."""
    assert [path.name for path in ours] == ["NotoSansSC-Bold.ttf", "NotoSansSC-Regular.ttf"]


def test_everything_that_numbers_need_is_there(ours):
    """Figure spaces, true minus, hedges, units and Roman numerals have glyphs."""
    seen = fonts.Coverage(ours)
    seen.note("\u2007\u2008\u3000−≥≤℃㎡ⅠⅡⅢ①“”《》—…·×÷％‰", "somewhere")
    seen.check()


def test_a_missing_glyph_names_character_place_and_way_out(ours):
    """Nobody has to look for it: the character, its number and name, where it stands, what to do."""
    seen = fonts.Coverage(ours)
    seen.note("数字", "chapters/a.md line 1")
    seen.note("\U0001f600", "chapters/b.ipynb cell 3 line 2")
    with pytest.raises(fonts.MissingGlyph) as caught:
        seen.check()
    (line,) = str(caught.value).splitlines()
    assert line.startswith("chapters/b.ipynb cell 3 line 2: ")
    assert "U+1F600 GRINNING FACE" in line and "fonts=[FILE]" in line


def test_many_places_are_counted(ours):
    """Three places are named, the others counted; each character has one line."""
    seen = fonts.Coverage(ours)
    for number in range(5):
        seen.note("\U0001f600\U0001f601", f"line {number}")
    lines = seen.complaints()
    assert len(lines) == 2
    assert "line 2" in lines[0] and "line 3" not in lines[0] and "2 more places" in lines[0]


def test_a_font_of_the_caller_fills_the_gap(ours, tmp_path):
    """A character that only the extra font has is no complaint, and its family is asked after ours."""
    extra = tmp_path / "extra.ttf"
    one_glyph_font(extra, 0x1F600, "Tiny Faces")
    seen = fonts.Coverage(fonts.files([extra]))
    seen.note("\U0001f600", "here")
    seen.check()
    assert fonts.families([extra]) == [fonts.FAMILY, "Tiny Faces"]


def test_a_font_that_is_not_there_is_named(tmp_path):
    """A wrong path is said before anything is built."""
    with pytest.raises(BindError, match=r"nothing\.ttf"):
        fonts.files([tmp_path / "nothing.ttf"])


def one_glyph_font(path, code: int, family: str) -> None:
    """Write a font with a single character, drawn like 吉."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(fonts.FOLDER / "NotoSansSC-Regular.ttf")
    maker = subset.Subsetter()
    maker.populate(unicodes=[ord("吉")])
    maker.subset(font)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap = {code: font.getBestCmap()[ord("吉")]} if table.format == 12 or code < 0x10000 else {}
    if not any(table.format == 12 for table in font["cmap"].tables):
        wide = font["cmap"].tables[0].newSubtable(12)
        wide.platformID, wide.platEncID, wide.language, wide.cmap = 3, 10, 0, {code: font.getGlyphOrder()[-1]}
        font["cmap"].tables.append(wide)
    for record in font["name"].names:
        if record.nameID in (1, 16):
            font["name"].setName(family, record.nameID, record.platformID, record.platEncID, record.langID)
    font.save(path)
