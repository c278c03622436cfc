"""Where each figure is used: shown in its row of the data page, with links back.

A chapter cannot know what the others show, so `planbook.show` leaves a place for it (class `used-in`) in
each row, and this fills it from the ledger once every page has been read: in HTML and in print alike.
"""

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from planbook.book.ledger import PREFIXES, Use, caption_number, slug, uses

NOWHERE = "未直接引用"


class FillUses(SphinxPostTransform):
    """The places left for it in the rows of the data page: links to every page and exhibit. In HTML they are
    filled when all pages are written (`planbook.book.late`)."""

    default_priority = 12

    def run(self, **kwargs: Any) -> None:
        if self.app.builder.name == "html":
            return
        places = [node for node in self.document.findall(nodes.inline) if "used-in" in node["classes"]]
        if not places:
            return
        links = Links(self.app.builder)
        for place in places:
            place.children = []
            place.extend(links.of(next(row_ids(place), ""), self.env.docname))


class Links:
    """The links to every use of a figure."""

    def __init__(self, builder: Any) -> None:
        self._builder, self._env, self._uses = builder, builder.env, uses(builder.env)

    def of(self, row: str, here: str) -> list[nodes.Node]:
        """总览 图 1、表 2；产业: a page leads to its first sentence with the number, an exhibit to itself.

        row: the target of the figure's row; here: the page that the links are for.
        """
        pages: dict[str, list[Use]] = {}
        for use in self._uses.get(slug(row), ()):
            pages.setdefault(use.page, []).append(use)
        made: list[nodes.Node] = []
        for page, on_page in pages.items():
            spoken = next((use.target for use in on_page if use.kind == "text"), "")
            exhibits = dict.fromkeys(use._replace(shown="") for use in on_page if use.kind != "text")
            made += [nodes.Text("；")] if made else []
            made.append(self._link(here, page, spoken, self._env.titles[page].astext()))
            for number, use in enumerate(exhibits):
                made.append(nodes.Text("、" if number else " "))
                made.append(self._link(here, page, use.target, caption_number(self._env, use)))
        return made or [nodes.Text(NOWHERE)]

    def _link(self, here: str, page: str, target: str, text: str) -> nodes.reference:
        return make_refnode(self._builder, here, page, target, nodes.Text(text))


def row_ids(node: nodes.Node) -> Iterator[str]:
    """The targets of the row in which a node stands."""
    while node is not None and not isinstance(node, nodes.row):
        node = node.parent
    for inner in node.findall(nodes.Element) if node is not None else ():
        yield from (id for id in inner["ids"] if id.startswith(PREFIXES))
