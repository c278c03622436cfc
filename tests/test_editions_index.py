"""The page that lists the books of all editions: what it says, and how it reads on a phone and by night."""

import pytest
from browsers import PHONE

from planbook.book import editions_index

BOOKS = (
    editions_index.Book("qingshi-2026", 41, "青石县", "2026-01-20", "2025", "2026"),
    editions_index.Book("qingshi-2027", 52, "青石县", "2027-01-19", "2026", "2027"),
    editions_index.Book("baihe-2026", 1234, "白河<县>&", "2026-02-01", "2025", "2026"),
    editions_index.Book("xinqiao-2026"),
)


def test_what_is_told_of_an_edition():
    """County, both years, the date, the number of figures, and a relative link to the book."""
    row = next(
        line for line in editions_index.page(BOOKS).splitlines() if "qingshi-2026/html/index.html" in line
    )
    for cell in ("2025", "2026", "2026-01-20", "41"):
        assert f"<td>{cell}</td>" in row
    assert '<a href="qingshi-2026/html/index.html">青石县</a>' in row
    assert "2 个地区，3 本书，1327 个数字。" in editions_index.page(BOOKS)


def test_a_draft():
    """A book of rows that nobody has reviewed says so before it is opened."""
    draft = editions_index.Book("yunxi-2026", 8, "云溪县", "2026-01-20", "2025", "2026", unreviewed=True)
    text = editions_index.page((draft, *BOOKS))
    (marked,) = (line for line in text.splitlines() if "草稿" in line)
    assert "云溪县" in marked


def test_text_is_escaped():
    """Whatever the data say stays text."""
    text = editions_index.page(BOOKS)
    assert "白河&lt;县&gt;&amp;" in text and "<县>" not in text


def test_an_edition_without_a_book():
    """It is listed, without a link; and a page of none at all can be made."""
    row = next(line for line in editions_index.page(BOOKS).splitlines() if "xinqiao-2026" in line)
    assert "还没有成书" in row and "<a " not in row
    assert "0 个地区，0 本书，0 个数字。" in editions_index.page(())


def test_nothing_is_fetched_from_elsewhere():
    """No address of the network, no script."""
    text = editions_index.page(BOOKS)
    assert "//" not in text and "<script" not in text


def test_written_when_it_says_something_new(tmp_path):
    """The same page keeps its file; another one replaces it and leaves nothing beside it."""
    page = tmp_path / "index.html"
    editions_index.write(page, editions_index.page(BOOKS))
    before = page.stat().st_ino
    editions_index.write(page, editions_index.page(BOOKS))
    assert page.stat().st_ino == before
    editions_index.write(page, editions_index.page(BOOKS[:1]))
    assert page.stat().st_ino != before
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone(browser, tmp_path, scheme):
    """At 390 px nothing sticks out, no number breaks, and axe (contrast among others) has nothing to say."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    editions_index.write(tmp_path / "index.html", editions_index.page(BOOKS))
    page = browser.new_page(viewport=PHONE, color_scheme=scheme)
    page.goto((tmp_path / "index.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 18, 18)"}[scheme]
    breaks = "cells => cells.filter(c => getComputedStyle(c).whiteSpace != 'nowrap').length"
    assert page.eval_on_selector_all("tbody td", breaks) == 0
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
