"""planbook.formats.word: the document of the made-up county's book, read back."""

import base64
import io
import shutil
import struct
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
import typst_toy as toy
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from planbook.errors import BindError
from planbook.formats import word
from planbook.formats.cover import Cover
from planbook.formats.word import tables
from planbook.formats.word.document import CHAPTER, OFFICIAL, Document
from planbook.formats.word.pictures import Bitmap

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNgAAAAAgAB5Sfe/AAAAABJRU5ErkJggg=="
COVER_PARAMETERS = [("edition（哪一份报告）", "qingshi-2031"), ("as_of（截至哪一天）", "")]


def make(folder: Path, **chapters) -> Path:
    stage = toy.stage(folder / "stage", rows=12, **chapters)
    return word.export(stage, folder / "a.docx", cover=Cover.of(stage, COVER_PARAMETERS))


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    return make(tmp_path_factory.mktemp("word"))


@pytest.fixture(scope="module")
def document(made):
    return docx.Document(str(made))


def paragraphs(document, style: str) -> list[str]:
    return [one.text for one in document.paragraphs if one.style.name == style]


def numbered(document):
    """The paragraphs with the numberings that Word counts them by; None: it does not."""
    for one in document.paragraphs:
        number = one._p.find(f".//{qn('w:numId')}")
        yield one, number.get(qn("w:val")) if number is not None else None


def counted(document, style: str) -> list[str | None]:
    return [number for one, number in numbered(document) if one.style.name == style]


def test_headings_are_headings(document):
    """Chapters and sections have Word's own heading styles; Word counts the chapters, as the pages do."""
    assert paragraphs(document, "Heading 1") == ["总览", "产业", "说明", "附录\u2002全部数字"]
    assert counted(document, "Heading 1") == [None, CHAPTER, CHAPTER, None]
    assert {"增速目标都低于上年", "第1个发现"} <= set(paragraphs(document, "Heading 2"))
    assert "小节" in paragraphs(document, "Heading 3")


def test_nothing_begins_a_page_but_the_book(document):
    """A chapter goes on where the one before ends: no page holds one paragraph."""
    style = document.styles["Heading 1"].paragraph_format
    assert not style.page_break_before
    starts = [p.text for p in document.paragraphs if p.paragraph_format.page_break_before]
    assert starts == ["总览"]


def test_an_official_document(tmp_path):
    """GB/T 9704: the fonts by name, the type area, native numbers on three levels that begin anew in each
    chapter, the page number at the outer side."""
    stage = toy.stage(tmp_path / "stage", rows=12)
    out = word.export(stage, tmp_path / "a.docx", cover=Cover.of(stage, []), style="gb9704")
    document = docx.Document(str(out))
    page, mm = document.sections[0], docx.shared.Mm
    assert abs(page.page_width - mm(210)) < mm(1) and abs(page.page_height - mm(297)) < mm(1)
    edges = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert all(abs(one - mm(wanted)) < mm(1) for one, wanted in zip(edges, (37, 35, 28, 26), strict=True))
    normal = document.styles["Normal"]
    assert normal.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312" and normal.font.size.pt == 16
    assert 22 * normal.paragraph_format.line_spacing <= mm(225) < 23 * normal.paragraph_format.line_spacing
    title = document.paragraphs[0]
    assert (title.style.name, title.style.font.size.pt) == ("Title", 22)
    assert title.style.element.rPr.rFonts.get(qn("w:eastAsia")) == "方正小标宋简体"
    assert counted(document, "Heading 1") == [None, OFFICIAL, OFFICIAL, None]
    assert all(counted(document, "Heading 2"))
    first = {p.text: number for p, number in numbered(document)}
    assert (
        len({first["增速目标都低于上年"], first["第1个发现"]}) == 2
    )  # 总览 is not counted: Word restarts nothing
    sides = [footer.paragraphs[0].alignment for footer in (page.footer, page.even_page_footer)]
    assert sides == [WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT]
    assert document.settings.odd_and_even_pages_header_footer


def test_cover_and_properties(document):
    """Title, facts and parameters stand on the first page; language and date do not depend on the machine."""
    assert paragraphs(document, "Title") == ["青石县经济社会发展计划读本"]
    assert "报告单位\t青石县发展改革局" in paragraphs(document, "Fact")
    assert "edition（哪一份报告）\tqingshi-2031" in paragraphs(document, "Parameter")
    told = document.core_properties
    assert (told.title, told.language) == ("青石县经济社会发展计划读本", "zh-CN")
    assert f"{told.created:%Y-%m-%d}" == f"{told.modified:%Y-%m-%d}" == "2031-01-15"
    language = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert language.get(qn("w:eastAsia")) == "zh-CN"
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) and not fonts.get(qn("w:eastAsiaTheme"))


def test_contents_are_a_field(document):
    """The contents are Word's: a field that it makes anew, with page numbers, on opening; until then the
    headings, without leaders to numbers that are not there."""
    entries = paragraphs(document, "TOC 1")
    assert entries == ["总览", "1\u2002产业", "2\u2002说明", "附录\u2002全部数字"]
    codes = [code.text for code in document.element.iter(qn("w:instrText"))]
    assert codes[0].strip().startswith("TOC ") and not any("PAGEREF" in code for code in codes)
    assert next(document.element.iter(qn("w:fldChar"))).get(qn("w:dirty")) == "true"
    kinds = [mark.get(qn("w:fldCharType")) for mark in document.element.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")
    settings = [child.tag for child in document.settings.element]  # Word insists on their order
    assert settings.index(qn("w:characterSpacingControl")) < settings.index(qn("w:updateFields"))
    assert settings.index(qn("w:updateFields")) < settings.index(qn("w:compat"))
    footer = document.sections[-1].footer._element
    assert [code.text.strip() for code in footer.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    assert not document.sections[0].footer._element.findall(f".//{qn('w:instrText')}")


def test_captions_have_the_numbers_of_the_pages(document):
    """图 1.1 and 表 1 as on screen, in the style Caption; the common unit at the right."""
    captions = paragraphs(document, "Caption")
    assert {"图 1\u20022030年增速与2031年目标", "图 1.1\u2002第1个主题"} <= set(captions)
    assert any(text.startswith("表 ") and text.endswith("\t单位：亿元") for text in captions)


def test_tables_repeat_their_head(document):
    """Every table has one style, one head row that is repeated, and rows that are not torn."""
    assert len(document.tables) > 8
    for table in document.tables:
        assert table.style.name == "Three Rules"
        heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert heads == [True] + [False] * (len(heads) - 1)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert sum(column.width for column in table.columns) <= docx.shared.Mm(161)
    texts = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert ["地区生产总值", "70亿元", "增长6% · 预计"] not in texts  # cards are paragraphs
    assert ["地区生产总值", "70亿元（预计）"] in texts  # few have a note: no column for it


def test_numbers_are_links_to_their_rows(document):
    """A number leads to its row among all figures, says so under the pointer, and looks like text."""
    links = [link for link in document.element.iter(qn("w:hyperlink")) if link.get(qn("w:tooltip"))]
    link = next(link for link in links if "".join(t.text for t in link.iter(qn("w:t"))) == "70亿元")
    assert link.get(qn("w:tooltip")) == "地区生产总值 · 2030年"
    marks = {mark.get(qn("w:name")): mark for mark in document.element.iter(qn("w:bookmarkStart"))}
    row = next(marks[link.get(qn("w:anchor"))].iterancestors(qn("w:tr")))
    assert "".join(t.text for t in row.iter(qn("w:t"))).startswith("第0项指标")
    assert not link.findall(f".//{qn('w:color')}") and not link.findall(f".//{qn('w:u')}")


def test_every_link_leads_somewhere(document):
    """Each anchor is a bookmark, each bookmark's name and number stand once, no name is too long for Word."""
    marks = [mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))]
    numbers = [mark.get(qn("w:id")) for mark in document.element.iter(qn("w:bookmarkStart"))]
    wanted = {link.get(qn("w:anchor")) for link in document.element.iter(qn("w:hyperlink"))} - {None}
    assert wanted <= set(marks)
    assert len(set(marks)) == len(marks) and len(set(numbers)) == len(numbers)
    assert all(len(name) <= 40 for name in marks)
    assert "https://example.org/" in {relation.target_ref for relation in document.part.rels.values()}


def test_pictures_can_be_printed(made, document):
    """Each picture is a PNG of 300 dots an inch with its alternative text, no wider than the page."""
    shapes = document.inline_shapes
    assert len(shapes) == 6
    for shape in shapes:
        assert shape._inline.docPr.get("descr")
        assert shape.width <= docx.shared.Mm(160)
    with zipfile.ZipFile(made) as found:
        for name in found.namelist():
            if name.startswith("word/media/"):
                content = found.read(name)
                assert content[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">I", content[16:20])[0] == 1500


@pytest.mark.parametrize("style", ["", "gb9704"])
def test_a_wide_picture_ends_at_the_margin(style):
    """Drawings are made for a screen; none runs off the paper."""
    document = Document(Cover(title="青石县读本"), style=style)
    wide = Bitmap(base64.b64decode(DOT), 570.0, 90.0)
    tables.picture(document.body.add_paragraph(), wide, "一个点", document.measure)
    page = document.body.sections[-1]
    (shape,) = document.body.inline_shapes
    room = page.page_width - page.left_margin - page.right_margin
    assert shape.width == pytest.approx(room, abs=docx.shared.Mm(0.1))


def test_hostile_text_stays_text(document):
    """Markup of any kind in the data is shown as it stands."""
    assert any("#panic" in one.text and "<label>" in one.text for one in document.paragraphs)


def test_code_is_not_shown(document):
    """What the notebooks compute with is for whoever reads the notebooks."""
    assert not any("show.something" in one.text for one in document.paragraphs)


def test_same_bytes(made, tmp_path):
    """Two documents of the same stage are equal, and nothing is left in it."""
    again = make(tmp_path)
    assert again.read_bytes() == made.read_bytes()
    assert not (tmp_path / "stage" / "_build").exists() or not any((tmp_path / "stage" / "_build").iterdir())


def test_footnotes_stand_where_they_are_written(document):
    """The mark in the text and the number before the note are raised; the note is in small type."""
    (note,) = (one for one in document.paragraphs if "脚注里说明口径" in one.text)
    assert note.style.name == "Table Note" and note.runs[0].text == "1" and note.runs[0].font.superscript
    (text,) = (one for one in document.paragraphs if "第二条" in one.text)
    assert [run.text for run in text.runs if run.font.superscript] == ["1"]


def test_any_block_can_be_linked_to(tmp_path):
    """A list that has a name of its own is a place in the document too."""
    text = "# 说明\n\n见[清单](#the-list)。\n\n{#the-list}\n- 甲\n- 乙\n"
    document = docx.Document(str(make(tmp_path, notes=text)))
    link = next(e for e in document.element.iter(qn("w:hyperlink")) if "清单" in "".join(e.itertext()))
    mark = next(
        e for e in document.element.iter(qn("w:bookmarkStart"))
        if e.get(qn("w:name")) == link.get(qn("w:anchor"))
    )  # fmt: skip
    assert "".join(text.text for text in mark.getparent().iter(qn("w:t"))) == "甲"


WRONG = {
    "```{math}\nx\n```": r"chapters/notes\.md line 3: the document knows no math_block",
    "[数](#fig-nothing)": "fig-nothing",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_cannot_be_written_is_an_error(tmp_path, text):
    """An unknown node and a lost reference stop the export with their place; no file is left."""
    with pytest.raises(BindError, match=WRONG[text]):
        make(tmp_path, notes=f"# 说明\n\n{text}\n")
    assert not (tmp_path / "a.docx").exists()


def test_word_opens_what_is_well_formed(made):
    """Children of settings and properties stand in the order that Word insists on."""
    with zipfile.ZipFile(made) as found:
        for name in found.namelist():
            if name.endswith(".xml"):
                docx.oxml.parse_xml(found.read(name))
    body = docx.Document(io.BytesIO(made.read_bytes())).element.body
    order = ["tblStyle", "tblW", "jc", "tblLayout", "tblLook", "tblCaption"]
    for properties in body.iter(qn("w:tblPr")):
        found = [child.tag.split("}")[1] for child in properties]
        assert found == sorted(found, key=order.index)
    for properties in body.iter(qn("w:pPr")):
        found = [child.tag.split("}")[1] for child in properties]
        known = ["pStyle", "keepNext", "pageBreakBefore", "sectPr", "tabs", "spacing", "ind", "jc"]
        kept = [name for name in found if name in known and name != "sectPr"]
        assert kept == sorted(kept, key=known.index)


@pytest.mark.skipif(not shutil.which("lowriter"), reason="no LibreOffice Writer on this machine")
def test_libreoffice_opens_it(made, tmp_path):
    """A word processor makes pages of it."""
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), str(made)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    pypdf = pytest.importorskip("pypdf")
    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "a.pdf").pages]
    assert len(pages) > 6 and "青石县" in pages[0]
