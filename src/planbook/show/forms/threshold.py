"""Rates on a line from 0 to 100: a dot at the value, an arrow where the report only says "over" or "at
least"."""

from __future__ import annotations

from collections.abc import Sequence

import seaborn as sns

from planbook.edition import Edition
from planbook.show.forms import bar_style, bars
from planbook.show.forms.canvas import INNER, Canvas, Side

from .. import numbers, style
from ..claims import Claim, reaching
from ..errors import ShowError
from ..picture import Picture
from ..select import Exhibit
from ..style import MARGIN, SMALL

STEP = 38.0
SCALE = 16.0  # the line of scale labels under the last row
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
    made = bar_style.rows(ed, chosen, "%", labels=labels, room=INNER)
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
    remarks = "".join(notes)
    canvas = Canvas(
        title=title,
        subtitle=subtitle,
        body=STEP * len(made) + SCALE,
        keys=bars.years(ed, made, bar=False),
        foot=[f"注：{remarks}" if remarks else "", bar_style.source(ed)],
    )
    _plot(canvas, ed, made, line)
    ordered = [row.figure for row in made]
    return canvas.finish(
        alt=f"零到一百的比率线：{caption}。{bar_style.spoken(ed, ordered, labels)}。",
        caption=caption,
        name=name,
        figures=[numbers.key(f) for f in ordered],
        table=bar_style.listing(ed, made, head=head, unit="", labels=labels),
    )


def _plot(canvas: Canvas, ed: Edition, made: Sequence[bar_style.Row], line: int) -> None:
    left, wide = MARGIN + 4, INNER - 8
    height = STEP * len(made)
    end = max(100.0, *(row.value for row in made))

    def place(value: float) -> float:
        return left + value / end * wide

    if line:
        canvas.rule(
            place(line), canvas.top, place(line), canvas.top + height, color=style.CONTEXT, dashed=True
        )
    for tick in TICKS:
        last = tick == 100 and end == 100
        ha: Side = "left" if not tick else "right" if last else "center"
        x = MARGIN if not tick else style.WIDTH - MARGIN if last else place(tick)
        canvas.text(x, canvas.top + height + SCALE / 2 - 3, f"{tick}%", size=SMALL, color=style.MUTED, ha=ha)
    for number, row in enumerate(made):
        top = canvas.top + number * STEP
        tint = style.PLANNED if row.year == "planned" else style.REVIEWED
        value = numbers.text(row.figure) + numbers.star(row.figure)
        mark = f"{row.mark} " if row.mark else ""
        color = style.PLANNED_INK if row.year == "planned" else style.INK
        canvas.text(style.WIDTH - MARGIN, top + 9, mark + value, ha="right", color=color)
        room = INNER - style.width(mark + value) - 8
        canvas.text(MARGIN, top + 9, style.shortened("".join(row.lines), room))
        y, x = top + 25, place(row.value)
        canvas.rule(place(0), y, place(end), y, color=style.GRID, width=4, zorder=1)
        for tick in TICKS:
            canvas.rule(place(tick), y - 4, place(tick), y + 4, color=style.CONTEXT, width=1, zorder=1)
        if row.bound in ("gt", "ge"):
            _arrow(canvas, x, place(end), y, tint)
        elif row.bound in ("lt", "le"):
            _arrow(canvas, x, place(0), y, tint)
        elif row.bound == "approx":
            canvas.rule(
                max(x - 14, place(0)),
                y,
                min(x + 14, place(end)),
                y,
                color=tint,
                width=4,
                dashed=True,
                zorder=2,
            )
    area = canvas.axes(MARGIN, canvas.top, INNER, height, (0, INNER))
    for kind in ("reviewed", "planned"):
        own = [
            (place(row.value) - MARGIN, n * STEP + 25, row) for n, row in enumerate(made) if row.year == kind
        ]
        if not own:
            continue
        filled = kind == "reviewed"
        sns.scatterplot(
            x=[x for x, _, _ in own],
            y=[y for _, y, _ in own],
            s=58,
            ax=area,
            legend=False,
            clip_on=False,
            zorder=3,
            color=style.REVIEWED if filled else "white",
            edgecolor="white" if filled else style.PLANNED,
            linewidth=0.8 if filled else 2,
        )
    area.set(xlim=(0, INNER), ylim=(height, 0))


def _arrow(canvas: Canvas, x: float, stop: float, y: float, tint: str) -> None:
    """An open end: a thick line from the dot towards the end of the scale, with a head."""
    side = 1 if stop >= x else -1
    tip = stop
    if abs(tip - x) < 12:
        tip = x + side * 12
    canvas.rule(x, y, tip - side * 6, y, color=tint, width=4, zorder=2)
    canvas.shape([(tip, y), (tip - side * 8, y - 5.5), (tip - side * 8, y + 5.5)], facecolor=tint, zorder=2.5)


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
