"""Horizontal bars from zero, sorted, with the value at the end and no axis: size among a few in one unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

import seaborn as sns

from planbook.edition import Edition
from planbook.show.forms import bar_style
from planbook.show.forms.canvas import INNER, Canvas, Key

from .. import numbers, style
from ..claims import Claim, falls
from ..picture import Picture
from ..select import Exhibit
from ..style import BODY, MARGIN, SMALL

THICK = 14.0
END_GAP = 5.0


@style.theme()
def bars(
    ed: Edition,
    figures: bar_style.Chosen,
    *,
    title: str,
    caption: str,
    name: str,
    subtitle: str = "",
    note: str = "",
    labels: bar_style.Labels = None,
    unit: str | None = None,
    order: str = "value",
    emphasis: Iterable[str] = (),
    head: str = "项目",
) -> Picture | None:
    """Bars for figures (or their ids) of one dimension; None when the edition has none of them.

    labels: {id: label} to rename; unit: the one unit (default: the one most figures are printed in);
    order: "value" (largest first) or "given"; emphasis: ids in full colour, the others in grey (none: all
    in colour);
    head: what the rows are, for the table behind. Raises ValueError when figures differ in dimension.
    """
    chosen = bar_style.drawable(bar_style.resolve(ed, figures), name)
    if not chosen:
        return None
    unit = bar_style.unit_of(chosen, unit)
    made = bar_style.rows(ed, chosen, unit, labels=labels)
    if order == "value":
        made.sort(key=lambda row: -row.value)
    height = plot_height(made)
    canvas = Canvas(
        title=title,
        subtitle=subtitle,
        body=height,
        foot=[
            *bar_style.notes(made, converted=numbers.conversion_note(chosen, unit), note=note),
            bar_style.source(ed),
        ],
        keys=years(ed, made),
    )
    plot(canvas, made, canvas.top, emphasis=set(emphasis))
    ordered = [row.figure for row in made]
    return canvas.finish(
        alt=f"横向条形图：{caption}。{bar_style.spoken(ed, ordered, labels)}。",
        caption=caption,
        name=name,
        figures=[numbers.key(f) for f in ordered],
        table=bar_style.listing(ed, made, head=head, unit=unit, labels=labels),
    )


def years(ed: Edition, made: Sequence[bar_style.Row], *, bar: bool = True) -> tuple[Key, ...]:
    """The key of the years, needed only where a picture shows both; `bar`: as bars, else as discs."""
    if len({row.year for row in made}) < 2:
        return ()
    return Key(f"{ed.reviewed}年", "reviewed", bar), Key(f"{ed.planned}年", "planned", bar)


def pitch(made: Sequence[bar_style.Row]) -> float:
    """The height of one row: more where a label needs more lines."""
    return max(24.0, max(len(row.lines) for row in made) * BODY * 1.24 + 4)


def plot_height(made: Sequence[bar_style.Row]) -> float:
    """The height of a block of bars."""
    return pitch(made) * len(made)


def plot(
    canvas: Canvas,
    made: Sequence[bar_style.Row],
    top: float,
    *,
    room: float | None = None,
    emphasis: Set[str] = frozenset(),
) -> None:
    """Draw a block of bars with labels at the left and values at the ends, from `top` downwards."""
    step, room = pitch(made), room or bar_style.label_room(made)
    ends = [END_GAP + end_width(row) + (6 if row.bound in ("gt", "ge") else 0) for row in made]
    factor, zero = bar_style.scale([row.value for row in made], ends, INNER - room)
    left = MARGIN + room
    width = INNER - room
    area = canvas.axes(left, top, width, step * len(made), (-zero / factor, (width - zero) / factor))
    area.set_ylim(len(made) - 0.5, -0.5)
    sns.barplot(
        x=[row.value for row in made],
        y=list(range(len(made))),
        orient="h",
        native_scale=True,
        errorbar=None,
        width=THICK / step,
        color=style.REVIEWED,
        saturation=1,
        ax=area,
    )
    area.set(xlim=(-zero / factor, (width - zero) / factor), ylim=(len(made) - 0.5, -0.5))
    for patch, row in zip(bar_style.drawn(area), made, strict=True):
        faded = bool(emphasis) and numbers.key(row.figure) not in emphasis
        bar_style.bar(area, patch, row, factor, faded=faded)
    canvas.rule(left + zero, top + 1, left + zero, top + step * len(made) - 1, color=style.MUTED, zorder=3)
    for number, row in enumerate(made):
        y = top + (number + 0.5) * step
        canvas.lines(MARGIN, y, row.lines)
        end(canvas, row, left + zero + row.value * factor, y)


def end_width(row: bar_style.Row) -> float:
    """The width of the text at the end of a bar."""
    return style.width(row.end.removesuffix(row.mark)) + (style.width(row.mark, SMALL) + 3 if row.mark else 0)


def end(canvas: Canvas, row: bar_style.Row, x: float, y: float) -> None:
    """The value at the end of a bar, its mark (预计) smaller behind it."""
    text = row.end.removesuffix(row.mark)
    color = style.PLANNED_INK if row.year == "planned" else style.INK
    gap = END_GAP + (6 if row.bound in ("gt", "ge") else 0)
    start = x + gap if row.value >= 0 else x - gap - end_width(row)
    canvas.text(start, y, text, color=color)
    if row.mark:
        canvas.text(start + style.width(text) + 3, y, row.mark, size=SMALL, color=style.MUTED)


def claims(ed: Edition, exhibit: Exhibit, line: int) -> list[Claim | None]:
    """Which of some growth rates fall. That one item is larger than the others is nothing worth a title."""
    growth = {figure.measure for figure in exhibit.figures if hasattr(figure, "measure")} == {"growth"}
    return [falls(ed, exhibit.figures, exhibit.noun)] if growth else []


def reading(ed: Edition, exhibit: Exhibit) -> str:
    """How to read the picture."""
    return "条从零开始，末端是报告所列数值。"


def draw(ed: Edition, exhibit: Exhibit, title: str, subtitle: str, line: int) -> Picture | None:
    """The picture of an exhibit."""
    return bars(
        ed, exhibit.figures, title=title, subtitle=subtitle, caption=exhibit.caption, name=exhibit.name,
        note=exhibit.note, labels=exhibit.labels, order=exhibit.order,
    )  # fmt: skip
