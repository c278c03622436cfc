"""Text as Typst string literals."""

import pytest
import typst_toy as toy

from planbook.bind.typst.literal import clean, joined, quote, wide, width, words


def test_quote_leaves_nothing_open():
    """Quotation marks and backslashes are escaped, so that a literal ends where the text does."""
    assert quote('a"b\\') == '"a\\"b\\\\"'
    assert words('") #panic()') == '#"\\") #panic()";'


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x0c", "\x1f", "\x7f", "\x9f", "\u2028", "\u2029"])
def test_control_characters_become_blanks(char):
    """JSON would write them as escapes that Typst does not know."""
    assert quote(f"甲{char}乙") == '"甲 乙"'


def test_invisible_characters_go():
    """Joiners and marks of direction have no glyph and mean nothing on paper."""
    assert clean("甲\u200b乙\ufeff丙\u202e丁\u00ad") == "甲乙丙丁"


def test_nothing_is_printed_for_no_text():
    """An empty text makes no markup."""
    assert words("") == ""


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


def test_long_names_may_break_after_underscores():
    """figure ids are wider than their column; a break leaves no character behind in copied text."""
    assert words("general_public_budget") == '#"general_";#box();#"public_";#box();#"budget";'
    assert words("top_n") == '#"top_n";'


def test_hostile_text_survives_whole():
    """What Typst gets back out of the literal is the text that went in."""
    import json

    assert json.loads(quote(toy.HOSTILE)) == toy.HOSTILE
