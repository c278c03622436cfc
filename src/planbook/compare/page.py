"""The pages that set all counties side by side, beside their books: one for each indicator and measure.

    _build/editions/compare/index.html        what can be compared
    _build/editions/compare/gdp-growth.html   ranking, distribution, every county's years

They need no network, and no script to be read; the script sorts and filters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from statistics import median
from string import Template
from urllib.parse import quote

from planbook.book import editions_index
from planbook.edition import naming
from planbook.show import numbers

from .gather import Observations, Subject
from .observations import Observation
from .ranking import ACTUAL, Ranking, ranking

TEMPLATES = Path(__file__).parent / "templates"
MEASURES = {
    "level": "总量", "count": "数量", "capacity": "能力", "growth": "增速", "change": "变化", "share": "占比",
    "rate": "比率", "completion": "完成进度", "rank": "位次",
}  # fmt: skip
RULE = "只比较同一单位、同一口径的数；只有界限的数不排序。"
LEAST = 2  # editions with an indicator, for a page of its own
WIDTH, HEIGHT = 96, 22  # of the small pictures


def write(found: Observations, shelf: Path, font: str) -> Path | None:
    """Write every page into the shelf's folder; the page that lists them, or None where nothing compares."""
    subjects = [one for one in found.subjects(LEAST) if one.measure in MEASURES]
    folder = shelf / "compare"
    if not subjects:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    style = editions_index.style(f"../{font}" if font else "")
    style += (TEMPLATES / "compare.css").read_text(encoding="utf-8")
    script = (TEMPLATES / "compare.js").read_text(encoding="utf-8")
    names = {file_name(one): one for one in subjects}
    for name, subject in names.items():
        rows = found.of(subject.indicator, subject.measure)
        editions_index.write(folder / name, page(subject, rows, style, script))
    listed = "\n".join(
        f'<tr><th scope="row"><a href="{name}">{escape(_title(one))}</a></th>'
        f"<td>{one.counties}</td><td>{one.editions}</td></tr>"
        for name, one in names.items()
    )
    head = '<th scope="col">指标</th><th scope="col">地区</th><th scope="col">报告</th>'
    body = f'<table class="sortable"><thead><tr>{head}</tr></thead><tbody>\n{listed}\n</tbody></table>'
    intro = "每个指标一页：各县排序、分布和历年的数。数字都链接到各县书里自己的一行。"
    for path in folder.glob("*.html"):
        if path.name not in {*names, "index.html"}:
            path.unlink()
    return editions_index.write(
        folder / "index.html", _page("各县对照", intro, body, style, script, up="../index.html")
    )


def file_name(subject: Subject) -> str:
    """gdp-growth.html"""
    return f"{subject.indicator}-{subject.measure}.html"


def page(subject: Subject, rows: Sequence[Observation], style: str, script: str) -> str:
    """One indicator: the newest year's order and distribution, and every county's years in a table."""
    actual = [one for one in rows if one.scenario == ACTUAL and len(one.period) == 4]
    years = sorted({one.period for one in actual}, reverse=True)
    parts = []
    for number, year in enumerate(years):
        made = ranking(actual, year, lower_first=subject.measure == "rank")
        if number == 0:
            parts.append(_distribution(made))
        parts.append(_table(made, actual, is_open=number == 0))
    planned = sorted(
        {one.period for one in rows if one.scenario != ACTUAL and len(one.period) == 4}, reverse=True
    )
    for year in planned:
        targets = [one for one in rows if one.scenario != ACTUAL]
        parts.append(_table(ranking(targets, year), actual, is_open=not years, standing="计划"))
    intro = f"{subject.counties}个地区、{subject.editions}份报告。{RULE}"
    return _page(_title(subject), intro, "\n".join(parts), style, script, up="index.html")


def _title(subject: Subject) -> str:
    measure = MEASURES[subject.measure]
    return subject.label if measure in subject.label else f"{subject.label}（{measure}）"


def _page(title: str, intro: str, body: str, style: str, script: str, up: str) -> str:
    template = Template((TEMPLATES / "compare.html").read_text(encoding="utf-8"))
    return template.substitute(
        title=escape(title), intro=escape(intro), body=body, style=style, script=script, up=up
    )


def _table(made: Ranking, actual: Iterable[Observation], *, is_open: bool, standing: str = "实绩") -> str:
    """A year's order: rank, county, value, the county's years as a small picture, what to know."""
    past: dict[str, dict[str, float]] = {}
    for one in sorted(actual, key=lambda one: one.planned):
        if one.amount is not None:
            past.setdefault(naming.county(one.edition), {})[one.period] = one.amount
    lines = []
    for place in made.places:
        one = place.observation
        href = f"../{quote(one.edition)}/html/chapters/data.html#{_anchor(one.figure)}"
        value = f'<a href="{href}">{escape(one.printed)}</a>'
        number = "" if one.amount is None else f"{one.amount!r}"
        cells = (
            f"<td>{place.rank or '—'}</td>",
            f'<th scope="row">{escape(one.county)}</th>',
            f'<td data-value="{number}">{value}</td>',
            f"<td>{_spark(past.get(naming.county(one.edition), {}))}</td>",
            f"<td>{escape(place.why)}</td>",
        )
        lines.append(f'<tr data-marks="{_codes(one)}">{"".join(cells)}</tr>')
    heads = ("名次", "地区", f"{made.period}年{standing}", "历年", "说明")
    head = "".join(f'<th scope="col">{text}</th>' for text in heads)
    ranked = len(made.ranked)
    caption = f"{made.period}年{standing}：{ranked}个地区排序"
    rest = len(made.places) - ranked
    caption += f"，{rest}个不排序" if rest else ""
    table = (
        f'<table class="sortable"><caption>{caption}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>\n{chr(10).join(lines)}\n</tbody></table>"
    )
    summary = f"<summary>{made.period}年{standing}</summary>"
    return f"<details{' open' if is_open else ''}>{summary}\n{table}\n</details>"


def _codes(one: Observation) -> str:
    """What a row can be filtered by."""
    marks = (
        "preliminary" if one.preliminary else "",
        "bounded" if one.bound != "eq" else "",
        "noted" if one.note else "",
    )
    return " ".join(filter(None, marks))


def _anchor(figure: str) -> str:
    return numbers.anchor_of(figure)


def _spark(past: dict[str, float]) -> str:
    """A county's years as a line; nothing for a single one."""
    if len(past) < 2:
        return ""
    years, values = zip(*sorted(past.items()), strict=True)
    low, span = min(values), (max(values) - min(values)) or 1
    step = (WIDTH - 8) / (len(values) - 1)
    points = [
        (4 + n * step, HEIGHT - 4 - (value - low) / span * (HEIGHT - 8)) for n, value in enumerate(values)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    told = "，".join(f"{year}年{value:g}" for year, value in zip(years, values, strict=True))
    x, y = points[-1]
    drawn = f'<polyline points="{line}"/><circle cx="{x:.1f}" cy="{y:.1f}" r="2.5"/>'
    return _svg("spark", WIDTH, HEIGHT, told, f"<title>{told}</title>{drawn}")


def _distribution(made: Ranking) -> str:
    """The values of a year on a line, a dot a county, with the ends and the middle written out."""
    values = [(one.observation.amount or 0.0, one.observation) for one in made.ranked]
    if len(values) < 3:
        return ""
    amounts = sorted(amount for amount, _ in values)
    low, high, middle = amounts[0], amounts[-1], median(amounts)

    def across(amount: float) -> str:
        return f"{20 + (amount - low) / ((high - low) or 1) * 600:.1f}"

    def told(amount: float) -> str:
        return f"{amount / made.factor:.6g}"

    ends = ((low, "最低", "start", 56), (middle, "中位数", "middle", 74), (high, "最高", "end", 56))
    names = [escape(f"{one.county} {one.printed}") for _, one in values]
    dots = [
        f'<circle cx="{across(amount)}" cy="26" r="5"><title>{name}</title></circle>'
        for (amount, _), name in zip(values, names, strict=True)
    ]
    marks = [
        f'<text x="{across(amount)}" y="{down}" text-anchor="{where}">{word}{told(amount)}</text>'
        for amount, word, where, down in ends
    ]
    spoken = "，".join(f"{word}{told(amount)}" for amount, word, *_ in ends)
    line = '<line x1="20" x2="620" y1="26" y2="26"/>'
    drawn = _svg(
        "strip", 640, 80, f"{made.period}年分布：{spoken}{made.unit}", line + "".join((*dots, *marks))
    )
    caption = f"{made.period}年{len(values)}个地区的分布（{escape(made.unit)}）"
    return f"<figure><figcaption>{caption}</figcaption>{drawn}</figure>"


def _svg(css: str, width: int, height: int, told: str, drawn: str) -> str:
    box = f'viewBox="0 0 {width} {height}"'
    return f'<svg class="{css}" {box} role="img" aria-label="{escape(told)}">{drawn}</svg>'
