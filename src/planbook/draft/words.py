"""The words that the rules go by: lists in `words/*.txt`, and an officer's own in the edition's folder.

A line is `name: word word …`; lines of one name add up, `#` begins a comment. A file `words.txt` in
`data/<edition>/` adds to the same lists, or opens a `chapter.CODE` or `topic.CODE` of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path

from planbook.edition import files
from planbook.edition.finding import nearest
from planbook.errors import InputError

HOME = Path(__file__).parent / "words"
OWN = "words.txt"
OPEN = ("chapter.", "sector.", "topic.")  # names of which an edition may have more


class Words:
    """Lists of words by name. Compared by identity, so that patterns made from them can be kept."""

    def __init__(self, lists: Mapping[str, Iterable[str]]):
        self.lists = {name: tuple(dict.fromkeys(words)) for name, words in lists.items()}

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return self.lists[name]

    def any(self, *names: str) -> str:
        """A pattern for one of the words of some lists, the longest first."""
        return self._pattern(names)

    @cached_property
    def _pattern(self):
        @cache
        def pattern(names: tuple[str, ...]) -> str:
            words = sorted({w for name in names for w in self.lists[name]}, key=lambda w: (-len(w), w))
            return "(?:" + "|".join(map(re.escape, words)) + ")"

        return pattern

    def below(self, prefix: str) -> dict[str, tuple[str, ...]]:
        """The lists whose name begins with `prefix`, by the rest of the name."""
        return {name[len(prefix) :]: words for name, words in self.lists.items() if name.startswith(prefix)}


@cache
def own() -> Words:
    """The lists of the package."""
    return Words(_read(sorted(HOME.glob("*.txt"))))


def load(folder: Path | None = None) -> Words:
    """The lists of the package, with those of an edition's folder.

    Raises:
        InputError: the edition's file has a line that is none, or a name that no rule knows.
    """
    if folder is None or not (folder / OWN).is_file():
        return own()
    known = own().lists
    added = _read([folder / OWN])
    for name in added:
        if name not in known and not name.startswith(OPEN):
            hint = nearest(name, known)
            told = f"; nearest: {hint}" if hint else ""
            raise InputError(f'{folder / OWN}: got the list "{name}", expected one of words/*.txt{told}')
    merged = {name: (*known.get(name, ()), *added.get(name, ())) for name in {**known, **added}}
    return Words(merged)


def _read(paths: Iterable[Path]) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {}
    for path in paths:
        text, fault = files.text_of(path, str(path))
        if fault and fault.slug != "empty-file":
            raise InputError(str(fault))
        for number, line in enumerate(text.splitlines(), 1):
            line = line.partition("#")[0].strip()
            if not line:
                continue
            name, colon, words = line.partition(":")
            if not colon or not re.fullmatch(r"[a-z_]+(\.[a-z0-9_]+)?", name.strip()):
                raise InputError(
                    f'{path}:{number}: got "{line[:40]}", expected a line such as verbs: 建成 新建'
                )
            lists.setdefault(name.strip(), []).extend(words.split())
    return lists
