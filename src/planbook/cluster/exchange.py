"""What an edition's book is made of, as an archive at any address of fsspec, and the book back.

    URL/planbook-…/in/<edition>.zip     project/: the book's own files; data/: its county's, shared tables
    URL/planbook-…/out/<edition>.zip    html/, manifest.json

The folder of a run is removed at its end.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from planbook.book import publish
from planbook.errors import BuildError, InputError
from planbook.run import hashing, lock, manifest, tidy
from planbook.run.manifest import OF_THE_BOOK, Fingerprint, Request
from planbook.run.parameters import models, sources
from planbook.run.project import Project


class Place(NamedTuple):
    """Where the builds of a worker read and write: of the project, and how it is asked."""

    project: Project
    data: Path
    folder: Path
    request: Request


class Exchange:
    """The folder of one run, as the machine that asks for the books sees it."""

    def __init__(self, url: str, project: Project, request: Request):
        self.url, self._project = url, project
        self._own = [project.root / name for name in hashing.tree(project.root, *OF_THE_BOOK)]
        self._own += [*project.besides, *_named(project, request)]

    def send(self, edition: str) -> None:
        """Write the archive of what the book of an edition is made of."""
        book = self._project.of(edition)
        members = {f"project/{path.relative_to(book.root).as_posix()}": path for path in self._own}
        members |= {f"data/{name}": book.data / name for name in hashing.tree(book.data, *book.mine)}
        _pack(f"{self.url}/in/{edition}.zip", members.items())

    def receive(self, edition: str, seen: Fingerprint) -> None:
        """Publish the book that came back, as a build here would have.

        Raises:
            BuildError: what came back is not whole.
        """
        book = self._project.of(edition)
        with lock.held(book.output):
            new = book.output / "new"
            tidy.remove(new)
            tidy.folder(new)
            _unpack(f"{self.url}/out/{edition}.zip", new)
            made = manifest.read(new / "manifest.json")
            if made is None or hashing.tree(new, "html") != made["outputs"]:
                raise BuildError(f"{self.url}/out/{edition}.zip is damaged; next: build it again")
            publish.publish(new / "html", book.html)
            manifest.conclude(book, seen, Request(), made)
            tidy.remove(new)
        _remove(f"{self.url}/out/{edition}.zip")


@contextlib.contextmanager
def opened(url: str, project: Project, request: Request) -> Iterator[Exchange]:
    """A folder of its own for one run, removed at the end.

    Raises:
        InputError: nothing can be written there, or what is asked needs files that lie elsewhere.
    """
    if request.only:
        raise InputError("--exchange and --only: what is kept of the other chapters lies on this machine")
    if "://" not in url:
        url = str(Path(url).resolve())
    run = f"{url.rstrip('/')}/planbook-{uuid4().hex[:12]}"
    exchange = Exchange(run, project, request)
    try:
        _pack(f"{run}/in/.zip", [])
    except Exception as wrong:  # each file system of fsspec has its own
        raise InputError(
            f'--exchange: got "{url}", expected a folder to write to, in words of fsspec, such as '
            f"s3://bucket/folder or a path ({type(wrong).__name__}: {wrong})"
        ) from None
    try:
        yield exchange
    finally:
        with contextlib.suppress(Exception):
            _remove(run, recursive=True)


@contextlib.contextmanager
def unpacked(url: str, edition: str, place: Place, near: Path) -> Iterator[tuple[Place, Callable[[], None]]]:
    """On a worker: the inputs of an edition in a folder for a while, and a way to send its book back."""
    folder = Path(tempfile.mkdtemp(prefix="book-", dir=near)).resolve()
    try:
        _unpack(f"{url}/in/{edition}.zip", folder)
        root, data = folder / "project", folder / "data"

        def moved(path: Path) -> Path:
            old = place.project.root
            return root / path.relative_to(old) if path.is_relative_to(old) else root

        files = tuple(moved(Path(os.path.realpath(file))) for file in place.request.files)
        there = place._replace(
            project=Project(root),
            data=data,
            folder=moved(place.folder),
            request=replace(place.request, files=files),
        )
        there.folder.mkdir(parents=True, exist_ok=True)

        def send() -> None:
            book = there.project.of(edition)
            html = {name: book.output / name for name in hashing.tree(book.output, "html")}
            _pack(f"{url}/out/{edition}.zip", {**html, "manifest.json": book.manifest}.items())

        yield there, send
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _named(project: Project, request: Request) -> Iterator[Path]:
    """Files that parameters name, and that give parameters; they must lie in the project."""
    given = [item for file in (project.params, *request.files) for item in sources.read(file, project, [])]
    given += sources.parse(request.options, project, [])
    paths = [item.base / str(item.value) for item in given if item.name in models.PATHS and item.value]
    for path in (*paths, *request.files):
        inside = Path(os.path.realpath(path))
        if not inside.is_relative_to(project.root):
            raise InputError(f"--exchange: {path} does not lie in {project.root}; next: put it there")
        if inside.is_file():
            yield inside


# ---- archives at an address


def _pack(url: str, members: Iterable[tuple[str, Path]]) -> None:
    import fsspec

    with (
        fsspec.open(url, "wb", auto_mkdir=True) as stream,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        for name, path in members:
            archive.write(path, name)


def _unpack(url: str, folder: Path) -> None:
    import fsspec

    with fsspec.open(url, "rb") as stream, zipfile.ZipFile(stream) as archive:
        archive.extractall(folder)


def _remove(url: str, **how: Any) -> None:
    import fsspec

    files, path = fsspec.core.url_to_fs(url)
    files.rm(path, **how)
