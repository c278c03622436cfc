"""Where things are: the project's folder, its data, its chapters, what a build leaves behind."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from planbook.edition import files, folder, naming
from planbook.errors import InputError
from planbook.run.memo import Memo

_LINK = re.compile(r"(?:\]\(|\{(?:image|figure)\} *)([^)\s:#]+)")  # ![](picture.png), {figure} picture.png
ALL = "--all"  # who gave the edition of a book that is one of many


class NoProject(InputError):
    """There is no book here, or its contents cannot be read."""


@dataclass(frozen=True)
class Project:
    """One book's folder: the one that holds `_toc.yml` and `chapters/`.

    `edition` is set where the folder makes one book of each edition (see `planbook.library`): the edition of
    this book, whatever the parameters say; what its build writes is apart from all others. `memo` holds what
    this process has worked out of it.
    """

    root: Path
    edition: str | None = None
    memo: Memo = field(default_factory=Memo, compare=False, repr=False)

    @classmethod
    def find(cls, start: Path | None = None) -> "Project":
        """The project around a folder: the nearest one upwards with `_toc.yml` and `chapters/`."""
        start = (start or Path.cwd()).resolve()
        for place in (start, *start.parents):
            if (place / "_toc.yml").is_file() and (place / "chapters").is_dir():
                try:
                    str(place).encode()
                except UnicodeEncodeError:
                    raise NoProject(f"{place}: the path is no UTF-8; next: rename the folder") from None
                return cls(place)
        raise NoProject(f"no book in {start} or above it: expected a folder with _toc.yml and chapters/")

    @property
    def data(self) -> Path:
        """The folder of the editions: $PLANBOOK_DATA, else `data/`."""
        return Path(os.environ.get("PLANBOOK_DATA") or self.root / "data").resolve()

    @property
    def output(self) -> Path:
        """`_build/`, or the edition's own folder in it: what a build writes; may be deleted at any time."""
        return self.shelf / self.edition if self.edition else self.root / "_build"

    @property
    def shelf(self) -> Path:
        """Where the books of all editions stand, one folder each."""
        return self.root / "_build" / "editions"

    @property
    def params(self) -> Path:
        return self.root / "params.yml"

    @property
    def html(self) -> Path:
        """The published book."""
        return self.output / "html"

    @property
    def manifest(self) -> Path:
        return self.output / "manifest.json"

    def notebook(self, chapter: str) -> Path:
        return self.root / "chapters" / f"{chapter}.ipynb"

    @cached_property
    def chapters(self) -> tuple[str, ...]:
        """The chapters that are notebooks, in the order of `_toc.yml`."""
        try:
            pages = list(_pages(self.contents))
        except TypeError as fault:
            raise NoProject(f"_toc.yml: no table of contents of Jupyter Book: {fault}") from fault
        if missing := [page for page in pages if self.page(page) is None]:
            raise NoProject(f"_toc.yml names chapters that do not exist: {', '.join(missing)}")
        names = [page.removesuffix(".ipynb") for page in pages if page.startswith("chapters/")]
        chapters = [name.removeprefix("chapters/") for name in names]
        return tuple(name for name in chapters if self.notebook(name).is_file())

    def page(self, name: str) -> Path | None:
        """The file of a page that `_toc.yml` names, with or without its ending; None: there is none."""
        ends = ("", ".ipynb", ".md", ".rst", ".txt")
        places = (self.root / f"{name}{end}" for end in ends)
        there = (path for path in places if os.path.isfile(path))  # noqa: PTH113 (a name may be too long)
        return next((path for path in there if path.is_relative_to(self.root)), None)

    @property
    def besides(self) -> Iterator[Path]:
        """Files of the book that lie neither in `chapters/` nor in `_static/`: pages of `_toc.yml`, with
        the pictures that they show, and what `_config.yml` names: a logo, a bibliography."""
        own = [path for name in _pages(self.contents) if (path := self.page(name))]
        shown = [
            path.parent / link
            for path in own
            if path.suffix == ".md"
            for link in _LINK.findall(files.text_of(path, path.name)[0])
        ]
        named = [self.root / text for text in _texts(self.configuration) if text and len(text) < 200]
        for path in dict.fromkeys((*own, *shown, *named)):
            try:
                inside = Path(os.path.realpath(path))
            except ValueError:  # no name of a file, as 青石 where the system has ASCII only
                continue
            if inside.is_file() and inside.is_relative_to(self.root) and path.suffix != ".ipynb":
                yield inside

    @cached_property
    def contents(self) -> dict[str, Any]:
        """`_toc.yml`."""
        return _mapping(self.root / "_toc.yml")

    @cached_property
    def configuration(self) -> dict[str, Any]:
        """`_config.yml`."""
        return _mapping(self.root / "_config.yml")

    @property
    def mine(self) -> tuple[str, ...]:
        """What in `data` this book is about: all, or with an edition of its own not other counties'."""
        if not (own := self.edition):
            return (".",)
        others = {one for one in self.editions() if naming.county(one) != naming.county(own)}
        return tuple(sorted(item.name for item in self.data.iterdir() if item.name not in others))

    def of(self, edition: str) -> "Project":
        """The book of one edition, built apart."""
        return replace(self, edition=edition)

    def editions(self) -> list[str]:
        """The editions that have data."""
        return folder.editions(self.data)


def _mapping(path: Path) -> dict[str, Any]:
    """A YAML file of the book; NoProject says what is wrong with it."""
    from planbook.edition import document

    yaml_file = document.load(path, path.name)
    if yaml_file.findings:
        raise NoProject("\n".join(map(str, yaml_file.findings)))
    return yaml_file.data


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value of YAML."""
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(inner)


def _pages(entry: Any) -> list[str]:
    """Every page that an entry of a table of contents names, in reading order; TypeError where it is none."""
    if not isinstance(entry, dict):
        raise TypeError(f"got {entry!r}, where an entry such as `file: chapters/data` was expected")
    pages = [entry[key] for key in ("root", "file") if key in entry]
    if wrong := [name for name in pages if not isinstance(name, str)]:
        raise TypeError(f"got {wrong[0]!r}, where the name of a page was expected")
    for key in ("parts", "chapters", "sections"):
        inside = entry.get(key) or []
        if not isinstance(inside, list):
            raise TypeError(f"got {inside!r} for {key}, where a list was expected")
        for one in inside:
            pages += _pages(one)
    return pages
