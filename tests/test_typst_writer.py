"""Document trees as Typst markup."""

from types import SimpleNamespace

import pytest
import typst_toy as toy
from docutils import nodes
from docutils.core import publish_doctree

from planbook.formats.typst import fonts
from planbook.formats.typst.writer import Writer


@pytest.fixture
def writer():
    env = SimpleNamespace(
        toc_secnumbers={},
        toc_fignumbers={"chapters/a": {"figure": {"crops": (2, 1)}}},
        doc2path=lambda docname, base: f"{docname}.md",
        get_domain=lambda name: SimpleNamespace(
            get_enumerable_node_type=lambda node: "figure" if isinstance(node, nodes.figure) else "table"
        ),
    )
    return Writer(env, {"figure": "图 %s"}, {"a.svg": "pictures/001.svg"}, fonts.Coverage(fonts.files()))


def chapter(writer, text: str) -> str:
    return writer.chapter("chapters/a", publish_doctree(text, settings_overrides={"report_level": 5}))


def test_text_reaches_typst_inside_quotes_only(writer):
    """Whatever a text holds, what stands outside of quotes is our own markup."""
    document = nodes.document(None, None)
    document += nodes.paragraph("", "", nodes.strong("", toy.HOSTILE), nodes.Text(toy.HOSTILE))
    document += nodes.literal_block(toy.HOSTILE, toy.HOSTILE)
    document += nodes.bullet_list("", nodes.list_item("", nodes.paragraph("", toy.HOSTILE)))
    outside, inside, escaped = [], False, False
    for char in writer.chapter("chapters/a", document):
        if inside:
            escaped, inside = (not escaped and char == "\\"), not (char == '"' and not escaped)
        elif char == '"':
            inside = True
        else:
            outside.append(char)
    left = "".join(outside)
    assert not inside
    assert not any(word in left for word in ("panic", "sys", "label>", "@ref", "let", "$"))


def test_a_figure_has_the_number_of_the_screen(writer):
    """The number is Sphinx's own, told in the words of the configuration."""
    picture = nodes.image(uri="a.svg", alt="bars\nof crops")
    document = nodes.document(None, None)
    document += nodes.figure("", picture, nodes.caption("", "Crops"), ids=["crops"])
    made = writer.chapter("chapters/a", document)
    assert (
        '#picture("chapters/a#crops", "pictures/001.svg", alt: "bars of crops", number: "图 2.1", '
        'behind: none)[#"Crops";]' in made
    )


def test_links_inside_and_outside(writer):
    """A link into the book leads to a label, a number's stays ink, one to the web keeps its address."""
    document = nodes.document(None, None)
    document += nodes.paragraph(
        "",
        "",
        nodes.reference("", "70", refuri="%chapters/data#fig-gdp"),
        nodes.reference("", "chapter", refuri="%chapters/data"),
        nodes.reference("", "web", refuri="https://example.org/?a=1&b=2"),
        nodes.reference("", "file", refuri="data.csv"),
    )
    made = writer.chapter("chapters/a", document)
    assert '#figure-link("chapters/data#fig-gdp")[#"70";]' in made
    assert '#xref("chapters/data#")[#"chapter";]' in made
    assert '#out("https://example.org/?a=1&b=2")[#"web";]' in made
    assert '#"file";#end-mark()' in made


def test_targets_are_marked_once(writer):
    """Two nodes of one name would make a link ambiguous; the first one has it."""
    document = nodes.document(None, None)
    document += nodes.paragraph("", "one", ids=["here"])
    document += nodes.paragraph("", "two", ids=["here"])
    assert writer.chapter("chapters/a", document).count('#mark("chapters/a#here")') == 1


def test_notes_and_unit_belong_to_their_table(writer):
    """The unit above and the notes below are said by the table, once."""
    unit = nodes.paragraph("", "", nodes.inline("", "单位：亿元", classes=["table-unit"]))
    table = next(publish_doctree("=== ===\na   b\n=== ===\n1   2\n=== ===").findall(nodes.table))
    note = nodes.paragraph("", "注：甲", classes=["table-note"])
    later = nodes.paragraph("", "正文")
    document = nodes.document(None, None)
    document += [unit, table, note, later]
    made = writer.chapter("chapters/a", document)
    assert made.count("单位：亿元") == made.count("注：甲") == 1
    assert 'unit: [#"单位：亿元";]' in made and 'notes: [#parbreak()#"注：甲";]' in made


def test_footnotes_stand_where_they_are_called(writer):
    """The note goes to the foot of the page of its first mark; a second mark repeats the number."""
    made = chapter(writer, "a [1]_ b [1]_\n\n.. [1] 口径")
    assert made.count('#footnote[#"口径";]') == 1
    assert made.count("#footnote(label(") == 1


def test_an_appendix_is_called_so(writer):
    """A chapter without a number after the numbered ones gets the word that it is given."""
    tree = publish_doctree(
        "Title\n=====\n\ntext\n\nPart\n----\n\ntext", settings_overrides={"doctitle_xform": False}
    )
    made = writer.chapter("chapters/z", tree, prefix="附录")
    assert '#title-1("附录")[#"Title";]' in made and '#title-2("")[#"Part";]' in made


def test_code_is_for_whoever_reads_the_notebooks(writer):
    """The source of a cell is not printed even where the configuration shows it; what a cell prints is."""
    source = nodes.container("", nodes.literal_block("x = 1", "x = 1"), nb_element="cell_code_source")
    document = nodes.document(None, None)
    document += [source, nodes.container("", nodes.literal_block("out", "out"))]
    made = writer.chapter("chapters/a", document)
    assert "x = 1" not in made and '#listing("out")' in made


def test_line_breaks_of_the_source_leave_no_blanks(writer):
    """Between Chinese characters nothing, also where a link begins; between Latin words one blank."""
    document = nodes.document(None, None)
    link = nodes.reference("", "七十", refuri="https://example.org")
    document += nodes.paragraph("", "", nodes.Text("总产\n值\nGDP\nis\n"), link, nodes.Text("\n亿元"))
    made = writer.chapter("chapters/a", document)
    assert '#"总产值GDP is";' in made and made.endswith('#"亿元";#end-mark();\n\n')
