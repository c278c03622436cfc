"""planbook.book.outputs: what a notebook shows arrives as text, tables and figures, and as nothing else."""

import re

import pytest
import toybook

from planbook.book import html


@pytest.fixture(scope="module")
def overview(toy) -> str:
    """The article of the overview page."""
    page = (toy / "chapters" / "overview.html").read_text(encoding="utf-8")
    return page[page.index("<article") : page.index("</article>")]


def test_a_picture_is_a_numbered_figure(overview):
    """Number, caption, alternative text and a name to link to."""
    figure = overview[overview.index("<figure") : overview.index("</figure>")]
    assert 'id="wool-bars"' in figure
    assert 'role="group" aria-label="横条图：羊毛产量，2025年120吨，2026年130吨"' in figure
    whole = figure.replace('<span class="whole">', "").replace("年</span>", "年")
    assert re.search(r'caption-number">图 1 </span>.*caption-text">2025年与2026年羊毛产量<', whole)


def test_a_plain_drawing_stands_in_the_page(overview):
    """Its shapes are those of the notebook; ids, size and name space of a file of its own are not in the
    page."""
    shapes = toybook.PICTURE[toybook.PICTURE.index("<rect") :].strip()
    assert shapes in overview and "xmlns" not in overview


def test_any_other_drawing_stays_a_file(tmp_path, monkeypatch):
    """What could run in a page cannot in an image: the bytes are those of the notebook."""
    other = toybook.PICTURE.replace("</svg>", "<style>rect { fill: red }</style></svg>")
    cells = [toybook.heading("图", "drawn", 1), toybook.picture("other", "图", "图", other)]
    monkeypatch.setitem(toybook.CHAPTERS, "industry", cells)
    html.build(toybook.write(tmp_path / "stage"), tmp_path / "html")
    page = (tmp_path / "html/chapters/industry.html").read_text(encoding="utf-8")
    (file,) = re.findall(r'<img alt="图"[^>]* src="../(_images/[^"]*)"', page)
    assert (tmp_path / "html" / file).read_text(encoding="utf-8") == other


def test_tables_are_numbered_and_captioned(overview):
    """Numbers of tables run through the page, also of those inside a fold."""
    assert re.findall(r'caption-number">(表 \d+) </span>', overview) == ["表 1", "表 2"]


def test_no_cells_remain(overview):
    """A reader's page has no containers of cells or outputs, no code, no second form of an output."""
    assert not re.search(r'class="[^"]*\bcell', overview)
    assert "show.say" not in overview
    assert overview.count("条形从零开始") == 1


def test_figures_are_linked_by_number(toy):
    """A reference from another page says the number of the figure."""
    page = (toy / "chapters" / "industry.html").read_text(encoding="utf-8")
    assert re.search(r'href="overview.html#wool-bars"[^>]*><span[^>]*>图 1</span>', page)
    assert "图 1.1 " in page


def test_words_of_a_picture_are_never_markup(tmp_path, monkeypatch):
    """Caption and alternative text are text, whatever stands in them."""
    evil = '<script>alert(1)</script> [x](javascript:1) {ref}`data` **b** "q"'
    cells = [toybook.heading("恶", "evil", 1), toybook.picture("evil-picture", evil, evil)]
    monkeypatch.setitem(toybook.CHAPTERS, "industry", cells)
    html.build(toybook.write(tmp_path / "stage"), tmp_path / "html")
    page = (tmp_path / "html/chapters/industry.html").read_text(encoding="utf-8")
    figure = page[page.index("<figure") : page.index("</figure>")]
    assert "<script" not in figure
    assert "&lt;script&gt;" in figure
    assert "[x](javascript:1) {ref}`data` **b**" in figure
    assert not re.search(r'href="javascript', page)
