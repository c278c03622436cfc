"""The one reader of YAML: plain values only, no anchors, tags or duplicate keys, nothing deep or endless.

A number is written as in JSON, a truth is true or false, a date stays text: what else looks like one (yes,
1:30, 0x1F, 1_000) is text, and the model that reads it says what it expected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import yaml

from . import files
from .finding import Finding, is_invisible, shown
from .rows import name_of

_DEEPEST = 12
_LARGEST = 2**20  # characters
_MOST = 50_000  # keys and values
_TAG = "tag:yaml.org,2002:"


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


for _kind, _pattern, _first in (
    ("null", "~|null|", ["~", "n", ""]),
    ("bool", "true|false", list("tf")),
    ("int", "-?(?:0|[1-9][0-9]{0,17})", list("-0123456789")),
    ("float", r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,17})?(?:[eE][-+]?[0-9]{1,2})?", list("-0123456789")),
):
    _Loader.add_implicit_resolver(_TAG + _kind, re.compile(f"^(?:{_pattern})$"), _first)


@dataclass
class Document:
    """A YAML mapping as read: its values, the line of each top-level key, and what is wrong with the file.

    `node`: the mapping as composed, for the lines of what stands deeper (see `pairs`).
    """

    file: str
    text: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    node: Any = None


def read(path: Path, data: Path) -> Document:
    """The mapping in a file of the data folder. Never raises: what is wrong is a finding with its line."""
    return load(path, name_of(path, data))


def optional(path: Path, data: Path) -> Document:
    """The same, of a file that may be absent: then there is nothing in it, and nothing wrong."""
    if files.exists(path):
        return read(path, data)
    files.log(path, None)
    return Document(name_of(path, data))


def load(path: Path, name: str, *, empty: bool = False) -> Document:
    """The mapping in any YAML file, which messages call `name`. empty: it may hold nothing."""
    text, fault = files.text_of(path, name)
    if fault and empty and fault.slug == "empty-file":
        return Document(name)
    if fault:
        return Document(name, findings=[fault])
    return parse(text, name, empty=empty)


def parse(text: str, name: str, *, empty: bool = False) -> Document:
    """The mapping in a YAML text."""
    document = Document(name, text)
    try:
        node, value = _composed(text)
    except _Refused as error:
        document.findings.append(Finding("bad-yaml", name, error.line, got=error.what))
        return document
    if node is None and empty:
        return document
    if not (isinstance(value, dict) and all(isinstance(key, str) for key in value)):
        got = "" if node is None else f": {shown(value)}"
        document.findings.append(Finding("bad-yaml", name, 1, got=f"no mapping{got}", expected="name: value"))
        return document
    document.findings += _duplicates(node, name)
    document.findings += _invisible(node, name)
    document.data, document.node = value, node
    document.lines = {key.value: key.start_mark.line + 1 for key, _ in node.value}
    return document


def value(text: str) -> Any:
    """What a YAML text of any kind says: a list, a mapping, a word. ValueError says what is wrong with it."""
    try:
        node, found = _composed(text)
    except _Refused as error:
        raise ValueError(error.what) from None
    if wrong := [*_duplicates(node, ""), *_invisible(node, "")]:
        raise ValueError(f"{wrong[0].title.lower()}: {wrong[0].field}")
    return found


def pairs(node: Any) -> Iterator[tuple[str, int, Any]]:
    """The keys of a mapping's node, in their order: key, line, node of the value."""
    for key, inner in node.value if isinstance(node, yaml.MappingNode) else ():
        yield str(key.value), key.start_mark.line + 1, inner


def plain(node: Any) -> Any:
    """The value of a node."""
    return _Loader("").construct_object(node, deep=True)


class _Refused(Exception):
    def __init__(self, line: int | None, what: str):
        super().__init__(what)
        self.line, self.what = line, what


def _composed(text: str) -> tuple[Any, Any]:
    """The root node of a text and its value; _Refused with the line for whatever is no plain YAML."""
    try:
        if len(text) > _LARGEST:
            raise _Refused(1, f"{len(text)} characters")
        _refuse_tricks(text)
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            return node, loader.construct_document(node) if node else None
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = str(error.problem or error.context or "unreadable")
        raise _Refused(mark.line + 1 if mark else None, what) from None
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, OverflowError) as error:
        raise _Refused(None, shown(error)) from None


def _refuse_tricks(text: str) -> None:
    # NOTE: composing a deep nest with libyaml overflows the C stack, so depth is checked on the events first.
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=_Loader)):
        assert event.start_mark  # an event that was parsed has one
        line = event.start_mark.line + 1
        if anchor := getattr(event, "anchor", None):
            raise _Refused(line, f"the anchor or alias {shown(anchor, 30)}")
        if tag := getattr(event, "tag", None):
            raise _Refused(line, f"the tag {shown(tag, 40)}")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise _Refused(line, f"a nest deeper than {_DEEPEST}")
        if number > _MOST:
            raise _Refused(line, f"more than {_MOST} keys and values")


def _duplicates(node: Any, file: str) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for name, line, inner in pairs(node):
        if name in seen:
            expected = f"one value; line {seen[name]} gives one too"
            yield Finding("duplicate-key", file, line, name, expected=expected)
        seen.setdefault(name, line)
        yield from _duplicates(inner, file)
    for inner in node.value if isinstance(node, yaml.SequenceNode) else ():
        yield from _duplicates(inner, file)


def _invisible(node: Any, file: str, under: str = "") -> Iterator[Finding]:
    """Texts with a character that nobody sees; a line break is none."""
    if isinstance(node, yaml.ScalarNode):
        if is_invisible(node.value.replace("\n", "")):
            line = node.start_mark.line + 1
            yield Finding("control-character", file, line, under, shown(node.value))
    elif isinstance(node, yaml.SequenceNode):
        for inner in node.value:
            yield from _invisible(inner, file, under)
    elif isinstance(node, yaml.MappingNode):
        for key, inner in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            yield from _invisible(key, file, under)
            yield from _invisible(inner, file, f"{under}.{name}" if under else name)
