"""The raw layer: the CSV tables as rows of strings, their digests, and queries. Standard library only.

Nothing here knows what a column means: comparing by content takes milliseconds and imports nothing else.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from planbook.errors import InputError

from . import files
from .finding import Finding, is_invisible, nearest, shown

HEADERS = {
    "indicators": (
        "indicator", "label_zh", "label_en", "chapter", "topic", "unit", "price_basis", "better", "aliases",
    ),
    "units": ("unit", "base", "factor", "dimension"),
    "codelists": ("codelist", "code", "label_zh", "label_en"),
    "figures": (
        "figure", "chapter", "indicator", "item", "project", "measure", "period", "scenario",
        "value", "unit", "bound", "preliminary", "rank_of", "against", "printed", "note",
        "sign", "commitment",
    ),
    "mentions": ("figure", "line", "char_start", "char_end", "sha256"),
    "not_figures": ("line", "char_start", "char_end", "sha256", "reason"),
    "projects": (
        "project", "name", "sector", "stage", "year", "chapter", "note", "commitment", "role", "continues",
    ),
    "tasks": (
        "task", "chapter", "topic", "name", "commitment", "word", "word_start", "figures", "project",
        "line", "char_start", "char_end", "sha256", "note", "continues",
    ),
    "not_tasks": ("line", "char_start", "char_end", "sha256", "reason"),
    "statements": (
        "statement", "chapter", "topic", "kind", "name", "word",
        "line", "char_start", "char_end", "sha256", "note",
    ),
    "glossary": ("term", "meaning", "origin", "line"),
}  # fmt: skip
SHARED = ("indicators", "units", "codelists")  # in data/, and the edition's own rows in data/<edition>/
REQUIRED = (
    *SHARED,
    "figures",
    "source",
)  # every other file may be absent, which says the same as an empty one
DOCUMENTS = ("source.yml", "derived.yml", "checks.yml", "known_issues.yml", "exhibits.yml")
# The columns that a file must have: of the shared tables in data/<edition>/, and of a table that grew.
LEAST = {
    "indicators": ("indicator", "label_zh"), "units": ("unit",),
    "codelists": ("codelist", "code", "label_zh"), "figures": HEADERS["figures"][:-2],
    "projects": HEADERS["projects"][:-3], "tasks": HEADERS["tasks"][:-1],
}  # fmt: skip
_LONGEST = 10_000  # characters of a field

Condition = str | tuple[str, ...] | list[str]


class Row(dict[str, str]):
    """A row of a table: column → text as in the file. `line` is its line there (the header is 1)."""

    __slots__ = ("file", "line")

    def __init__(self, values: Iterable[tuple[str, str]], line: int, file: str = ""):
        super().__init__(values)
        self.line, self.file = line, file


class Rows(list[Row]):
    """The rows of a table, in file order; on demand in groups by a column. Once read they do not change."""

    def by(self, column: str) -> dict[str, list[Row]]:
        """The rows with each value of a column."""
        groups: dict[str, dict[str, list[Row]]] = self.__dict__.setdefault("groups", {})
        if column not in groups:
            groups[column] = {}
            for row in self:
                groups[column].setdefault(row[column], []).append(row)
        return groups[column]


@dataclass
class Table:
    """A table as read: its rows, and what is wrong with the file (`rows` then holds what could be read).

    `file` is the table's own file; of a shared table an edition may have a second one, which its rows name.
    """

    name: str
    file: str
    rows: Rows = field(default_factory=Rows)
    findings: list[Finding] = field(default_factory=list)


class RowsError(InputError):
    """A table that cannot be used; `.findings` holds all that is wrong with it."""

    def __init__(self, findings: list[Finding]):
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings


def paths_of(table: str, edition: str) -> list[str]:
    """The files of a table, below `data/`: of a shared one also that in the edition's folder."""
    own = f"{edition}/{table}.csv"
    return [f"{table}.csv", own] if table in SHARED else [own]


def is_required(path: str) -> bool:
    """Whether a file below `data/` must be there: the shared tables, an edition's source.yml and
    figures.csv."""
    folder, _, file = path.rpartition("/")
    table = file.partition(".")[0]
    return table in REQUIRED and not (folder and table in SHARED)


def misspelt(path: Path) -> str | None:
    """The file that stands where an absent optional one should, under a name much like it; None for none."""
    names = {*(f"{table}.csv" for table in HEADERS), *DOCUMENTS}
    there = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
    return nearest(path.name, [name for name in there if name not in names], 0.8) or None


def read(table: str, data: Path, edition: str) -> Table:
    """A table of an edition, its own rows behind the shared ones.

    Never raises: what is wrong with a file becomes a finding with its line. An optional file that is absent
    says the same as an empty one.
    """
    first, *own = paths_of(table, edition)
    result = Table(table, name_of(data / first, data))
    for path in (first, *own):
        if not is_required(path) and not files.exists(data / path):
            files.log(data / path, None)
            if (near := misspelt(data / path)) is not None:
                result.findings.append(Finding("missing-file", name_of(data / path, data), nearest=near))
            continue
        name, is_whole = name_of(data / path, data), table in SHARED and path == first
        text, fault = files.text_of(data / path, name)
        if fault:
            result.findings.append(fault)
        else:
            fill(result, text, HEADERS[table], name, () if is_whole else LEAST.get(table, ()))
    return result


def load(table: str, data: Path, edition: str) -> Rows:
    """The rows of a table that has no fault, else RowsError with all its findings."""
    result = read(table, data, edition)
    if result.findings:
        raise RowsError(result.findings)
    return result.rows


def name_of(path: Path, data: Path) -> str:
    """A file's name in messages and records: data/guangling-2026/figures.csv, whatever the machine."""
    return "/".join((data.resolve().name, *path.relative_to(data).parts))


def fill(
    table: Table, text: str, header: tuple[str, ...], file: str = "", least: tuple[str, ...] = ()
) -> None:
    """Add the rows of a CSV text. `least`: the columns that must be there (none named: all of `header`)."""
    file, least = file or table.file, least or header

    def found(slug: str, line: int, column: str = "", got: str = "", expected: str = "") -> None:
        table.findings.append(Finding(slug, file, line, column, got, expected))

    lines = _csv_lines(text, table, file)
    first = next(lines, None)
    if first is None:
        return
    there = tuple(first[1])
    if there != tuple(c for c in header if c in there) or not set(least) <= set(there):
        got = first[1]
        odd = [c for c in got if c not in header] + [c for c in dict.fromkeys(got) if got.count(c) > 1]
        odd += [f"no {c}" for c in least if c not in got] or ([] if odd else ["the order"])
        found("header", 1, "", ", ".join(shown(c, 30) for c in odd[:8]), ",".join(header))
        return
    absent = [(column, "") for column in header if column not in there]
    for line, fields in lines:
        if not fields:  # an empty line
            continue
        if len(fields) != len(there):
            found("ragged-row", line, "", f"{len(fields)} fields", f"{len(there)}")
            continue
        if tuple(fields) == there:
            found("header", line, "", "the header once more", "a row")
            continue
        whole = "".join(fields)
        is_plain = whole.isprintable() and len(whole) <= _LONGEST
        for column, value in zip(there, fields, strict=True) if not is_plain else ():
            if len(value) > _LONGEST:
                found("bad-value", line, column, f"{len(value)} characters", f"at most {_LONGEST}")
            elif is_invisible(value):
                found("control-character", line, column, shown(value))
        for column, value in zip(there, fields, strict=True):
            if value != (bare := value.strip()):
                found("stray-space", line, column, shown(value), shown(bare))
        values = dict([*zip(there, fields, strict=True), *absent])
        table.rows.append(Row(((column, values[column]) for column in header), line, file))


def _csv_lines(text: str, table: Table, file: str) -> Iterator[tuple[int, list[str]]]:
    """(line, fields) of each record; a line that is no CSV ends them with a finding."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for fields in reader:
            yield line, fields
            line = reader.line_num + 1
    except csv.Error as error:
        table.findings.append(Finding("bad-csv", file, line, got=str(error)))


def key_of(table: str, row: Mapping[str, str]) -> str:
    """The id of a row in records and messages: the figure, the project, the place of a mention."""
    if table == "mentions":
        return f"{row['figure']}@{row['char_start']}"
    if table == "codelists":
        return f"{row['codelist']}/{row['code']}"
    return row["char_start"] if table in ("not_figures", "not_tasks") else row[HEADERS[table][0]]


def digest(row: Mapping[str, str]) -> str:
    """12 hex digits that stand for a row's fields."""
    return files.digest("\x1f".join(row.values()).encode())[:12]


FORMULA = tuple("=+-@\t\r＝＋－＠")  # how a cell begins that a spreadsheet computes on opening
_NEGATIVE = re.compile(r"[-－]\d[^=+\-*/^&|!(@＝＋－＠]*")  # -3.2%, -5亿元


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would compute a cell instead of showing it. -3.2% is a number, no formula."""
    return cell.startswith(FORMULA) and not _NEGATIVE.fullmatch(cell)


def file_digest(path: Path) -> str:
    """The digest of a file's bytes, "" when there is no such file."""
    try:
        return files.digest(files.contents(path, log_it=False))
    except OSError:
        return ""


def select(rows: Rows, conditions: Mapping[str, Condition]) -> list[Row]:
    """The rows whose raw fields equal each condition (a string) or are among it (several), in file order."""
    selected: list[Row] = rows
    for column, value in conditions.items():
        if selected is rows and isinstance(value, str):
            selected = rows.by(column).get(value, [])
        else:
            values = {value} if isinstance(value, str) else set(value)
            selected = [row for row in selected if row[column] in values]
    return list(selected)
