"""The pieces of text in a finished page: what a reader sees or hears that may hold a numeral, and where."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

PROGRESS = "<outlook>"  # the table of what has been reached so far
WHOLE = "whole"  # the class of numbers that are kept on one line, see `planbook.book.whole_numbers`
_WHOLE = re.compile(rb'<span class="whole">([^<]*)</span>')  # a name with one in it is one text all the same
RESULT = "computed"  # the class of what was worked out of several figures
_NUMERAL = re.compile(r"[\d\u2160-\u2188零一二三四五六七八九十百千两]")  # \d: full-width digits, too
_SILENT = {"script", "style", "template"}
_TEXTS = etree.XPath(
    "//text()|//@alt|//@title|//@aria-label|//@aria-description|//@placeholder|//meta[@name='description' or "
    "@property='og:description']/@content"
)
_WORDS = etree.XPath("descendant::text()[not(parent::title)]")  # of a link; a title in it is its tip
_LABELS = etree.XPath("descendant::text()[not(ancestor::a)]")
_ROW = etree.XPath("descendant::*[starts-with(@id, 'fig-') or starts-with(@id, 'der-')][1]")


@dataclass
class Piece:
    """One text of a page: what it says, its line, the attribute that holds it, the elements around it."""

    text: str
    line: int
    kind: str  # "text", or the attribute
    around: list[etree._Element]  # the innermost first

    @cached_property
    def classes(self) -> set[str]:
        """The classes around it, and the elements as `<a>`."""
        classes = {f"<{one.tag}>" for one in self.around}
        classes |= {name for one in self.around for name in one.get("class", "").split()}
        return classes | (
            {PROGRESS} if any(one.get("id", "").startswith("outlook-") for one in self.around) else set()
        )

    @cached_property
    def place(self) -> tuple[str, str]:
        """The row that it belongs to, with the whole text that stands there, of a link, of one label of a
        picture or of a cell; what was worked out of several figures belongs to none."""
        for one in self.around:
            if one.tag == "a":
                label = next((inner for inner in self.around if inner.tag == "text"), one)
                return unquote(one.get("href", "").partition("#")[2]), "".join(_WORDS(label))
            if RESULT in one.get("class", "").split():
                return "", "".join(one.itertext())
            if one.tag == "tr":
                return next((id.get("id") for id in _ROW(one)), ""), self.text.strip()
        return "", ""

    @property
    def figure(self) -> str:
        """The id of the picture around it."""
        return next((one.get("id", "") for one in self.around if one.tag == "figure"), "")


class Page:
    """The texts of one page in which numerals stand, and its drawings: id of the figure, labels, line."""

    def __init__(self, path: Path):
        self.path = path
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True)
        self.root = etree.fromstring(_WHOLE.sub(rb"\1", path.read_bytes()), parser)

    @property
    def drawings(self) -> Iterator[tuple[str, list[str], int]]:
        """Every drawing of a figure, with its texts but for those that are links."""
        for drawing in self.root.iterfind(".//figure//svg"):
            figure = next(drawing.iterancestors("figure"))
            yield figure.get("id", ""), [str(text) for text in _LABELS(drawing)], drawing.sourceline

    @property
    def pieces(self) -> Iterator[Piece]:
        """In the order of the page, without the labels of drawings."""
        for text in filter(_NUMERAL.search, _TEXTS(self.root)):
            at = text.getparent()
            holder = at.getparent() if text.is_tail else at
            around = [holder, *holder.iterancestors()]
            tags = {one.tag for one in around}
            if text.attrname:
                yield Piece(str(text), at.sourceline, text.attrname, around)
            elif not tags & _SILENT and not ("svg" in tags and "a" not in tags):
                drawn_title = holder.tag == "title" and "svg" in tags
                yield Piece(str(text), at.sourceline, "title" if drawn_title else "text", around)
