"""The book's pictures as native charts: bars from figures of one unit, one series a year.

Each chapter's notebook says of its pictures which figures they show. What cannot be a bar chart of one unit
with at least two numbers (words, ranks, classes) is left to the book.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from planbook.edition import Derived, Edition, Figure
from planbook.edition.units import ORDINAL, exponent
from planbook.formats.excel import formulas
from planbook.formats.excel.cells import hedge
from planbook.formats.excel.workbook import Number, Sheet, Workbook, chapter_table, shape
from planbook.show import numbers, palette
from planbook.show.markup import label, name

TAB, TABLE = "图表", "charts"
SVG = "image/svg+xml"
DERIVED = "推算"
BESIDE = 2  # charts side by side
# As in the pictures: the reviewed year filled, the planned year hollow, what is derived hatched.
FILLS: tuple[dict[str, Any], ...] = (
    {"fill": {"color": palette.REVIEWED}, "border": {"none": True}},
    {"fill": {"color": palette.PAPER}, "border": {"color": palette.PLANNED, "width": 1.5}},
    {
        "pattern": {
            "pattern": "wide_upward_diagonal",
            "fg_color": palette.REVIEWED,
            "bg_color": palette.PAPER,
        },
        "border": {"color": palette.REVIEWED, "width": 1},
    },
)


@dataclass(frozen=True)
class Bar:
    """One row of a chart: at most one number a series."""

    label: str
    numbers: dict[str, Figure | Derived]


@dataclass(frozen=True)
class Chart:
    """A picture, or the part of it that has one unit."""

    code: str  # of the chapter
    chapter: str
    caption: str
    alt: str
    unit: str
    bars: list[Bar]
    values: dict[str, Number]  # id → its number in the chart's unit


def charts(ed: Edition, stage: Path) -> list[Chart]:
    """The charts of the book in its order."""
    drawn: list[Chart] = []
    for chapter in ed.chapters():
        for record in _pictures(stage / "chapters" / f"{chapter}.ipynb"):
            known = [one for id in dict.fromkeys(record["figures"]) if (one := ed.get(id))]
            drawn += _of(ed, chapter, record, known)
    return drawn


def sheet(ed: Edition, drawn: list[Chart]) -> Sheet:
    """The numbers behind the charts: a row a bar, a column a series."""
    series = _series(ed)
    rows = [
        [
            chart.caption,
            bar.label,
            *(chart.values[bar.numbers[one].id] if one in bar.numbers else None for one in series),
            chart.unit,
            chart.chapter,
        ]
        for chart in drawn
        for bar in chart.bars
    ]
    notes = ["图在各章的表下面，由这张表的数画出；数值是公式，按编号取数，单位不同的已换算成同一单位。"]
    heads = ["图", "项", *series, "单位", "章"]
    return Sheet(TAB, f"各章的{len(drawn)}张图里的数字", TABLE, heads, rows, notes)


def draw(book: Workbook, ed: Edition, drawn: list[Chart], sheets: Sequence[Sheet]) -> None:
    """Put the charts below the tables of their chapters; their numbers stand on the sheet of charts."""
    behind = next(sheet for sheet in sheets if sheet.name == TABLE)
    of = {sheet.name: sheet for sheet in sheets}
    first = behind.first + 1
    heights: dict[str, list[int]] = {}
    for chart in drawn:
        last = first + len(chart.bars) - 1
        high = 90 + 34 * len(chart.bars) + (24 if len(_used(ed, chart)) > 1 else 0)
        place = of.get(chapter_table(chart.code), behind)
        below = heights.setdefault(place.name, [0] * BESIDE)
        column = below.index(min(below))
        options = {
            "title": chart.caption,
            "alt": chart.alt,
            "from_zero": all(one.value >= 0 for one in chart.values.values()),
            "legend": len(_used(ed, chart)) > 1,
            "height": high,
            "right": 580 * column,
        }
        book.chart(
            place.tab, (place.last + 2, 0), below[column], options, _drawn(ed, behind.tab, chart, first, last)
        )
        below[column] += high + 24
        first = last + 1


def _drawn(ed: Edition, tab: str, chart: Chart, first: int, last: int) -> Iterator[dict[str, Any]]:
    """The series of a chart; a number with a hedge bears it in its label."""
    alone = all(len(bar.numbers) == 1 for bar in chart.bars)
    for at, one in enumerate(_series(ed)):
        if one not in _used(ed, chart):
            continue
        labels: list[dict[str, Any] | None] = []
        for bar in chart.bars:
            figure = bar.numbers.get(one)
            if figure is None:
                labels.append({"delete": True})
            elif word := hedge(ed, figure):
                value = chart.values[figure.id]
                labels.append({"value": f"{word}{numbers.digits(value.value, value.decimals)}"})
            else:
                labels.append(None)
        yield {
            "name": one,
            "categories": [tab, first, 1, last, 1],
            "values": [tab, first, 2 + at, last, 2 + at],
            **FILLS[at],
            "gap": 60,
            "overlap": 100 if alone else 0,
            "data_labels": {"value": True, "custom": labels, "font": {"size": 9}},
        }


def _series(ed: Edition) -> tuple[str, ...]:
    return (f"{ed.reviewed}年", f"{ed.planned}年", DERIVED)


def _used(ed: Edition, chart: Chart) -> list[str]:
    return [one for one in _series(ed) if any(one in bar.numbers for bar in chart.bars)]


def _pictures(path: Path) -> Iterator[dict[str, Any]]:
    """What planbook.show says of each picture of an executed notebook."""
    if not path.is_file():
        return
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            record = output.get("metadata", {}).get(SVG, {}).get("planbook")
            if record and record.get("figures"):
                yield record


def _of(ed: Edition, chapter: str, record: dict[str, Any], known: list[Figure | Derived]) -> Iterator[Chart]:
    """One chart for each unit of a picture that has at least two numbers to compare."""
    measured = [one for one in known if one.value is not None and one.unit]
    ordinal = [one for one in measured if "/" not in one.unit and ed.unit(one.unit).dimension in ORDINAL]
    groups: dict[tuple[str, str], list[Figure | Derived]] = {}
    for one in measured:
        if one not in ordinal:
            known_unit = None if "/" in one.unit or one.unit == numbers.POINTS else ed.unit(one.unit)
            scale = (known_unit.base, known_unit.dimension) if known_unit else (one.unit, "")
            groups.setdefault(scale, []).append(one)
    for group in groups.values():
        bars = _bars(ed, group)
        if len(group) >= 2 and bars:
            unit = numbers.common_unit(group)
            values = {one.id: _number(ed, one, unit) for one in group}
            caption = f"{record['caption']}（{unit}）"
            yield Chart(chapter, ed.word("chapter", chapter), caption, record["alt"], unit, bars, values)


def _bars(ed: Edition, group: list[Figure | Derived]) -> list[Bar]:
    """The rows of a chart: figures of one subject that differ in their year share one."""
    short = [label(ed, one) for one in group]
    subjects = {one.id: _subject(one) for one in group}
    say = label if len(set(short)) >= len(set(subjects.values())) else name
    bars: dict[tuple[str, ...], Bar] = {}
    for one in group:
        series = _series_of(ed, one)
        bar = bars.setdefault(subjects[one.id], Bar(say(ed, one), {}))
        if series in bar.numbers:  # two of one year: each has a row of its own
            bar = bars.setdefault((one.id,), Bar(f"{say(ed, one)}，{numbers.period(one)}", {}))
        bar.numbers[series] = one
    return list(bars.values())


def _subject(one: Figure | Derived) -> tuple[str, ...]:
    return (one.id,) if isinstance(one, Derived) else (one.indicator, one.item, one.project, one.measure)


def _series_of(ed: Edition, one: Figure | Derived) -> str:
    if isinstance(one, Derived):
        return DERIVED
    return f"{ed.planned if one.period.endswith(ed.planned) else ed.reviewed}年"


def _number(ed: Edition, one: Figure | Derived, unit: str) -> Number:
    """A number in the chart's unit, looked up by id and converted."""
    table = "derived" if isinstance(one, Derived) else formulas.FIGURES
    formula = formulas.lookup(one.id).replace(f"{formulas.FIGURES}[", f"{table}[")
    assert one.value is not None  # see `_of`
    if one.unit == unit:
        return Number(one.value, shape(one.value), formula)
    up, down = ed.unit(one.unit).factor, ed.unit(unit).factor
    value: Decimal = ed.convert(one, unit)
    value = value.normalize() if value == value.to_integral_value() or not shape(one.value) else value
    value = value.quantize(Decimal(1)) if exponent(value) > 0 else value
    return Number(value, shape(value), f"{formula}*{up:f}/{down:f}")
