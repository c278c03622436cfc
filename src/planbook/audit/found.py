"""A claim that the program found, and the small things that all rules of finding share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from planbook.audit.claim import Claim, Kind
from planbook.audit.verdict import Judgement
from planbook.edition.model import Figure


class Found(NamedTuple):
    """A claim and its name; a judgement that needs more than the figures; lines without a figure."""

    name: str
    claim: Claim
    judgement: Judgement | None = None
    lines: tuple[int, ...] = ()


def found(
    kind: Kind,
    title: str,
    figures: Iterable[Figure],
    reason: str,
    unless: str = "",
    comparable: bool = True,
) -> Found:
    """A claim on figures, the claimed one first."""
    first, *others = (figure.figure for figure in figures)
    claim = Claim(
        kind=kind, title=title, figure=first, of=tuple(others), reason=reason, unless=unless,
        comparable=comparable,
    )  # fmt: skip
    return Found(f"{kind}-{first}", claim)


def groups(figures: Iterable[Figure], *columns: str) -> list[list[Figure]]:
    """The figures that share these columns, two or more together, in file order."""
    made: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        made[tuple(getattr(figure, column) for column in columns)].append(figure)
    return [group for group in made.values() if len(group) > 1]


def telling(figure: Figure) -> bool:
    """Whether two equal numbers are hardly chance: at least two significant digits."""
    return len(figure.number.normalize().as_tuple().digits) > 1
