"""tables and whole_numbers: row headers, classes and values of cells; numbers that no line may tear."""

import re

import pytest
from docutils import nodes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from planbook.book import tables, whole_numbers

UNITS = ("亿元", "万千瓦", "个", "%", "亩", "公里")


@pytest.fixture(scope="module")
def data(sourced_books):
    return html.parse(str(sourced_books[False].html / "chapters/data.html")).getroot()


@pytest.fixture(scope="module")
def overview(sourced_books):
    return html.parse(str(sourced_books[False].html / "chapters/overview.html")).getroot()


def test_every_table_says_what_heads_what(data, overview):
    """Columns and rows have their scope, and the first cell of a row is its name."""
    for page in (data, overview):
        rows = page.xpath("//article//table/tbody/tr")
        assert rows and all(row.xpath("count(th[@scope='row'])") == 1 for row in rows)
        assert all(th.get("scope") == "col" for th in page.xpath("//article//thead//th"))
        assert all(table.xpath("caption") for table in page.xpath("//article//table[not(ancestor::details)]"))


def test_what_a_cell_is_is_a_class_of_its_own(data):
    """Not of an element in it: style and script find it there."""
    row = data.xpath("//tr[.//*[@id='fig-gdp-level-2025']]")[0]
    assert [cell.get("class") for cell in row] == [
        None, "text-right own", "fact-period", None, "place", "used-in",
    ]  # fmt: skip


def test_a_long_table_knows_the_value_of_its_numbers(data):
    """In the base unit; a derived one and a rank, too."""
    values = {
        row.xpath("(.//*[@id])[1]")[0].get("id"): row[1].get("data-value") for row in data.xpath("//tbody/tr")
    }
    assert values["fig-gdp-level-2025"] == "8640000000 元"
    assert values["fig-football-rank-2025"] == "2 等奖"
    assert any(value for row, value in values.items() if row.startswith("der-"))


def test_a_short_table_is_a_plain_one(overview):
    """It needs no bar and carries no values."""
    short = [
        table for table in overview.xpath("//article//table") if len(table.xpath("tbody/tr")) < tables.LONG
    ]
    assert short
    assert not any("explorer" in table.get("class") or table.xpath(".//*[@data-value]") for table in short)


NUMBERS = st.tuples(
    st.sampled_from(["", "约", "超", "不少于"]),
    st.decimals(min_value=0, max_value=99999, places=2).map(lambda value: f"{value:f}"),
    st.sampled_from(["", "余"]),
    st.sampled_from(UNITS),
    st.sampled_from(["", "以上", "左右"]),
).map("".join)
WORDS = st.text("甲乙丙丁，。（）", max_size=6)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(WORDS, NUMBERS), max_size=6), WORDS)
def test_any_number_in_words_is_one_piece(pieces, end):
    """Whatever stands around it: hedge, digits and unit are in one element, and no letter is lost."""
    text = "".join(word + number for word, number in pieces) + end
    made = whole_numbers._pieces(whole_numbers.pattern(UNITS), text)
    assert "".join(node.astext() for node in made) == text
    assert [node.astext() for node in made if isinstance(node, nodes.inline)] == [
        number for _, number in pieces
    ]


@pytest.mark.parametrize("whole", ["2026年1月27日", "第3段", "−5.92亿元*", "100%", "2025年", "12.5*"])
def test_dates_places_and_stars(whole):
    assert whole_numbers.pattern(UNITS).findall(f"甲{whole}乙") == [whole]


def test_text_of_a_page_is_as_before(overview, data):
    """Only spans are added: no number is wrapped twice, none in a link."""
    for page in (data, overview):
        spans = page.xpath("//span[@class='whole']")
        assert spans
        assert not page.xpath(
            "//span[@class='whole']//span | //a[contains(@href, '#fig-')]//span[@class='whole']"
        )
        spans = [span for span in spans if not span.xpath("ancestor::*[@class='kn-label']")]
        assert all(re.search(r"\d", span.text_content()) for span in spans)
