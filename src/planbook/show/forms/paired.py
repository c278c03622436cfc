"""Two years' levels of one definition: paired bars (a name above, a bar a year), or a slope between two
columns."""

from __future__ import annotations

import seaborn as sns

from .. import numbers, style
from ..errors import ShowError
from ..findings import numbered_pairs
from ..markup import label
from ..picture import Picture
from ..style import MARGIN
from ..tables import Table
from . import bars, marks
from .frame import INNER, Canvas, Key

NAME, BAR, BETWEEN = 18.0, 17.0, 7.0
LINE = 15.0  # the least distance between two labels of a slope


@style.theme()
def paired(
    ed,
    pairs,
    *,
    title: str,
    caption: str,
    name: str,
    subtitle: str = "",
    note: str = "",
    labels=None,
    unit: str | None = None,
    head: str = "指标",
) -> Picture | None:
    """For each comparable pair a name and two bars: reviewed year filled, planned year hollow; one unit for
    all."""
    drawn, unit, titles = _prepare(ed, pairs, unit, labels, name)
    if not drawn:
        return None
    made = marks.rows(ed, [f for pair in drawn for f in (pair.actual, pair.target)], unit)
    step = NAME + 2 * BAR + BETWEEN
    lines = [style.wrap(said, INNER) for said in titles]
    canvas = Canvas(
        title=title,
        subtitle=subtitle,
        body=step * len(drawn),
        keys=_keys(ed, drawn, bar=True),
        foot=[*_foot(made, unit, note), marks.source(ed)],
    )
    ends = [bars.END_GAP + bars.end_width(row) + (6 if row.bound in ("gt", "ge") else 0) for row in made]
    factor, zero = marks.scale([row.value for row in made], ends, INNER)
    for number, said in enumerate(lines):
        top = canvas.top + number * step
        canvas.text(MARGIN, top + NAME / 2, said[0] if len(said) == 1 else said[0] + "…")
        two = made[2 * number : 2 * number + 2]
        area = canvas.axes(MARGIN, top + NAME, INNER, 2 * BAR, (-zero / factor, (INNER - zero) / factor))
        sns.barplot(
            x=[row.value for row in two],
            y=[0, 1],
            orient="h",
            native_scale=True,
            errorbar=None,
            width=13 / BAR,
            color=style.REVIEWED,
            saturation=1,
            ax=area,
        )
        area.set(xlim=(-zero / factor, (INNER - zero) / factor), ylim=(1.5, -0.5))
        for place, (patch, row) in enumerate(zip(list(area.patches), two, strict=True)):
            marks.bar(area, patch, row, factor)
            bars.end(canvas, row, MARGIN + zero + row.value * factor, top + NAME + (place + 0.5) * BAR)
        canvas.rule(
            MARGIN + zero, top + NAME, MARGIN + zero, top + NAME + 2 * BAR, color=style.MUTED, zorder=3
        )
    return _finish(ed, canvas, "成对条形图", caption, name, drawn, titles, unit, head)


@style.theme()
def slope(
    ed,
    pairs,
    *,
    title: str,
    caption: str,
    name: str,
    subtitle: str = "",
    note: str = "",
    labels=None,
    unit: str | None = None,
    head: str = "指标",
) -> Picture | None:
    """A line for each comparable pair from the reviewed year's level to the planned one, both ends
    labelled."""
    drawn, unit, titles = _prepare(ed, pairs, unit, labels, name)
    if not drawn:
        return None
    made = marks.rows(ed, [f for pair in drawn for f in (pair.actual, pair.target)], unit)
    before, after = made[0::2], made[1::2]
    height = max(120.0, LINE * len(drawn) * 1.3)
    canvas = Canvas(
        title=title,
        subtitle=subtitle,
        body=height + 20,
        keys=_keys(ed, drawn, bar=False),
        foot=[*_foot(made, unit, note, ends=False), marks.source(ed)],
    )
    low, high = min(row.value for row in made), max(row.value for row in made)
    reach = (high - low) or 1.0
    top, room = canvas.top + 10, height - LINE

    def place(value: float) -> float:
        return top + LINE / 2 + (high - value) / reach * room

    right = max(map(bars.end_width, after)) + 10
    left = max(bars.end_width(row) for row in before) + 10
    names = min(max(style.width(said) for said in titles) + 4, INNER - left - right - 70)
    x0, x1 = MARGIN + names + left, style.WIDTH - MARGIN - right
    for x in (x0, x1):
        canvas.rule(x, top, x, top + height)

    for row, other, y in zip(
        before, after, spread([place(row.value) for row in before], LINE, top, top + height), strict=True
    ):
        said = style.shortened(titles[before.index(row)], names - 4)
        canvas.text(MARGIN, y, said)
        canvas.text(x0 - 8, y, row.end, ha="right", color=style.REVIEWED)
        canvas.rule(x0, place(row.value), x1, place(other.value), color=style.CONTEXT, width=1.8, zorder=1)
    for row, y in zip(
        after, spread([place(row.value) for row in after], LINE, top, top + height), strict=True
    ):
        canvas.text(x1 + 8, y, row.end, color=style.PLANNED_INK)
    area = canvas.axes(0, 0, style.WIDTH, canvas.height, (0, style.WIDTH))
    for rows, x, face, edge in ((before, x0, style.REVIEWED, "none"), (after, x1, "white", style.PLANNED)):
        sns.scatterplot(
            x=[x] * len(rows),
            y=[place(row.value) for row in rows],
            s=52,
            color=face,
            edgecolor=edge,
            linewidth=2 if face == "white" else 0,
            ax=area,
            legend=False,
            zorder=3,
            clip_on=False,
        )
    area.set(xlim=(0, style.WIDTH), ylim=(canvas.height, 0))
    return _finish(ed, canvas, "斜线图", caption, name, drawn, titles, unit, head)


def spread(wanted: list[float], least: float, low: float, high: float) -> list[float]:
    """Places as near as possible to the wanted ones, at least `least` apart, inside low–high, order kept."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed, floor = {}, low + least / 2
    for i in order:
        placed[i] = floor = max(wanted[i], floor)
        floor += least
    ceiling = high - least / 2
    for i in reversed(order):
        placed[i] = ceiling = min(placed[i], ceiling)
        ceiling -= least
    return [placed[i] for i in range(len(wanted))]


def _prepare(ed, pairs, unit, labels, name):
    drawn = numbered_pairs(pairs or ())
    ends = [f for pair in drawn for f in (pair.actual, pair.target)]
    unit = marks.unit_of(ends, unit)
    try:
        for figure in ends:
            numbers.converted(ed, figure, unit)
    except ValueError as wrong:
        raise ShowError(f"{name}: {wrong}") from wrong
    titles = [(labels or {}).get(numbers.key(pair.target)) or label(ed, pair.target) for pair in drawn]
    return drawn, unit, titles


def _keys(ed, drawn, *, bar: bool) -> tuple[Key, ...]:
    standing = "目标" if all(pair.target.scenario == "target" for pair in drawn) else "计划"
    return Key(f"{ed.reviewed}年", "reviewed", bar), Key(f"{ed.planned}年{standing}", "planned", bar)


def _foot(made, unit: str, note: str, *, ends: bool = True) -> list[str]:
    converted = numbers.conversion_note([row.figure for row in made], unit)
    return marks.notes(made, converted=converted, note=note, ends=ends)


def _finish(ed, canvas, kind, caption, name, drawn, titles, unit, head) -> Picture:
    said = "；".join(
        f"{t}由{numbers.text(p.actual)}到{numbers.text(p.target)}"
        for t, p in list(zip(titles, drawn, strict=True))[:3]
    )
    rows = [[t, p.actual, p.target] for t, p in zip(titles, drawn, strict=True)]
    return canvas.finish(
        alt=f"{kind}：{caption}。{said}。",
        caption=caption,
        name=name,
        figures=[numbers.key(f) for p in drawn for f in (p.actual, p.target)],
        table=Table([head, f"{ed.reviewed}年", f"{ed.planned}年"], rows, unit=unit),
    )
