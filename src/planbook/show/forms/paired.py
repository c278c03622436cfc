"""Two years' levels of one definition: paired bars, a name above, a bar a year."""

from __future__ import annotations

from collections.abc import Iterable

import seaborn as sns

from planbook.edition import Edition, Pair
from planbook.show.forms import bar_style, bars
from planbook.show.forms.canvas import INNER, Canvas, Key

from .. import numbers, style
from ..claims import Claim, two_years
from ..errors import ShowError
from ..markup import label
from ..picture import Picture
from ..select import Exhibit
from ..style import MARGIN
from ..tables import Table

NAME, BAR, BETWEEN = 18.0, 17.0, 7.0


@style.theme()
def paired(
    ed: Edition,
    pairs: Iterable[Pair] | None,
    *,
    title: str,
    caption: str,
    name: str,
    subtitle: str = "",
    note: str = "",
    labels: bar_style.Labels = None,
    unit: str | None = None,
    head: str = "指标",
) -> Picture | None:
    """For each comparable pair a name and two bars: reviewed year filled, planned year hollow; one unit for
    all."""
    drawn, unit, titles = _prepare(ed, pairs, unit, labels, name)
    if not drawn:
        return None
    made = bar_style.rows(ed, [f for pair in drawn for f in (pair.actual, pair.target)], unit)
    step = NAME + 2 * BAR + BETWEEN
    lines = [style.wrap(wording, INNER) for wording in titles]
    canvas = Canvas(
        title=title,
        subtitle=subtitle,
        body=step * len(drawn),
        keys=_keys(ed, drawn, bar=True),
        foot=[*_foot(made, unit, note), bar_style.source(ed)],
    )
    ends = [bars.END_GAP + bars.end_width(row) + (6 if row.bound in ("gt", "ge") else 0) for row in made]
    factor, zero = bar_style.scale([row.value for row in made], ends, INNER)
    for number, wording in enumerate(lines):
        top = canvas.top + number * step
        canvas.text(MARGIN, top + NAME / 2, wording[0] if len(wording) == 1 else wording[0] + "…")
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
        for place, (patch, row) in enumerate(zip(bar_style.drawn(area), two, strict=True)):
            bar_style.bar(area, patch, row, factor)
            bars.end(canvas, row, MARGIN + zero + row.value * factor, top + NAME + (place + 0.5) * BAR)
        canvas.rule(
            MARGIN + zero, top + NAME, MARGIN + zero, top + NAME + 2 * BAR, color=style.MUTED, zorder=3
        )
    return _finish(ed, canvas, "成对条形图", caption, name, drawn, titles, unit, head)


def _prepare(ed: Edition, pairs, unit, labels: bar_style.Labels, name):
    drawn = [pair for pair in pairs or () if pair.comparable]
    ends = [f for pair in drawn for f in (pair.actual, pair.target)]
    unit = bar_style.unit_of(ends, unit)
    try:
        for figure in ends:
            numbers.converted(ed, figure, unit)
    except ValueError as wrong:
        raise ShowError(f"{name}: {wrong}") from wrong
    titles = [(labels or {}).get(numbers.key(pair.target)) or label(ed, pair.target) for pair in drawn]
    return drawn, unit, titles


def _keys(ed: Edition, drawn, *, bar: bool) -> tuple[Key, ...]:
    standing = "目标" if all(pair.target.scenario == "target" for pair in drawn) else "计划"
    return Key(f"{ed.reviewed}年", "reviewed", bar), Key(f"{ed.planned}年{standing}", "planned", bar)


def _foot(made, unit: str, note: str, *, ends: bool = True) -> list[str]:
    converted = numbers.conversion_note([row.figure for row in made], unit)
    return bar_style.notes(made, converted=converted, note=note, ends=ends)


def _finish(ed: Edition, canvas, kind, caption, name, drawn, titles, unit, head) -> Picture:
    text = "；".join(
        f"{t}由{numbers.text(p.actual)}到{numbers.text(p.target)}"
        for t, p in list(zip(titles, drawn, strict=True))[:3]
    )
    rows = [[t, p.actual, p.target] for t, p in zip(titles, drawn, strict=True)]
    return canvas.finish(
        alt=f"{kind}：{caption}。{text}。",
        caption=caption,
        name=name,
        figures=[numbers.key(f) for p in drawn for f in (p.actual, p.target)],
        table=Table([head, f"{ed.reviewed}年", f"{ed.planned}年"], rows, unit=unit),
    )


def claims(ed: Edition, exhibit: Exhibit, line: int) -> list[Claim | None]:
    """How the two years compare."""
    return two_years(ed, exhibit.pairs, exhibit.noun)


def reading(ed: Edition, exhibit: Exhibit) -> str:
    """How to read the picture."""
    return f"每组上一条是{ed.reviewed}年，下一条是{ed.planned}年。"


def draw(ed: Edition, exhibit: Exhibit, title: str, subtitle: str, line: int) -> Picture | None:
    """The picture of an exhibit."""
    return paired(
        ed, exhibit.pairs, title=title, subtitle=subtitle, caption=exhibit.caption, name=exhibit.name,
        note=exhibit.note,
    )  # fmt: skip
