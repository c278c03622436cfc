"""canvas: title, faults, errors of a picture."""

import pytest
from matplotlib.backend_bases import RendererBase
from trial import Trial, figure

from planbook.show import bars
from planbook.show.errors import Crowded, MissingGlyph, ShowError, TitleTooLong
from planbook.show.forms import canvas
from planbook.show.picture import Box
from planbook.show.style import theme
from planbook.show.tables import Table

ONE = [figure("a", "甲", "3万亩")]


def test_a_long_title_is_refused():
    """More than 22 Chinese characters: the error quotes the title and its length; 22 fit."""
    bars(Trial(), ONE, title="题" * 22, caption="甲", name="x")
    with pytest.raises(TitleTooLong, match=r"'题+' is 23 Chinese characters long, at most 22 fit"):
        bars(Trial(), ONE, title="题" * 23, caption="甲", name="x")


def test_a_character_without_a_glyph_is_refused():
    """A label with a character that the font lacks stops the picture, naming it."""
    with pytest.raises(MissingGlyph, match="U\\+1F600"):
        bars(Trial(), [figure("a", "😀", "3万亩")], title="甲", caption="甲", name="x")


def test_faults_see_overlap_and_the_edge():
    """Two boxes over one another and one outside are named; neighbours that touch are not."""
    inside, over, off = Box("甲", 0, 0, 10, 10), Box("乙", 5, 5, 15, 15), Box("丙", 95, 0, 101, 10)
    assert canvas.faults([inside, Box("丁", 10, 0, 20, 10)], 100, 100) == []
    assert canvas.faults([inside, over], 100, 100) == ["'甲' and '乙' overlap"]
    assert canvas.faults([off], 100, 100) == ["'丙' leaves the canvas"]


def test_a_crowded_picture_is_never_saved():
    """Texts over one another stop the picture, which is named."""
    with theme():
        sheet = canvas.Canvas(title="甲", subtitle="", body=40, foot=[])
        sheet.text(20, sheet.top + 10, "一二三")
        sheet.text(25, sheet.top + 12, "四五六")
        with pytest.raises(Crowded, match="picture x: '一二三' and '四五六' overlap"):
            sheet.finish(alt="甲", caption="甲", name="x", figures=[], table=Table([], []))


def test_a_picture_needs_a_plain_name():
    """The name becomes a target and a file: letters, digits, hyphens."""
    with pytest.raises(ShowError, match="'作物'"):
        bars(Trial(), ONE, title="甲", caption="甲", name="作物")


def test_dollars_are_not_maths(monkeypatch):
    """A label with $ is drawn as it stands."""
    maths = []
    measure = RendererBase.get_text_width_height_descent

    def watch(self, text, prop, ismath):
        maths.append((text, ismath))
        return measure(self, text, prop, ismath)

    monkeypatch.setattr(RendererBase, "get_text_width_height_descent", watch)
    bars(Trial(), [figure("a", "a$x^2$b", "3万亩")], title="$x$", caption="甲", name="x")
    assert ("a$x^2$b", False) in maths and not any(ismath for _, ismath in maths)
