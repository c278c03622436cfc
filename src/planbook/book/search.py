"""What the search of the book looks through: the text of each section, and the figures with their names.

Both go into one script, which a page that is opened from `file://` may load, unlike data. static/search.js
scans them: a county's report is short, so no index is needed, exact phrases and numbers are found, and
Sphinx's own index, which cuts words with a dictionary that knows no county's terms, is not made.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from planbook.book.links import standard

FIGURES = "search.json"  # on the stage: `planbook.show.search_terms`
SCRIPT = "searchtext.js"
BEFORE, AFTER = "Planbook.book = ", ";\n"
HIDDEN = "figure-id"  # the class of what no reader looks for

Table = list[list[str]]  # the head first
Section = tuple[str, str, list[str | Table]]  # id, title, blocks


def sections(doctree: nodes.document, figures: bool = True) -> list[Section]:
    """Each section: id, title, blocks, without the sections inside it. A block is a line of text or a table.

    figures: whether the rows of the table of all figures (class `figure-table`) are among them.
    """
    made: list[Section] = []
    for section in doctree.findall(nodes.section):
        title = section.next_node(nodes.title)
        blocks = [block for child in section.children for block in _blocks(child, figures)]
        made.append((section["ids"][0], title.astext() if title is not None else "", blocks))
    return made


def _blocks(node: nodes.Node, figures: bool) -> Iterator[str | Table]:
    """The blocks of a node, in their order; none of a section or of a title."""
    if isinstance(node, nodes.section | nodes.title) and not isinstance(node.parent, nodes.table):
        return
    if isinstance(node, nodes.tgroup):
        if figures or "figure-table" not in node.parent["classes"]:
            yield [[_plain(entry) for entry in row.children] for row in node.findall(nodes.row)]
    elif isinstance(node, nodes.TextElement):
        if text := _plain(node):
            yield text
    else:
        for child in node.children:
            yield from _blocks(child, figures)


def _plain(block: nodes.Element) -> str:
    """What a reader sees of a block: no raw HTML, one space for any white space."""
    texts = (text.astext() for text in block.findall(nodes.Text) if not _unseen(text.parent))
    between = " " if isinstance(block, nodes.entry) and len(block.children) > 1 else ""
    return " ".join(between.join(texts).split())


def _unseen(node: nodes.Element) -> bool:
    return isinstance(node, nodes.raw) or HIDDEN in node.get("classes", ())


class Texts:
    """The sections of every page, gathered before it is written and saved when all of them are."""

    def __init__(self) -> None:
        self._pages: dict[str, list[Section]] = {}

    def no_index(self, app: Sphinx) -> None:
        """Event `builder-inited`: Sphinx makes no index of its own."""
        app.builder.search = False  # type: ignore[attr-defined]

    def page(self, app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Event `html-collect-pages`: the page of the search, which comes with Sphinx's index otherwise."""
        if app.builder.name == "html":
            yield "search", {}, "search.html"

    def collect(self, app: Sphinx, doctree: nodes.document, page: str) -> None:
        """Event `doctree-resolved`."""
        if app.builder.format == "html":
            self._pages[page] = sections(doctree, not _figures(app))

    def write(self, app: Sphinx, exception: Exception | None) -> None:
        """Event `build-finished`."""
        if exception is not None or app.builder.format != "html":
            return
        figures = _figures(app)
        pages = _written(Path(app.outdir, SCRIPT)) | self._pages
        for page in app.env.found_docs - pages.keys():
            pages[page] = sections(app.env.get_and_resolve_doctree(page, app.builder), not figures)
        root = app.config.root_doc
        order = dict.fromkeys((root, *app.env.toctree_includes.get(root, ()), *sorted(pages)))
        book = {"pages": {page: pages[page] for page in order if page in app.env.found_docs}}
        if figures:
            labels = standard(app.env).anonlabels
            rows = {labels[row[0]][0] for row in figures["figures"] if row[0] in labels}
            book |= figures | {"rows": next(iter(sorted(rows)), "")}
        content = json.dumps(book, ensure_ascii=False, separators=(",", ":"))
        script = BEFORE + content.replace("</", "<\\/") + AFTER
        Path(app.outdir, SCRIPT).write_text(script, encoding="utf-8")


def _figures(app: Sphinx) -> dict[str, Any]:
    """What the stage says of the figures; nothing for a book that was laid by hand."""
    path = Path(app.srcdir, FIGURES)
    figures: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return figures


def _written(path: Path) -> dict[str, list[Section]]:
    """The sections of the pages that were written before and have not changed."""
    try:
        text = path.read_text(encoding="utf-8").removeprefix(BEFORE).removesuffix(AFTER)
        pages: dict[str, list[Section]] = json.loads(text)["pages"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return pages
