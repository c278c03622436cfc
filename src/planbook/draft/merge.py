"""A new run beside what a person has judged: a judged row stays, drafted rows on its place give way."""

from __future__ import annotations

from collections.abc import Iterable

from planbook.edition.spans import digest

from .review import NEW, Row, ordered


def merge(drafted: Iterable[Row], kept: Iterable[Row], text: str, context: str = "before") -> list[Row]:
    """The drafted rows with every judged row in the place of what was drafted there.

    A judged row is known by its span and the digest of its characters. Where the text has changed it moves
    to the one place with the same characters and the same words before them; one without a place is dropped.
    """
    judged = [row for row in kept if row["state"] != NEW]
    settled = [moved for row in judged if (moved := _settled(row, text, context))]
    taken = [(int(row["char_start"]), int(row["char_end"])) for row in settled]
    free = [row for row in drafted if not _overlaps(row, taken)]
    return ordered([*free, *settled])


def lost(kept: Iterable[Row], text: str, context: str = "before") -> list[Row]:
    """The judged rows that a changed text has no place for."""
    return [row for row in kept if row["state"] != NEW and _settled(row, text, context) is None]


def _settled(row: Row, text: str, context: str) -> Row | None:
    start, end = int(row["char_start"]), int(row["char_end"])
    if digest(text[start:end]) == row["sha256"]:
        return row
    size, before = end - start, row.get(context, "").replace("⏎", "\n") if context == "before" else ""
    words = row.get("printed") or row.get("text") or ""
    if len(words) != size:
        return None
    for context_size in (len(before), min(8, len(before)), 0):  # the longest context with one place decides
        places = _places(text, before[len(before) - context_size :], words)
        if len(places) == 1:
            break
    else:
        return None
    start = places[0]
    moved = {
        "char_start": str(start),
        "char_end": str(start + size),
        "line": str(text.count("\n", 0, start) + 1),
    }
    if row.get("word_start", "").isdigit():
        moved["word_start"] = str(int(row["word_start"]) + start - int(row["char_start"]))
    return {**row, **moved}


def _places(text: str, before: str, words: str) -> list[int]:
    """Where some words begin that stand behind others."""
    places, at = [], text.find(before + words)
    while at >= 0:
        places.append(at + len(before))
        at = text.find(before + words, at + 1)
    return places


def _overlaps(row: Row, taken: list[tuple[int, int]]) -> bool:
    start, end = int(row["char_start"]), int(row["char_end"])
    return any(start < b and a < end for a, b in taken)
