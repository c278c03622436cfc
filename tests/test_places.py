"""planbook.edition.places: where a line stands, for people."""

import pytest
from editions import EDITION, GOOD

from planbook.edition import load
from planbook.edition.places import Place, sentence


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (1, "开头第1段"),
        (4, "开头第3段"),
        (5, "第一部分标题"),
        (7, "第一部分第1段"),
        (8, "第一部分（一）标题"),
        (10, "第一部分（一）第1段"),
        (11, "第一部分（一）第2段"),
        (18, "第二部分标题"),
        (19, "第二部分第1段"),
    ],
)
def test_lines_as_places(line, said):
    """Part, section and the paragraph below the heading; blank lines are no paragraphs."""
    place = load(EDITION, GOOD)._outline.place(line)
    assert str(place) == said and place.line == line


def test_sections_without_a_number():
    """A section that the text does not number is named in brackets; a long part name stays as it is."""
    assert str(Place(34, "一", "无编号", 2)) == "第一部分（无编号）第2段"
    assert str(Place(3, "第三部分", "二", 0)) == "第三部分（二）标题"


def test_the_sentence_around_a_number():
    """From one full stop, semicolon or line break to the next, whatever there is of them."""
    text = "开头。甲3亩，乙4亩；丙5亩\n丁6亩"
    assert sentence(text, 4, 6) == ("甲", "3亩", "，乙4亩；")
    assert sentence(text, 12, 14) == ("丙", "5亩", "")
    assert sentence(text, 16, 18) == ("丁", "6亩", "")
