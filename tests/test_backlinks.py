"""planbook.book.backlinks: each row of the data page says where its figure is used."""

import json
import re

import pytest
import sourced
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from planbook.book import backlinks, configuration, number_check


@pytest.fixture(scope="module")
def index(sourced_books):
    return json.loads((sourced_books[False].html / number_check.INDEX).read_text(encoding="utf-8"))


def row(page: str, id: str) -> str:
    """The cells of one row of the data page, without the attributes of its tags."""
    (found,) = [part for part in page.split("<tr") if f'id="{id}"' in part]
    return re.sub(r' (?:class|title)="[^"]*"', "", found)


def test_a_row_links_back_to_every_page_and_exhibit(sourced_books):
    """Pages by their title, leading to the section of the sentence; pictures and tables by their number."""
    page = (sourced_books[False].html / "chapters/data.html").read_text(encoding="utf-8")
    millet = row(page, "fig-crops-millet-level-2025")
    assert '<a href="overview.html#overview"><span>总览</span></a>' in millet.replace(
        ' class="std std-ref"', ""
    ) or ('<a href="overview.html#overview">总览</a>' in millet)
    assert '<a href="overview.html#crops">图 1</a>' in millet
    assert '<a href="overview.html#table-overview">表 1</a>' in row(page, "fig-gdp-growth-2025")


def test_a_row_that_nothing_uses_says_so(sourced_books):
    """No empty cell, and no row without the place for it."""
    page = (sourced_books[False].html / "chapters/data.html").read_text(encoding="utf-8")
    assert backlinks.NOWHERE in row(page, "fig-football-rank-2025")
    rows = re.findall(r'<span id="(?:fig|der)-', page)
    assert page.count('class="used-in"') == len(rows) > 50


def test_the_fold_belongs_to_its_picture(index):
    """A number in the table behind a picture is a use of the picture, not of a table."""
    found = index["uses"]["fig-crops-millet-level-2025"]
    kinds = {use["shown"]: (use["kind"], use["target"], use["number"]) for use in found}
    assert kinds[""] == kinds["12.5"] == ("picture", "crops", "图 1")
    assert kinds["12.5万亩"] == ("text", "overview", "")


def test_the_index_says_what_each_picture_draws(index):
    """By page and picture; derived quantities and figures alike."""
    crops = index["pictures"]["chapters/overview"]["crops"]
    assert set(crops) == {f"fig-crops-{one}-level-2025" for one in ("millet", "buckwheat", "rape")}
    assert [use["page"] for use in index["uses"]["der-revenue-to-gdp"]] == ["chapters/overview"]


def test_in_print_as_well(tmp_path, monkeypatch):
    """Another builder resolves the same tree: the places are filled there too, without an index."""
    project = sourced.fill(tmp_path, monkeypatch)
    folder = project.output / "stage"
    with patch_docutils(str(folder)), docutils_namespace():
        app = Sphinx(
            folder, None, tmp_path / "out", tmp_path / "trees", "text", configuration.read(folder), None, None
        )
        app.build(force_all=True)
    text = (tmp_path / "out/chapters/data.txt").read_text(encoding="utf-8")
    assert "总览 图 1" in text and backlinks.NOWHERE in text
    assert not (tmp_path / "out" / number_check.INDEX).exists()
