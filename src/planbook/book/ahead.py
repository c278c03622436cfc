"""What the binder would do after the last chapter has come, done while it waits for it.

The document trees of the pages that stay as they are, are read back: Sphinx numbers pictures and tables by
them, and writes some of them again.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from planbook.book.page_cache import Memory


class Ahead:
    """The work of one run of Sphinx, with what is remembered of the run before."""

    def __init__(self, memory: "Memory") -> None:
        self.memory = memory

    def prepare(self, app: "Sphinx") -> None:
        """To be called whenever the binder has to wait."""
        if not self.memory.recalled:
            return
        env, read_back = app.env, type(app.env).get_doctree
        trees = env._write_doc_doctree_cache  # those that were read in this run; numbering changes none
        if not vars(env).get("get_doctree"):

            def get_doctree(page: str) -> "nodes.document":
                return trees[page] if page in trees else read_back(env, page)

            env.get_doctree = get_doctree  # type: ignore[method-assign, assignment]
            app.connect("env-get-updated", self._numbered, priority=950)
        for page in sorted(env.found_docs - self.memory.reading - trees.keys()):
            trees[page] = read_back(env, page)

    def _numbered(self, _app: "Sphinx", env: "BuildEnvironment") -> list[str]:
        """Pictures and tables have their numbers; now the environment is saved, and trees are changed."""
        del env.get_doctree
        return []
