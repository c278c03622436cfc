"""The book's own fonts, and the check that they hold every character of the book: no boxes on paper."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from planbook.errors import BindError

FOLDER = Path(__file__).parents[2] / "show" / "fonts"
SERIF = Path(__file__).with_name("fonts")  # of an official document; they have the same characters
FAMILY = "Noto Sans SC"
_HINT = "give a font that has it to `export(…, fonts=[FILE])`"
_BLANK = "\n\t "


class MissingGlyph(BindError):
    """Characters that no font of the book can show: which and where, one a line."""


def files(extra: Sequence[Path] = (), serif: bool = False) -> list[Path]:
    """Every font file of the book: ours, then what the caller brings for rare characters.

    serif: with those of an official document.

    Raises:
        BindError: a font is not there.
    """
    own = [*sorted(FOLDER.glob("*.ttf")), *(sorted(SERIF.glob("*.ttf")) if serif else ())]
    fonts = [*own, *(Path(path).resolve() for path in extra)]
    if absent := [str(path) for path in fonts if not path.is_file()]:
        raise BindError(f"no such font: {', '.join(absent)}")
    if not any(path.parent == FOLDER for path in fonts):
        raise BindError(f"the book's fonts are not in {FOLDER.name}/ of planbook.show: is the package whole?")
    return fonts


def families(extra: Sequence[Path] = ()) -> list[str]:
    """The families in the order in which Typst asks them for a glyph."""
    from fontTools.ttLib import TTFont

    names = [FAMILY]
    for path in extra:
        with TTFont(path, lazy=True, fontNumber=0) as font:
            names.append(str(font["name"].getBestFamilyName()))
    return list(dict.fromkeys(names))


@lru_cache(maxsize=16)
def characters(path: Path) -> frozenset[int]:
    """The code points that a font file has a glyph for."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True, fontNumber=0) as font:
        return frozenset(font.getBestCmap())


class Coverage:
    """Collects the characters that the book prints, and says in the end which cannot be printed."""

    def __init__(self, paths: Iterable[Path]) -> None:
        paths = list(paths)
        # Headings and numbers may stand in bold, so a character has to be in every cut of our family.
        ours = [characters(path) for path in paths if path.parent in (FOLDER, SERIF)]
        others = [characters(path) for path in paths if path.parent not in (FOLDER, SERIF)]
        self._known = frozenset.intersection(*ours).union(*others) if ours else frozenset().union(*others)
        self._missing: dict[str, list[str]] = {}

    def note(self, text: str, place: str) -> None:
        """Look at a text that is printed; `place` says where it stands."""
        for char in set(text) - set(_BLANK):
            if ord(char) not in self._known:
                places = self._missing.setdefault(char, [])
                if place not in places:
                    places.append(place)

    def complaints(self) -> list[str]:
        """One line for each character that no font has: itself, its number and name, the first places."""
        lines = []
        for char in sorted(self._missing):
            places = self._missing[char]
            more = f" and {len(places) - 3} more places" if len(places) > 3 else ""
            name = unicodedata.name(char, "no name")
            shown = char if char.isprintable() else "\ufffd"
            where = "; ".join(places[:3])
            lines.append(f"{where}{more}: no font has {shown!r} (U+{ord(char):04X} {name}): {_HINT}")
        return lines

    def check(self) -> None:
        """Raise MissingGlyph when a character was seen that no font has."""
        if lines := self.complaints():
            raise MissingGlyph("\n".join(lines))
