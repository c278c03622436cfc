"""Bullets: what is done against the planned total, one row each, without bands (no official bands exist)."""

from __future__ import annotations

import seaborn as sns

from planbook.edition import Edition
from planbook.show.forms import bar_style
from planbook.show.forms.canvas import INNER, Canvas, Key

from .. import numbers, style
from ..claims import Claim
from ..claims import share as share_of
from ..errors import ShowError
from ..markup import label
from ..markup import name as called
from ..picture import Picture
from ..select import Exhibit
from ..style import BODY, MARGIN
from ..tables import Table

STEP = 42.0
THICK, THIN = 15.0, 7.0
SHIFT = 4 / STEP  # a bar stands nearer to its own name above than to the next one below


@style.theme()
def bullet(
    ed: Edition,
    rows,
    *,
    title: str,
    caption: str,
    name: str,
    subtitle: str = "",
    note: str = "",
    labels: bar_style.Labels = None,
    unit: str | None = None,
    done_label: str = "其中",
    total_label: str = "总量",
    head: str = "项目",
) -> Picture | None:
    """A row for each (done, total) or (done, total, share): figures, derived quantities or their ids.

    share is a declared derived quantity (or figure) shown behind the numbers; none is computed here. Rows
    that the edition lacks fall away; None when nothing is left. Raises ShowError when done and total differ
    in dimension.
    """
    parts = []
    for row in rows or ():
        done, total = (bar_style.resolve(ed, [f]) for f in row[:2])
        if done and total and done[0].value is not None and total[0].value is not None:
            share = bar_style.resolve(ed, row[2:3])
            parts.append((done[0], total[0], share[0] if share else None))
    if not parts:
        return None
    ends = [f for done, total, _ in parts for f in (done, total)]
    unit = bar_style.unit_of(ends, unit)
    try:
        lengths = [tuple(float(numbers.amount(ed, f, unit)) for f in row[:2]) for row in parts]
    except ValueError as wrong:
        raise ShowError(f"{name}: {wrong}") from wrong
    made = bar_style.rows(ed, ends, unit)
    canvas = Canvas(
        title=title,
        subtitle=subtitle,
        body=STEP * len(parts),
        foot=[
            *bar_style.notes(made, converted=numbers.conversion_note(ends, unit), note=note, ends=False),
            bar_style.source(ed),
        ],
        keys=(Key(done_label, style.REVIEWED), Key(total_label, style.GRID)),
    )
    titles = [(labels or {}).get(numbers.key(row[0])) or label(ed, row[0]) for row in parts]
    _plot(canvas, ed, parts, lengths, titles, unit)
    spoken = "；".join(
        f"{t}{done_label}{numbers.text(d)}，{total_label}{numbers.text(w)}"
        for t, (d, w, _) in list(zip(titles, parts, strict=True))[:3]
    )
    columns = [head, done_label, total_label]
    body: list[list[object]] = [[t, done, total] for t, (done, total, _) in zip(titles, parts, strict=True)]
    if any(share for *_, share in parts):
        columns.append("占比")
        body = [[*cells, share] for cells, (*_, share) in zip(body, parts, strict=True)]
    return canvas.finish(
        alt=f"部分与总量图：{caption}。{spoken}。",
        caption=caption,
        name=name,
        figures=[numbers.key(f) for row in parts for f in row if f is not None],
        table=Table(columns, body, units={1: unit, 2: unit}),
    )


def _plot(canvas: Canvas, ed: Edition, parts, lengths, titles, unit: str) -> None:
    """Above each bar its name and numbers, so that the bars have the whole width."""
    longest = max(max(pair) for pair in lengths) or 1.0
    count, height = len(parts), STEP * len(parts)
    area = canvas.axes(MARGIN, canvas.top, INNER, height, (0, longest * 1.02))
    for which, thick, color in ((1, THICK, style.GRID), (0, THIN, style.REVIEWED)):
        sns.barplot(
            x=[pair[which] for pair in lengths],
            y=list(range(count)),
            orient="h",
            native_scale=True,
            errorbar=None,
            width=thick / STEP,
            color=color,
            saturation=1,
            ax=area,
        )
    area.set(xlim=(0, longest * 1.02), ylim=(count - 0.5 - SHIFT, -0.5 - SHIFT))
    for number, ((done, total, share), title) in enumerate(zip(parts, titles, strict=True)):
        y = canvas.top + number * STEP + 9
        mark = numbers.mark(done) or numbers.mark(total)
        right = f"{mark}{bar_style.shown(ed, done, unit)} / {bar_style.shown(ed, total, unit)}"
        if share is not None:
            right += f"，{numbers.text(share)}{numbers.star(share)}"
        # A name too long for its line gives way to the numbers, never the other way round.
        room = INNER - style.width(right) - 8
        lines = style.wrap(title, room, BODY)
        canvas.text(MARGIN, y, lines[0] if len(lines) == 1 else style.shortened(title, room))
        canvas.text(style.WIDTH - MARGIN, y, right, ha="right", color=style.REVIEWED)


def claims(ed: Edition, exhibit: Exhibit, line: int) -> list[Claim | None]:
    """How much of its total each part is, the first row first."""
    return [
        share_of(ed, part, whole, called(ed, part), called(ed, whole))
        for part, whole, _ in _rows(exhibit.figures)
    ]


def reading(ed: Edition, exhibit: Exhibit) -> str:
    """How to read the picture."""
    return "浅色条是总量，深色条是其中的部分，右边是两者所列数值和占比。"


def draw(ed: Edition, exhibit: Exhibit, title: str, subtitle: str, line: int) -> Picture | None:
    """The picture of an exhibit."""
    return bullet(
        ed, _rows(exhibit.figures), title=title, subtitle=subtitle, caption=exhibit.caption,
        name=exhibit.name, note=exhibit.note, labels={numbers.key(f): called(ed, f) for f in exhibit.figures},
    )  # fmt: skip


def _rows(figures) -> list[tuple]:
    """Part, whole and share of each row."""
    return [tuple(figures[at : at + 3]) for at in range(0, len(figures), 3)]
