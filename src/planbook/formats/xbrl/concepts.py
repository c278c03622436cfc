"""The concepts of an edition: what is measured, the dimensions and their members, and their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planbook.edition import Edition
from planbook.edition.model import CODELISTS
from planbook.formats.xbrl.facts import Fact, by_topic

TABLE, FIGURES = "table", "figures"
ITEM, PROJECT, SCENARIO, BOUND = "item", "project", "scenario", "bound"
DIMENSIONS = {SCENARIO: "性质", BOUND: "界限", ITEM: "细项", PROJECT: "项目"}
PLAIN = f"{BOUND}-eq"  # the default: a number without a hedge
OTHER = "其他"  # a topic without a name
STRING = "xbrli:stringItemType"


@dataclass(frozen=True)
class Concept:
    """An element of the schema: its type, and its names in Chinese and English.

    group: what it can stand for: an item, a dimension or a hypercube.
    """

    type: str
    zh: str
    en: str = ""
    instant: bool = False
    abstract: bool = False
    group: str = "xbrli:item"


def concepts(ed: Edition, facts: Sequence[Fact]) -> dict[str, Concept]:
    """Every concept that the facts need, by its name."""
    made = {
        TABLE: Concept(STRING, "数字表", "Table", abstract=True, group="xbrldt:hypercubeItem"),
        FIGURES: Concept(STRING, "数字", "Figures", abstract=True),
    }
    projects = {project.project: project.name for project in ed.projects()}
    for dimension, zh in DIMENSIONS.items():
        made[dimension] = Concept(STRING, zh, dimension, abstract=True, group="xbrldt:dimensionItem")
        for member in members(facts, dimension):
            code = member.removeprefix(f"{dimension}-")
            word, english = ed.word(dimension, code), code
            if dimension == PROJECT:
                word, english = projects.get(code, code), ""
            made[member] = Concept(STRING, word, english, abstract=True)
    for topic, _ in by_topic(ed, facts):
        made[f"topic-{topic}"] = Concept(STRING, ed.word("topic", topic) or OTHER, abstract=True)
    alike: dict[str, list[Fact]] = {}
    for fact in facts:
        alike.setdefault(fact.concept, []).append(fact)
    return made | {name: _measured(ed, some) for name, some in alike.items()}


def members(facts: Sequence[Fact], dimension: str) -> list[str]:
    """The members of a dimension: of a closed vocabulary all, of projects those that facts have; items are
    words of the edition and have none."""
    if dimension == PROJECT:
        ids = dict.fromkeys(fact.context.project for fact in facts if fact.context.project)
        return [f"{PROJECT}-{id}" for id in ids]
    return [f"{dimension}-{code}" for code in CODELISTS.get(dimension, ())]


def _measured(ed: Edition, alike: Sequence[Fact]) -> Concept:
    """The concept of facts that share indicator and measure."""
    first = alike[0]
    indicator, measure = ed.indicator(first.figure), first.figure.measure
    zh, en = [ed.word("measure", measure)], [str(measure)]
    if not first.context.start:
        zh, en = [*zh, "累计至年底"], [*en, "cumulative to the end of the year"]
    if first.unit is None:
        zh, en = [*zh, "文字目标"], [*en, "target in words"]
    return Concept(
        _type(alike),
        f"{indicator.label_zh}（{'，'.join(zh)}）",
        f"{indicator.label_en} ({', '.join(en)})" if indicator.label_en else "",
        instant=not first.context.start,
    )


def _type(alike: Sequence[Fact]) -> str:
    """The narrowest type that all facts of a concept have."""
    units = [fact.unit for fact in alike if fact.unit]
    if not units:
        return STRING
    if all(unit.is_money for unit in units):
        return "xbrli:monetaryItemType"
    return "xbrli:pureItemType" if all(unit.is_pure for unit in units) else "xbrli:decimalItemType"
