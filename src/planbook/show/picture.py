"""A finished picture: its two drawings with everything that belongs to it in words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from .errors import ShowError
from .markup import Entry
from .tables import Table

SVG = "image/svg+xml"
_NAME = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True)
class Box:
    """Where one text stands on the canvas, in points from the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Drawing:
    """A picture as it is drawn for one width: the SVG, its size in points, where its texts stand, the size
    of its smallest letters."""

    svg: str
    width: float
    height: float
    boxes: tuple[Box, ...] = field(repr=False)
    least: float


@dataclass(frozen=True)
class Picture:
    """One exhibit, drawn for a column of text and for a phone.

    alt: what a listener hears; caption: what is shown, in neutral words; title, subtitle, note: what stands
    above and below the drawing; name: for the numbered figure; figures: ids of everything that is drawn;
    entries: the numbers in the drawings, each with its row; table: the numbers behind it, for the fold;
    counts: the numbers in the title that the program counted."""

    wide: Drawing
    narrow: Drawing
    alt: str
    caption: str
    name: str
    figures: tuple[str, ...]
    entries: tuple[Entry, ...]
    title: str
    subtitle: str
    note: str
    table: Table
    counts: tuple[str, ...] = ()

    def __post_init__(self):
        if not _NAME.fullmatch(self.name):
            raise ShowError(f"the picture name {self.name!r} must be lower-case letters, digits and hyphens")

    @property
    def drawings(self) -> tuple[Drawing, Drawing]:
        """Both, the wide one first."""
        return self.wide, self.narrow

    @property
    def rows(self) -> list:
        """The rows of the table behind the picture."""
        return self.table.rows

    def with_counts(self, counts: tuple[str, ...]) -> Picture:
        """The picture, with what the program counted for its title."""
        return replace(self, counts=counts)

    def bundle(self) -> tuple[dict, dict]:
        """The display bundle and its metadata, as the binder reads them."""
        data = {SVG: self.wide.svg, "text/plain": self.alt}
        about = {key: getattr(self, key) for key in ("name", "caption", "title", "subtitle", "note", "alt")}
        about |= {"figures": list(self.figures), "counts": list(self.counts), "narrow": self.narrow.svg}
        about |= {"entries": [entry.to_json() for entry in self.entries]}
        return data, {SVG: {"planbook": about}}

    def _repr_mimebundle_(self, include=None, exclude=None):
        return self.bundle()
