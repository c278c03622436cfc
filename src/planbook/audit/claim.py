"""A claim: a relation between figures that a report must satisfy, with the reason why it must.

Claims are declared in data/<edition>/checks.yml (`declared`) or found by the program (discover.py);
verdict.py judges them. In a claim's sentences numbers are written as {figure-id}, never typed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from planbook.edition.model import Model, OptionalSlug, Slug, Text

if TYPE_CHECKING:
    from planbook.edition.lookup import Edition

FILE = "checks.yml"
Kind = Literal[
    # declared or found
    "sum", "ratio", "repeat", "part", "growth", "target", "kept", "order", "between", "scope",
    # found by the program only
    "again", "name", "heading", "magnitude",
]  # fmt: skip
ARITY = {  # how many figures stand in `of`: (fewest, most)
    "sum": (2, 99), "ratio": (2, 2), "repeat": (1, 1), "part": (1, 99), "growth": (2, 2), "target": (1, 1),
    "kept": (1, 1), "order": (1, 99), "between": (2, 99), "scope": (0, 1),
}  # fmt: skip
FIELD = re.compile(r"\{([^{}]*)\}")


class Claim(Model):
    """`figure` against `of`.

    sum: it is their total. ratio: it is the first over the second. repeat: it is the same thing told again.
    part: they are parts of it. growth: it is the first, grown by the second. target: it aims beyond the
    actual. kept: the actual is to be kept. order: it cannot be less than they are. between: it lies between
    the smallest and the largest. scope: one number stands under two scopes.
    """

    kind: Kind
    title: Text = Field(description="what is compared, in Chinese")
    figure: OptionalSlug = ""
    of: tuple[Slug, ...] = ()
    reason: Text = Field(description="why it must hold, in Chinese; {figure-id} for a number")
    unless: str = Field(default="", description="what the report leaves open and would explain a difference")
    given: tuple[Slug, ...] = Field(
        default=(), description="two figures: the claim holds where they are equal"
    )
    comparable: bool = Field(default=True, description="false: the scopes differ, and `reason` says how")

    @property
    def ids(self) -> tuple[str, ...]:
        """Every figure that is compared."""
        return tuple(dict.fromkeys((self.figure, *self.of) if self.figure else self.of))


def declared(ed: Edition) -> dict[str, Claim]:
    """The sound claims of checks.yml by name, in file order; none without the file."""
    return {name: dated(ed, claim) for name, claim in ed.entries(FILE, Claim).items()}


def dated(ed: Edition, claim: Claim) -> Claim:
    """The claim with the edition's years in the place of -reviewed and -planned, {reviewed} and {planned}."""
    real = {name: tuple(map(ed.dated, getattr(claim, name))) for name in ("of", "given")}
    claim = ed.source.dated(claim, "title", "reason", "unless")
    return claim.model_copy(update={"figure": ed.dated(claim.figure), **real})


def filled(ed: Edition, template: str) -> str:
    """A sentence with its figures as printed, for a reader without links."""
    return FIELD.sub(lambda field: ed[field[1]].wording, template)
