"""How sure a row is: high, middle or low, from its doubts and the rule that found its subject."""

from __future__ import annotations

from .match import SURE

HIGH, MIDDLE, LOW = "high", "middle", "low"
ORDER = {LOW: 0, MIDDLE: 1, HIGH: 2}
# What is doubtful in a row, by its flag.
DOUBTS = {
    "pairing?": "a list that does not come out even",
    "unit?": "no unit",
    "hedges?": "two hedges that disagree",
    "value?": "a number that cannot be read",
    "range": "a range as two figures",
    "sign": "perhaps a fall",
    "subject?": "no subject",
    "fraction": "a fraction",
    "ratio": "a ratio",
    "print?": "printed in no known way",
    "numeral?": "a numeral of no known kind",
    "ocr": "read from a picture",
}
# Where the subject of a row comes from, if not from the words before the number.
INFERRED = {
    "post": "subject behind the number",
    "parent": "subject of the sentence before",
    "project": "subject is a project",
    "inherit": "subject of the number before",
}
# What is told nevertheless.
NOTICES = {
    "unit-new": "a unit of the edition's own",
    "unit-shared": "unit told at a later number",
    "sign-shared": "a fall told at the head of a list",
    "against?": "compared with what?",
    "table": "a cell of a table",
    "word": "a target in words",
    "word?": "the word of strength stands in another clause",
    "task?": "perhaps no task",
}
MEANING = {**DOUBTS, **INFERRED, **NOTICES}
_SHORTEST = 4


def of(subject: str, flags: tuple[str, ...], score: float) -> str:
    """The confidence of a figure."""
    if not DOUBTS.keys().isdisjoint(flags) or not subject:
        return LOW
    if score >= SURE:
        return HIGH
    if not INFERRED.keys().isdisjoint(flags) or len(subject) < _SHORTEST:
        return MIDDLE
    return HIGH
