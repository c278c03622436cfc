"""dumbbell: both ends labelled, gap in percentage points, words never drawn."""

import pytest
from trial import Trial, pair

from planbook.show import dumbbell
from planbook.show.errors import ShowError
from planbook.show.forms import dumbbell as form

SAID = {"title": "目标", "subtitle": "青石县，%", "caption": "增速与目标", "name": "targets"}
PAIRS = [
    pair("零售", "5.4%", "5%"),
    pair("预算", "16.4%", "2%"),
    pair("收入", "5%", "与经济增长基本同步", why="目标没有数字"),
]


@pytest.fixture
def drawn(monkeypatch):
    """The x values that were handed to seaborn."""
    seen = []
    plot = form.sns.scatterplot
    monkeypatch.setattr(form.sns, "scatterplot", lambda **how: (seen.append(list(how["x"])), plot(**how))[1])
    return seen


def test_sorted_by_gap_with_both_ends_and_the_gap():
    """The widest gap comes first; ends carry %, the gap its sign under 差（百分点）."""
    picture = dumbbell(Trial(), PAIRS, **SAID)
    said = [box.text for box in picture.wide.boxes]
    assert said.index("预算") < said.index("零售")
    assert {"16.4%", "2%", "5.4%", "5%", "−14.4", "−0.4", "差（百分点）", "2026年目标"} <= set(said)
    assert picture.alt == "哑铃图：增速与目标。预算由16.4%到2%；零售由5.4%到5%。"


def test_a_target_in_words_is_never_drawn(drawn):
    """It stands below in words, beside the reviewed year's number, and in the table; no mark is drawn for
    it."""
    picture = dumbbell(Trial(), PAIRS, **SAID)
    assert "收入：与经济增长基本同步（2025年5%）" in [box.text for box in picture.wide.boxes]
    assert [len(xs) for xs in drawn] == [4, 4]  # two ends of two pairs, in each layout
    assert [row[0] for row in picture.rows] == ["预算", "零售", "收入"] and picture.rows[2][3] is None


def test_no_gap_is_computed_from_a_bound():
    """8%以上 minus 6% is not 2 points: a dash."""
    assert "—" in [box.text for box in dumbbell(Trial(), [pair("甲", "6%", "8%以上")], **SAID).wide.boxes]


def test_what_cannot_be_drawn_is_an_error():
    """No numbers at all, or two units, is a mistake worth naming."""
    with pytest.raises(ShowError, match="one unit, got none"):
        dumbbell(Trial(), PAIRS[2:], **SAID)
    with pytest.raises(ShowError, match="one unit"):
        dumbbell(Trial(), [PAIRS[0], pair("甲", "3万亩", "4万亩")], **SAID)
