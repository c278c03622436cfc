"""Bullets: what is done against the planned total, one row each, without bands (no official bands exist)."""

from __future__ import annotations

import seaborn as sns
from matplotlib.patches import Rectangle

from planbook.edition import Edition
from planbook.show.forms import bar_style
from planbook.show.forms.canvas import LEADING, Canvas, Key, finish

from .. import numbers, palette, style
from ..claims import Claim
from ..claims import share as share_of
from ..errors import ShowError
from ..markup import label
from ..markup import name as called
from ..picture import Picture
from ..select import Exhibit
from ..style import MARGIN, Layout
from ..tables import Table

THICK, THIN = 18.0, 8.0
SLASH, SPACE = "/", 4.0  # between what is done and the total
GAP = 12.0  # a bar stands nearer to its own name above than to the next one below


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
    titles = [(labels or {}).get(numbers.key(row[0])) or label(ed, row[0]) for row in parts]

    def draw(layout: Layout) -> Canvas:
        lines = [_lines(layout, ed, row, title, unit) for row, title in zip(parts, titles, strict=True)]
        body = sum(lines) * layout.body * LEADING + len(parts) * (THICK + GAP)
        canvas = Canvas(
            ed, layout, body, (Key(done_label, "reviewed", True), Key(total_label, "whole", True))
        )
        _plot(canvas, parts, lengths, titles, unit)
        return canvas

    spoken = "；".join(
        f"{t}{done_label}{numbers.text(d)}，{total_label}{numbers.text(w)}"
        for t, (d, w, _) in list(zip(titles, parts, strict=True))[:3]
    )
    columns = [head, done_label, total_label]
    body: list[list[object]] = [[t, done, total] for t, (done, total, _) in zip(titles, parts, strict=True)]
    if any(share for *_, share in parts):
        columns.append("占比")
        body = [[*cells, share] for cells, (*_, share) in zip(body, parts, strict=True)]
    return finish(
        draw,
        title=title,
        subtitle=subtitle,
        note=bar_style.notes(made, converted=numbers.conversion_note(ends, unit), note=note, ends=False),
        alt=f"部分与总量图：{caption}。{spoken}。",
        caption=caption,
        name=name,
        figures=[numbers.key(f) for row in parts for f in row if f is not None],
        table=Table(columns, body, units={1: unit, 2: unit}),
    )


def _lines(layout: Layout, ed: Edition, row, title: str, unit: str) -> int:
    """How many lines stand above a bar: name and numbers share one where they fit."""
    wide = sum(style.width(text, layout.body) for text, _ in _numbers(ed, row, unit)) + 2 * SPACE
    return 1 if style.width(title, layout.body) + 8 + wide <= layout.inner else 2


def _numbers(ed: Edition, row, unit: str) -> list[tuple[str, numbers.Quantity | None]]:
    """The texts above a bar, each with the figure whose number it is."""
    done, total, share = row
    texts: list[tuple[str, numbers.Quantity | None]] = [
        (numbers.mark(done) or numbers.mark(total), None),
        (bar_style.shown(ed, done, unit), done),
        (SLASH, None),
        (bar_style.shown(ed, total, unit), total),
    ]
    if share is not None:
        texts += [("，", None), (numbers.text(share) + numbers.star(share), share)]
    return texts


def _plot(canvas: Canvas, parts, lengths, titles, unit: str) -> None:
    """Above each bar its name and numbers, so that the bars have the whole width."""
    layout, ed = canvas.layout, canvas.ed
    longest = max(max(pair) for pair in lengths) or 1.0
    step, top, places = layout.body * LEADING, canvas.top, []
    for row, title in zip(parts, titles, strict=True):
        lines = _lines(layout, ed, row, title, unit)
        canvas.text(MARGIN, top + step / 2, style.shortened(title, layout.inner, layout.body))
        x, texts = layout.right, _numbers(ed, row, unit)
        for text, figure in reversed(texts):
            gap = SPACE if text == SLASH else 0
            color = palette.MUTED if figure is None else palette.REVIEWED
            canvas.text(x - gap, top + (lines - 0.5) * step, text, ha="right", color=color, figure=figure)
            x -= style.width(text, layout.body) + 2 * gap
        top += lines * step + THICK + GAP
        places.append(top - GAP - THICK / 2)
    _bars(canvas, parts, lengths, places, layout.inner / longest)


def _bars(canvas: Canvas, parts, lengths, places, factor: float) -> None:
    """A hollow bar a total, and in it a filled one of what is done."""
    count = len(parts)
    sns.barplot(
        x=[length * factor for done, total in lengths for length in (total, done)],
        y=list(range(2 * count)), left=MARGIN, orient="h", native_scale=True, errorbar=None,
        color=palette.REVIEWED, saturation=1, ax=canvas.page,
    )  # fmt: skip
    canvas.settle()
    patches = [patch for patch in canvas.page.patches if isinstance(patch, Rectangle)][-2 * count :]
    for number, patch in enumerate(patches):
        whole, (done, total, _), y = number % 2 == 0, parts[number // 2], places[number // 2]
        thick = THICK if whole else THIN
        patch.set(y=y - thick / 2, height=thick, zorder=2, linewidth=1.2 if whole else 0)
        patch.set(facecolor=palette.PAPER if whole else palette.REVIEWED, edgecolor=palette.CONTEXT)
        patch.set_url(canvas.row(total if whole else done))


def claims(ed: Edition, exhibit: Exhibit, line: int) -> list[Claim | None]:
    """How much of its total each part is, the first row first."""
    return [
        share_of(ed, part, whole, called(ed, part), called(ed, whole))
        for part, whole, _ in _rows(exhibit.figures)
    ]


def reading(ed: Edition, exhibit: Exhibit) -> str:
    """How to read the picture."""
    return "空心条是总量，实心条是其中的部分，右边是两者所列数值和占比。"


def draw(ed: Edition, exhibit: Exhibit, title: str, subtitle: str, line: int) -> Picture | None:
    """The picture of an exhibit."""
    return bullet(
        ed, _rows(exhibit.figures), title=title, subtitle=subtitle, caption=exhibit.caption,
        name=exhibit.name, note=exhibit.note, labels={numbers.key(f): called(ed, f) for f in exhibit.figures},
    )  # fmt: skip


def _rows(figures) -> list[tuple]:
    """Part, whole and share of each row."""
    return [tuple(figures[at : at + 3]) for at in range(0, len(figures), 3)]
