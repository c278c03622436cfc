"""The parts of a whole, at most four, only where the parts are known to sum: each a bar that begins where
the one above it ends, the whole below them. So each has its name and number beside it, the smallest too."""

from __future__ import annotations

from itertools import accumulate, pairwise

from planbook.edition import Edition
from planbook.show.forms import bar_style
from planbook.show.forms.canvas import Canvas, finish

from .. import numbers, palette, style
from ..claims import Claim, largest, share
from ..markup import label
from ..picture import Picture
from ..select import Exhibit
from ..style import Layout
from ..tables import Table
from .bars import THICK, Block, bars

MOST = 4
SUM = "合计"


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
    """Two to four parts in the given order. `whole`: the printed total, which must hold the sum.

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
    made = bar_style.rows(ed, chosen, unit, labels=labels)
    whole_row = (
        bar_style.rows(ed, [total], unit, labels={numbers.key(total): SUM}) if total is not None else []
    )

    def draw(layout: Layout) -> Canvas:
        starts = [*accumulate((row.value for row in made), initial=0.0)][:-1] + [0.0] * len(whole_row)
        block = Block(layout, made + whole_row, starts)
        canvas = Canvas(ed, layout, block.height)
        placed = block.draw(canvas, canvas.top)
        bar_style.bars(canvas, placed)
        for one, after in pairwise(placed if not block.above else ()):  # else a name is in the way
            x = one.start + one.length
            canvas.rule(
                x, one.middle + THICK / 2, x, after.middle - THICK / 2, color=palette.CONTEXT, dashed=True
            )
        return canvas

    table = bar_style.listing(ed, made, head=head, unit=unit, labels=labels)
    if total is not None:
        rest = [""] * (len(table.columns) - 2)
        table = Table(table.columns, [*table.rows, [SUM, total, *rest]], unit=unit)
    figures = [row.figure for row in made + whole_row]
    spoken = bar_style.spoken(ed, [row.figure for row in made], labels)
    return finish(
        draw,
        title=title,
        subtitle=subtitle,
        note=bar_style.notes(made + whole_row, converted=numbers.conversion_note(figures, unit), note=note),
        alt=f"构成图：{caption}。{spoken}。",
        caption=caption,
        name=name,
        figures=map(numbers.key, figures),
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
    return "每一条从上一条的末端开始，各部分相接就是合计。"


def draw(ed: Edition, exhibit: Exhibit, title: str, subtitle: str, line: int) -> Picture | None:
    """The picture of an exhibit."""
    return stacked(
        ed, exhibit.figures, whole=exhibit.whole, title=title, subtitle=subtitle, caption=exhibit.caption,
        name=exhibit.name, note=exhibit.note, labels=exhibit.labels,
    )  # fmt: skip
