"""Models from the files of an edition, or an EditionError that says which file, line and field is broken."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError, conlist

from . import document, rows
from .finding import Finding, shown
from .folder import EditionError
from .model import Derivation, Model, Source
from .wanted import wanted


def tables(names: Iterable[str], data: Path, edition: str) -> dict[str, rows.Rows]:
    """The raw rows of several tables."""
    try:
        return {table: rows.load(table, data, edition) for table in names}
    except rows.RowsError as error:
        raise broken(edition, error.findings) from None


def source(edition: str, data: Path) -> Source:
    read = document.read(data / edition / "source.yml", data)
    if read.findings:
        raise broken(edition, read.findings)
    try:
        return Source.model_validate(read.data)
    except ValidationError as error:
        raise EditionError(f"{read.file}: {_first(error)}; run: planbook check {edition}") from None


@cache
def _lists(kind: type[Model]) -> TypeAdapter[list[Model]]:
    return TypeAdapter(conlist(kind))


def models(kind: type[Model], raw: Iterable[rows.Row], table: str, edition: str) -> list[Any]:
    raw = list(raw)
    try:
        return _lists(kind).validate_python(raw)  # one call: faster than one a row
    except ValidationError as error:
        first = error.errors()[0]
        line = raw[int(first["loc"][0])].line if first["loc"] else "?"
        raise EditionError(
            f"{table}.csv:{line} {_first(error)}; see all that is wrong with: planbook check {edition}"
        ) from None


def _first(error: ValidationError) -> str:
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"] if isinstance(part, str))
    got = "nothing" if first["type"] == "missing" else shown(first["input"])
    return f"{field + ': ' if field else ''}expected {wanted(first)}, got {got}"


def broken(edition: str, findings: Iterable[Finding]) -> EditionError:
    found = list(findings)
    more = f"\n… and {len(found) - 5} more; see them with: planbook check {edition}" if len(found) > 5 else ""
    return EditionError("\n".join(map(str, found[:5])) + more)


def derivations(about: Source, read: document.Document) -> dict[str, Derivation]:
    """The entries of derived.yml, its years filled in; none when there is no such file."""
    if any(finding.slug == "missing-file" for finding in read.findings):
        return {}
    if read.findings:
        raise broken(about.edition, read.findings)
    try:
        entries = {name: Derivation.model_validate(entry) for name, entry in read.data.items()}
    except ValidationError as error:
        raise EditionError(f"{read.file}: {_first(error)}; run: planbook check {about.edition}") from None
    return {name: about.dated(entry, "label", "caveat") for name, entry in entries.items()}
