"""prose: every number of a sentence comes from the data."""

from html import escape

import pytest
from markdown_it import MarkdownIt
from trial import DATA, Trial, figure

from planbook.edition import UnknownFigure, load
from planbook.show import prose
from planbook.show.errors import TypedNumber, UnsafeText
from planbook.show.markup import words


@pytest.fixture
def ed():
    return load("qingshi-2026", DATA)


def test_ids_become_linked_numbers(ed):
    """{id} is the printed number, {id:n} without unit, {id:单位} converted, {id:label} the name; years are
    the edition's; an estimate never stands without 预计."""
    made = prose.sentence(
        ed,
        "{county}{reviewed}年{gdp-level-2025:label}{gdp-level-2025}，即{gdp-level-2025:万元}（{gdp-level-2025:n}）。",
    )
    assert made.plain == "青石县2025年生产总值预计86.4亿元，即预计864000万元（预计86.4）。"
    assert made.count("](#fig-gdp-level-2025 ") == 3


@pytest.mark.parametrize("template", ["增长5.8%。", "共６项。", "第1段", "{gdp-level-2025}，比上年多3亿元"])
def test_a_typed_number_is_refused(ed, template):
    """Digits in the author's words are an error that quotes them."""
    with pytest.raises(TypedNumber, match="is typed into"):
        prose.sentence(ed, template)


def test_years_and_link_targets_may_be_typed(ed):
    """2025年 and the target of a link are no statistics."""
    assert prose.sentence(ed, "2022—2025年见[表](#tbl-1)。").plain == "2022—2025年见[表](#tbl-1)。"


def test_values_must_be_made_by_show(ed):
    """A raw number or string in the place of {x} is refused, Words pass."""
    assert prose.sentence(ed, "最大的是{x}。", x=words("a|b")).plain == "最大的是a\\|b。"
    with pytest.raises(UnsafeText, match=r"\{x\} got 3"):
        prose.sentence(ed, "{x}", x=3)
    with pytest.raises(UnsafeText):
        prose.sentence(ed, "{x}", x="<b>")


def test_an_unknown_id_is_an_error_unless_optional(ed):
    """A slip names the nearest id; a sentence that another edition may lack falls away."""
    with pytest.raises(UnknownFigure, match="gdp-level-2025"):
        prose.sentence(ed, "{gdp-levle-2025}")
    assert prose.sentence(ed, "{gdp-levle-2025}", optional=True) is None


@pytest.mark.parametrize(
    "hostile", ["<script>x()</script>", "[a](javascript:x)", "**b**", "{eval}`x`", "- a", "$x$"]
)
def test_a_sentence_from_data_stays_letters(ed, hostile):
    """What a checks.yml or an exhibits.yml says is no markup, for the book as for any Jupyter."""
    hostile = hostile.replace("{", "{{").replace("}", "}}")
    made = prose.sentence(ed, f"{hostile}：{{gdp-level-2025}}", data=True)
    for text in (made, made.plain):
        shown = MarkdownIt().render(text.partition("：")[0])
        assert shown == f"<p>{escape(hostile.replace('{{', '{').replace('}}', '}'))}</p>\n"


def test_what_is_put_on_the_page(ed, screen):
    """say and lead put MyST for the book and GFM for any Jupyter; lead has its class."""
    prose.say(ed, "生产总值{gdp-level-2025}。")
    prose.lead(ed, "生产总值{gdp-level-2025}。")
    prose.say(ed, "{nothing-here}", optional=True)
    assert screen.plain == ["生产总值预计86.4亿元。", "生产总值预计86.4亿元。"]
    assert screen.myst[1].startswith("{.lead}\n生产总值预计[")


def test_notes_are_told_once_behind_their_names():
    """Figures that share a note share it on the page; ranks and figures without a note say nothing."""
    one = figure("a", "甲", "1亿元", note="范围不同")
    two = figure("b", "乙", "2亿元", note="范围不同")
    rank = figure("c", "丙", "全市第一", note="未说明", measure="rank")
    assert prose.notes(Trial(), [one, two, rank, figure("d", "丁", "3亿元")]) == "甲、乙：范围不同"
