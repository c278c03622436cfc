"""Has every number in the built book an origin? Read from the finished pages, not from what made them.

A number is digits, half- or full-width, a Roman numeral, or a rank that the report prints in Chinese numerals
(全市第一); other Chinese numerals are words here, as in 三农. It has an origin when it stands in a link
to the row of a figure (or of a derived quantity) that can be shown so, in such a row itself, in a picture
that lists such a figure, or when it is on the short list ALLOWED. All that the checker knows of figures
stands in the book's own `provenance.json`; see `planbook.show.provenance` for its form.
"""

import hashlib
import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from planbook.bind.piece import PROGRESS, Page, Piece

INDEX = "provenance.json"  # on the stage, and with the uses of each figure in the book
_HALF = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?|[\u2160-\u2188]+")
_SPOKEN_RANK = re.compile(r"..第[一二三四五六七八九十]")
_LABELS = re.compile(r"<!-- (.*?) -->")


class Allowed(NamedTuple):
    """One kind of number that needs no origin.

    within: classes, or elements as `<a>`; pattern: what is allowed there, everything when there is none.
    """

    name: str
    why: str
    within: frozenset[str] = frozenset()
    pattern: str = ""


PICTURE = "<picture>"  # the labels of a picture
_CHAPTER = r"^\s*\d+(?:\.\d+)*[ \u2002]"
# The whole list. Whatever is not here, and no figure, stops the build.
ALLOWED = (
    Allowed(
        "dates",
        "years and days say when, not how much",
        pattern=r"(?:19|20)\d\d(?:[—–-](?:19|20)\d\d)?年(?:\d{1,2}月(?:\d{1,2}日)?)?"
        r"|(?<!\d)\d{1,2}(?:[—–-]\d{1,2})?月|^\s*20\d\d-\d\d-\d\d\s*$",
    ),
    Allowed("years", "a cell with nothing but a year", frozenset({"<td>"}), r"^\s*20\d\d\s*$"),
    Allowed(
        "places", "places in the report: 第一部分第3段等2处", pattern=r"第[一-龥]{1,3}部分|第\d+段|等\d+处"
    ),
    Allowed("standards", "the number of a standard's version", pattern=r"XBRL Calculations 1\.1"),
    Allowed("captions", "numbers of figures and tables", frozenset({"caption-number"})),
    Allowed("sections", "numbers of chapters", frozenset({"section-number"})),
    Allowed("contents", "chapters by number: 2 项目", frozenset({"<a>", "<title>", "<link>"}), _CHAPTER),
    Allowed("exhibits", "links named after a figure: 图 2.1", frozenset({"<a>"}), r"[图表] ?\d+(?:\.\d+)*"),
    Allowed("counted", "rows that the program counted: 226个数字", frozenset({"counted"})),
    Allowed("ids", "the ids of figures", frozenset({"figure-id"})),
    Allowed("index", "the base of an index: GDP = 100", frozenset({PICTURE}), r"=100$"),
    Allowed("axes", "ends and middle of a line from 0 to 100", frozenset({PICTURE}), r"^(?:0|50|100)%?$"),
    Allowed(
        "progress",
        "the reader's own numbers: see the parameters",
        frozenset({PROGRESS, "to-date", "assumption"}),
    ),
    Allowed("parameters", "the parameters in force", frozenset({"parameter"})),
    Allowed("quotes", "the report's own words, with --source", frozenset({"quote", "not-figure"})),
)  # fmt: skip


@dataclass
class Origins:
    """What may be shown of which figure, out of the index."""

    index: dict[str, Any]
    forms: dict[str, set[str]] = field(init=False)
    words: re.Pattern[str] = field(init=False)
    spoken: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = {**self.index["figures"], **self.index["derived"]}
        printed = {form for row in self.rows.values() for form in row["forms"]}
        # NOTE: 两个 and 一条 are words of any sentence; a rank (全市第一) is not.
        spoken = {one for one in printed if not _NUMBER.search(one) and _SPOKEN_RANK.search(one)}
        self.spoken = _any_of(spoken)
        self.forms = {
            anchor: {*tokens(*row["forms"]), *spoken.intersection(row["forms"])}
            for anchor, row in self.rows.items()
        }
        self.words = _any_of({*self.index["names"], *self.index["notes"]})
        self.formulas = {row["formula"] for row in self.index["derived"].values()}
        self.counts = {str(count) for count in self.index["counts"].values()}
        apart = ("given", "pictures", "counted", "uses")  # all but the last belong to pages
        shared = {name: value for name, value in self.index.items() if name not in apart}
        self.shared = hashlib.sha256(json.dumps(shared, sort_keys=True).encode()).hexdigest()

    def own(self, page: str) -> tuple[dict[str, list[str]], set[str], dict[str, list[str]]]:
        """What is drawn in each picture of a page, the numbers among its parameters (a title may measure by
        one of them), and what was counted for the title of each picture."""
        name = page.removesuffix(".html")
        drawn, counted = (self.index.get(kind, {}).get(name, {}) for kind in ("pictures", "counted"))
        return drawn, set(self.index["given"].get(name, ())), counted

    def digest(self, path: Path, page: str) -> str:
        """A page with all that it is judged by. A picture has a digest of its content in its name."""
        drawn, given, counted = self.own(page)
        judged = json.dumps([self.shared, drawn, sorted(given), counted], sort_keys=True)
        return hashlib.sha256(judged.encode() + path.read_bytes()).hexdigest()

    def of(self, anchor: str, starred: bool = False) -> set[str]:
        """The numbers that a link to this row may show; with a star also what was worked out beside it."""
        found = self.forms.get(anchor, set())
        return found.union(*(tokens(*one["forms"]) for one in self._worked_out(anchor))) if starred else found

    def _worked_out(self, anchor: str) -> list[dict[str, Any]]:
        """What was worked out beside this row: differences from the year before, claims of the audit."""
        return self.index["worked_out"].get(anchor, [])

    def around(self, anchor: str) -> set[str]:
        """The numbers that may stand in a row, or in what a link says of it: its own, those that it was
        worked out from, and that which it is compared with."""
        inputs = self.rows.get(anchor, {}).get("inputs", ())
        found = self.of(anchor, starred=True).union(*(self.around(one) for one in inputs))
        for one in self._worked_out(anchor):
            found |= set().union(*(self.of(input_) for input_ in one["inputs"]))
            found |= {*tokens(one.get("formula", ""))}
        return found | {"1", "100"}  # of formulas: ÷ …（1 + …） × 100%

    def drawn(self, anchors: Iterable[str]) -> set[str]:
        """The numbers that a picture of these figures may show: theirs, and what follows from them alone."""
        within = set(anchors)
        found = set().union(*(self.of(anchor) for anchor in within))
        follows = (
            one for anchor in within for one in self._worked_out(anchor) if within.issuperset(one["inputs"])
        )
        return found.union(*(tokens(*one["forms"]) for one in follows))

    def unnamed(self, text: str) -> str:
        """The text with the edition's names and notes blotted out, and its length kept."""
        return self.words.sub(_blank, text)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """One of some words, the longest that fits."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest)) or r"(?!)")


def _blank(match: re.Match[str]) -> str:
    return "　" * len(match[0])


def tokens(*texts: str) -> list[str]:
    """The numbers in some texts: half-width, without separators of thousands."""
    return [found.replace(",", "") for text in texts for found in _NUMBER.findall(text.translate(_HALF))]


def check(book: Path, sound: set[str] | None = None) -> list[str]:
    """What is wrong in the pages of a built book, one line each: the page, its line, the number, the text.

    A book without `provenance.json` (bound by plain Jupyter Book) is not checked. `sound` holds digests of
    pages that were found good, each with all that it was judged by: those are passed over; afterwards it
    holds those of this book.
    """
    if not (book / INDEX).is_file():
        return []
    origins = Origins(json.loads((book / INDEX).read_text(encoding="utf-8")))
    sound, faults, good = set() if sound is None else sound, [], set()
    for path in sorted(book.rglob("*.html")):
        name = path.relative_to(book).as_posix()
        digest = origins.digest(path, name)
        found = [] if digest in sound else list(_page(path, name, origins))
        faults += found
        if not found:
            good.add(digest)
    sound.clear()
    sound |= good
    return faults


def _page(path: Path, name: str, origins: Origins) -> Iterator[str]:
    page = Page(path)
    drawn, given, counted = origins.own(name)
    for piece in page.pieces:
        known = _known(piece, origins, drawn)
        known |= given.union(counted.get(piece.figure, ())) if piece.kind == "alt" else set()
        for number in homeless(piece.text, known, origins, piece.classes):
            yield _fault(name, piece.line, number, piece.text)
    for id, source, line in page.pictures:
        known = origins.drawn(drawn.get(id, ())).union(given, counted.get(id, ()))
        for label, number in homeless_labels(_labels(path.parent / unquote(source)), known, origins):
            yield _fault(name, line, number, label)


def _known(piece: Piece, origins: Origins, drawn: dict[str, list[str]]) -> set[str]:
    """The numbers that have an origin where this piece stands."""
    if piece.kind == "alt":
        return origins.drawn(drawn.get(piece.figure, ()))
    if piece.link in origins.rows:
        if piece.kind == "title":
            return origins.around(piece.link)
        return origins.of(piece.link, starred=piece.text.rstrip().endswith("*"))
    if piece.row:
        return origins.around(piece.row)
    if piece.link == "figure-table":
        return origins.counts
    return set()


def homeless(text: str, known: set[str], origins: Origins, within: frozenset[str] = frozenset()) -> list[str]:
    """The numbers of a text without an origin; `within` are the classes and elements around it."""
    left = text.translate(_HALF)
    if not (_NUMBER.search(left) or origins.spoken.search(left)) or text.strip() in origins.formulas:
        return []  # a formula belongs to one derived quantity, which the index knows by it
    left = origins.unnamed(left)
    for allowed in ALLOWED:
        if not allowed.within or allowed.within & within:
            left = re.sub(allowed.pattern or ".+", _blank, left, flags=re.S)
    return [number for number in (*tokens(left), *origins.spoken.findall(left)) if number not in known]


def homeless_labels(labels: list[str], known: set[str], origins: Origins) -> Iterator[tuple[str, str]]:
    """The same for the labels of a picture, where a long name may be broken over several."""
    whole = origins.unnamed("".join(labels))
    at = 0
    for label in labels:
        left = whole[at : at + len(label)]
        at += len(label)
        for number in homeless(left, known, origins, frozenset({PICTURE})):
            yield label, number


def _labels(picture: Path) -> list[str]:
    """The texts of a picture: matplotlib draws outlines and leaves each text in a comment, escaped."""
    if picture.suffix != ".svg" or not picture.is_file():
        return []
    labels = _LABELS.findall(picture.read_text(encoding="utf-8"))
    return [html.unescape(label).replace("- -", "--") for label in labels]


def _fault(page: str, line: int, number: str, text: str) -> str:
    said = " ".join(text.split())
    said = said if len(said) <= 60 else f"{said[:57]}…"
    return f"{page}:{line}: the number {number} has no origin: {said}"
