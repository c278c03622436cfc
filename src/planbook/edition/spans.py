"""Spans of a report's text: half open, [start, end), in code points; known by their digest. Stdlib only."""

import hashlib


def digest(characters: str) -> str:
    """The first 12 hex digits of the sha256 of some characters."""
    return hashlib.sha256(characters.encode()).hexdigest()[:12]


def line_starts(text: str) -> list[int]:
    """Where each line begins; bisect_right gives the 1-based line of an offset."""
    return [0, *(at + 1 for at, character in enumerate(text) if character == "\n")]
