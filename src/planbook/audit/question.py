"""A question that a deputy may ask: its pieces, and how rules put them together."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from planbook.audit.facts import Facts
from planbook.edition.model import Derived, Figure, Project, Statement, Task

if TYPE_CHECKING:
    from planbook.edition.lookup import Edition

EXAMPLES = 3  # tasks, projects or claims named in one question

Piece = str | int | Figure | Derived | Task | Project | Statement


class Question(NamedTuple):
    """A question in pieces: words, counted numbers, and the things that are its evidence.

    kind: the rule that made it; weight: how much it matters, 0 to 100.
    """

    kind: str
    weight: float
    pieces: tuple[Piece, ...]

    @property
    def evidence(self) -> list[Piece]:
        """The figures, tasks, projects and statements of the question."""
        return [piece for piece in self.pieces if not isinstance(piece, str | int)]

    @property
    def figures(self) -> frozenset[str]:
        """The ids of the figures of the question."""
        return frozenset(piece.figure for piece in self.pieces if isinstance(piece, Figure))


def listed(facts: Facts, figures: Iterable[Figure]) -> list[Piece]:
    """Figures with their names: 县重点项目87个、…; not more than six."""
    pieces: list[Piece] = []
    for figure in list(figures)[:6]:
        pieces += ["、" if pieces else "", facts.called(figure), figure]
    return pieces


def joined(things: Iterable[Piece]) -> list[Piece]:
    pieces: list[Piece] = []
    for thing in things:
        pieces += ["、" if pieces else "", thing]
    return pieces


def money_of(ed: Edition, figure: Figure) -> Decimal:
    """The money of a figure in the base unit, 0 for what is none."""
    if figure.value is None or figure.measure != "level" or ed.unit(figure.unit).dimension != "money":
        return Decimal(0)
    return figure.value * ed.unit(figure.unit).factor
