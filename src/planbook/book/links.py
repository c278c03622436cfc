"""Links from page to page.

MyST's own resolution is kept but for things it does not do: a link's title survives (it is what a reader
sees under the pointer: what the number is, of which year, where the report says it), `#industry` means the
label, not also the document of that name, and an address elsewhere is escaped once.
"""

import html
import posixpath
from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

TITLE = "planbook_title"
BESIDE = "beside"  # in html_context: the edition whose book stands beside this one (see planbook.book.stage)
THERE = "beside-"  # targets in that book: beside-<chapter>--<target>
EARLIER = "last-"  # targets of an earlier edition's numbers, on the page of last year's plan


def standard(env: BuildEnvironment) -> StandardDomain:
    """Sphinx's own domain, which knows every label of the book."""
    domain = env.get_domain("std")
    assert isinstance(domain, StandardDomain)
    return domain


class PackTitles(SphinxTransform):
    """Before MyST resolves `#target` links (priority 879): the title goes onto a node inside the link."""

    default_priority = 870

    def apply(self, **kwargs: Any) -> None:
        for link in self.document.findall(nodes.reference):
            if link.get("id_link") and link.get("reftitle") and link.children:
                carrier = nodes.inline("", "", *link.children)
                carrier[TITLE] = link["reftitle"]
                link.children = []
                link += carrier


class Addresses(SphinxTransform):
    """Other sites' addresses as they are: MyST escapes them for HTML, and so does Sphinx."""

    default_priority = 870

    def apply(self, **kwargs: Any) -> None:
        for link in self.document.findall(nodes.reference):
            if link.get("refuri", "").startswith(("http://", "https://")):
                link["refuri"] = html.unescape(link["refuri"])


class ResolveLabels(SphinxPostTransform):
    """Before MyST resolves what is left (priority 9): links to other pages' labels."""

    default_priority = 8

    def run(self, **kwargs: Any) -> None:
        labels = standard(self.env).anonlabels
        for link in list(self.document.findall(addnodes.pending_xref)):
            if link["reftype"] != "myst" or link["refdomain"] or not link["refexplicit"]:
                continue
            target, children = link["reftarget"], link[0].children
            if target.endswith(".ipynb") and not self._is_in_book(link["refdoc"], target):
                link.replace_self(children)  # a chapter that was taken out of _toc.yml: its name stays
                continue
            if target.startswith(THERE):
                link.replace_self(self._beside(link["refdoc"], target, children))
                continue
            if target.startswith(EARLIER) and target.lower() not in labels:
                link.replace_self(children)  # a number of the year before, whose chapter was taken out
                continue
            if target.lower() in labels:
                page, label = labels[target.lower()]
                link.replace_self(make_refnode(self.app.builder, link["refdoc"], page, label, children))

    def _beside(self, page: str, target: str, children: list[nodes.Node]) -> list[nodes.Node]:
        """A link into the book of the year before, which has the same chapters; just the words without it."""
        book = self.app.config.html_context.get(BESIDE, "")
        chapter, _, anchor = target.removeprefix(THERE).partition("--")
        there = f"chapters/{chapter}"
        if not book or there not in self.env.found_docs or self.app.builder.name != "html":
            return children
        up = "../" * (page.count("/") + 2)
        uri = f"{up}{quote(book)}/html/{self.app.builder.get_target_uri(there)}#{nodes.make_id(anchor)}"
        return [nodes.reference("", "", *children, refuri=uri, internal=True)]

    def _is_in_book(self, page: str, target: str) -> bool:
        here = posixpath.dirname(page)
        return posixpath.normpath(posixpath.join(here, target[:-6])) in self.env.found_docs


class UnpackTitles(SphinxPostTransform):
    """After every reference is resolved (priorities up to 10): the titles onto the links."""

    default_priority = 20

    def run(self, **kwargs: Any) -> None:
        for carrier in [node for node in self.document.findall(nodes.inline) if TITLE in node]:
            link = carrier.parent
            while link is not None and not isinstance(link, nodes.reference):
                link = link.parent
            if link is None:  # the target was not found, and a warning says so
                continue
            link["reftitle"] = carrier[TITLE]
            link.children = []
            link.extend(carrier.children)
