"""planbook.book.links: a link keeps its title, and a label is a label."""

import re

import pytest
import toybook
import yaml

from planbook.book import html


def test_titles_survive_from_page_to_page(toy):
    """What a number is shows under the pointer, also when its row is on another page."""
    page = (toy / "chapters" / "industry.html").read_text(encoding="utf-8")
    assert re.search(r'href="data.html#fig-coops-2025" title="牧民合作社 · 2025年">35个</a>', page)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A data page that links to itself, and an overview that names a label like a document."""
    root = tmp_path_factory.mktemp("links")
    kept = dict(toybook.CHAPTERS)
    try:
        toybook.CHAPTERS["data"] = [*kept["data"], toybook.say('[看](#fig-wool-2025 "在本页")')]
        toybook.CHAPTERS["overview"] = [
            *kept["overview"],
            toybook.say('[**产业**](#industry "那一章")'),
            toybook.say("[网](<https://example.org/?a=1&b=2>)"),
            toybook.say("[上年](#beside-data--fig-gdp-2025) [修路](#beside-industry--task-a_b)"),
            toybook.say("[外文](#beside-gone--task-c)"),
        ]
        stage = toybook.write(root / "stage")
        config = yaml.safe_load((stage / "_config.yml").read_text("utf-8"))
        context = config.setdefault("sphinx", {}).setdefault("config", {}).setdefault("html_context", {})
        context["beside"] = "qing shi-2025"
        (stage / "_config.yml").write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
        html.build(stage, root / "html")
    finally:
        toybook.CHAPTERS.update(kept)
    return root / "html"


def test_titles_on_the_same_page(book):
    """A link within the page keeps its title as well."""
    page = (book / "chapters" / "data.html").read_text(encoding="utf-8")
    assert '<a class="reference internal" href="#fig-wool-2025" title="在本页">看</a>' in page


def test_a_label_named_like_a_document(book):
    """`#industry` is the label; that a document has the name too is no ambiguity."""
    page = (book / "chapters" / "overview.html").read_text(encoding="utf-8")
    assert 'href="industry.html#industry" title="那一章"><strong>产业</strong></a>' in page


def test_an_address_elsewhere_is_as_it_was_given(book):
    """Its & is escaped once, so that the browser asks for what was meant."""
    page = (book / "chapters" / "overview.html").read_text(encoding="utf-8")
    assert 'href="https://example.org/?a=1&amp;b=2"' in page


def test_links_into_the_book_beside_this_one(book):
    """They go to the same chapters of that book; of a chapter that it lacks only the words stay."""
    page = (book / "chapters" / "overview.html").read_text(encoding="utf-8")
    there = "../../../qing%20shi-2025/html/chapters"
    assert f'href="{there}/data.html#fig-gdp-2025">上年</a>' in page
    assert f'href="{there}/industry.html#task-a-b">修路</a>' in page
    assert "外文" in page
    assert not re.search(r"<a[^>]*>(?:<span[^>]*>)?外文", page)
