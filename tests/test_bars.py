"""bars: sorted from zero, open ends for bounds, one unit and the note that says so."""

import pytest
from matplotlib.patches import Polygon, Rectangle
from trial import Trial, derived, figure

from planbook.show import bars
from planbook.show.errors import ShowError
from planbook.show.forms import canvas

SAID = {"title": "面积", "subtitle": "青石县，2025年，万亩", "caption": "面积", "name": "area"}
A, B, C = figure("a", "谷子", "2.5万亩"), figure("b", "荞麦", "超6.3万亩"), figure("c", "油菜", "近5000亩")


@pytest.fixture
def patches(monkeypatch):
    """All patches of the last picture."""
    seen = []
    finish = canvas.Canvas.finish

    def watch(sheet, **how):
        seen[:] = [patch for area in sheet.drawing.axes for patch in area.patches]
        return finish(sheet, **how)

    monkeypatch.setattr(canvas.Canvas, "finish", watch)
    return seen


def texts(picture) -> list[str]:
    return [box.text for box in picture.boxes]


def test_largest_first_in_one_unit():
    """Rows are sorted, 亩 becomes 万亩, the conversion is said, hedges stay."""
    picture = bars(Trial(), [A, C, B], **SAID)
    assert picture.figures == ("b", "a", "c")
    assert {"超6.3", "2.5", "近0.5"} <= set(texts(picture))
    assert "原文用亩的数字已换算为万亩。" in picture.foot[0]
    assert bars(Trial(), [A, C, B], order="given", **SAID).figures == ("a", "c", "b")


def test_bounds_end_open(patches):
    """A bar for "over" ends in a tip beyond its value, one for "almost" in a hatched end; a plain one in
    neither."""
    bars(Trial(), [A], **SAID)
    assert not any(isinstance(p, Polygon) for p in patches) and not any(p.get_hatch() for p in patches)
    picture = bars(Trial(), [A, B, C], **SAID)
    tips = [p for p in patches if isinstance(p, Polygon)]
    assert len(tips) == 1 and tips[0].get_xy()[:, 0].max() > 6.3
    assert len([p for p in patches if isinstance(p, Rectangle) and p.get_hatch()]) == 1
    assert "箭头形条端表示报告只给出下限；斜纹条端表示报告只给出上限。" in picture.foot[0]


def test_bars_start_at_zero(patches):
    """The shortest bar keeps its true proportion: no bar axis is cut."""
    bars(Trial(), [figure("a", "甲", "100万亩"), figure("b", "乙", "99万亩")], **SAID)
    widths = sorted(p.get_width() for p in patches if p.get_width() in (99, 100))
    assert widths == [99, 100] and {p.get_x() for p in patches if p.get_width() in (99, 100)} == {0}


def test_preliminary_and_derived_are_marked():
    """预计 stands behind the number, a star behind a derived one; the foot explains both."""
    early, share = figure("e", "早", "3万亩", preliminary="true"), derived("d", "推", "4万亩")
    picture = bars(Trial(), [early, share], **SAID)
    assert "预计" in texts(picture) and "4*" in texts(picture)
    assert "浅色条表示预计数；带*的是推算数，算法见数据页。" in picture.foot[0]
    assert "早3万亩预计" in picture.alt


def test_the_planned_year_has_its_own_look_and_key(patches):
    """Where both years stand in one picture, a key names them; planned bars are hollow."""
    picture = bars(Trial(), [A, figure("p", "荞麦", "3万亩", scenario="planned", period="2026")], **SAID)
    assert {"2025年", "2026年"} <= set(texts(picture))
    assert [p.get_facecolor() for p in patches if p.get_width() == 3] == [(1, 1, 1, 1)]


def test_heads_never_become_sheep():
    """Figures of different dimension are refused, words alone too."""
    with pytest.raises(ValueError, match="万只"):
        bars(Trial(), [A, B, figure("s", "羊", "3万只")], **SAID)
    with pytest.raises(ShowError, match="none of \\['w'\\]"):
        bars(Trial(), [figure("w", "入", "与经济增长基本同步")], **SAID)
