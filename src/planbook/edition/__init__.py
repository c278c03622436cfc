"""What a report says: load an edition, look up its figures. The ground floor of the package.

Names load on first use, so that `planbook.edition.rows` and `planbook.edition.reads` stay
free of pydantic, pandas and yaml. No module here may have the name of a function: importing the
module would hide it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what `__getattr__` gives, for those who check types
    from .derived import DerivedError, Interval, interval
    from .finding import Finding
    from .folder import EditionError, editions, find
    from .lookup import Edition, UnknownFigure, load
    from .model import Derived, Figure, Indicator, Pair, Project, Source, Unit
    from .places import Place
    from .printed import PrintedError, parse
    from .units import UnitError

__all__ = (
    "Derived", "DerivedError", "Edition", "EditionError", "Figure", "Finding", "Indicator", "Interval",
    "Pair", "Place", "PrintedError", "Project", "Source", "Unit", "UnitError", "UnknownFigure", "editions",
    "find", "interval", "load", "parse",
)  # fmt: skip
_NAMES = {
    "lookup": ("load", "Edition", "UnknownFigure"),
    "folder": ("find", "editions", "EditionError"),
    "model": ("Figure", "Derived", "Indicator", "Pair", "Project", "Source", "Unit"),
    "places": ("Place",),
    "printed": ("parse", "PrintedError"),
    "units": ("UnitError",),
    "derived": ("interval", "Interval", "DerivedError"),
    "finding": ("Finding",),
}
_HOME = {name: module for module, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        value = getattr(import_module(f".{_HOME[name]}", __name__), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
