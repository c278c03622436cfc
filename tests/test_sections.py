"""planbook.book.sections: headings that a chapter puts out become sections, those of nothing go."""

import re

import nbformat
import pytest
import toybook
from docutils import nodes
from docutils.utils import new_document
from nbformat.v4 import new_code_cell, new_output

from planbook.book import html
from planbook.book.sections import Sections
from planbook.show import output


def cell(*bundles: dict) -> object:
    """One cell with several outputs; none: a cell that had nothing to say."""
    return new_code_cell("page.…()", outputs=[new_output("display_data", data=data) for data in bundles])


def put(*calls) -> list[dict]:
    """The bundles that planbook.show puts out: texts, and (title, target) for a heading."""
    found: list[dict] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(output, "publish", lambda data, about=None: found.append(data))
        for call in calls:
            output.put(call) if isinstance(call, str) else output.heading(*call)
    return found


PAGE = [
    toybook.heading("产业", "industry", 1),
    toybook.say("开头。"),
    toybook.heading("分专题", "industry-topics"),
    cell(
        *put(
            "引子。", ("作物 *1*", "industry-crops"), "谷子。", "荞麦。", ("畜牧", "industry-wool"), "羊毛。"
        )
    ),
    toybook.heading("不是专题", "industry-apart", 3),
    toybook.say("另说。"),
    toybook.heading("列名项目", "industry-projects"),
    cell(),
    toybook.heading("只有图", "industry-picture"),
    toybook.picture("sheds", "棚圈建设", "横条图：新建棚圈"),
    toybook.heading("外层", "industry-outer"),
    toybook.heading("里层", "industry-inner", 3),
    cell(),
    toybook.heading("留意", "industry-cautions"),
    toybook.say("见[作物](#industry-crops)和[只有图](#industry-picture)。"),
    toybook.heading("年中进展", "industry-progress"),
    cell(),
]
SAYING_NOTHING = [
    toybook.heading("全部数字", "data", 1),
    cell(),
    toybook.heading("下载", "data-files"),
    cell(),
]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The toy book with this chapter in it."""
    root = tmp_path_factory.mktemp("sections")
    with pytest.MonkeyPatch.context() as patch:
        overview = [toybook.heading("总览", "overview", 1), toybook.say("[畜牧](#industry-wool)")]
        for name, cells in (("overview", overview), ("industry", PAGE), ("data", SAYING_NOTHING)):
            patch.setitem(toybook.CHAPTERS, name, cells)
        html.build(toybook.write(root / "stage"), root / "html")
    return root / "html/chapters"


@pytest.fixture(scope="module")
def page(book) -> str:
    text = (book / "industry.html").read_text(encoding="utf-8")
    return text[text.index("<article") : text.index("</article>")]


def section(page: str, id: str) -> str:
    """A section with all that is in it, without tags."""
    start = re.search(rf'<section id="{id}">', page).start()
    depth = 0
    for tag in re.finditer(r"<(/?)section\b", page[start:]):
        depth += -1 if tag[1] else 1
        if not depth:
            return re.sub(r"<[^>]+>", "", page[start : start + tag.start()])
    raise AssertionError(id)


def test_each_topic_is_a_section_with_its_id(page):
    """What follows a heading belongs to it, up to the next one; what comes before stays outside."""
    assert "谷子。" in section(page, "industry-crops") and "荞麦。" in section(page, "industry-crops")
    assert "羊毛。" not in section(page, "industry-crops") and "羊毛。" in section(page, "industry-wool")
    assert "谷子。" not in section(page, "industry-wool")
    before = section(page, "industry-topics").partition("作物")[0]
    assert "引子。" in before and "谷子。" not in before


def test_topics_end_where_the_notebook_goes_on(page):
    """A heading of the notebook ends the last topic; the topics lie within their own heading's section."""
    assert "谷子。" in section(page, "industry-topics") and "羊毛。" in section(page, "industry-topics")
    assert "另说" in section(page, "industry-topics") and "另说" not in section(page, "industry-wool")
    assert "只有图" not in section(page, "industry-topics") and "见" not in section(page, "industry-wool")
    shown = page.replace('<span class="whole">', "").replace("*</span>", "*")
    assert re.findall(r"<h([2-6])>(.*?)<a", shown) == [
        ("2", "分专题"), ("3", "作物 *1*"), ("3", "畜牧"), ("3", "不是专题"), ("2", "只有图"),
        ("2", "留意"),
    ]  # fmt: skip


def test_a_heading_with_nothing_below_is_gone(book, page):
    """Heading, target and entry of the contents, one within another too; a section with only a picture
    stays."""
    whole = (book / "industry.html").read_text(encoding="utf-8")
    for title, id in (
        ("列名项目", "projects"), ("外层", "outer"), ("里层", "inner"), ("年中进展", "progress"),
    ):  # fmt: skip
        assert title not in whole and f"industry-{id}" not in whole
    assert "<figure" in page and "棚圈建设" in section(page, "industry-picture")


def test_topics_are_in_the_contents_and_can_be_linked(book, page):
    """From the same page and from another one, and in the list beside the page."""
    whole = (book / "industry.html").read_text(encoding="utf-8")
    beside = whole[whole.index("page-toc") :]
    assert 'href="#industry-crops"' in beside and 'href="#industry-wool"' in beside
    assert 'href="#industry-crops"' in page
    assert 'href="industry.html#industry-wool"' in (book / "overview.html").read_text(encoding="utf-8")


def test_a_page_keeps_its_title(book):
    """A page whose parts all say nothing is still a page with its title."""
    text = (book / "data.html").read_text(encoding="utf-8")
    assert '<section id="data">' in text and "全部数字" in text and "data-files" not in text


def read(*below: nodes.Node) -> nodes.section:
    """A page with a text and one heading, its target in front of it and this below; after the transform."""
    document = new_document("page")
    inner = nodes.section("", nodes.title("", "列名项目"), *below, ids=["inner"], names=["inner"])
    page = nodes.section("", nodes.title("", "产业"), nodes.paragraph("", "开头。"), ids=["page"])
    page += [nodes.target("", "", refid="inner"), inner]
    document += page
    document.nameids["inner"], document.nametypes["inner"], document.ids["inner"] = "inner", True, inner
    Sections(document).apply()
    return page


@pytest.mark.parametrize(
    "below", [[], [nodes.comment("", "谁")], [nodes.container("", nb_element="cell_code")]]
)
def test_nothing_is_left_of_an_empty_section(below):
    """Neither its heading nor the target in front of it, nor a name by which it could be reached."""
    page = read(*below)
    assert [type(child) for child in page.children] == [nodes.title, nodes.paragraph]
    assert not page.document.nameids and not page.document.ids.get("inner")


@pytest.mark.parametrize("below", [nodes.image(uri="x.svg"), nodes.paragraph("", "甲"), nodes.raw("", "<b>")])
def test_a_picture_alone_is_something(below):
    """A heading stays with its target for anything that a reader sees, also without a letter in it."""
    page = read(below)
    assert isinstance(page.children[-1], nodes.section) and isinstance(page.children[-2], nodes.target)


def test_the_headline_is_the_title_on_screen(tmp_path):
    """The masthead's first line stands in the title of its page; the contents keep the chapter's name."""
    stage = toybook.write(tmp_path / "stage")
    lines = ("[青石县某年]{.masthead-headline}", "[据某报告]{.masthead-standing}")
    masthead = toybook.say("\n- ".join(("{.masthead}", *lines)))
    path = stage / "chapters/overview.ipynb"
    book = nbformat.read(path, 4)
    book.cells.insert(1, masthead)
    nbformat.write(book, path)
    html.build(stage, tmp_path / "html")
    page = (tmp_path / "html/chapters/overview.html").read_text("utf-8")
    assert re.findall(r"<h1>(.*?)<a", page) == ["青石县某年"]
    assert page.count("青石县某年") == 1 and "<title>青石县一年" in page
