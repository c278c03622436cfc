"""What an edition says, read once and as a whole: for claims, which compare everything with everything."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from planbook.edition.model import SUFFIX, Figure, Indicator, Project
from planbook.edition.places import Outline, Place
from planbook.edition.units import Units

if TYPE_CHECKING:
    from planbook.edition.lookup import Edition


class Facts:
    """The figures of an edition, in file order, with their units, indicators, projects and places.

    lines: figure → the lines of the text on which it stands; starts: figure → where its spans begin.
    """

    def __init__(self, ed: Edition):
        self.ed = ed
        self.figures = {figure.figure: figure for figure in ed.select()}
        self.projects: dict[str, Project] = {project.project: project for project in ed.projects()}
        self.lines: dict[str, set[int]] = defaultdict(set)
        self.starts: dict[str, set[int]] = defaultdict(set)
        for row in ed._ask("mentions", {}):
            self.lines[row["figure"]].add(int(row["line"]))
            self.starts[row["figure"]].add(int(row["char_start"]))
        self._indicators: dict[str, Indicator] = {}
        self._numbered: dict[tuple[tuple[str, str], ...], list[Figure]] = {}

    @cached_property
    def units(self) -> Units:
        """Every unit that can be printed."""
        units = (self.ed.unit(row["unit"]) for row in self.ed._ask("units", {}))
        return Units(units, self.ed.source.rounding)

    @cached_property
    def _outline(self) -> Outline:
        return Outline(self.ed.source)

    def numbered(self, **fields: str) -> list[Figure]:
        """The figures with a number whose fields have these values."""
        if not fields:
            return [figure for figure in self.figures.values() if figure.value is not None]
        *less, (name, value) = fields.items()
        key = tuple(fields.items())
        if key not in self._numbered:
            self._numbered[key] = [one for one in self.numbered(**dict(less)) if getattr(one, name) == value]
        return self._numbered[key]

    def indicator(self, figure: Figure) -> Indicator:
        """The indicator of a figure."""
        if figure.indicator not in self._indicators:
            self._indicators[figure.indicator] = self.ed.indicator(figure)
        return self._indicators[figure.indicator]

    def called(self, figure: Figure) -> str:
        """What a figure is called in full: 种植面积（西甜瓜）, 地区生产总值增速."""
        whole, suffix = self.indicator(figure).label_zh, SUFFIX.get(figure.measure, "")
        project = self.projects.get(figure.project)
        part = figure.item or (project.name if project else "")
        name = f"{whole}（{part}）" if part else whole
        return name if suffix in whole else name + suffix

    def places(self, lines: set[int]) -> tuple[Place, ...]:
        """The places of lines of the text."""
        return tuple(self._outline.places(lines))
