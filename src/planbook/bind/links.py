"""Links with a title, from page to page.

MyST drops the title of `[70亿元](#fig-gdp "…")` when the target is on another page. The title is what a reader sees
under the pointer: what the number is, of which year, and where the report says it. So it travels inside the link,
on an inline node that no other step touches, and is put on the link once that is resolved.
"""

from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

TITLE = "planbook_title"


class PackTitles(SphinxTransform):
    """Before MyST resolves `#target` links (priority 879): title → a node inside the link."""

    default_priority = 870

    def apply(self, **kwargs: Any) -> None:
        for link in self.document.findall(nodes.reference):
            if link.get("id_link") and link.get("reftitle") and link.children:
                carrier = nodes.inline("", "", *link.children)
                carrier[TITLE] = link["reftitle"]
                link.children = []
                link += carrier


class UnpackTitles(SphinxPostTransform):
    """After every reference is resolved (priorities up to 10): the title onto the link, and the carriers away."""

    default_priority = 20

    def run(self, **kwargs: Any) -> None:
        for carrier in [node for node in self.document.findall(nodes.inline) if TITLE in node]:
            link = carrier.parent
            wrappers = []
            while link is not None and not isinstance(link, nodes.reference):
                wrappers.append(link)
                link = link.parent
            if link is None:  # the target was not found, and a warning says so
                continue
            link["reftitle"] = carrier[TITLE]
            link.children = []
            link.extend(carrier.children)
