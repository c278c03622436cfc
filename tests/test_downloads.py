"""planbook.book.downloads: where the pages offer the book as one file."""

import pytest
import toybook
from lxml import html as parser

from planbook.book import downloads, html


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A book whose landing page has no masthead, with a PDF and a Word file on its stage."""
    root = tmp_path_factory.mktemp("exports")
    stage = toybook.write(root / "stage")
    for digest, name in (("aa", "qingshi.docx"), ("bb", "qingshi.pdf"), ("cc", "notes.txt")):
        (stage / "exports" / digest).mkdir(parents=True)
        (stage / "exports" / digest / name).write_bytes(name.encode())
    html.build(stage, root / "html")
    return root / "html"


def test_below_the_title(book):
    """Links that a keyboard reaches, under the title, to a copy of each file that has a known kind."""
    page = book / "chapters/overview.html"
    (place,) = parser.parse(str(page)).xpath("//h1/following-sibling::*[1][self::p[@class='exports']]")
    found = place.findall("a")
    assert [link.text_content() for link in found] == ["下载 PDF", "下载 Word"]
    for link, name in zip(found, ("qingshi.pdf", "qingshi.docx"), strict=True):
        assert (page.parent / link.get("href")).read_bytes() == name.encode()
        assert "tabindex" not in link.attrib
    assert not list(book.rglob("notes.txt"))


def test_no_files(tmp_path):
    """A stage without any offers none."""
    assert downloads.offered(tmp_path) == {}
