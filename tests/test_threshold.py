"""threshold: rates on a line from 0 to 100."""

import pytest
from trial import Trial, figure

from planbook.show import threshold
from planbook.show.errors import ShowError

SAID = {"title": "比率", "subtitle": "青石县，2025年，%", "caption": "几项比率", "name": "rates"}


def test_values_as_printed_with_hedges():
    """Largest first, hedge and all; the arrow is explained where there is one."""
    rates = [figure("a", "回收率", "超83%"), figure("b", "取暖", "78%"), figure("c", "利用率", "90%以上")]
    picture = threshold(Trial(), rates, **SAID)
    assert picture.figures == ("c", "a", "b")
    assert {"90%以上", "超83%", "78%", "0%", "50%", "100%"} <= {box.text for box in picture.wide.boxes}
    assert picture.note == "箭头表示报告只给出界限。"
    assert not threshold(Trial(), rates[1:2], **SAID).note


@pytest.mark.parametrize("printed", ["151%", "下降3%", "3万亩"])
def test_what_is_no_rate(printed):
    """Far beyond 100, a fall, another unit: errors."""
    with pytest.raises(ShowError, match="not a rate between 0 and 150%"):
        threshold(Trial(), [figure("a", "甲", printed)], **SAID)
