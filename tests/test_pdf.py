"""The printed book, whole: a made-up county's book as a PDF, read back."""

import re
import shutil
from html.parser import HTMLParser

import pypdf
import pypdfium2
import pytest
import typst_toy as toy
from printed import empty

from planbook.book import html
from planbook.errors import BindError
from planbook.formats import pdf
from planbook.formats.cover import Cover

PARAMETERS = [("edition", "qingshi-2031"), ("top_projects", 12), ("note", toy.HOSTILE)]
NEVER_FIRST = "，。；：、？！）》”’…%％"


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    return toy.stage(tmp_path_factory.mktemp("stage"), rows=150)


@pytest.fixture(scope="module")
def printed(stage, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "folder" / "book.pdf"
    assert pdf.export(stage, out, cover=Cover.of(stage, PARAMETERS)) == out
    return out


@pytest.fixture(scope="module")
def reader(printed):
    return pypdf.PdfReader(printed)


@pytest.fixture(scope="module")
def texts(reader):
    return [page.extract_text() for page in reader.pages]


@pytest.fixture(scope="module")
def bookmarks(reader):
    """(level, title, page from 1) of every bookmark."""

    def walk(entries, level):
        for entry in entries:
            if isinstance(entry, list):
                yield from walk(entry, level + 1)
            else:
                yield level, entry.title, reader.get_destination_page_number(entry) + 1

    return list(walk(reader.outline, 1))


def squeezed(text: str) -> str:
    """Text without blanks: a reader of PDF files sees gaps where type is spaced."""
    return re.sub(r"\s+", "", text)


def test_pages_are_a4(reader):
    """Every page is A4 upright."""
    assert {tuple(round(float(x)) for x in page.mediabox) for page in reader.pages} == {(0, 0, 595, 842)}


def test_metadata_say_what_the_book_is(reader):
    """Title, author, language, and that the file is tagged and shows its title."""
    assert (reader.metadata.title, reader.metadata.author) == ("青石县经济社会发展计划读本", "青石县编书组")
    catalogue = reader.trailer["/Root"]
    assert str(catalogue["/Lang"]).lower().startswith("zh")
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]


def test_the_cover_says_what_the_book_is(texts):
    """What the reader holds: title, report and its date, the key numbers; parameters are in the colophon."""
    cover, end = squeezed(texts[0]), squeezed("".join(texts[-2:]))
    for said in (
        "青石县经济社会发展计划读本",
        "2031年1月15日",
        "地区生产总值70亿元预计",
        "青石县发展改革局",
    ):
        assert said in cover
    assert "top_projects12" in end and "top_projects" not in cover


def test_contents_lead_to_the_right_pages(texts, bookmarks):
    """Each chapter and section of the contents has the page number on which its bookmark lands."""
    lines = [re.fullmatch(r"(.*?)[ .]{3,}(\d+)", line.strip()) for line in texts[1].splitlines()]
    contents = [(squeezed(line[1]), int(line[2])) for line in lines if line]
    assert bookmarks[0][1:] == ("目录", 2)
    listed = [b for b in bookmarks[1:] if b[0] <= 2 and b[1] != "本章图中的数字"]
    assert contents == [(squeezed(title), page) for _, title, page in listed]
    assert len(contents) == 12
    assert all(title in squeezed(texts[page - 1]) for title, page in contents)


def test_contents_can_be_clicked(reader):
    """Every line of the contents is a link."""
    links = [a for a in reader.pages[1]["/Annots"] if a.get_object()["/Subtype"] == "/Link"]
    assert len(links) == 12


def test_running_heads_name_the_chapter_of_their_page(texts, bookmarks):
    """The head has the chapter that goes on there; a page on which a chapter begins has none."""
    chapters = [(title, page) for level, title, page in bookmarks[1:] if level == 1]
    starts = {page for _, page in chapters}
    for number, text in enumerate(texts[2:], 3):
        title = [title for title, page in chapters if page <= number][-1]
        head = squeezed(text)[:40]
        running = head.startswith("青石县经济社会发展计划读本" + squeezed(title))
        assert running == (number not in starts)


def test_every_page_but_the_cover_has_its_number(texts):
    """Page x / y, where y is the number of all pages, so that x is the page in any viewer."""
    assert not re.search(r"\d+ */ *\d+\s*$", texts[0])
    for number, text in enumerate(texts[1:], 2):
        assert re.search(rf"(?<!\d){number} */ *{len(texts)}(?!\d)", text)


class Captions(HTMLParser):
    """The captions of a page on screen, with their numbers."""

    def __init__(self):
        super().__init__()
        self.found, self._in = [], False

    def handle_starttag(self, tag, attrs):
        if tag in ("figcaption", "caption"):
            self._in = True
            self.found.append("")
        elif tag == "a":  # the sign behind a caption that links to it
            self._in = False

    def handle_endtag(self, tag):
        if tag in ("figcaption", "caption"):
            self._in = False

    def handle_data(self, data):
        if self._in:
            self.found[-1] += data


def test_figures_and_tables_have_the_numbers_of_the_screen(stage, texts, tmp_path):
    """图 1.2 is the same picture on paper and on screen, and so is every table."""
    copy = tmp_path / "stage"
    shutil.copytree(stage, copy)
    html.build(copy, tmp_path / "html")
    whole = squeezed("".join(texts))
    numbers = 0
    for name in ("overview", "industry", "data"):
        captions = Captions()
        captions.feed((tmp_path / "html" / "chapters" / f"{name}.html").read_text("utf-8"))
        for caption in captions.found:
            assert squeezed(caption.partition("单位")[0]) in whole
            numbers += 1
    assert numbers == 13


def test_long_tables_repeat_their_head(texts, bookmarks):
    """On every page of the appendix's table its head stands above the rows."""
    start = next(page for _, title, page in bookmarks if "全部数字" in title)
    pages = [squeezed(text) for text in texts[start - 1 :] if "项指标" in text]
    assert len(pages) >= 3
    assert all("指标时期数值单位状态出处" in page for page in pages)


def test_the_appendix_has_every_row(texts):
    """Nothing is lost where the table breaks over pages."""
    whole = squeezed("".join(texts))
    assert [n for n in range(150) if f"第{n}项指标" not in whole] == []


def test_a_number_leads_to_its_row(reader, bookmarks):
    """The first number of the overview is a link to the appendix."""
    appendix = next(page for _, title, page in bookmarks if title.startswith("附录"))
    named = reader.named_destinations

    def lands(annotation):
        target = annotation.get("/Dest") or annotation["/A"]["/D"]
        target = target.get_object()
        page = named[target].page if isinstance(target, str | bytes) else target[0]
        return reader.get_page_number(page.get_object()) + 1

    links = [a.get_object() for a in reader.pages[2]["/Annots"]]
    assert appendix in {lands(a) for a in links if "/Dest" in a or "/D" in a.get("/A", {})}


def test_code_is_not_printed(texts):
    """The cells' code is for whoever reads the notebooks."""
    assert "show.something" not in "".join(texts)


def test_hostile_text_is_printed_as_it_is(texts):
    """Typst's own syntax in data and parameters comes out as letters."""
    # NOTE: Sphinx makes typographic quotes and dashes of what stands in chapters: only parts are compared.
    assert squeezed(toy.HOSTILE) in squeezed(texts[-1])
    assert any(
        "原样的文字" in squeezed(text) and "#{sys}$x$<label>@ref*b*_i_`c`//c/*c*/~" in squeezed(text)
        for text in texts[2:]
    )


def test_pictures_are_tagged_with_alternative_text(reader):
    """Each picture is a Figure of the structure tree that says what it shows."""
    found, waiting = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if not isinstance(node, dict):
            continue
        if node.get("/S") == "/Figure":
            found.append(str(node.get("/Alt", "")))
        below = node.get("/K", [])
        waiting += below if isinstance(below, list) else [below]
    pictures = [alt for alt in found if alt]
    assert sorted(set(pictures)) == sorted(
        [
            "哑铃图：六项增速与目标，地区生产总值6%对5.5%",
            *(f"条形图：第{n}个主题，最大70亿元" for n in range(1, 6)),
        ]
    )


def test_only_our_fonts_are_inside(reader):
    """Regular and Bold of the bundled family, embedded; none of the machine's."""
    fonts = {}
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            below = font.get_object()["/DescendantFonts"][0].get_object()
            fonts[str(below["/BaseFont"]).partition("+")[2]] = "/FontFile2" in below["/FontDescriptor"]
    assert fonts == {"NotoSansSC-Regular": True, "NotoSansSC-Bold": True}


def test_pictures_are_vectors(reader):
    """No picture became pixels."""
    images = [
        x
        for page in reader.pages
        for x in page["/Resources"].get("/XObject", {}).values()
        if x.get_object()["/Subtype"] == "/Image"
    ]
    assert images == []


def test_no_line_starts_with_punctuation(texts):
    """Closing punctuation hangs at the end of a line or takes a character along."""
    lines = [line.strip() for text in texts for line in text.splitlines() if "湖" in text]
    assert len([line for line in lines if line]) > 50
    assert [line for line in lines if line[:1] in NEVER_FIRST] == []


def test_numbers_stand_below_their_picture(texts):
    """The table of a fold follows its picture, on that page or over it."""
    both = squeezed(texts[2] + texts[3])
    assert both.index("图12030年增速与2031年目标") < both.index("财政收入16.4")


def test_no_page_is_a_third_empty(printed):
    """But the cover, the contents and the last one."""
    assert empty(printed)[2:-1] and max(empty(printed)[2:-1]) < 1 / 3


def test_an_official_document(stage, tmp_path_factory):
    """GB/T 9704: no cover, the type area, 22 lines a page, numbers outside, 一、 and （一）."""
    out = pdf.export(stage, tmp_path_factory.mktemp("gb") / "a.pdf", cover=Cover.of(stage), style="gb9704")
    with pypdfium2.PdfDocument(out) as book:
        pages = [page.get_textpage() for page in book]
        rows = [
            {
                round(page.get_charbox(at)[1])
                for at in range(page.count_chars())
                if page.get_text_range(at, 1) in "湖桥"
            }
            for page in pages
        ]
        texts = [page.get_text_bounded() for page in pages]
        boxes = [
            page.get_charbox(at)
            for page in pages
            for at in range(page.count_chars())
            if page.get_text_range(at, 1) in "湖桥河山"
        ]
    assert "一、产业" in texts[0] + "".join(texts) and "（一）" in "".join(texts)
    assert all(f"— {number} —" in text for number, text in enumerate(texts, 1))
    ends = [text.rstrip().splitlines()[-1] for text in texts]
    assert ends[0].strip() == "— 1 —"
    mm = 72 / 25.4
    words = [box for box in boxes if box[1] > 35 * mm - 1]
    assert (
        words
        and min(box[0] for box in words) > 28 * mm - 2
        and max(box[2] for box in words) < (210 - 26) * mm + 2
    )
    assert max(map(len, rows)) <= 22


def test_the_pdf_conforms_to_ua_and_a(printed):
    """A validator that is not Typst's own finds nothing against PDF/UA-1 and PDF/A-2a."""
    checker = pytest.importorskip("page", reason="page-validation is not installed")
    for profile in ("ua1", "2a"):
        report = checker.validate_pdf(str(printed), profile=profile)
        # NOTE: a stream whose last byte is a carriage return looks to the checker like one that is too long.
        assert [f.message for f in report.failures if "STREAM-LENGTH" not in f.rule_id] == []


def test_same_stage_same_bytes(stage, printed, tmp_path):
    """In another folder, under another name, the same inputs give the same bytes; an old file is replaced."""
    copy, out = tmp_path / "elsewhere", tmp_path / "again.pdf"
    shutil.copytree(stage, copy)
    out.write_text("old")
    pdf.export(copy, out, cover=Cover.of(copy, PARAMETERS))
    assert out.read_bytes() == printed.read_bytes()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["again.pdf"]
    assert not (copy / "_build" / "typst").exists()


def test_everything_wrong_is_told_at_once(tmp_path):
    """Unknown node, missing glyph, picture without alt, each with chapter, cell and line; no file is left."""
    broken = toy.stage(
        tmp_path,
        rows=3,
        industry=[
            toy.text("# 产业\n\n笑脸\U0001f600。"),
            toy.picture("p", "图", " "),
            toy.say("``` {math}\nx\n```\n"),
        ],
    )
    with pytest.raises(BindError) as caught:
        pdf.export(broken, tmp_path / "out.pdf")
    said = str(caught.value)
    assert re.search(r"industry\.ipynb cell 1 line 3: no font has '😀' \(U\+1F600", said)
    assert re.search(r"industry\.ipynb cell 2.*: a picture without alternative text", said)
    assert re.search(r"industry\.ipynb cell 3.*: the printed book knows no math_block", said)
    assert not (tmp_path / "out.pdf").exists()


def test_a_cover_that_cannot_be_printed_is_told(tmp_path):
    """Parameters are checked for characters too, before Sphinx starts."""
    stage = toy.stage(tmp_path, rows=1)
    with pytest.raises(BindError, match=r"cover: no font has"):
        pdf.export(stage, tmp_path / "out.pdf", cover=Cover.of(stage, [("note", "\U0001f600")]))
