"""What somebody gave for parameters: a file like params.yml, or options on the command line, name by name.

Only names are checked here; values are checked in `planbook.run.parameters.settings`.
"""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planbook.edition import document
from planbook.edition.finding import Finding
from planbook.run.parameters import models
from planbook.run.parameters.errors import NOTHING, Fault, nearest
from planbook.run.project import Project

MERGE = "\0merge"  # marks a mapping that adds to the one below it instead of replacing it


@dataclass(frozen=True)
class Given:
    """One value that somebody gave: `owner` is a chapter, or None for the book."""

    where: str
    owner: str | None
    name: str
    value: Any
    base: Path  # what a relative path in it is relative to

    @property
    def label(self) -> str:
        return self.name if self.owner is None else f"{self.owner}.{self.name}"


def read(file: Path, project: Project, faults: list[Fault]) -> list[Given]:
    """What a file gives: book keys at the top, `chapters:` with one mapping for each chapter."""
    name = relative(file, project.root)
    yaml_file = document.load(file, name, empty=True)
    if yaml_file.findings:
        faults += map(_unread, yaml_file.findings)
        return []
    given: list[Given] = []
    base = Path(os.path.realpath(file)).parent
    for key, line, node in document.pairs(yaml_file.node):
        if key != "chapters":
            given += _named(Given(f"{name}:{line}", None, key, yaml_file.data[key], base), project, faults)
            continue
        _require_mapping(yaml_file.data[key], f"{name}:{line}", "chapters", faults)
        for chapter, at, inner in document.pairs(node):
            where = f"{name}:{at}"
            if chapter not in project.chapters:
                near = nearest(chapter, project.chapters)
                faults.append(Fault(where, f"chapters.{chapter}", NOTHING, "the name of a chapter", near))
                continue
            values = yaml_file.data[key][chapter]
            _require_mapping(values, where, chapter, faults)
            for one, at_one, _ in document.pairs(inner):
                item = Given(f"{name}:{at_one}", chapter, one, values[one], base)
                given += _named(item, project, faults)
    return given


def _unread(finding: Finding) -> Fault:
    """A finding of the reader of YAML, as a fault of the parameters."""
    where = finding.file + (f":{finding.row}" if finding.row else "")
    if finding.slug == "duplicate-key":
        return Fault(where, finding.field, NOTHING, f"one value ({finding.expected.partition('; ')[2]})")
    if finding.slug == "bad-yaml" and finding.got.startswith("no mapping"):
        return Fault(where, "", NOTHING, f"a mapping of names to values ({finding.got})")
    if finding.slug in ("missing-file", "unreadable", "not-a-file", "too-large"):
        got = f": {finding.got}" if finding.got else ""
        return Fault(where, "-f", NOTHING, f"a file that can be read ({finding.title}{got})")
    detail = " ".join(filter(None, (f"{finding.title}:", finding.field, finding.got)))
    return Fault(where, "", NOTHING, f"YAML that can be read ({detail})")


def _require_mapping(value: Any, where: str, name: str, faults: list[Fault]) -> None:
    if value is not None and not isinstance(value, dict):
        faults.append(Fault(where, name, value, "a mapping of names to values"))


_WHOLE = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}")


def parse(options: Iterable[tuple[str, str]], project: Project, faults: list[Fault]) -> list[Given]:
    """What `-p NAME VALUE` gives; NAME may be `chapter.name`, or `growth.gdp` for one entry of a mapping."""
    items = []
    for label, text in options:
        head, _, tail = label.partition(".")
        owner, name = (head, tail) if tail and head in project.chapters else (None, label)
        entry = None
        if owner is None and tail and _kind(None, head) is dict:
            name, entry = head, tail
        where = f"-p {label}"
        value = _typed(text, dict if entry else _kind(owner, name), bool(entry), where, faults)
        if entry:
            value = {entry: value, MERGE: True}
        items += _named(Given(where, owner, name, value, Path.cwd()), project, faults)
    return items


def _typed(text: str, kind: type | None, entry: bool, where: str, faults: list[Fault]) -> Any:
    """A value from the command line: read as what the parameter is; left as text where it does not fit."""
    if entry or kind in (int, float):
        if _WHOLE.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return float(text)
    elif kind is bool and text.lower() in ("true", "false"):
        return text.lower() == "true"
    elif kind in (list, dict):
        try:
            return document.value(text)
        except ValueError:
            return text
    return text


def _named(item: Given, project: Project, faults: list[Fault]) -> list[Given]:
    """The item, if its name exists; otherwise a fault that knows the nearest name."""
    if item.name in models.model(item.owner).model_fields:
        return [item]
    names = list(models.Book.model_fields)
    owned = [f"{c}.{n}" for c in project.chapters for n in models.model(c).model_fields]
    if item.owner and item.name in names:
        hint = f"a parameter of {item.owner} ({item.name} holds for the whole book)"
        faults.append(Fault(item.where, item.label, NOTHING, hint, item.name))
        return []
    exact = [label for label in owned if label.partition(".")[2] == item.name]
    near = exact[0] if exact and item.owner is None else nearest(item.label, names + owned)
    whose = f"the name of a parameter of {item.owner}" if item.owner else "the name of a parameter"
    faults.append(Fault(item.where, item.label, NOTHING, whose, near))
    return []


def _kind(owner: str | None, name: str) -> type | None:
    rule = models.model(owner).model_fields.get(name)
    return rule and models.kind(rule)


def _shown(file: Path, root: Path) -> str:
    """What a file is called in messages."""
    try:
        return relative(file, root)
    except (OSError, ValueError, RuntimeError):
        return str(file)


def relative(path: Path, root: Path) -> str:
    """A path as seen from the project's root; as it is when it lies elsewhere."""
    path = Path(os.path.realpath(path))  # of a link to itself, too
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
