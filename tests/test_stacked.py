"""stacked: at most four parts, and only parts that sum to the whole."""

import pytest
from trial import Trial, figure

from planbook.show import stacked
from planbook.show.errors import ShowError

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


def test_parts_that_miss_the_whole_are_refused():
    """A sum outside the rounding of the printed whole cannot be stacked; one inside can."""
    stacked(Trial(), PARTS, whole=figure("w", "资金", "2.1亿元"), **SAID)
    with pytest.raises(ShowError, match=r"the whole is 2\.2亿元"):
        stacked(Trial(), PARTS, whole=figure("w", "资金", "2.2亿元"), **SAID)


def test_what_is_no_part():
    """Five parts, a bound, a negative: errors that name it."""
    with pytest.raises(ShowError, match="at most 4"):
        stacked(Trial(), [figure(f"f{i}", "甲", "1亿元") for i in range(5)], **SAID)
    with pytest.raises(ShowError, match=r"x \(超1亿元\)"):
        stacked(Trial(), [PARTS[0], figure("x", "甲", "超1亿元")], **SAID)
    assert stacked(Trial(), PARTS[:1], **SAID) is None
