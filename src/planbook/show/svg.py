"""A drawing as SVG: the marks that matplotlib and seaborn have made, and real text.

The file stands alone: colours and letters are attributes, which a page's own styles override, so one file
serves pages by day and by night, paper and e-books (see `book/static/pictures.css`). It holds no id, so
that many can stand on one page, and nothing that could be executed. What belongs to one number, its mark
and its text, is one link to the number's row, with what is known of it as title."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import SupportsFloat
from xml.sax.saxutils import escape

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.path import Path

from . import palette, style

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML
_WIDE_ONLY = re.compile("[\u2e80-\u9fff\uff00-\uffee]*")
_DISC = np.shape(Path.unit_circle().vertices)
_BASELINE = 0.37  # from the middle of a line down to its baseline, over the size


@dataclass(frozen=True)
class Text:
    """One line of text: its middle stands at y; row: the target of its link, if it has one."""

    text: str
    x: float
    y: float
    size: float
    color: str
    ha: str
    weight: str
    row: str

    @property
    def width(self) -> float:
        """In the bundled font, in points. Raises MissingGlyph."""
        return style.width(self.text, self.size, self.weight)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.x - self.width * {"left": 0, "center": 0.5, "right": 1}[self.ha]

    def svg(self, body: float) -> str:
        """The element. A text that is not only Chinese gets its length too: no other font makes it longer."""
        anchor = {"left": "", "center": ' text-anchor="middle"', "right": ' text-anchor="end"'}[self.ha]
        size = f' font-size="{self.size:g}"' if self.size != body else ""
        color = f' fill="{self.color}"' if self.color != palette.INK else ""
        weight = ' font-weight="700"' if self.weight == "bold" else ""
        length = "" if _WIDE_ONLY.fullmatch(self.text) else f' textLength="{_short(self.width)}"'
        place = f'x="{_short(self.x)}" y="{_short(self.y + _BASELINE * self.size)}"'
        return f"<text {place}{anchor}{size}{color}{weight}{length}>{_escaped(self.text)}</text>"


class Renderer(RendererBase):
    """What matplotlib draws on: paths become elements, each with the row that it belongs to."""

    def __init__(self, width: float, height: float):
        super().__init__()
        self.width, self.height = width, height
        self.elements: list[tuple[str, str]] = []

    def get_canvas_width_height(self):
        return self.width, self.height

    def points_to_pixels(self, points):
        return points

    def draw_path(self, gc: GraphicsContextBase, path: Path, transform, rgbFace=None):
        where = transform.transform_path(path)
        filled = rgbFace is not None and _opaque(rgbFace)
        paint = f' fill="{to_hex(rgbFace).upper()}"' if filled else ' fill="none"'
        if gc.get_linewidth() and _opaque(gc.get_rgb()):
            paint += f' stroke="{to_hex(gc.get_rgb()).upper()}" stroke-width="{_short(gc.get_linewidth())}"'
            _, dashes = gc.get_dashes()
            if dashes is not None:
                paint += f' stroke-dasharray="{" ".join(map(_short, np.ravel(dashes).tolist()))}"'
        elif not filled:
            return
        self.elements.append((gc.get_url() or "", f"<{self._shape(where)}{paint}/>"))

    def _shape(self, path: Path) -> str:
        if np.shape(path.vertices) == _DISC:
            (x0, y0), (x1, y1) = path.get_extents().get_points()
            middle = f'cx="{_short((x0 + x1) / 2)}" cy="{_short(self.height - (y0 + y1) / 2)}"'
            return f'circle {middle} r="{_short((x1 - x0) / 2)}"'
        pieces = []
        for vertex, code in path.iter_segments(simplify=False, curves=False):
            x, y = np.ravel(vertex)[-2:]
            place = f"{_short(x)} {_short(self.height - y)}"
            pieces.append("z" if code == Path.CLOSEPOLY else f"{'M' if code == Path.MOVETO else 'L'}{place}")
        return f'path d="{"".join(pieces)}"'


def write(renderer: Renderer, texts: list[Text], tips: Mapping[str, str], body: float) -> str:
    """The drawing; tips: row → what is known of its number. First stands what belongs to no number, then
    the links, from the top downwards: who goes from one to the next by keyboard goes down the picture."""
    free = [element for row, element in renderer.elements if not row]
    free += [text.svg(body) for text in texts if not text.row]
    links: dict[str, list[str]] = {}
    for row, element in [*renderer.elements, *((text.row, text.svg(body)) for text in texts)]:
        if row:
            links.setdefault(row, []).append(element)
    heights = {text.row: text.y for text in reversed(texts)}
    rows = sorted(links, key=lambda row: heights.get(row, 0.0))
    drawn = "".join(free) + "".join(
        f'<a href="#{row}"><title>{_escaped(tips[row])}</title>{"".join(links[row])}</a>' for row in rows
    )
    width, height = _short(renderer.width), _short(renderer.height)
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    look = f'font-family="{style.FAMILY}, sans-serif" font-size="{body:g}" fill="{palette.INK}"'
    ground = f'<rect width="100%" height="100%" fill="{palette.PAPER}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {look}>{ground}{drawn}</svg>\n'


def _escaped(text: str) -> str:
    return escape(_ILLEGAL.sub("", text))


def _short(number: SupportsFloat) -> str:
    return f"{round(float(number), 1):g}"


def _opaque(color) -> bool:
    return len(color) < 4 or color[3] > 0
