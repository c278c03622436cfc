"""Putting things on the page: one display bundle with MyST for the book and GFM for any other Jupyter.

The numbers in a text go along in the metadata of its bundle: `planbook.book.ledger` reads them there.
"""

from __future__ import annotations

from .markup import Words, escape

MYST = "application/vnd.planbook.myst"
GFM = "text/markdown"


def publish(data: dict, metadata: dict | None = None) -> None:
    """Hand a bundle to the notebook. IPython is imported late: nothing else of this package needs it."""
    from IPython.display import display

    display(data, metadata=metadata or {}, raw=True)


def put(text: str, kind: str = "text", name: str = "") -> None:
    """One piece of text in both forms, with the entries of its numbers.

    kind, name: what they stand in, a table or picture by its name; "rows" are the figures' own.
    """
    words = text if isinstance(text, Words) else Words(text)
    about = {"kind": kind, "name": name, "entries": [one.to_json() for one in dict.fromkeys(words.entries)]}
    metadata = {MYST: {"planbook": about}} if words.entries else {}
    publish({MYST: str(words), GFM: words.plain}, metadata)


def put_words(words: Words, css: str = "") -> None:
    """A paragraph of Words, with a class of ours in the book."""
    put(Words(f"{{.{css}}}\n{words}", words.plain, words.entries) if css else words)


def heading(text: str, target: str) -> None:
    """The heading of a section that the notebook cannot know: `planbook.book.sections` makes one of it."""
    myst = f"```{{rubric}} {escape(text)}\n:class: planbook-section\n:name: {target}\n```"
    put(Words(myst, f"### {escape(text)}"))


def picture(made) -> None:
    """A finished picture with all that the binder needs; its title for a Jupyter without the book around
    it."""
    publish({MYST: "", GFM: f"**{escape(made.title)}** {escape(made.subtitle)}"})
    publish(*made.bundle())
