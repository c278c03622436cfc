"""tools/compare_books.py: what counts as the same book."""

import importlib.util
import zipfile
from pathlib import Path

import pytest

TOOL = Path(__file__).resolve().parent.parent / "tools/compare_books.py"
PAGE = """<html><head><meta charset="utf-8"></head><body><nav>{around}</nav><article class="bd-article">
<p>产值 <a href="data.html#fig-gdp" title="2030年">{number}</a></p><img src="a.svg" alt="{alt}">
<a href="../_downloads/{key}/book.epub">EPUB</a></article></body></html>"""
SAME = {"around": "目录", "number": "70亿元", "alt": "条形图", "key": "1"}


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("compare_books", TOOL)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def page(folder: Path, name: str = "a.html", **changed: str) -> Path:
    (folder / "chapters").mkdir(parents=True, exist_ok=True)
    (folder / "chapters" / name).write_text(PAGE.format_map(SAME | changed), encoding="utf-8")
    return folder


@pytest.mark.parametrize("changed", [{}, {"around": "another theme"}, {"key": "2"}])
def test_what_may_differ(tool, tmp_path, changed):
    """What is around an article, and the key of a download."""
    assert list(tool.pages(page(tmp_path / "1"), page(tmp_path / "2", **changed))) == []


@pytest.mark.parametrize("changed", [{"number": "71亿元"}, {"alt": "饼图"}])
def test_what_may_not(tool, tmp_path, changed):
    """A number, a text for listeners: the page is named with the first thing that differs."""
    (line,) = tool.pages(page(tmp_path / "1"), page(tmp_path / "2", **changed))
    assert line.startswith("chapters/a.html: ") and next(iter(changed.values())) in line


def test_a_page_that_is_missing(tool, tmp_path):
    """A page of either book that the other lacks is a difference."""
    one, other = page(page(tmp_path / "1"), "b.html"), page(tmp_path / "2")
    lines = [*tool.pages(one, other), *tool.pages(other, one)]
    assert lines == ["chapters/b.html: only in one of both"] * 2


def test_files_are_compared_by_their_bytes(tool, tmp_path):
    """But an EPUB by its chapters: its styles are Sphinx's."""
    for number in "12":
        (tmp_path / number).mkdir()
        (tmp_path / number / "a.pdf").write_text(number)
        with zipfile.ZipFile(tmp_path / number / "a.epub", "w") as book:
            book.writestr("basic.css", number)
            book.writestr("same.xhtml", "x")
            book.writestr("other.xhtml", number)
    lines = list(tool.files(tmp_path / "1", tmp_path / "2"))
    assert lines == ["a.epub: other.xhtml differs", "a.pdf: other bytes"]
