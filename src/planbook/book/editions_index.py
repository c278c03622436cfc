"""The page that lists the books of all editions. Standard library only; it needs no network and no script."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import quote

TEMPLATE = Path(__file__).parent / "templates" / "shelf.html"
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


def write(path: Path, books: Iterable[Book]) -> Path:
    """Put the page at `path`, whole or not at all; nothing is written when it says what it said."""
    text = page(books)
    try:
        if path.read_text(encoding="utf-8") == text:
            return path
    except (OSError, ValueError):
        pass
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.write_text(text, encoding="utf-8")
    new.replace(path)
    return path


def page(books: Iterable[Book]) -> str:
    """The page: for each edition county, years, date, number of figures, and the way to its book."""
    books = list(books)
    there = [book for book in books if book.county]
    font = f"{quote(there[0].edition)}/{FONT}" if there else ""
    places = len({book.county for book in there})
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        font=font,
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
    return f'<tr><th scope="row">{link} <small>{escape(book.edition)}</small></th>{columns}</tr>'
