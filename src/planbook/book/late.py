"""What a page of the book says of all others, put into it when they are written: where each figure is used,
what was changed of the parameters.

In HTML the page of all figures, the largest of the book, need not be made anew because another one shows a
number more. Other formats, which write the trees that were read for the pages, have it put into those.
"""

import html
import json
import re
from functools import partial
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from planbook.book import backlinks, ledger

SETTINGS = "settings"  # the class of the place; the file on the stage: see `planbook.show.data_page.settings`
_ROW = re.compile(r"<tr\b.*?</tr>", re.S)
_ID = re.compile(rf'\bid="((?:{"|".join(ledger.PREFIXES)})[^"]*)"')
_USES = re.compile(r'(<(td|span) class="(?:[^"]* )?used-in(?: [^"]*)?"[^>]*>).*?(</\2>)', re.S)
_SETTINGS = re.compile(rf'(<div class="(?:[^"]* )?{SETTINGS}(?: [^"]*)?">).*?(</div>)', re.S)


class Settings(SphinxDirective):
    """`planbook-settings`: the place for what was changed of the parameters."""

    def run(self) -> list[nodes.Node]:
        dash = nodes.paragraph("", "", nodes.Text("—"))  # a section with nothing in it has no heading
        return [nodes.container("", dash, classes=[SETTINGS])]


def settle(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Event `doctree-resolved`: what was changed of the parameters, in a tree of another format."""
    if app.builder.name != "html":
        for place in list(doctree.findall(nodes.container)):
            if SETTINGS in place["classes"]:
                place.replace_self(_nodes(_told(app)))


def _told(app: Sphinx) -> dict[str, Any]:
    place = Path(app.srcdir, SETTINGS)
    told: dict[str, Any] = json.loads(place.read_text(encoding="utf-8")) if place.is_file() else {}
    return told


def _nodes(told: dict[str, Any]) -> list[nodes.Node]:
    """The words as nodes: paragraphs, and a list of what was changed."""
    before, after = (nodes.paragraph("", told.get(key, "")) for key in ("before", "after"))
    items = [
        nodes.list_item("", nodes.paragraph("", what, nodes.inline("", value, classes=["parameter"])))
        for what, value in told.get("changed", ())
    ]
    return [before, *([nodes.bullet_list("", *items)] if items else []), after]


def _written(told: dict[str, Any]) -> str:
    """The same as HTML."""
    items = [
        f'<li><p>{html.escape(what)}<span class="parameter">{html.escape(value)}</span></p></li>\n'
        for what, value in told.get("changed", ())
    ]
    made = f'<ul class="simple">\n{"".join(items)}</ul>\n' if items else ""
    return f"<p>{told.get('before', '')}</p>\n{made}<p>{told.get('after', '')}</p>"


def fill(app: Sphinx, exception: Exception | None) -> None:
    """Event `build-finished`: the pages as they are to be, whether they were written now or before."""
    if exception is not None or app.builder.name != "html":
        return
    settings, links = _written(_told(app)), backlinks.Links(app.builder)
    for page in sorted(app.env.found_docs):
        path = Path(app.outdir, app.builder.get_target_uri(page))
        written = path.read_text(encoding="utf-8") if path.is_file() else ""
        filled = _SETTINGS.sub(lambda place: f"{place[1]}\n{settings}\n{place[2]}", written)
        filled = _ROW.sub(partial(_uses, links, page), filled)
        if filled != written:
            path.write_text(filled, encoding="utf-8")


def _uses(links: backlinks.Links, page: str, row: re.Match[str]) -> str:
    """A row with the links in its place for them; one of no figure has none."""
    id, place = _ID.search(row[0]), _USES.search(row[0])
    if not (id and place):
        return row[0]
    filled = "".join(map(_html, links.of(id[1], page)))
    return f"{row[0][: place.end(1)]}{filled}{row[0][place.start(3) :]}"


def _html(node: Any) -> str:
    """A word or a link, as Sphinx writes them."""
    text = html.escape(node.astext(), quote=False)
    if isinstance(node, nodes.Text):
        return text
    address = node["refuri"] if "refuri" in node else f"#{node['refid']}"
    return f'<a class="reference internal" href="{html.escape(address)}">{text}</a>'
