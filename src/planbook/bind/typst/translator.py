"""Document trees → Typst markup: one method a node; a node without a method is an error that says where it stands.

Every method returns markup. Text goes through literal.words, names of labels and files through literal.quote; nothing
else of a document reaches Typst.
"""

from collections.abc import Callable, Iterable
from typing import Any

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.locale import admonitionlabels

from planbook.bind.typst import tables
from planbook.bind.typst.components import Components
from planbook.bind.typst.fonts import Coverage
from planbook.bind.typst.literal import clean, joined, quote, words

# Nodes that say nothing to a reader of the book.
SILENT = frozenset(
    ["comment", "substitution_definition", "toctree", "index", "meta", "raw", "colspec", "footnote", "tabular_col_spec", "pending", "HiddenCellNode"]
)
# Nodes that only hold others.
THROUGH = frozenset(
    ["document", "compound", "container", "inline", "generated", "legend", "title_reference", "abbreviation", "download_reference", "PassthroughTextElement", "tgroup", "thead", "tbody", "glossary"]
)
ADMONITIONS = frozenset(["attention", "caution", "danger", "error", "hint", "important", "note", "seealso", "tip", "warning"])
# Classes of paragraphs that the template sets in their own way.
PARAGRAPHS = ("table-note", "table-unit", "lead", "quiet", "source")
HTTP = ("http://", "https://", "mailto:")
# A notebook's line numbers, as myst-nb gives them: cell · 10000 + line.
CELL = 10000


class Translator(Components):
    """Turns one resolved document tree after the other into Typst, and remembers what it could not turn.

    Args:
        env: numbers of sections, figures and tables, as the pages on screen have them.
        images: uri of a picture in a tree → its file name beside the Typst source.
        formats: kind of a numbered thing → how its number is told (图 %s).
        coverage: sees every text that is printed.
    """

    def __init__(
        self, env: BuildEnvironment, images: dict[str, str], formats: dict[str, str], coverage: Coverage
    ) -> None:
        self.env, self.images, self.formats, self.coverage = env, images, formats, coverage
        self.faults: list[str] = []
        self.labels: set[str] = set()
        self.wanted: dict[str, str] = {}
        self.docname = ""
        self.level = 0

    # The way through a tree

    def translate(self, docname: str, doctree: nodes.document, level: int = 0) -> str:
        """One chapter as Typst markup; `level` is added to its headings."""
        self.docname, self.level = docname, level
        self.footnotes = {i: note for note in doctree.findall(nodes.footnote) for i in note["ids"]}
        self.told: set[str] = set()
        top = "" if next(doctree.findall(nodes.section), None) else self.anchor(docname, "")
        self.behind, self.picture = [], None
        return top + self.write(doctree) + self.numbers_behind()

    def write(self, node: nodes.Node) -> str:
        """The markup of one node."""
        name = type(node).__name__
        if name in SILENT:
            return ""
        if name in THROUGH:
            return self.component(node) if "design_component" in node else self.marks(node) + self.inside(node)
        method: Callable[[Any], str] | None = getattr(self, f"on_{name}", None)
        if name in ADMONITIONS:
            method = self.on_admonition
        if method is None:
            self.fault(node, f"the printed book knows no {name}: say it with paragraphs, lists, tables or figures")
            return ""
        return method(node)

    def inside(self, node: nodes.Element) -> str:
        """The markup of everything in a node."""
        return "".join(map(self.write, node.children))

    def body(self, node: nodes.Element) -> str:
        """The inside of a cell or an item: a single paragraph needs no blocks around it."""
        if len(node.children) == 1 and isinstance(node[0], nodes.paragraph):
            return self.marks(node) + self.marks(node[0]) + self.inside(node[0])
        return self.marks(node) + self.inside(node)

    def fault(self, node: nodes.Node, message: str) -> None:
        """Remember what cannot be printed; the builder tells all of it at the end."""
        self.faults.append(f"{self.place(node)}: {message}")

    def place(self, node: nodes.Node) -> str:
        """Where a node stands: chapters/industry.ipynb cell 3 line 2."""
        line = None
        here: nodes.Node | None = node
        while here is not None and line is None:
            line, here = here.line, here.parent
        source = self.env.doc2path(self.docname, False)
        if not line:
            return str(source)
        if line >= CELL or str(source).endswith(".ipynb"):
            return f"{source} cell {line // CELL} line {line % CELL}"
        return f"{source} line {line}"

    # Targets and references

    def anchor(self, docname: str, target: str) -> str:
        """The mark that links can lead to; a second one of the same name is left out."""
        label = f"{docname}#{target}"
        if label in self.labels:
            return ""
        self.labels.add(label)
        return f"#mark({quote(label)});"

    def marks(self, node: nodes.Element) -> str:
        return "".join(self.anchor(self.docname, target) for target in node.get("ids", ()))

    def on_target(self, node: nodes.target) -> str:
        if refid := node.get("refid"):
            return self.anchor(self.docname, refid)
        return self.marks(node) + self.inside(node)

    def on_reference(self, node: nodes.reference) -> str:
        inner = self.marks(node) + self.inside(node)
        uri = node.get("refuri", "")
        if uri.startswith(HTTP):
            return f"#out({quote(uri)})[{inner}]"
        if label := self.target(node):
            number = label.partition("#")[2].startswith(("fig-", "der-"))
            return f"#{'figure-link' if number else 'xref'}({quote(label)})[{inner}]"
        return inner  # a file beside the pages on screen: on paper it is its name

    on_number_reference = on_reference

    def target(self, node: nodes.reference) -> str:
        """The label that a reference leads to inside the book; nothing when it leads out of it."""
        uri = node.get("refuri", "")
        if not uri.startswith("%") and "refid" not in node:
            return ""
        docname, _, target = uri.removeprefix("%").partition("#")
        label = f"{docname or self.docname}#{node.get('refid', target)}"
        self.wanted.setdefault(label, self.place(node))
        return label

    def dangling(self) -> list[str]:
        """One line for each reference whose target no chapter has."""
        lost = sorted(set(self.wanted) - self.labels)
        return [f"{self.wanted[label]}: nothing in the book is called {label!r}" for label in lost]

    # Words

    def on_Text(self, node: nodes.Text) -> str:
        text = node.astext()
        if "\n" in text:
            text = joined(text, _last(_beside(node, -1)), _first(_beside(node, +1)))
        return self.say(text, node)

    def say(self, text: str, node: nodes.Node | None) -> str:
        """A text of the book as content, its characters looked at; without a node it is a word of this program's."""
        self.coverage.note(clean(text), self.place(node) if node is not None else self.docname)
        return words(text)

    def on_strong(self, node: nodes.strong) -> str:
        return f"#strong[{self.marks(node)}{self.inside(node)}]"

    def on_emphasis(self, node: nodes.emphasis) -> str:
        return f"#emph[{self.marks(node)}{self.inside(node)}]"

    def on_literal(self, node: nodes.literal) -> str:
        return f"#code[{self.marks(node)}{self.inside(node)}]"

    def on_superscript(self, node: nodes.superscript) -> str:
        return f"#super[{self.inside(node)}]"

    def on_subscript(self, node: nodes.subscript) -> str:
        return f"#sub[{self.inside(node)}]"

    def on_footnote_reference(self, node: nodes.footnote_reference) -> str:
        note = self.footnotes.get(node.get("refid", ""))
        if note is None:
            self.fault(node, f"the footnote {node.astext()} is not there")
            return ""
        label = quote(f"{self.docname}#note-{node['refid']}")
        if node["refid"] in self.told:
            return f"#footnote(label({label}));"
        self.told.add(node["refid"])
        said = [child for child in note.children if not isinstance(child, nodes.label)]
        inner = "".join(self.inside(c) if isinstance(c, nodes.paragraph) else self.write(c) for c in said)
        return f"#footnote[{inner}]#label({label});"

    # Sections

    def on_section(self, node: nodes.section) -> str:
        self.level += 1
        inner = self.inside(node)
        self.level -= 1
        return inner

    def on_title(self, node: nodes.title) -> str:
        section = node.parent
        if not isinstance(section, nodes.section):
            return f"\n#rubric[{self.marks(node)}{self.inside(node)}]\n"
        number = self._section_number(section)
        opening = "\n#chapter-page()" if self.level == 1 else ""
        heading = f"\n#title-{min(self.level, 4)}({quote(number)})[{self.inside(node)}]"
        top = "" if isinstance(section.parent, nodes.section) else self.anchor(self.docname, "")
        return f"{opening}{heading}\n{top}{self.marks(section)}{self.marks(node)}\n\n"

    def _section_number(self, section: nodes.section) -> str:
        """The section's number on screen, or nothing."""
        known = self.env.toc_secnumbers.get(self.docname, {})
        own = [f"#{target}" for target in section["ids"]] + ([""] if self.level == 1 else [])
        return next((".".join(map(str, known[key])) for key in own if known.get(key)), "")

    def on_rubric(self, node: nodes.rubric) -> str:
        return f"\n#rubric[{self.marks(node)}{self.inside(node)}]\n"

    def on_transition(self, node: nodes.transition) -> str:
        # myst-parser puts one between the text and the footnotes; on paper footnotes stand at the foot of the page
        return "" if "footnotes" in node.get("classes", ()) else "\n#transition()\n"

    # Blocks

    def on_paragraph(self, node: nodes.paragraph) -> str:
        if _told_by_table(node):
            return ""
        inner = self.marks(node) + self.inside(node)
        kind = next((name for name in PARAGRAPHS if name in node.get("classes", ())), "table-unit" if is_unit(node) else "")
        return f"\n#{kind}[{inner}]\n" if kind else f"\n\n{inner}#end-mark();\n\n"

    def on_compact_paragraph(self, node: nodes.Element) -> str:
        return self.on_paragraph(node)

    def on_block_quote(self, node: nodes.block_quote) -> str:
        return f"\n#quote(block: true)[{self.marks(node)}{self.inside(node)}]\n"

    def on_attribution(self, node: nodes.attribution) -> str:
        return f"\n#align(right)[{self.inside(node)}]\n"

    def on_literal_block(self, node: nodes.literal_block) -> str:
        if isinstance(node.parent, nodes.container) and node.parent.get("nb_element") == "cell_code_source":
            return ""  # code is for whoever reads the notebooks
        text = node.astext()
        self.coverage.note(clean(text), self.place(node))
        return f"\n#listing({quote(text)})\n"

    def on_line_block(self, node: nodes.line_block) -> str:
        return "\n\n" + " #linebreak();".join(self.inside(line) for line in node.children) + "\n\n"

    def on_bullet_list(self, node: nodes.bullet_list) -> str:
        if "key-numbers" in node.get("classes", ()):
            return self.key_numbers(node)
        if "chapter-cards" in node.get("classes", ()):
            return self.chapter_cards(node)
        return f"\n#list(\n{self._items(node)})\n"

    def on_enumerated_list(self, node: nodes.enumerated_list) -> str:
        return f"\n#enum(start: {int(node.get('start', 1))},\n{self._items(node)})\n"

    def _items(self, node: nodes.Element) -> str:
        return "".join(f"[{self.body(item)}#end-mark();],\n" for item in node.children)

    def on_definition_list(self, node: nodes.definition_list) -> str:
        items = []
        for item in node.children:
            terms = [child for child in item.children if isinstance(child, nodes.term)]
            rest = [child for child in item.children if isinstance(child, nodes.definition)]
            term = "、".join(self.marks(child) + self.inside(child) for child in terms)
            items.append(f"terms.item[{term}][{''.join(map(self.body, rest))}],\n")
        return f"\n#terms(\n{''.join(items)})\n"

    def on_field_list(self, node: nodes.field_list) -> str:
        items = (f"terms.item[{self.inside(f[0])}][{self.body(f[1])}],\n" for f in node.children)
        return f"\n#terms(\n{''.join(items)})\n"

    def on_admonition(self, node: nodes.Element) -> str:
        name = type(node).__name__
        if isinstance(node[0], nodes.title) if node.children else False:
            title, rest = self.inside(node[0]), node.children[1:]
        else:
            title, rest = self.say(str(admonitionlabels.get(name, "")), node), node.children
        strong = name in ("attention", "caution", "danger", "error", "warning", "important")
        kind = "warning" if strong or "warning" in node.get("classes", ()) else "note"
        return f'\n#admonition("{kind}", [{title}])[{self.marks(node)}{"".join(map(self.write, rest))}]\n'

    on_topic = on_sidebar = on_admonition

    # Figures and tables

    def numbered(self, node: nodes.Element) -> str:
        """How the number of a figure or table is told on screen: 图 2.1; nothing when it has none."""
        kind = self.env.get_domain("std").get_enumerable_node_type(node) or ""  # type: ignore[attr-defined]
        known = self.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        number = next((known[target] for target in node["ids"] if target in known), None)
        if not number:
            return ""
        told = self.formats[kind] % ".".join(map(str, number))
        self.coverage.note(told, self.place(node))
        return told

    def on_figure(self, node: nodes.figure) -> str:
        image = node.next_node(nodes.image)
        if image is None or not isinstance(node[0], nodes.image | nodes.reference):
            return self.marks(node) + self.inside(node)  # a table or a text with a caption of its own
        caption = "".join(self.inside(c) for c in node.children if isinstance(c, nodes.caption))
        legend = "".join(self.inside(c) for c in node.children if isinstance(c, nodes.legend))
        number = quote(self.numbered(node))
        key = f"{self.docname}#{(node['ids'] or [image['uri']])[0]}"
        self.picture = (self.numbered(node), caption, key)
        notes = f", legend: [{legend}]" if legend else ""
        call = f"#picture({quote(key)}, {self._file(image)}, number: {number}{notes})[{caption}]"
        return f"\n{call}\n{self.marks(node)}\n"

    def on_image(self, node: nodes.image) -> str:
        if isinstance(node.parent, nodes.TextElement):
            return f"#inline-image({self._file(node)})"
        key = quote(f"{self.docname}#{node['uri']}")
        return f"\n#picture({key}, {self._file(node)})[]\n{self.marks(node)}\n"

    def _file(self, image: nodes.image) -> str:
        """The file of a picture and what it says to those who cannot see it, as two arguments."""
        alt = " ".join(image.get("alt", "").split())
        if not alt:
            self.fault(image, "a picture without alternative text")
        return f"{quote(self.images[image['uri']])}, alt: {quote(alt)}"

    def on_table(self, node: nodes.table) -> str:
        return f"\n#{self.table(node)}\n{self.marks(node)}\n"

    def table(self, node: nodes.table, half: bool = False, number: str = "", caption: str = "") -> str:
        """The Typst call for a table with its unit and notes.

        Args:
            half: it stands beside another one.
            number, caption: said above it when it has none of its own; the caption is markup.
        """
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        unit = _unit(title) if title is not None else _unit_above(node)
        if title is not None:
            number = self.numbered(node)
            caption = "".join(self.write(child) for child in title.children if child is not unit)
        around = {
            "number": quote(number),
            "caption": f"[{caption}]",
            "unit": f"[{self.inside(unit)}]" if unit is not None else "none",
            "notes": f"[{''.join(f'#parbreak(){self.inside(note)}' for note in notes_below(node))}]",
        }
        return tables.typeset(tables.Grid.of(node), self.body, half, **around)


def _unit(title: nodes.title) -> nodes.inline | None:
    """The common unit, which stands in the caption and is set at the right of it."""
    marked = (c for c in title.children if isinstance(c, nodes.inline) and "table-unit" in c.get("classes", ()))
    return next(marked, None)


def _unit_above(table: nodes.table) -> nodes.paragraph | None:
    """The paragraph right above a table without caption that says the common unit."""
    at = table.parent.index(table)
    above = table.parent[at - 1] if at else None
    return above if above is not None and is_unit(above) else None


def is_unit(node: nodes.Node) -> bool:
    """Is this a paragraph that says nothing but the common unit of the table below?"""
    if not isinstance(node, nodes.paragraph):
        return False
    said = [child for child in node.children if not isinstance(child, nodes.Text) or child.astext().strip()]
    return len(said) == 1 and isinstance(said[0], nodes.inline) and "table-unit" in said[0]["classes"]


def notes_below(table: nodes.table) -> Iterable[nodes.paragraph]:
    """The notes that stand directly below a table."""
    siblings = table.parent.children
    for sibling in siblings[table.parent.index(table) + 1 :]:
        if not (isinstance(sibling, nodes.paragraph) and "table-note" in sibling.get("classes", ())):
            return
        yield sibling


def _told_by_table(paragraph: nodes.paragraph) -> bool:
    """Is this a unit or a note that its table says already?"""
    siblings, at = paragraph.parent.children, paragraph.parent.index(paragraph)
    if is_unit(paragraph) and isinstance(siblings[at + 1] if at + 1 < len(siblings) else None, nodes.table):
        return not any(isinstance(child, nodes.title) for child in siblings[at + 1].children)
    while at and "table-note" in siblings[at].get("classes", ()) and isinstance(siblings[at], nodes.paragraph):
        at -= 1
        if isinstance(siblings[at], nodes.table):
            return True
    return False


def _beside(node: nodes.Node, step: int) -> str:
    """The text of the neighbour of a node in its paragraph."""
    siblings = node.parent.children
    at = next(i for i, sibling in enumerate(siblings) if sibling is node) + step
    return siblings[at].astext() if 0 <= at < len(siblings) else ""


def _first(text: str) -> str:
    return text[:1]


def _last(text: str) -> str:
    return text[-1:]
