"""Document trees → Typst markup. There is a method for each node that the printed book knows; any other is an
error that says where it stands.

Every method returns markup. Text goes through literal.words, names of labels and files through literal.quote;
nothing else of a document reaches Typst.
"""

from docutils import nodes

from planbook.bind.typst.blocks import Blocks
from planbook.bind.typst.components import Components
from planbook.bind.typst.inline import Inline


class Translator(Inline, Blocks, Components):
    """Turns one resolved document tree after the other into Typst, and remembers what it could not turn."""

    def translate(self, docname: str, doctree: nodes.document, level: int = 0, prefix: str = "") -> str:
        """One chapter as markup; `level` is added to its headings, `prefix` stands where it has no number."""
        self.docname, self.level, self.prefix = docname, level, prefix
        self.footnotes = {i: note for note in doctree.findall(nodes.footnote) for i in note["ids"]}
        self.told: set[str] = set()
        top = "" if next(doctree.findall(nodes.section), None) else self.anchor(docname, "")
        self.behind, self.picture = [], None
        return top + self.write(doctree) + self.numbers_behind()
