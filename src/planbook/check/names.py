"""What rows are called: names that stand twice, ids that look alike, names that are bare numbers, and cells
that a spreadsheet would compute."""

from __future__ import annotations

from collections.abc import Iterator

from planbook.edition import rows
from planbook.edition.fields import Tables
from planbook.edition.finding import Finding, shown
from planbook.edition.model import CODELISTS

# What a person reads as a name: table → columns. A number would be a name of every equal number of the book.
WORDS = {
    "indicators": ("label_zh",), "codelists": ("label_zh",), "figures": ("item",), "projects": ("name",),
    "tasks": ("name",), "statements": ("name",), "glossary": ("term",), "units": ("unit",),
}  # fmt: skip
# Tables in which no two rows may say the same, and the columns that say it.
ALONE = {
    "projects": ("name",), "tasks": ("name", "char_start", "char_end"),
    "statements": ("name", "char_start", "char_end"),
}  # fmt: skip
NUMERIC = {"value", "printed", "sign", "factor"}  # columns in which -3.2 and +5 are numbers


def names(tables: Tables) -> Iterator[Finding]:
    """What is wrong with the names in all tables."""
    for rule in (_codes, _indicators, _rows, _wordless, _alike_ids):
        yield from rule(tables)


def _codes(tables: Tables) -> Iterator[Finding]:
    """Two codes of one vocabulary with one name: a reader could not tell their sections apart."""
    seen: dict[tuple[str, str], str] = {}
    for line, code in tables.typed["codelists"]:
        first = seen.setdefault((code.codelist, code.label_zh), code.code)
        if first != code.code and code.codelist not in CODELISTS:
            where = tables.file_of("codelists", f"{code.codelist}/{code.code}")
            yield _same("same-name", where, line, "label_zh", code.label_zh, first)


def _indicators(tables: Tables) -> Iterator[Finding]:
    """Two indicators of one file with one name or alias: what a report calls so could be either. An edition's
    own may share a name where they are counted in other units."""
    seen: dict[tuple[str, str, str], str] = {}
    for line, indicator in tables.typed["indicators"]:
        where = tables.file_of("indicators", indicator.indicator)
        unit = indicator.unit if where != tables.files["indicators"] else ""
        for column in ("label_zh", "aliases"):
            for word in filter(None, getattr(indicator, column).split(";")):
                first = seen.setdefault((where, unit, word), indicator.indicator)
                if first != indicator.indicator:
                    yield _same("same-name", where, line, column, word, first)
                if column == "aliases" and _is_number(word):
                    yield Finding("no-word", where, line, column, shown(word), "a word")


def _rows(tables: Tables) -> Iterator[Finding]:
    for table, columns in ALONE.items():
        seen: dict[tuple[object, ...], str] = {}
        key = rows.HEADERS[table][0]
        for line, row in tables.typed[table]:
            first = seen.setdefault(tuple(getattr(row, column) for column in columns), getattr(row, key))
            if first != getattr(row, key):
                yield _same("same-name", tables.files[table], line, columns[0], row.name, first)


def _same(slug: str, file: str, line: int, column: str, name: str, first: str) -> Finding:
    return Finding(slug, file, line, column, shown(name), f"another name than that of {first}, or that row")


def _wordless(tables: Tables) -> Iterator[Finding]:
    for table, columns in WORDS.items():
        for line, row in tables.typed[table]:
            for column in columns:
                if (name := getattr(row, column)) and _is_number(name):
                    where = tables.file_of(table, getattr(row, rows.HEADERS[table][0], ""))
                    yield Finding("no-word", where, line, column, shown(name), "a word")


def _is_number(name: str) -> bool:
    return all(c.isdigit() or c in ".,．，- " for c in name)


def _alike_ids(tables: Tables) -> Iterator[Finding]:
    """Ids that differ in - and _ alone: on a page both would have one address."""
    for table in ("figures", "codelists"):
        seen: dict[str, str] = {}
        for key, line in tables.keys[table].items():
            first = seen.setdefault(key.replace("_", "-"), key)
            if first != key:
                column = "figure" if table == "figures" else "code"
                expected = f"an id unlike {first}, but for - and _"
                where = tables.file_of(table, key)
                yield Finding("duplicate-row", where, line, column, shown(key), expected)


def formulas(table: rows.Table) -> Iterator[Finding]:
    """Cells that a spreadsheet would compute when it opens the file: =, +, -, @ at their beginning."""
    for row in table.rows:
        for column, cell in row.items():
            if column not in NUMERIC and rows.is_formula(cell):
                yield Finding("formula", row.file, row.line, column, shown(cell), "a word at its beginning")
