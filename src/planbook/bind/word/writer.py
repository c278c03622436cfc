"""Document trees → paragraphs, tables and pictures of the document.

There is a method for each node that the document knows; any other is a fault that says where it stands. A
number stays a link to its row among all figures, with the words that the pages show under the pointer; it
looks like the text around it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from docutils import nodes
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from sphinx.locale import admonitionlabels

from planbook.bind.typst.exhibits import is_unit, notes_below, told_by_table
from planbook.bind.typst.literal import clean
from planbook.bind.typst.walk import SILENT, THROUGH
from planbook.bind.word import tables
from planbook.bind.word.document import MEASURE
from planbook.bind.word.lines import PLAIN, Lines, Look

PARAGRAPHS = {"table-note": "Table Note", "table-unit": "Table Unit", "lead": "Lead", "quiet": "Quiet"}
PARAGRAPHS |= {"source": "Source"}
FOR_MACHINES = "figure-id"  # ids fill half of the register's pages; the workbook has them
LISTS = {"masthead": "Quiet", "cautions": "List Bullet"}


class Writer(Lines):
    """Writes one chapter's tree after the other, and remembers what it could not write."""

    def chapter(self, docname: str, tree: nodes.document, level: int = 0) -> None:
        """One chapter; `level` is added to its headings."""
        self.docname, self.level, self.style, self.where = docname, level, "", self.document.body
        self.waiting = []
        for id in [node for node in tree.findall(nodes.inline) if FOR_MACHINES in node.get("classes", ())]:
            id.parent.remove(id)
        self.write(tree)

    # ---- blocks

    def write(self, node: nodes.Node) -> None:
        """One node that stands in a block."""
        name = type(node).__name__
        if name in SILENT:
            return
        self.waiting += getattr(node, "attributes", {}).get("ids", ())
        if "design_component" in getattr(node, "attributes", ()):
            name = str(node["design_component"]).replace("-", "_")
        elif name in THROUGH and not isinstance(node, nodes.TextElement):
            self.inside(node)
            return
        method: Callable[[Any], None] | None = getattr(self, f"on_{name}", None)
        if method is None:
            self.fault(
                node, f"the document knows no {name}: say it with paragraphs, lists, tables or figures"
            )
        else:
            method(node)

    def inside(self, node: nodes.Element) -> None:
        for child in node.children:
            self.write(child)

    def on_section(self, node: nodes.section) -> None:
        self.level += 1
        self.inside(node)
        self.level -= 1

    def on_title(self, node: nodes.title) -> None:
        section = node.parent
        if not isinstance(section, nodes.section):
            self.on_rubric(node)
            return
        known = self.env.toc_secnumbers.get(self.docname, {})
        own = [f"#{target}" for target in section["ids"]] + ([""] if self.level == 1 else [])
        number = next((".".join(map(str, known[key])) for key in own if known.get(key)), "")
        text = f"{number}\u2002{node.astext()}" if number else node.astext()
        made = self.document.heading(self.level, clean(text))
        if not isinstance(section.parent, nodes.section):
            self._mark(made, "")
        self._marks(made, section, node)
        if number:
            made.add_run(f"{number}\u2002")
        self.line(node, made)

    def on_rubric(self, node: nodes.TextElement) -> None:
        self.line(node, self.paragraph("Fold", node))

    def on_paragraph(self, node: nodes.paragraph) -> None:
        if told_by_table(node):
            return
        found = next((style for name, style in PARAGRAPHS.items() if name in node.get("classes", ())), "")
        self.line(node, self.paragraph(found or ("Table Unit" if is_unit(node) else ""), node))

    on_compact_paragraph = on_paragraph

    def on_target(self, node: nodes.target) -> None:
        """A name for the next thing that is written."""
        self.waiting += [*node["ids"], *([node["refid"]] if "refid" in node else [])]

    def on_transition(self, node: nodes.transition) -> None:
        if "footnotes" not in node.get("classes", ()):
            self.paragraph("", node).alignment = WD_ALIGN_PARAGRAPH.CENTER

    def on_literal_block(self, node: nodes.literal_block) -> None:
        for line in clean(node.astext()).splitlines():
            self._run(self.paragraph("Box"), line, Look(code=True))

    def on_block_quote(self, node: nodes.Element) -> None:
        self._styled("Box", node)

    def on_line_block(self, node: nodes.line_block) -> None:
        for line in node.children:
            self.line(line, self.paragraph("", line))

    def on_bullet_list(self, node: nodes.bullet_list) -> None:
        classes = node.get("classes", ())
        if "key-numbers" in classes:
            tables.key_numbers(self, node)
            return
        kind = next((style for name, style in LISTS.items() if name in classes), "")
        depth = " 2" if any(isinstance(above, nodes.bullet_list) for above in _above(node)) else ""
        for item in node.children:
            first, *rest = item.children or [nodes.paragraph()]
            self._styled(kind or f"List Bullet{depth}", item, [first])
            self._styled(kind or f"List Continue{depth}", item, rest)

    def on_enumerated_list(self, node: nodes.enumerated_list) -> None:
        for number, item in enumerate(node.children, int(node.get("start", 1))):
            first = item.next_node(nodes.paragraph)
            if first is not None:
                first.insert(0, nodes.Text(f"{number}. "))
            self._styled("List", item)

    def on_definition_list(self, node: nodes.Element) -> None:
        for item in node.children:
            for part in item.children:
                if isinstance(part, nodes.term | nodes.field_name):
                    self.line(part, self.paragraph("", part), Look(bold=True))
                elif not isinstance(part, nodes.classifier):
                    self._styled("List Continue", part)

    on_field_list = on_definition_list

    def on_admonition(self, node: nodes.Element) -> None:
        kind = type(node).__name__
        first = node[0] if node.children else None
        if isinstance(first, nodes.title):
            self.line(first, self.paragraph("Fold", first))
        elif label := str(admonitionlabels.get(kind, "")):
            self._run(self.paragraph("Fold"), label, PLAIN)
        rest = [child for child in node.children if not isinstance(child, nodes.title)]
        self._styled("Box", node, rest)

    on_topic = on_sidebar = on_attention = on_caution = on_danger = on_error = on_hint = on_admonition
    on_important = on_note = on_seealso = on_tip = on_warning = on_admonition

    def on_dropdown(self, node: nodes.container) -> None:
        """A fold stands open."""
        rest = node.children
        if node.get("has_title"):
            title, *rest = node.children
            self.line(title, self.paragraph("Fold", title))
        for child in rest:
            self.write(child)

    def on_card(self, node: nodes.Element) -> None:
        self.inside(node)

    on_grid_container = on_grid_row = on_grid_item = on_card_header = on_card_footer = on_card
    on_card_body = on_tab_set = on_tab_item = on_tab_content = on_card
    on_card_title = on_tab_label = on_rubric

    def on_footnote(self, node: nodes.footnote) -> None:
        label = node.next_node(nodes.label)
        rest = [child for child in node.children if not isinstance(child, nodes.label)]
        first = node.next_node(nodes.paragraph)
        if label is not None and first is not None:
            first.insert(0, nodes.superscript("", label.astext()))
        self._styled("Table Note", node, rest)

    # ---- exhibits

    def on_figure(self, node: nodes.figure) -> None:
        image = node.next_node(nodes.image)
        if image is None:
            self.inside(node)
            return
        self.on_image(image, node)
        for child in node.children:
            if isinstance(child, nodes.caption):
                self._caption(node, child)
            elif isinstance(child, nodes.legend):
                self._styled("Table Note", child)

    def on_image(self, node: nodes.image, around: nodes.Element | None = None) -> None:
        alt, bitmap = " ".join(node.get("alt", "").split()), self.images[node["uri"]]
        if not alt:
            self.fault(node, "a picture without alternative text")
        made = self.paragraph("Picture", *([around] if around is not None else []), node)
        tables.picture(made, bitmap, alt)

    def on_table(self, node: nodes.table) -> None:
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        if title is not None:
            self._caption(node, title, above=True)
        elif (unit := _unit_above(node)) is not None:
            said = self.paragraph("Table Unit", unit)
            said.paragraph_format.right_indent = MEASURE - tables.width(node)
            self.line(unit, said)
        tables.table(self, node, clean(title.astext()) if title is not None else "")
        for note in notes_below(node):
            self.line(note, self.paragraph("Table Note", note))
        self.paragraph("Table Note")  # Word would join two tables that touch

    def _caption(self, node: nodes.Element, said: nodes.TextElement, above: bool = False) -> None:
        """Number and subject; the common unit of a table stands at the right."""
        made = self.paragraph("Caption", *([node] if above else []))
        made.paragraph_format.keep_with_next = above
        if number := self.numbered(node):
            made.add_run(f"{number}\u2002")
        for child in said.children:
            if isinstance(child, nodes.inline) and "table-unit" in child.get("classes", ()):
                made.paragraph_format.tab_stops.add_tab_stop(tables.width(node), WD_TAB_ALIGNMENT.RIGHT)
                made.add_run("\t")
            self.words(child, made, PLAIN)

    def numbered(self, node: nodes.Element) -> str:
        """How the number of a figure or table is told on screen: 图 2.1; nothing when it has none."""
        kind = self.env.get_domain("std").get_enumerable_node_type(node) or ""  # type: ignore[attr-defined]
        known = self.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        number = next((known[target] for target in node["ids"] if target in known), None)
        return self.formats[kind] % ".".join(map(str, number)) if number else ""

    # ---- pieces

    def paragraph(self, style: str, *named: nodes.Element) -> Any:
        """A new paragraph where we are; it bears the names of the nodes that it stands for."""
        made = self.where.add_paragraph()
        if name := style or self.style:  # by id: python-docx looks a name up in a very slow way
            made._p.style = self.document.style_ids[name]
        self._marks(made, *named)
        return made

    def _styled(self, style: str, node: nodes.Element, children: Iterable[nodes.Node] | None = None) -> None:
        """What is inside a node, its paragraphs in a style."""
        before, self.style = self.style, style
        for child in node.children if children is None else children:
            self.write(child)
        self.style = before


def _above(node: nodes.Node) -> Iterable[nodes.Node]:
    while (node := node.parent) is not None:
        yield node


def _unit_above(table: nodes.table) -> nodes.paragraph | None:
    """The paragraph right above a table without caption that says the common unit."""
    at = table.parent.index(table)
    return table.parent[at - 1] if at and is_unit(table.parent[at - 1]) else None
