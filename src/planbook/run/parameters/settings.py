"""Which value each parameter has, and where it came from: defaults < params.yml < -f FILE < -p NAME VALUE.

Everything wrong is found at once: `Refused` carries one line for each fault, with its source (file and line,
or option), what it got, what it expected, and the nearest name. Nothing here starts a kernel.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from planbook.edition.finding import is_invisible
from planbook.edition.newest import newest
from planbook.run.parameters import consistency, models, sources
from planbook.run.parameters.errors import Fault, Refused
from planbook.run.parameters.sources import Given
from planbook.run.project import ALL, Project


@dataclass(frozen=True)
class Settings:
    """The parameters in force. `origin` says where each that is not a default was given."""

    book: dict[str, Any]
    chapters: dict[str, dict[str, Any]]
    origin: dict[str, str] = field(default_factory=dict)

    @property
    def in_force(self) -> dict[str, Any]:
        """All of them, as the manifest has them."""
        return {"book": self.book, "chapters": self.chapters}

    def reaching(self, chapter: str, declared: Iterable[str]) -> dict[str, Any]:
        """The values for the names that a chapter's notebook declares; paths as seen from chapters/."""
        values = {**self.book, **self.chapters.get(chapter, {})}
        for name in models.PATHS:
            if values.get(name) and not Path(values[name]).is_absolute():
                values[name] = f"../{'../' * chapter.count('/')}{values[name]}"
        return {name: values[name] for name in declared if name in values}


def resolve(
    project: Project, files: Iterable[Path] = (), options: Iterable[tuple[str, str]] = ()
) -> Settings:
    """The parameters in force.

    Args:
        project: whose params.yml, chapters and editions count.
        files: further files of the same form, later ones win (`-f`).
        options: names with their values as text, later ones win (`-p`).

    Raises:
        Refused: with every fault of every source.
    """
    faults: list[Fault] = []
    own = [project.params] if os.path.lexists(project.params) else []
    layers = [sources.read(file, project, faults) for file in (*own, *files)]
    layers.append(sources.parse(options, project, faults))
    if project.edition:
        layers.append([Given(ALL, None, "edition", project.edition, project.root)])

    values: dict[str | None, dict[str, Any]] = {None: {}, **{name: {} for name in project.chapters}}
    origin: dict[str, str] = {}
    for layer in layers:
        for owner in values:
            mine = [item for item in layer if item.owner == owner]
            values[owner] = _merge(values[owner], mine, project, faults)
            origin |= {item.label: item.where for item in mine}

    values = {owner: {**models.model(owner)().model_dump(), **given} for owner, given in values.items()}
    book, chapters = values[None], {name: values[name] for name in project.chapters}
    if not book["edition"] and len(meant := newest(project.data)) == 1:
        book["edition"] = meant[0]
    if not faults:
        faults += consistency.contradictions(project, book, chapters, origin)
    if faults:
        raise Refused(faults)
    return Settings(book, chapters, origin)


def _merge(
    below: dict[str, Any], items: list[Given], project: Project, faults: list[Fault]
) -> dict[str, Any]:
    """The values below, overridden by what one source gives, each checked by itself."""
    merged = dict(below)
    for item in items:
        value = item.value
        if hidden := _unprintable(value):
            faults.append(Fault(item.where, item.label, hidden, "text without control characters"))
            continue
        if isinstance(value, dict) and value.pop(sources.MERGE, False):
            value = {**merged.get(item.name, {}), **value}
        owner = models.model(item.owner)
        try:
            checked = getattr(owner.model_validate({item.name: value}), item.name)
        except ValidationError as errors:
            faults += [_fault(item, owner.model_fields[item.name], error) for error in errors.errors()]
            continue
        if item.name in models.PATHS and checked:
            try:
                checked = sources.relative(item.base / checked, project.root)
            except (OSError, ValueError, RuntimeError):  # too long; a NUL; a loop of links
                faults.append(Fault(item.where, item.label, checked, "the path of a file"))
                continue
        merged[item.name] = checked
    return merged


def _unprintable(value: Any) -> str:
    """A text in a value that holds what no person types: controls, direction marks, half characters."""
    if isinstance(value, str):
        return value if is_invisible(value) else ""
    inner = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next((hidden for one in inner if one != sources.MERGE and (hidden := _unprintable(one))), "")


def _fault(item: Given, rule: FieldInfo, error: ErrorDetails) -> Fault:
    inner = [str(part) for part in error["loc"][1:] if part != "[key]"]
    ours = error["type"] == "value_error"
    wanted = str(error["ctx"]["error"]) if ours else models.expected(rule, bool(inner))
    return Fault(item.where, ".".join([item.label, *inner]), error["input"], wanted)
