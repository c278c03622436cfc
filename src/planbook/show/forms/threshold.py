"""Rates on a line from 0 to 100: a dot at the value, an arrow where the report only says "over" or "at
least"."""

from __future__ import annotations

from collections.abc import Sequence

import seaborn as sns

from planbook.edition import Edition
from planbook.show.forms import bar_style, bars
from planbook.show.forms.canvas import LEADING, Canvas, Side, finish

from .. import numbers, palette, style
from ..claims import Claim, reaching
from ..errors import ShowError
from ..picture import Picture
from ..select import Exhibit
from ..style import MARGIN, Layout

TRACK = 24.0  # the height of a track, with the gap below it
TICKS = (0, 50, 100)
LONGEST = 150  # per cent


@style.theme()
def threshold(
    ed: Edition,
    figures: bar_style.Chosen,
    *,
    title: str,
    caption: str,
    name: str,
    subtitle: str = "",
    note: str = "",
    labels: bar_style.Labels = None,
    order: str = "value",
    head: str = "指标",
    line: int = 0,
) -> Picture | None:
    """A row for each rate in %; above its line the name and the value as printed, hedge and all.

    order: "value" (largest first) or "given"; line: a rate to measure by (0: none). The scale ends at 100, or
    where a rate is larger, such as a completion of 104.5%, behind it. Raises ShowError for another unit or a
    value below 0 or beyond LONGEST.
    """
    chosen = bar_style.drawable(bar_style.resolve(ed, figures), name)
    if not chosen:
        return None
    for figure in chosen:
        if figure.unit != "%" or figure.value is None or not 0 <= figure.value <= LONGEST:
            raise ShowError(
                f"{name}: {numbers.key(figure)} ({figure.printed}) is not a rate between 0 and {LONGEST}%"
            )
    made = bar_style.rows(ed, chosen, "%", labels=labels)
    if order == "value":
        made.sort(key=lambda row: -row.value)
    notes = [f"{note.rstrip('。')}。" if note else ""]
    bounds = {row.bound for row in made}
    if bounds & set(bar_style.OPEN):
        notes.append("箭头表示报告只给出界限。")
    if "approx" in bounds:
        notes.append("虚线表示约数。")
    if any(numbers.is_derived(row.figure) for row in made):
        notes.append("带*的是推算数，算法见数据页。")
    ordered = [row.figure for row in made]

    def draw(layout: Layout) -> Canvas:
        heights = [_lines(layout, row) * layout.body * LEADING + TRACK for row in made]
        body = sum(heights) + layout.small * LEADING
        canvas = Canvas(ed, layout, body, bars.years(ed, made, bar=False))
        _plot(canvas, made, heights, line)
        return canvas

    return finish(
        draw,
        title=title,
        subtitle=subtitle,
        note="".join(notes),
        alt=f"零到一百的比率线：{caption}。{bar_style.spoken(ed, ordered, labels)}。",
        caption=caption,
        name=name,
        figures=[numbers.key(f) for f in ordered],
        table=bar_style.listing(ed, made, head=head, unit="", labels=labels),
    )


def _lines(layout: Layout, row: bar_style.Row) -> int:
    """How many lines stand above a track: name and value share one where they fit."""
    value = f"{row.mark} {_value(row)}"
    return (
        1 if style.width(row.name, layout.body) + 8 + style.width(value, layout.body) <= layout.inner else 2
    )


def _value(row: bar_style.Row) -> str:
    return numbers.text(row.figure) + numbers.star(row.figure)


def _plot(canvas: Canvas, made: Sequence[bar_style.Row], heights: Sequence[float], line: int) -> None:
    layout, body = canvas.layout, canvas.layout.body
    left, wide = MARGIN + 6, layout.inner - 12
    end = max(100.0, *(row.value for row in made))
    foot = canvas.top + sum(heights)

    def place(value: float) -> float:
        return left + value / end * wide

    if line:
        canvas.rule(place(line), canvas.top, place(line), foot, color=palette.CONTEXT, dashed=True)
    for tick in TICKS:
        last = tick == 100 and end == 100
        ha: Side = "left" if not tick else "right" if last else "center"
        x = MARGIN if not tick else layout.right if last else place(tick)
        y = foot + layout.small * LEADING / 2
        canvas.text(x, y, f"{tick}%", size=layout.small, color=palette.MUTED, ha=ha)
    top, points = canvas.top, []
    for row, high in zip(made, heights, strict=True):
        lines = _lines(layout, row)
        at = top + (lines - 0.5) * body * LEADING
        color = bar_style.INKS.get(row.year, palette.INK)
        canvas.text(layout.right, at, _value(row), ha="right", color=color, figure=row.figure)
        if row.mark:
            x = layout.right - style.width(_value(row), body) - 4
            canvas.text(x, at, row.mark, ha="right", size=layout.small, color=palette.MUTED)
        canvas.text(MARGIN, top + 0.5 * body * LEADING, style.shortened(row.name, layout.inner, body))
        points.append((place(row.value), top + high - TRACK + 9))
        _track(canvas, row, *points[-1], place, end)
        top += high
    edges = [bar_style.EDGES[row.year] for row in made]
    hollow = [row.year == "planned" for row in made]
    area = sns.scatterplot(
        x=[x for x, _ in points], y=[y for _, y in points], s=78, ax=canvas.page, legend=False, clip_on=False,
        facecolor=[palette.PAPER if one else edge for one, edge in zip(hollow, edges, strict=True)],
        edgecolor=[edge if one else palette.PAPER for one, edge in zip(hollow, edges, strict=True)],
        linewidth=[2 if one else 0.8 for one in hollow],
    )  # fmt: skip
    area.collections[-1].set(zorder=3, urls=[canvas.row(row.figure) for row in made])
    canvas.settle()


def _track(canvas: Canvas, row: bar_style.Row, x: float, y: float, place, end: float) -> None:
    """The line that a dot stands on, and the open or loose end of its value."""
    tint = bar_style.EDGES[row.year]
    canvas.rule(place(0), y, place(end), y, color=palette.GRID, width=5, zorder=1)
    for tick in TICKS:
        canvas.rule(place(tick), y - 5, place(tick), y + 5, color=palette.CONTEXT, width=1, zorder=1)
    if row.bound in ("gt", "ge"):
        _arrow(canvas, x, place(end), y, tint, row.figure)
    elif row.bound in ("lt", "le"):
        _arrow(canvas, x, place(0), y, tint, row.figure)
    elif row.bound == "approx":
        near, far = max(x - 16, place(0)), min(x + 16, place(end))
        canvas.rule(near, y, far, y, color=tint, width=5, dashed=True, zorder=2, figure=row.figure)


def _arrow(canvas: Canvas, x: float, stop: float, y: float, tint: str, figure: numbers.Quantity) -> None:
    """An open end: a thick line from the dot towards the end of the scale, with a head."""
    side = 1 if stop >= x else -1
    tip = stop
    if abs(tip - x) < 12:
        tip = x + side * 12
    canvas.rule(x, y, tip - side * 6, y, color=tint, width=5, zorder=2, figure=figure)
    head = [(tip, y), (tip - side * 9, y - 6), (tip - side * 9, y + 6)]
    canvas.shape(head, figure, facecolor=tint, edgecolor="none", linewidth=0, zorder=2.5)


def claims(ed: Edition, exhibit: Exhibit, line: int) -> list[Claim | None]:
    """How many rates reach the line that the reader has set; without one, nothing."""
    return [reaching(ed, exhibit.figures, line, "")]


def reading(ed: Edition, exhibit: Exhibit) -> str:
    """How to read the picture."""
    return "点是报告所列比率；带箭头的点表示报告只给出界限，实际值在箭头一侧。"


def draw(ed: Edition, exhibit: Exhibit, title: str, subtitle: str, line: int) -> Picture | None:
    """The picture of an exhibit."""
    return threshold(
        ed, exhibit.figures, title=title, subtitle=subtitle, caption=exhibit.caption, name=exhibit.name,
        note=exhibit.note, line=line, labels=exhibit.labels,
    )  # fmt: skip
