"""Which `sum` claims of the audit are calculations: sums of unlike concepts within one context.

XBRL adds concepts, not members of a dimension, and a calculation holds wherever its concepts meet. So a whole
and its items (the usual claim) are none, and neither is a claim that would reach a year or part of which
nobody claims it, nor one that depends on what the report leaves open. Those stay with the audit.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from planbook.audit import audit
from planbook.edition import Edition
from planbook.formats.xbrl.facts import Fact


class Sum(NamedTuple):
    """A calculation: the concepts of a total and of its parts; `name` is the claim's fingerprint."""

    name: str
    title: str
    total: str
    parts: tuple[str, ...]


def sums(ed: Edition, facts: Sequence[Fact]) -> list[Sum]:
    """The calculations of an edition, in the audit's order, each once."""
    by_id = {fact.figure.figure: fact for fact in facts}
    claimed: dict[tuple[str, tuple[str, ...]], dict[str, str]] = {}
    places: dict[tuple[str, tuple[str, ...]], set[object]] = defaultdict(set)
    for row in audit.rows(ed):
        claim = row.claim
        if claim.kind != "sum" or not claim.comparable or claim.given or claim.unless:
            continue
        total, *parts = (by_id[figure.figure] for figure in row.figures)
        concepts = (total.concept, tuple(part.concept for part in parts))
        alike = {(one.context, one.unit) for one in (total, *parts)}
        if len(alike) == 1 and len({total.concept, *concepts[1]}) == len(parts) + 1:
            claimed.setdefault(concepts, {"name": row.fingerprint, "title": claim.title})
            places[concepts] |= alike
    return [
        Sum(total=total, parts=parts, **about)
        for (total, parts), about in claimed.items()
        if _reached(facts, total, parts) == places[total, parts]
    ]


def _reached(facts: Sequence[Fact], total: str, parts: tuple[str, ...]) -> set[object]:
    """Where a calculation would be made: the total, and one of its parts, in one context and unit."""
    where: dict[str, set[object]] = defaultdict(set)
    for fact in facts:
        where[fact.concept].add((fact.context, fact.unit))
    return where[total] & set().union(*(where[part] for part in parts))
