"""The page that lists the books of all editions. Standard library only; it needs no network and no script."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import quote

TEMPLATES = Path(__file__).parent / "templates"
FONT = "html/_static/fonts/NotoSansSC-Regular.woff2"  # in each book


@dataclass(frozen=True)
class Book:
    """One edition, as its published book says; without a `county` there is no book of it yet."""

    edition: str
    figures: int = 0
    county: str = ""
    date: str = ""
    reviewed: str = ""
    planned: str = ""
    unreviewed: bool = False


def write(path: Path, text: str) -> Path:
    """Put a page at `path`, whole or not at all; nothing is written when it says what it said."""
    try:
        if path.read_text(encoding="utf-8") == text:
            return path
    except (OSError, ValueError):
        pass
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.write_text(text, encoding="utf-8")
    new.replace(path)
    return path


def font(books: Iterable[Book]) -> str:
    """The way to the first book's font; empty where there is no book."""
    return next((f"{quote(book.edition)}/{FONT}" for book in books if book.county), "")


def style(font: str) -> str:
    """The look of the pages beside the books; `font`: the way to the first book's."""
    return (TEMPLATES / "shelf.css").read_text(encoding="utf-8").replace("PLANBOOK-FONT", font)


def page(books: Iterable[Book], more: str = "") -> str:
    """The page: for each edition county, years, date, number of figures, and the way to its book.

    more: HTML behind the summary.
    """
    books = list(books)
    there = [book for book in books if book.county]
    places = len({book.county for book in there})
    return Template((TEMPLATES / "shelf.html").read_text(encoding="utf-8")).substitute(
        style=style(font(books)),
        more=more,
        summary=f"{places} 个地区，{len(there)} 本书，{sum(book.figures for book in there)} 个数字。",
        rows="\n".join(_row(book) for book in books),
    )


def _row(book: Book) -> str:
    if not book.county:
        none = '<td colspan="4" class="none">还没有成书</td>'
        return f'<tr><th scope="row">{escape(book.edition)}</th>{none}</tr>'
    cells = (book.reviewed, book.planned, book.date, f"{book.figures}")
    link = f'<a href="{quote(book.edition)}/html/index.html">{escape(book.county)}</a>'
    columns = "".join(f"<td>{escape(text)}</td>" for text in cells)
    draft = " <strong>草稿</strong>" if book.unreviewed else ""
    return f'<tr><th scope="row">{link}{draft} <small>{escape(book.edition)}</small></th>{columns}</tr>'
