"""A text made plain, character by character: half-width, no blanks inside a line, origins kept."""

from __future__ import annotations

import re
from typing import NamedTuple

BLANKS = " \t\u3000\xa0\u2002\u2003\u2009\u202f\u200b\ufeff"
_DROPPED = frozenset(BLANKS + "\r")
_PARTING = re.compile(rf"(?<=\d)[{BLANKS}]+(?=\d)")
_ROW = re.compile(r"^[^\S\n]*\S[^\t\n]*(?:\t[^\t\n]*){2,}$", re.M)  # the cells of a table
_PLAIN = {c: c - 0xFEE0 for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_PLAIN |= {ord(wide): ord(half) for wide, half in zip("％．＋－／＜＞～", "%.+-/<>~", strict=True)}
_PLAIN |= {ord("﹪"): "%", ord("∕"): "/", ord("–"): "—", ord("─"): "—"}


class Folded(NamedTuple):
    """The plain text, and for each of its characters where it stood. `end` is the length of the original."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the plain text as a span of the original."""
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    """`text` with full-width digits and letters made plain and blanks inside a line dropped.

    Between two digits one blank stays: 12 13 are two numbers. The tabs between cells of a table stay.
    """
    parting = {match.start() for match in _PARTING.finditer(text)}
    for row in _ROW.finditer(text):
        parting |= {at for at in range(*row.span()) if text[at] == "\t"}
    kept = [at for at, c in enumerate(text) if c not in _DROPPED or at in parting]
    plain = "".join(text[at] for at in kept).translate(_PLAIN)
    return Folded(plain, (*kept, len(text)))
