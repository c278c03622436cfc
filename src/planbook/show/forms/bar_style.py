"""What the forms share: the year of a figure, its label on a picture, the scale of bars, the notes a
picture needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import seaborn as sns
from matplotlib.patches import Rectangle

from planbook.edition import Edition
from planbook.show import numbers, palette
from planbook.show.errors import Crowded, ShowError
from planbook.show.forms.canvas import Canvas
from planbook.show.markup import label, name
from planbook.show.numbers import Parts
from planbook.show.tables import Table

OPEN = ("gt", "ge", "lt", "le")

Chosen = Iterable[numbers.Quantity | str | None] | None  # figures or their ids
Labels = Mapping[str, str] | None  # id → what a figure is called in a picture, where not by its name


@dataclass(frozen=True)
class Row:
    """One figure ready to be drawn: value in the picture's unit, what it is called, the text at its end."""

    figure: numbers.Quantity
    value: float
    name: str
    end: str
    year: str  # reviewed, planned, or before
    bound: str
    mark: str  # 预计, 读者假定, or nothing


@dataclass(frozen=True)
class Bar:
    """Where a row's bar stands, in points: its start and length along the page, its middle down the page."""

    row: Row
    start: float
    length: float
    middle: float
    thick: float
    faded: bool = False


def resolve(ed: Edition, figures: Chosen) -> list[numbers.Quantity]:
    """Figures for figures or ids; ids that the edition lacks, and None, fall away."""
    resolved = (ed.get(f) if isinstance(f, str) else f for f in figures or ())
    return [figure for figure in resolved if figure is not None]


def year(ed: Edition, figure: numbers.Quantity) -> str:
    """Whose colour a figure has: `planned` for the planned year and later ones, `before` for what ended
    before the reviewed year, else `reviewed`; a derived quantity that of its inputs, where they have one."""
    if numbers.is_derived(figure):
        years = {year(ed, source) for source in resolve(ed, figure.inputs)}
        return years.pop() if len(years) == 1 else "reviewed"
    last = (re.findall(r"\d{4}", figure.period) or [ed.reviewed])[-1]
    return "planned" if last > ed.reviewed else "before" if last < ed.reviewed else "reviewed"


def bound(figure: numbers.Quantity) -> str:
    """The bound of a figure; a derived quantity is drawn as a plain value."""
    return getattr(figure, "bound", None) or "eq"


def drawable(figures: Iterable[numbers.Quantity], what: str) -> list[numbers.Quantity]:
    """Figures with a value. A picture of figures that all lack one is a mistake worth naming."""
    kept = [figure for figure in figures if figure.value is not None]
    if figures and not kept:
        raise ShowError(f"{what}: none of {[numbers.key(f) for f in figures]} has a number to draw")
    return kept


def parts(ed: Edition, figure: numbers.Quantity, unit: str) -> Parts:
    """A figure's number in the picture's unit."""
    return numbers.converted(ed, figure, unit)


def shown(ed: Edition, figure: numbers.Quantity, unit: str, *, with_unit: bool = False) -> str:
    """The text at a mark: 超1.8, 3600余, 63.57*, 5%."""
    part = parts(ed, figure, unit)
    text = part.full if with_unit or part.unit == "%" else part.bare
    return text + numbers.star(figure)


def rows(ed: Edition, figures, unit: str, *, labels: Labels = None) -> list[Row]:
    """Rows for a list of figures; `labels` renames by id."""
    labels = labels or {}
    return [
        Row(
            figure,
            float(numbers.amount(ed, figure, unit)),
            labels.get(numbers.key(figure)) or label(ed, figure),
            shown(ed, figure, unit),
            year(ed, figure),
            bound(figure),
            numbers.mark(figure),
        )
        for figure in figures
    ]


def unit_of(figures: Sequence[numbers.Quantity], unit: str | None) -> str:
    """The one unit of a picture: the given one, or the one most figures are printed in."""
    return unit or numbers.common_unit(figures)


def scale(values: list[float], ends: list[float], room: float) -> tuple[float, float]:
    """Points per unit, and where zero stands, so that bars with their end texts fill `room` points exactly.

    values: lengths, negative ones go left; ends: width of the text at each end, gap included. Raises Crowded
    where the texts leave no room.
    """

    def need(factor: float) -> tuple[float, float]:
        right = max((v * factor + e for v, e in zip(values, ends, strict=True) if v >= 0), default=0.0)
        left = max((-v * factor + e for v, e in zip(values, ends, strict=True) if v < 0), default=0.0)
        return left, right

    largest = max((abs(value) for value in values), default=0.0)
    if not largest:
        return 1.0, 0.0
    low, high = 0.0, room / largest
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(need(middle)) <= room else (low, middle)
    if not low:
        raise Crowded(f"the texts at the ends of bars leave no room for them in {room:.0f} pt")
    return low, need(low)[0]


TIP = 8.0  # how far an open end reaches
LOOSE = 10.0  # how much of a bar is dashed where the report gives a cap or an approximate number
EDGES = {"reviewed": palette.REVIEWED, "planned": palette.PLANNED, "before": palette.CONTEXT}
INKS = {"planned": palette.PLANNED_INK}  # of a number, where it is not that of the text


def bars(canvas: Canvas, drawn: Sequence[Bar]) -> None:
    """The bars of a picture: seaborn draws them all, and each is dressed by its year and standing."""
    sns.barplot(
        x=[bar.length for bar in drawn], y=list(range(len(drawn))), left=[bar.start for bar in drawn],
        orient="h", native_scale=True, errorbar=None, color=palette.REVIEWED, saturation=1, ax=canvas.page,
    )  # fmt: skip
    canvas.settle()
    patches = [patch for patch in canvas.page.patches if isinstance(patch, Rectangle)][-len(drawn) :]
    for patch, bar in zip(patches, drawn, strict=True):
        patch.set(y=bar.middle - bar.thick / 2, height=bar.thick)
        _dress(canvas, patch, bar)


def _dress(canvas: Canvas, patch: Rectangle, bar: Bar) -> None:
    """Year, standing, and an end that is open or dashed where the value is only a bound."""
    row = bar.row
    edge = palette.CONTEXT if bar.faded else EDGES[row.year]
    derived = numbers.is_derived(row.figure)
    hollow = row.year == "planned" or derived
    face = palette.PAPER if hollow else palette.TINT if row.mark else edge
    patch.set(facecolor=face, edgecolor=edge, linewidth=1.6 if hollow else 1.2 if row.mark else 0, zorder=2)
    patch.set_url(canvas.row(row.figure))
    x, y, wide, high = patch.get_x(), patch.get_y(), patch.get_width(), patch.get_height()
    if derived:
        canvas.hatch(min(x, x + wide), y, abs(wide), high, edge, row.figure)
    if row.bound in ("gt", "ge"):
        end, tip = x + wide, TIP if row.value >= 0 else -TIP
        points = [(x, y), (end, y), (end + tip, y + high / 2), (end, y + high), (x, y + high)]
        look = {"facecolor": face, "edgecolor": edge, "linewidth": patch.get_linewidth(), "zorder": 2}
        canvas.shape(points, row.figure, **look)
        patch.set_visible(False)
    elif row.bound in ("lt", "le", "approx") and row.value:
        long = min(LOOSE, abs(wide))
        start = x + wide - long if row.value > 0 else x + wide
        loose = Rectangle(
            (start, y), long, high, facecolor=palette.PAPER, edgecolor=edge, linewidth=1.2, zorder=3
        )
        loose.set_linestyle((0, (2, 1.5)))
        canvas.patch(loose, row.figure)


def notes(made: list[Row], *, converted: str = "", note: str = "", ends: bool = True) -> str:
    """The notes of a picture: the author's own, what was converted, and what unusual marks mean.

    ends: whether the picture shows open, dashed and pale bars at all.
    """
    marks_used = []
    if ends:
        marks_used = _ends(made)
    if any(numbers.is_derived(row.figure) for row in made):
        marks_used.append(f"带*的{'斜纹条' if ends else ''}是推算数，算法见数据页")
    marks = "；".join(marks_used)
    remarks = [note.rstrip("。") + "。" if note else "", converted, marks + "。" if marks else ""]
    return "".join(remarks)


def _ends(made: list[Row]) -> list[str]:
    ends = []
    if any(row.bound in ("gt", "ge") for row in made):
        ends.append("箭头形条端表示报告只给出下限")
    if any(row.bound in ("lt", "le") for row in made):
        ends.append("虚线条端表示报告只给出上限")
    if any(row.bound == "approx" for row in made):
        ends.append("虚线条端表示约数")
    if any(row.mark == numbers.PRELIMINARY for row in made):
        ends.append("浅色条表示预计数")
    return ends


def listing(ed: Edition, made: list[Row], *, head: str, unit: str, labels: Labels = None) -> Table:
    """The fold's table for a list of figures: 项目, 数值, and 口径 (目标, 计划, 推算) where any figure
    needs one."""
    labels = labels or {}
    standing = [numbers.scenario(row.figure) for row in made]
    columns, body = [head, "数值"], []
    if any(standing):
        columns.append("口径")
    for row, words in zip(made, standing, strict=True):
        cells = [labels.get(numbers.key(row.figure)) or name(ed, row.figure), row.figure]
        body.append([*cells, words] if any(standing) else cells)
    return Table(columns, body, unit=unit)


def spoken(ed: Edition, figures: Sequence[numbers.Quantity], labels: Labels = None) -> str:
    """Two or three key values for the alt text: the first two and the last."""
    labels = labels or {}
    chosen = figures if len(figures) <= 3 else [*figures[:2], figures[-1]]
    return "，".join(
        (labels.get(numbers.key(f)) or label(ed, f)) + numbers.text(f) + numbers.mark(f) for f in chosen
    )
