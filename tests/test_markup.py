"""markup: nothing from data is ever markup; numbers are links that say where they come from."""

from html import unescape

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from mdit_py_plugins.substitution import substitution_plugin
from trial import DATA, Trial, derived, figure

from planbook.edition import load
from planbook.show import markup

PLUGINS = (
    myst_block_plugin,
    myst_role_plugin,
    attrs_block_plugin,
    colon_fence_plugin,
    dollarmath_plugin,
    substitution_plugin,
    footnote_plugin,
    deflist_plugin,
    front_matter_plugin,
)


def reader() -> MarkdownIt:
    """Markdown with every extension that a book may have switched on."""
    made = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(attrs_plugin, spans=True)
    for plugin in PLUGINS:
        made.use(plugin)
    return made


HOSTILE = [
    "a|b",
    "`code`",
    "{abbr}`x (y)`",
    "$x^2$",
    "<script>alert(1)</script>",
    "[t](http://example.org)",
    "**b** _u_",
    "{{ x }}",
    "![i](j)",
    ":::{note}",
    "&lt;",
    "# h",
    "- item",
    "+ item",
    "1. item",
    "> quote",
    "% comment",
    "[^1]",
    "a\n\n# b",
    "<!-- c -->",
    "\\",
    '"q"',
    "~~s~~",
    "| a | b |",
    "http://example.org",
    "(target)=",
    "***",
    "===",
    "[]{#fig-x}",
    "\\`x\\`",
    "1) x",
    "---",
    "--- x",
    "%comment",
    "-5%",
    "+5",
    "3.5亿元",
    "12)",
    ": def",
    "---\na: b\n---",
    "```{eval-rst}",
    "    code",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_any_text_comes_out_as_it_went_in(hostile):
    """Escaped text renders to one paragraph of itself, at the start of a line and in the middle."""
    expected = " ".join(hostile.split())
    for before in ("", "前"):
        made = reader().render(before + markup.escape(hostile))
        text = made.removeprefix("<p>").removesuffix("</p>\n")
        assert "<" not in text, made
        assert " ".join(unescape(text).split()) == before + expected


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_inside_a_link(hostile):
    """A label in the tooltip or the text of a link cannot end the link or open anything."""
    one = figure("x", hostile.replace("\n", " "), "3万亩")
    made = markup.entered(hostile, "fig-x", markup.tooltip(Trial(), one))
    tokens = reader().parse(str(made))
    kinds = [token.type for token in tokens[1].children]
    assert kinds == ["link_open", "text", "link_close"]
    assert tokens[1].children[0].attrs["href"] == "#fig-x"
    assert hostile.replace("\n", " ").strip() in tokens[1].children[0].attrs["title"]


def test_a_number_is_a_link_with_its_origin():
    """Text as printed, target fig-<id>, tooltip with name, printed number, period, standing and place; plain
    form without a link."""
    ed = load("qingshi-2026", DATA)
    made = markup.link(ed, ed["gdp-level-2025"])
    assert made.startswith('[86.4亿元](#fig-gdp-level-2025 "生产总值 86.4亿元 · 2025年 · 预计 · 第')
    assert made.plain == "86.4亿元"


def test_a_derived_number_carries_a_star_and_its_formula():
    """Derived numbers link to der-<id>, starred, the formula in the tooltip."""
    made = markup.link(Trial(), derived("share", "占比", "52.6%"))
    assert made == '[52.6%\\*](#der-share "占比 52.6%\\* · 推算：甲 ÷ 乙")'


def test_names_tell_growth_and_item_apart():
    """A growth rate is 增速, an item stands behind its indicator."""
    ed = load("qingshi-2026", DATA)
    assert markup.name(ed, ed["gdp-growth-2025"]) == "生产总值增速"
    assert markup.name(ed, ed["crops-millet-level-2025"]) == "种植面积（谷子）"
    assert markup.label(ed, ed["crops-millet-level-2025"]) == "谷子"


def test_words_are_escaped_once():
    """What is Words already stays; a joined text keeps both forms."""
    once = markup.words("a|b")
    assert markup.words(once) is once
    assert markup.join("、", [once, "c*"]) == "a\\|b、c\\*"
    assert markup.count(6, "项") == "[6项]{.counted}" and markup.count(6, "项").plain == "6项"
