"""Dumbbells: the reviewed year's rate against the planned year's target, both ends labelled, the gap at the
right.

A target that is only words (与经济增长基本同步) is never drawn: it stands below, in words.
"""

from __future__ import annotations

from collections.abc import Mapping

import seaborn as sns

from planbook.edition import Edition, Pair
from planbook.show.forms import bar_style
from planbook.show.forms.canvas import INNER, LEADING, Canvas, Key

from .. import numbers, style
from ..claims import Claim, two_years
from ..errors import ShowError
from ..markup import label
from ..picture import Picture
from ..select import Exhibit
from ..style import BODY, MARGIN, SMALL
from ..tables import Table, difference

STEP = 27.0
REACH = 8.0  # from the middle of a disc to its label
HEAD = 16.0  # the line that heads the gap column
LEAST = 56.0  # the shortest scale that still shows a difference
TAIL = 18.0  # room that an open end needs before its label


@style.theme()
def dumbbell(
    ed: Edition,
    pairs,
    *,
    title: str,
    caption: str,
    name: str,
    subtitle: str = "",
    note: str = "",
    labels: bar_style.Labels = None,
    order: str = "gap",
    head: str = "指标",
) -> Picture | None:
    """A row for each comparable pair with numbers, all in one unit; the other pairs are listed below in
    words.

    order: "gap" (largest difference first) or "given". Returns None for no pairs; raises ShowError when no
    pair can be drawn or the units differ.
    """
    pairs = list(pairs or ())
    if not pairs:
        return None
    drawn = [pair for pair in pairs if pair.comparable]
    spoken = [pair for pair in pairs if not pair.comparable]
    units = {p.unit for pair in drawn for p in (pair.target, pair.actual)}
    if len(units) != 1:
        raise ShowError(
            f"{name}: a dumbbell needs pairs with numbers in one unit, got {sorted(units) or 'none'}"
        )
    unit = units.pop()
    if order == "gap":
        drawn.sort(key=lambda pair: (-abs(numbers.gap(pair.target, pair.actual)), numbers.key(pair.target)))
    says = _Says(ed, unit, labels or {})
    # Names give way to the numbers: at least LEAST points of scale have to remain between both.
    names = INNER - sum(says.sides(drawn)) - LEAST
    titles = [style.balanced(says.label(pair), max(44.0, min(names, bar_style.LABELS))) for pair in drawn]
    step = max(STEP, max(map(len, titles)) * BODY * 1.24 + 5)
    words = [style.wrap(says.words(pair), INNER - 10, SMALL) for pair in spoken]
    below = sum(map(len, words)) * SMALL * LEADING + (8 + SMALL * LEADING if words else 0)
    ends = [end for pair in drawn for end in (pair.target, pair.actual)]
    canvas = Canvas(
        title=title,
        subtitle=subtitle,
        body=HEAD + step * len(drawn) + below,
        foot=[*_notes(ends, note), bar_style.source(ed)],
        keys=(Key(f"{ed.reviewed}年", "reviewed"), Key(f"{ed.planned}年{says.standing(drawn)}", "planned")),
    )
    _plot(canvas, says, drawn, titles, step)
    wordless = all(pair.target.value is None for pair in spoken)
    _spoken(canvas, words, canvas.bottom - below, wordless=wordless)
    return canvas.finish(
        alt=f"哑铃图：{caption}。{says.alt(drawn)}。",
        caption=caption,
        name=name,
        figures=[numbers.key(f) for pair in pairs for f in (pair.actual, pair.target) if f is not None],
        table=says.table(drawn + spoken, head),
    )


class _Says:
    """The texts of a dumbbell."""

    def __init__(self, ed: Edition, unit: str, labels: Mapping[str, str]):
        self.ed, self.unit, self.labels = ed, unit, labels
        self.rate = unit == "%"

    def label(self, pair: Pair) -> str:
        return self.labels.get(numbers.key(pair.target)) or label(self.ed, pair.target)

    def standing(self, pairs) -> str:
        return "目标" if all(pair.target.scenario == "target" for pair in pairs) else "计划"

    def end(self, figure: numbers.Quantity) -> str:
        return numbers.mark(figure) + bar_style.shown(self.ed, figure, self.unit)

    def gap(self, pair: Pair) -> str:
        """The difference as a text; a bound at either end makes it a bound too, so it is left out."""
        if pair.actual is None or {bar_style.bound(pair.target), bar_style.bound(pair.actual)} != {"eq"}:
            return "—"
        return numbers.signed(numbers.gap(pair.target, pair.actual))

    @property
    def header(self) -> str:
        return f"差（{'百分点' if self.rate else self.unit}）"

    def sides(self, pairs) -> tuple[float, float, float]:
        """The room that the labels of the lower and higher ends and the column of gaps need, in points."""
        low, high = 0.0, 0.0
        for pair in pairs:
            first, last = sorted((pair.actual, pair.target), key=lambda figure: figure.value)
            low = max(low, style.width(self.end(first)) + (TAIL if _open(first, -1) else REACH))
            high = max(high, style.width(self.end(last)) + (TAIL if _open(last, 1) else REACH))
        gaps = [style.width(self.header, SMALL), *(style.width(self.gap(pair)) for pair in pairs)]
        return low, high, max(gaps) + 6

    def words(self, pair: Pair) -> str:
        words = f"{self.label(pair)}：{numbers.text(pair.target)}"
        if pair.actual is not None:
            words += f"（{self.ed.reviewed}年{numbers.mark(pair.actual)}{numbers.text(pair.actual)}）"
        # That a target in words has no number need not be said again.
        return f"{words}，不可比：{pair.why}" if pair.why and pair.target.value is not None else words

    def alt(self, pairs) -> str:
        chosen = pairs if len(pairs) <= 3 else [*pairs[:2], pairs[-1]]
        return "；".join(
            f"{self.label(p)}由{numbers.text(p.actual)}到{numbers.text(p.target)}" for p in chosen
        )

    def table(self, pairs, head: str) -> Table:
        unit = "百分点" if self.rate else self.unit
        rows = []
        for pair in pairs:
            cell = None
            if pair.comparable and pair.actual and pair.target.value is not None and self.gap(pair) != "—":
                cell = difference(self.gap(pair), pair.target, pair.actual)
            rows.append([self.label(pair), pair.actual, pair.target, cell])
        columns = [head, f"{self.ed.reviewed}年", f"{self.ed.planned}年", f"差（{unit}）"]
        return Table(columns, rows, notes=["* 由报告所列两个数相减。"], unit=self.unit)


def _notes(figures, note: str) -> list[str]:
    marked = [f"{note.rstrip('。')}。" if note else ""]
    if any(bar_style.bound(figure) in bar_style.OPEN for figure in figures):
        marked.append("箭头表示报告只给出界限。")
    text = "".join(marked)
    return [f"注：{text}"] if text else []


def _plot(canvas: Canvas, says: _Says, pairs, titles, step: float) -> None:
    """Discs on a common scale; every label stands outside its own end, so no two can meet."""
    # 1. room for the texts: labels left, gaps right, end labels inside the plot
    names = max(style.width(line) for lines in titles for line in lines) + 6
    padl, padr, gaps = says.sides(pairs)
    left, width, top = MARGIN + names, INNER - names - gaps, canvas.top + HEAD
    ends = [float(figure.value) for pair in pairs for figure in (pair.actual, pair.target)]
    start, stop = min(0.0, *ends), max(0.0, *ends)
    room = max(width - padl - padr, 20.0)
    factor = room / ((stop - start) or 1.0)

    def place(value) -> float:
        return left + padl + (float(value) - start) * factor

    # 2. zero, lines between the ends, gap column
    zero, height = place(0), step * len(pairs)
    if start < 0:
        canvas.rule(zero, top, zero, top + height - 4, color=style.CONTEXT, width=1)
    canvas.text(
        WIDTH_RIGHT, canvas.top + HEAD / 2 - 2, says.header, size=SMALL, color=style.MUTED, ha="right"
    )
    for number, (pair, lines) in enumerate(zip(pairs, titles, strict=True)):
        y = top + (number + 0.5) * step
        canvas.lines(MARGIN, y, lines)
        canvas.rule(place(pair.actual.value), y, place(pair.target.value), y, color=style.CONTEXT, width=2.4)
        canvas.text(WIDTH_RIGHT, y, says.gap(pair), ha="right", color=style.INK)
        _ends(canvas, says, pair, place, y)

    # 3. the marks themselves
    area = canvas.axes(left, top, width, height, (0, width))
    ys = [(number + 0.5) * step for number in range(len(pairs))]
    # Equal values: the ring stands around the disc. Near ones: the ring lies over it, so that both years
    # stay visible.
    sizes = [150 if p.actual.value == p.target.value else 58 for p in pairs]
    for figures, size, face, edge in (
        ([p.target for p in pairs], 58, "white", "none"),
        ([p.actual for p in pairs], 58, style.REVIEWED, "none"),
        ([p.target for p in pairs], sizes, "none", style.PLANNED),
    ):
        sns.scatterplot(
            x=[place(f.value) - left for f in figures],
            y=ys,
            s=size,
            facecolor=face,
            edgecolor=edge,
            linewidth=2 if face == "none" else 0,
            ax=area,
            zorder=3,
            legend=False,
            clip_on=False,
        )
    area.set(xlim=(0, width), ylim=(height, 0))


WIDTH_RIGHT = style.WIDTH - MARGIN


def _open(figure: numbers.Quantity, side: int) -> bool:
    """Whether an end is open on its side: downwards (-1) or upwards (1)."""
    return bar_style.bound(figure) in (("lt", "le") if side < 0 else ("gt", "ge"))


def _ends(canvas: Canvas, says: _Says, pair: Pair, place, y: float) -> None:
    """The labels of both ends, outside them; an open end has an arrow before its label."""
    assert pair.actual is not None  # it is comparable
    low, high = sorted((pair.actual, pair.target), key=lambda f: (f.number, f is pair.target))
    wide = 2 if low.value == high.value else 0
    for figure, side in ((low, -1), (high, 1)):
        color = style.PLANNED_INK if figure is pair.target else style.REVIEWED
        x = place(figure.number)
        reach = REACH + wide
        if _open(figure, side):
            tint = style.PLANNED if figure is pair.target else style.REVIEWED
            canvas.rule(x + side * 5, y, x + side * 13, y, color=tint, width=1.6, zorder=2)
            tip = x + side * 16
            canvas.shape(
                [(tip, y), (tip - side * 5, y - 3.2), (tip - side * 5, y + 3.2)], facecolor=tint, zorder=3
            )
            reach = TAIL
        canvas.text(
            x + side * reach, y, says.end(figure), color=color, ha="left" if side > 0 else "right", clear=True
        )


def _spoken(canvas: Canvas, blocks, top: float, *, wordless: bool) -> None:
    """Pairs that cannot be drawn, as words under a thin rule; `wordless`: none has a number."""
    if not blocks:
        return
    step = SMALL * LEADING
    canvas.rule(MARGIN, top + 2, style.WIDTH - MARGIN, top + 2)
    y = top + 6 + step / 2
    canvas.text(
        MARGIN,
        y,
        "目标没有数字，不画：" if wordless else "没有数字或不可比，不画：",
        size=SMALL,
        color=style.MUTED,
    )
    for lines in blocks:
        for number, line in enumerate(lines):
            y += step
            canvas.text(MARGIN + (0 if not number else 10), y, line, size=SMALL, color=style.INK)


def claims(ed: Edition, exhibit: Exhibit, line: int) -> list[Claim | None]:
    """How the targets lie to the year before."""
    return two_years(ed, exhibit.pairs, exhibit.noun)


def reading(ed: Edition, exhibit: Exhibit) -> str:
    """How to read the picture."""
    return f"实心点是{ed.reviewed}年，空心点是{ed.planned}年目标，右边一列是两者之差。"


def draw(ed: Edition, exhibit: Exhibit, title: str, subtitle: str, line: int) -> Picture | None:
    """The picture of an exhibit."""
    return dumbbell(
        ed, exhibit.pairs, title=title, subtitle=subtitle, caption=exhibit.caption, name=exhibit.name,
        note=exhibit.note, order=exhibit.order,
    )  # fmt: skip
