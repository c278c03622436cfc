"""The report's own arithmetic, checked: every claim with its verdict, its reason and its places."""

from __future__ import annotations

import hashlib
from collections import Counter
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from planbook.audit import claim as claims
from planbook.audit import entries, known
from planbook.audit.claim import Claim, filled
from planbook.audit.discover import discover
from planbook.audit.facts import Facts
from planbook.audit.found import Found
from planbook.audit.known import STATUS, Note
from planbook.audit.verdict import WORDS, JudgeError, Judgement, Verdict, judge
from planbook.edition.derived import Interval
from planbook.edition.finding import Finding
from planbook.edition.model import Figure
from planbook.edition.places import Place

if TYPE_CHECKING:
    from planbook.edition.lookup import Edition

__all__ = ["STATUS", "WORDS", "Row", "Verdict", "check", "counts", "rows"]


class Row(NamedTuple):
    """One claim as judged. `figures`: those compared, the claimed one first; `places`: where they stand."""

    name: str
    claim: Claim
    judgement: Judgement
    figures: tuple[Figure, ...]
    places: tuple[Place, ...]
    declared: bool
    note: Note | None

    @property
    def verdict(self) -> Verdict:
        return self.judgement.verdict

    @property
    def fingerprint(self) -> str:
        """The same for the same claim on the same figures, whatever they say: sum-1a2b3c4d."""
        return _fingerprint(self.claim)

    @property
    def seen(self) -> str:
        """The printed numbers, as a note on the finding remembers them."""
        return "；".join(figure.printed for figure in self.figures) or self.claim.reason

    @property
    def changed(self) -> bool:
        """Whether the numbers are no longer those that the note is about."""
        return self.note is not None and self.note.seen != self.seen

    @property
    def computed(self) -> str:
        """What follows from the other figures: 255.33亿元; "" where nothing is computed."""
        value = self.judgement.computed
        return "" if value is None else f"{_digits(value)}{self.judgement.unit}"

    @property
    def bounds(self) -> str:
        """All that the computed number may be: 2.089至2.099亿元; "" where it is exact."""
        bounds, unit = self.judgement.bounds, self.judgement.unit
        if bounds is None or bounds.low == bounds.high:
            return ""
        return _range(bounds, unit)

    @property
    def difference(self) -> str:
        """Printed minus computed, signed, in the printed unit: −26.45亿元; "" where there is none."""
        value = self.judgement.difference
        if not value:
            return ""
        unit = "个百分点" if self.judgement.unit == "%" else self.judgement.unit
        return f"{'+' if value > 0 else ''}{_digits(value)}{unit}"

    def to_json(self, ed: Edition) -> dict[str, Any]:
        """The row as plain JSON values, sentences with their numbers filled in. A target below last year's is
        told as that: it contradicts nothing."""
        return {
            "check": self.name, "kind": self.claim.kind, "declared": self.declared, "title": self.claim.title,
            "verdict": self.judgement.english, "word": self.judgement.word,
            "printed": {figure.figure: figure.printed for figure in self.figures},
            "computed": self.computed, "bounds": self.bounds, "difference": self.difference,
            "formula": self.judgement.formula, "reason": filled(ed, self.claim.reason),
            "unless": filled(ed, self.claim.unless), "places": [str(place) for place in self.places],
            "fingerprint": self.fingerprint,
            "status": self.note.status if self.note else "",
            "note": filled(ed, self.note.note) if self.note else "",
            "changed": self.changed,
        }  # fmt: skip


def rows(ed: Edition, chapter: str = "") -> list[Row]:
    """Every claim with its verdict, in the order of `Verdict`, each in the text's order.

    chapter: only those that touch a figure of this chapter. A claim that was declared goes before the same
    one found; a declared claim that cannot be judged is left out (`planbook check` tells it).
    """
    facts, notes = Facts(ed), known.notes(ed)
    made = [row for claim, declared in _claims(facts) if (row := _row(facts, claim, declared, notes))]
    if chapter:
        made = [row for row in made if any(figure.chapter == chapter for figure in row.figures)]
    order = list(Verdict)
    return sorted(made, key=lambda row: (order.index(row.verdict), [place.line for place in row.places]))


def counts(rows: list[Row]) -> Counter[Verdict]:
    """How many rows have each verdict."""
    return Counter(row.verdict for row in rows)


def check(ed: Edition, data: Path) -> list[Finding]:
    """What is wrong with checks.yml and known_issues.yml."""
    facts = Facts(ed)
    findings = list(entries.checks(facts, data))
    return findings + list(
        entries.notes(facts, data, lambda: {_fingerprint(one.claim): one.name for one, _ in _claims(facts)})
    )


def _claims(facts: Facts) -> list[tuple[Found, bool]]:
    """Every claim, and whether it was declared; what was declared is not told again as found."""
    declared = claims.declared(facts.ed)
    new = [f for f in discover(facts) if not any(_is_same(f.claim, claim) for claim in declared.values())]
    return [(Found(name, claim), True) for name, claim in declared.items()] + [(one, False) for one in new]


def _is_same(found: Claim, declared: Claim) -> bool:
    """Whether a claim that was found says what a declared one does: on the same figures, or on more or fewer
    parts of the same whole."""
    ids, known = set(found.ids), set(declared.ids)
    whole = found.figure == declared.figure and {found.kind, declared.kind} <= {"sum", "part", "order"}
    return ids == known or (whole and (ids < known or known < ids))


def _row(facts: Facts, candidate: Found, declared: bool, notes: dict[str, Note]) -> Row | None:
    claim, lines = candidate.claim, set(candidate.lines)
    try:
        figures, given = (tuple(facts.figures[id] for id in ids) for ids in (claim.ids, claim.given))
        better = facts.indicator(figures[0]).better if figures else ""
        judgement = candidate.judgement or judge(claim, figures, facts.units, given, better)
    except (JudgeError, KeyError):
        return None
    lines |= {line for figure in figures for line in facts.lines[figure.figure]}
    note = notes.get(_fingerprint(claim))
    return Row(candidate.name, claim, judgement, figures, facts.places(lines), declared, note)


def _fingerprint(claim: Claim) -> str:
    what = "\x1f".join((claim.kind, *(claim.ids or (claim.title,))))
    return f"{claim.kind}-{hashlib.sha256(what.encode()).hexdigest()[:8]}"


def _digits(value: Decimal, rounding: str = ROUND_HALF_UP) -> str:
    """Plain digits, a true minus, no idle zeros, at most four decimals."""
    value = value.quantize(Decimal("0.0001"), rounding)
    return format(value.normalize() if value else Decimal(0), "f").replace("-", "−")


def _range(bounds: Interval, unit: str) -> str:
    """An interval in words, rounded outwards."""
    low, high = _digits_or_none(bounds.low, ROUND_FLOOR), _digits_or_none(bounds.high, ROUND_CEILING)
    if high is None:
        return f"{'大于' if bounds.low_open else '不小于'}{low}{unit}"
    if low is None:
        return f"{'小于' if bounds.high_open else '不大于'}{high}{unit}"
    return f"{low}至{high}{unit}"


def _digits_or_none(value: Decimal, rounding: str) -> str | None:
    return _digits(value, rounding) if value.is_finite() else None
