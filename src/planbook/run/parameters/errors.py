"""What is wrong with parameters, told so that it can be put right: where, got, expected, nearest name."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from planbook.errors import InputError

NOTHING = object()  # a fault that is not about a value
MOST = 50  # faults that are told


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
        more = [f"… and {len(faults) - MOST} more"] if len(faults) > MOST else []
        super().__init__("\n".join([*map(str, faults[:MOST]), *more]))


def named(where: str, name: str) -> str:
    """Where a parameter was given, with its name: `params.yml:3 industry.sectors`, `-p industry.sectors`."""
    return plain(where if not name or where.endswith(f" {name}") else f"{where} {name}", 200)


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one of `names` that looks most like `name`; None when none does."""
    return next(iter(difflib.get_close_matches(name[:80], list(names), n=1, cutoff=0.5)), None)


def plain(text: str, limit: int = 60) -> str:
    """A text as it may stand in a message: nothing in it acts on a terminal, and it is not long."""
    text = text if len(text) <= limit else f"{text[: limit - 3]}…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _short(value: Any) -> str:
    return plain(f'"{value}"' if isinstance(value, str) else repr(value))
