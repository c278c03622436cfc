"""What a field accepts, in our words: the messages of the library that types the rows are not for readers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import ErrorDetails

from .model import COUNTY, DIGEST, PERIOD, SLUG, URL

TEXT, WHOLE, NUMERIC, DAY, LIST = "text", "a whole number", "a number", "a date such as 2026-01-27", "a list"
_KINDS = {  # how the library's types begin: int_type, int_parsing, int_from_float, …
    "string": TEXT, "int": WHOLE, "float": NUMERIC, "decimal": NUMERIC, "finite": NUMERIC,
    "bool": "true or false", "date": DAY, "datetime": DAY, "tuple": LIST, "list": LIST,
    "model": "a mapping (name: value)", "dict": "a mapping (name: value)",
    "missing": "a value", "extra": "no field of this name",
}  # fmt: skip
_BOUNDS = {
    "greater_than": ("more than", "gt"), "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"), "less_than_equal": ("at most", "le"),
}  # fmt: skip
_PATTERNS = {
    SLUG: "an id: a–z, 0–9 and _, parts joined by -",
    rf"^$|{SLUG}": "an id (a–z, 0–9 and _, parts joined by -), or nothing",
    COUNTY: "a name, without <, > and &",
    DIGEST: "12 hex digits",
    URL: "an address that begins with https:// or http://, or nothing",
    r"^[0-9a-f]{64}$": "64 hex digits",
    PERIOD: "2025, 2022/2025 or ../2025",
    r"^[0-9]{4}$": "a year such as 2026",
    r"^([0-9]{4})?$": "a year such as 2026, or nothing",
}


def wanted(error: ErrorDetails) -> str:
    """What would have been accepted in the place of one error of a ValidationError: `text, not empty`."""
    kind, context = error["type"], error.get("ctx", {})
    if "-" in kind:  # ours: bad-number, unknown-word
        return error["msg"]
    if kind in _BOUNDS:
        word, bound = _BOUNDS[kind]
        return f"{word} {context[bound]}"
    if kind == "string_too_short" and context["min_length"] == 1:
        return "text, not empty"
    if kind in ("string_too_short", "string_too_long"):
        return f"text, {_length(context)} characters"
    if kind in ("too_short", "too_long"):
        return f"a list, {_length(context)} of them"
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(context["pattern"], f"text like {context['pattern']}")
    if kind == "literal_error":
        return ", ".join(words(context["expected"]))
    return _KINDS.get(kind.partition("_")[0], "another value: see data/README.md")


def words(expected: str) -> list[str]:
    """The words of a vocabulary, out of the library's 'a', 'b' or 'c'."""
    return [word.strip("'") or "empty" for word in expected.replace(" or ", ", ").split(", ")]


def _length(context: Mapping[str, Any]) -> str:
    return (
        f"at least {context['min_length']}" if "min_length" in context else f"at most {context['max_length']}"
    )
