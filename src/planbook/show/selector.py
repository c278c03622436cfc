"""What a chapter of an edition holds, topic by topic: figures, derived quantities, parts of totals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from planbook.audit import answers, audit
from planbook.edition import Derived, Edition, Figure, exhibits

from . import numbers

OTHER = "other"  # the topic of an indicator that has none


@dataclass
class Selector:
    """The figures of an edition's chapters, by topic."""

    ed: Edition
    chapter: str = ""  # whose rows of the audit count; without one, all

    @cached_property
    def rows(self) -> list[audit.Row]:
        """The audit, which says what makes a whole and what is part of what."""
        return answers.rows(self.ed, self.chapter)

    @cached_property
    def own(self) -> dict[str, exhibits.Wish]:
        """What the edition wants for each chapter besides the rules."""
        return exhibits.wishes(self.ed)

    def topics(self, chapter: str) -> dict[str, list[Figure]]:
        """The figures of a chapter that belong to no named project, by topic, in the report's order."""
        by_topic: dict[str, list[Figure]] = {}
        for figure in self.ed.select(chapter=chapter):
            if not figure.project:
                by_topic.setdefault(self.topic(figure), []).append(figure)
        wanted = self.own[chapter].topics if chapter in self.own else ()
        return {topic: by_topic[topic] for topic in (*(t for t in wanted if t in by_topic), *by_topic)}

    def topic(self, figure: Figure) -> str:
        """The topic in which a figure is told."""
        return self.ed.indicator(figure).topic or OTHER

    def title(self, topic: str) -> str:
        """The name of a topic."""
        return "其他" if topic == OTHER else self.ed.word("topic", topic)

    def derived(self, chapter: str) -> dict[str, list[Derived]]:
        """The derived quantities of a chapter, by the topic of the first figure that they come from."""
        by_topic: dict[str, list[Derived]] = {}
        for one in self.ed.derived():
            first = self.first(one)
            if first.chapter == chapter:
                topic = "" if first.project else self.topic(first)
                by_topic.setdefault(topic, []).append(one)
        return by_topic

    def first(self, one: numbers.Quantity) -> Figure:
        """The figure itself, or the first of those that a derived quantity comes from."""
        while numbers.is_derived(one):
            one = self.ed[one.inputs[0]]
        return one

    def shares(self, chapter: str) -> list[tuple[Figure, Figure, numbers.Quantity]]:
        """(part, whole, share): derived shares of a chapter whose part the audit calls a part of the
        whole."""
        parts = {
            (row.figures[0].figure, part.figure)
            for row in self.rows
            if row.claim.kind == "part" and row.verdict == audit.Verdict.AGREE
            for part in row.figures[1:]
        }
        pairs = []
        for key, entry in self.ed.derivations().items():
            part, whole, *_ = (self.ed.get(id) for id in entry.inputs)
            if entry.op != "share" or not isinstance(part, Figure) or not isinstance(whole, Figure):
                continue
            if whole.chapter == chapter and (whole.figure, part.figure) in parts:
                pairs.append((part, whole, self.ed[key]))
        return pairs
