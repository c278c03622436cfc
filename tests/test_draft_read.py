"""A report's file as text: every format gives the same rows; what cannot be read says what to do."""

# ruff: noqa: E501  (a sentence of a report is one line)

import io
import zipfile

import pytest
from drafting import REPORT, drafted

from planbook.draft import read
from planbook.draft.read import layout, office
from planbook.errors import InputError

PARAGRAPHS = [line for line in REPORT.split("\n") if line]


def rows(text):
    draft = drafted(text)
    figures = [(f.printed, f.subject, f.measure, f.period, f.scenario, f.chapter) for f in draft.figures]
    return figures, [draft.text[o.start : o.end] for o in draft.others], [c.text for c in draft.clauses]


def docx() -> bytes:
    from docx import Document

    document = Document()
    for line in PARAGRAPHS:
        paragraph = document.add_paragraph()
        for at in range(0, len(line), 7):  # runs that tear words and numbers
            paragraph.add_run(line[at : at + 7])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(*, password=False) -> bytes:
    import typst

    body = "\n\n".join(line.replace("#", "\\#").replace("*", "\\*") for line in PARAGRAPHS)
    head = '#set page(width: 21cm, height: 29.7cm, numbering: "1")\n#set text(font: "Noto Sans SC", size: 14pt)\n#set par(justify: true, first-line-indent: (amount: 2em, all: true))\n'
    fonts = __import__("pathlib").Path(__file__).parents[1] / "src/planbook/show/fonts"
    return typst.compile((head + body).encode(), font_paths=[str(fonts)])


def html() -> bytes:
    page = "".join(f"<p>　　{line}</p>\n" for line in PARAGRAPHS)
    return (
        "<html><head><meta http-equiv='Content-Type' content='text/html; charset=gb2312'><title>云溪县</title></head><body>"
        "<div id='nav'><a>首页</a><a>政务公开</a></div>"
        "<table><tr><td>索引号：</td><td>000/2026-00012</td><td>发布日期：</td><td>2026-01-20</td></tr></table>"
        f"<div class='content'>{page}</div><script>var a = 12345;</script></body></html>"
    ).encode("gb18030")


def ofd() -> bytes:
    runs, y = [], 20
    for line in PARAGRAPHS:
        for at in range(0, len(line), 34):
            text, y = line[at : at + 34], y + 6
            runs.append(
                f'<ofd:TextObject Boundary="20 {y} 170 5"><ofd:TextCode X="0" Y="4">{text}</ofd:TextCode></ofd:TextObject>'
            )
    content = f'<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content>{"".join(runs)}</ofd:Content></ofd:Page>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("OFD.xml", "<ofd/>")
        archive.writestr("Doc_0/Pages/Page_0/Content.xml", content)
    return out.getvalue()


TEXTS = {
    "utf8.txt": REPORT.encode(),
    "bom.txt": b"\xef\xbb\xbf" + REPORT.encode(),
    "gbk.txt": REPORT.encode("gbk"),
    "crlf.txt": REPORT.replace("\n", "\r\n").encode(),
    "utf16.txt": REPORT.encode("utf-16"),
}


@pytest.mark.parametrize("name", [*TEXTS, "report.docx", "report.html", "report.ofd", "report.pdf"])
def test_the_same_text_gives_the_same_rows_from_every_format(tmp_path, name):
    """Figures, other numerals and clauses do not depend on the file's format."""
    made = {"report.docx": docx, "report.html": html, "report.ofd": ofd, "report.pdf": pdf}
    raw = TEXTS[name] if name in TEXTS else made[name]()
    (tmp_path / name).write_bytes(raw)
    reading = read.read(tmp_path / name)
    assert rows(reading.text) == rows(REPORT)
    assert "\r" not in reading.text and "\ufeff" not in reading.text


def test_a_plain_text_keeps_its_offsets(tmp_path):
    """A UTF-8 file with plain line ends is taken as it is: its places are places of the draft."""
    (tmp_path / "r.txt").write_bytes(("　" + REPORT + "  \n").encode())
    assert read.read(tmp_path / "r.txt").text == "　" + REPORT + "  \n"


def test_standard_input_is_read_like_a_file():
    """Pasted text needs no file."""
    assert read.read(None, REPORT.encode("gbk")).text == REPORT


def test_the_table_of_publication_goes_to_the_source(tmp_path):
    """索引号 and 发布日期 of a page are facts about it and no part of the text."""
    (tmp_path / "r.html").write_bytes(html())
    reading = read.read(tmp_path / "r.html")
    assert reading.meta == {"index_number": "000/2026-00012", "published": "2026-01-20"}
    assert "2026-00012" not in reading.text and "12345" not in reading.text


def test_lines_of_a_page_become_paragraphs_again():
    """Page numbers and running heads go, full lines are joined, a heading stays by itself."""
    page = [
        "一、2025年计划执行情况",
        "全县地区生产总值完成八十六亿四千万元，同比增长百分之五点二，规上工业",
        "增加值增长百分之六。",
        "— 1 —",
    ]
    other = [
        "（一）产业发展",
        "粮食总产量四亿斤，畜牧业稳定发展，特色种植面积不断扩大，农产品加工业",
        "提质增效。",
        "— 2 —",
    ]
    assert layout.paragraphs([page, other]).split("\n") == [
        page[0], page[1] + page[2], other[0], other[1] + other[2],
    ]  # fmt: skip


def zipped(**members) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


BOMB = b'<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><a>&d;</a>'
EMPTY_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"  \n ", "empty"),
        ("a.csv", "指标,数\n产值,3\n".encode(), "a table"),
        ("a.xlsx", zipped(xl__workbook_dot_xml="<a/>"), "a spreadsheet"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), "a spreadsheet"),
        ("a.zip", zipped(a_dot_txt="x"), "an archive"),
        ("a.docx", b"PK\x03\x04broken", "damaged"),
        ("a.docx", zipped(word__document_dot_xml=BOMB), "entities"),
        ("a.docx", zipped(word__document_dot_xml="<a"), "damaged"),
        ("a.pdf", b"%PDF-1.4 broken", "damaged PDF"),
        ("a.pdf", EMPTY_PDF, "planbook[ocr]"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "planbook[ocr]"),
        ("a.bin", b"ab\0cd", "no text"),
        ("a.txt", b"\xff\xff\xff\xfe\x81", "neither UTF-8 nor GBK"),
        ("a.ofd", zipped(OFD_dot_xml="<a/>"), "no text in this OFD"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(tmp_path, name, raw, says, monkeypatch):
    """One message for each kind of wrong file, never a traceback."""
    monkeypatch.setitem(__import__("sys").modules, "rapidocr", None)
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(InputError) as wrong:
        read.read(tmp_path / name)
    assert says in str(wrong.value) and "\n" not in str(wrong.value)


def test_a_locked_pdf_says_so(tmp_path):
    """A PDF with a password is refused with the way out."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "a.pdf")
    with pytest.raises(InputError, match="password"):
        read.read(tmp_path / "a.pdf")


def test_an_old_word_file_needs_libreoffice(tmp_path, monkeypatch):
    """Where LibreOffice is not, a .doc or .wps says to save it as docx."""
    monkeypatch.setattr(office.shutil, "which", lambda name: None)
    (tmp_path / "a.wps").write_bytes(b"\xd0\xcf\x11\xe0" + b"x" * 100)
    with pytest.raises(InputError, match="save it as docx"):
        read.read(tmp_path / "a.wps")


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path, monkeypatch):
    """The size is looked at first."""
    monkeypatch.setattr(read, "LARGEST", 10)
    (tmp_path / "a.txt").write_bytes(b"x" * 11)
    with pytest.raises(InputError, match="at most"):
        read.read(tmp_path / "a.txt")
    with pytest.raises(InputError, match="no such file"):
        read.read(tmp_path / "b.txt")
    with pytest.raises(InputError, match="a folder"):
        read.read(tmp_path)


def test_the_pages_of_an_ofd_come_as_its_document_lists_them(tmp_path):
    """Neither their names nor the order of the runs on a page decide; two runs of one line are one line."""
    half = len(PARAGRAPHS) // 2
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("OFD.xml", "<ofd/>")
        pages = '<Page ID="1" BaseLoc="Pages/P_9/Content.xml"/><Page ID="2" BaseLoc="Pages/P_1/Content.xml"/>'
        archive.writestr("Doc_0/Document.xml", f"<Document><Pages>{pages}</Pages></Document>")
        for name, some in (("P_9", PARAGRAPHS[:half]), ("P_1", PARAGRAPHS[half:])):
            runs, y = [], 20
            for line in (
                piece for text in some for piece in [text[at : at + 34] for at in range(0, len(text), 34)]
            ):
                y, middle = y + 6, len(line) // 2
                for x, words in ((20 + middle * 5, line[middle:]), (20, line[:middle])):
                    code = f'<TextCode X="0" Y="4">{words}</TextCode>'
                    runs.insert(0, f'<TextObject Boundary="{x} {y} 170 5">{code}</TextObject>')
            archive.writestr(f"Doc_0/Pages/{name}/Content.xml", f"<Page>{''.join(runs)}</Page>")
    (tmp_path / "a.ofd").write_bytes(out.getvalue())
    assert rows(read.read(tmp_path / "a.ofd").text) == rows(REPORT)


def test_a_page_without_paragraphs_is_read_by_its_divisions(tmp_path):
    """Some pages set each paragraph in a div of its own."""
    page = "".join(f"<div>{line}</div>" for line in PARAGRAPHS)
    (tmp_path / "a.html").write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    assert rows(read.read(tmp_path / "a.html").text) == rows(REPORT)


def test_a_locked_word_file_says_so(tmp_path):
    """An encrypted docx is no Word document of old: its own message, and LibreOffice is not asked."""
    (tmp_path / "a.docx").write_bytes(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(InputError, match="password"):
        read.read(tmp_path / "a.docx")
