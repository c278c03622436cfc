"""How the concepts of a taxonomy belong together: by chapter, by dimension, by sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from planbook.edition import Edition
from planbook.formats.xbrl import names
from planbook.formats.xbrl.concepts import (
    BOUND,
    DIMENSIONS,
    FIGURES,
    ITEM,
    PLAIN,
    PROJECT,
    SCENARIO,
    TABLE,
    members,
)
from planbook.formats.xbrl.facts import Fact, by_topic
from planbook.formats.xbrl.sums import Sum

PRESENTATION, DEFINITION, CALCULATION = "presentation", "definition", "calculation"
_CLOSED = {f"{{{names.XBRLDT}}}closed": "true", f"{{{names.XBRLDT}}}contextElement": "scenario"}


@dataclass
class Network:
    """Relations of one kind and role: each an arcrole, from where, to where, and more attributes."""

    kind: str
    role: str
    title: str
    arcs: list[tuple[str, str, str, Mapping[str, str]]] = field(default_factory=list)

    def add(self, arcrole: str, source: str, target: str, more: Mapping[str, str] | None = None) -> None:
        self.arcs.append((arcrole, source, target, more or {}))


def networks(ed: Edition, facts: Sequence[Fact], sums: Sequence[Sum]) -> list[Network]:
    """Every network of an edition's taxonomy that has a relation."""
    made = (*_chapters(ed, facts), _members(ed, facts), *_hypercubes(ed, facts), _default(), *_sums(ed, sums))
    return [network for network in made if network.arcs]


def _chapters(ed: Edition, facts: Sequence[Fact]) -> Iterator[Network]:
    for chapter in ed.chapters():
        role = names.role(ed.id, f"chapter-{chapter}")
        network = Network(PRESENTATION, role, ed.word("chapter", chapter))
        for topic, some in by_topic(ed, [one for one in facts if one.figure.chapter == chapter]):
            for name in dict.fromkeys(fact.concept for fact in some):
                network.add("parent-child", f"topic-{topic}", name)
        yield network


def _members(ed: Edition, facts: Sequence[Fact]) -> Network:
    network = Network(PRESENTATION, names.role(ed.id, "dimensions"), "维度")
    for dimension in DIMENSIONS:
        network.add("parent-child", TABLE, dimension)
        for member in members(facts, dimension):
            network.add("parent-child", dimension, member)
    return network


def _hypercubes(ed: Edition, facts: Sequence[Fact]) -> Iterator[Network]:
    """A closed hypercube for each set of dimensions: with and without item, with and without project."""
    sets: dict[tuple[str, ...], dict[str, None]] = {}
    for fact in facts:
        own = tuple(name for name in (ITEM, PROJECT) if getattr(fact.context, name))
        sets.setdefault((SCENARIO, BOUND, *own), {})[fact.concept] = None
    for dimensions, concepts in sets.items():
        role = names.role(ed.id, "-".join(("by", *dimensions)))
        network = Network(DEFINITION, role, "、".join(DIMENSIONS[name] for name in dimensions))
        network.add("all", FIGURES, TABLE, _CLOSED)
        for dimension in dimensions:
            network.add("hypercube-dimension", TABLE, dimension)
            for member in members(facts, dimension):
                network.add("dimension-domain", dimension, member)
        for name in concepts:
            network.add("domain-member", FIGURES, name)
        yield network


def _default() -> Network:
    network = Network(DEFINITION, names.STANDARD_LINK, "")
    network.add("dimension-default", BOUND, PLAIN)
    return network


def _sums(ed: Edition, sums: Sequence[Sum]) -> Iterator[Network]:
    for one in sums:
        network = Network(CALCULATION, names.role(ed.id, one.name), one.title)
        for part in one.parts:
            network.add("summation-item", one.total, part, {"weight": "1"})
        yield network
