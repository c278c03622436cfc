"""The way through a document tree: each node is taken apart here, once, and a format's writer only writes.

A node that nobody writes is a fault that says where it stands; so are a link without a target and a picture
that says nothing to those who cannot see it. All of them are collected, none stops the walk.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.locale import admonitionlabels

from planbook.formats.tree.pictures import Picture
from planbook.formats.tree.tables import NOTE, UNIT, Table, belongs_to_table, is_unit
from planbook.formats.tree.text import clean

# Nodes that say nothing to a reader of the book.
SILENT = {"comment", "substitution_definition", "toctree", "index", "meta", "raw", "pending"}
SILENT |= {"tabular_col_spec", "HiddenCellNode"}
# Nodes that only hold others.
THROUGH = {"document", "compound", "container", "inline", "generated", "legend", "glossary", "abbreviation"}
THROUGH |= {"title_reference", "download_reference", "PassthroughTextElement"}
THROUGH |= {"grid_container", "grid_row", "grid_item", "card", "card_header", "card_body", "card_footer"}
THROUGH |= {"tab_set", "tab_item", "tab_content"}
HTTP = ("http://", "https://", "mailto:")
PARAGRAPHS = (NOTE, UNIT, "lead", "quiet", "source")  # classes of paragraphs with a look of their own
LISTS = ("key-numbers", "chapter-cards", "masthead", "cautions")  # classes of lists, likewise
KEY_NUMBER = ("kn-label", "kn-value", "kn-note")
STRONG = ("attention", "caution", "danger", "error", "important", "warning")
# A notebook's line numbers, as myst-nb gives them: cell · 10000 + line + 1, cells and lines from 1.
CELL = 10000


class Walk:
    """What the writers of all formats share. For a node NAME there is a method `on_NAME`, here or there.

    What a method returns is the writer's business: markup, or nothing where it writes at once.

    Args:
        env: numbers of sections, figures and tables, as the pages on screen have them.
        formats: kind of a numbered thing → how its number is shown (图 %s).
    """

    medium = "the book"  # in messages

    # What a writer writes; the nodes are taken apart for it below.
    heading: Callable[..., Any]
    paragraph: Callable[..., Any]
    transition: Callable[..., Any]
    listing: Callable[..., Any]
    box: Callable[..., Any]
    fold: Callable[..., Any]
    bullets: Callable[..., Any]
    terms: Callable[..., Any]
    picture: Callable[..., Any]
    inline_image: Callable[..., Any]
    table: Callable[..., Any]
    styled: Callable[..., Any]
    link: Callable[..., Any]
    on_rubric: Callable[..., Any]

    def __init__(self, env: BuildEnvironment, formats: dict[str, str]) -> None:
        self.env, self.formats = env, formats
        self.faults: list[str] = []
        self.labels: set[str] = set()
        self.wanted: dict[str, str] = {}  # label → where it is first linked to from
        self.docname, self.level, self.prefix = "", 0, ""

    def all(self, some: Iterable[nodes.Node]) -> Any:
        """What some nodes say, one after the other."""
        raise NotImplementedError

    def enter(self, node: nodes.Node) -> None:
        """Called for each node that is written, before it is."""

    def group(self, node: nodes.Element) -> Any:
        """A node that only holds others."""
        return self.inside(node)

    # ---- chapters and nodes

    def expect(self, trees: Iterable[tuple[str, nodes.document]]) -> None:
        """Look through all chapters, by name, for what links lead to, before the first is written."""
        for self.docname, tree in trees:
            for link in tree.findall(nodes.reference):
                self.label(link)

    def chapter(self, docname: str, tree: nodes.document, level: int = 0, prefix: str = "") -> Any:
        """One chapter; `level` is added to its headings, `prefix` stands where it has no number."""
        self.docname, self.level, self.prefix = docname, level, prefix
        return self.write(tree)

    def write(self, node: nodes.Node) -> Any:
        name = type(node).__name__
        if name in SILENT:
            return self.all(())
        self.enter(node)
        if "design_component" in getattr(node, "attributes", ()):
            name = str(node["design_component"]).replace("-", "_")
        method = getattr(self, f"on_{name}", self.group if name in THROUGH else None)
        if method is None:
            way_out = "say it with paragraphs, lists, tables or figures"
            self.fault(node, f"{self.medium} knows no {name}: {way_out}")
            return self.all(())
        return method(node)

    def inside(self, node: nodes.Element) -> Any:
        return self.all(node.children)

    # ---- faults and labels

    def fault(self, node: nodes.Node, message: str) -> None:
        self.faults.append(f"{self.place(node)}: {message}")

    def complaints(self) -> list[str]:
        """All that is wrong with the book, one line each."""
        lost = sorted(set(self.wanted) - self.labels)
        dangling = [f"{self.wanted[label]}: nothing in the book is called {label!r}" for label in lost]
        return self.faults + dangling

    def place(self, node: nodes.Node) -> str:
        """Where a node stands: chapters/industry.ipynb cell 3 line 2."""
        line, here = None, node
        while here is not None and line is None:
            line, here = here.line, here.parent
        source = str(self.env.doc2path(self.docname, False))
        if not line:
            return source
        if line >= CELL or source.endswith(".ipynb"):
            return f"{source} cell {line // CELL} line {max(1, line % CELL - 1)}"
        return f"{source} line {line}"

    def label(self, link: nodes.reference) -> str:
        """The label that a link leads to inside the book; nothing when it leads out of it."""
        uri = link.get("refuri", "")
        if not uri.startswith("%") and "refid" not in link:
            return ""
        docname, _, target = uri.removeprefix("%").partition("#")
        label = f"{docname or self.docname}#{link.get('refid', target)}"
        if label not in self.wanted:
            self.wanted[label] = self.place(link)
        return label

    def new_label(self, target: str, docname: str = "") -> str:
        """The label of a target that is written now; nothing when one of the same name is there already."""
        label = f"{docname or self.docname}#{target}"
        if label in self.labels:
            return ""
        self.labels.add(label)
        return label

    # ---- sections and paragraphs

    def on_section(self, node: nodes.section) -> Any:
        if _is_of_files(node):
            return self.all(())
        self.level += 1
        inner = self.inside(node)
        self.level -= 1
        return inner

    def on_title(self, node: nodes.title) -> Any:
        section = node.parent
        if not isinstance(section, nodes.section):
            return self.on_rubric(node)
        known = self.env.toc_secnumbers.get(self.docname, {})
        targets = [f"#{target}" for target in section["ids"]] + ([""] if self.level == 1 else [])
        numbers = (".".join(map(str, known[target])) for target in targets if known.get(target))
        return self.heading(node, next(numbers, ""), top=not isinstance(section.parent, nodes.section))

    def on_paragraph(self, node: nodes.paragraph) -> Any:
        if belongs_to_table(node):
            return self.all(())
        kind = next((name for name in PARAGRAPHS if name in node["classes"]), UNIT if is_unit(node) else "")
        return self.paragraph(node, kind)

    on_compact_paragraph = on_paragraph

    def on_transition(self, node: nodes.transition) -> Any:
        # myst-parser puts one before the footnotes, which on paper stand apart anyway
        return self.all(()) if "footnotes" in node["classes"] else self.transition(node)

    def on_literal_block(self, node: nodes.literal_block) -> Any:
        if isinstance(node.parent, nodes.container) and node.parent.get("nb_element") == "cell_code_source":
            return self.all(())  # code is for whoever reads the notebooks
        return self.listing(node)

    def on_admonition(self, node: nodes.Element) -> Any:
        name = type(node).__name__
        title, rest = str(admonitionlabels.get(name, "")), node.children
        if rest and isinstance(rest[0], nodes.title):
            title, *rest = rest
        strong = name in STRONG or "warning" in node["classes"]
        return self.box(node, "warning" if strong else "note", title, rest)

    on_topic = on_sidebar = on_attention = on_caution = on_danger = on_error = on_hint = on_admonition
    on_important = on_note = on_seealso = on_tip = on_warning = on_admonition

    def on_dropdown(self, node: nodes.container) -> Any:
        has_title = node.get("has_title")
        return self.fold(node, node[0] if has_title else None, node.children[1 if has_title else 0 :])

    def on_card_title(self, node: nodes.TextElement) -> Any:
        return self.on_rubric(node)

    on_tab_label = on_card_title

    # ---- lists

    def on_bullet_list(self, node: nodes.bullet_list) -> Any:
        """A list of a kind of its own has a method of that name where a format sets it apart."""
        kind = next((name for name in LISTS if name in node["classes"]), "bullets")
        return getattr(self, kind.replace("-", "_"), self.bullets)(node)

    def on_definition_list(self, node: nodes.Element) -> Any:
        """Terms and definitions, or names and values of fields."""
        kinds = nodes.term | nodes.field_name, nodes.definition | nodes.field_body
        return self.terms(
            [[[p for p in item.children if isinstance(p, kind)] for kind in kinds] for item in node.children]
        )

    on_field_list = on_definition_list

    # ---- figures and tables

    def number(self, node: nodes.Element) -> str:
        """The number of a figure or table as on screen: 图 2.1; nothing when it has none."""
        kind = self.env.get_domain("std").get_enumerable_node_type(node) or ""
        known = self.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        number = next((known[target] for target in node["ids"] if target in known), None)
        return self.formats[kind] % ".".join(map(str, number)) if number else ""

    def on_figure(self, node: nodes.figure) -> Any:
        image = node.next_node(nodes.image)
        if image is None or not isinstance(node[0], nodes.image | nodes.reference):
            return self.group(node)  # a table or a text with a caption of its own
        return self.picture(Picture(image, node))

    def on_image(self, node: nodes.image) -> Any:
        inline = isinstance(node.parent, nodes.TextElement)
        return self.inline_image(node) if inline else self.picture(Picture(node))

    def alternative(self, image: nodes.image) -> str:
        """What a picture says to those who cannot see it."""
        text = " ".join(image.get("alt", "").split())
        if not text:
            self.fault(image, "a picture without alternative text")
        return text

    def on_table(self, node: nodes.table) -> Any:
        return self.table(Table.of(node))

    # ---- words

    def on_strong(self, node: nodes.TextElement) -> Any:
        return self.styled(node, type(node).__name__)

    on_emphasis = on_literal = on_superscript = on_subscript = on_strong

    def on_reference(self, node: nodes.reference) -> Any:
        """A link out of the book or into it; what leads to a file beside the pages on screen is its words."""
        uri = node.get("refuri", "")
        if uri.startswith(HTTP):
            return self.link(node, uri=uri)
        label = self.label(node)
        return self.link(node, label=label) if label else self.group(node)

    on_number_reference = on_reference


def _is_of_files(section: nodes.section) -> bool:
    """Does a section hold nothing but files beside the pages on screen?"""
    lists = [one for one in section.findall(nodes.bullet_list) if "downloads" in one["classes"]]
    shown = section.astext().replace(
        section[section.first_child_matching_class(nodes.title) or 0].astext(), ""
    )
    return bool(lists) and not shown.replace("".join(one.astext() for one in lists), "").strip()


def key_number(item: nodes.Element) -> dict[str, nodes.inline]:
    """The parts of a key number by their class, in their order."""
    parts: dict[str, nodes.inline] = {}
    for part in item.findall(nodes.inline):
        for name in KEY_NUMBER:
            if name in part["classes"]:
                parts.setdefault(name, part)
    return parts


class KeyNumber(NamedTuple):
    """A key number as text: label, number, standing."""

    label: str
    value: str
    note: str


def key_numbers(tree: nodes.document) -> list[KeyNumber]:
    """The key numbers of a chapter."""
    lists = [one for one in tree.findall(nodes.bullet_list) if "key-numbers" in one["classes"]]
    parts = [key_number(item) for one in lists[:1] for item in one.children]
    return [
        KeyNumber(*(clean(part[kind].astext()) if kind in part else "" for kind in KEY_NUMBER))
        for part in parts
    ]
