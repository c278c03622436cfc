"""Notebook outputs → document nodes: the two MIME bundles that `planbook.show` emits.

`application/vnd.planbook.myst` is parsed as MyST in place, so tables are numbered, dropdowns fold and links
resolve as if they stood in a Markdown cell. `image/svg+xml` whose output metadata names a `planbook`
picture becomes a numbered figure with caption and alternative text. Whatever else such a bundle holds is
for other readers of the notebook and is dropped here, so each output is exactly one thing. Other outputs
are myst-nb's business.
"""

import re
from typing import Any

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from planbook.book import ledger, pictures
from planbook.book.ledger import SVG
from planbook.run import outputs
from planbook.run.outputs import MYST

logger = logging.getLogger(__name__)


class PlanbookMimeRenderer:
    """myst-nb's plugin protocol: see the entry point group `myst_nb.mime_renderers`."""

    mime_priority_overrides = (("*", MYST, 1),)

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Node] | None:
        """Nodes for one MIME type of one output; None leaves it to myst-nb, [] drops it."""
        if inline:
            return None
        if data.mime_type == MYST:
            made = renderer._render_markdown_base(data, fmt="myst", inline=False)
            return ledger.enter(made, ledger.record(data.output_metadata, MYST))
        picture = ledger.record(data.output_metadata, SVG)
        if picture is not None:
            return [pictures.figure(renderer, data, picture)] if data.mime_type == SVG else []
        if _has_myst(renderer, data):
            return []
        return tables(data.string) if data.mime_type == "text/html" else None


def _has_myst(renderer: NbElementRenderer, data: MimeData) -> bool:
    """Does the output that `data` is part of also come as our MyST?"""
    if data.cell_index is None or data.output_index is None:
        return False
    _, outputs = renderer.renderer.nb_client.code_cell_outputs(data.cell_index)
    return data.output_index < len(outputs) and MYST in outputs[data.output_index].get("data", {})


def tables(markup: str) -> list[nodes.Node]:
    """The tables in a piece of HTML, as pandas writes them, as text in rows and cells; no markup is taken."""
    from lxml import html

    return [
        made for table in html.fromstring(f"<div>{markup}</div>").iter("table") if (made := _table(table))
    ]


def _table(table: Any) -> nodes.table | None:
    lines = [[cell for cell in line if cell.tag in ("td", "th")] for line in table.iter("tr")]
    heads = 0
    while heads < len(lines) and all(cell.tag == "th" for cell in lines[heads]):
        heads += 1
    width = max((sum(_span(cell, "colspan") for cell in line) for line in lines), default=0)
    if not width:
        return None
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in range(width)), cols=width)
    for kind, part in ((nodes.thead, lines[:heads]), (nodes.tbody, lines[heads:])):
        if part:
            group += kind("", *(_row(line) for line in part))
    return nodes.table("", group, classes=["three-rules"])


def _row(line: list[Any]) -> nodes.row:
    row = nodes.row()
    for cell in line:
        entry = nodes.entry("", nodes.paragraph("", " ".join(cell.text_content().split())))
        for name, attribute in (("colspan", "morecols"), ("rowspan", "morerows")):
            if (more := _span(cell, name) - 1) > 0:
                entry[attribute] = more
        row += entry
    return row


def _span(cell: Any, name: str) -> int:
    text = cell.get(name, "1")
    return min(int(text), 100) if text.isdecimal() and len(text) < 4 else 1


class NoRawHtml(SphinxTransform):
    """HTML in a Markdown cell: its tables are taken, comments are dropped, and all else is refused."""

    default_priority = 500

    def apply(self, **_: Any) -> None:
        for raw in list(self.document.findall(nodes.raw)):
            markup = re.sub(r"<!--.*?-->", "", raw.astext(), flags=re.S)
            if "html" not in raw.get("format", "") or not markup.strip():
                raw.parent.remove(raw)
            elif outputs.is_table(markup):
                raw.parent.replace(raw, tables(markup))
            else:
                logger.warning("HTML that is no table: “%s”", " ".join(markup.split())[:80], location=raw)


class UnwrapCells(SphinxPostTransform):
    """Take the containers of code cells away: a reader's page has sections, figures and tables, no cells.

    Runs after myst-nb has chosen the MIME types (priority 4) and before anything is written.
    """

    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(nodes.container)):
            if node.get("nb_element") in ("cell_code", "cell_code_output"):
                # not `replace_self`, which would hand the container's classes on to a single child
                parent, at = node.parent, node.parent.index(node)
                parent[at : at + 1] = node.children
        for image in self.document.findall(nodes.image):
            image.setdefault("alt", "图")  # else it is the name of its file
