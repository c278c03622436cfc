"""Dumbbells: the reviewed year's rate against the planned year's target, both ends labelled, the gap at the
right.

A target that is only words (与经济增长基本同步) is never drawn: it stands below, in words.
"""

from __future__ import annotations

from collections.abc import Mapping

import seaborn as sns

from planbook.edition import Edition, Pair
from planbook.show.forms import bar_style
from planbook.show.forms.canvas import LEADING, Canvas, Key, Side, finish

from .. import numbers, palette, style
from ..claims import Claim, two_years
from ..errors import ShowError
from ..markup import label
from ..picture import Picture
from ..select import Exhibit
from ..style import MARGIN, Layout
from ..tables import Table, difference

RADIUS = 5.0
REACH = 10.0  # from the middle of a disc to its label
LEAST = 100.0  # the shortest scale that still shows a difference
TAIL = 21.0  # room that an open end needs before its label


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
    ends = [end for pair in drawn for end in (pair.target, pair.actual)]
    keys = (Key(f"{ed.reviewed}年", "reviewed"), Key(f"{ed.planned}年{says.standing(drawn)}", "planned"))

    def draw(layout: Layout) -> Canvas:
        plan = _Plan(layout, says, drawn, spoken)
        canvas = Canvas(ed, layout, plan.height, keys)
        plan.draw(canvas)
        return canvas

    return finish(
        draw,
        title=title,
        subtitle=subtitle,
        note=_notes(ends, note),
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

    def sides(self, layout: Layout, pairs) -> tuple[float, float, float]:
        """The room that the labels of the lower and higher ends and the column of gaps need, in points."""
        low, high = 0.0, 0.0
        for pair in pairs:
            first, last = sorted((pair.actual, pair.target), key=lambda figure: figure.value)
            low = max(low, style.width(self.end(first), layout.body) + (TAIL if _open(first, -1) else REACH))
            high = max(high, style.width(self.end(last), layout.body) + (TAIL if _open(last, 1) else REACH))
        gaps = [style.width(self.gap(pair), layout.body) for pair in pairs]
        return low + 3, high + 3, max(style.width(self.header, layout.small), *gaps) + 8

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


def _notes(figures, note: str) -> str:
    marked = [f"{note.rstrip('。')}。" if note else ""]
    if any(bar_style.bound(figure) in bar_style.OPEN for figure in figures):
        marked.append("箭头表示报告只给出界限。")
    return "".join(marked)


class _Plan:
    """Where everything stands in one layout: discs on a common scale, names beside or above them, gaps at the
    right, below them in words what cannot be drawn. Every label stands outside its own end, so no two can
    meet."""

    def __init__(self, layout: Layout, says: _Says, drawn, spoken):
        self.layout, self.says, self.pairs = layout, says, drawn
        body, line = layout.body, layout.body * 1.24
        self.above = not layout.names
        self.low, self.high, self.gaps = says.sides(layout, drawn)
        room = (
            layout.inner - self.gaps
        )  # for names; they give way to the numbers: LEAST points of scale remain
        if not self.above:
            room = min(room - self.low - self.high - LEAST, layout.names)
        self.titles = [style.balanced(says.label(pair), max(4 * body, room), body) for pair in drawn]
        widest = max(style.width(one, body) for title in self.titles for one in title)
        self.names = 0 if self.above else widest + 8
        most = max(map(len, self.titles))
        self.heights = [
            len(title) * line + body * 1.7 + 6 if self.above else max(30.0, most * line + 6)
            for title in self.titles
        ]
        self.words = [style.wrap(says.words(pair), layout.inner - 12, layout.small) for pair in spoken]
        self.wordless = all(pair.target.value is None for pair in spoken)
        self.step = layout.small * LEADING
        self.below = (1 + sum(map(len, self.words))) * self.step + 10 if spoken else 0
        self.height = self.step + sum(self.heights) + self.below

    def draw(self, canvas: Canvas) -> None:
        """Put it on the canvas."""
        layout, says, body = self.layout, self.says, self.layout.body
        ends = [float(figure.value) for pair in self.pairs for figure in (pair.actual, pair.target)]
        start, stop = min(ends), max(ends)
        left = MARGIN + self.names + self.low
        wide = layout.inner - self.names - self.low - self.high - (0 if self.above else self.gaps)
        factor = wide / ((stop - start) or 1.0)

        def place(value) -> float:
            return left + (float(value) - start) * factor

        top = canvas.top + self.step
        head = canvas.top + self.step / 2
        canvas.text(layout.right, head, says.header, size=layout.small, color=palette.MUTED, ha="right")
        places = []
        for pair, lines, high in zip(self.pairs, self.titles, self.heights, strict=True):
            name = top + len(lines) * body * 0.62 + 2 if self.above else top + high / 2
            y = top + high - body * 0.85 - 4 if self.above else top + high / 2
            canvas.lines(MARGIN, name, lines)
            if start < 0 < stop:  # zero, without a line through the names
                reach = body * 0.7 if self.above else high / 2
                canvas.rule(place(0), y - reach, place(0), y + reach, color=palette.CONTEXT)
            canvas.text(layout.right, name if self.above else y, says.gap(pair), ha="right")
            near, far = place(pair.actual.value), place(pair.target.value)
            if abs(far - near) > 2 * RADIUS:  # up to the ring, through which the page is seen
                far -= RADIUS if far > near else -RADIUS
                canvas.rule(near, y, far, y, color=palette.CONTEXT, width=2.4)
            _ends(canvas, says, pair, place, y)
            places.append(y)
            top += high
        self._discs(canvas, place, places)
        _spoken(canvas, self.words, canvas.bottom - self.below, wordless=self.wordless)

    def _discs(self, canvas: Canvas, place, places) -> None:
        """The marks themselves. A ring lies over its disc where both meet, and around it where they are
        equal."""
        count = len(self.pairs)
        figures = [p.actual for p in self.pairs] + [p.target for p in self.pairs]
        rings = [5 if p.actual.value == p.target.value else 0 for p in self.pairs]
        area = sns.scatterplot(
            x=[place(figure.value) for figure in figures], y=places * 2, ax=canvas.page, legend=False,
            facecolor=[palette.REVIEWED] * count + ["none"] * count, clip_on=False,
            edgecolor=["none"] * count + [palette.PLANNED] * count, linewidth=[0] * count + [2.2] * count,
            s=[(2 * RADIUS + more) ** 2 for more in [0] * count + rings],
        )  # fmt: skip
        area.collections[-1].set(zorder=3, urls=[canvas.row(figure) for figure in figures])
        canvas.settle()


def _open(figure: numbers.Quantity, side: int) -> bool:
    """Whether an end is open on its side: downwards (-1) or upwards (1)."""
    return bar_style.bound(figure) in (("lt", "le") if side < 0 else ("gt", "ge"))


def _ends(canvas: Canvas, says: _Says, pair: Pair, place, y: float) -> None:
    """The labels of both ends, outside them; an open end has an arrow before its label."""
    assert pair.actual is not None  # it is comparable
    low, high = sorted((pair.actual, pair.target), key=lambda f: (f.number, f is pair.target))
    more = 2.5 if low.value == high.value else 0
    for figure, side in ((low, -1), (high, 1)):
        color = palette.PLANNED_INK if figure is pair.target else palette.REVIEWED
        x, reach = place(figure.number), REACH + more
        if _open(figure, side):
            tint = palette.PLANNED if figure is pair.target else palette.REVIEWED
            canvas.rule(x + side * 6, y, x + side * 14, y, color=tint, width=1.6, zorder=2, figure=figure)
            tip = x + side * 18
            head = [(tip, y), (tip - side * 6, y - 4), (tip - side * 6, y + 4)]
            canvas.shape(head, figure, facecolor=tint, edgecolor="none", linewidth=0, zorder=3)
            reach = TAIL
        ha: Side = "left" if side > 0 else "right"
        canvas.text(x + side * reach, y, says.end(figure), color=color, ha=ha, figure=figure)


def _spoken(canvas: Canvas, blocks, top: float, *, wordless: bool) -> None:
    """Pairs that cannot be drawn, as words under a thin rule; `wordless`: none has a number."""
    if not blocks:
        return
    layout = canvas.layout
    small, step = layout.small, layout.small * LEADING
    canvas.rule(MARGIN, top + 4, layout.right, top + 4)
    y = top + 10 + step / 2
    head = "目标没有数字，不画：" if wordless else "没有数字或不可比，不画："
    canvas.text(MARGIN, y, head, size=small, color=palette.MUTED)
    for lines in blocks:
        for number, line in enumerate(lines):
            y += step
            canvas.text(MARGIN + (0 if not number else 12), y, line, size=small)


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
