"""What earlier reports say of a figure: in words, and as a small picture of its years."""

import re

import pytest
from test_fulfilment import NOW, change, data  # noqa: F401 (a fixture)

from planbook.book import sparks
from planbook.edition import load
from planbook.show.history import history


def points(words: str) -> list[str]:
    return re.findall(r"at-\d+-\d+", words)


def test_years_in_words_and_the_target_as_the_last_point(data):  # noqa: F811
    gdp = history(load(NOW, data))["gdp-growth-2026"]
    assert gdp.plain == "以前的报告：2025年预计5.6%，2027年目标5%左右"
    assert points(gdp) == ["at-0-100", "at-1-67", "at-2-0"]  # 5.6, 5.4, 5
    assert " .aimed" in gdp
    assert [(entry.shown, entry.row) for entry in gdp.entries] == [("5%左右", "fig-gdp-growth-2027")]


def test_what_is_not_drawn(data):  # noqa: F811
    """A revised base, places in an order, what is only bounded, another kind of unit; the words stay."""
    told = history(load(NOW, data))
    assert "基数已调整" in told["tea_garden_area-level-2026"].plain
    assert not points(told["tea_garden_area-level-2026"])
    assert not points(told["industrial_value_added-rank-2026"])
    assert points(told["tea_output-level-2026"])
    for fields in ({"bound": "gt", "printed": "超1.31万吨"}, {"unit": "个", "printed": "1.31个"}):
        change(data, NOW, "figures", "tea_output-level-2026", **fields)
        assert not points(history(load(NOW, data))["tea_output-level-2026"])


def test_without_an_edition_before(data):  # noqa: F811
    assert history(load("qingshi-2026", data)) == {}


def test_the_drawing():
    drawn = sparks.drawing(["spark", "at-0-100", "at-1-0", "at-3-50", "aimed"])
    assert 'd="M3 3L25 13"' in drawn  # as high as it goes, then as low
    assert 'class="aim" d="M25 13L69 8"' in drawn
    assert 'aria-hidden="true"' in drawn
    assert ">" + "".join(re.findall(r">([^<]+)<", drawn)) == ">"  # no text
    plain = sparks.drawing(["spark", "at-0-0", "at-1-50", "at-2-100"])
    assert "aim" not in plain
    assert sparks.drawing(["spark", "at-0-0", "at-1-100"]) == ""


@pytest.mark.parametrize("hostile", ['at-0-0"><script>', "at-9999-0", "at--1-0"])
def test_only_points_are_drawn(hostile):
    assert sparks.drawing(["spark", "at-0-0", "at-1-100", hostile]) == ""
