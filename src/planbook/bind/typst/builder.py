"""The Sphinx builder `typst`: the chapters' trees → `body.typ` and its pictures, in reading order."""

import shutil
from collections.abc import Iterable, Iterator, Sequence, Set
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder

from planbook.bind import BindError
from planbook.bind.typst.fonts import Coverage
from planbook.bind.typst.translator import Translator

BODY = "body.typ"
PICTURES = "pictures"
APPENDIX, ORDER = "附录", "一二三四五六七八九十"


class TypstBuilder(Builder):
    """Writes `body.typ` and `pictures/`.

    Raises BindError with every unknown node, lost reference and missing glyph of the book.
    """

    name = "typst"
    format = "typst"
    allow_parallel = False
    supported_image_types: ClassVar[list[str]] = ["image/svg+xml", "image/png", "image/jpeg", "image/gif"]
    fonts: Sequence[Path]  # set by planbook.bind.pdf

    def get_outdated_docs(self) -> str:
        return "all chapters"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return self.get_target_uri(to)

    def prepare_writing(self, docnames: Set[str]) -> None:
        pass

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        raise NotImplementedError("the book is written as one")

    def write(self, build_docnames: Any, updated_docnames: Any, method: str = "update") -> None:
        """The whole book at once, whatever has changed."""
        # 1. The trees, resolved for this builder, in reading order.
        trees = [(docname, level, self._tree(docname)) for docname, level in self._reading_order()]

        # 2. The pictures, named by the order in which they appear.
        names = {
            uri: f"{PICTURES}/{number:03d}{Path(uri).suffix}" for number, uri in enumerate(self.images, 1)
        }
        (Path(self.outdir) / PICTURES).mkdir(parents=True, exist_ok=True)
        for uri, name in names.items():
            shutil.copyfile(Path(self.srcdir) / uri, Path(self.outdir) / name)

        # 3. The markup.
        coverage = Coverage(self.fonts)
        translator = Translator(self.env, names, self.config.numfig_format, coverage)
        prefixes = self._appendices([docname for docname, _, _ in trees])
        body = "".join(
            translator.translate(name, tree, level, prefixes.get(name, "")) for name, level, tree in trees
        )

        # 4. All that is wrong, at once.
        if wrong := [*translator.faults, *translator.dangling(), *coverage.complaints()]:
            raise BindError("\n".join(dict.fromkeys(wrong)))
        (Path(self.outdir) / BODY).write_text(f'#import "book.typ": *\n{body}', encoding="utf-8")

    def _tree(self, docname: str) -> nodes.document:
        tree = self.env.get_doctree(docname)
        self.env.resolve_references(tree, docname, self)
        self.post_process_images(tree)
        return tree

    def _reading_order(self) -> Iterator[tuple[str, int]]:
        """The chapters in the order of the contents, each with the depth of its headings."""
        seen: set[str] = set()

        def walk(docname: str, level: int) -> Iterator[tuple[str, int]]:
            if docname in seen:
                return
            seen.add(docname)
            yield docname, level
            for below in self._below(docname):
                # what the root leads to are chapters beside it, what a chapter leads to are its sections
                yield from walk(below, level if docname == self.config.root_doc else level + 1)

        return walk(self.config.root_doc, 0)

    def _appendices(self, docnames: list[str]) -> dict[str, str]:
        """What the chapters without a number behind the numbered ones are called: 附录, or 附录一, 附录二."""
        numbered = [any(self.env.toc_secnumbers.get(name, {}).values()) for name in docnames]
        last = len(docnames) - numbered[::-1].index(True) if any(numbered) else len(docnames)
        found = docnames[last:]
        counted = ORDER if len(found) > 1 else [""]
        return {name: APPENDIX + count for name, count in zip(found, counted, strict=False)}

    def _below(self, docname: str) -> Iterable[str]:
        for toctree in self.env.get_doctree(docname).findall(addnodes.toctree):
            yield from toctree["includefiles"]

    def finish(self) -> None:
        pass
