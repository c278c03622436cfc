"""What stands in a line: text and its look, links, bookmarks; and what the writer remembers of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from docutils import nodes
from docx.text.run import Run
from sphinx.environment import BuildEnvironment

from planbook.bind.typst.inline import HTTP, _beside
from planbook.bind.typst.literal import clean, joined
from planbook.bind.typst.walk import CELL, SILENT, THROUGH
from planbook.bind.word import tables
from planbook.bind.word.document import Document, hyperlink
from planbook.bind.word.pictures import Bitmap

INLINE = nodes.inline | nodes.reference | nodes.footnote_reference | nodes.target | nodes.paragraph


@dataclass(frozen=True)
class Look:
    """How text in a line looks."""

    bold: bool = False
    italic: bool = False
    code: bool = False
    raised: bool = False
    lowered: bool = False


PLAIN = Look()


class Lines:
    """The part of the writer that writes lines, and what it remembers from chapter to chapter."""

    def __init__(
        self, env: BuildEnvironment, document: Document, images: dict[str, Bitmap], formats: dict[str, str]
    ) -> None:
        self.env, self.document, self.images, self.formats = env, document, images, formats
        self.faults: list[str] = []
        self.names: dict[str, str] = {}  # label → bookmark; only what is linked to gets one
        self.wanted: dict[str, str] = {}  # label → where it is linked to from
        self.marked: set[str] = set()
        self.waiting: list[str] = []  # names for the next paragraph
        self.docname, self.level = "", 0
        self.where: Any = document.body  # a document or a cell: what has add_paragraph
        self.style = ""  # of paragraphs inside lists, boxes and cells

    def expect(self, trees: Iterable[tuple[str, nodes.document]]) -> None:
        """Look through all chapters, by name, for what links lead to, before the first is written."""
        for self.docname, tree in trees:
            for link in tree.findall(nodes.reference):
                if label := self._label(link):
                    self.wanted.setdefault(label, self.place(link))
        self.names = {label: f"p{number:05d}" for number, label in enumerate(self.wanted, 1)}

    def dangling(self) -> list[str]:
        """One line for each link whose target no chapter has."""
        lost = sorted(set(self.wanted) - self.marked)
        return [f"{self.wanted[label]}: nothing in the book is called {label!r}" for label in lost]

    def fault(self, node: nodes.Node, message: str) -> None:
        self.faults.append(f"{self.place(node)}: {message}")

    def place(self, node: nodes.Node) -> str:
        """Where a node stands: chapters/industry.ipynb cell 3 line 2."""
        line, here = None, node
        while here is not None and line is None:
            line, here = here.line, here.parent
        source = str(self.env.doc2path(self.docname, False))
        if line and source.endswith(".ipynb"):
            return f"{source} cell {line // CELL} line {line % CELL}"
        return f"{source} line {line}" if line else source

    def line(self, node: nodes.Element, paragraph: Any, look: Look = PLAIN) -> None:
        """What a node holds, as words of a paragraph."""
        for child in node.children:
            self.words(child, paragraph, look)

    def words(self, node: nodes.Node, paragraph: Any, look: Look, link: Any = None) -> None:
        """One node that stands in a line; `link`: the link that it stands in."""
        name = type(node).__name__
        if isinstance(node, nodes.Text):
            text = node.astext()
            if "\n" in text:
                text = joined(text, _beside(node, -1)[-1:], _beside(node, +1)[:1])
            self._run(paragraph, clean(text), look, link)
            return
        if name in SILENT:
            return
        self._marks(paragraph, node)
        if isinstance(node, nodes.image):
            tables.picture(paragraph, self.images[node["uri"]], node.get("alt", ""))
            return
        if isinstance(node, nodes.reference):
            link = self._link(node, paragraph) if link is None else link
        elif isinstance(node, nodes.footnote_reference):
            look = replace(look, raised=True)
        changes = {"strong": "bold", "emphasis": "italic", "literal": "code"}
        changes |= {"superscript": "raised", "subscript": "lowered"}
        if name in changes:
            look = replace(look, **{changes[name]: True})
        elif name not in THROUGH and not isinstance(node, INLINE):
            self.fault(node, f"the document knows no {name} in a line")
            return
        for child in node.children:
            self.words(child, paragraph, look, link)

    def _link(self, node: nodes.reference, paragraph: Any) -> Any:
        """The link that a reference makes; None when it leads to a file beside the pages on screen."""
        uri, tooltip = node.get("refuri", ""), clean(node.get("reftitle", ""))
        if uri.startswith(HTTP):
            relation = paragraph.part.relate_to(
                uri, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", True
            )
            made = hyperlink(relation=relation, tooltip=tooltip)
        elif label := self._label(node):
            made = hyperlink(anchor=self.names[label], tooltip=tooltip)
        else:
            return None
        paragraph._p.append(made)
        return made

    def _label(self, node: nodes.reference) -> str:
        """What a reference leads to inside the book; nothing when it leads out of it."""
        uri = node.get("refuri", "")
        if not uri.startswith("%") and "refid" not in node:
            return ""
        docname, _, target = uri.removeprefix("%").partition("#")
        return f"{docname or self.docname}#{node.get('refid', target)}"

    def _run(self, paragraph: Any, text: str, look: Look, link: Any = None) -> None:
        if not text:
            return
        run: Run = paragraph.add_run(text)
        run.bold, run.italic = look.bold or None, look.italic or None
        run.font.superscript, run.font.subscript = look.raised or None, look.lowered or None
        if look.code:
            run.font.name = "Consolas"
        if link is not None:
            link.append(run._r)

    def _marks(self, paragraph: Any, *named: nodes.Node) -> None:
        while self.waiting:
            self._mark(paragraph, self.waiting.pop(0))
        for node in named:
            for target in getattr(node, "attributes", {}).get("ids", ()):
                self._mark(paragraph, target)

    def _mark(self, paragraph: Any, target: str) -> None:
        label = f"{self.docname}#{target}"
        if label in self.names and label not in self.marked:
            self.marked.add(label)
            self.document.bookmark(paragraph, self.names[label])
