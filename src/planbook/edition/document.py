"""YAML files of an edition, read safely: plain values only, no anchors, no duplicate keys, no deep nests."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from .finding import Finding, shown
from .rows import name_of, text_of

# NOTE: composing a deep nest with libyaml overflows the C stack, so depth is checked on the events first.
_Events = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 12
_LARGEST = 2**20  # characters


@dataclass
class Document:
    """A YAML mapping as read: its values, the line of each top-level key, and what is wrong with the file."""

    file: str
    text: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read(path: Path, data: Path) -> Document:
    """The mapping in a YAML file. Never raises: whatever is wrong becomes a finding with its line."""
    document = Document(name_of(path, data))
    text, fault = text_of(path, document.file)
    if fault:
        document.findings.append(fault)
        return document
    document.text = text
    try:
        if len(text) > _LARGEST:
            raise Trick(1, f"{len(text)} characters")
        refuse_tricks(text)
        loader = _Events(text)
        try:
            node = loader.get_single_node()
            _refuse_duplicates(node, document)
            value = loader.construct_document(node) if node else None
        finally:
            loader.dispose()
    except Trick as error:
        document.findings.append(Finding("bad-yaml", document.file, error.line, got=error.what))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        what = str(error.problem or error.context or "unreadable")
        document.findings.append(Finding("bad-yaml", document.file, line, got=what))
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, OverflowError) as error:
        document.findings.append(Finding("bad-yaml", document.file, got=shown(error)))
    else:
        if not (node and isinstance(value, dict) and all(isinstance(key, str) for key in value)):
            document.findings.append(
                Finding("bad-yaml", document.file, 1, got="no mapping", expected="name: value")
            )
        else:
            document.data = value
            document.lines = {key.value: key.start_mark.line + 1 for key, _ in node.value}
    return document


class Trick(Exception):
    """What YAML allows and a person does not need: the line, and what stands there."""

    def __init__(self, line: int, what: str):
        super().__init__(what)
        self.line, self.what = line, what


def refuse_tricks(text: str) -> None:
    """Anchors, tags and deep nests raise Trick; what is no YAML raises yaml.YAMLError."""
    depth = 0
    for event in yaml.parse(text, Loader=_Events):
        assert event.start_mark  # an event that was parsed has one
        line = event.start_mark.line + 1
        if anchor := getattr(event, "anchor", None):
            raise Trick(line, f"the anchor or alias {shown(anchor, 30)}")
        if tag := getattr(event, "tag", None):
            raise Trick(line, f"the tag {shown(tag, 40)}")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise Trick(line, f"a nest deeper than {_DEEPEST}")


def _refuse_duplicates(node: Any, document: Document) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                line = key.start_mark.line + 1
                document.findings.append(Finding("duplicate-key", document.file, line, name))
            seen.add(name)
            _refuse_duplicates(value, document)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_duplicates(value, document)
