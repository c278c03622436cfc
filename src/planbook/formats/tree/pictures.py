"""Pictures: the words that stand around each."""

from dataclasses import dataclass

from docutils import nodes

from planbook.book.pictures import PICTURE


@dataclass(frozen=True)
class Picture:
    """A picture that stands by itself.

    figure: None, and no words, where it is no numbered figure.
    """

    image: nodes.image
    figure: nodes.figure | None = None

    @property
    def above(self) -> bool:
        """Is it one of the book's own, whose title and subtitle stand above the drawing?"""
        return PICTURE in self.image["classes"]

    @property
    def caption(self) -> nodes.caption | None:
        return next((child for child in self._parts if isinstance(child, nodes.caption)), None)

    @property
    def legend(self) -> nodes.legend | None:
        return next((child for child in self._parts if isinstance(child, nodes.legend)), None)

    @property
    def subtitle(self) -> list[nodes.Node]:
        """Of the legend, what stands above a picture."""
        held = self.legend.children if self.legend is not None else ()
        return [one for one in held if isinstance(one, nodes.paragraph) and "subtitle" in one["classes"]]

    @property
    def notes(self) -> list[nodes.Node]:
        """Of the legend, what stands below it."""
        held = self.legend.children if self.legend is not None else ()
        return [one for one in held if one not in self.subtitle]

    @property
    def _parts(self) -> list[nodes.Node]:
        return self.figure.children if self.figure is not None else []
