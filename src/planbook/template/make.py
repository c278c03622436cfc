"""`planbook new DIR`: a whole folder, or none."""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from planbook.draft import run
from planbook.edition import folder, rows
from planbook.errors import InputError

from . import shipped

PART = ".planbook-new"  # the end of the name of a folder that is not whole yet


def make(target: Path, report: Path | None, raw: bytes | None, edition: str) -> run.Drafted | str:
    """Lay a book down in `target`, which is absent or empty; give the draft, or the empty edition's name.

    report, raw: the report to draft, a file or its content; neither: an empty edition.

    Raises:
        InputError: the folder is in use, the edition's name or the report is wrong. Nothing was touched.
        OSError: the disk. What was made is removed.
    """
    target = target.absolute()
    if edition and not folder.is_name(edition):
        raise InputError(f'--edition: got "{edition}", expected the form guangling-2026')
    _require_empty(target)
    with _part(target) as part:
        for name, content in shipped.files().items():
            shipped.put(part / name, content)
        shipped.put(part / "params.yml", (shipped.OWN / "params.yml").read_bytes())
        digests = {name: shipped.digest(content) for name, content in shipped.files().items()}
        shipped.put(part / shipped.RECORD, shipped.record(digests))
        if report is None and raw is None:
            made: run.Drafted | str = _empty(part / "data", edition)
        else:
            drafted = run.run(part / "data", part / "_build", report, raw, edition=edition)
            made = replace(drafted, folder=target / drafted.folder.relative_to(part))
        _move(part, target)
    return made


def _require_empty(target: Path) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise InputError(f"{target}: this is a file or a link; expected a folder that is absent or empty")
    there = sorted(item.name for item in target.iterdir() if item.name != PART) if target.exists() else []
    if there:
        some = ", ".join(there[:3]) + (" …" if len(there) > 3 else "")
        hint = "planbook new --update DIR" if shipped.RECORD in there else "planbook new with another name"
        raise InputError(
            f"{target}: the folder holds {some}; expected one that is absent or empty. Next: {hint}"
        )


@contextmanager
def _part(target: Path) -> Iterator[Path]:
    """A folder beside the target, or in it where it exists, that is gone afterwards however this ends.

    One that a killed run left behind goes too.
    """
    part = target / PART if target.exists() else target.with_name(f".{target.name}{PART}")
    if part.exists():
        shutil.rmtree(part)
    part.mkdir(parents=True)
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _move(part: Path, target: Path) -> None:
    """What is whole takes its place: in one step; in a folder that was there, piece by piece, or not."""
    if part.parent != target:
        part.rename(target)
        return
    moved = []
    try:
        for item in sorted(part.iterdir()):
            moved.append(item.rename(target / item.name))
    except BaseException:
        for item in moved:
            item.rename(part / item.name)
        raise


def _empty(data: Path, edition: str) -> str:
    """An edition without rows, which says on its pages what to do next."""
    named = re.search(r"-(20[0-9]{2})$", edition)
    year = int(named[1]) if named else datetime.date.today().year  # noqa: DTZ011
    edition = edition or f"county-{year}"
    text = (shipped.OWN / "source.yml").read_text(encoding="utf-8")
    for mark, value in {"EDITION": edition, "REVIEWED": str(year - 1), "PLANNED": str(year)}.items():
        text = text.replace(mark, value)
    shipped.put(data / edition / "source.yml", text.encode())
    shipped.put(data / edition / "figures.csv", (",".join(rows.HEADERS["figures"]) + "\n").encode())
    return edition
