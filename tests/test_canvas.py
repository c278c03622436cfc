"""canvas: title, faults, errors of a picture; its links; nothing in it that could be executed."""

from xml.etree import ElementTree

import pytest
from trial import Trial, figure

from planbook.book import pictures
from planbook.show import bars, style
from planbook.show.errors import Crowded, MissingGlyph, ShowError, TitleTooLong
from planbook.show.forms import canvas
from planbook.show.picture import Box
from planbook.show.style import theme
from planbook.show.tables import Table

SVG = "{http://www.w3.org/2000/svg}"
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
    """Texts over one another stop the picture, which is named with the width that is too narrow."""

    def draw(layout):
        sheet = canvas.Canvas(Trial(), layout, 40)
        sheet.text(20, 10, "一二三")
        sheet.text(25 if layout is style.NARROW else 125, 12, "四五六")
        return sheet

    words = dict.fromkeys(("title", "subtitle", "note", "alt", "caption"), "甲")
    with theme(), pytest.raises(Crowded, match="picture x, 300 pt wide: '一二三' and '四五六' overlap"):
        canvas.finish(draw, name="x", figures=[], table=Table([], []), **words)


def test_a_picture_needs_a_plain_name():
    """The name becomes a target and a file: letters, digits, hyphens."""
    with pytest.raises(ShowError, match="'作物'"):
        bars(Trial(), ONE, title="甲", caption="甲", name="作物")


def test_dollars_are_not_maths():
    """A label with $ is drawn as it stands."""
    picture = bars(Trial(), [figure("a", "a$x^2$b", "3万亩")], title="$x$", caption="甲", name="x")
    assert all(">a$x^2$b</text>" in one.svg for one in picture.drawings)


def test_hostile_words_stay_text():
    """Whatever stands in data, a drawing holds no element and no attribute but those of its own shapes."""
    evil = '<script>alert(1)</script>"&\'/><a href="javascript:x" onclick="y">]]>'
    picture = bars(Trial(), [figure("a", evil, "3万亩", note=evil)], title="甲", caption=evil, name="x")
    for one in picture.drawings:
        assert pictures.is_plain(one.svg)
        texts = "".join(text.text for text in ElementTree.fromstring(one.svg).iter(f"{SVG}text"))
        assert evil.replace(" ", "") in texts.replace(" ", "")


@pytest.mark.parametrize(
    "bad",
    [
        "<script/>", "<g/>", '<image href="x.png"/>', '<a href="https://elsewhere">x</a>', "<foreignObject/>",
        '<rect onclick="x"/>', '<a href="#x" target="y"/>', '<path style="fill:url(#x)"/>', '<path id="x"/>',
        "<!-- x -->",
    ],
)  # fmt: skip
def test_what_is_not_ours_is_never_inline(bad):
    """Scripts, links elsewhere, styles, ids: such a drawing stays a file."""
    head = '<svg xmlns="http://www.w3.org/2000/svg">'
    assert pictures.is_plain(f"{head}<text>x</text></svg>")
    assert not pictures.is_plain(f"{head}{bad}</svg>")
    assert not pictures.is_plain(f"<!DOCTYPE svg>{head}</svg>") and not pictures.is_plain("<svg")


def test_each_number_is_a_link_with_its_mark():
    """What belongs to a number is one link to its row, with what is known of it; and it is entered as
    shown."""
    made = [figure("a", "甲", "3万亩"), figure("b-c", "乙", "2万亩")]
    picture = bars(Trial(*made), made, title="甲", caption="甲", name="x")
    assert [(entry.shown, entry.row) for entry in picture.entries] == [("3", "fig-a"), ("2", "fig-b-c")]
    for one in picture.drawings:
        for link, entry in zip(ElementTree.fromstring(one.svg).iter(f"{SVG}a"), picture.entries, strict=True):
            assert [part.tag.removeprefix(SVG) for part in link] == ["title", "path", "text"]
            assert (link.get("href"), link[0].text, link[2].text) == (f"#{entry.row}", entry.tip, entry.shown)
