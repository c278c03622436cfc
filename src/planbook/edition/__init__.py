"""What a report says: load an edition, look up its figures, check them. The ground floor of the package.

Names are fetched when they are first used, so that `planbook.edition.rows` and `planbook.edition.reads` stay free
of pydantic, pandas and yaml.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .derived import DerivedError, Interval, interval
    from .finding import Finding
    from .folder import EditionError, editions, find
    from .lookup import Edition, UnknownFigure, load
    from .model import Derived, Figure, Indicator, Pair, Project, Source, Unit
    from .places import Place
    from .printed import PrintedError, parse
    from .units import UnitError
    from .validate import check

_HOME = {
    "check": "validate", "Finding": "finding",
    "EditionError": "folder", "editions": "folder", "find": "folder",
    "load": "lookup", "Edition": "lookup", "UnknownFigure": "lookup",
    "Derived": "model", "Figure": "model", "Indicator": "model", "Pair": "model", "Project": "model",
    "Source": "model", "Unit": "model",
    "DerivedError": "derived", "Interval": "derived", "interval": "derived",
    "Place": "places", "parse": "printed", "PrintedError": "printed", "UnitError": "units",
}  # fmt: skip
__all__ = [
    "Derived", "DerivedError", "Edition", "EditionError", "Figure", "Finding", "Indicator", "Interval", "Pair",
    "Place", "PrintedError", "Project", "Source", "Unit", "UnitError", "UnknownFigure", "check", "editions", "find",
    "interval", "load", "parse",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _HOME:
        value = getattr(import_module(f".{_HOME[name]}", __name__), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
