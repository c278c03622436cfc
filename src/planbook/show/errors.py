"""What can be wrong with something that is to be shown. Every message names the thing and says what to do."""

from __future__ import annotations

from planbook.errors import PlanbookError


class ShowError(PlanbookError, ValueError):
    """Something cannot be shown as asked."""


class MissingGlyph(ShowError):
    """The book's font has no drawing for a character; drawn anyway it would be a box on someone's screen."""

    def __init__(self, char: str, text: str):
        super().__init__(
            f"the font has no glyph for {char!r} (U+{ord(char):04X}) in {text!r}; "
            "use another character, or put a font that has it into src/planbook/show/fonts"
        )
        self.char = char


class TitleTooLong(ShowError):
    """A picture's title is longer than one line holds."""

    def __init__(self, title: str, length: float, most: int):
        super().__init__(f"the title {title!r} is {length:g} Chinese characters long, at most {most} fit")


class Crowded(ShowError):
    """Two texts of a picture overlap, or one leaves the canvas."""


class TypedNumber(ShowError):
    """A sentence holds a number that no figure stands behind."""

    def __init__(self, number: str, template: str):
        super().__init__(
            f"the number {number!r} is typed into {template!r}; "
            "write {figure-id} so that it comes from the data"
        )


class UnsafeText(ShowError):
    """A value for a sentence was not made by planbook.show."""

    def __init__(self, name: str, value: object):
        super().__init__(
            f"{{{name}}} got {value!r} ({type(value).__name__}); "
            "pass a figure, show.words(...), show.link(...) or show.count(...), never a raw value"
        )
