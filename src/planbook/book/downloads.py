"""The book as one file, offered in its pages: links on the landing page and on the data page.

The stage holds the files that were made of it (see `planbook.book.exports`); when it holds none, no page
speaks of any.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from planbook.book.exports import FOLDER


class Kind(NamedTuple):
    """What readers call such a file, and what it is good for."""

    name: str
    use: str


KINDS = {
    ".pdf": Kind("PDF", "排好版的全书，供打印和传阅"),
    ".xlsx": Kind("Excel", "全部数字和图，可以接着算"),
    ".docx": Kind("Word", "全书文档，可以批注"),
    ".epub": Kind("EPUB", "供电子书阅读器用"),
}


def offered(stage: str | Path) -> dict[str, str]:
    """The files on a stage, by what they end in, in the order in which they are offered: their places."""
    files = {kind: next(Path(stage, FOLDER).glob(f"*/*{kind}"), None) for kind in KINDS}
    return {kind: path.relative_to(stage).as_posix() for kind, path in files.items() if path}


def take_along(app: Sphinx, env: BuildEnvironment) -> None:
    """Event `env-updated`: Sphinx copies what is known by now, before it writes the pages.

    What the run before offered is forgotten (see `planbook.book.page_cache`).
    """
    for place in [place for place in env.dlfiles if Path(place).parts[0] == FOLDER]:  # Sphinx 9 has paths
        del env.dlfiles[place]
    for place in offered(app.srcdir).values():
        env.dlfiles.add_file(app.config.root_doc, place)


class OfferExports(SphinxPostTransform):
    """Links below the head of the landing page, and at the top of every list with the class `downloads`."""

    default_priority = 12  # after the cells are unwrapped
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        files = offered(self.env.srcdir)
        if not files:
            return
        if self.env.docname == self.config.root_doc and (before := self._head()) is not None:
            links = nodes.paragraph(classes=["exports"])
            links.extend(self._link(kind, place) for kind, place in files.items())
            before.parent.insert(before.parent.index(before) + 1, links)
        for downloads in _lists(self.document, "downloads"):
            downloads.insert(0, [self._item(kind, place) for kind, place in files.items()])

    def _head(self) -> nodes.Element | None:
        """What the links of the landing page follow: its masthead, in a page without one its title."""
        return next(_lists(self.document, "masthead"), None) or self.document.next_node(nodes.title)

    def _item(self, kind: str, place: str) -> nodes.list_item:
        paragraph = nodes.paragraph("", "", self._link(kind, place), nodes.Text(f"：{KINDS[kind].use}"))
        return nodes.list_item("", paragraph)

    def _link(self, kind: str, place: str) -> addnodes.download_reference:
        kept = self.env.dlfiles.add_file(self.env.docname, place)
        label = nodes.Text(f"下载 {KINDS[kind].name}")
        return addnodes.download_reference("", "", label, reftarget=place, filename=str(kept))


def _lists(document: nodes.document, css: str) -> Iterator[nodes.bullet_list]:
    return (each for each in document.findall(nodes.bullet_list) if css in each["classes"])
