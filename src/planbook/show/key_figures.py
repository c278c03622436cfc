"""The key figures of a chapter: what the edition wants, else the first of each topic that readers look
for."""

from __future__ import annotations

from planbook.edition import Edition
from planbook.edition.model import Figure

from . import numbers
from .selector import Selector

MOST = 5
MEASURES = ("level", "count", "rate", "share", "capacity", "growth", "completion")  # what is told first


def chosen(selector: Selector, chapter: str) -> list[numbers.Quantity]:
    """Three to five figures (or derived quantities), fewer where a chapter has fewer.

    Without a wish in exhibits.yml: of each topic in the report's order the whole of its first indicator, what
    was reached before what is planned; then the topics' next ones. On the overview growth alone will do,
    where a report gives no level.
    """
    ed = selector.ed
    wish = selector.own.get(chapter)
    if wish is not None and wish.key_numbers:
        return [figure for id in wish.key_numbers if (figure := ed.get(id)) is not None]
    queues = [_ranked(ed, figures) for figures in selector.topics(chapter).values()]
    if chapter == "overview":  # its first topic is the main indicators: they go before all others
        queues = [[figure for queue in queues for figure in queue]]
    picked: list[numbers.Quantity] = []
    while any(queues) and len(picked) < MOST:
        for queue in queues:
            if queue and len(picked) < MOST:
                picked.append(queue.pop(0))
    if len(picked) < 3:  # named projects are numbers too
        picked += [f for f in ed.select(chapter=chapter) if f.project and f.value is not None][
            : 3 - len(picked)
        ]
    return picked


def _ranked(ed: Edition, figures: list[Figure]) -> list[Figure]:
    """The figures of a topic that can be key numbers, one an indicator, in the order of their worth."""
    best: dict[str, Figure] = {}
    for figure in figures:
        if figure.value is None or figure.measure not in MEASURES:
            continue
        known = best.get(figure.indicator)
        if known is None or _worth(ed, figure) < _worth(ed, known):
            best[figure.indicator] = figure
    aims = {figure.indicator for figure in figures if figure.period == ed.planned}
    wholes = [figure for figure in best.values() if not figure.item]
    wholes.sort(key=lambda figure: figure.indicator not in aims)  # what both years have goes first
    return [*wholes, *(figure for figure in best.values() if figure.item and not wholes)]


def _worth(ed: Edition, figure: Figure) -> tuple[bool, bool, int]:
    reached = figure.scenario == "actual" and figure.period == ed.reviewed
    return bool(figure.item), not reached, MEASURES.index(figure.measure)
