"""Which files of `_build/export/` the pages may offer: those made of the very content that the pages show.

`_build/exports.json` says of each file what it was made of. A build lays those that fit on its stage, where
the binder finds them; as soon as anything in the book changes none of them fits any more.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from planbook.run import hashing, manifest
from planbook.run.project import Project

FOLDER = "exports"  # on the stage: exports/<digest of the file>/<its name>


def record(project: Project, made: Path, made_of: Mapping[str, Any]) -> None:
    """Write down what an exported file was made of (see `planbook.book.binding.inputs`)."""
    entry = {"file": hashing.file_digest(made), "book": hashing.digest(made_of)}
    path = _register(project)
    manifest.write(path, (manifest.read(path) or {}) | {made.name: entry})


def lay(stage: Path, project: Project, made_of: Mapping[str, Any]) -> dict[str, str]:
    """Put on the stage the exported files that were made of it, and are what they were.

    Returns:
        Their places on the stage, with a digest each; a new file has a new place, so an old page that is
        still open never leads to it.
    """
    book = hashing.digest(made_of)
    for name, entry in (manifest.read(_register(project)) or {}).items():
        made = project.output / "export" / name
        if entry["book"] == book and made.is_file() and hashing.file_digest(made) == entry["file"]:
            place = stage / FOLDER / entry["file"] / name
            place.parent.mkdir(parents=True)
            place.write_bytes(made.read_bytes())
    return hashing.tree(stage, FOLDER)


def conclude(project: Project, book: Mapping[str, Any]) -> None:
    """Write down that the same chapters were bound again: other pages, the build is the one it was.

    So `previous.json` stays, and the next build still sees that nothing changed.
    """
    outputs = hashing.tree(project.output, "html")
    for path, new in ((project.manifest, {"book": book}), (project.output / "state.json", {})):
        if written := manifest.read(path):
            manifest.write(path, written | new | {"outputs": outputs})


def _register(project: Project) -> Path:
    return project.output / "exports.json"
