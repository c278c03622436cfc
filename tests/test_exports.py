"""planbook.book.exports: the pages offer an exported file exactly as long as it is made of what they show."""

import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import books
import nbformat
import pytest
from editions import EDITION, TEXT, change
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from sourced import KERNEL, ROOT

from planbook import export, pipeline
from planbook.book import exports
from planbook.errors import BuildError
from planbook.run import manifest
from planbook.run.manifest import Request
from planbook.run.project import Project

CELLS = {
    "overview": ("# 总览", "show.masthead(ed)"),
    "data": ("# 数据", "show.downloads(ed)\nshow.figure_table(ed)"),
}
LINK = re.compile(r'<a [^>]*href="([^"]*)"[^>]*>下载 (\w+)</a>')


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A landing page and a data page, bound with the repository's own configuration; PDF exported."""
    project = books.make(tmp_path_factory.mktemp("offer") / "book", overview="simple", data="simple")
    shutil.copyfile(ROOT / "_config.yml", project.root / "_config.yml")
    for chapter, (title, code) in CELLS.items():
        parameters = new_code_cell(f'edition: str = "{EDITION}"', metadata={"tags": ["parameters"]})
        shown = f"from planbook import show\nfrom planbook.edition import load\n\ned = load(edition)\n{code}"
        cells = [parameters, new_markdown_cell(title), new_code_cell(shown)]
        nbformat.write(new_notebook(cells=cells, metadata=KERNEL), project.notebook(chapter))
    assert build(project)[-1].startswith("pages ")
    assert links(project) == {}, "nothing is exported yet"
    export.export(project, "pdf")
    return project


def build(project, **asked) -> list[str]:
    said: list[str] = []
    pipeline.build(project, Request(**asked), said.append)
    return said


def links(project) -> dict[str, list[tuple[str, Path]]]:
    """The download links of each page that has some: what is called how, and where it is."""
    found = {}
    for page in sorted(project.html.rglob("*.html")):
        here = LINK.findall(page.read_text(encoding="utf-8"))
        if here:
            found[page.stem] = [(name, page.parent / unquote(href)) for href, name in here]
    return found


def names(project) -> dict[str, list[str]]:
    return {page: [name for name, _ in here] for page, here in links(project).items()}


def test_the_pages_offer_what_was_exported(project):
    """Landing page and data page lead to the exported file, byte for byte; the file has no such link."""
    made = project.output / "export" / f"{EDITION}.pdf"
    assert names(project) == {"data": ["PDF"], "overview": ["PDF"]}
    for (_, file), *_ in links(project).values():
        assert file.read_bytes() == made.read_bytes()
    assert not (project.output / "stage").exists()


def test_nothing_changed_keeps_it(project, monkeypatch):
    """A forced build leaves the pages as they are; the next one, and the same export again, bind nothing."""
    from planbook.book import html

    before = project.manifest.read_bytes()
    assert build(project, force=True)[-1] == "the pages are what they were"
    monkeypatch.setattr(html, "build", lambda *_: pytest.fail("Sphinx ran"))
    assert build(project) == ["nothing changed"]
    export.export(project, "pdf")
    assert names(project) == {"data": ["PDF"], "overview": ["PDF"]}
    assert project.manifest.read_bytes() == before


def test_another_format_stands_beside_it(project):
    """Exported later, offered too, in a fixed order; the package of data is none of them."""
    export.export(project, "epub")
    export.export(project, "data")
    assert names(project) == {"data": ["PDF", "EPUB"], "overview": ["PDF", "EPUB"]}
    assert build(project) == ["nothing changed"]


def test_a_change_takes_it_away(project):
    """Whatever changes in the pages, older files are offered no more; those of this content are, again.

    Binding again for a link is no build of its own: `planbook diff` still compares with the one before.
    """
    change(project.data, "figures", "gdp-growth-2025", note="经核定")
    try:
        assert build(project)[-1].startswith("pages ")
        assert links(project) == {} and not list(project.html.rglob("*.pdf"))
        before = manifest.read(project.output / "previous.json")
        export.export(project, "epub")
        assert manifest.read(project.output / "previous.json") == before
        assert names(project) == {"data": ["EPUB"], "overview": ["EPUB"]}
    finally:
        change(project.data, "figures", "gdp-growth-2025", note="")
    build(project)
    assert names(project) == {"data": ["PDF"], "overview": ["PDF"]}, "the EPUB has the other content"


def test_a_file_that_somebody_changed(tmp_path):
    """What is laid on the stage is of the same content, and as it was exported."""
    project = Project(tmp_path)
    made = project.output / "export" / "a.pdf"
    made.parent.mkdir(parents=True)
    made.write_bytes(b"%PDF")
    assert exports.lay(tmp_path / "stage", project, {"stage": {"a": "1"}}) == {}, "nothing was ever exported"
    exports.record(project, made, {"stage": {"a": "1"}})
    (place,) = exports.lay(tmp_path / "stage", project, {"stage": {"a": "1"}})
    assert (tmp_path / "stage" / place).read_bytes() == b"%PDF"
    assert exports.lay(tmp_path / "other", project, {"stage": {"a": "2"}}) == {}
    made.write_bytes(b"%PDF, changed")
    assert exports.lay(tmp_path / "later", project, {"stage": {"a": "1"}}) == {}
    made.unlink()
    assert exports.lay(tmp_path / "latest", project, {"stage": {"a": "1"}}) == {}


def test_pages_that_quote_the_text(project):
    """The file does not quote it, so those pages do not offer it; an export leaves them as they are."""
    build(project, source=TEXT)
    pages = project.manifest.read_bytes()
    export.export(project, "epub")
    assert links(project) == {} and project.manifest.read_bytes() == pages
    build(project)
    assert names(project)["overview"][0] == "PDF"


def test_pages_that_cannot_be_bound(project, monkeypatch):
    """The export says so; the published pages stay, and are known as what they are."""
    from planbook.book import html
    from planbook.errors import BindError

    (project.output / "exports.json").unlink()
    (project.output / "state.json").unlink()
    build(project)
    with monkeypatch.context() as patch:

        def fail(*_):
            raise BindError("no ink")

        patch.setattr(html, "build", fail)
        with pytest.raises(BuildError, match=r"no ink(.|\n)*as it was"):
            export.export(project, "epub")
    assert links(project) == {} and build(project) == ["nothing changed"]
