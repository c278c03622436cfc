"""What Sphinx numbers a page by: its sections, tables of contents, and what has a number of its own.

Sphinx numbers all pages whenever one was read, and reads back and walks every tree for it; the largest has
thousands of nodes that no number is given to. So each page's outline is kept with the environment.
"""

from collections.abc import Iterator

from docutils import nodes
from sphinx.addnodes import toctree
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector

_ASKED = (nodes.caption, nodes.title, nodes.literal_block)  # children that decide whether there is a number


class Outlines(EnvironmentCollector):
    """env.planbook_outlines, kept from page to page."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        _pages(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
    ) -> None:
        _pages(env).update({name: _pages(other)[name] for name in docnames if name in _pages(other)})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        kinds = {kind for domain in app.env.domains.values() for kind in domain.enumerable_nodes}
        numbered = (nodes.section, toctree, *kinds)
        _pages(app.env)[app.env.docname] = nodes.container("", *_outline(doctree, numbered))


def _pages(env: BuildEnvironment) -> dict[str, nodes.container]:
    pages: dict[str, nodes.container] = vars(env).setdefault("planbook_outlines", {})
    return pages


def _outline(node: nodes.Node, numbered: tuple[type[nodes.Element], ...]) -> Iterator[nodes.Node]:
    """The numbered ones below a node, without what is between them: none belongs to the page's own tree."""
    for child in node.children:
        if isinstance(child, numbered):
            asked = (_word(one) for one in child.children if isinstance(one, _ASKED))
            yield type(child)("", *asked, *_outline(child, numbered), **child.attributes)
        else:
            yield from _outline(child, numbered)


def _word(node: nodes.Element) -> nodes.Node:
    return type(node)("", "", nodes.Text(node.astext()))


def serve(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Event `env-get-updated`, first: trees that are asked for are outlines."""
    pages, read_back = _pages(env), type(env).get_doctree

    def get_doctree(page: str) -> nodes.Element:
        return pages[page] if page in pages else read_back(env, page)

    env.get_doctree = get_doctree  # type: ignore[method-assign, assignment]
    return []


def restore(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Event `env-get-updated`, last."""
    vars(env).pop("get_doctree", None)
    return []
