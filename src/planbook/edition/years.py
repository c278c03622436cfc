"""The editions of one county, year by year.

They share the name before the year (`qingshi-2026`, `qingshi-2027`) and the county in source.yml; the one
before plans the year on which the later looks back.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

from . import reads
from .lookup import Edition
from .model import Figure
from .naming import name_before


class Earlier(Figure):
    """A figure of an edition before: it has no row on the data page of this one."""

    @classmethod
    def of(cls, figure: Figure) -> Earlier:
        """The same figure, known as an earlier edition's."""
        return cls.model_construct(**dict(figure))


_BEFORE: WeakKeyDictionary[Edition, Edition | None] = WeakKeyDictionary()  # each is read once


def before(ed: Edition) -> Edition | None:
    """The edition of the year before; None where there is none. What is asked of it is recorded as well.

    Raises EditionError when its files are broken.
    """
    if ed not in _BEFORE:
        _BEFORE[ed] = _before(ed)
    return _BEFORE[ed]


def _before(ed: Edition) -> Edition | None:
    name = name_before(ed.id)
    if not name or not ed.reads.note_file(f"{name}/source.yml"):
        return None
    earlier = Edition(name, ed.data)
    reads.follow(earlier.reads)
    theirs, own = earlier.source, ed.source
    return earlier if (theirs.county, theirs.planned) == (own.county, own.reviewed) else None


def series(ed: Edition) -> list[Edition]:
    """The edition and all before it without a gap, the oldest first."""
    editions = [ed]
    while (earlier := before(editions[0])) is not None:
        editions.insert(0, earlier)
    return editions
