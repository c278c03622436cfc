# ruff: noqa: E501 (tables of cases)
"""What an analyst adds to a chapter: a figure, a table, a footnote, a pasted picture; and what is refused."""

import base64
import io
import re
import struct
import zlib

import docx
import pytest
import toybook
from matplotlib.figure import Figure
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from planbook.book import html, stage
from planbook.errors import BindError
from planbook.formats import word
from planbook.formats.cover import Cover
from planbook.run import outputs
from planbook.run.cache import Cache
from planbook.run.memo import Memo

PANDAS = (
    "<div>\n<style scoped>\n.dataframe {a: b}\n</style>\n<table border='1'><thead><tr><th></th><th>甲</th></tr></thead>"
    "<tbody><tr><th>一</th><td>丙&lt;b&gt;</td></tr></tbody></table>\n</div>"
)


def png() -> str:
    """A picture of one point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    raw = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0abc"))
        + chunk(b"IEND", b"")
    )
    return base64.b64encode(raw).decode()


def book(folder, monkeypatch, *cells):
    """A stage whose chapter on industry has these cells, as a build lays it."""
    made = {**toybook.CHAPTERS, "industry": [toybook.heading("自己的", "mine", 1), *cells]}
    monkeypatch.setattr(toybook, "CHAPTERS", made)
    here = toybook.write(folder / "stage")
    kept = Cache(folder / "cache").keep("industry", {}, here / "chapters" / "industry.ipynb")
    monkeypatch.setattr("planbook.book.ledger.shown", lambda notebook: {})
    stage.lay(here, kept, Memo())
    return here


def shows(**data: str):
    named = {kind.replace("_", "/"): text for kind, text in data.items()}
    return new_code_cell("…", outputs=[new_output("display_data", data=named)])


def test_they_stand_in_the_book(tmp_path, monkeypatch):
    """In the pages and in Word: a figure, a table of pandas', a footnote, a picture from a Markdown cell, a table in
    HTML there. None of their numbers is a statistic; nothing is markup."""
    pasted = {"image.png": {"image/png": png()}}
    here = book(
        tmp_path,
        monkeypatch,
        shows(image_png=png(), text_plain="<Figure size 640x480 with 1 Axes>"),
        shows(text_html=PANDAS, text_plain="甲"),
        new_markdown_cell("一句话[^a]。\n\n[^a]: 注。\n"),
        new_markdown_cell("![image.png](attachment:image.png)", attachments=pasted),
        new_markdown_cell("<table><tr><td>丁</td></tr></table>\n"),
    )
    html.build(here, tmp_path / "html")
    page = (tmp_path / "html" / "chapters" / "industry.html").read_text(encoding="utf-8")
    assert page.count('<img alt="图"') == 1 and page.count('<img alt="image.png"') == 1
    assert (
        "丙&lt;b&gt;" in page and re.search("<t[dh][^>]*>丁<", page) and 'class="footnote-reference' in page
    )
    made = word.export(here, tmp_path / "a.docx", cover=Cover.of(here, []))
    cells = [
        cell.text for table in docx.Document(str(made)).tables for row in table.rows for cell in row.cells
    ]
    assert {"丙<b>", "丁"} <= {*cells}


@pytest.mark.parametrize(
    "markup", ["<script>alert()</script>", "<b>甲</b>", "<table><tr><td onclick='x()'>甲</td></tr></table>"]
)
def test_other_html_in_markdown_is_refused(tmp_path, monkeypatch, markup):
    """With the page and the words."""
    here = book(tmp_path, monkeypatch, new_markdown_cell(f"{markup}\n"))
    with pytest.raises(BindError, match=r"industry\.ipynb cell 2: HTML that is no table: “<"):
        html.build(here, tmp_path / "html")


UNSHOWABLE = {
    "JavaScript": ({"application/javascript": "x"}, "it shows application/javascript"),
    "a widget": (
        {"application/vnd.jupyter.widget-view+json": "x"},
        "it shows application/vnd.jupyter.widget",
    ),
    "no table": ({"text/html": "<p>x</p>"}, "it shows HTML that is no table"),
    "a script": ({"text/html": f"{PANDAS}<script>x</script>"}, "it shows text/html with “<script”"),
    "a handler": ({"text/html": "<table onload =x></table>"}, "it shows text/html with “onload =”"),
    "a script in a picture": (
        {"image/svg+xml": "<svg><script/></svg>"},
        "it shows image/svg+xml with “<script”",
    ),
}


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
ACTIVE = (
    "<script>x()</script>", '<a xlink:href="http://a"><path/></a>', "<g onload='x()'/>", "<g\nonclick='x()'/>",
    '<x:script xmlns:x="http://www.w3.org/2000/svg">x()</x:script>', '<use href="http://a/b.svg#c"/>',
    '<image xlink:href="http://a/b.png"/>', '<image href="&#106;ava\tscript:x()"/>', "<foreignObject><p/></foreignObject>",
    "<style>@import 'http://a';</style>", '<path style="fill: url( http://a )"/>', "<style>.a{fill:url('//a')}</style>",
    '<set attributeName="href" to="x"/>', '<?xml-stylesheet href="http://a"?>', "<unclosed", "&entity;",
    '<image href="data:text/html,x"/>', '<image href="file:///etc/passwd"/>',
)  # fmt: skip


@pytest.mark.parametrize("inside", ACTIVE)
def test_a_picture_that_is_more_than_drawn(inside):
    """Whatever in an SVG runs, loads or leads away, however it is written."""
    cell = new_code_cell(
        "…", outputs=[new_output("display_data", data={"image/svg+xml": f"{SVG}{inside}</svg>"})]
    )
    assert outputs.fault([cell])[1].startswith("it shows image/svg+xml with “")


def test_a_picture_of_entities():
    """A definition of entities is none of a picture."""
    bomb = f'<!DOCTYPE svg [<!ENTITY a "xxx"><!ENTITY b SYSTEM "file:///etc/passwd">]>{SVG}<text>&a;&b;</text></svg>'
    assert outputs.acts(bomb)


def test_what_matplotlib_draws():
    """Clips, markers and bitmaps inside the picture are its own."""
    figure = Figure()
    axes = figure.subplots()
    axes.imshow([[1, 2], [3, 4]])
    axes.plot([0, 1], [0, 1], marker="o")
    axes.set_title("a & <b>")
    stream = io.StringIO()
    figure.savefig(stream, format="svg")
    assert outputs.acts(stream.getvalue()) == ""


@pytest.mark.parametrize("kind", UNSHOWABLE)
def test_outputs_that_no_book_can_hold(kind):
    """The cell and what it shows."""
    data, said = UNSHOWABLE[kind]
    cell = new_code_cell("…", outputs=[new_output("display_data", data=data)])
    index, why = outputs.fault(new_notebook(cells=[new_markdown_cell("a"), cell]).cells)
    assert index == 1 and why.startswith(said)


def test_errors_and_words_on_stderr():
    """What papermill passes over counts: the end of a kernel by sys.exit(), and what a library printed."""
    left = new_code_cell("…", outputs=[new_output("error", ename="SystemExit", evalue="", traceback=[])])
    told = new_code_cell("…", outputs=[new_output("stream", name="stderr", text="careful\n")])
    assert outputs.fault([left])[1].startswith("SystemExit") and "“careful”" in outputs.fault([told])[1]


def test_what_can_be_shown():
    """pandas' tables, pictures, text, and whatever comes with our own."""
    good = [{"text/html": PANDAS, "text/plain": "x"}, {"image/svg+xml": "<svg/>"}, {"text/plain": "<script>"},
            {outputs.MYST: "x", "text/html": "<p>x</p>"}]  # fmt: skip
    assert (
        outputs.fault(
            [shows(), *(new_code_cell("", outputs=[new_output("display_data", data=d)]) for d in good)]
        )
        is None
    )
