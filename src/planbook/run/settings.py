"""Which value each parameter has, and where it came from: defaults < params.yml < -f FILE < -p NAME VALUE.

Everything wrong is found at once: `Refused` carries one line for each fault, with its source (file and line,
or option), what it got, what it expected, and the nearest name. Nothing here starts a kernel.
"""

import datetime
import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from planbook.run import parameters
from planbook.run.errors import InputWrong
from planbook.run.project import Project


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with the parameters."""

    where: str
    name: str
    got: Any
    expected: str
    nearest: str | None = None

    def __str__(self) -> str:
        got = "" if self.got is _NOTHING else f"got {_short(self.got)}, "
        nearest = f"; nearest: {self.nearest}" if self.nearest else ""
        named = not self.name or self.where.endswith(f" {self.name}")  # `-p NAME` names it already
        place = self.where if named else f"{self.where} {self.name}"
        return f"{place}: {got}expected {self.expected}{nearest}"


class Refused(InputWrong):
    """Parameters that cannot be used; `faults` lists everything that is wrong with them."""

    def __init__(self, faults: list[Fault]):
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


@dataclass(frozen=True)
class Settings:
    """The parameters in force. `origin` says where each that is not a default was given."""

    book: dict[str, Any]
    chapters: dict[str, dict[str, Any]]
    origin: dict[str, str] = field(default_factory=dict)

    def reaching(self, chapter: str, declared: Iterable[str]) -> dict[str, Any]:
        """The values for the names that a chapter's notebook declares; paths as seen from chapters/."""
        values = {**self.book, **self.chapters.get(chapter, {})}
        progress = values.get("progress")
        if progress and not Path(progress).is_absolute():
            values["progress"] = f"../{progress}"
        return {name: values[name] for name in declared if name in values}


@dataclass(frozen=True)
class _Given:
    """One value that somebody gave: `owner` is a chapter, or None for the book."""

    where: str
    owner: str | None
    name: str
    value: Any
    base: Path  # what a relative path in it is relative to

    @property
    def label(self) -> str:
        return self.name if self.owner is None else f"{self.owner}.{self.name}"


_NOTHING = object()


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
    layers = [_read(file, project, faults) for file in _sources(project, files)]
    layers.append(_parse(options, project, faults))

    chapters = {name: {} for name in dict.fromkeys((*project.chapters, *parameters.CHAPTERS))}
    values: dict[str | None, dict[str, Any]] = {None: {}, **chapters}
    given: dict[str, _Given] = {}
    for layer in layers:
        for owner in values:
            mine = [item for item in layer if item.owner == owner]
            values[owner] = _merge(values[owner], mine, project, faults)
            given |= {item.label: item for item in mine}

    for owner, mine in values.items():
        defaults = parameters.model(owner)().model_dump()
        values[owner] = {**defaults, **mine}
    if not faults:
        faults += _contradictions(project, values[None], {name: item.where for name, item in given.items()})
    if faults:
        raise Refused(faults)
    return Settings(values.pop(None), values, {name: item.where for name, item in given.items()})


def _sources(project: Project, files: Iterable[Path]) -> list[Path]:
    return [*([project.params] if project.params.exists() else []), *files]


# ---------------------------------------------------------------- reading what was given


class _Loader(yaml.SafeLoader):
    """YAML without dates: 2026-06-30 stays text, so a wrong one is refused by us and by name."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:timestamp"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _read(file: Path, project: Project, faults: list[Fault]) -> list[_Given]:
    """What a file gives: book keys at the top, `chapters:` with one mapping for each chapter."""
    shown = _relative(file, project.root)
    try:
        text = file.read_text(encoding="utf-8")
        loader = _Loader(text)
        try:
            root = loader.get_single_node()
            pairs = list(_pairs(loader, root, shown, "", faults))
        finally:
            loader.dispose()
    except OSError as fault:
        faults.append(Fault(shown, "-f", _NOTHING, f"a file that can be read ({fault.strerror})"))
        return []
    except (UnicodeDecodeError, yaml.YAMLError, ValueError, RecursionError) as fault:
        line = getattr(getattr(fault, "problem_mark", None), "line", None)
        where = shown if line is None else f"{shown}:{line + 1}"
        detail = getattr(fault, "problem", None) or str(fault)
        faults.append(Fault(where, "", _NOTHING, f"YAML that can be read ({detail})"))
        return []

    found = []
    base = file.resolve().parent
    for where, key, value, node in pairs:
        if key != "chapters":
            found += _named(_Given(where, None, key, value, base), project, faults)
            continue
        for where_chapter, chapter, _, inner in _pairs(loader, node, shown, "chapters", faults):
            if chapter not in _chapters(project):
                near = _nearest(chapter, _chapters(project))
                unknown = Fault(where_chapter, f"chapters.{chapter}", _NOTHING, "the name of a chapter", near)
                faults.append(unknown)
                continue
            for where_name, name, inner_value, _ in _pairs(loader, inner, shown, chapter, faults):
                item = _Given(where_name, chapter, name, inner_value, base)
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
            faults.append(Fault(f"{file}:{line}", label, _NOTHING, once))
            continue
        seen[key] = line
        yield f"{file}:{line}", key, loader.construct_object(value_node, deep=True), value_node


def _parse(options: Iterable[tuple[str, str]], project: Project, faults: list[Fault]) -> list[_Given]:
    """What `-p NAME VALUE` gives; NAME may be `chapter.name`, or `growth.gdp` for one entry of a mapping."""
    found = []
    for label, text in options:
        head, _, tail = label.partition(".")
        owner, name = (head, tail) if tail and head in _chapters(project) else (None, label)
        entry = None
        if owner is None and tail and _kind(None, head) is dict:
            name, entry = head, tail
        value = _typed(text, dict if entry else _kind(owner, name), bool(entry))
        if entry:
            value = {entry: value, _MERGE: True}
        found += _named(_Given(f"-p {label}", owner, name, value, Path.cwd()), project, faults)
    return found


_MERGE = "\0merge"  # marks a mapping that adds to the one below it instead of replacing it


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


# ---------------------------------------------------------------- checking it


def _named(item: _Given, project: Project, faults: list[Fault]) -> list[_Given]:
    """The item, if its name exists; otherwise a fault that knows the nearest name."""
    if item.name in parameters.model(item.owner).model_fields:
        return [item]
    names = list(parameters.Book.model_fields)
    owned = [f"{c}.{n}" for c in _chapters(project) for n in parameters.model(c).model_fields]
    if item.owner and item.name in names:
        hint = f"a parameter of {item.owner} ({item.name} holds for the whole book)"
        faults.append(Fault(item.where, item.label, _NOTHING, hint, item.name))
        return []
    exact = [label for label in owned if label.partition(".")[2] == item.name]
    near = exact[0] if exact and item.owner is None else _nearest(item.label, names + owned)
    whose = f"the name of a parameter of {item.owner}" if item.owner else "the name of a parameter"
    faults.append(Fault(item.where, item.label, _NOTHING, whose, near))
    return []


def _merge(below: dict, given: list[_Given], project: Project, faults: list[Fault]) -> dict[str, Any]:
    """The values below, overridden by what one source gives, each checked by itself."""
    merged = dict(below)
    for item in given:
        value = item.value
        if isinstance(value, dict) and value.pop(_MERGE, False):
            value = {**merged.get(item.name, {}), **value}
        owner = parameters.model(item.owner)
        try:
            checked = getattr(owner.model_validate({item.name: value}), item.name)
        except ValidationError as errors:
            faults += [_fault(item, owner.model_fields[item.name], error) for error in errors.errors()]
            continue
        merged[item.name] = _anchored(checked, item, project) if item.name == "progress" else checked
    return merged


def _fault(item: _Given, rule: Any, error: dict) -> Fault:
    inner = [str(part) for part in error["loc"][1:] if part != "[key]"]
    ours = error["type"] == "value_error"
    wanted = str(error["ctx"]["error"]) if ours else parameters.expected(rule, bool(inner))
    return Fault(item.where, ".".join([item.label, *inner]), error["input"], wanted)


def _anchored(path: str, item: _Given, project: Project) -> str:
    """A path as seen from the project's root, whatever folder it was given in."""
    if not path:
        return path
    return _relative((item.base / path).resolve(), project.root)


def _contradictions(project: Project, book: dict[str, Any], origin: dict[str, str]) -> list[Fault]:
    """What each value alone cannot show: editions, pairs, and names that only the data knows."""
    from planbook.run import plan

    def fault(name: str, expected: str, got: Any = None, near: str | None = None) -> None:
        shown = book[name.partition(".")[0]] if got is None else got
        faults.append(Fault(origin.get(name.partition(".")[0], "default"), name, shown, expected, near))

    faults: list[Fault] = []
    editions = project.editions()
    if book["edition"] not in editions:
        known = (
            f"one of {', '.join(editions)}" if editions else f"an edition in {project.data}, but it has none"
        )
        fault("edition", known, near=_nearest(book["edition"], editions))
        return faults
    if book["scenario"] == "own" and not book["growth"]:
        fault("scenario", "growth rates too: with scenario own, growth names them")
    if book["scenario"] != "own" and book["growth"]:
        fault("growth", "scenario own: with scenario plan the report's own targets hold")
    if book["growth"]:
        targets = plan.numbered_growth_targets(project.data / book["edition"])
        for name in book["growth"]:
            if name not in targets:
                near = _nearest(name, targets)
                fault(f"growth.{name}", f"a growth target with a number: {', '.join(targets)}", name, near)
    if book["progress"] and not book["as_of"]:
        fault("progress", "as_of too: the day up to which the actuals go")
    if book["as_of"] and not book["progress"]:
        fault("as_of", "progress too: the CSV file of the actuals to date")
    if book["progress"] and not (project.root / book["progress"]).is_file():
        fault("progress", "a CSV file that exists")
    if book["as_of"]:
        _, year = plan.years(project.data / book["edition"])
        if datetime.date.fromisoformat(book["as_of"]).year != year:
            fault("as_of", f"a day of the plan's year {year}")
    return faults


def _chapters(project: Project) -> list[str]:
    return list(dict.fromkeys((*project.chapters, *parameters.CHAPTERS)))


def _kind(owner: str | None, name: str) -> type | None:
    rule = parameters.model(owner).model_fields.get(name)
    return rule and parameters.kind(rule)


def _nearest(name: str, names: Iterable[str]) -> str | None:
    return next(iter(difflib.get_close_matches(name, list(names), n=1, cutoff=0.5)), None)


def _relative(path: Path, root: Path) -> str:
    path = path.resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _short(value: Any) -> str:
    text = repr(value) if not isinstance(value, str) else f'"{value}"'
    return text if len(text) <= 60 else f"{text[:57]}…"
