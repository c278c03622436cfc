"""Which chapters have to run again, and why.

A chapter's earlier run counts when all that it read is the same by content: the cells of its notebook, the
parameters that reach it, the rows that it looked up, the other files that it opened, the code of `edition`
and `show`, the libraries that shape its output. Only the standard library.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planbook.edition.files import MIXED
from planbook.run import hashing
from planbook.run.cache import Cache, Entry
from planbook.run.notebook import Notebook
from planbook.run.project import Project

if TYPE_CHECKING:
    from planbook.edition import reads


@dataclass(frozen=True)
class Verdict:
    """What to do with a chapter: `entry` is a run that still holds; without one, `reasons` say why not."""

    chapter: str
    notebook: Notebook
    now: Mapping[str, Any]
    entry: Entry | None
    reasons: tuple[str, ...] = ()
    last: Entry | None = None
    kept: bool = False  # shown although it is stale, because other chapters were asked for (--only)

    @property
    def stale(self) -> bool:
        return self.entry is None


def survey(
    project: Project,
    parameters: Mapping[str, Mapping[str, Any]],
    notebooks: Mapping[str, Notebook],
    published: Mapping[str, str],
) -> list[Verdict]:
    """A verdict for each chapter, in the order of `notebooks`.

    Args:
        parameters: the values that reach each chapter.
        notebooks: each chapter's notebook.
        published: the key of the run of each chapter that the published book shows: reasons compare with it.
    """
    cache, today = Cache(project.output / "cache", project.memo), Today(project)
    return [
        _verdict(
            today, cache, chapter, notebook, inputs(notebook, parameters[chapter]), published.get(chapter)
        )
        for chapter, notebook in notebooks.items()
    ]


class Today:
    """What a chapter would read today. The audit is judged once for all, and only when it has to be."""

    def __init__(self, project: Project):
        self.project = project
        self._tables: reads.Tables = {}

    @cached_property
    def _answers(self) -> Callable[[str, str, Mapping[str, Any]], dict[str, str]]:
        from planbook.audit import answers

        return answers.Today(self.project.data)

    def changes(self, record: Mapping[str, Any]) -> list[str]:
        """What has changed of the files and rows that a run read, a line each."""
        lines = _files(record["files"], self.project.root)
        if record["reads"]:
            from planbook.edition import reads

            lines += reads.changes(
                record["reads"], self.project.data, lambda *asked: self._answers(*asked), self._tables
            )
        return lines


def inputs(notebook: Notebook, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """What is known before a chapter runs: its record without what it will look up."""
    return {
        "notebook": list(notebook.cells),
        "parameters": dict(parameters),
        "code": hashing.code(hashing.CHAPTER_ROOMS),
        "versions": hashing.versions(hashing.CHAPTER_LIBRARIES),
    }


def record(now: Mapping[str, Any], reads: Any, files: Mapping[str, str]) -> dict[str, Any]:
    """What a run of a chapter read, in full; its code as it is now that it has run."""
    if reads:  # where the data stood is the machine's affair
        reads = {key: value for key, value in reads.items() if key != "data"}
    return {**now, "code": hashing.code(hashing.CHAPTER_ROOMS), "reads": reads, "files": dict(files)}


def differences(old: Mapping[str, Any], now: Mapping[str, Any], today: Today) -> list[str]:
    """What has changed since a run, in words; nothing when it still holds."""
    changes = _cells(old["notebook"], now["notebook"])
    changes += _parameters(old["parameters"], now["parameters"])
    changes += _named("code", old["code"], now["code"])
    changes += _versions(old["versions"], now["versions"])
    return changes + today.changes(old)


def _verdict(
    today: Today,
    cache: Cache,
    chapter: str,
    notebook: Notebook,
    now: dict[str, Any],
    published: str | None,
) -> Verdict:
    last = cache.entry(chapter, published) if published else None
    reasons: list[str] = []
    for entry in chain([last] if last else (), cache.entries(chapter)):
        changed = differences(entry.record, now, today)
        if not changed:
            return Verdict(chapter, notebook, now, entry, tuple(reasons), last)
        reasons = reasons or changed
    last = last or next(cache.entries(chapter), None)
    why = "what was kept of its run is damaged or gone" if published else "it has not run yet"
    return Verdict(chapter, notebook, now, None, tuple(reasons or [why]), last)


def _cells(old: list[str], now: list[str]) -> list[str]:
    if old == now:
        return []
    changed = [n for n, (a, b) in enumerate(zip(old, now, strict=False), 1) if a != b]
    changed += range(min(len(old), len(now)) + 1, len(now) + 1)
    if not changed:
        return ["notebook changed (cells removed)"]
    return [f"notebook changed (cell{'s' if len(changed) > 1 else ''} {', '.join(map(str, changed))})"]


def _parameters(old: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    return [
        f"parameter {name}: {_value(old.get(name))} → {_value(now.get(name))}"
        for name in dict.fromkeys((*old, *now))
        if old.get(name) != now.get(name) or type(old.get(name)) is not type(now.get(name))
    ]


def _value(value: Any) -> str:
    return "absent" if value is None else str(value) if value != "" else "empty"


def _named(kind: str, old: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    names = [name for name in dict.fromkeys((*old, *now)) if old.get(name) != now.get(name)]
    return [f"{kind} changed: {_listed(names)}"] if names else []


def _versions(old: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    return [
        f"{name} {old.get(name, 'absent')} → {now.get(name, 'absent')}"
        for name in dict.fromkeys((*old, *now))
        if old.get(name) != now.get(name)
    ]


def _files(old: Mapping[str, str], root: Path) -> list[str]:
    changes = []
    for name, digest in old.items():
        path = root / name
        if digest == MIXED:
            changes.append(f"{name} {MIXED}")
        elif not path.is_file():
            changes.append(f"{name} is gone")
        elif hashing.file_digest(path) != digest:
            changes.append(f"{name} changed")
    return changes


def _listed(names: Iterable[str], most: int = 3) -> str:
    names = list(names)
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest
