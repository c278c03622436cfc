"""Raw rows → typed rows, with a finding for everything that is wrong in a single field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, get_args

from pydantic import TypeAdapter, ValidationError, conlist

from . import rows
from .finding import Finding, nearest, shown
from .model import TABLES, Model
from .wanted import wanted, words


class Typed(NamedTuple):
    """A row that fits its model, and its line in the file."""

    line: int
    row: Any


class Tables(NamedTuple):
    """All tables of an edition: what could be typed, the keys of every row, and the files' names.

    own: of the shared tables, the file in the edition's folder and the keys of its rows.
    """

    typed: Mapping[str, list[Typed]]
    keys: Mapping[str, Mapping[str, int]]
    files: Mapping[str, str]
    own: Mapping[str, Mapping[str, str]]

    def file_of(self, table: str, key: str) -> str:
        """The file in which the row with this key stands."""
        return self.own[table].get(key, self.files[table])


def typed(raw: Mapping[str, rows.Table], findings: list[Finding]) -> Tables:
    """Type every row that fits its model; findings for the others, and for keys that occur twice."""
    fitting: dict[str, list[Typed]] = {}
    keys: dict[str, dict[str, int]] = {}
    own: dict[str, dict[str, str]] = {}
    for name, table in raw.items():
        fitting[name], keys[name], own[name] = [], {}, {}
        for row in table.rows:
            key = rows.key_of(name, row)
            if key in keys[name]:
                spans = ("mentions", "not_figures", "not_tasks")
                column = "char_start" if name in spans else rows.HEADERS[name][0]
                where = "" if row.file == table.file else f" of {own[name].get(key, table.file)}"
                first = f"one row, line {keys[name][key]}{where} is one"
                findings.append(Finding("duplicate-row", row.file, row.line, column, shown(key), first))
            keys[name].setdefault(key, row.line)
            if row.file != table.file:
                own[name].setdefault(key, row.file)
        try:  # one call for all rows; row by row only to say what is wrong
            models = TypeAdapter(conlist(TABLES[name])).validate_python(table.rows)
            fitting[name] = [Typed(row.line, model) for row, model in zip(table.rows, models, strict=True)]
        except ValidationError:
            for row in table.rows:
                try:
                    fitting[name].append(Typed(row.line, TABLES[name].model_validate(row)))
                except ValidationError as error:
                    findings += faults(error, TABLES[name], row.file, row.line)
    return Tables(fitting, keys, {name: table.file for name, table in raw.items()}, own)


def faults(
    error: ValidationError, kind: type[Model], file: str, line: int | None, under: str = ""
) -> Iterator[Finding]:
    """The findings in a model's errors."""
    for one in error.errors():
        path = [str(part) for part in one["loc"]]
        name = ".".join([under, *path] if under else path)
        type_, context, got = one["type"], one.get("ctx", {}), one["input"]
        if type_ == "missing":
            yield Finding("required", file, line, name)
        elif type_ == "extra_forbidden":
            yield Finding("unknown-field", file, line, name, nearest=nearest(path[-1], _within(kind, path)))
        elif got == "":
            yield Finding("required", file, line, name, expected=wanted(one))
        elif type_ == "literal_error":
            close = nearest(str(got), words(context["expected"]))
            yield Finding("unknown-word", file, line, name, shown(got), wanted(one), close)
        elif type_ in ("bad-number", "unknown-word"):
            yield Finding(type_, file, line, name, shown(got), wanted(one))
        elif type_ == "string_pattern_mismatch" and path[-1] == "period":
            yield Finding("bad-period", file, line, name, shown(got))
        elif type_ == "string_pattern_mismatch" and "a-z0-9_" in context["pattern"]:
            yield Finding("bad-slug", file, line, name, shown(got))
        else:
            yield Finding("bad-value", file, line, name, shown(got), wanted(one))


def coded(tables: Tables, file: str, line: int, name: str, word: str) -> Iterator[Finding]:
    """The finding in a code that stands in no codelists.csv, of the shared one or the edition's own."""
    if f"{name}/{word}" in tables.keys["codelists"]:
        return
    known = [key.partition("/")[2] for key in tables.keys["codelists"] if key.startswith(f"{name}/")]
    if known:
        close = nearest(word, known)
        yield Finding(
            "unknown-code", file, line, name, shown(word), f"a row {name},… of codelists.csv", close
        )


def unknown(
    tables: Tables, table: str, line: int, column: str, value: str, among: str, file: str = ""
) -> Finding:
    """The finding in an id that is no key of the table `among`."""
    known = tables.keys[among]
    return Finding(
        "unknown-id",
        file or tables.files[table],
        line,
        column,
        shown(value),
        f"a row of {among}.csv",
        nearest(value, known),
    )


def _within(kind: type[Model], path: Sequence[str]) -> Iterable[str]:
    """The fields that there are where a path through models and lists ends."""
    for part in path[:-1]:
        if part in kind.model_fields:
            inside = kind.model_fields[part].annotation
            parts = [one for one in (inside, *get_args(inside)) if isinstance(one, type)]
            kind = next((one for one in parts if issubclass(one, Model)), kind)
    return kind.model_fields
