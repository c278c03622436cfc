"""For a numeral or clause that `planbook check --source` finds in no table: the row that a draft has."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from planbook.edition import files, loading
from planbook.edition.finding import Finding
from planbook.edition.rows import HEADERS, RowsError
from planbook.errors import InputError

from . import compose, project, tables

_SPAN = re.compile(r"char=(\d+),(\d+)")
_SLUGS = ("uncovered", "uncovered-clause")


def suggest(findings: Iterable[Finding], source: Path, data: Path, edition: str) -> list[Finding]:
    """The findings, those of a numeral or clause without a row with the drafted row as what is expected."""
    findings = list(findings)
    if not any(finding.slug in _SLUGS for finding in findings):
        return findings
    try:
        text, _ = files.same_text(source, source.name, loading.source(edition, data).sha256)
        draft = compose.draft(text, data, edition)
    except (RowsError, InputError):
        return findings
    projects = project.find(draft.text, draft.figures, draft.clauses, draft.words, draft.years)
    made = tables.make(draft, draft.vocabulary, projects)
    return [_with_row(finding, made) for finding in findings]


def _with_row(finding: Finding, made: tables.Tables) -> Finding:
    span = _SPAN.fullmatch(finding.field)
    if finding.slug not in _SLUGS or not span:
        return finding
    start, end = map(int, span.groups())
    names = ("mentions", "not_figures") if finding.slug == "uncovered" else ("tasks", "not_tasks")
    hints = []
    for name in names:
        for row in getattr(made, name):
            if int(row["char_start"]) < end and start < int(row["char_end"]):
                if name == "mentions":
                    figure = next(f for f in made.figures if f["figure"] == row["figure"])
                    hints.append(f"figures.csv: {_line(figure, 'figures')}")
                hints.append(f"{name}.csv: {_line(row, name)}")
    return replace(finding, expected="; ".join(hints)) if hints else finding


def _line(row: dict[str, str], table: str) -> str:
    out = io.StringIO()
    csv.DictWriter(out, HEADERS[table], restval="", extrasaction="ignore", lineterminator="").writerow(row)
    return out.getvalue()
