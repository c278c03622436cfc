"""One stacked bar: the parts of a whole, at most four, only where the parts are known to sum."""

from __future__ import annotations

import seaborn as sns

from planbook.edition import Edition
from planbook.show.forms import bar_style
from planbook.show.forms.canvas import INNER, Canvas

from .. import numbers, style
from ..claims import Claim, largest, share
from ..markup import label
from ..picture import Picture
from ..select import Exhibit
from ..style import BODY, MARGIN, SMALL
from ..tables import Table
from .bars import bars

MOST = 4
THICK = 34.0
ROW = 20.0
COLORS = (style.REVIEWED, style.THIRD, style.CONTEXT, style.PLANNED)
TEXTS = ("white", "white", style.INK, style.INK)


@style.theme()
def stacked(
    ed: Edition,
    parts: bar_style.Chosen,
    *,
    title: str,
    caption: str,
    name: str,
    whole: numbers.Quantity | str | None = None,
    subtitle: str = "",
    note: str = "",
    labels: bar_style.Labels = None,
    unit: str | None = None,
    head: str = "部分",
) -> Picture | None:
    """A bar of two to four parts in the given order. `whole`: the printed total, which must hold the sum.

    What is no composition (parts that miss the whole, a bound, a negative part, more than four) becomes plain
    bars, and the note says why.
    """
    chosen = bar_style.drawable(bar_style.resolve(ed, parts), name)
    if len(chosen) < 2:
        return None
    total = next(iter(bar_style.resolve(ed, [whole] if whole is not None else [])), None)
    unit = bar_style.unit_of([*chosen, *([total] if total is not None else [])], unit)
    if why := _no_composition(ed, chosen, total, unit):
        every = [*chosen, *([total] if total is not None else [])]
        remarks = "。".join(part.rstrip("。") for part in (note, why) if part)
        return bars(
            ed, every, title=title, caption=caption, name=name, subtitle=subtitle, note=remarks,
            labels=labels, unit=unit, order="given", head=head,
        )  # fmt: skip
    made = bar_style.rows(ed, chosen, unit, labels=labels, room=INNER)
    canvas = Canvas(
        title=title,
        subtitle=subtitle,
        body=THICK + 8 + ROW * (len(made) + (total is not None)),
        foot=[
            *bar_style.notes(made, converted=numbers.conversion_note(chosen, unit), note=note, ends=False),
            bar_style.source(ed),
        ],
    )
    _plot(canvas, ed, made, total, unit)
    table = bar_style.listing(ed, made, head=head, unit=unit, labels=labels)
    if total is not None:
        rest = [""] * (len(table.columns) - 2)
        table = Table(table.columns, [*table.rows, ["合计", total, *rest]], unit=unit)
    spoken = bar_style.spoken(ed, [row.figure for row in made], labels)
    return canvas.finish(
        alt=f"堆叠条形图：{caption}。{spoken}。",
        caption=caption,
        name=name,
        figures=[numbers.key(f) for f in [*chosen, *([total] if total is not None else [])]],
        table=table,
    )


def _no_composition(ed: Edition, chosen, total, unit: str) -> str:
    """Why the parts cannot be drawn as one bar, in a sentence for the reader; empty when they can."""
    if len(chosen) > MOST:
        return "部分太多，不画成一条"
    if any(bar_style.bound(figure) in bar_style.OPEN or figure.value < 0 for figure in chosen):
        return "有的部分只有界限或者是负数，不画成一条"
    if total is None:
        return ""
    spans = [span for figure in chosen if (span := ed.interval(figure, unit)) is not None]
    whole, together = ed.interval(total, unit), sum(spans[1:], start=spans[0])
    fits = whole is not None and together.touches(whole)
    return "" if fits else "各部分之和与报告的合计不相等，不画成一条"


def _plot(canvas: Canvas, ed: Edition, made, total, unit: str) -> None:
    """The bar, numbers inside where they fit, and under it one line a part with its colour."""
    values = [row.value for row in made]
    full = sum(values) or 1.0
    area = canvas.axes(MARGIN, canvas.top, INNER, THICK, (0, full))
    at = 0.0
    for value, color in zip(values, COLORS, strict=False):
        sns.barplot(
            x=[value],
            y=[0],
            left=at,
            orient="h",
            native_scale=True,
            errorbar=None,
            width=1,
            color=color,
            saturation=1,
            edgecolor="white",
            linewidth=1,
            ax=area,
        )
        at += value
    area.set(xlim=(0, full), ylim=(0.5, -0.5))
    at = MARGIN
    for row, text in zip(made, TEXTS, strict=False):
        wide = row.value / full * INNER
        label = bar_style.shown(ed, row.figure, unit)
        if style.width(label) + 8 <= wide:
            canvas.text(at + wide / 2, canvas.top + THICK / 2, label, color=text, ha="center")
        at += wide
    y = canvas.top + THICK + 8 + ROW / 2
    for row, color in zip(made, COLORS, strict=False):
        canvas.mark(MARGIN + 5, y, color, size=9)
        _line(canvas, y, bar_style.shown(ed, row.figure, unit, with_unit=True), "".join(row.lines), row.mark)
        y += ROW
    if total is not None:
        canvas.rule(MARGIN, y - ROW / 2, style.WIDTH - MARGIN, y - ROW / 2)
        _line(canvas, y, bar_style.shown(ed, total, unit, with_unit=True), "合计", numbers.mark(total))


def _line(canvas: Canvas, y: float, text: str, name: str, mark: str) -> None:
    mark = f"（{mark}）" if mark else ""
    room = INNER - 16 - style.width(text) - 10 - style.width(mark, SMALL)
    name = style.shortened(name, room)
    canvas.text(MARGIN + 16, y, name)
    canvas.text(MARGIN + 16 + style.width(name, BODY), y, mark, size=SMALL, color=style.MUTED)
    canvas.text(style.WIDTH - MARGIN, y, text, ha="right")


def claims(ed: Edition, exhibit: Exhibit, line: int) -> list[Claim | None]:
    """How much of the whole its largest part is."""
    whole = exhibit.whole
    top = largest(ed, exhibit.figures)
    if whole is None or top is None or _no_composition(ed, exhibit.figures, whole, whole.unit):
        return []
    called = whole.label if numbers.is_derived(whole) else ed.indicator(whole).label_zh
    return [share(ed, top, whole, label(ed, top), called)]


def reading(ed: Edition, exhibit: Exhibit) -> str:
    """How to read the picture."""
    return "整条是合计，各段是其中的部分。"


def draw(ed: Edition, exhibit: Exhibit, title: str, subtitle: str, line: int) -> Picture | None:
    """The picture of an exhibit."""
    return stacked(
        ed, exhibit.figures, whole=exhibit.whole, title=title, subtitle=subtitle, caption=exhibit.caption,
        name=exhibit.name, note=exhibit.note, labels=exhibit.labels,
    )  # fmt: skip
