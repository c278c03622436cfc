"""stacked: at most four parts, and only parts that sum to the whole."""

import pytest
from trial import Trial, figure

from planbook.show import stacked
from planbook.show.forms import bar_style

SAID = {"title": "资金", "subtitle": "青石县，亿元", "caption": "资金来源", "name": "funds"}
PARTS = [
    figure("a", "专项债", "1.72亿元"),
    figure("b", "国债", "0.3245亿元"),
    figure("c", "前期费", "495万元"),
]


def test_parts_and_whole():
    """Parts in the given order with their numbers, the whole below, the conversion said."""
    picture = stacked(Trial(), PARTS, whole=figure("w", "资金", "2.094亿元"), **SAID)
    said = [box.text for box in sorted(picture.wide.boxes, key=lambda box: (box.top, box.left))]
    assert said == ["专项债", "1.72", "国债", "0.3245", "前期费", "0.0495", "合计", "2.094"]
    assert picture.note == "原文用万元的数字已换算为亿元。"
    assert picture.figures == ("a", "b", "c", "w") and picture.rows[-1][0] == "合计"


def test_each_part_begins_where_the_one_before_ends(monkeypatch):
    """The parts lie end to end and together are as long as the whole, which begins at zero."""
    seen = []
    bars = bar_style.bars
    monkeypatch.setattr(bar_style, "bars", lambda canvas, drawn: (seen.append(drawn), bars(canvas, drawn))[1])
    stacked(Trial(), PARTS, whole=figure("w", "资金", "2.094亿元"), **SAID)
    for one, two, three, whole in seen:
        assert [two.start, three.start] == pytest.approx([one.start + one.length, two.start + two.length])
        assert whole.start == one.start
        assert three.start + three.length == pytest.approx(whole.start + whole.length)


def test_parts_that_miss_the_whole_become_bars():
    """A sum outside the rounding of the printed whole is never one bar; the note says so."""
    assert stacked(Trial(), PARTS, whole=figure("w", "资金", "2.1亿元"), **SAID).alt.startswith("构成图")
    picture = stacked(Trial(), PARTS, whole=figure("w", "资金", "2.2亿元"), **SAID)
    assert picture.alt.startswith("横向条形图") and "合计不相等" in picture.note
    assert picture.figures == ("a", "b", "c", "w")


def test_what_is_no_part_becomes_bars():
    """Five parts, a bound, a negative: bars of their own, with the reason."""
    five = stacked(Trial(), [figure(f"f{i}", "甲", "1亿元") for i in range(5)], **SAID)
    bound = stacked(Trial(), [PARTS[0], figure("x", "甲", "超1亿元")], **SAID)
    negative = stacked(Trial(), [PARTS[0], figure("x", "甲", "下降1亿元")], **SAID)
    assert "部分太多" in five.note
    assert all("只有界限或者是负数" in one.note for one in (bound, negative))
    assert all(one.alt.startswith("横向条形图") for one in (five, bound, negative))
    assert stacked(Trial(), PARTS[:1], **SAID) is None
