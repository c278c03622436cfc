"""Exports of a book whose pages were made: nothing is read twice, and the file is the same."""

import io
import shutil
import zipfile
from datetime import date

import pytest
import typst_toy as toy
from sphinx.builders import Builder

from planbook.book import html
from planbook.book.page_cache import Memory
from planbook.formats import epub, fragment, pdf, word
from planbook.formats.cover import Cover
from planbook.run import hashing

FORMATS = {
    "pdf": pdf.export,
    "word": word.export,
    "epub": epub.export,
    "page": lambda *some, **named: fragment.export(*some, chapter="industry", **named),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A stage, and what was read and written when its pages were made."""
    root = tmp_path_factory.mktemp("made")
    stage = toy.stage(root / "stage", rows=4)
    memory = Memory(root / "pages", hashing.tree(stage, "."), "program")
    html.build(stage, root / "html", memory=memory)
    return stage, memory


@pytest.fixture
def pages_read(monkeypatch):
    """The pages that Sphinx reads."""
    names, read = [], Builder.read_doc

    def note(self, name, **more):
        names.append(name)
        return read(self, name, **more)

    monkeypatch.setattr(Builder, "read_doc", note)
    return names


def exported(kind, stage, out, memory=None) -> bytes:
    cover = Cover.of(stage, built=date(2031, 1, 15))
    return FORMATS[kind](stage, out, cover=cover, memory=memory).read_bytes()


@pytest.mark.parametrize("kind", FORMATS)
def test_nothing_is_read_twice(made, kind, pages_read, tmp_path):
    """The file is the one that is made from nothing but the stage."""
    stage, memory = made
    with_trees = exported(kind, stage, tmp_path / "a", memory)
    assert pages_read == []
    assert exported(kind, stage, tmp_path / "b") == with_trees
    assert len(pages_read) == 4


def test_damaged_trees_are_not_used(made, pages_read, tmp_path):
    """They are read anew, all of them, and nobody hears of it."""
    stage, memory = made
    kept = tmp_path / "pages"
    shutil.copytree(memory.folder, kept)
    next(kept.rglob("industry.doctree")).write_bytes(b"\x80\x04N.")
    damaged = Memory(kept, hashing.tree(stage, "."), "program")
    assert exported("word", stage, tmp_path / "a", damaged) == exported("word", stage, tmp_path / "b")
    assert len(pages_read) == 8


def test_a_page_that_has_changed_is_read_again(made, pages_read, tmp_path):
    """The others are not, and the file says what the page says now."""
    stage, memory = made
    page = stage / "chapters" / "notes.md"
    before = page.read_bytes()
    try:
        page.write_bytes(before + "\n青石县的新句子。\n".encode())
        now = Memory(memory.folder, hashing.tree(stage, "."), "program")
        book = zipfile.ZipFile(io.BytesIO(exported("word", stage, tmp_path / "a", now)))
        assert "青石县的新句子。" in book.read("word/document.xml").decode()
        assert pages_read == ["chapters/notes"]
    finally:
        page.write_bytes(before)
