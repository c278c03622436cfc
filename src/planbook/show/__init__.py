"""How a report is shown: numbers, sentences, tables, pictures. Everything a notebook needs is a name of
this package.

Names load on first use, so a page without pictures never waits for matplotlib and seaborn.
"""

from importlib import import_module

_WHERE = {
    # pictures
    "bars": "forms.bars", "dumbbell": "forms.dumbbell", "bullet": "forms.bullet", "stacked": "forms.stacked",
    "threshold": "forms.threshold", "panels": "forms.panels", "paired": "forms.paired",
    "slope": "forms.paired", "values": "forms.values",
    # text and tables
    "say": "prose", "lead": "prose", "sentence": "prose", "quiet": "prose", "notes": "prose",
    "key_numbers": "tiles", "cards": "tiles", "masthead": "tiles",
    "exhibit": "exhibits", "table": "exhibits", "fold": "exhibits",
    "plan": "page", "outlook": "progress", "assumptions": "progress", "cautions": "page", "source": "page",
    "figure_table": "register", "downloads": "register", "parameters": "register",
    "tally": "audit", "audit_table": "audit", "aims": "audit",
    "words": "markup", "link": "markup", "count": "markup", "join": "markup", "strong": "markup",
    "name": "markup", "text": "numbers", "bare": "numbers", "numeral": "numbers",
    # what a title may say
    "finding": "findings", "largest": "findings", "smallest": "findings", "first_of": "findings",
    "all_below": "findings", "count_below": "findings", "rose": "findings", "fell": "findings",
    "share": "findings", "all_at_least": "findings", "below": "findings", "numbered_pairs": "findings",
    # types
    "Table": "tables", "Words": "markup", "Picture": "picture", "ShowError": "errors",
}  # fmt: skip
# NOTE: no module of this package may have the name of one of these functions: importing it would take the
# name.
_MODULES = {"numbers", "style", "findings"}

__all__ = sorted(_WHERE)


def __getattr__(name: str):
    if name in _WHERE:
        value = getattr(import_module(f".{_WHERE[name]}", __name__), name)
    elif name in _MODULES:
        value = import_module(f".{name}", __name__)
    else:
        raise AttributeError(f"planbook.show has no {name!r}; it has {', '.join(__all__)}")
    globals()[name] = value
    return value


def __dir__():
    return [*__all__, *_MODULES]
