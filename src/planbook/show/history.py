"""What a county's earlier reports say of a figure: the numbers in words, and a small picture of its years."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from planbook.audit.bases import Bases
from planbook.edition import Edition, Figure, actuals, years
from planbook.edition.units import ORDINAL, UnitError, Units

from . import numbers
from .markup import Words, join, link, marked

STATED = ("eq", "approx")


def history(ed: Edition) -> dict[str, Words]:
    """By figure: 以前的报告：2024年5.2%、2025年5.5%, and a picture (see `planbook.book.sparks`).

    Actuals of the year on which each report looks back, of the same indicator, item, project and measure. The
    target beside the figure is the picture's last point, and in the words too. Nothing is drawn of a base
    that was revised, of places in an order, or of a number that is only bounded.
    """
    told: dict[str, list[Figure]] = {}
    revised: dict[str, str] = {}
    units = Units([])
    own = ed.select(scenario="actual", period=ed.reviewed)
    for earlier, later in pairwise(years.series(ed)):
        bases = Bases(later, earlier)
        units = bases.units
        known = {actuals.key(one): one for one in earlier.select(scenario="actual", period=earlier.reviewed)}
        for figure in own:
            if (one := known.get(actuals.key(figure))) is not None:
                told.setdefault(figure.figure, []).append(one)
                if why := bases.revised(one):
                    revised[figure.figure] = why
    aims = {pair.actual.figure: pair.target for pair in ed.pairs() if pair.actual and pair.comparable}
    return {
        figure.figure: _words(
            ed, units, [*told[figure.figure], figure], aims.get(figure.figure), revised.get(figure.figure, "")
        )
        for figure in own
        if figure.figure in told
    }


def _words(ed: Edition, units: Units, figures: Sequence[Figure], aim: Figure | None, revised: str) -> Words:
    """The words and the picture of a figure, which is the last of `figures`."""
    before = [f"{numbers.period(one)}{numbers.mark(one)}{numbers.text(one)}" for one in figures[:-1]]
    past = join("", ["以前的报告：", marked("、".join(before), "history")])
    points = [] if revised else _points(units, figures, aim)
    if not points:
        return join("", [past, f"（{revised}）" if revised else ""])
    aimed = [f"，{numbers.period(aim)}{numbers.scenario(aim)}", link(ed, aim)] if aim is not None else []
    classes = ["spark", *points, *(["aimed"] if aim is not None else [])]
    return join("", [past, *aimed, marked("", " .".join(classes))])


def _points(units: Units, figures: Sequence[Figure], aim: Figure | None) -> list[str]:
    """Year and height of each point as a class, both from 0, the height in per cent: at-1-100; nothing where
    they are not of one kind."""
    every = [*figures, *([aim] if aim is not None else [])]
    last = figures[-1]
    try:
        if units[last.unit].dimension in ORDINAL or any(one.bound not in STATED for one in figures):
            return []
        values = [units.convert(one.number, one.unit, last.unit) for one in every]
        of_years = [int(one.period) for one in every]
    except (UnitError, ValueError):
        return []
    low, span = min(values), max(values) - min(values)
    heights = [(value - low) * 100 / span if span else Decimal(50) for value in values]
    return [f"at-{year - of_years[0]}-{height:.0f}" for year, height in zip(of_years, heights, strict=True)]
