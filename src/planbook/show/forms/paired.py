"""Two years' levels of one definition: paired bars, a name above, a bar a year."""

from __future__ import annotations

from collections.abc import Iterable

from planbook.edition import Edition, Pair
from planbook.show.forms import bar_style, bars
from planbook.show.forms.canvas import Canvas, Key, finish

from .. import numbers, palette, style
from ..claims import Claim, two_years
from ..errors import ShowError
from ..markup import label
from ..picture import Picture
from ..select import Exhibit
from ..style import MARGIN, Layout
from ..tables import Table

BAR, BETWEEN = 22.0, 10.0


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

    def draw(layout: Layout) -> Canvas:
        name = layout.body * 1.6
        step = name + 2 * BAR + BETWEEN
        canvas = Canvas(ed, layout, step * len(drawn), _keys(ed, drawn, bar=True))
        ends = [bars.end_width(canvas, row) for row in made]
        factor, zero = bar_style.scale([row.value for row in made], ends, layout.inner)
        start, placed = MARGIN + zero, []
        for number, wording in enumerate(titles):
            top = canvas.top + number * step
            wording = style.shortened(wording, layout.inner - bars.NEAR, layout.body)
            canvas.text(MARGIN + bars.NEAR, top + name / 2, wording)
            for place, row in enumerate(made[2 * number : 2 * number + 2]):
                y = top + name + (place + 0.5) * BAR
                placed.append(bar_style.Bar(row, start, row.value * factor, y, BAR - 4))
                bars.end(canvas, row, start + row.value * factor, y)
            canvas.rule(start, top + name, start, top + name + 2 * BAR, color=palette.MUTED, zorder=3)
        bar_style.bars(canvas, placed)
        return canvas

    text = "；".join(
        f"{t}由{numbers.text(p.actual)}到{numbers.text(p.target)}"
        for t, p in list(zip(titles, drawn, strict=True))[:3]
    )
    figures = [row.figure for row in made]
    return finish(
        draw,
        title=title,
        subtitle=subtitle,
        note=bar_style.notes(made, converted=numbers.conversion_note(figures, unit), note=note),
        alt=f"成对条形图：{caption}。{text}。",
        caption=caption,
        name=name,
        figures=map(numbers.key, figures),
        table=Table(
            [head, f"{ed.reviewed}年", f"{ed.planned}年"],
            [[t, p.actual, p.target] for t, p in zip(titles, drawn, strict=True)],
            unit=unit,
        ),
    )


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
