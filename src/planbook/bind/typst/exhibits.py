"""Figures and tables: numbered as on screen, with captions, units and notes."""

from collections.abc import Iterable

from docutils import nodes

from planbook.bind.typst import tables
from planbook.bind.typst.literal import quote
from planbook.bind.typst.walk import Walk


class Exhibits(Walk):
    """The part of the translator that writes figures and tables."""

    picture: tuple[str, str, str] | None = None  # number, caption and key of the last one

    def numbered(self, node: nodes.Element) -> str:
        """How the number of a figure or table is told on screen: 图 2.1; nothing when it has none."""
        kind = self.env.get_domain("std").get_enumerable_node_type(node) or ""  # type: ignore[attr-defined]
        known = self.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        number = next((known[target] for target in node["ids"] if target in known), None)
        if not number:
            return ""
        told = self.formats[kind] % ".".join(map(str, number))
        self.coverage.note(told, self.place(node))
        return told

    def on_figure(self, node: nodes.figure) -> str:
        image = node.next_node(nodes.image)
        if image is None or not isinstance(node[0], nodes.image | nodes.reference):
            return self.marks(node) + self.inside(node)  # a table or a text with a caption of its own
        caption = "".join(self.inside(c) for c in node.children if isinstance(c, nodes.caption))
        legend = "".join(self.inside(c) for c in node.children if isinstance(c, nodes.legend))
        number = quote(self.numbered(node))
        key = f"{self.docname}#{(node['ids'] or [image['uri']])[0]}"
        self.picture = (self.numbered(node), caption, key)
        notes = f", legend: [{legend}]" if legend else ""
        call = f"#picture({quote(key)}, {self._file(image)}, number: {number}{notes})[{caption}]"
        return f"\n{call}\n{self.marks(node)}\n"

    def on_image(self, node: nodes.image) -> str:
        if isinstance(node.parent, nodes.TextElement):
            return f"#inline-image({self._file(node)})"
        key = quote(f"{self.docname}#{node['uri']}")
        return f"\n#picture({key}, {self._file(node)})[]\n{self.marks(node)}\n"

    def _file(self, image: nodes.image) -> str:
        """The file of a picture and what it says to those who cannot see it, as two arguments."""
        alt = " ".join(image.get("alt", "").split())
        if not alt:
            self.fault(image, "a picture without alternative text")
        return f"{quote(self.images[image['uri']])}, alt: {quote(alt)}"

    def on_table(self, node: nodes.table) -> str:
        return f"\n#{self.table(node)}\n{self.marks(node)}\n"

    def table(self, node: nodes.table, half: bool = False, number: str = "", caption: str = "") -> str:
        """The Typst call for a table with its unit and notes.

        Args:
            half: it stands beside another one.
            number, caption: said above it when it has none of its own; the caption is markup.
        """
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        unit = _unit(title) if title is not None else _unit_above(node)
        if title is not None:
            number = self.numbered(node)
            caption = "".join(self.write(child) for child in title.children if child is not unit)
        around = {
            "number": quote(number),
            "caption": f"[{caption}]",
            "unit": f"[{self.inside(unit)}]" if unit is not None else "none",
            "notes": f"[{''.join(f'#parbreak(){self.inside(note)}' for note in notes_below(node))}]",
        }
        return tables.typeset(tables.Grid.of(node), self.body, half, **around)


def _unit(title: nodes.title) -> nodes.inline | None:
    """The common unit, which stands in the caption and is set at the right of it."""
    marked = (
        c for c in title.children if isinstance(c, nodes.inline) and "table-unit" in c.get("classes", ())
    )
    return next(marked, None)


def _unit_above(table: nodes.table) -> nodes.paragraph | None:
    """The paragraph right above a table without caption that says the common unit."""
    at = table.parent.index(table)
    above = table.parent[at - 1] if at else None
    return above if above is not None and is_unit(above) else None


def is_unit(node: nodes.Node) -> bool:
    """Is this a paragraph that says nothing but the common unit of the table below?"""
    if not isinstance(node, nodes.paragraph):
        return False
    said = [child for child in node.children if not isinstance(child, nodes.Text) or child.astext().strip()]
    return len(said) == 1 and isinstance(said[0], nodes.inline) and "table-unit" in said[0]["classes"]


def notes_below(table: nodes.table) -> Iterable[nodes.paragraph]:
    """The notes that stand directly below a table."""
    siblings = table.parent.children
    for sibling in siblings[table.parent.index(table) + 1 :]:
        if not (isinstance(sibling, nodes.paragraph) and "table-note" in sibling.get("classes", ())):
            return
        yield sibling


def told_by_table(paragraph: nodes.paragraph) -> bool:
    """Is this a unit or a note that its table says already?"""
    siblings, at = paragraph.parent.children, paragraph.parent.index(paragraph)
    if is_unit(paragraph) and isinstance(siblings[at + 1] if at + 1 < len(siblings) else None, nodes.table):
        return not any(isinstance(child, nodes.title) for child in siblings[at + 1].children)
    while (
        at and "table-note" in siblings[at].get("classes", ()) and isinstance(siblings[at], nodes.paragraph)
    ):
        at -= 1
        if isinstance(siblings[at], nodes.table):
            return True
    return False
