"""What a process has worked out, by what it was worked out from, so that its next build need not do it again.

A build in a process of its own has nothing to remember. One that stays (`planbook.worker`, `build --watch`)
does: checks, provenance, finished notebooks. Nothing here outlives the process.
"""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
MOST = 80  # values of one kind: what each chapter shows, and the runs that it may go back to


class Memo:
    """Values by kind and key; of each kind the latest. A key says all that a value is worked out from."""

    def __init__(self) -> None:
        self._kinds: dict[str, OrderedDict[Any, Any]] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return _here, ()  # whoever gets it by pickle is another process, and has its own

    def of(self, kind: str, key: Callable[[], Any], make: Callable[[], T]) -> T:
        """The value for a key; it is kept if the key is the same after it was made: nobody has written to
        what it was made from."""
        kept, before = self._kinds.setdefault(kind, OrderedDict()), key()
        if before in kept:
            kept.move_to_end(before)
            value: T = kept[before]
            return value
        value = make()
        if key() == before:
            kept[before] = value
            while len(kept) > MOST:
                kept.popitem(last=False)
        return value


def _here() -> Memo:
    return _HERE


_HERE = Memo()  # of this process
