"""What a chapter's notebook says, read as JSON: its cells by content, and the parameters that it declares.

Only the standard library: this runs on every `planbook build`, also when there is nothing to do.
"""

import ast
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planbook.errors import InputError


class BadNotebook(InputError):
    """A notebook that cannot be read or has no proper `parameters` cell."""


@dataclass(frozen=True)
class Notebook:
    """The source of one notebook.

    `cells` holds one digest a cell, over its kind, source and tags: what outputs, ids, counters and editor
    metadata say changes nothing. `declared` are the names assigned in the cell tagged `parameters`.
    """

    path: Path
    text: str  # as it was read: what runs is what was looked at
    cells: tuple[str, ...]
    declared: tuple[str, ...]
    needs: str = ""  # what an edition must have for the chapter to be part of its book

    @classmethod
    def read(cls, path: Path) -> "Notebook":
        try:
            text = path.read_text(encoding="utf-8-sig")
            raw = json.loads(text)
            needs = str(raw.get("metadata", {}).get("planbook", {}).get("needs", ""))
            cells = [
                (c["cell_type"], "".join(c["source"]), dict(c.get("metadata", {}))) for c in raw["cells"]
            ]
            tagged = [cell for cell in cells if "parameters" in cell[2].get("tags", ())]
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
            raise BadNotebook(f"chapters/{path.name}: not a notebook that can be read ({fault!r})") from fault
        sources = [source for kind, source, _ in tagged if kind == "code"]
        declared = _assigned(sources[0], path) if sources else ()
        return cls(path, text, tuple(_digest(cell) for cell in cells), declared, needs)


def assignments(source: str) -> list[tuple[str, str | None, str]]:
    """The assignments of a `parameters` cell: (name, annotation, default), the latter two as Python text."""
    assigned: list[tuple[str, str | None, str]] = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            assigned.append((node.target.id, ast.unparse(node.annotation), ast.unparse(node.value)))
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            assigned.append((node.targets[0].id, None, ast.unparse(node.value)))
    return assigned


def _assigned(source: str, path: Path) -> tuple[str, ...]:
    try:
        return tuple(name for name, _, _ in assignments(source))
    except SyntaxError as fault:
        raise BadNotebook(
            f"chapters/{path.name}: its parameters cell is not Python: {fault.msg}, line {fault.lineno}"
        ) from fault


def _digest(cell: tuple[str, str, dict[str, Any]]) -> str:
    kind, source, metadata = cell
    kept = {key: metadata[key] for key in metadata if key not in ("papermill", "collapsed", "scrolled")}
    text = json.dumps([kind, source, kept], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
