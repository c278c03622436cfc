"""A finished picture: the drawing with everything that belongs to it in words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from .errors import ShowError
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
class Picture:
    """One exhibit's drawing.

    svg: the bytes; alt: what a listener hears; caption and name: for the numbered figure; figures: ids of
    everything that is drawn; title, subtitle, foot: what stands in the picture; table: the numbers behind
    it, for the fold; counts: the numbers in the title that the program counted.
    """

    svg: bytes
    alt: str
    caption: str
    name: str
    figures: tuple[str, ...]
    title: str
    subtitle: str
    foot: tuple[str, ...]
    table: Table
    boxes: tuple[Box, ...] = field(default=(), repr=False)
    size: tuple[float, float] = (0, 0)
    counts: tuple[str, ...] = ()

    def __post_init__(self):
        if not _NAME.fullmatch(self.name):
            raise ShowError(f"the picture name {self.name!r} must be lower-case letters, digits and hyphens")

    @property
    def rows(self) -> list:
        """The rows of the table behind the picture."""
        return self.table.rows

    def with_counts(self, counts: tuple[str, ...]) -> Picture:
        """The picture, with what the program counted for its title."""
        return replace(self, counts=counts)

    def bundle(self) -> tuple[dict, dict]:
        """The display bundle and its metadata, as the binder reads them."""
        data = {SVG: self.svg.decode(), "text/plain": self.alt}
        about = {"name": self.name, "caption": self.caption, "alt": self.alt, "figures": list(self.figures)}
        about |= {"counts": list(self.counts)}
        return data, {SVG: {"planbook": about}}

    def _repr_mimebundle_(self, include=None, exclude=None):
        return self.bundle()
