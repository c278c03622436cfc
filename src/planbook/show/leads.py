"""A chapter's first sentence: its first key figures, and the strongest claim that its exhibits bear."""

from __future__ import annotations

from collections.abc import Sequence

from . import numbers, prose
from .key_figures import chosen
from .markup import Words, counted, join, link, name
from .select import Exhibit, Selector


def lead(selector: Selector, chapter: str, exhibits: Sequence[Exhibit]) -> Words:
    """2025年某县地区生产总值70亿元，增长6%；2026年6项增速目标均低于2025年。"""
    ed = selector.ed
    wish = selector.own.get(chapter)
    if wish is not None and wish.lead:
        made = prose.sentence(ed, wish.lead, optional=True)
        if made is not None:
            return made
    first = chosen(selector, chapter)[:2]
    if chapter == "overview" and first:
        growth = _growth(ed, first[0])
        first = [first[0], *([growth] if growth is not None else first[1:])]
    said = [_told(ed, figure, first[:number]) for number, figure in enumerate(first)]
    when = numbers.period(first[0]) if first and not numbers.is_derived(first[0]) else f"{ed.reviewed}年"
    county = ed.source.county if chapter == "overview" else ""
    claim = next((claim for exhibit in exhibits for claim in exhibit.claims(ed)), None)
    pieces: list = [when, county, join("，", said)] if said else []
    if claim is not None:
        pieces += ["；" if said else "", claim.words]
    if not pieces:
        count = len(ed.select(chapter=chapter))
        return join("", ["报告在这一方面有", counted(count), "项数据"]) if count else Words("")
    return join("", [*pieces, "。"])


def _growth(ed, figure):
    """The growth of a figure in its own year."""
    if numbers.is_derived(figure) or figure.measure == "growth":
        return None
    same = {"indicator": figure.indicator, "period": figure.period, "item": figure.item, "measure": "growth"}
    return next(
        (one for one in ed.select(**same) if one.project == figure.project and one.value is not None), None
    )


def _told(ed, figure, before: Sequence) -> Words:
    """A figure with its name; the name is not said again for the same indicator's growth."""
    mark = numbers.mark(figure)
    if getattr(figure, "measure", "") == "growth":
        named = (
            ""
            if any(getattr(one, "indicator", None) == figure.indicator for one in before)
            else _whole(ed, figure)
        )
        if figure.value < 0:
            return join(
                "", [named, mark, link(ed, figure, f"下降{numbers.parts(figure).full.lstrip(numbers.MINUS)}")]
            )
        return join("", [named, mark, "增长", link(ed, figure)])
    ahead = getattr(figure, "period", ed.reviewed) == ed.planned and before
    return join(
        "",
        [
            f"{ed.planned}年" if ahead and before[0].period != ed.planned else "",
            name(ed, figure),
            mark,
            link(ed, figure),
        ],
    )


def _whole(ed, figure) -> str:
    return name(ed, figure).removesuffix("增速")
