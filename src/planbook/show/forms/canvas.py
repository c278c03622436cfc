"""The frame of every picture: a canvas 360 pt wide, title, subtitle, key of the years, foot, saving, and
the check that no two texts overlap and none leaves the canvas.

All layout is in points from the top left corner. A form first works out how high its body is, then opens a
canvas.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Patch, Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.ticker import NullLocator

from planbook.show import style
from planbook.show.errors import Crowded, TitleTooLong
from planbook.show.picture import Box, Picture
from planbook.show.style import BODY, GRID, INK, MARGIN, MUTED, SMALL, TITLE, WIDTH
from planbook.show.tables import Table

Side = Literal["left", "center", "right"]
INNER = WIDTH - 2 * MARGIN
LONGEST_TITLE = 22
LEADING = 1.36  # line height over type size
_BASELINE = 0.37  # from the middle of a line down to its baseline, over the size


@dataclass(frozen=True)
class Key:
    """One entry of the key under the subtitle: what a mark means.

    kind: reviewed, planned, or a fill colour; bar: whether the picture draws bars and not discs.
    """

    label: str
    kind: str
    bar: bool = False


class Canvas:
    """A picture under construction. `top` and `bottom` bound the body, in points."""

    def __init__(
        self, *, title: str, subtitle: str, body: float, foot: list[str], keys: tuple[Key, ...] = ()
    ):
        length = style.measure(title)
        if length > LONGEST_TITLE or style.width(title, TITLE, "bold") > INNER:
            raise TitleTooLong(title, length, LONGEST_TITLE)
        under = style.tidy(subtitle, INNER, SMALL) if subtitle else []
        notes = [line for note in foot if note for line in style.tidy(note, INNER, SMALL)]
        step = SMALL * LEADING

        # 1. heights
        head = MARGIN + TITLE * 1.3 + len(under) * step + (step + 3 if keys else 0) + 8
        tail = (6 + len(notes) * step if notes else 0) + MARGIN - 3
        self.title, self.subtitle, self.foot = title, subtitle, tuple(note for note in foot if note)
        self.top, self.bottom, self.height = head, head + body, head + body + tail

        # 2. a page in points, the origin at the top left
        self.drawing = Drawing(figsize=(WIDTH / 72, self.height / 72), dpi=72)
        FigureCanvasSVG(self.drawing)
        self.page = self.axes(0, 0, WIDTH, self.height, (0, WIDTH))
        self._texts: list[Text] = []

        # 3. head and foot
        at = MARGIN + TITLE * 0.65
        self.text(MARGIN, at, title, size=TITLE, weight="bold")
        at += TITLE * 0.65 + step / 2
        for line in under:
            self.text(MARGIN, at, line, size=SMALL, color=MUTED)
            at += step
        if keys:
            self._keys(keys, at + 3)
        at = self.bottom + 6 + step / 2
        for line in notes:
            self.text(MARGIN, at, line, size=SMALL, color=MUTED)
            at += step

    def axes(self, left: float, top: float, width: float, height: float, xlim: tuple[float, float]) -> Axes:
        """A bare plotting area at a place in points; y runs downwards in points too."""
        full_width, full_height = WIDTH, self.height
        area = self.drawing.add_axes(
            (left / full_width, 1 - (top + height) / full_height, width / full_width, height / full_height)
        )
        area.set_xlim(*xlim)
        area.set_ylim(height, 0)
        area.set_axis_off()
        for axis in (area.xaxis, area.yaxis):  # not seen, so not made: seaborn asks for the labels of ticks
            axis.set_major_locator(NullLocator())
        area.set_autoscale_on(False)
        return area

    def text(
        self, x: float, y: float, text: str, *, size: float = BODY, color: str = INK, ha: Side = "left",
        weight: str = "regular", clear: bool = False,
    ) -> None:  # fmt: skip
        """One line of text whose middle stands at y; `clear` blanks what lies under it. Raises
        MissingGlyph."""
        if not text:
            return
        style.width(text, size, weight)
        # NOTE: texts belong to the drawing, not to an axes: whatever area is added later, they stay on top.
        drawn = self.drawing.text(
            x / WIDTH,
            1 - (y + _BASELINE * size) / self.height,
            text,
            size=size,
            color=color,
            ha=ha,
            va="baseline",
            weight=weight,
            zorder=5,
        )
        if clear:
            drawn.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.6})
        self._texts.append(drawn)

    def lines(self, x: float, y: float, lines: Sequence[str], *, size: float = BODY, **how: Any) -> None:
        """Several lines of text whose middle stands at y."""
        step = size * 1.24
        for number, line in enumerate(lines):
            self.text(x, y + (number - (len(lines) - 1) / 2) * step, line, size=size, **how)

    def rule(
        self, x0: float, y0: float, x1: float, y1: float, *, color: str = GRID, width: float = 0.8,
        dashed: bool = False, zorder: float = 0.5,
    ) -> None:  # fmt: skip
        """A thin line."""
        line = Line2D([x0, x1], [y0, y1], color=color, linewidth=width, zorder=zorder, solid_capstyle="butt")
        if dashed:
            line.set_dashes((2, 2))
        self.page.add_line(line)

    def mark(self, x: float, y: float, kind: str, size: float = 8.0, *, bar: bool = False) -> None:
        """The mark of a year, disc or short bar (planned: hollow), or a square of a colour."""
        face, edge = {
            "reviewed": (style.REVIEWED, style.REVIEWED),
            "planned": ("white", style.PLANNED),
        }.get(kind, (kind, kind))
        patch: Patch
        hollow = 1.8 if kind == "planned" else 0
        if bar:
            place = (x - 0.7 * size, y - 0.4 * size)
            patch = Rectangle(place, 1.4 * size, 0.8 * size, facecolor=face, edgecolor=edge, linewidth=hollow)
        elif kind in ("reviewed", "planned"):
            patch = Circle((x, y), size / 2, facecolor=face, edgecolor=edge, linewidth=hollow)
        else:
            patch = Rectangle((x - size / 2, y - size / 2), size, size, facecolor=face, edgecolor=edge)
        patch.set_zorder(4)
        self.page.add_patch(patch)

    def shape(self, points: Sequence[tuple[float, float]], **how: Any) -> None:
        """A filled polygon, in points."""
        self.page.add_patch(Polygon(points, closed=True, **how))

    def _keys(self, keys: Iterable[Key], y: float) -> None:
        x = MARGIN
        for entry in keys:
            self.mark(x + (5.6 if entry.bar else 4), y, entry.kind, bar=entry.bar)
            color = {"reviewed": style.REVIEWED, "planned": style.PLANNED_INK}.get(entry.kind, MUTED)
            x += 15 if entry.bar else 12
            self.text(x, y, entry.label, size=SMALL, color=color)
            x += style.width(entry.label, SMALL) + 14

    def finish(self, *, alt: str, caption: str, name: str, figures: Iterable[str], table: Table) -> Picture:
        """Check the texts, save the drawing, and hand the picture over. Raises Crowded."""
        boxes = self._boxes()
        wrong = faults(boxes, WIDTH, self.height)
        if wrong:
            raise Crowded(
                f"picture {name}: {wrong[0]}" + (f" (and {len(wrong) - 1} more)" if wrong[1:] else "")
            )
        out = io.BytesIO()
        self.drawing.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
        return Picture(
            svg=out.getvalue(),
            alt=alt,
            caption=caption,
            name=name,
            figures=tuple(dict.fromkeys(figures)),
            title=self.title,
            subtitle=self.subtitle,
            foot=self.foot,
            table=table,
            boxes=boxes,
            size=(WIDTH, self.height),
        )

    def _boxes(self) -> tuple[Box, ...]:
        """Every text as matplotlib will draw it: as paths, without hinting, so not by Agg's measure."""
        renderer = RendererBase()
        boxes = []
        for text in self._texts:
            box = text.get_window_extent(renderer)
            boxes.append(Box(text.get_text(), box.x0, self.height - box.y1, box.x1, self.height - box.y0))
        return tuple(boxes)


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
