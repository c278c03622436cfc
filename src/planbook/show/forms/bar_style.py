"""What the forms share: the year of a figure, its label on a picture, the scale of bars, the notes a
picture needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Polygon, Rectangle

from planbook.edition import Edition
from planbook.show import numbers, style
from planbook.show.errors import Crowded, ShowError
from planbook.show.markup import label, name
from planbook.show.numbers import Parts
from planbook.show.style import BODY
from planbook.show.tables import Table

LABELS = 112.0  # pt, the widest label column
OPEN = ("gt", "ge", "lt", "le")

Chosen = Iterable[numbers.Quantity | str | None] | None  # figures or their ids
Labels = Mapping[str, str] | None  # id → what a figure is called in a picture, where not by its name


@dataclass(frozen=True)
class Row:
    """One figure ready to be drawn: value in the picture's unit, label lines, the text at its end."""

    figure: numbers.Quantity
    value: float
    lines: tuple[str, ...]
    end: str
    year: str  # reviewed or planned
    bound: str
    mark: str  # 预计, 读者假定, or nothing


def resolve(ed: Edition, figures: Chosen) -> list[numbers.Quantity]:
    """Figures for figures or ids; ids that the edition lacks, and None, fall away."""
    resolved = (ed.get(f) if isinstance(f, str) else f for f in figures or ())
    return [figure for figure in resolved if figure is not None]


def year(ed: Edition, figure: numbers.Quantity) -> str:
    """Whose colour a figure has: `planned` for targets, plans and the planned year, else `reviewed`."""
    if numbers.is_derived(figure):
        sources = resolve(ed, figure.inputs)
        return "planned" if sources and all(year(ed, s) == "planned" for s in sources) else "reviewed"
    planned = figure.scenario in ("target", "planned") or figure.period == ed.planned
    return "planned" if planned else "reviewed"


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


def rows(
    ed: Edition, figures, unit: str, *, labels: Labels = None, room: float = LABELS, size: float = BODY
) -> list[Row]:
    """Rows for a list of figures; `labels` renames by id."""
    labels = labels or {}
    made = []
    for figure in figures:
        name = labels.get(numbers.key(figure)) or label(ed, figure)
        end = shown(ed, figure, unit) + numbers.mark(figure)
        made.append(
            Row(
                figure,
                float(numbers.amount(ed, figure, unit)),
                tuple(style.balanced(name, room, size)),
                end,
                year(ed, figure),
                bound(figure),
                numbers.mark(figure),
            )
        )
    return made


def label_room(made: Sequence[Row]) -> float:
    """The width that the label column really needs, with the gap to the bars."""
    return max((style.width(line) for row in made for line in row.lines), default=0) + 8


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


def drawn(area: Axes) -> list[Rectangle]:
    """The bars that seaborn has put into an area."""
    return [patch for patch in area.patches if isinstance(patch, Rectangle)]


def bar(area: Axes, patch: Rectangle, row: Row, factor: float, *, faded: bool = False) -> None:
    """Dress a seaborn bar: year, standing, and an end that is open where the value is only a bound.

    factor: points per unit. The tip and the hatch lie beyond or before the value by a fixed length in points.
    """
    planned = row.year == "planned"
    edge = style.PLANNED if planned else style.CONTEXT if faded else style.REVIEWED
    face = "white" if planned else style.TINT if row.mark else edge
    patch.set(facecolor=face, edgecolor=edge, linewidth=1.4 if planned else 0.9 if row.mark else 0)
    x, y, w, h = patch.get_x(), patch.get_y(), patch.get_width(), patch.get_height()
    if row.bound in ("gt", "ge"):
        tip, step = 6 / factor, -1 if row.value < 0 else 1
        area.add_patch(
            Polygon(
                [(x, y), (x + w, y), (x + w + step * tip, y + h / 2), (x + w, y + h), (x, y + h)],
                closed=True,
                facecolor=face,
                edgecolor=edge,
                linewidth=patch.get_linewidth(),
                zorder=2,
            )
        )
        patch.set_visible(False)
    elif row.bound in ("lt", "le", "approx") and row.value:
        length = min(9 / factor, abs(w))
        start = x + w - length if row.value > 0 else x + w
        area.add_patch(
            Rectangle(
                (start, y),
                length,
                h,
                facecolor="white",
                edgecolor=edge,
                hatch="//////",
                linewidth=0.8,
                zorder=3,
            )
        )


def notes(made: list[Row], *, converted: str = "", note: str = "", ends: bool = True) -> list[str]:
    """The notes of a picture: the author's own, what was converted, and what unusual marks mean.

    ends: whether the picture shows open, hatched and pale bars at all.
    """
    marks_used = []
    if ends:
        marks_used = _ends(made)
    if any(numbers.is_derived(row.figure) for row in made):
        marks_used.append("带*的是推算数，算法见数据页")
    marks = "；".join(marks_used)
    remarks = [note.rstrip("。") + "。" if note else "", converted, marks + "。" if marks else ""]
    joined = "".join(remarks)
    return [f"注：{joined}"] if joined else []


def _ends(made: list[Row]) -> list[str]:
    ends = []
    if any(row.bound in ("gt", "ge") for row in made):
        ends.append("箭头形条端表示报告只给出下限")
    if any(row.bound in ("lt", "le") for row in made):
        ends.append("斜纹条端表示报告只给出上限")
    if any(row.bound == "approx" for row in made):
        ends.append("斜纹条端表示约数")
    if any(row.mark == numbers.PRELIMINARY for row in made):
        ends.append("浅色条表示预计数")
    return ends


def source(ed: Edition) -> str:
    """The source line of every picture."""
    return f"来源：{ed.source.county}{ed.planned}年计划报告"


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
