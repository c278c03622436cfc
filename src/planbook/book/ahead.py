"""What the binder would do after the last chapter has come, done while it waits for it.

The document trees of the pages that stay as they are, are read back: Sphinx numbers pictures and tables by
them, and writes some of them again. Those that say where figures are used are resolved, too, but for that.
Nothing of it is used for a page that turns out to show other titles, numbers or targets than before, or with
another run before.
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from planbook.book.backlinks import FillUses
from planbook.book.ledger import pages_with_rows

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from planbook.book.page_cache import Memory


class Ahead:
    """The work of one run of Sphinx, with what is remembered of the run before."""

    def __init__(self, memory: "Memory") -> None:
        self.memory = memory
        self._resolved: dict[str, nodes.document] = {}

    def prepare(self, app: "Sphinx") -> None:
        """To be called whenever the binder has to wait."""
        if not self.memory.recalled:
            return
        from sphinx.addnodes import pending_xref, toctree

        env, read_back = app.env, type(app.env).get_doctree
        trees = env._write_doc_doctree_cache  # those that were read in this run; numbering changes none
        if not vars(env).get("get_doctree"):

            def get_doctree(page: str) -> "nodes.document":
                return trees[page] if page in trees else read_back(env, page)

            env.get_doctree = get_doctree  # type: ignore[method-assign, assignment]
            app.connect("env-get-updated", self._numbered, priority=950)
            app.connect("write-started", self._serve)
        for page in sorted(env.found_docs - self.memory.reading - trees.keys()):
            trees[page] = read_back(env, page)
        for page in sorted((pages_with_rows(env) & trees.keys()) - self._resolved.keys()):
            tree = read_back(env, page)
            numbered = any(link["refdomain"] == "std" for link in tree.findall(pending_xref))
            if not (numbered or any(tree.findall(toctree))):  # numbers are given out when all are read
                _resolve(env, tree, page, late=False)
                self._resolved[page] = tree

    def _numbered(self, _app: "Sphinx", env: "BuildEnvironment") -> list[str]:
        """Pictures and tables have their numbers; now the environment is saved, and trees are changed."""
        del env.get_doctree
        return []

    def _serve(self, _app: "Sphinx", builder: Any) -> None:
        """Have the resolved trees written; those that do not hold any more are resolved as ever."""
        env = builder.env
        for page in self.memory.chosen:
            self._resolved.pop(page, None)
        resolve: Callable[..., nodes.document] = env.get_and_resolve_doctree

        def get_and_resolve_doctree(page: str, *more: Any, **named: Any) -> "nodes.document":
            tree = self._resolved.pop(page, None)
            if tree is None:
                return resolve(page, *more, **named)
            _resolve(env, tree, page, late=True)
            env.events.emit("doctree-resolved", tree, page)
            return tree

        env.get_and_resolve_doctree = get_and_resolve_doctree


def _resolve(env: "BuildEnvironment", tree: "nodes.document", page: str, *, late: bool) -> None:
    """As Sphinx resolves a tree: up to where figures are told to be used, or (`late`) from there on."""
    from sphinx.transforms import SphinxTransformer

    every = env.app.registry.get_post_transforms()
    with _at(env, page):
        transformer = SphinxTransformer(tree)
        transformer.set_environment(env)
        transformer.add_transforms(
            [one for one in every if (one.default_priority >= FillUses.default_priority) == late]
        )
        transformer.apply_transforms()


@contextlib.contextmanager
def _at(env: "BuildEnvironment", page: str) -> Iterator[None]:
    """Have transforms know which page they are at."""
    before, env.temp_data = env.temp_data, {**env.temp_data, "docname": page}
    try:
        yield
    finally:
        env.temp_data = before
