"""Horizontal bars from zero, sorted, with the value at the end and no axis: size among a few in one unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from planbook.edition import Edition
from planbook.show.forms import bar_style
from planbook.show.forms.canvas import Canvas, Key, finish

from .. import numbers, palette, style
from ..claims import Claim, falls
from ..picture import Picture
from ..select import Exhibit
from ..style import MARGIN, Layout

THICK = 18.0
END_GAP = 6.0
BESIDE = 5  # Chinese characters of a name that still stands beside its bar on a phone
NEAR = 4.0  # from the line of zero to a name above its bar


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
    ordered = [row.figure for row in made]
    known = set(emphasis)
    faded = {numbers.key(f) for f in ordered} - known if known else frozenset()

    def draw(layout: Layout) -> Canvas:
        block = Block(layout, made)
        canvas = Canvas(ed, layout, block.height, years(ed, made))
        bar_style.bars(canvas, block.draw(canvas, canvas.top, faded=faded))
        return canvas

    return finish(
        draw,
        title=title,
        subtitle=subtitle,
        note=bar_style.notes(made, converted=numbers.conversion_note(chosen, unit), note=note),
        alt=f"横向条形图：{caption}。{bar_style.spoken(ed, ordered, labels)}。",
        caption=caption,
        name=name,
        figures=[numbers.key(f) for f in ordered],
        table=bar_style.listing(ed, made, head=head, unit=unit, labels=labels),
    )


def years(ed: Edition, made: Sequence[bar_style.Row], *, bar: bool = True) -> tuple[Key, ...]:
    """The key of the years, needed only where a picture shows both and does not name them at the marks;
    `bar`: as bars, else as discs."""
    named = all(row.name in (f"{ed.reviewed}年", f"{ed.planned}年") for row in made)
    if named or not {"reviewed", "planned"} <= {row.year for row in made}:
        return ()
    return Key(f"{ed.reviewed}年", "reviewed", bar), Key(f"{ed.planned}年", "planned", bar)


class Block:
    """A block of bars: names beside them, or above them where the layout has no column for names; values at
    the ends. starts: where each bar begins, in the unit of the picture, if not at zero; room: of the column
    of names, at least."""

    def __init__(
        self, layout: Layout, made: Sequence[bar_style.Row], starts: Sequence[float] = (), room: float = 0
    ):
        self.layout, self.made = layout, made
        self.starts = list(starts) or [0.0] * len(made)
        self.above = not layout.names and any(style.measure(row.name) > BESIDE for row in made)
        body = layout.body
        if self.above:
            self.lines = [style.wrap(row.name, layout.inner - NEAR, body) for row in made]
            self.heights = [len(lines) * body * 1.24 + THICK + 12 for lines in self.lines]
        else:
            column = layout.names or style.width("字" * (BESIDE + 1), body)
            self.lines = [style.balanced(row.name, column, body) for row in made]
            most = max(map(len, self.lines), default=1)
            self.heights = [max(30.0, most * body * 1.24 + 8)] * len(made)
        widest = max((style.width(one, body) for lines in self.lines for one in lines), default=0)
        self.room = 0 if self.above else max(room, widest + 10)
        self.height = sum(self.heights)

    def draw(self, canvas: Canvas, top: float, *, faded: Set[str] = frozenset()) -> list[bar_style.Bar]:
        """Put names, values and the line of zero, from `top` downwards; the bars are for `bar_style.bars`.

        faded: ids that are only context.
        """
        left, body = MARGIN + self.room, self.layout.body
        reach = [start + row.value for start, row in zip(self.starts, self.made, strict=True)]
        ends = [end_width(canvas, row) for row in self.made]
        factor, zero = bar_style.scale(reach, ends, self.layout.inner - self.room)
        bars, at = [], top
        for row, lines, begin, high in zip(self.made, self.lines, self.starts, self.heights, strict=True):
            y = at + high - 8 - THICK / 2 if self.above else at + high / 2
            name = at + 2 + len(lines) * body * 0.62 if self.above else y
            canvas.lines(MARGIN + NEAR if self.above else MARGIN, name, lines)
            start, length = left + zero + begin * factor, row.value * factor
            end(canvas, row, start + length, y)
            bars.append(bar_style.Bar(row, start, length, y, THICK, numbers.key(row.figure) in faded))
            at += high
        canvas.rule(left + zero, top + 1, left + zero, at - 1, color=palette.MUTED, zorder=3)
        return bars


def end_width(canvas: Canvas, row: bar_style.Row) -> float:
    """The room that the text at the end of a bar needs, with the gap before it."""
    layout = canvas.layout
    mark = style.width(row.mark, layout.small) + 3 if row.mark else 0
    return _gap(row) + style.width(row.end, layout.body) + mark


def _gap(row: bar_style.Row) -> float:
    return END_GAP + (bar_style.TIP if row.bound in ("gt", "ge") else 0)


def end(canvas: Canvas, row: bar_style.Row, x: float, y: float) -> None:
    """The value at the end of a bar, its mark (预计) smaller behind it."""
    layout = canvas.layout
    start = x + _gap(row) if row.value >= 0 else x - end_width(canvas, row)
    color = bar_style.INKS.get(row.year, palette.INK)
    canvas.text(start, y, row.end, color=color, figure=row.figure)
    if row.mark:
        after = start + style.width(row.end, layout.body) + 3
        canvas.text(after, y, row.mark, size=layout.small, color=palette.MUTED)


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
