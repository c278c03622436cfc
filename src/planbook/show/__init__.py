"""How a report is shown: numbers, sentences, tables, pictures. Everything a notebook needs is a name of
this package.

Names load on first use, so a page without pictures never waits for matplotlib and seaborn.
"""

from importlib import import_module

_WHERE = {
    # pictures
    "bars": "forms.bars", "dumbbell": "forms.dumbbell", "bullet": "forms.bullet", "stacked": "forms.stacked",
    "threshold": "forms.threshold", "panels": "forms.panels", "paired": "forms.paired",
    # the pages of a book
    "Chapter": "chapter", "Annex": "annex", "Audit": "audit", "Fulfilment": "fulfilment", "Data": "data_page",
    # text and tables
    "say": "prose", "lead": "prose", "sentence": "prose", "notes": "prose",
    "key_numbers": "tiles", "cards": "tiles", "masthead": "tiles",
    "exhibit": "exhibits", "table": "exhibits", "fold": "exhibits",
    "outlook": "progress", "assumptions": "progress", "cautions": "page", "source": "page",
    "figure_table": "data_page", "downloads": "data_page",
    "words": "markup", "link": "markup", "count": "markup", "join": "markup", "strong": "markup",
    "name": "markup", "text": "numbers", "bare": "numbers",
    # types
    "Table": "tables", "Words": "markup", "Picture": "picture", "ShowError": "errors",
}  # fmt: skip
# NOTE: no module of this package may have the name of one of these functions: importing it would take the
# name.
_MODULES = {"numbers", "style", "claims"}

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
