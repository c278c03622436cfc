"""How a report is shown: numbers, sentences, tables, pictures. Everything a notebook needs is a name of this package.

Names load on first use, so a page without pictures never waits for matplotlib and seaborn.
"""

from importlib import import_module

_WHERE = {
    "bars": "bars",
    "dumbbell": "dumbbell",
    "bullet": "bullet",
    "stacked": "stacked",
    "threshold": "threshold",
    "panels": "panels",
    "paired": "paired",
    "slope": "paired",
    "values": "values",
    "say": "prose",
    "lead": "prose",
    "sentence": "prose",
    "quiet": "prose",
    "key_numbers": "tiles",
    "exhibit": "exhibit",
    "table": "exhibit",
    "plan": "page",
    "cautions": "page",
    "source": "page",
    "figure_table": "register",
    "downloads": "register",
    "parameters": "register",
    "words": "words",
    "link": "words",
    "count": "words",
    "join": "words",
    "strong": "words",
    "name": "words",
    "finding": "findings",
    "largest": "findings",
    "smallest": "findings",
    "first_of": "findings",
    "all_below": "findings",
    "count_below": "findings",
    "rose": "findings",
    "fell": "findings",
    "share": "findings",
    "all_at_least": "findings",
    "below": "findings",
    "numbered_pairs": "findings",
    "Table": "tables",
    "Words": "words",
    "Picture": "picture",
    "numeral": "numbers",
    "text": "numbers",
    "bare": "numbers",
}
_MODULES = {"numbers", "style", "findings"}

__all__ = sorted(_WHERE)


def __getattr__(name: str):
    if name in _WHERE:
        return getattr(import_module(f".{_WHERE[name]}", __name__), name)
    if name in _MODULES:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"planbook.show has no {name!r}; it has {', '.join(__all__)}")


def __dir__():
    return [*__all__, *_MODULES]
