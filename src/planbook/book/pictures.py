"""The pictures of `planbook.show`: a numbered figure in the document, and in the pages of the book drawn
inline.

A figure holds two drawings, for a column of text and for a phone. In HTML both stand in the page as SVG,
and the page's styles show one of them (static/pictures.css); elsewhere one remains, as a file. Only what
our own drawings are made of is put into a page; a drawing with anything else in it stays a file, in which
nothing can run."""

import hashlib
import html
import re
from typing import Any

from docutils import nodes
from lxml import etree
from myst_nb.core.render import MimeData, NbElementRenderer
from sphinx.transforms.post_transforms import SphinxPostTransform

from planbook.book import ledger
from planbook.book.links import standard

PICTURE, WIDE, NARROW = "planbook-picture", "wide", "narrow"  # classes of drawings
DRAWING = "planbook_drawing"  # on an image: the drawing with its links
NARROW_FORMATS = {"epub"}  # read on phones and small devices
_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = {_SVG + name for name in ("svg", "a", "title", "rect", "circle", "path", "text")}
_ATTRIBUTES = {
    "viewBox", "width", "height", "font-family", "font-size", "font-weight", "fill", "stroke", "stroke-width",
    "stroke-dasharray", "x", "y", "d", "cx", "cy", "r", "text-anchor", "textLength", "href",
}  # fmt: skip
_HEAD = re.compile(r"<svg[^>]*>")
_KEPT = re.compile(r" (?:viewBox|font-size)=\"[^\"]*\"")  # the rest is for a file of its own
_WITHIN = re.compile(r"<a [^>]*><title>[^<]*</title>|</a>")  # links that lead nowhere from a file of its own
_LINK = re.compile(r'<a href="#([^"]*)">')
_ROW = re.compile(r"#[a-z0-9-]+")


def figure(renderer: NbElementRenderer, data: MimeData, picture: dict[str, Any]) -> nodes.figure:
    """A numbered figure around the drawings of one picture, with its title as caption, and what is shown
    and what has to be known as legend.

    A file's name carries a digest of its content: a reader who reloads during a publication gets the old
    page with the old picture or the new page with the new one. All words are text, never markup."""
    document = renderer.renderer.document
    name = re.sub(r"[^a-z0-9]+", "-", str(picture["name"]).lower()).strip("-")
    node = nodes.figure("", classes=["exhibit"])
    narrow = str(picture.get("narrow", ""))
    for kind, content in ((WIDE, data.string), (NARROW, narrow)):
        if content:
            alone = _WITHIN.sub("", content) if is_plain(content) else content
            digest = hashlib.sha256(alone.encode()).hexdigest()[:12]
            uri = renderer.write_file([f"{name}-{digest}.svg"], alone.encode(), exists_ok=True)
            image = nodes.image(
                uri=uri, alt=str(picture["alt"]), classes=[PICTURE, *([kind] if narrow else [])]
            )
            image[DRAWING] = content
            node += image
    if title := str(picture.get("title") or picture.get("caption", "")):
        node += nodes.caption(title, "", nodes.Text(title))
    notes = {"subtitle": str(picture.get("subtitle", "")), "note": str(picture.get("note", ""))}
    notes["note"] = f"注：{notes['note']}" if notes["note"] else ""
    if legend := [nodes.paragraph(text, text, classes=[kind]) for kind, text in notes.items() if text]:
        node += nodes.legend("", *legend)
    for part in node.findall(nodes.Element):
        part.source, part.line = document["source"], data.line or 0
    kept = {key: list(map(str, picture.get(key, ()))) for key in ("figures", "counts")}
    ledger.enter([node], kept | {"entries": list(picture.get("entries", ()))})
    node["names"].append(nodes.fully_normalize_name(str(picture["name"])))
    document.note_explicit_target(node, node)
    return node


class Draw(SphinxPostTransform):
    """The drawings of each picture as the format needs them."""

    default_priority = 7

    def run(self, **kwargs: Any) -> None:
        kept = NARROW if self.app.builder.name in NARROW_FORMATS else WIDE
        for node in list(self.document.findall(nodes.figure)):
            images = [
                one for one in node.children if isinstance(one, nodes.image) and PICTURE in one["classes"]
            ]
            drawn = [self._inline(image) for image in images] if self.app.builder.name == "html" else [""]
            if images and all(drawn):
                node[0 : len(images)] = [nodes.raw("", "".join(drawn), format="html")]
            elif len(images) > 1:
                for image in images:
                    if kept not in image["classes"]:
                        node.remove(image)

    def _inline(self, image: nodes.image) -> str:
        """A drawing for the page, its links to where the rows are; nothing when it is not one of ours."""
        drawing: str = image[DRAWING]
        if not is_plain(drawing):
            return ""
        classes, label = " ".join(image["classes"]), html.escape(image["alt"], quote=True)
        # NOTE: a group and no image, in which nobody who listens would find the links.
        head = rf'<svg class="{classes}" role="group" aria-label="{label}"'
        drawing = _HEAD.sub(lambda found: f"{head}{''.join(_KEPT.findall(found[0]))}>", drawing, count=1)
        return _LINK.sub(lambda found: f'<a href="{self._address(found[1])}">', drawing).rstrip()

    def _address(self, row: str) -> str:
        page, label = standard(self.env).anonlabels.get(row, (self.env.docname, row))
        here = self.env.docname
        return f"{self.app.builder.get_relative_uri(here, page) if page != here else ''}#{label}"


def is_plain(drawing: str) -> bool:
    """Whether an SVG holds nothing but shapes, texts, and links to rows."""
    try:
        root = etree.fromstring(drawing.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return False
    return root.getroottree().docinfo.doctype == "" and all(
        one.tag in _ELEMENTS
        and _ATTRIBUTES.issuperset(one.attrib.keys())
        and (
            "href" not in one.attrib
            or (one.tag == f"{_SVG}a" and _ROW.fullmatch(one.attrib["href"]) is not None)
        )
        for one in root.iter()
    )
