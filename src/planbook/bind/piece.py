"""The pieces of text in a finished page: what a reader sees or hears that may hold a numeral, and where."""

import re
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

PROGRESS = "<outlook>"  # the table of what has been reached so far
_NUMERAL = re.compile(r"[\d\u2160-\u2188零一二三四五六七八九十百千两]")  # \d: full-width digits, too
_SILENT = {"script", "style", "svg", "template"}
_SPOKEN = ("alt", "title", "aria-label", "aria-description", "placeholder", "content")


@dataclass
class Piece:
    """One text of a page: what it says, and where it stands."""

    text: str
    line: int
    kind: str = "text"  # or the attribute that holds it
    whole: str = ""  # the text of the link, or of the result, around it
    link: str = ""  # the target of the link around it
    result: bool = False  # whether it belongs to what was worked out of several figures
    figure: str = ""  # the id of the picture around it
    row: str = ""  # the row of the data page around it
    classes: frozenset[str] = frozenset()


@dataclass
class _Place:
    """Where the walk through a page stands: the link, the picture and the classes around, silent or not."""

    whole: str = ""
    link: str = ""
    result: bool = False
    figure: str = ""
    row: str = ""  # the id of the figure that the table row is about, once the walk has passed it
    in_row: bool = False
    silent: bool = False
    classes: frozenset[str] = frozenset()


class Page:
    """The texts of one page in which numerals stand, each with the link, the row and the classes around it;
    and its pictures."""

    def __init__(self, path: Path):
        self.path = path
        self.pieces: list[Piece] = []
        self.pictures: list[tuple[str, str, int]] = []  # id of the figure, file, line
        root = etree.parse(str(path), etree.HTMLParser(encoding="utf-8")).getroot()
        if root is not None:
            self._walk(root, _Place())

    def _walk(self, element: etree._Element, around: _Place) -> None:
        if not isinstance(element.tag, str):  # a comment
            return
        here = self._enter(element, around)
        self._note(element.text, element, here)
        for child in element:
            self._walk(child, here)
            self._note(child.tail, child, here)
        if element.tag != "tr":  # what the row is about, its other cells know as well
            around.row = here.row

    def _enter(self, element: etree._Element, around: _Place) -> _Place:
        about, tag = element.attrib, element.tag
        css = [f"<{tag}>", *about.get("class", "").split()]
        id = about.get("id", "")
        if id.startswith("outlook-"):
            css.append(PROGRESS)
        here = copy(around)
        here.classes = around.classes.union(css)
        here.silent |= tag in _SILENT
        here.in_row |= tag == "tr"
        if tag == "a":
            here.link = unquote(about.get("href", "").partition("#")[2])
            here.whole = "".join(element.itertext())
        elif "computed" in css:
            here.whole, here.result = "".join(element.itertext()), True
        elif tag == "figure":
            here.figure = id
        elif tag == "img" and here.figure:
            self.pictures.append((here.figure, about.get("src", ""), element.sourceline))
        if here.in_row and id.startswith(("fig-", "der-")):
            here.row = id
        for name in _SPOKEN:
            if name in about and not (tag == "meta" and about.get("name") != "description"):
                self._note(about[name], element, here, name)
        return here

    def _note(self, text: str | None, element: etree._Element, here: _Place, kind: str = "text") -> None:
        if text and _NUMERAL.search(text) and not (here.silent and kind == "text"):
            place = (here.whole, here.link, here.result, here.figure, here.row, here.classes)
            self.pieces.append(Piece(text, element.sourceline, kind, *place))
