"""Putting things on the page: one display bundle with MyST for the book and GFM for any other Jupyter."""

from __future__ import annotations

from .markup import Words, escape

MYST = "application/vnd.planbook.myst"
GFM = "text/markdown"


def publish(data: dict, metadata: dict | None = None) -> None:
    """Hand a bundle to the notebook. IPython is imported late: nothing else of this package needs it."""
    from IPython.display import display

    display(data, metadata=metadata or {}, raw=True)


def put(myst: str, plain: str | None = None) -> None:
    """One piece of text in both forms."""
    publish({MYST: str(myst), GFM: str(myst) if plain is None else plain})


def put_words(words: Words, css: str = "") -> None:
    """A paragraph of Words, with a class of ours in the book."""
    put(f"{{.{css}}}\n{words}" if css else words, words.plain)


def heading(text: str, target: str) -> None:
    """The heading of a section that the notebook cannot know: `planbook.bind.sections` makes one of it."""
    put(
        f"```{{rubric}} {escape(text)}\n:class: planbook-section\n:name: {target}\n```", f"### {escape(text)}"
    )


def picture(made) -> None:
    """A finished picture with its caption, name, alt text and figure ids."""
    publish(*made.bundle())
