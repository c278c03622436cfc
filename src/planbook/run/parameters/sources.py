"""What somebody gave for parameters: a file like params.yml, or options on the command line, name by name.

Only names are checked here; values are checked in `planbook.run.parameters.settings`.
"""

import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import yaml

from planbook.edition import document
from planbook.run.parameters import models
from planbook.run.parameters.errors import NOTHING, Fault, nearest, plain
from planbook.run.project import Project

LARGEST = 50_000  # bytes of a file
LONGEST = 10_000  # characters of a value on the command line
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


_WHOLE = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML whose plain scalars are decimal numbers, true, false, null, and else text: 2026-06-30, yes, 0x10,
    1_000 and 1:30 stay what they are, so a wrong one is refused by us and by name."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[Any]]] = {}

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        if isinstance(node, yaml.ScalarNode) and not node.style:
            return scalar(node.value)
        return super().construct_object(node, deep)


def scalar(text: str) -> Any:
    """What a word of YAML or of the command line is by itself."""
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return _WORDS.get(text, text)


def _text(file: Path, shown: str, faults: list[Fault]) -> str:
    """The text of a file of parameters; "" with a fault when it has none that could be one."""
    try:
        about = file.stat()
        if not stat.S_ISREG(about.st_mode):
            faults.append(Fault(shown, "-f", NOTHING, "a plain file, no folder, pipe or device"))
        elif about.st_size > LARGEST:
            faults.append(Fault(shown, "-f", NOTHING, f"at most {LARGEST} bytes, and it has {about.st_size}"))
        else:
            return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        faults.append(Fault(shown, "", NOTHING, f"text in UTF-8 (byte {fault.start} is none)"))
    except (OSError, ValueError, RuntimeError) as fault:  # ValueError: a NUL in its name
        why = getattr(fault, "strerror", None) or fault
        faults.append(Fault(shown, "-f", NOTHING, f"a file that can be read ({why})"))
    return ""


def _root(text: str, shown: str, faults: list[Fault]) -> tuple[_Loader, Any]:
    """The top node of a YAML text, and who makes values of its nodes; None with a fault when it is none."""
    loader = _Loader("")
    try:
        document.refuse_tricks(text)
        loader = _Loader(text)
        return loader, loader.get_single_node()
    except document.Trick as trick:
        faults.append(Fault(f"{shown}:{trick.line}", "", NOTHING, f"plain YAML, without {trick.what}"))
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        line = getattr(getattr(fault, "problem_mark", None), "line", None)
        where = shown if line is None else f"{shown}:{line + 1}"
        detail = plain(getattr(fault, "problem", None) or str(fault), 120)
        faults.append(Fault(where, "", NOTHING, f"YAML that can be read ({detail})"))
    return loader, None


def read(file: Path, project: Project, faults: list[Fault]) -> list[Given]:
    """What a file gives: book keys at the top, `chapters:` with one mapping for each chapter."""
    shown = _shown(file, project.root)
    text = _text(file, shown, faults)
    if not text:
        return []
    loader, root = _root(text, shown, faults)
    found = []
    base = file.resolve().parent
    for where, key, value, node in _pairs(loader, root, shown, "", faults):
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
        if key != "chapters" and isinstance(value_node, yaml.MappingNode):
            list(_pairs(loader, value_node, file, f"{name}.{key}" if name else key, faults))
        yield f"{file}:{line}", key, _value(loader, value_node), value_node


def _value(loader: _Loader, node: Any) -> Any:
    try:
        return loader.construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError, TypeError):  # such as a mapping that is a key: nothing takes it
        return str(node.value)


def parse(options: Iterable[tuple[str, str]], project: Project, faults: list[Fault]) -> list[Given]:
    """What `-p NAME VALUE` gives; NAME may be `chapter.name`, or `growth.gdp` for one entry of a mapping."""
    found = []
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
        found += _named(Given(where, owner, name, value, Path.cwd()), project, faults)
    return found


def _typed(text: str, kind: type | None, entry: bool, where: str, faults: list[Fault]) -> Any:
    """A value from the command line: read as what the parameter is; left as text where it does not fit."""
    if entry or kind in (int, float, bool):
        return scalar(text)
    if kind in (list, dict) and len(text) <= LONGEST:
        loader, root = _root(text, where, faults)
        if isinstance(root, yaml.MappingNode):
            list(_pairs(loader, root, where, where.partition(" ")[2], faults))
        return text if root is None else _value(loader, root)
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
    path = path.resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
