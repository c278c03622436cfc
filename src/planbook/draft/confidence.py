"""How sure a row is: high, middle or low, from its doubts and the rule that found its subject."""

from __future__ import annotations

from .match import SURE

HIGH, MIDDLE, LOW = "high", "middle", "low"
ORDER = {LOW: 0, MIDDLE: 1, HIGH: 2}
DOUBTS = frozenset(
    (
        "pairing?",
        "unit?",
        "hedges?",
        "value?",
        "range",
        "sign",
        "subject?",
        "fraction",
        "ratio",
        "print?",
        "ocr",
    )
)
INFERRED = frozenset(("post", "parent", "project", "inherit"))
_SHORTEST = 4


def of(subject: str, flags: tuple[str, ...], score: float) -> str:
    """The confidence of a figure."""
    if DOUBTS & set(flags) or not subject:
        return LOW
    if score >= SURE:
        return HIGH
    if INFERRED & set(flags) or len(subject) < _SHORTEST:
        return MIDDLE
    return HIGH
