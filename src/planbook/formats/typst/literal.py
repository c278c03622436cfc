"""Text → Typst string literals: whatever data holds, it stands inside quotes and is never read as markup."""

import json
import re

from planbook.formats.tree.text import clean

_LONG_NAME = re.compile(r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+){2,}")


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


def array(*items: str) -> str:
    """A Typst array of pieces of code."""
    return "(" + "".join(f"{item}, " for item in items) + ")"
