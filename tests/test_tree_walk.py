"""planbook.formats.tree.walk: what all writers know of a tree, shown by one that writes plain words."""

from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from sphinx.locale import admonitionlabels

from planbook.formats.tree.walk import Walk, key_number


class Plain(Walk):
    """Writes a tree as words, and what has a name of its own in brackets."""

    medium = "the plain book"

    def all(self, some):
        return "".join(map(self.write, some))

    def on_Text(self, node):
        return node.astext()

    def paragraph(self, node, kind):
        return f"[{kind or 'p'} {self.inside(node)}]"

    def heading(self, node, number, top):
        return f"[{'top' if top else self.level} {number} {self.inside(node)}]"

    def box(self, node, kind, title, rest):
        return f"[{kind} {title if isinstance(title, str) else title.astext()}: {self.all(rest)}]"

    def terms(self, items):
        return str([[[node.astext() for node in part] for part in item] for item in items])

    def link(self, node, uri="", label=""):
        return f"[{uri or label} {self.inside(node)}]"

    def picture(self, picture):
        number = self.number(picture.figure) if picture.figure else ""
        return f"[{number} {self.alternative(picture.image)}]"

    def bullets(self, node):
        return "[list]"

    def key_numbers(self, node):
        return "[tiles]"


@pytest.fixture
def walk():
    env = SimpleNamespace(
        toc_secnumbers={"chapters/a": {"": (2,), "#part": (2, 1)}},
        toc_fignumbers={"chapters/a": {"figure": {"crops": (2, 1)}}},
        doc2path=lambda docname, base: f"{docname}.md",
        get_domain=lambda name: SimpleNamespace(get_enumerable_node_type=lambda node: "figure"),
    )
    return Plain(env, {"figure": "图 %s"})


def document(*children: nodes.Node) -> nodes.document:
    tree = nodes.document(None, None)
    tree += children
    return tree


def test_headings_have_the_numbers_of_the_screen(walk):
    """A chapter's is that of its page, a section's that of its target."""
    tree = publish_doctree("Title\n=====\n\nPart\n----\n\ntext", settings_overrides={"doctitle_xform": False})
    assert walk.chapter("chapters/a", tree) == "[top 2 Title][2 2.1 Part][p text]"


def test_a_figure_has_the_number_of_the_screen(walk):
    """The number is Sphinx's own, in the words of the configuration; the words for listeners are one line."""
    picture = nodes.image(uri="a.svg", alt="bars\nof crops")
    tree = document(nodes.figure("", picture, nodes.caption("", "Crops"), ids=["crops"]))
    assert walk.chapter("chapters/a", tree) == "[图 2.1 bars of crops]"


def test_an_unknown_node_is_named_with_its_place(walk):
    """What no method writes is a fault: node, chapter and line, and the way out."""
    walk.chapter("chapters/a", publish_doctree("first\n\n-a  an option\n\nlast"))
    way_out = "say it with paragraphs, lists, tables or figures"
    assert f"chapters/a.md line 3: the plain book knows no option_list: {way_out}" in walk.complaints()


def test_a_place_in_a_notebook_is_a_cell(walk):
    """myst-nb counts lines by cells; the message says cell and line."""
    node = nodes.math("", "x")
    node.line = 30003
    walk.docname = "chapters/a"
    assert walk.place(node) == "chapters/a.md cell 3 line 2"


def test_all_faults_are_collected(walk):
    """One run tells everything that is wrong, not the first of it."""
    walk.chapter("chapters/a", publish_doctree("-a  an option\n\n:math:`x`\n\n.. image:: a.svg\n"))
    assert len(walk.faults) == 3 and "without alternative text" in walk.faults[2]


def test_links_inside_and_outside(walk):
    """A link into the book leads to a label, one to the web keeps its address, a file beside is its words."""
    links = [
        nodes.reference("", "70", refuri="%chapters/data#fig-gdp"),
        nodes.reference("", "here", refid="part"),
        nodes.reference("", "web", refuri="https://example.org/?a=1&b=2"),
        nodes.reference("", "file", refuri="data.csv"),
    ]
    made = walk.chapter("chapters/a", document(nodes.paragraph("", "", *links)))
    assert (
        made == "[p [chapters/data#fig-gdp 70][chapters/a#part here][https://example.org/?a=1&b=2 web]file]"
    )


def test_a_link_to_nothing_is_a_complaint_with_its_place(walk):
    """Links are known before the first chapter is written; a target that comes later is no complaint."""
    tree = document(*(nodes.paragraph("", "", nodes.reference("", "70", refuri=f"%b#{t}")) for t in "xy"))
    tree[1].line = 7
    walk.expect([("chapters/a", tree)])
    assert walk.new_label("x", "b") == "b#x" and walk.new_label("x", "b") == ""
    assert walk.complaints() == ["chapters/a.md line 7: nothing in the book is called 'b#y'"]


def test_boxes_have_a_kind_and_a_title(walk):
    """Sphinx's word for the kind, or a title of its own; what a class or a kind calls a warning is one."""
    tree = publish_doctree(".. note:: a\n\n.. danger:: b\n\n.. admonition:: Own\n   :class: warning\n\n   c")
    made = walk.chapter("chapters/a", tree)
    note, danger = admonitionlabels["note"], admonitionlabels["danger"]
    assert made == f"[note {note}: [p a]][warning {danger}: [p b]][warning Own: [p c]]"


def test_terms_and_fields_are_pairs(walk):
    """Definitions and fields come as terms with their meanings."""
    tree = document(publish_doctree("甲\n  乙\n\n- x")[0], publish_doctree("x\n\n:name: value\n\ny")[1])
    assert walk.chapter("chapters/a", tree) == "[[['甲'], ['乙']]][[['name'], ['value']]]"


def test_lists_of_a_kind_have_a_method_where_they_are_set_apart(walk):
    """A writer without that method writes any list; another class never finds a method by chance."""
    classes = (["key-numbers"], ["masthead"], ["link"], [])
    tree = document(*(nodes.bullet_list("", classes=names) for names in classes))
    assert walk.chapter("chapters/a", tree) == "[tiles][list][list][list]"


def test_a_key_number_has_named_parts():
    """By class, in the order of the list's item; the first of a kind counts."""
    parts = [nodes.inline("", text, classes=[f"kn-{name}"]) for name, text in
             (("value", "70"), ("label", "产值"), ("value", "71"), ("other", "x"))]  # fmt: skip
    found = key_number(nodes.list_item("", nodes.paragraph("", "", *parts)))
    assert {name: part.astext() for name, part in found.items()} == {"kn-value": "70", "kn-label": "产值"}
