"""A chapter's first sentence: its first key figures, and the strongest claim that its exhibits bear."""

from __future__ import annotations

from collections.abc import Sequence

from planbook.edition import Edition, Figure
from planbook.edition.model import SUFFIX

from . import numbers, prose
from .key_figures import chosen
from .markup import Words, counted, join, link, name
from .select import Exhibit
from .selector import Selector

FALLS = ("下降", "降低", "减少", "回落")


def lead(selector: Selector, chapter: str, exhibits: Sequence[Exhibit]) -> Words:
    """2025年某县地区生产总值70亿元，增长6%；2026年6项增速目标均低于2025年。"""
    ed = selector.ed
    wish = selector.own.get(chapter)
    if wish is not None and wish.lead:
        made = prose.sentence(ed, wish.lead, optional=True, data=True)
        if made is not None:
            return made
    first = chosen(selector, chapter)[:2]
    if chapter == "overview" and first:
        growth = _growth(ed, first[0])
        first = [first[0], *([growth] if growth is not None else first[1:])]
    parts = [_named(ed, figure, first[:number]) for number, figure in enumerate(first)]
    when = _period(ed, first[0]) if first else ""
    county = ed.source.county if chapter == "overview" else ""
    claim = next((claim for exhibit in exhibits for claim in exhibit.claims(ed)), None)
    pieces: list = [when, county, join("，", parts)] if parts else []
    if claim is not None:
        pieces += ["；" if parts else "", claim.words]
    if not pieces:
        count = len(ed.select(chapter=chapter))
        return join("", ["报告在这一方面有", counted(count), "项数据"]) if count else Words("")
    return join("", [*pieces, "。"])


def _growth(ed: Edition, figure: numbers.Quantity) -> Figure | None:
    """The growth of a figure in its own year."""
    if numbers.is_derived(figure) or figure.measure == "growth":
        return None
    same = {"indicator": figure.indicator, "period": figure.period, "item": figure.item, "measure": "growth"}
    return next(
        (one for one in ed.select(**same) if one.project == figure.project and one.value is not None), None
    )


def _named(ed: Edition, figure: numbers.Quantity, before: Sequence) -> Words:
    """A figure with its name, and its period where that is not the one before it; the name is not said again
    for the same indicator's growth. What is planned is called so."""
    when, last = (_period(ed, one) for one in (figure, before[-1] if before else figure))
    standing = "" if numbers.is_derived(figure) else numbers.scenario(figure)
    head, mark = [when if when != last else ""], [standing, numbers.mark(figure)]
    if numbers.is_derived(figure) or figure.measure != "growth" or figure.value is None:
        return join("", [*head, name(ed, figure), *mark, link(ed, figure)])
    again = any(getattr(one, "indicator", None) == figure.indicator for one in before)
    text = numbers.text(figure)
    falls = text.startswith(FALLS)
    named = "" if again else name(ed, figure).removesuffix(SUFFIX["growth"])
    return join("", [*head, named, *mark, "" if falls else "增长", link(ed, figure)])


def _period(ed: Edition, figure: numbers.Quantity) -> str:
    """When a figure is of; a derived quantity is told with the reviewed year."""
    return f"{ed.reviewed}年" if numbers.is_derived(figure) else numbers.period(figure)
