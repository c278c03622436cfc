"""paired: two years of one definition as bars."""

import pytest
from trial import Trial, pair

from planbook.show import paired
from planbook.show.errors import ShowError

SAID = {"title": "签约", "subtitle": "青石县，亿元", "caption": "招商", "name": "signed"}
PAIRS = [
    pair("签约", "65.92亿元", "60亿元以上"),
    pair("到位", "8.22亿元", "6亿元以上"),
    pair("林", "3亿元", "1亿元", why="口径不同"),
]


def test_only_comparable_pairs():
    """Both years with their hedges; a pair of different scope is not drawn."""
    picture = paired(Trial(), PAIRS, **SAID)
    said = {box.text for box in picture.wide.boxes}
    assert {
        "签约",
        "65.92",
        "60以上",
        "到位",
        "8.22",
        "6以上",
        "2025年",
        "2026年目标",
    } <= said and "林" not in said
    assert picture.rows[0][0] == "签约" and len(picture.rows) == 2
    assert "箭头形条端" in picture.note


def test_one_dimension():
    """Money and land do not share a scale."""
    with pytest.raises(ShowError, match="signed"):
        paired(Trial(), [PAIRS[0], pair("地", "3万亩", "4万亩")], **SAID)
