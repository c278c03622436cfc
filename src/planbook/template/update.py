"""`planbook new --update`: a book's folder and the installed version. What a person changed stays."""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from planbook.edition.finding import nearest
from planbook.errors import InputError

from . import shipped

LONGEST = 12  # lines of a difference that are shown


@dataclass
class Update:
    """What an update did, by the paths of the files. differing: theirs, with the lines that differ."""

    taken: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    differing: dict[str, list[str]] = field(default_factory=dict)


def update(root: Path, take: Sequence[str] = ()) -> Update:
    """Take over what the installed version has otherwise, where the person has not changed it, or `take`s it.

    A file that both changed is left alone and told with its differences; one that only the person changed,
    or removed, is left alone. What `take` replaces is kept beside it, as `NAME.old`.

    Raises:
        InputError: the folder is no book, or `take` names what planbook does not ship.
    """
    if not (root / "_toc.yml").is_file() or not (root / "chapters").is_dir():
        raise InputError(f"{root}: no book there: expected a folder with _toc.yml and chapters/")
    if root.resolve() == shipped.home().resolve():
        raise InputError(f"{root}: the installed planbook is this folder: there is nothing to take over")
    new, before = shipped.files(), shipped.recorded(root)
    take = [Path(name).as_posix() for name in take]
    for name in take:
        if name not in new:
            close = nearest(name, list(new))
            raise InputError(
                f"--take: got “{name}”, which planbook does not ship; nearest: {close or 'none'}"
            )
    result, digests = Update(), {}
    for name, content in new.items():
        path, latest = root / name, shipped.digest(content)
        held = path.read_bytes() if path.is_file() else None
        now = held if held is None else shipped.digest(held)
        digests[name] = latest
        if now == latest:
            continue
        if name in take or now == before.get(name):  # both None: new in this version
            if held is not None and now != before.get(name):
                shipped.put(path.with_name(f"{path.name}.old"), held)
            shipped.put(path, content)
            result.taken.append(name)
        elif held is None:
            result.removed.append(name)
        elif before.get(name) == latest:
            result.kept.append(name)
        else:
            result.differing[name] = difference(name, held, content)
            digests[name] = before.get(name, "")  # it is told again next time
    result.dropped = sorted(name for name in before if name not in new and (root / name).exists())
    shipped.put(root / shipped.RECORD, shipped.record(digests))
    return result


def difference(name: str, held: bytes, new: bytes) -> list[str]:
    """The lines that differ: - as they are here, + as planbook has them; of a notebook those of its cells."""
    old_lines, new_lines = (_lines(name, content) for content in (held, new))
    return [
        line
        for line in difflib.unified_diff(old_lines, new_lines, n=0, lineterm="")
        if not line.startswith(("---", "+++", "@@"))
    ]


def _lines(name: str, content: bytes) -> list[str]:
    text = content.decode("utf-8", "replace")
    if name.endswith(".ipynb"):
        try:
            return [
                line for cell in json.loads(text)["cells"] for line in "".join(cell["source"]).splitlines()
            ]
        except (ValueError, KeyError, TypeError):
            pass  # no notebook any more: its text
    return text.splitlines()
