"""What somebody gave for parameters: a file like params.yml, or options on the command line, name by name.

Only names are checked here; values are checked in `planbook.run.parameters.settings`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

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


class _Loader(yaml.SafeLoader):
    """YAML without dates: 2026-06-30 stays text, so a wrong one is refused by us and by name."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:timestamp"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(file: Path, project: Project, faults: list[Fault]) -> list[Given]:
    """What a file gives: book keys at the top, `chapters:` with one mapping for each chapter."""
    shown = relative(file, project.root)
    try:
        text = file.read_text(encoding="utf-8")
        loader = _Loader(text)
        try:
            root = loader.get_single_node()
            pairs = list(_pairs(loader, root, shown, "", faults))
        finally:
            loader.dispose()
    except OSError as fault:
        faults.append(Fault(shown, "-f", NOTHING, f"a file that can be read ({fault.strerror})"))
        return []
    except (UnicodeDecodeError, yaml.YAMLError, ValueError, RecursionError) as fault:
        line = getattr(getattr(fault, "problem_mark", None), "line", None)
        where = shown if line is None else f"{shown}:{line + 1}"
        detail = getattr(fault, "problem", None) or str(fault)
        faults.append(Fault(where, "", NOTHING, f"YAML that can be read ({detail})"))
        return []

    found = []
    base = file.resolve().parent
    for where, key, value, node in pairs:
        if key != "chapters":
            found += _named(Given(where, None, key, value, base), project, faults)
            continue
        for where_chapter, chapter, _, inner in _pairs(loader, node, shown, "chapters", faults):
            if chapter not in project.chapters:
                near = nearest(chapter, project.chapters)
                unknown = Fault(where_chapter, f"chapters.{chapter}", NOTHING, "the name of a chapter", near)
                faults.append(unknown)
                continue
            for where_name, name, inner_value, _ in _pairs(loader, inner, shown, chapter, faults):
                item = Given(where_name, chapter, name, inner_value, base)
                found += _named(item, project, faults)
    return found


def _pairs(loader: _Loader, node: Any, file: str, name: str, faults: list[Fault]) -> Iterable[tuple]:
    """The keys of a YAML mapping: (file:line, key, value, value's node). A key given twice is a fault."""
    if node is None or (isinstance(node, yaml.ScalarNode) and node.value in ("", "~", "null")):
        return
    if not isinstance(node, yaml.MappingNode):
        where = f"{file}:{node.start_mark.line + 1}"
        value = loader.construct_object(node, deep=True)
        faults.append(Fault(where, name, value, "a mapping of names to values"))
        return
    seen: dict[str, int] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = str(key_node.value)
        if key in seen:
            label = f"{name}.{key}" if name else key
            once = f"one value (line {seen[key]} gives one too)"
            faults.append(Fault(f"{file}:{line}", label, NOTHING, once))
            continue
        seen[key] = line
        yield f"{file}:{line}", key, loader.construct_object(value_node, deep=True), value_node


def parse(options: Iterable[tuple[str, str]], project: Project, faults: list[Fault]) -> list[Given]:
    """What `-p NAME VALUE` gives; NAME may be `chapter.name`, or `growth.gdp` for one entry of a mapping."""
    found = []
    for label, text in options:
        head, _, tail = label.partition(".")
        owner, name = (head, tail) if tail and head in project.chapters else (None, label)
        entry = None
        if owner is None and tail and _kind(None, head) is dict:
            name, entry = head, tail
        value = _typed(text, dict if entry else _kind(owner, name), bool(entry))
        if entry:
            value = {entry: value, MERGE: True}
        found += _named(Given(f"-p {label}", owner, name, value, Path.cwd()), project, faults)
    return found


def _typed(text: str, kind: type | None, entry: bool) -> Any:
    """A value from the command line: read as what the parameter is; left as text where it does not fit."""
    if entry or kind in (int, float):
        if re.fullmatch(r"[+-]?[0-9]+", text):
            return int(text)
        if re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", text):
            return float(text)
    elif kind is bool and text.lower() in ("true", "false"):
        return text.lower() == "true"
    elif kind in (list, dict):
        try:
            return yaml.load(text, _Loader)
        except yaml.YAMLError:
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


def relative(path: Path, root: Path) -> str:
    """A path as seen from the project's root; as it is when it lies elsewhere."""
    path = path.resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
