"""What a shelf of many books need not keep twice: files that all books have, and the caches of old editions.

A file is shared as a hard link: one place on the disk, and each book still whole, to be moved by itself.
A build never writes into a published file, it puts a new book in the place of the old one.
"""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from planbook.edition import naming
from planbook.run import lock, manifest, tidy
from planbook.run.project import Project

SHARED = "html/_static/"


def save(project: Project, editions: Iterable[str], built: Iterable[str]) -> None:
    """After some editions were `built`: link what they share with others, drop caches that are not needed.

    An edition that is not its county's newest keeps its book and manifest, by which is seen that nothing has
    changed; should something change, or be exported, it is built from nothing.
    """
    editions, built = list(editions), list(built)
    newest = {naming.county(edition): edition for edition in sorted(editions)}
    with contextlib.suppress(OSError):  # a file system without hard links
        _link(project, editions, built)
    for edition in built:
        if newest[naming.county(edition)] != edition:
            with contextlib.suppress(lock.Busy, OSError), lock.held(project.of(edition).output):
                tidy.remove(project.of(edition).output / "cache")


def _link(project: Project, editions: list[str], built: list[str]) -> None:
    """Files of the same name and content as the first book's; by its manifest, none is read."""
    first = next((one for one in editions if project.of(one).manifest.is_file()), None)
    if first is None:
        return
    there = _outputs(project.of(first))
    for edition in built:
        book = project.of(edition)
        for name, digest in _outputs(book).items():
            if edition != first and name.startswith(SHARED) and there.get(name) == digest:
                _same(project.of(first).output / name, book.output / name)


def _outputs(book: Project) -> dict[str, str]:
    return dict((manifest.read(book.manifest) or {}).get("outputs", {}))


def _same(first: Path, other: Path) -> None:
    if first.samefile(other):
        return
    new = other.with_name(f".{other.name}.{os.getpid()}")
    try:
        os.link(first, new)
        new.replace(other)
    finally:
        new.unlink(missing_ok=True)
