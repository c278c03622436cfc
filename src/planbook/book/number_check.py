"""Has every number in the built book an origin? Read from the finished pages, not from what made them.

A number is digits, half- or full-width, a Roman numeral, or a rank that the report prints in Chinese numerals
(全市第一); other Chinese numerals are words here, as in 三农. It has an origin when the ledger has it where
it stands: as the text of this link, as a count, as a result, in the row of a figure, in a picture that shows
it; when it belongs to the edition's own words; or when it is on the short list ALLOWED. The ledger stands in
the book's own `provenance.json` (see `planbook.book.ledger` and data/README.md).
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Set
from pathlib import Path
from typing import Any, NamedTuple

from planbook.book.ledger import INDEX
from planbook.book.page_text import PROGRESS, Page, Piece

_HALF = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?|[\u2160-\u2188]+")
_SPOKEN_RANK = re.compile(r"..第[一二三四五六七八九十]")


class Allowed(NamedTuple):
    """One kind of number that needs no origin.

    within: classes, or elements as `<a>`; pattern: what is allowed there, everything when there is none.
    """

    name: str
    why: str
    within: frozenset[str] = frozenset()
    pattern: str = ""


ORIGIN = {"row", "inputs"}  # keys of an entry that is no count
FRONT = "index"  # the page that leads to the landing page, and repeats its lead
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
    Allowed("years", "a cell with nothing but a year", frozenset({"<td>", "<th>"}), r"^\s*20\d\d\s*$"),
    Allowed(
        "places", "places in the report: 第一部分第3段等2处", pattern=r"第[一-龥]{1,3}部分|第\d+段|等\d+处"
    ),
    Allowed("standards", "the number of a standard's version", pattern=r"XBRL Calculations 1\.1"),
    Allowed("rights", "since when somebody has the rights in the book", frozenset({"copyright"})),
    Allowed(
        "references",
        "works cited, their labels, how the report was published",
        frozenset({"bibtex-citation", "citation", "publication"}),
    ),
    Allowed("captions", "numbers of figures and tables", frozenset({"caption-number"})),
    Allowed("sections", "numbers of chapters", frozenset({"section-number"})),
    Allowed("contents", "chapters by number: 2 项目", frozenset({"<a>", "<title>", "<link>"}), _CHAPTER),
    Allowed("exhibits", "links named after a figure: 图 2.1", frozenset({"<a>"}), r"[图表] ?\d+(?:\.\d+)*"),
    Allowed("footnotes", "marks of footnotes", frozenset({"footnote-reference", "label"}), r"^\d+$"),
    Allowed("index", "the base of an index: GDP = 100", frozenset({PICTURE}), r"=100$"),
    Allowed("axes", "ends and middle of a line from 0 to 100", frozenset({PICTURE}), r"^(?:0|50|100)%?$"),
    Allowed(
        "progress",
        "the reader's own numbers: see the parameters",
        frozenset({PROGRESS, "to-date"}),
    ),
    Allowed("history", "what the county's earlier reports say of the same", frozenset({"history"})),
    Allowed("parameters", "the parameters in force", frozenset({"parameter"})),
    Allowed("quotes", "the report's own words, with --source", frozenset({"quote", "not-figure"})),
)  # fmt: skip


class Book:
    """What may stand on any page of a book."""

    def __init__(self, index: dict[str, Any]) -> None:
        self.index = index
        self.rows = {**index["figures"], **index["derived"]}
        printed = {row["printed"] for row in self.rows.values()}
        # NOTE: 两个 and 一条 are words of any sentence; a rank (全市第一) is not.
        self.spoken = _any_of(one for one in printed if not _NUMBER.search(one) and _SPOKEN_RANK.search(one))
        own = {*index["names"], *index["notes"]}
        self.words, self.drawn_words = _any_of(own), _any_of(own, apart=False)
        self.drawn: dict[str, dict[str, set[str]]] = {}  # page → picture → the numbers of its figures
        for page, pictures in index["pictures"].items():
            shown = {name: [self.rows[row]["printed"] for row in rows] for name, rows in pictures.items()}
            self.drawn[page] = {name: set(self.numbers(*texts)) for name, texts in shown.items()}
        for use in (use for uses in index["uses"].values() for use in uses if use["kind"] == "picture"):
            self.drawn.get(use["page"], {}).get(use["target"], set()).update(self.numbers(use["shown"]))
        shared = {name: index[name] for name in ("figures", "derived", "names", "notes")}
        self.digest = _digest(shared)

    def numbers(self, *texts: str) -> list[str]:
        """The numbers in some texts: half-width, without separators of thousands; ranks as printed."""
        halves = [text.translate(_HALF) for text in texts]
        numbers = [number.replace(",", "") for half in halves for number in _NUMBER.findall(half)]
        return numbers + [rank for half in halves for rank in self.spoken.findall(half)]

    def unnamed(self, text: str, drawn: bool = False) -> str:
        """The text with the edition's names and notes blotted out, and its length kept.

        drawn: the labels of a picture, which stand without a gap.
        """
        return (self.drawn_words if drawn else self.words).sub(_blank, text)


class Ledger:
    """What is entered of one page."""

    def __init__(self, book: Book, page: str) -> None:
        def own(kind: str, nothing: Any) -> Any:
            return book.index.get(kind, {}).get(page, nothing)

        self.book, self.entries = book, own("ledger", [])
        self.given, self.counted, self.drawn = own("given", []), own("counted", {}), book.drawn.get(page, {})
        numbers = [one for one in self.entries if ORIGIN & one.keys()]
        self.texts = {(one.get("row", ""), one["shown"]) for one in numbers}
        pages = book.index.get("ledger", {})
        repeated = [one for entries in pages.values() for one in entries] if page == FRONT else self.entries
        self.shown = set(book.numbers(*(one["shown"] for one in repeated)))  # a description repeats some
        self.tips = {row: {about["tip"]} for row, about in book.rows.items()}
        for one in numbers:
            self.tips.setdefault(one.get("row", ""), set()).add(one.get("tip", ""))
        self.counts = {one["shown"] for one in self.entries if not ORIGIN & one.keys()}

    def digest(self, path: Path) -> str:
        """A page with all that it is judged by."""
        drawn = {name: sorted(numbers) for name, numbers in self.drawn.items()}
        judged = _digest([self.book.digest, self.entries, self.given, self.counted, drawn])
        return hashlib.sha256(judged.encode() + path.read_bytes()).hexdigest()

    def covers(self, piece: Piece) -> bool:
        """Whether a piece of text is as it was entered."""
        row, whole = piece.place
        if piece.kind == "title":
            return piece.text in self.tips.get(row, ())
        return (row, whole) in self.texts

    def picture(self, name: str) -> set[str]:
        """The numbers that a picture may show: of its figures, of its table, in its title."""
        return self.drawn.get(name, set()).union(self.given, self.counted.get(name, ()))

    def faults(self, page: Page) -> Iterator[tuple[int, str, str]]:
        """The numbers of a page without an origin: line, number, text."""
        for piece in page.pieces:
            if not self.covers(piece):
                known = self.picture(piece.figure) if piece.figure and not piece.place[0] else set()
                known = known | self.counts if "counted" in piece.classes else known
                known = known | self.shown if piece.kind == "content" else known
                for number in homeless(piece.text, known, self.book, piece.classes):
                    yield piece.line, number, piece.text
        for name, labels, line in page.drawings:
            for label, number in homeless_labels(labels, self.picture(name), self.book):
                yield line, number, label


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _any_of(words: Iterable[str], apart: bool = True) -> re.Pattern[str]:
    """One of some words, the longest that fits. 20 is no word in 2026, and 5MW none in 15MW; not `apart`: but
    for bare numbers a digit may stand beside a word."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(_whole(word, apart or word.isdigit()) for word in longest) or r"(?!)")


def _whole(word: str, apart: bool) -> str:
    """A word as a pattern; apart: no part of a longer number."""
    before = r"(?<![\d.])" if apart and word[:1].isdigit() else ""
    after = r"(?!\d|\.\d)" if apart and word[-1:].isdigit() else ""
    return f"{before}{re.escape(word)}{after}"


def _blank(match: re.Match[str]) -> str:
    return "　" * len(match[0])


def check(book: Path, sound: set[str] | None = None) -> list[str]:
    """What is wrong in the pages of a built book, one line each: the page, its line, the number, the text.

    A book without `provenance.json` (bound by plain Jupyter Book) is not checked. `sound` holds digests of
    pages that were found good, each with all that it was judged by: those are passed over; afterwards it
    holds those of this book.
    """
    if not (book / INDEX).is_file():
        return []
    whole = Book(json.loads((book / INDEX).read_text(encoding="utf-8")))
    sound, faults, good = set() if sound is None else sound, [], set()
    for path in sorted(book.rglob("*.html")):
        name = path.relative_to(book).as_posix()
        ledger = Ledger(whole, name.removesuffix(".html"))
        digest = ledger.digest(path)
        page_faults = [] if digest in sound else [_fault(name, *fault) for fault in ledger.faults(Page(path))]
        faults += page_faults
        good |= set() if page_faults else {digest}
    sound.clear()
    sound |= good
    return faults


def homeless(text: str, known: set[str], book: Book, within: Set[str] = frozenset()) -> list[str]:
    """The numbers of a text without an origin; `within` are the classes and elements around it."""
    left = text.translate(_HALF)
    if not book.numbers(left):
        return []
    left = book.unnamed(left)
    for allowed in ALLOWED:
        if not allowed.within or allowed.within & within:
            left = re.sub(allowed.pattern or ".+", _blank, left, flags=re.S)
    return [number for number in book.numbers(left) if number not in known]


def homeless_labels(labels: list[str], known: set[str], book: Book) -> Iterator[tuple[str, str]]:
    """The same for the labels of a picture, where a long name may be broken over several."""
    whole = book.unnamed("".join(labels), drawn=True)
    at = 0
    for label in labels:
        left = whole[at : at + len(label)]
        at += len(label)
        for number in homeless(left, known, book, frozenset({PICTURE})):
            yield label, number


def _fault(page: str, line: int, number: str, text: str) -> str:
    words = " ".join(text.split())
    words = words if len(words) <= 60 else f"{words[:57]}…"
    return f"{page}:{line}: the number {number} has no origin: {words}"
