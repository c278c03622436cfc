"""planbook.formats.fragment: one chapter of the made-up county's book for a content management system."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import typst_toy as toy

from planbook.errors import BindError
from planbook.formats import fragment
from planbook.formats.cover import Cover

PREFIX = "qingshi-2031-industry"


def make(folder: Path, chapter: str = "industry", **more) -> str:
    stage = toy.stage(folder / "stage", rows=6, **more)
    out = fragment.export(stage, folder / "a.html", chapter=chapter, cover=Cover.of(stage))
    return out.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> str:
    return make(tmp_path_factory.mktemp("fragment"))


class Elements(HTMLParser):
    """Every element with its attributes; and whether all of them are closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, name, attributes):
        self.all.append((name, dict(attributes)))
        if name not in ("img", "br", "hr"):
            self.open.append(name)

    def handle_endtag(self, name):
        assert self.open.pop() == name


def test_it_is_whole_and_nothing_runs(page):
    """One element, closed; no script, no style sheet, no class, nothing that is fetched."""
    elements = Elements(page)
    assert page.startswith("<div ") and not elements.open
    assert not {name for name, _ in elements.all} & {
        "script",
        "style",
        "link",
        "iframe",
        "html",
        "body",
        "form",
    }
    for _, attributes in elements.all:
        assert not [key for key in attributes if key.startswith("on") or key == "class"]
        assert (attributes.get("src") or "data:").startswith("data:")


def test_pictures_stand_in_the_text(page):
    """Five pictures with what they say to those who cannot see them."""
    images = [attributes for name, attributes in Elements(page).all if name == "img"]
    assert len(images) == 5
    assert all(one["src"].startswith("data:image/svg+xml;base64,") and one["alt"] for one in images)
    assert "图 1.1" in page


def test_ids_are_its_own(page):
    """Each id begins with edition and chapter, none stands twice, and each link of the piece leads to one."""
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) > 5 and all(one.startswith(PREFIX) for one in ids)
    links = [attributes["href"] for name, attributes in Elements(page).all if name == "a"]
    assert {link.removeprefix("#") for link in links if link.startswith("#")} <= set(ids)
    assert not [link for link in links if link.endswith(".html") or "ipynb" in link]


def test_only_the_chapter_is_in_it(page):
    assert "第1个发现" in page and "增速目标都低于上年" not in page and "第0项指标" not in page


def test_hostile_text_stays_text(tmp_path):
    """What stands in a chapter is escaped."""
    page = make(
        tmp_path,
        notes="# 说明\n",
        industry=[toy.text("# 产业\n"), toy.say('\\<script\\>alert(1)\\</script\\> " onload=x')],
    )
    assert "&lt;script&gt;" in page and not {name for name, _ in Elements(page).all} & {"script"}


def test_an_unknown_node_is_an_error(tmp_path):
    """What the piece cannot say stops it with its place; no file is left."""
    with pytest.raises(BindError, match=r"chapters/industry\.ipynb.*the page knows no math_block"):
        make(tmp_path, notes="# 说明\n", industry=[toy.text("# 产业\n\n```{math}\nx = 1\n```\n")])
    assert not (tmp_path / "a.html").exists()


def test_same_bytes(page, tmp_path):
    assert make(tmp_path) == page
