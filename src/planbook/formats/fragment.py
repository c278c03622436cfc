"""One chapter as a piece of HTML for a content management system, which takes one rich text.

Styles stand in the elements, pictures in the text, and nothing runs. Every id begins with a prefix of
the chapter's own, so that several pieces on one page do not disturb one another. Links to other chapters are
their words.
"""

import base64
import html
import mimetypes
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.environment import BuildEnvironment

from planbook.formats.tree import text
from planbook.formats.tree.builder import BookBuilder
from planbook.formats.tree.pictures import Picture
from planbook.formats.tree.tables import Cell, Table
from planbook.formats.tree.walk import Walk, key_number

if TYPE_CHECKING:
    from planbook.book.page_cache import Memory
    from planbook.formats.cover import Cover
MUTED, RULE, BLUE = "color:#595959", "#222222", "#12436D"
RULES = f"border-top:2px solid {RULE};border-bottom:2px solid {RULE}"
TILE = "margin:0 1.2em .8em 0;padding-top:.3em"
STYLES = {
    "div": f"line-height:1.75;color:{RULE};max-width:50em",
    "h2": f"font-size:1.5em;color:{BLUE};border-bottom:2px solid {BLUE};margin:1.2em 0 .8em",
    "h3": "font-size:1.25em;margin:1.4em 0 .6em",
    "h4": "font-size:1.1em;margin:1.2em 0 .5em",
    "h5": "font-size:1em;margin:1.2em 0 .5em",
    "p": "margin:.7em 0",
    "lead": "font-size:1.15em;margin:.7em 0",
    "note": f"font-size:.85em;{MUTED};margin:.4em 0",
    "unit": f"font-size:.85em;{MUTED};margin:.4em 0;text-align:right",
    "a": "color:inherit",
    "table": f"border-collapse:collapse;width:100%;font-size:.9em;margin:.6em 0;{RULES}",
    "caption": "caption-side:top;text-align:left;font-weight:bold;padding:.3em 0",
    "th": f"border-bottom:1px solid {RULE};padding:.25em .5em;font-weight:bold;vertical-align:bottom",
    "td": "padding:.25em .5em;vertical-align:top",
    "scroll": "overflow-x:auto",
    "figure": "margin:1.2em 0",
    "img": "max-width:100%;height:auto",
    "figcaption": "font-size:.9em;font-weight:bold",
    "summary": f"font-size:.9em;{MUTED};cursor:pointer",
    "tiles": "list-style:none;padding:0;margin:1em 0",
    "tile": f"display:inline-block;vertical-align:top;min-width:9em;{TILE};border-top:2px solid {BLUE}",
    "label": f"display:block;font-size:.85em;{MUTED}",
    "value": f"display:block;font-size:1.4em;color:{BLUE}",
    "box": f"border-left:3px solid {BLUE};background:#F3F6F9;padding:.5em .9em;margin:1em 0",
}
PARAGRAPHS = {"lead": "lead", "quiet": "note", "source": "note", "table-note": "note", "table-unit": "unit"}
TAGS = {"strong": "strong", "emphasis": "em", "literal": "code", "superscript": "sup", "subscript": "sub"}
PARTS = {"kn-label": "label", "kn-value": "value", "kn-note": "label"}


def export(stage: Path, out: Path, *, chapter: str, cover: "Cover", memory: "Memory | None" = None) -> Path:
    """Write one chapter of `stage` at `out`, whole or not at all. Nothing is executed here.

    Args:
        memory: of the pages, so that what was read for them is not read again.

    Raises:
        BindError: everything that stands in the way, one problem a line: Sphinx's warnings, nodes that the
            piece does not know, references without a target.
    """
    from planbook.book import binder
    from planbook.formats import archive

    prefix = f"{cover.edition or 'planbook'}-{chapter}"

    def prepare(app: Any) -> None:
        app.builder.wanted, app.builder.prefix = f"chapters/{chapter}", prefix

    with binder.work_folder(stage, binder.WORK, out) as work:
        made = binder.run(stage, work, "fragment", extensions=[__name__], prepare=prepare, memory=memory)
        return archive.put((made / "page.html").read_bytes(), out)


class FragmentBuilder(BookBuilder):
    """Writes `page.html`."""

    name = format = "fragment"
    wanted = prefix = ""  # the page, and how its ids begin; set by `export`

    def begin(self, pictures: list[Path]) -> "Writer":
        images = dict(zip(self.images, pictures, strict=True))
        return Writer(self.env, self.config.numfig_format, images, self.wanted, self.prefix)

    def end(self, writer: Walk, chapters: list[str]) -> None:
        whole = tag("div", "".join(chapters), lang="zh-CN", id=self.prefix)
        (Path(self.outdir) / "page.html").write_text(f"{whole}\n", encoding="utf-8")


def tag(name: str, inner: str, style: str = "", **attributes: str) -> str:
    """An element with its style, and with its attributes escaped; `inner` is markup."""
    if looks := STYLES.get(style or name, ""):
        attributes = {"style": looks, **attributes}
    said = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items())
    return f"<{name}{said}>{inner}</{name}>"


class Writer(Walk):
    """Turns the tree of the wanted chapter into HTML; the others are walked for what links lead to."""

    medium = "the page"

    def __init__(
        self,
        env: BuildEnvironment,
        formats: dict[str, str],
        images: dict[str, Path],
        wanted: str,
        prefix: str,
    ) -> None:
        super().__init__(env, formats)
        self.images, self.wanted_page, self.prefix_of_ids = images, wanted, prefix

    def chapter(self, docname: str, tree: nodes.document, level: int = 0, prefix: str = "") -> str:
        faults = list(self.faults)
        made: str = super().chapter(docname, tree, level, prefix)
        self.new_label("", docname)
        if docname == self.wanted_page:
            return made
        self.faults = faults  # of other chapters
        return ""

    def all(self, some: Iterable[nodes.Node]) -> str:
        return "".join(map(self.write, some))

    def group(self, node: nodes.Element) -> str:
        return f"{self.marks(node)}{self.inside(node)}"

    def marks(self, node: nodes.Element) -> str:
        return "".join(self._mark(target) for target in node.get("ids", ()))

    def _mark(self, target: str) -> str:
        label = self.new_label(target)
        return tag("span", "", id=self._id(label)) if label else ""

    def _id(self, label: str) -> str:
        return f"{self.prefix_of_ids}-{label.partition('#')[2]}"

    def body(self, node: nodes.Element) -> str:
        """The inside of a cell or an item: a single paragraph needs no element around it."""
        single = len(node.children) == 1 and isinstance(node[0], nodes.paragraph)
        return self.marks(node) + (self.group(node[0]) if single else self.inside(node))

    # ---- blocks

    def heading(self, node: nodes.title, number: str, top: bool) -> str:
        number = number or (self.prefix if self.level == 1 else "")
        words = f"{html.escape(number)} {self.inside(node)}" if number else self.inside(node)
        return self.marks(node.parent) + self.marks(node) + tag(f"h{min(self.level, 4) + 1}", words)

    def on_rubric(self, node: nodes.Element) -> str:
        return tag("p", tag("strong", self.group(node)))

    def transition(self, node: nodes.transition) -> str:
        return "<hr>"

    def paragraph(self, node: nodes.paragraph, kind: str) -> str:
        return tag("p", self.group(node), PARAGRAPHS.get(kind, "p"))

    def on_block_quote(self, node: nodes.block_quote) -> str:
        return tag("blockquote", self.group(node))

    def on_attribution(self, node: nodes.attribution) -> str:
        return tag("p", self.inside(node), "unit")

    def listing(self, node: nodes.literal_block) -> str:
        return tag("pre", html.escape(text.clean(node.astext())))

    def on_line_block(self, node: nodes.line_block) -> str:
        return tag("p", "<br>".join(self.inside(line) for line in node.children))

    def box(self, node: nodes.Element, kind: str, title: nodes.title | str, rest: list[nodes.Node]) -> str:
        head = html.escape(title) if isinstance(title, str) else self.inside(title)
        return tag("div", self.marks(node) + tag("p", tag("strong", head)) + self.all(rest), "box")

    def fold(self, node: nodes.Element, title: nodes.TextElement | None, rest: list[nodes.Node]) -> str:
        head = self.group(title) if title is not None else ""
        return self.marks(node) + tag("details", tag("summary", head) + self.all(rest))

    # ---- lists

    def bullets(self, node: nodes.bullet_list) -> str:
        return tag("ul", "".join(tag("li", self.body(item)) for item in node.children))

    def on_enumerated_list(self, node: nodes.enumerated_list) -> str:
        items = "".join(tag("li", self.body(item)) for item in node.children)
        return tag("ol", items, start=str(int(node.get("start", 1))))

    def terms(self, items: list[list[list[nodes.Element]]]) -> str:
        rows = (
            tag("dt", tag("strong", "、".join(map(self.group, names))))
            + tag("dd", "".join(map(self.body, said)))
            for names, said in items
        )
        return tag("dl", "".join(rows))

    def key_numbers(self, node: nodes.bullet_list) -> str:
        tiles = []
        for item in node.children:
            parts = key_number(item)
            inner = "".join(tag("span", self.inside(part), PARTS[kind]) for kind, part in parts.items())
            tiles.append(tag("li", inner or self.body(item), "tile"))
        return tag("ul", "".join(tiles), "tiles")

    def masthead(self, node: nodes.bullet_list) -> str:
        """The head of the whole book; the CMS has one of its own."""
        return ""

    # ---- figures and tables

    def picture(self, picture: Picture) -> str:
        seen = self.inline_image(picture.image)
        if picture.figure is None:
            return self.marks(picture.image) + tag("figure", seen)
        caption = self.inside(picture.caption) if picture.caption else ""
        words = f"{html.escape(self.number(picture.figure))} {caption}"
        below = tag("p", self.inside(picture.legend), "note") if picture.legend else ""
        return self.marks(picture.figure) + tag("figure", seen + tag("figcaption", words) + below)

    def inline_image(self, image: nodes.image) -> str:
        said = self.alternative(image)
        if self.docname != self.wanted_page:
            return ""
        path = self.images[image["uri"]]
        kind = mimetypes.guess_type(path.name)[0] or "image/png"
        content = base64.b64encode(path.read_bytes()).decode()
        looks = {"style": STYLES["img"], "alt": said, "src": f"data:{kind};base64,{content}"}
        return "<img" + "".join(f' {key}="{html.escape(value)}"' for key, value in looks.items()) + ">"

    def table(self, table: Table) -> str:
        caption = ""
        if table.title is not None:
            words = self.all(child for child in table.title.children if child is not table.unit)
            caption = tag("caption", f"{html.escape(self.number(table.node))} {words}")
        unit = tag("p", self.inside(table.unit), "unit") if table.unit is not None else ""
        head = tag("thead", self._rows(table, table.head, "th"))
        rows = self._rows(table, table.body, "td")
        made = tag("table", f"{caption}{head if table.head else ''}{tag('tbody', rows)}")
        notes = "".join(tag("p", self.group(note), "note") for note in table.notes)
        return self.marks(table.node) + unit + tag("div", made, "scroll") + notes

    def _rows(self, table: Table, cells: list[Cell], kind: str) -> str:
        rows: dict[int, str] = {}
        for cell in cells:
            spans = {"colspan": cell.colspan, "rowspan": cell.rowspan}
            more = {key: str(size) for key, size in spans.items() if size > 1}
            more |= {"scope": "col"} if kind == "th" else {}
            look = f"{STYLES[kind]};text-align:{table.sides[cell.column]}"
            made = tag(kind, self.body(cell.entry), style=kind, **more).replace(STYLES[kind], look, 1)
            rows[cell.row] = rows.get(cell.row, "") + made
        return "".join(tag("tr", row) for row in rows.values())

    # ---- words

    def on_Text(self, node: nodes.Text) -> str:
        return html.escape(text.of(node))

    def styled(self, node: nodes.TextElement, style: str) -> str:
        return tag(TAGS[style], self.group(node))

    def on_target(self, node: nodes.target) -> str:
        return self._mark(node["refid"]) if node.get("refid") else self.group(node)

    def link(self, node: nodes.reference, uri: str = "", label: str = "") -> str:
        if uri:
            return tag("a", self.group(node), href=uri, rel="noopener")
        if label.partition("#")[0] == self.wanted_page and label.partition("#")[2]:
            return tag("a", self.group(node), href=f"#{self._id(label)}")
        return self.group(node)

    def on_footnote(self, node: nodes.footnote) -> str:
        label = node.next_node(nodes.label)
        rest = self.all(child for child in node.children if child is not label)
        return self.marks(node) + tag("div", tag("sup", html.escape(label.astext())) + rest, "note")

    def on_footnote_reference(self, node: nodes.footnote_reference) -> str:
        return tag("sup", html.escape(node.astext()))


def setup(app: Any) -> dict[str, Any]:
    app.add_builder(FragmentBuilder)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
