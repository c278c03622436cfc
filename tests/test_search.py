"""planbook.book.search: Chinese is cut into pairs, and each section's text is kept for quotation."""

import json

import pytest

from planbook.book.search import ChinesePairs


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("羊毛产量", {"羊", "毛", "产", "量", "羊毛", "毛产", "产量"}),
        ("水", {"水"}),
        ("约3.2万亩", {"约", "n3.2", "万", "亩", "万亩"}),
        ("２０２５年ＧＤＰ", {"n2025", "年", "gdp"}),
        ("5G", {"n5", "g"}),
        ("，。", set()),
    ],
)
def test_terms(text, terms):
    """Single characters, pairs of neighbours, numbers with their mark, Latin words in lower case."""
    assert set(ChinesePairs({}).split(text)) == terms


@pytest.fixture(scope="module")
def texts(toy) -> dict:
    script = (toy / "searchtext.js").read_text(encoding="utf-8")
    return json.loads(script.removeprefix("Planbook.texts = ").rstrip(";\n"))


def test_sections_have_their_own_text(texts):
    """A section's text is what a reader sees there: no markup, nothing of the sections inside it."""
    found = {anchor: (title, text) for anchor, title, text in texts["chapters/overview"]}
    assert found["overview"][0] == "青石县一年"
    assert "增长6%" in found["overview"][1]
    assert "条形从零开始" not in found["overview"][1]
    assert "条形从零开始，末端是数值。" in found["overview-output"][1].splitlines()
    assert "<svg" not in found["overview-output"][1]


def test_each_row_of_the_figures_is_a_place(texts):
    """A search ends at the row of the figure, not at the head of a long page."""
    rows = {anchor: (title, text) for anchor, title, text in texts["chapters/data"]}
    assert rows["fig-wool-2025"] == ("羊毛产量", "120吨 · 第一部分第0段 · 预计")
    assert "羊毛产量" not in rows["data"][1]


def test_titles_are_in_the_index(toy):
    """Sphinx's index holds the pairs: the pages that can hold a query are found without reading them."""
    index = (toy / "searchindex.js").read_text(encoding="utf-8")
    terms = json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))["terms"]
    assert {"羊毛", "合作", "n120"} <= terms.keys()
