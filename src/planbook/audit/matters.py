"""Matters: the audit's rows as a reader takes them, one entry for all rows that are about the same thing.

Rows that share a figure (also one on which a row depends) are one matter, and so are scope questions on the
same two paragraphs. The order is that of importance: what differs, what cannot be told, what does not
compare, slips of numbering; within each the larger difference first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from planbook.audit.audit import Row
from planbook.audit.verdict import WORDS, Verdict
from planbook.edition.model import Figure
from planbook.edition.places import Place

SAYING = ("sum", "ratio", "growth", "between", "kept")  # kinds whose agreement says something


class Matter(NamedTuple):
    """The rows of one matter, the weightiest first."""

    rows: tuple[Row, ...]

    @property
    def verdict(self) -> Verdict:
        """That of its weightiest row."""
        return self.rows[0].verdict

    @property
    def word(self) -> str:
        """The verdict for people."""
        return WORDS[self.verdict]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure of the rows, each once, those of one indicator together."""
        by_id = {figure.figure: figure for row in self.rows for figure in row.figures}.values()
        kinds = list(dict.fromkeys((figure.indicator, figure.measure) for figure in by_id))
        return tuple(sorted(by_id, key=lambda figure: kinds.index((figure.indicator, figure.measure))))

    @property
    def places(self) -> tuple[Place, ...]:
        """Where its figures stand, in the text's order."""
        return tuple(sorted({place for row in self.rows for place in row.places}))


def matters(rows: Iterable[Row]) -> list[Matter]:
    """What the rows find, one entry a matter: no targets, and agreement only where it says something."""
    kept = [row for row in rows if row.claim.kind != "target" or row.verdict == Verdict.NOT_COMPARABLE]
    open_ = [row for row in kept if row.verdict != Verdict.AGREE]
    agreed = [row for row in kept if row.verdict == Verdict.AGREE and says_something(row)]
    made = [Matter(tuple(sorted(group, key=_weight))) for group in (*grouped(open_), *grouped(agreed))]
    return sorted(made, key=lambda matter: (_weight(matter.rows[0]), [place.line for place in matter.places]))


def says_something(row: Row) -> bool:
    """Whether an agreement could well have failed: not that a part is less than its whole, or that one print
    is told twice."""
    again = row.claim.kind == "repeat" and len({figure.wording for figure in row.figures}) > 1
    return again or row.claim.kind in SAYING


def unsaid(rows: Iterable[Row]) -> list[Row]:
    """The agreements that are no findings."""
    return [
        row
        for row in rows
        if row.verdict == Verdict.AGREE and row.claim.kind != "target" and not says_something(row)
    ]


def counts(listed: Iterable[Matter]) -> Counter[Verdict]:
    """How many matters have each verdict."""
    return Counter(matter.verdict for matter in listed)


def grouped(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows that are about one thing together, in their order."""
    groups: list[list[Row]] = []
    for row in rows:
        touching = [group for group in groups if any(_one_thing(row, other) for other in group)]
        merged = [one for group in touching for one in group] + [row]
        groups = [group for group in groups if group not in touching] + [merged]
    return groups


def size(row: Row) -> float:
    """How far apart the numbers are, as a part of the claimed one."""
    difference, value = row.judgement.difference, row.figures[0].value if row.figures else None
    return float(abs(difference / value)) if difference and value else 0.0


def _one_thing(a: Row, b: Row) -> bool:
    if _ids(a) & _ids(b):
        return True
    return a.claim.kind == b.claim.kind == "scope" and a.places == b.places and len(a.places) > 1


def _ids(row: Row) -> set[str]:
    return {*row.claim.given, *(figure.figure for figure in row.figures)}


def _weight(row: Row) -> tuple[int, float]:
    return list(Verdict).index(row.verdict), -size(row)
