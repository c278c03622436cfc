"""values: a list of names and numbers as printed."""

from trial import Trial, derived, figure

from planbook.show import values

SAID = {"title": "几个数字", "subtitle": "青石县", "caption": "几个数字", "name": "list"}


def test_numbers_words_and_marks():
    """Numbers keep unit and hedge, targets in words their words, estimates and derived ones their marks."""
    given = [
        figure("a", "总值", "70亿元", preliminary="true"),
        figure("w", "收入", "与经济增长基本同步", scenario="target"),
    ]
    picture = values(Trial(), [*given, derived("d", "占比", "52.6%")], **SAID)
    assert {"70亿元", "预计", "与经济增长基本同步", "目标", "52.6%*"} <= {box.text for box in picture.boxes}
    assert picture.figures == ("a", "w", "d")
