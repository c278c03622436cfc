"""bars: sorted from zero, open ends for bounds, one unit and the note that says so."""

import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import PathPatch, Polygon, Rectangle
from trial import Trial, derived, figure

from planbook.show import bars, palette
from planbook.show.errors import ShowError
from planbook.show.forms import canvas

SAID = {"title": "面积", "subtitle": "青石县，2025年，万亩", "caption": "面积", "name": "area"}
A, B, C = figure("a", "谷子", "2.5万亩"), figure("b", "荞麦", "超6.3万亩"), figure("c", "油菜", "近5000亩")


@pytest.fixture
def patches(monkeypatch):
    """All patches of the last drawing that are seen."""
    seen = []
    drawing = canvas.Canvas.drawing

    def watch(sheet):
        seen[:] = [patch for patch in sheet.page.patches if patch.get_visible()]
        return drawing(sheet)

    monkeypatch.setattr(canvas.Canvas, "drawing", watch)
    return seen


def texts(picture) -> list[str]:
    return [box.text for box in picture.wide.boxes]


def test_largest_first_in_one_unit():
    """Rows are sorted, 亩 becomes 万亩, the conversion is said, hedges stay."""
    picture = bars(Trial(), [A, C, B], **SAID)
    assert picture.figures == ("b", "a", "c")
    assert {"超6.3", "2.5", "近0.5"} <= set(texts(picture))
    assert "原文用亩的数字已换算为万亩。" in picture.note
    assert bars(Trial(), [A, C, B], order="given", **SAID).figures == ("a", "c", "b")


def test_bounds_end_open(patches):
    """A bar for "over" ends in a tip beyond its value, one for "almost" in a dashed end; a plain one in
    neither."""
    bars(Trial(), [A], **SAID)
    assert [type(p) for p in patches] == [Rectangle] and patches[0].get_linestyle() == "solid"
    picture = bars(Trial(), [A, B, C], **SAID)
    (tip,) = [p for p in patches if isinstance(p, Polygon)]
    ends = sorted({x for x, _ in tip.get_xy()})
    assert len(ends) == 3 and 0 < ends[2] - ends[1] < 12
    assert len([p for p in patches if isinstance(p, Rectangle) and p.get_linestyle() != "solid"]) == 1
    assert "箭头形条端表示报告只给出下限；虚线条端表示报告只给出上限。" in picture.note


def test_bars_start_at_zero(patches):
    """The shortest bar keeps its true proportion: no bar axis is cut."""
    bars(Trial(), [figure("a", "甲", "100万亩"), figure("b", "乙", "99万亩")], **SAID)
    one, two = (p for p in patches if isinstance(p, Rectangle))
    assert two.get_width() / one.get_width() == pytest.approx(0.99) and one.get_x() == two.get_x()


def test_preliminary_and_derived_are_marked():
    """预计 stands behind the number, a star behind a derived one; the foot explains both."""
    early, share = figure("e", "早", "3万亩", preliminary="true"), derived("d", "推", "4万亩")
    picture = bars(Trial(), [early, share], **SAID)
    assert "预计" in texts(picture) and "4*" in texts(picture)
    assert "浅色条表示预计数；带*的斜纹条是推算数，算法见数据页。" in picture.note
    assert "早3万亩预计" in picture.alt


def test_only_what_is_derived_is_hatched(patches):
    """A derived bar is hollow in its year's colour and hatched inside its edges; a figure's is not."""
    bars(Trial(), [A], **SAID)
    assert not any(isinstance(p, PathPatch) for p in patches)
    bars(Trial(), [A, derived("d", "推", "4万亩")], **SAID)
    (hatch,) = (p for p in patches if isinstance(p, PathPatch))
    bar = max((p for p in patches if isinstance(p, Rectangle)), key=lambda p: p.get_width())
    inside, around = hatch.get_path().get_extents(), bar.get_bbox()
    assert (
        around.x0 <= inside.x0 and inside.x1 <= around.x1 and around.y0 <= inside.y0 <= inside.y1 <= around.y1
    )
    assert to_hex(bar.get_edgecolor()).upper() == palette.REVIEWED


def test_the_planned_year_has_its_own_look_and_key(patches):
    """Where both years stand in one picture, a key names them; planned bars are hollow."""
    planned = figure("p", "荞麦", "3万亩", scenario="planned", period="2026")
    picture = bars(Trial(), [A, planned], **SAID)
    assert {"2025年", "2026年"} <= set(texts(picture))
    hollow, filled = (p for p in patches if p.get_url())
    assert to_hex(hollow.get_facecolor()).upper() == palette.PAPER
    assert to_hex(hollow.get_edgecolor()).upper() == palette.PLANNED
    assert to_hex(filled.get_facecolor()).upper() == palette.REVIEWED


def test_years_named_at_the_bars_need_no_key():
    """Where each bar is called by its year, the key would say it again."""
    planned = figure("p", "荞麦", "3万亩", scenario="planned", period="2026")
    picture = bars(Trial(), [A, planned], labels={"a": "2025年", "p": "2026年"}, **SAID)
    assert sorted(texts(picture)) == sorted(["2025年", "2.5", "2026年", "3"])


def test_heads_never_become_sheep():
    """Figures of different dimension are refused, words alone too."""
    with pytest.raises(ValueError, match="万只"):
        bars(Trial(), [A, B, figure("s", "羊", "3万只")], **SAID)
    with pytest.raises(ShowError, match="none of \\['w'\\]"):
        bars(Trial(), [figure("w", "入", "与经济增长基本同步")], **SAID)
