"""Document trees → Typst markup.

Every method returns markup. Text goes through literal.words, names of labels and files through literal.quote;
nothing else of a document reaches Typst.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from docutils import nodes
from sphinx.environment import BuildEnvironment

from planbook.book.pictures import PICTURE
from planbook.formats.tree import text
from planbook.formats.tree.tables import Table
from planbook.formats.tree.walk import Walk, key_number, parted
from planbook.formats.typst import tables
from planbook.formats.typst.fonts import Coverage
from planbook.formats.typst.literal import quote, words

# Names in the template of what stands in a line.
STYLES = {"strong": "strong", "emphasis": "emph", "literal": "code"}
STYLES |= {"superscript": "super", "subscript": "sub"}
CLASSES = {"figure-id": "figure-id", "preliminary": "muted-words", "none": "muted-words"}
WIDEST = 5  # tiles side by side
LABEL = 8.0  # pt, the size of their labels


@dataclass(frozen=True)
class Picture:
    """What the table behind a picture takes over from it; the caption is markup."""

    number: str
    caption: str
    key: str


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
        self.last: Picture | None = None  # what a fold is about that holds a table
        self.behind: list[tuple[Picture, Table]] = []
        top = "" if next(tree.findall(nodes.section), None) else self.mark("")
        return f"{top}{super().chapter(docname, tree, level, prefix)}{self._numbers_behind()}"

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
        self.last = None
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
        """What stands over the first page on screen; the cover says most of it, so it is small here."""
        return f"\n#masthead(\n{''.join(f'[{self.body(item)}],' for item in node.children)})\n"

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

    def picture(
        self,
        image: nodes.image,
        figure: nodes.figure | None = None,
        caption: nodes.caption | None = None,
        legend: nodes.legend | None = None,
    ) -> str:
        if figure is None:
            key = quote(f"{self.docname}#{image['uri']}")
            return f"\n#picture({key}, {self._file(image)})[]\n{self.marks(image)}\n"
        caption_text = self.inside(caption) if caption else ""
        number = self.number(figure)
        self.coverage.note(number, self.place(figure))
        self.last = Picture(number, caption_text, f"{self.docname}#{(figure['ids'] or [image['uri']])[0]}")
        subtitle, notes = parted(legend)
        more = ", above: true" if PICTURE in image["classes"] else ""
        more += f", subtitle: [{self.all(subtitle)}]" if subtitle else ""
        more += f", legend: [{self.all(notes)}]" if notes else ""
        arguments = f"{quote(self.last.key)}, {self._file(image)}, number: {quote(number)}{more}"
        return f"\n#picture({arguments})[{caption_text}]\n{self.marks(figure)}\n"

    def inline_image(self, image: nodes.image) -> str:
        return f"#inline-image({self._file(image)})"

    def _file(self, image: nodes.image) -> str:
        return f"{quote(self.images[image['uri']])}, alt: {quote(self.alternative(image))}"

    def table(self, table: Table) -> str:
        return f"\n#{self._table(table)}\n{self.marks(table.node)}\n"

    def _table(self, table: Table, half: bool = False, number: str = "", caption: str = "") -> str:
        """The Typst call for a table with its unit and notes.

        Args:
            half: it stands beside another one.
            number, caption: said above it when it has none of its own; the caption is markup.
        """
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
        return tables.typeset(table, self.body, half, **around)

    def fold(self, node: nodes.Element, title: nodes.TextElement | None, rest: list[nodes.Node]) -> str:
        """A fold stands open; the table behind a picture goes to the chapter's end: pictures stand close."""
        head = self.group(title) if title is not None else ""
        held = list(node.findall(nodes.table))
        if self.last is None or len(held) != 1:
            return f"\n#fold([{head}])[{self.marks(node)}{self.all(rest)}]\n"
        self.behind.append((self.last, Table.of(held[0])))
        self.last = None
        return self.marks(node)

    def _numbers_behind(self) -> str:
        """The tables behind a chapter's pictures, as its last section; narrow ones stand two side by side."""
        if not self.behind:
            return ""
        calls, waiting = [], list(self.behind)
        while waiting:
            picture, table = waiting.pop(0)
            if not tables.is_narrow(table):
                calls.append(f"\n{self._behind(picture, table)}\n")
                continue
            first, second = f"[{self._behind(picture, table, half=True)}]", "[]"
            if waiting and tables.is_narrow(waiting[0][1]):
                second = f"[{self._behind(*waiting.pop(0), half=True)}], "
            calls.append(f"\n#side-by-side({first}, {second})\n")
        return f"\n#title-behind[{self.say('本章图中的数字', self.docname)}]\n{''.join(calls)}"

    def _behind(self, picture: Picture, table: Table, half: bool = False) -> str:
        docname, _, target = picture.key.partition("#")
        call = self._table(table, half, picture.number, picture.caption)
        return f"{self.mark(f'{target}#behind', docname)}#{call}{self.marks(table.node)}"

    # ---- words

    def say(self, words_: str, place: str) -> str:
        """A text as content, its characters looked at."""
        self.coverage.note(text.clean(words_), place)
        return words(words_)

    def on_Text(self, node: nodes.Text) -> str:
        return self.say(text.of(node), self.place(node))

    def on_inline(self, node: nodes.inline) -> str:
        inner = self.group(node)
        kind = next((CLASSES[name] for name in node["classes"] if name in CLASSES), "")
        return f"#{kind}[{inner}]" if kind and inner else inner

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
