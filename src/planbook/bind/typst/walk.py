"""The way through a document tree: which method writes which node, labels, places, and what went wrong."""

from collections.abc import Callable
from typing import Any

from docutils import nodes
from sphinx.environment import BuildEnvironment

from planbook.bind.typst.fonts import Coverage
from planbook.bind.typst.literal import clean, quote, words

# Nodes that say nothing to a reader of the book.
SILENT = frozenset(
    [
        "comment",
        "substitution_definition",
        "toctree",
        "index",
        "meta",
        "raw",
        "colspec",
        "footnote",
        "tabular_col_spec",
        "pending",
        "HiddenCellNode",
    ]
)
# Nodes that only hold others.
THROUGH = frozenset(
    [
        "document",
        "compound",
        "container",
        "generated",
        "legend",
        "title_reference",
        "abbreviation",
        "download_reference",
        "PassthroughTextElement",
        "tgroup",
        "thead",
        "tbody",
        "glossary",
    ]
)
# A notebook's line numbers, as myst-nb gives them: cell · 10000 + line + 1, cells and lines from 1.
CELL = 10000


class Walk:
    """What all parts of the translator share. A part has a method `on_NAME` for each node that it knows.

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
        self.prefix = ""

    def write(self, node: nodes.Node) -> str:
        """The markup of one node."""
        name = type(node).__name__
        if name in SILENT:
            return ""
        if "design_component" in getattr(node, "attributes", ()):
            name = str(node["design_component"]).replace("-", "_")
        elif name in THROUGH:
            return self.marks(node) + self.inside(node)
        method: Callable[[Any], str] | None = getattr(self, f"on_{name}", None)
        if method is None:
            self.fault(
                node, f"the printed book knows no {name}: say it with paragraphs, lists, tables or figures"
            )
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
            return f"{source} cell {line // CELL} line {max(1, line % CELL - 1)}"
        return f"{source} line {line}"

    def anchor(self, docname: str, target: str) -> str:
        """The mark that links can lead to; a second one of the same name is left out."""
        label = f"{docname}#{target}"
        if label in self.labels:
            return ""
        self.labels.add(label)
        return f"#mark({quote(label)});"

    def marks(self, node: nodes.Element) -> str:
        return "".join(self.anchor(self.docname, target) for target in node.get("ids", ()))

    def dangling(self) -> list[str]:
        """One line for each reference whose target no chapter has."""
        lost = sorted(set(self.wanted) - self.labels)
        return [f"{self.wanted[label]}: nothing in the book is called {label!r}" for label in lost]

    def say(self, text: str, node: nodes.Node | None) -> str:
        """A text as content, its characters looked at; without a node it is a word of this program's."""
        self.coverage.note(clean(text), self.place(node) if node is not None else self.docname)
        return words(text)
