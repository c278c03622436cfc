"""The same thirty numbers on the pages, in the PDF, the workbook, the Word document and the EPUB."""

import html
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import docx
import pypdfium2
import pytest
import workbooks
from docx.oxml.ns import qn

from planbook import export
from planbook.edition import load, parse
from planbook.run.project import Project
from planbook.show.markup import name

MANY = 30
LINK = re.compile(
    r'<a class="reference internal" href="[^"]*data\.x?html#fig-([^"]+)" title="([^"]*)">(.*?)</a>', re.DOTALL
)

pytestmark = pytest.mark.slow


class Told(NamedTuple):
    """A number as a chapter tells it: the words under the pointer, and the number."""

    tooltip: str
    text: str


@pytest.fixture(scope="module")
def project(book):
    """The book whose files nobody offers: its pages are not made again for each (see test_exports.py)."""
    files = {kind: each._replace(offered=False) for kind, each in export.FORMATS.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(export, "FORMATS", files)
        yield Project(book.parent.parent)


@pytest.fixture(scope="module")
def thirty(book, project) -> dict[str, Told]:
    """Thirty figures that the chapters tell, spread over the book: id → as the pages tell it first."""
    found: dict[str, Told] = {}
    for chapter in project.chapters:
        if chapter not in ("data", "audit", "fulfilment"):
            for id, tooltip, inner in LINK.findall(
                (book / "chapters" / f"{chapter}.html").read_text("utf-8")
            ):
                found.setdefault(id, Told(html.unescape(tooltip), text(inner)))
    assert len(found) > 2 * MANY
    chosen = list(found)[:: len(found) // MANY][:MANY]
    return {id: found[id] for id in chosen}


@pytest.fixture(scope="module")
def figures(project, thirty):
    """The same thirty as the data say them; Sphinx writes `_` in an id as `-`."""
    ed = load(project.editions()[0], project.data)
    by_target = {one.figure.replace("_", "-"): one for one in ed.select()}
    return {id: by_target[id] for id in thirty}


def text(markup: str) -> str:
    """The words of a piece of HTML, without the padding that lines numbers up."""
    return tight(html.unescape(re.sub(r"<[^>]+>", "", markup)))


def tight(words: str) -> str:
    return re.sub(r"\s", "", words)


def test_the_workbook(project, thirty, figures):
    """Each number is there as a number, in the unit and with the hedge that the pages' words parse to."""
    rows = {r["编号"]: r for r in workbooks.table(export.export(project, "excel"), "全部数字")}
    for id, told in thirty.items():
        row, figure = rows[figures[id].figure], figures[id]
        assert row["原文数字"] == figure.printed
        if figure.value is not None:
            assert Decimal(str(row["数值"])) == parse(figure.printed).value
            digits = re.search(r"[\d,]+(?:\.\d+)?", told.text)
            if digits and row["单位"] in told.text:
                assert Decimal(digits[0].replace(",", "")) == abs(Decimal(str(row["数值"])))


def test_the_word_document(project, thirty):
    """Each number stands there as on the pages, with the same words under the pointer."""
    document = docx.Document(str(export.export(project, "word")))
    found = {
        Told(link.get(qn("w:tooltip")), tight("".join(t.text or "" for t in link.iter(qn("w:t")))))
        for link in document.element.iter(qn("w:hyperlink"))
        if link.get(qn("w:tooltip"))
    }
    assert set(thirty.values()) <= found


def test_the_epub(project, thirty):
    """Each number is the same link with the same words."""
    found = set()
    with zipfile.ZipFile(export.export(project, "epub")) as archive:
        for name in archive.namelist():
            if name.endswith(".xhtml"):
                for id, tooltip, inner in LINK.findall(archive.read(name).decode("utf-8")):
                    found.add((id, Told(html.unescape(tooltip), text(inner))))
    assert set(thirty.items()) <= found


def test_the_pdf(project, thirty, figures):
    """Each number stands in its row of the register, and as the pages tell it in the chapters."""
    document = pypdfium2.PdfDocument(export.export(project, "pdf"))
    ed = load(project.editions()[0], project.data)
    whole = "".join(tight(page.get_textpage().get_text_range()) for page in document)
    whole = whole.replace("\ufffe", "-")  # what PDFium gives for a hyphen at the end of a line
    at = whole.rindex("本页是全书的底账") if "本页是全书的底账" in whole else len(whole) // 2
    chapters, register = whole[:at], whole[at:]
    for id, told in thirty.items():
        figure = figures[id]
        assert tight(name(ed, figure)) in register and tight(shown(figure)) in register, figure.figure
        assert told.text in chapters, (id, told)


def shown(figure) -> str:
    from planbook.show import numbers

    return numbers.text(figure)


def test_files_are_where_the_help_says(project):
    """All of them lie in _build/export, named by the edition."""
    names = {path.name for path in Path(project.output / "export").iterdir()}
    assert {
        f"{project.editions()[0]}{export.FORMATS[kind].suffix}" for kind in ("excel", "word", "epub", "pdf")
    } <= names
