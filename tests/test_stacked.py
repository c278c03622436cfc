"""stacked: at most four parts, and only parts that sum to the whole."""

from trial import Trial, figure

from planbook.show import stacked

SAID = {"title": "资金", "subtitle": "青石县，亿元", "caption": "资金来源", "name": "funds"}
PARTS = [
    figure("a", "专项债", "1.72亿元"),
    figure("b", "国债", "0.3245亿元"),
    figure("c", "前期费", "495万元"),
]


def test_parts_and_whole():
    """Parts in the given order with their numbers, the whole below, the conversion said."""
    picture = stacked(Trial(), PARTS, whole=figure("w", "资金", "2.094亿元"), **SAID)
    assert {"1.72亿元", "0.3245亿元", "0.0495亿元", "2.094亿元", "合计"} <= {
        box.text for box in picture.boxes
    }
    assert picture.figures == ("a", "b", "c", "w") and picture.rows[-1][0] == "合计"


def test_parts_that_miss_the_whole_become_bars():
    """A sum outside the rounding of the printed whole is never one bar; the note says so."""
    assert stacked(Trial(), PARTS, whole=figure("w", "资金", "2.1亿元"), **SAID).alt.startswith("堆叠条形图")
    picture = stacked(Trial(), PARTS, whole=figure("w", "资金", "2.2亿元"), **SAID)
    assert picture.alt.startswith("横向条形图") and "合计不相等" in "".join(picture.foot)
    assert picture.figures == ("a", "b", "c", "w")


def test_what_is_no_part_becomes_bars():
    """Five parts, a bound, a negative: bars of their own, with the reason."""
    five = stacked(Trial(), [figure(f"f{i}", "甲", "1亿元") for i in range(5)], **SAID)
    bound = stacked(Trial(), [PARTS[0], figure("x", "甲", "超1亿元")], **SAID)
    negative = stacked(Trial(), [PARTS[0], figure("x", "甲", "下降1亿元")], **SAID)
    assert "部分太多" in "".join(five.foot)
    assert all("只有界限或者是负数" in "".join(one.foot) for one in (bound, negative))
    assert all(one.alt.startswith("横向条形图") for one in (five, bound, negative))
    assert stacked(Trial(), PARTS[:1], **SAID) is None
