"""Document trees → Typst markup.

Every method returns markup. Text goes through literal.words, names of labels and files through literal.quote;
nothing else of a document reaches Typst.
"""

from collections.abc import Iterable
from math import ceil

from docutils import nodes
from sphinx.environment import BuildEnvironment

from planbook.formats.tree import text
from planbook.formats.tree.pictures import Picture
from planbook.formats.tree.tables import Table
from planbook.formats.tree.walk import Walk, key_number
from planbook.formats.typst import tables
from planbook.formats.typst.fonts import Coverage
from planbook.formats.typst.literal import quote, words

# Names in the template of what stands in a line.
STYLES = {"strong": "strong", "emphasis": "emph", "literal": "code"}
STYLES |= {"superscript": "super", "subscript": "sub"}
MUTED = {"preliminary", "none"}  # classes
WIDEST = 5  # tiles side by side
LABEL = 8.0  # pt, the size of their labels


class Writer(Walk):
    """Turns one resolved document tree after the other into Typst.

    Args:
        images: uri of a picture in a tree → its file name beside the Typst source.
        coverage: sees every text that is printed.
    """

    medium = "the printed book"

    def __init__(
        self, env: BuildEnvironment, formats: dict[str, str], images: dict[str, str], coverage: Coverage
    ) -> None:
        super().__init__(env, formats)
        self.images, self.coverage = images, coverage

    def chapter(self, docname: str, tree: nodes.document, level: int = 0, prefix: str = "") -> str:
        self.docname = docname
        self.footnotes = {id: note for note in tree.findall(nodes.footnote) for id in note["ids"]}
        self.noted: set[str] = set()
        self.last = ""  # of a picture: the place for the table behind it, which a fold holds
        self.behind: dict[str, str] = {}
        top = "" if next(tree.findall(nodes.section), None) else self.mark("")
        made = f"{top}{super().chapter(docname, tree, level, prefix)}"
        for place, table in self.behind.items():
            made = made.replace(place, table)
        return made

    def all(self, some: Iterable[nodes.Node]) -> str:
        return "".join(map(self.write, some))

    def group(self, node: nodes.Element) -> str:
        return f"{self.marks(node)}{self.inside(node)}"

    def body(self, node: nodes.Element) -> str:
        """The inside of a cell or an item: a single paragraph needs no blocks around it."""
        single = len(node.children) == 1 and isinstance(node[0], nodes.paragraph)
        return self.marks(node) + (self.group(node[0]) if single else self.inside(node))

    def mark(self, target: str, docname: str = "") -> str:
        """The mark that links can lead to."""
        label = self.new_label(target, docname)
        return f"#mark({quote(label)});" if label else ""

    def marks(self, node: nodes.Element) -> str:
        return "".join(map(self.mark, node.get("ids", ())))

    def complaints(self) -> list[str]:
        return super().complaints() + self.coverage.complaints()

    # ---- blocks

    def heading(self, node: nodes.title, number: str, top: bool) -> str:
        self.last = ""
        number = number or (self.prefix if self.level == 1 else "")
        opening = "\n#chapter-page()" if self.level == 1 else ""
        heading = f"\n#title-{min(self.level, 4)}({quote(number)})[{self.inside(node)}]"
        marks = (self.mark("") if top else "") + self.marks(node.parent) + self.marks(node)
        return f"{opening}{heading}\n{marks}\n\n"

    def on_rubric(self, node: nodes.Element) -> str:
        return f"\n#rubric[{self.group(node)}]\n"

    def transition(self, node: nodes.transition) -> str:
        return "\n#transition()\n"

    def paragraph(self, node: nodes.paragraph, kind: str) -> str:
        return f"\n#{kind}[{self.group(node)}]\n" if kind else f"\n\n{self.group(node)}#end-mark();\n\n"

    def on_block_quote(self, node: nodes.block_quote) -> str:
        return f"\n#quote(block: true)[{self.group(node)}]\n"

    def on_attribution(self, node: nodes.attribution) -> str:
        return f"\n#align(right)[{self.inside(node)}]\n"

    def listing(self, node: nodes.literal_block) -> str:
        self.coverage.note(text.clean(node.astext()), self.place(node))
        return f"\n#listing({quote(node.astext())})\n"

    def on_line_block(self, node: nodes.line_block) -> str:
        return "\n\n" + " #linebreak();".join(self.inside(line) for line in node.children) + "\n\n"

    def box(self, node: nodes.Element, kind: str, title: nodes.title | str, rest: list[nodes.Node]) -> str:
        head = self.say(title, self.place(node)) if isinstance(title, str) else self.inside(title)
        return f'\n#admonition("{kind}", [{head}])[{self.marks(node)}{self.all(rest)}]\n'

    # ---- lists

    def bullets(self, node: nodes.bullet_list) -> str:
        return f"\n#list(\n{self._items(node)})\n"

    def on_enumerated_list(self, node: nodes.enumerated_list) -> str:
        return f"\n#enum(start: {int(node.get('start', 1))},\n{self._items(node)})\n"

    def _items(self, node: nodes.Element) -> str:
        return "".join(f"[{self.body(item)}#end-mark();],\n" for item in node.children)

    def terms(self, items: list[list[list[nodes.Element]]]) -> str:
        rows = (
            f"terms.item[{'、'.join(map(self.group, terms))}][{''.join(map(self.body, meanings))}],\n"
            for terms, meanings in items
        )
        return f"\n#terms(\n{''.join(rows)})\n"

    def key_numbers(self, node: nodes.bullet_list) -> str:
        """Tiles of label, number and standing; labels get equally many lines, so that numbers line up."""
        beside = min(len(node.children), WIDEST)
        room = (tables.MEASURE / beside - 10.0) / LABEL
        parts = [key_number(item) for item in node.children]
        labels = [part["kn-label"].astext() for part in parts if "kn-label" in part]
        lines = max((ceil(text.width(label) / room) for label in labels), default=1)
        calls = {"kn-label": f"tile-title(lines: {lines})", "kn-value": "tile-value", "kn-note": "tile-note"}
        tiles = (
            "".join(f"#{calls[name]}[{self.inside(part)}]" for name, part in some.items()) or self.body(item)
            for some, item in zip(parts, node.children, strict=True)
        )
        cells = "".join(f"[#tile[{tile}]],\n" for tile in tiles)
        return f"\n#tiles({beside},\n{cells})\n"

    def masthead(self, node: nodes.bullet_list) -> str:
        """What stands over the first page on screen; on paper the cover says it."""
        return ""

    def chapter_cards(self, node: nodes.bullet_list) -> str:
        """A list of links to chapters, each with a sentence, as a small contents with page numbers."""
        cards = []
        for item in node.children:
            link = item.next_node(nodes.reference)
            label = self.label(link) if link is not None else ""
            if not label:
                cards.append(f"\n{self.body(item)}\n")
                continue
            rest = "".join(self.body(p) for p in item.children if link not in p.findall(nodes.reference))
            cards.append(f"\n#chapter-card({quote(label)}, [{self.inside(link)}])[{rest}]\n")
        return "".join(cards)

    # ---- figures and tables

    def picture(self, picture: Picture) -> str:
        image, figure = picture.image, picture.figure
        if figure is None:
            key = quote(f"{self.docname}#{image['uri']}")
            return f"\n#picture({key}, {self._file(image)})[]\n{self.marks(image)}\n"
        caption = self.inside(picture.caption) if picture.caption else ""
        number = self.number(figure)
        self.coverage.note(number, self.place(figure))
        key = f"{self.docname}#{(figure['ids'] or [image['uri']])[0]}"
        # NOTE: no text of a document holds control characters (tree.text.clean)
        self.last = f"\0{len(self.behind)}\0"
        self.behind[self.last] = "none"
        more = ", above: true" if picture.above else ""
        more += f", subtitle: [{self.all(picture.subtitle)}]" if picture.subtitle else ""
        more += f", legend: [{self.all(picture.notes)}]" if picture.notes else ""
        arguments = f"{quote(key)}, {self._file(image)}, number: {quote(number)}{more}"
        return f"\n#picture({arguments}, behind: {self.last})[{caption}]\n{self.marks(figure)}\n"

    def inline_image(self, image: nodes.image) -> str:
        return f"#inline-image({self._file(image)})"

    def _file(self, image: nodes.image) -> str:
        return f"{quote(self.images[image['uri']])}, alt: {quote(self.alternative(image))}"

    def table(self, table: Table) -> str:
        return f"\n#{self._table(table)}\n{self.marks(table.node)}\n"

    def _table(self, table: Table, behind: bool = False) -> str:
        """The Typst call for a table with its unit and notes; `behind`: it stands below its picture."""
        number = caption = ""
        if table.title is not None:
            number = self.number(table.node)
            self.coverage.note(number, self.place(table.node))
            caption = self.all(child for child in table.title.children if child is not table.unit)
        around = {
            "number": quote(number),
            "caption": f"[{caption}]",
            "unit": f"[{self.inside(table.unit)}]" if table.unit is not None else "none",
            "notes": f"[{''.join(f'#parbreak(){self.inside(note)}' for note in table.notes)}]",
        }
        return tables.typeset(table, self.body, behind, **around)

    def fold(self, node: nodes.Element, title: nodes.TextElement | None, rest: list[nodes.Node]) -> str:
        """A fold stands open; the table behind a picture stands directly below it."""
        held = list(node.findall(nodes.table))
        if not self.last or len(held) != 1:
            head = self.group(title) if title is not None else ""
            return f"\n#fold([{head}])[{self.marks(node)}{self.all(rest)}]\n"
        self.behind[self.last] = f"[#{self._table(Table.of(held[0]), behind=True)}{self.marks(held[0])}]"
        self.last = ""
        return self.marks(node)

    # ---- words

    def say(self, words_: str, place: str) -> str:
        """A text as content, its characters looked at."""
        self.coverage.note(text.clean(words_), place)
        return words(words_)

    def on_Text(self, node: nodes.Text) -> str:
        return self.say(text.of(node), self.place(node))

    def on_inline(self, node: nodes.inline) -> str:
        inner = self.group(node)
        return f"#muted-words[{inner}]" if inner and MUTED.intersection(node["classes"]) else inner

    def styled(self, node: nodes.TextElement, style: str) -> str:
        return f"#{STYLES[style]}[{self.group(node)}]"

    def on_target(self, node: nodes.target) -> str:
        return self.mark(node["refid"]) if node.get("refid") else self.group(node)

    def link(self, node: nodes.reference, uri: str = "", label: str = "") -> str:
        if uri:
            return f"#out({quote(uri)})[{self.group(node)}]"
        number = label.partition("#")[2].startswith(("fig-", "der-"))
        return f"#{'figure-link' if number else 'xref'}({quote(label)})[{self.group(node)}]"

    def on_footnote(self, node: nodes.footnote) -> str:
        return ""  # it stands where it is called

    def on_footnote_reference(self, node: nodes.footnote_reference) -> str:
        note = self.footnotes.get(node.get("refid", ""))
        if note is None:
            self.fault(node, f"the footnote {node.astext()} is not there")
            return ""
        label = quote(f"{self.docname}#note-{node['refid']}")
        if node["refid"] in self.noted:
            return f"#footnote(label({label}));"
        self.noted.add(node["refid"])
        parts = [child for child in note.children if not isinstance(child, nodes.label)]
        inner = "".join(self.inside(p) if isinstance(p, nodes.paragraph) else self.write(p) for p in parts)
        return f"#footnote[{inner}]#label({label});"
