"""The small drawings of the comparing pages, as SVG: a distribution, a county's years, many counties' years.

Words stand beside a drawing as text of the page, so that they keep their size on a phone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from statistics import median

from .observations import Observation
from .ranking import Ranking

Values = Mapping[str, Observation]  # by year
DOTS = 60  # counties that are drawn as dots; more of them as bars
BINS = 40
WIDE, HIGH = 480, 72  # of a distribution; lower where few dots stand on each other
SPARK, PANEL = (72, 18), (150, 54)


def number(amount: float | None, factor: float = 1.0) -> str:
    """An amount in units of `factor`, for people: 1234.5"""
    return "" if amount is None else f"{amount / factor:.6g}"


def distribution(made: Ranking, href: Callable[[Observation], str]) -> str:
    """The ranked values of a year on a line, with the ends and the middle in words; nothing for fewer than
    three."""
    ranked = sorted((place.observation for place in made.ranked), key=_amount)
    if len(ranked) < 3:
        return ""
    low, high = _amount(ranked[0]), _amount(ranked[-1])
    middle = median(map(_amount, ranked))
    span = (high - low) or 1
    width = WIDE - 12

    def across(amount: float) -> float:
        return 6 + (amount - low) / span * width

    of_bins = Counter(_bin(one, low, span) for one in ranked)
    most, tall = max(of_bins.values()), HIGH
    if len(ranked) <= DOTS:
        step = min(9.0, (HIGH - 18) / most)
        tall = round(20 + step * most)
        stacked: Counter[int] = Counter()
        shapes = []
        for one in ranked:
            place = _bin(one, low, span)
            y = tall - 12 - stacked[place] * step
            stacked[place] += 1
            name = escape(f"{one.county} {one.printed}")
            dot = f'cx="{across(_amount(one)):.1f}" cy="{y:.1f}" r="4"'
            shapes.append(f"<circle {dot}><title>{name}</title></circle>")
    else:
        shapes = [
            f'<rect x="{6 + place * width / BINS:.1f}" y="{HIGH - 8 - many / most * (HIGH - 12):.1f}" '
            f'width="{width / BINS - 1:.1f}" height="{many / most * (HIGH - 12):.1f}"/>'
            for place, many in sorted(of_bins.items())
        ]
    x = across(middle)
    axis = f'<line x1="6" x2="{WIDE - 6}" y1="{tall - 7}" y2="{tall - 7}"/>'
    tick = f'<line class="middle" x1="{x:.1f}" x2="{x:.1f}" y1="2" y2="{tall - 2}"/>'
    ends = [
        f'{word}<a href="{href(one)}">{escape(one.printed)}</a>（{escape(one.county)}）'
        for word, one in (("最低", ranked[0]), ("最高", ranked[-1]))
    ]
    unit = escape(made.unit)
    words = f"{ends[0]}；中位数{number(middle, made.factor)}{unit}；{ends[1]}"
    caption = f"{made.period}年{len(ranked)}个地区的分布"
    drawing = _svg("strip", WIDE, tall, axis + "".join(shapes) + tick)
    return f"<figure><figcaption>{caption}</figcaption>{drawing}<p>{words}</p></figure>"


def spark(values: Values) -> str:
    """A county's years as a line on a scale of its own; nothing for a single one."""
    if len(values) < 2:
        return ""
    told = "，".join(f"{year}年{one.printed}" for year, one in sorted(values.items()))
    amounts = [_amount(one) for one in values.values()]
    years = sorted(map(int, values))
    drawn = _line(values, None, SPARK, (years[0], years[-1]), (min(amounts), max(amounts)))
    return _svg("spark", *SPARK, f"<title>{escape(told)}</title>{drawn}", escape(told))


def panels(counties: Sequence[tuple[Values, Observation | None]]) -> list[str]:
    """Each county's years, and a target as a ring, on one scale for all."""
    every = [one for values, aim in counties for one in (*values.values(), *([aim] if aim else []))]
    amounts, years = [*map(_amount, every)], [int(one.period) for one in every]
    scale = (min(years), max(years)), (min(amounts), max(amounts))
    return [_svg("panel", *PANEL, _line(values, aim, PANEL, *scale)) for values, aim in counties]


def _line(
    values: Values, aim: Observation | None, size: tuple[int, int], years: tuple[int, int],
    amounts: tuple[float, float],
) -> str:  # fmt: skip
    width, height = size
    long, high = (years[1] - years[0]) or 1, (amounts[1] - amounts[0]) or 1

    def at(one: Observation) -> tuple[float, float]:
        x = 4 + (int(one.period) - years[0]) / long * (width - 8)
        return x, height - 4 - (_amount(one) - amounts[0]) / high * (height - 8)

    points = [at(one) for _, one in sorted(values.items())]
    shapes = [f'<polyline points="{_points(points)}"/>', _dot(points[-1])]
    if aim is not None:
        shapes = [f'<polyline class="aim" points="{_points([points[-1], at(aim)])}"/>', *shapes]
        shapes.append(_dot(at(aim), "aim"))
    return "".join(shapes)


def _bin(one: Observation, low: float, span: float) -> int:
    return min(BINS - 1, int((_amount(one) - low) / span * BINS))


def _amount(one: Observation) -> float:
    return one.amount or 0.0


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _dot(point: tuple[float, float], css: str = "") -> str:
    kind = f' class="{css}"' if css else ""
    return f'<circle{kind} cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="2.5"/>'


def _svg(css: str, width: int, height: int, drawn: str, told: str = "") -> str:
    heard = f'role="img" aria-label="{told}"' if told else 'aria-hidden="true"'
    return f'<svg class="{css}" viewBox="0 0 {width} {height}" {heard}>{drawn}</svg>'
