"""What is wrong with parameters, told so that it can be put right: where, got, expected, nearest name."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from planbook.errors import InputError

NOTHING = object()  # a fault that is not about a value


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with the parameters."""

    where: str
    name: str
    got: Any
    expected: str
    nearest: str | None = None

    def __str__(self) -> str:
        got = "" if self.got is NOTHING else f"got {_short(self.got)}, "
        nearest = f"; nearest: {self.nearest}" if self.nearest else ""
        return f"{named(self.where, self.name)}: {got}expected {self.expected}{nearest}"


class Refused(InputError):
    """Parameters that cannot be used; `faults` lists everything that is wrong with them."""

    def __init__(self, faults: list[Fault]):
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


def named(where: str, name: str) -> str:
    """Where a parameter was given, with its name: `params.yml:3 industry.sectors`, `-p industry.sectors`."""
    return where if not name or where.endswith(f" {name}") else f"{where} {name}"


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one of `names` that looks most like `name`; None when none does."""
    return next(iter(difflib.get_close_matches(name, list(names), n=1, cutoff=0.5)), None)


def _short(value: Any) -> str:
    text = repr(value) if not isinstance(value, str) else f'"{value}"'
    return text if len(text) <= 60 else f"{text[:57]}…"
