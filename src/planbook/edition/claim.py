"""A claim: a relation between figures that a report must satisfy, with the reason why it must.

Claims are declared in data/<edition>/checks.yml (`declared`) or found by the program (discover.py); verdict.py
judges them. In a claim's sentences numbers are written as {figure-id}, never typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field, ValidationError

from . import document
from .fields import faults
from .finding import Finding, nearest, shown
from .model import Figure, Model, OptionalSlug, Slug, Text

if TYPE_CHECKING:
    from .lookup import Edition

FILE = "checks.yml"
Kind = Literal[
    # declared or found
    "sum", "ratio", "repeat", "part", "growth", "target", "kept", "order", "between", "scope",
    # found by the program only
    "shared", "name", "heading", "magnitude",
]  # fmt: skip
ARITY = {  # how many figures stand in `of`: (fewest, most)
    "sum": (2, 99), "ratio": (2, 2), "repeat": (1, 1), "part": (1, 99), "growth": (2, 2), "target": (1, 1),
    "kept": (1, 1), "order": (1, 1), "between": (2, 99), "scope": (0, 1),
}  # fmt: skip
SUFFIX = {"growth": "增速", "rank": "位次"}  # a figure's measure in its name
_FIELD = re.compile(r"\{([^{}]*)\}")
_YEAR = re.compile(r"\d{4}年")


class Claim(Model):
    """`figure` against `of`.

    sum: it is their total. ratio: it is the first over the second. repeat: it is the same thing told again.
    part: they are parts of it. growth: it is the first, grown by the second. target: it aims beyond the actual.
    kept: the actual is to be kept. order: it cannot be less than the other. between: it lies between the
    smallest and the largest. scope: one number stands under two scopes.
    """

    kind: Kind
    title: Text = Field(description="what is compared, in Chinese")
    figure: OptionalSlug = ""
    of: tuple[Slug, ...] = ()
    reason: Text = Field(description="why it must hold, in Chinese; {figure-id} for a number")
    unless: str = Field("", description="what the report leaves open and would explain a difference")
    given: tuple[Slug, ...] = Field((), description="two figures: the claim holds where they are equal")
    comparable: bool = Field(True, description="false: the scopes differ, and `reason` says how")

    @property
    def ids(self) -> tuple[str, ...]:
        """Every figure that is compared."""
        return tuple(dict.fromkeys((self.figure, *self.of) if self.figure else self.of))


def declared(ed: Edition) -> dict[str, Claim]:
    """The claims of checks.yml by name, in file order, whose figures this edition has; none without the file.

    Entries that are wrong are left out: `planbook check` tells them, and no book is built before it is silent.
    """
    ed.reads.note_file(f"{ed.id}/{FILE}")
    found = {}
    for name, entry in document.read(ed.data / ed.id / FILE, ed.data).data.items():
        try:
            claim = Claim.model_validate(entry)
        except ValidationError:
            continue
        if claim.kind in ARITY and all(ed.get(id) for id in (*claim.ids, *claim.given)):
            found[name] = claim
    return found


def called(ed: Edition, figure: Figure) -> str:
    """What a figure is called in full: 种植面积（西甜瓜）, 地区生产总值增速."""
    whole, part, suffix = ed.indicator(figure).label_zh, ed.label(figure), SUFFIX.get(figure.measure, "")
    name = whole if part == whole else f"{whole}（{part}）"
    return name if suffix in whole else name + suffix


def filled(ed: Edition, template: str) -> str:
    """A sentence with its figures as printed, for a reader without links."""
    return _FIELD.sub(lambda field: ed[field[1]].printed, template)


# ---- for `planbook check`


def check(edition: Edition, data: Path) -> Iterator[Finding]:
    """What is wrong with checks.yml; nothing when there is no such file."""
    path = data / edition.id / FILE
    if not path.exists():
        return
    read = document.read(path, data)
    yield from read.findings
    for name, entry in read.data.items():
        line = read.lines.get(name)
        try:
            claim = Claim.model_validate(entry)
        except ValidationError as error:
            yield from faults(error, Claim, read.file, line, name)
            continue
        wrong = list(_faults(edition, claim)) or list(_judged(edition, claim))
        for slug, field, got, expected, close in wrong:
            yield Finding(slug, read.file, line, f"{name}.{field}" if field else name, got, expected, close)


def _faults(edition: Edition, claim: Claim) -> Iterator[tuple[str, str, str, str, str]]:
    if claim.kind not in ARITY:
        yield "unknown-word", "kind", shown(claim.kind), ", ".join(ARITY), nearest(claim.kind, ARITY)
        return
    least, most = ARITY[claim.kind]
    if not claim.figure:
        yield "required", "figure", "", "", ""
    if not least <= len(claim.of) <= most:
        wanted = str(least) if least == most else f"{least} to {most}"
        yield "bad-check", "of", f"{len(claim.of)} figures", f"{wanted} for {claim.kind}", ""
    if len(claim.given) not in (0, 2):
        yield "bad-check", "given", f"{len(claim.given)} figures", "two that are equal", ""
    known = [figure.figure for figure in edition.select()]
    for field, ids in (("figure", claim.ids[:1]), ("of", claim.of), ("given", claim.given)):
        for id in ids:
            if edition.get(id) is None:
                yield "unknown-id", field, shown(id), "a figure", nearest(id, known)
    for field in ("title", "reason", "unless"):
        yield from sentence(edition, field, getattr(claim, field), known)


def sentence(
    edition: Edition, field: str, template: str, known: list[str]
) -> Iterator[tuple[str, str, str, str, str]]:
    """What is wrong with a sentence: ids that do not exist, numbers that were typed."""
    for id in _FIELD.findall(template):
        if edition.get(id) is None:
            yield "unknown-id", field, shown(id), "a figure", nearest(id, known)
    rest = _YEAR.sub("", _FIELD.sub("", template))
    if typed := re.search(r"\d+", rest):
        yield "typed-number", field, shown(typed[0]), "", ""
    if re.search(r"[{}]", rest):
        yield "bad-value", field, shown(template), "{figure-id}, braces in pairs", ""


def _judged(edition: Edition, claim: Claim) -> Iterator[tuple[str, str, str, str, str]]:
    from .verdict import JudgeError, judge  # verdict.py judges claims, so it imports this module

    try:
        judge(edition, claim)
    except JudgeError as error:
        yield "bad-check", "", str(error), "", ""
