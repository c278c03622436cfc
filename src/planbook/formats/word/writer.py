"""Document trees → paragraphs, tables and pictures of the document.

A number stays a link to its row among all figures, with the words that the pages show under the pointer; it
looks like the text around it.
"""

import contextlib
from collections.abc import Iterable, Iterator
from typing import Any

from docutils import nodes
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from sphinx.environment import BuildEnvironment

from planbook.formats.tree import text
from planbook.formats.tree.pictures import Picture
from planbook.formats.tree.tables import Table
from planbook.formats.tree.walk import Walk, key_number
from planbook.formats.word import tables
from planbook.formats.word.document import Document, hyperlink
from planbook.formats.word.pictures import Bitmap

LOOKS = {"strong": "bold", "emphasis": "italic"}  # names of Word's where they differ from those of nodes
MONOSPACED = "Consolas"
KEY_HEADS = {"kn-label": "指标", "kn-value": "数值", "kn-note": "说明"}


class Writer(Walk):
    """Writes one resolved document tree after the other into the document."""

    medium = "the document"

    def __init__(
        self, env: BuildEnvironment, formats: dict[str, str], images: dict[str, Bitmap], document: Document
    ) -> None:
        super().__init__(env, formats)
        self.images, self.document = images, document
        self.names: dict[str, str] = {}  # label → bookmark; only what is linked to gets one
        self.waiting: list[str] = []  # targets for the next paragraph
        # Where we are: a document or a cell, the style of its paragraphs, the paragraph, how its words look.
        self.where: Any = document.body
        self.style, self.line, self.look, self.around = "", None, (), None

    def expect(self, trees: Iterable[tuple[str, nodes.document]]) -> None:
        super().expect(trees)
        self.names = {label: f"p{number:05d}" for number, label in enumerate(self.wanted, 1)}

    def chapter(self, docname: str, tree: nodes.document, level: int = 0, prefix: str = "") -> None:
        self.waiting = []
        super().chapter(docname, tree, level, prefix)

    def all(self, some: Iterable[nodes.Node]) -> None:
        for node in some:
            self.write(node)

    def enter(self, node: nodes.Node) -> None:
        self.waiting += getattr(node, "attributes", {}).get("ids", ())
        self._mark()

    @contextlib.contextmanager
    def within(self, **state: Any) -> Iterator[None]:
        """Write elsewhere or otherwise for a while: `where`, `style`, `line`, `look` or `around`, a link."""
        before = {name: getattr(self, name) for name in state}
        self.__dict__.update(state)
        yield
        self.__dict__.update(before)

    def start(self, style: str = "") -> Any:
        """A new paragraph where we are; it bears the names that wait for one."""
        made = self.where.add_paragraph()
        if name := style or self.style:  # by id: python-docx looks a name up in a very slow way
            made._p.style = self.document.style_ids[name]
        with self.within(line=made):
            self._mark()
        return made

    def words(self, node: nodes.Element, paragraph: Any, *look: str) -> None:
        """What a node holds, as words of a paragraph."""
        with self.within(line=paragraph, look=look):
            self.inside(node)

    def _mark(self) -> None:
        while self.line is not None and self.waiting:
            name = self.names.get(f"{self.docname}#{self.waiting[0]}")
            if self.new_label(self.waiting.pop(0)) and name:
                self.document.bookmark(self.line, name)

    # ---- blocks

    def heading(self, node: nodes.title, number: str, top: bool) -> None:
        number = number or (self.prefix if self.level == 1 else "")
        made = self.document.heading(self.level, text.clean(node.astext()), number)
        self.waiting[:0] = [""] if top else []
        with self.within(line=made):
            self._mark()
        self.words(node, made)

    def on_rubric(self, node: nodes.Element) -> None:
        self.words(node, self.start("Fold"))

    def transition(self, node: nodes.transition) -> None:
        self.start().alignment = WD_ALIGN_PARAGRAPH.CENTER

    def paragraph(self, node: nodes.paragraph, kind: str) -> None:
        if self.line is not None:
            self.inside(node)
        else:
            self.words(node, self.start(kind.replace("-", " ").title()))

    def on_block_quote(self, node: nodes.Element) -> None:
        self._styled("Box", node.children)

    def on_attribution(self, node: nodes.attribution) -> None:
        self.paragraph(node, "")

    def listing(self, node: nodes.literal_block) -> None:
        for line in text.clean(node.astext()).splitlines():
            self._run(line, self.start("Box"), "literal")

    def on_line_block(self, node: nodes.line_block) -> None:
        for line in node.children:
            self.words(line, self.start())

    def box(self, node: nodes.Element, kind: str, title: nodes.title | str, rest: list[nodes.Node]) -> None:
        if isinstance(title, nodes.title):
            self.on_rubric(title)
        elif title:
            self._run(title, self.start("Fold"))
        self._styled("Box", rest)

    def fold(self, node: nodes.Element, title: nodes.TextElement | None, rest: list[nodes.Node]) -> None:
        """A fold stands open."""
        if title is not None:
            self.on_rubric(title)
        self.all(rest)

    # ---- lists

    def bullets(self, node: nodes.bullet_list) -> None:
        here, depth = node.parent, ""
        while here is not None:
            here, depth = here.parent, " 2" if isinstance(here, nodes.bullet_list) else depth
        for item in node.children:
            self.enter(item)
            first, *rest = item.children or [nodes.paragraph()]
            self._styled(f"List Bullet{depth}", [first])
            self._styled(f"List Continue{depth}", rest)

    def masthead(self, node: nodes.bullet_list) -> None:
        """What stands over the first page on screen; on paper the cover says it."""

    def cautions(self, node: nodes.bullet_list) -> None:
        self._styled("List Bullet", (child for item in node.children for child in item.children))

    def on_enumerated_list(self, node: nodes.enumerated_list) -> None:
        for number, item in enumerate(node.children, int(node.get("start", 1))):
            self._styled("List", _led(item, nodes.Text(f"{number}. ")))

    def terms(self, items: list[list[list[nodes.Element]]]) -> None:
        for terms, meanings in items:
            for term in terms:
                self.words(term, self.start(), "strong")
            for meaning in meanings:
                self._styled("List Continue", meaning.children)

    def key_numbers(self, node: nodes.bullet_list) -> None:
        """The key numbers of a chapter: label, number and what is to be known, a row each; what only few of
        them have stands behind their numbers."""
        rows = [key_number(item) for item in node.children]
        noted = sum("kn-note" in row for row in rows)
        kinds = [kind for kind in KEY_HEADS if kind != "kn-note" or 2 * noted > len(rows)]
        for row in rows:
            if "kn-note" not in kinds and "kn-note" in row and "kn-value" in row:
                note = row["kn-note"].children
                row["kn-value"].extend([nodes.Text("（"), *note, nodes.Text("）")])
        parts = [[row.get(kind) for kind in kinds] for row in rows]
        tables.key_numbers(self, [KEY_HEADS[kind] for kind in kinds], parts)

    # ---- figures and tables

    def picture(self, picture: Picture) -> None:
        if picture.figure is not None:
            self.enter(picture.image)
        if picture.caption is not None and picture.above:
            self._caption(picture.figure, picture.caption, above=True)
        for paragraph in picture.subtitle:
            made = self.start("Table Note")
            made.paragraph_format.keep_with_next = True
            self.words(paragraph, made)
        drawn = self.start("Picture")
        drawn.paragraph_format.keep_with_next = bool(picture.notes) or not picture.above
        self._draw(drawn, picture.image)
        if picture.caption is not None and not picture.above:
            self._caption(picture.figure, picture.caption)
        self._styled("Table Note", picture.notes)

    def inline_image(self, image: nodes.image) -> None:
        self._draw(self.line, image)

    def _draw(self, paragraph: Any, image: nodes.image) -> None:
        bitmap = self.images[image["uri"]]
        tables.picture(paragraph, bitmap, self.alternative(image), self.document.measure)

    def table(self, table: Table) -> None:
        title = ""
        if table.title is not None:
            self._caption(table.node, table.title, table)
            title = text.clean(table.title.astext())
        elif table.unit is not None:
            above = self.start("Table Unit")
            above.paragraph_format.right_indent = self.document.measure - tables.width(table, self.document)
            self.words(table.unit, above)
        tables.table(self, table, title)
        for note in table.notes:
            self.enter(note)
            self.words(note, self.start("Table Note"))
        self.start("Table Note")  # Word would join two tables that touch

    def _caption(
        self, node: nodes.Element, words: nodes.TextElement, table: Table | None = None, above: bool = False
    ) -> None:
        """Number and subject; the common unit of a table stands at the right. above: it stands above a
        picture."""
        made = self.start("Caption")
        made.paragraph_format.keep_with_next = above or table is not None
        if number := self.number(node):
            made.add_run(f"{number}\u2002")
        with self.within(line=made):
            for child in words.children:
                if table is not None and child is table.unit:
                    wide = tables.width(table, self.document)
                    made.paragraph_format.tab_stops.add_tab_stop(wide, WD_TAB_ALIGNMENT.RIGHT)
                    made.add_run("\t")
                self.write(child)

    def on_footnote(self, node: nodes.footnote) -> None:
        label = node.next_node(nodes.label)
        rest = [child for child in node.children if child is not label]
        self._styled("Table Note", _led(nodes.container("", *rest), nodes.superscript("", label.astext())))

    # ---- words

    def on_Text(self, node: nodes.Text) -> None:
        self._run(text.of(node), self.line or self.start(), *self.look)

    def styled(self, node: nodes.TextElement, style: str) -> None:
        with self.within(look=(*self.look, style)):
            self.inside(node)

    def on_footnote_reference(self, node: nodes.footnote_reference) -> None:
        self.styled(node, "superscript")

    def on_target(self, node: nodes.target) -> None:
        """A name for what is written next."""
        self.waiting += [node["refid"]] if "refid" in node else []
        self._mark()
        self.inside(node)

    def link(self, node: nodes.reference, uri: str = "", label: str = "") -> None:
        if self.around is not None:
            self.inside(node)
            return
        line = self.line or self.start()
        relation = line.part.relate_to(uri, RELATIONSHIP_TYPE.HYPERLINK, is_external=True) if uri else ""
        tooltip = text.clean(node.get("reftitle", ""))
        made = hyperlink(anchor=self.names.get(label, ""), tooltip=tooltip, relation=relation)
        line._p.append(made)
        with self.within(line=line, around=made):
            self.inside(node)

    def _run(self, words: str, paragraph: Any, *look: str) -> None:
        if not words:
            return
        run = paragraph.add_run(words)
        for name in look:
            if name == "literal":
                run.font.name = MONOSPACED
            else:
                setattr(run.font, LOOKS.get(name, name), True)
        if self.around is not None:
            self.around.append(run._r)

    def _styled(self, style: str, some: Iterable[nodes.Node]) -> None:
        """Some nodes, their paragraphs in a style."""
        with self.within(style=style):
            self.all(some)


def _led(node: nodes.Element, lead: nodes.Node) -> list[nodes.Node]:
    """What a node holds, its first paragraph led by a number of its own."""
    first = node.next_node(nodes.paragraph)
    if first is not None:
        first.insert(0, lead)
    return list(node.children)
