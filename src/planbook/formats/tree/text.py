"""Text of a tree as it stands on paper: what is printed of it, where its lines break, how wide it is."""

import re
import unicodedata

from docutils import nodes

# Control characters, and line and paragraph separators: a blank to the reader.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
# Characters that mean nothing on paper: joiners, marks of direction, variation selectors.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]")
_BREAK = re.compile(r"[ \t]*\n[ \t\n]*")
_QUOTES = "“”‘’—…"


def clean(text: str) -> str:
    """Text as it is printed: control characters become blanks, invisible ones go; line feeds stay."""
    return _INVISIBLE.sub("", _CONTROL.sub(" ", text))


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


def of(node: nodes.Text) -> str:
    """The text of a node on paper, between its neighbours in the paragraph."""
    text = node.astext()
    return clean(joined(text, _beside(node, -1)[-1:], _beside(node, +1)[:1]) if "\n" in text else text)


def _beside(node: nodes.Node, step: int) -> str:
    siblings = node.parent.children
    at = next(i for i, sibling in enumerate(siblings) if sibling is node) + step
    return siblings[at].astext() if 0 <= at < len(siblings) else ""


def wide(char: str) -> bool:
    """Does a character take the width of a Chinese one?"""
    return bool(char) and (char in _QUOTES or unicodedata.east_asian_width(char) in "WF")


def width(text: str) -> float:
    """About how wide a text is, in em of the book's font."""
    return sum(1.0 if wide(char) else 0.57 for char in clean(text))
