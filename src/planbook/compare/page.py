"""The pages that set all counties side by side, beside their books: one for each indicator and measure.

    _build/editions/compare/index.html        what can be compared
    _build/editions/compare/gdp-growth.html   distribution, ranking, every county's years
    _build/editions/compare/gdp-growth-2024.html   an older year, where there are many counties

They need no network, and no script to be read; the script sorts and filters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import NamedTuple
from urllib.parse import quote

from planbook.book import editions_index
from planbook.edition import naming
from planbook.edition.units import ORDINAL
from planbook.show import numbers

from . import drawings
from .gather import Observations, Subject
from .observations import Observation
from .ranking import ACTUAL, Place, Ranking, ranking

TEMPLATES = Path(__file__).parent / "templates"
MEASURES = {
    "level": "总量",
    "count": "数量",
    "capacity": "能力",
    "growth": "增速",
    "change": "变化",
    "share": "占比",
    "rate": "比率",
    "completion": "完成进度",
}  # fmt: skip, and no ranks, each of which is among the counties of one city
RULE = "只比较同一单位、同一口径的数；完成数只有界限的不排序，目标的上限、下限按所列的数排序。"
LEAST = 2  # counties with an indicator, for a page of its own
MANY = 200  # counties: with more, every older year has a page of its own
PANELS = 60  # counties that are drawn one by one


class Year(NamedTuple):
    """The order of one year; standing: 实绩 or 计划."""

    made: Ranking
    standing: str

    @property
    def title(self) -> str:
        """2025年实绩"""
        return f"{self.made.period}年{self.standing}"

    @property
    def slug(self) -> str:
        """2025, 2025-plan"""
        return self.made.period if self.standing == "实绩" else f"{self.made.period}-plan"


def write(found: Observations, shelf: Path, font: str) -> Path | None:
    """Write every page into the shelf's folder; the page that lists them, or None where nothing compares."""
    subjects = [one for one in found.subjects(LEAST) if one.measure in MEASURES and one.counties >= LEAST]
    folder = shelf / "compare"
    if not subjects:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    style = editions_index.style(f"../{font}" if font else "")
    style += (TEMPLATES / "compare.css").read_text(encoding="utf-8")
    script = (TEMPLATES / "compare.js").read_text(encoding="utf-8")
    written = {"index.html"}
    for subject in list(subjects):
        rows = found.of(subject.indicator, subject.measure)
        if any(one.dimension in ORDINAL for one in rows):  # 一类, 二等奖: not more or less of something
            subjects.remove(subject)
            continue
        for name, text in pages(subject, rows, style, script):
            editions_index.write(folder / name, text)
            written.add(name)
    listed = "\n".join(
        f'<tr><th scope="row"><a href="{file_name(one)}">{escape(_title(one))}</a></th>'
        f'<td class="number">{one.counties}</td><td class="number">{one.editions}</td></tr>'
        for one in subjects
    )
    heads = '<th scope="col">指标</th>' + "".join(
        f'<th scope="col" class="number">{text}</th>' for text in ("地区", "报告")
    )
    body = f'<table class="sortable"><thead><tr>{heads}</tr></thead><tbody>\n{listed}\n</tbody></table>'
    intro = "每个指标一页：各县的分布、排序和历年的数。数字都链接到各县书里自己的一行。"
    for path in folder.glob("*.html"):
        if path.name not in written:
            path.unlink()
    return editions_index.write(
        folder / "index.html", _page("各县对照", intro, body, style, script, ("../index.html", "各县的书"))
    )


def file_name(subject: Subject, year: str = "") -> str:
    """gdp-growth.html, gdp-growth-2024.html"""
    return f"{subject.indicator}-{subject.measure}{f'-{year}' if year else ''}.html"


def pages(
    subject: Subject, rows: Sequence[Observation], style: str, script: str
) -> Iterator[tuple[str, str]]:
    """The page of one indicator, and of its older years where there are many counties: name and text."""
    years = _years(rows)
    title = _title(subject)
    if not years:
        body = "<p>各报告只列出多年累计或没有年份的数，不作比较。</p>"
    else:
        first, *rest = years
        body = drawings.distribution(first.made, _href) + _table(first, years) + _panels(first, years)
        if subject.counties <= MANY:
            body += "".join(
                f"<details><summary>{one.title}</summary>\n{_table(one)}\n</details>" for one in rest
            )
        else:
            way = file_name(subject), title
            for one in rest:
                text = drawings.distribution(one.made, _href) + _table(one)
                name = f"{title}：{one.title}"
                yield file_name(subject, one.slug), _page(name, RULE, text, style, script, way)
            items = (f'<li><a href="{file_name(subject, one.slug)}">{one.title}</a></li>' for one in rest)
            body += f'<ul class="years">{"".join(items)}</ul>'
    intro = f"{subject.counties}个地区、{subject.editions}份报告。{RULE}"
    yield file_name(subject), _page(title, intro, body, style, script, ("index.html", "各县对照"))


def _years(rows: Iterable[Observation]) -> list[Year]:
    """Every year's order: what was reached, the newest first, then what is planned."""
    by_year: dict[tuple[str, str], list[Observation]] = {}
    for one in rows:
        if len(one.period) == 4:
            standing = "实绩" if one.scenario == ACTUAL else "计划"
            by_year.setdefault((standing, one.period), []).append(one)
    order = sorted(by_year, key=lambda key: (key[0] == "实绩", key[1]), reverse=True)
    return [Year(ranking(by_year[key], key[1]), key[0]) for key in order]


def _title(subject: Subject) -> str:
    measure = MEASURES[subject.measure]
    return subject.label if measure in subject.label else f"{subject.label}（{measure}）"


def _page(title: str, intro: str, body: str, style: str, script: str, up: tuple[str, str]) -> str:
    template = Template((TEMPLATES / "compare.html").read_text(encoding="utf-8"))
    return template.substitute(
        title=escape(title), intro=escape(intro), body=body, style=style, script=script, up=up[0],
        above=escape(up[1]),
    )  # fmt: skip


def _table(year: Year, years: Sequence[Year] = ()) -> str:
    """A year's order: rank, county, value, the value in one unit, the county's `years`, what to know."""
    made, past = year.made, _past(years)
    one_unit = len({place.observation.unit for place in made.ranked}) < 2
    told = any(place.why for place in made.places)
    drawn = {key: drawings.spark(values) for key, values in past.items()}
    heads = {
        "名次": ' class="number rank"', "地区": "", year.title: ' class="number"',
        **({} if one_unit else {f"折合{made.unit}": ' class="number"'}),
        **({"历年": ' class="drawn"'} if any(drawn.values()) else {}),
        **({"说明": ""} if told else {}),
    }  # fmt: skip
    lines = []
    for place in made.places:
        one = place.observation
        number = "" if one.amount is None else f"{one.amount!r}"
        cells = [
            f'<td class="number">{place.rank or "—"}</td>',
            f'<th scope="row">{escape(one.county)}</th>',
            f'<td class="number" data-value="{number}"><a href="{_href(one)}">{escape(one.printed)}</a></td>',
        ]
        if not one_unit:
            told_in = drawings.number(one.amount, made.factor) if place.rank else ""
            cells.append(f'<td class="number" data-value="{number}">{told_in}</td>')
        if "历年" in heads:
            cells.append(f'<td class="drawn">{drawn.get(naming.county(one.edition), "")}</td>')
        if told:
            cells.append(f"<td>{escape(place.why)}</td>")
        lines.append(f'<tr data-marks="{_codes(one)}">{"".join(cells)}</tr>')
    head = "".join(f'<th scope="col"{css}>{escape(text)}</th>' for text, css in heads.items())
    ranked = len(made.ranked)
    rest = f"，{len(made.places) - ranked}个不排序" if len(made.places) > ranked else ""
    return (
        f'<table class="sortable"><caption>{year.title}：{ranked}个地区排序{rest}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>\n{chr(10).join(lines)}\n</tbody></table>"
    )


def _past(years: Iterable[Year]) -> dict[str, dict[str, Observation]]:
    """By county and year what was reached and can be compared."""
    past: dict[str, dict[str, Observation]] = {}
    for year in years:
        for place in year.made.ranked if year.standing == "实绩" else ():
            past.setdefault(naming.county(place.observation.edition), {})[year.made.period] = (
                place.observation
            )
    return past


def _panels(first: Year, years: Sequence[Year]) -> str:
    """The counties one by one on a common scale, in the order of the first year; the next year's target as a
    ring. Nothing where no county has two years."""
    past = _past(years)
    coming = next(
        (one for one in years if one.standing == "计划" and one.made.period > first.made.period), None
    )
    aims = {
        naming.county(place.observation.edition): place.observation
        for place in (coming.made.ranked if coming else ())
        if first.made.ranked and place.observation.base == first.made.ranked[0].observation.base
    }
    shown = [place for place in first.made.ranked if len(past.get(_county(place), ())) > 1][:PANELS]
    if len(shown) < LEAST or first.standing != "实绩":
        return ""
    panels = [(past[_county(place)], aims.get(_county(place))) for place in shown]
    drawn = drawings.panels(panels)
    items = []
    for place, (values, aim), picture in zip(shown, panels, drawn, strict=True):
        told = [f"{year}年{one.printed}" for year, one in sorted(values.items())]
        told += [f"{aim.period}年计划{aim.printed}"] if aim else []
        name = escape(place.observation.county)
        items.append(
            f'<li><a href="{_href(place.observation)}">{name}</a>{picture}'
            f"<small>{'，'.join(f'<span>{escape(one)}</span>' for one in told)}</small></li>"
        )
    rest = f"（前{len(shown)}个）" if len(first.made.ranked) > len(shown) else ""
    rings = "圆圈是计划。" if any(aim for _, aim in panels) else ""
    caption = f"各地历年{rest}：各图的纵轴相同。{rings}"
    return f'<figure><figcaption>{caption}</figcaption><ul class="panels">{"".join(items)}</ul></figure>'


def _county(place: Place) -> str:
    return naming.county(place.observation.edition)


def _href(one: Observation) -> str:
    """The row of an observation in its county's book."""
    return f"../{quote(one.edition)}/html/chapters/data.html#{numbers.anchor_of(one.figure)}"


def _codes(one: Observation) -> str:
    """What a row can be filtered by."""
    marks = (
        "preliminary" if one.preliminary else "",
        "bounded" if one.bound != "eq" else "",
        "noted" if one.note else "",
    )
    return " ".join(filter(None, marks))
