"""Folds, grids of cards and tabs (sphinx-design) on paper: folds stand open, cards become tiles, tabs follow one another."""

import re
from collections.abc import Callable

from docutils import nodes

from planbook.bind.typst.literal import quote

WIDEST = 4  # tiles side by side
_SIZES = ("xl", "lg", "md", "sm", "xs")


class Components:
    """The part of the translator that knows design components; the rest is the translator's."""

    docname: str
    behind: list[str]
    numbered: Callable[[nodes.Element], str]
    say: Callable[[str, nodes.Node | None], str]
    write: Callable[[nodes.Node], str]
    inside: Callable[[nodes.Element], str]
    marks: Callable[[nodes.Element], str]
    fault: Callable[[nodes.Node, str], None]

    def component(self, node: nodes.container) -> str:
        """The markup of a container with a `design_component`."""
        kind = str(node["design_component"]).replace("-", "_")
        method: Callable[[nodes.container], str] | None = getattr(self, f"_{kind}", None)
        if method is None:
            self.fault(node, f"the printed book knows no {node['design_component']}")
            return ""
        return method(node)

    def _dropdown(self, node: nodes.container) -> str:
        """A fold. The numbers behind a picture go to the end of the chapter, so that pictures stand close together."""
        title, rest = (node[0], node.children[1:]) if node.get("has_title") else (None, node.children)
        told = self.marks(title) + self.inside(title) if title is not None else ""
        inner = self.marks(node) + "".join(map(self.write, rest))
        table = node.next_node(nodes.table)
        if table is None or not table["ids"] or not self.numbered(table):
            return f"\n#fold([{told}])[{inner}]\n"
        self.behind.append(inner)
        target = f"{self.docname}#{table['ids'][0]}"
        return f"\n#fold-note([{told}], {quote(target)}, {quote(self.numbered(table))})\n"

    def numbers_behind(self) -> str:
        """What the folds of a chapter held, as its last section; nothing when they held no tables."""
        if not self.behind:
            return ""
        return f"\n#title-2(\"\")[{self.say('本章图中的数字', None)}]\n{''.join(self.behind)}"

    def _grid_container(self, node: nodes.container) -> str:
        return self.marks(node) + self.inside(node)

    def _grid_row(self, node: nodes.container) -> str:
        wide = min(_columns(node), WIDEST, max(1, len(node.children)))
        cells = "".join(f"[{self.write(child)}],\n" for child in node.children)
        return f"\n#tiles({wide},\n{cells})\n"

    def _card(self, node: nodes.container) -> str:
        return f"#tile[{self.marks(node)}{self.inside(node)}]"

    def _card_title(self, node: nodes.container) -> str:
        return f"#tile-title[{self.inside(node)}]"

    def _passed(self, node: nodes.container) -> str:
        return self.marks(node) + self.inside(node)

    _grid_item = _card_body = _card_header = _card_footer = _tab_set = _tab_content = _tab_item = _passed

    def _tab_label(self, node: nodes.Element) -> str:
        return f"\n#rubric[{self.inside(node)}]\n"


def _columns(row: nodes.container) -> int:
    """How many items a grid puts side by side on a wide screen."""
    found = {}
    for name in row.get("classes", ()):
        if match := re.fullmatch(r"sd-row-cols-(?:(xs|sm|md|lg|xl)-)?(\d+)", name):
            found[match[1] or "xs"] = int(match[2])
    return next((found[size] for size in _SIZES if size in found), len(row.children))
