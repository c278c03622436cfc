"""Folds, tiles, cards and tabs on paper: folds stand open, cards become tiles, tabs follow one another."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from docutils import nodes

from planbook.bind.typst import tables
from planbook.bind.typst.literal import quote

WIDEST = 5  # tiles side by side
_SIZES = ("xl", "lg", "md", "sm", "xs")


@dataclass(frozen=True)
class Behind:
    """The numbers behind a picture, which a fold held: the table, and the picture's number, caption and label."""

    table: nodes.table
    number: str
    caption: str
    label: str


class Components:
    """The part of the translator that knows the components of the page on screen; the rest is the translator's."""

    docname: str
    behind: list[Behind]
    picture: tuple[str, str, str] | None
    write: Callable[[nodes.Node], str]
    inside: Callable[[nodes.Element], str]
    body: Callable[[nodes.Element], str]
    marks: Callable[[nodes.Element], str]
    anchor: Callable[[str, str], str]
    table: Callable[..., str]
    target: Callable[[nodes.reference], str]
    say: Callable[[str, nodes.Node | None], str]
    fault: Callable[[nodes.Node, str], None]

    def component(self, node: nodes.container) -> str:
        """The markup of a container with a `design_component`."""
        kind = str(node["design_component"]).replace("-", "_")
        method: Callable[[nodes.container], str] | None = getattr(self, f"_{kind}", None)
        if method is None:
            self.fault(node, f"the printed book knows no {node['design_component']}")
            return ""
        return method(node)

    # Folds

    def _dropdown(self, node: nodes.container) -> str:
        """A fold. The table behind a picture goes to the end of the chapter, so that pictures stand close together."""
        title, rest = (node[0], node.children[1:]) if node.get("has_title") else (None, node.children)
        told = self.marks(title) + self.inside(title) if title is not None else ""
        held = list(node.findall(nodes.table))
        if self.picture is None or len(held) != 1:
            return f"\n#fold([{told}])[{self.marks(node)}{''.join(map(self.write, rest))}]\n"
        number, caption, key = self.picture
        self.behind.append(Behind(held[0], number, caption, f"{self.docname}#behind-{len(self.behind) + 1}"))
        self.picture = None
        return f"\n#fold-note([{told}], {quote(self.behind[-1].label)})\n"

    def numbers_behind(self) -> str:
        """The tables behind a chapter's pictures, as its last section; nothing when it has none.

        Narrow ones stand two side by side.
        """
        if not self.behind:
            return ""
        said, waiting = [], list(self.behind)
        while waiting:
            first = waiting.pop(0)
            narrow = tables.Grid.of(first.table).narrow
            if narrow and waiting and tables.Grid.of(waiting[0].table).narrow:
                pair = "".join(f"[{self._behind(one, half=True)}], " for one in (first, waiting.pop(0)))
                said.append(f"\n#side-by-side({pair})\n")
            elif narrow:
                said.append(f"\n#side-by-side([{self._behind(first, half=True)}], [])\n")
            else:
                said.append(f"\n{self._behind(first)}\n")
        return f"\n#title-behind[{self.say('本章图中的数字', None)}]\n{''.join(said)}"

    def _behind(self, one: Behind, half: bool = False) -> str:
        docname, _, target = one.label.partition("#")
        table = self.table(one.table, half, one.number, one.caption)
        return f"{self.anchor(docname, target)}#{table}{self.marks(one.table)}"

    # Tiles and cards

    def key_numbers(self, node: nodes.bullet_list) -> str:
        """A list of label, number and standing as tiles."""
        tiles = "".join(f"[#tile[{self._lines(item)}]],\n" for item in node.children)
        return f"\n#tiles({min(len(node.children), WIDEST)},\n{tiles})\n"

    def _lines(self, item: nodes.Element) -> str:
        """The parts of a key number, one below the other."""
        kinds = {"kn-label": "tile-title", "kn-value": "tile-value", "kn-note": "tile-note"}
        said = []
        for part in item.findall(nodes.inline):
            kind = next((kinds[name] for name in part.get("classes", ()) if name in kinds), None)
            if kind:
                said.append(f"#{kind}[{self.inside(part)}]")
        return "".join(said) or self.body(item)

    def chapter_cards(self, node: nodes.bullet_list) -> str:
        """A list of links to chapters, each with a sentence, as a small contents with page numbers."""
        cards = []
        for item in node.children:
            link = item.next_node(nodes.reference)
            label = self.target(link) if link is not None else ""
            if not label:
                cards.append(f"\n{self.body(item)}\n")
                continue
            rest = "".join(self.body(part) for part in item.children if link not in part.findall(nodes.reference))
            cards.append(f"\n#chapter-card({quote(label)}, [{self.inside(link)}])[{rest}]\n")
        return "".join(cards)

    def _grid_container(self, node: nodes.container) -> str:
        return self.marks(node) + self.inside(node)

    def _grid_row(self, node: nodes.container) -> str:
        beside = min(_columns(node), WIDEST, max(1, len(node.children)))
        cells = "".join(f"[{self.write(child)}],\n" for child in node.children)
        return f"\n#tiles({beside},\n{cells})\n"

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
