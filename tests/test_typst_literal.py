"""Text as Typst string literals."""

import pytest
import typst_toy as toy

from planbook.formats.typst.literal import quote, words


def test_quote_leaves_nothing_open():
    """Quotation marks and backslashes are escaped, so that a literal ends where the text does."""
    assert quote('a"b\\') == '"a\\"b\\\\"'
    assert words('") #panic()') == '#"\\") #panic()";'


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x0c", "\x1f", "\x7f", "\x9f", "\u2028", "\u2029"])
def test_control_characters_become_blanks(char):
    """JSON would write them as escapes that Typst does not know."""
    assert quote(f"甲{char}乙") == '"甲 乙"'


def test_nothing_is_printed_for_no_text():
    """An empty text makes no markup."""
    assert words("") == ""


def test_long_names_may_break_after_underscores():
    """figure ids are wider than their column; a break leaves no character behind in copied text."""
    assert words("general_public_budget") == '#"general_";#box();#"public_";#box();#"budget";'
    assert words("top_n") == '#"top_n";'


def test_hostile_text_survives_whole():
    """What Typst gets back out of the literal is the text that went in."""
    import json

    assert json.loads(quote(toy.HOSTILE)) == toy.HOSTILE
