"""Text → Typst string literals: whatever data holds, it stands inside quotes and is never read as markup."""

import json
import re
import unicodedata

# Control characters, and line and paragraph separators: a blank to the reader.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
# Characters that mean nothing on paper: joiners, marks of direction, variation selectors.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]")
_BREAK = re.compile(r"[ \t]*\n[ \t\n]*")
_LONG_NAME = re.compile(r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+){2,}")
_QUOTES = "“”‘’—…"


def clean(text: str) -> str:
    """Text as it is printed: control characters become blanks, invisible ones go; line feeds stay."""
    return _INVISIBLE.sub("", _CONTROL.sub(" ", text))


def quote(text: str) -> str:
    """A Typst string literal: quotation marks and backslashes escaped, everything else as it is."""
    return json.dumps(clean(text), ensure_ascii=False)


def words(text: str) -> str:
    """Text as Typst content for use in brackets: `#"…";`. Names like new_urban_jobs may break after `_`."""
    pieces = (
        _LONG_NAME.sub(lambda match: match[0].replace("_", "_\n"), text).split("\n")
        if "_" in text
        else [text]
    )
    return "#box();".join(f"#{quote(piece)};" for piece in pieces if piece)


def joined(text: str, before: str = "", after: str = "") -> str:
    """Text whose line breaks are undone: a blank between Latin words, nothing between Chinese characters.

    Args:
        before: the character that stands before the text on the page, if any.
        after: the one behind it.
    """

    def glue(match: re.Match[str]) -> str:
        left = text[match.start() - 1] if match.start() else before
        right = text[match.end()] if match.end() < len(text) else after
        return "" if wide(left) or wide(right) else " "

    return _BREAK.sub(glue, text)


def wide(char: str) -> bool:
    """Does a character take the width of a Chinese one?"""
    return bool(char) and (char in _QUOTES or unicodedata.east_asian_width(char) in "WF")


def width(text: str) -> float:
    """About how wide a text is, in em of the book's font."""
    return sum(1.0 if wide(char) else 0.57 for char in clean(text))
