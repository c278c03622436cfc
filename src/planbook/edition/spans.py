"""Spans of a report's text: half open, [start, end), in code points; known by their digest. Stdlib only."""

import hashlib


def digest(characters: str) -> str:
    """The first 12 hex digits of the SHA-256 of a piece of text."""
    return hashlib.sha256(characters.encode()).hexdigest()[:12]


def line_starts(text: str) -> list[int]:
    """The offset at which each line begins; bisect_right gives the 1-based line of any offset."""
    return [0, *(at + 1 for at, character in enumerate(text) if character == "\n")]
