"""Text of a tree as it stands on paper."""

import pytest

from planbook.formats.tree.text import clean, joined, wide, width


def test_invisible_characters_go():
    """Joiners and marks of direction have no glyph and mean nothing on paper."""
    assert clean("甲\u200b乙\ufeff丙\u202e丁\u00ad") == "甲乙丙丁"


@pytest.mark.parametrize(
    ("text", "before", "after", "joined_text"),
    [
        ("甲\n乙", "", "", "甲乙"),
        ("one\ntwo", "", "", "one two"),
        ("甲\nGDP", "", "", "甲GDP"),
        ("增长\n", "", "6", "增长"),
        ("GDP\n", "", "u", "GDP "),
        ("\nup", "P", "", " up"),
        ("甲。\n  乙", "", "", "甲。乙"),
    ],
)
def test_line_breaks_between_chinese_characters_leave_no_blank(text, before, after, joined_text):
    """A line break of the source is a blank between Latin words only; the neighbours decide at the ends."""
    assert joined(text, before, after) == joined_text


def test_width_counts_chinese_characters_as_one_em():
    """A Chinese character fills its em, a Latin one about half of it."""
    assert width("亿元") == 2.0
    assert 2.0 < width("2025") < 2.6
    assert wide("，") and wide("“") and not wide("a") and not wide("")
