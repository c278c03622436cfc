"""What a page of the book says of all others, put into it when they are written: where each figure is used,
what was changed of the parameters.

Other formats have it in their trees (`planbook.book.backlinks`, the directive here). In HTML the page of all
figures, the largest of the book, need not be made anew because another one shows a number more.
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

SETTINGS = "settings"  # the class of the place; the file on the stage: {"myst": …, "html": …}
_ROW = re.compile(r"<tr\b.*?</tr>", re.S)
_ID = re.compile(rf'\bid="((?:{"|".join(ledger.PREFIXES)})[^"]*)"')
_USES = re.compile(r'(<(td|span) class="(?:[^"]* )?used-in(?: [^"]*)?"[^>]*>).*?(</\2>)', re.S)
_SETTINGS = re.compile(rf'(<div class="(?:[^"]* )?{SETTINGS}(?: [^"]*)?">).*?(</div>)', re.S)


class Settings(SphinxDirective):
    """`planbook-settings`: what was changed of the parameters, as the stage says it."""

    def run(self) -> list[nodes.Node]:
        told = nodes.container("", classes=[SETTINGS])
        if self.env.app.builder.name != "html":
            self.state.nested_parse(_told(self.env.app).get("myst", "").splitlines(), self.lineno, told)
            return list(told.children)
        told += nodes.paragraph("", "", nodes.Text("—"))  # a section with nothing in it has no heading
        return [told]


def _told(app: Sphinx) -> dict[str, str]:
    place = Path(app.srcdir, SETTINGS)
    told: dict[str, str] = json.loads(place.read_text(encoding="utf-8")) if place.is_file() else {}
    return told


def fill(app: Sphinx, exception: Exception | None) -> None:
    """Event `build-finished`: the pages as they are to be, whether they were written now or before."""
    if exception is not None or app.builder.name != "html":
        return
    settings, links = _told(app).get("html", ""), backlinks.Links(app.builder)
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
