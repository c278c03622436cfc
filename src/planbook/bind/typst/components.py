"""Folds, tiles, cards and tabs on paper: folds stand open, cards become tiles, tabs follow one another."""

import re
from dataclasses import dataclass
from math import ceil

from docutils import nodes

from planbook.bind.typst import tables
from planbook.bind.typst.exhibits import Exhibits
from planbook.bind.typst.literal import quote, width

WIDEST = 5  # tiles side by side
LABEL = 8.0  # pt, the size of their labels
_SIZES = ("xl", "lg", "md", "sm", "xs")


@dataclass(frozen=True)
class Behind:
    """The numbers behind a picture, which a fold held, and what the picture is called."""

    table: nodes.table
    number: str
    caption: str
    key: str


class Components(Exhibits):
    """The part of the translator that knows the components of the page on screen."""

    behind: list[Behind]

    # Folds

    def on_dropdown(self, node: nodes.container) -> str:
        """A fold. The table behind a picture goes to the chapter's end: pictures stand close."""
        title, rest = (node[0], node.children[1:]) if node.get("has_title") else (None, node.children)
        told = self.marks(title) + self.inside(title) if title is not None else ""
        held = list(node.findall(nodes.table))
        if self.picture is None or len(held) != 1:
            return f"\n#fold([{told}])[{self.marks(node)}{''.join(map(self.write, rest))}]\n"
        self.behind.append(Behind(held[0], *self.picture))
        self.picture = None
        return self.marks(node)

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
        docname, _, target = one.key.partition("#")
        table = self.table(one.table, half, one.number, one.caption)
        return f"{self.anchor(docname, f'{target}#behind')}#{table}{self.marks(one.table)}"

    # Tiles and cards

    def key_numbers(self, node: nodes.bullet_list) -> str:
        """A list of label, number and standing as tiles; labels get equally many lines: numbers line up."""
        beside = min(len(node.children), WIDEST)
        room = (tables.MEASURE / beside - 10.0) / LABEL
        labels = [part for part in node.findall(nodes.inline) if "kn-label" in part.get("classes", ())]
        lines = max((ceil(width(label.astext()) / room) for label in labels), default=1)
        tiles = "".join(f"[#tile[{self._key_number(item, lines)}]],\n" for item in node.children)
        return f"\n#tiles({beside},\n{tiles})\n"

    def _key_number(self, item: nodes.Element, lines: int) -> str:
        """The parts of a key number, one below the other."""
        kinds = {"kn-label": f"tile-title(lines: {lines})", "kn-value": "tile-value", "kn-note": "tile-note"}
        parts = [
            (kind, p) for p in item.findall(nodes.inline) for kind in kinds if kind in p.get("classes", ())
        ]
        return "".join(f"#{kinds[kind]}[{self.inside(part)}]" for kind, part in parts) or self.body(item)

    def masthead(self, node: nodes.bullet_list) -> str:
        """What stands over the first page on screen; the cover says most of it, so it is small here."""
        return f"\n#masthead(\n{''.join(f'[{self.body(item)}],' for item in node.children)})\n"

    def chapter_cards(self, node: nodes.bullet_list) -> str:
        """A list of links to chapters, each with a sentence, as a small contents with page numbers."""
        cards = []
        for item in node.children:
            link = item.next_node(nodes.reference)
            label = self.target(link) if link is not None else ""
            if not label:
                cards.append(f"\n{self.body(item)}\n")
                continue
            rest = "".join(
                self.body(part) for part in item.children if link not in part.findall(nodes.reference)
            )
            cards.append(f"\n#chapter-card({quote(label)}, [{self.inside(link)}])[{rest}]\n")
        return "".join(cards)

    def on_grid_container(self, node: nodes.container) -> str:
        return self.marks(node) + self.inside(node)

    def on_grid_row(self, node: nodes.container) -> str:
        beside = min(_columns(node), WIDEST, max(1, len(node.children)))
        cells = "".join(f"[{self.write(child)}],\n" for child in node.children)
        return f"\n#tiles({beside},\n{cells})\n"

    def on_card(self, node: nodes.container) -> str:
        return f"#tile[{self.marks(node)}{self.inside(node)}]"

    def on_card_title(self, node: nodes.container) -> str:
        return f"#tile-title[{self.inside(node)}]"

    def on_card_body(self, node: nodes.container) -> str:
        return self.marks(node) + self.inside(node)

    on_grid_item = on_card_header = on_card_footer = on_tab_set = on_tab_content = on_tab_item = on_card_body

    def on_tab_label(self, node: nodes.Element) -> str:
        return f"\n#rubric[{self.inside(node)}]\n"


def _columns(row: nodes.container) -> int:
    """How many items a grid puts side by side on a wide screen."""
    found = {}
    for name in row.get("classes", ()):
        if match := re.fullmatch(r"sd-row-cols-(?:(xs|sm|md|lg|xl)-)?(\d+)", name):
            found[match[1] or "xs"] = int(match[2])
    return next((found[size] for size in _SIZES if size in found), len(row.children))
