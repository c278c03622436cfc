"""The frame of every picture: a canvas of one layout, the key of the years, and the check that no two texts
overlap and none leaves the canvas.

All places are in points from the top left corner. seaborn draws the bars and points onto the page; what
stands around them are matplotlib's lines and polygons, and texts; `planbook.show.svg` writes them all. A
form draws itself once for each layout (`finish`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Patch, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.ticker import NullLocator

from planbook.edition import Edition
from planbook.show import numbers, palette, style, svg
from planbook.show.errors import Crowded, TitleTooLong
from planbook.show.markup import Entry, line, tooltip
from planbook.show.palette import CONTEXT, GRID, INK, MUTED
from planbook.show.picture import Box, Drawing, Picture
from planbook.show.style import MARGIN, Layout
from planbook.show.tables import Table

Side = Literal["left", "center", "right"]
LONGEST_TITLE = 22
LEADING = 1.3  # line height over type size
HATCH = 5.0  # between the lines of a hatch
ASCENT, DESCENT = 0.51, 0.49  # from the middle of a line to the ends of its box, over the size


@dataclass(frozen=True)
class Key:
    """One entry of the key above the marks: what a mark means.

    kind: reviewed, planned, part or whole; bar: whether the picture draws bars and not discs.
    """

    label: str
    kind: str
    bar: bool = False


class Canvas:
    """A drawing under construction. `top` and `bottom` bound the body, in points."""

    def __init__(self, ed: Edition, layout: Layout, body: float, keys: tuple[Key, ...] = ()):
        self.ed, self.layout = ed, layout
        self.top = layout.small * LEADING + 6 if keys else MARGIN
        self.bottom = self.top + body
        self.height = self.bottom + MARGIN
        self.texts: list[svg.Text] = []
        self.tips: dict[str, str] = {}
        self.entries: dict[Entry, None] = {}
        self._figure = Figure(figsize=(layout.width / 72, self.height / 72), dpi=72)
        self._figure.patch.set_visible(False)
        self.page = self._figure.add_axes((0, 0, 1, 1))
        for axis in (
            self.page.xaxis,
            self.page.yaxis,
        ):  # not seen, so not made: seaborn asks for labels of ticks
            axis.set_major_locator(NullLocator())
        self.page.set_autoscale_on(False)
        self.settle()
        if keys:
            self._keys(keys, layout.small * LEADING / 2)

    def settle(self) -> None:
        """The page is in points, y downwards; what seaborn draws changes that, and this brings it back."""
        self.page.set_axis_off()
        self.page.set(xlim=(0, self.layout.width), ylim=(self.height, 0))

    def row(self, figure: numbers.Quantity | None) -> str | None:
        """The row of a figure, for the marks and texts that belong to it."""
        if figure is None:
            return None
        row = numbers.anchor(figure)
        self.tips.setdefault(row, line(tooltip(self.ed, figure)))
        return row

    def text(
        self, x: float, y: float, text: str, *, size: float = 0, color: str = INK, ha: Side = "left",
        weight: str = "regular", figure: numbers.Quantity | None = None,
    ) -> None:  # fmt: skip
        """One line of text whose middle stands at y; figure: whose number it is. Raises MissingGlyph."""
        if text := line(text):
            row = self.row(figure) or ""
            if row:
                self.entries[Entry(text, row, self.tips[row])] = None
            self.texts.append(svg.Text(text, x, y, size or self.layout.body, color, ha, weight, row))

    def lines(self, x: float, y: float, lines: Sequence[str], *, size: float = 0, **how: Any) -> None:
        """Several lines of text whose middle stands at y."""
        step = (size or self.layout.body) * 1.24
        for number, each in enumerate(lines):
            self.text(x, y + (number - (len(lines) - 1) / 2) * step, each, size=size, **how)

    def rule(
        self, x0: float, y0: float, x1: float, y1: float, *, color: str = GRID, width: float = 0.8,
        dashed: bool = False, zorder: float = 0.5, figure: numbers.Quantity | None = None,
    ) -> None:  # fmt: skip
        """A thin line."""
        drawn = Line2D([x0, x1], [y0, y1], color=color, linewidth=width, zorder=zorder, solid_capstyle="butt")
        if dashed:
            drawn.set_dashes((2, 2))
        drawn.set_url(self.row(figure))
        self.page.add_line(drawn)

    def patch(self, patch: Patch, figure: numbers.Quantity | None = None) -> None:
        """A shape, in points."""
        patch.set_url(self.row(figure))
        self.page.add_patch(patch)

    def shape(
        self, points: Sequence[tuple[float, float]], figure: numbers.Quantity | None = None, **how: Any
    ) -> None:
        """A filled polygon, in points."""
        self.patch(Polygon(points, closed=True, **how), figure)

    def hatch(
        self, x: float, y: float, wide: float, high: float, color: str, figure: numbers.Quantity
    ) -> None:
        """Slanting lines over a rectangle: what is derived."""
        points = []
        for at in range(1, int((wide + high) / HATCH) + 1):
            reach = at * HATCH
            low, right = min(reach, high), min(reach, wide)
            points += [(x + reach - low, y + low), (x + right, y + reach - right)]
        if points:
            codes = [Path.MOVETO, Path.LINETO] * (len(points) // 2)
            path = PathPatch(Path(points, codes), facecolor="none", edgecolor=color, linewidth=1, zorder=3)
            self.patch(path, figure)

    def mark(self, x: float, y: float, kind: str, size: float = 9.0, *, bar: bool = False) -> None:
        """The mark of a kind: a disc or short bar, filled (reviewed, part) or hollow (planned, whole)."""
        face, edge = {
            "planned": (palette.PAPER, palette.PLANNED),
            "whole": (palette.PAPER, CONTEXT),
        }.get(kind, (palette.REVIEWED, palette.REVIEWED))
        wide = 1.6 if face == palette.PAPER else 0
        how: dict[str, Any] = {"facecolor": face, "edgecolor": edge, "linewidth": wide, "zorder": 4}
        if bar:
            self.patch(Rectangle((x - 0.7 * size, y - 0.4 * size), 1.4 * size, 0.8 * size, **how))
        else:
            self.patch(Circle((x, y), size / 2, **how))

    def _keys(self, keys: Iterable[Key], y: float) -> None:
        x, small = MARGIN, self.layout.small
        for entry in keys:
            self.mark(x + (7 if entry.bar else 5), y, entry.kind, bar=entry.bar)
            color = {"reviewed": palette.REVIEWED, "planned": palette.PLANNED_INK}.get(entry.kind, MUTED)
            x += 19 if entry.bar else 14
            self.text(x, y, entry.label, size=small, color=color)
            x += style.width(entry.label, small) + 16

    def drawing(self) -> Drawing:
        """What has been drawn. Raises Crowded."""
        boxes = tuple(
            Box(
                text.text,
                text.left,
                text.y - ASCENT * text.size,
                text.left + text.width,
                text.y + DESCENT * text.size,
            )
            for text in self.texts
        )
        if wrong := faults(boxes, self.layout.width, self.height):
            raise Crowded(wrong[0] + (f" (and {len(wrong) - 1} more)" if wrong[1:] else ""))
        renderer = svg.Renderer(self.layout.width, self.height)
        self._figure.draw(renderer)
        written = svg.write(renderer, self.texts, self.tips, self.layout.body)
        least = min((text.size for text in self.texts), default=self.layout.body)
        return Drawing(written, self.layout.width, self.height, boxes, least)


def finish(
    draw: Callable[[Layout], Canvas], *, title: str, subtitle: str, note: str, alt: str, caption: str,
    name: str, figures: Iterable[str], table: Table,
) -> Picture:  # fmt: skip
    """The picture, drawn for both layouts. Raises Crowded, TitleTooLong."""
    length = style.measure(title)
    if length > LONGEST_TITLE:
        raise TitleTooLong(title, length, LONGEST_TITLE)
    drawings: list[Drawing] = []
    entries: dict[Entry, None] = {}
    for layout in (style.WIDE, style.NARROW):
        try:
            canvas = draw(layout)
            drawings.append(canvas.drawing())
        except Crowded as wrong:
            raise Crowded(f"picture {name}, {layout.width:g} pt wide: {wrong}") from wrong
        entries |= canvas.entries
    wide, narrow = drawings
    return Picture(
        wide=wide, narrow=narrow, alt=alt, caption=caption, name=name, figures=tuple(dict.fromkeys(figures)),
        entries=tuple(entries), title=title, subtitle=subtitle, note=note, table=table,
    )  # fmt: skip


def faults(boxes: Sequence[Box], width: float, height: float) -> list[str]:
    """What is wrong with the texts: outside the canvas, or over one another (by more than a hair)."""
    hair, wrong = 0.6, []
    for number, box in enumerate(boxes):
        if min(box.left, box.top, width - box.right, height - box.bottom) < -hair:
            wrong.append(f"{box.text!r} leaves the canvas")
        for other in boxes[number + 1 :]:
            across = min(box.right, other.right) - max(box.left, other.left)
            down = min(box.bottom, other.bottom) - max(box.top, other.top)
            if across > hair and down > hair:
                wrong.append(f"{box.text!r} and {other.text!r} overlap")
    return wrong
