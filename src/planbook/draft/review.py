"""The review files: a row for each numeral and clause, what needs a person first; for a spreadsheet."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from pathlib import Path

from planbook.edition import files
from planbook.edition.rows import HEADERS
from planbook.errors import InputError

from . import confidence
from .tables import Tables

NEW, ACCEPTED, CHANGED, REJECTED = "new", "accepted", "changed", "rejected"
STATES = (NEW, ACCEPTED, CHANGED, REJECTED)
FIGURE, OPEN, OTHER = "figure", "open", "not_figure"
TASK, NO_TASK = "task", "not_task"
_SPAN = ("line", "char_start", "char_end", "sha256")
NUMERALS = (
    "state", "kind", "confidence", "flags", "before", "printed", "after", "subject", "figure",
    *(name for name in HEADERS["figures"] if name not in ("figure", "printed")), "reason", "why", *_SPAN,
)  # fmt: skip
CLAUSES = (
    "state", "kind", "confidence", "flags", "text",
    *(name for name in HEADERS["tasks"] if name not in _SPAN), "reason", "why", *_SPAN,
)  # fmt: skip
FILES = {"review.csv": NUMERALS, "review_tasks.csv": CLAUSES}

_COLUMNS = tuple(name for name in HEADERS["figures"] if name != "printed")

Row = dict[str, str]


def numerals(draft, tables: Tables) -> list[Row]:
    """A row for every numeral of a draft, the doubtful ones first."""
    rows = []
    by_id = {row["figure"]: row for row in tables.figures}
    places = {(row["char_start"], row["char_end"]): row for row in (*tables.mentions, *tables.not_figures)}
    for number, figure in enumerate(draft.figures):
        doubt = tables.left_out.get(number, "")
        known = by_id.get(tables.ids.get(number, ""), {})
        span = places.get((str(figure.start), str(figure.end))) or _span(draft.text, figure)
        rows.append(
            {
                "state": NEW, "kind": OPEN if doubt else FIGURE,
                "confidence": "low" if doubt else figure.confidence,
                "flags": " ".join(dict.fromkeys((*figure.flags, *([doubt] if doubt else [])))),
                "before": figure.before, "printed": figure.printed, "after": figure.after,
                "subject": figure.subject,
                **(_loose(figure, number) if doubt else {n: known[n] for n in _COLUMNS}),
                "reason": "", "why": " ".join((*figure.rules, f"match {figure.matched.score:.0f}")),
                **{name: span[name] for name in _SPAN},
            }
        )  # fmt: skip
    for other in draft.others:
        a, b = other.start, other.end
        rows.append(
            {
                "state": NEW, "kind": OTHER, "confidence": "low" if other.flags else "high",
                "flags": " ".join(other.flags), "before": _one_line(draft.text[max(0, a - 20) : a]),
                "printed": draft.text[a:b], "after": _one_line(draft.text[b : b + 12]),
                "reason": other.reason,
                "why": other.reason, **{name: places[str(a), str(b)][name] for name in _SPAN},
            }
        )  # fmt: skip
    return ordered(rows)


def clauses(draft, tables: Tables) -> list[Row]:
    """A row for every clause of the plan part, the doubtful ones first."""
    by_span = {(row["char_start"], row["char_end"]): row for row in (*tables.tasks, *tables.not_tasks)}
    rows = []
    for clause in draft.clauses:
        row = by_span[str(clause.start), str(clause.end)]
        sure = (
            "low"
            if "task?" in clause.flags
            else "middle"
            if clause.flags or clause.reason == "aim"
            else "high"
        )
        rows.append(
            {
                "state": NEW, "kind": TASK if clause.is_task else NO_TASK, "confidence": sure,
                "flags": " ".join(clause.flags), "text": draft.text[clause.start : clause.end],
                "why": clause.word or clause.reason, **row,
            }
        )  # fmt: skip
    return ordered(rows)


def _span(text: str, figure) -> Row:
    digest = hashlib.sha256(text[figure.start : figure.end].encode()).hexdigest()[:12]
    return {
        "line": str(figure.line), "char_start": str(figure.start), "char_end": str(figure.end),
        "sha256": digest,
    }  # fmt: skip


def _loose(figure, number: int) -> Row:
    """The columns of a figure that no edition can hold yet."""
    period = figure.period.replace("../", "to_").replace("/", "_")
    return {
        "figure": f"open_{number}-{figure.measure}-{period}", "chapter": figure.chapter,
        "indicator": figure.matched.indicator, "measure": figure.measure, "period": figure.period,
        "scenario": figure.scenario, "value": "" if figure.value is None else format(figure.value, "f"),
        "unit": figure.unit, "bound": figure.bound, "preliminary": "true" if figure.preliminary else "",
        "sign": figure.sign,
    }  # fmt: skip


def ordered(rows: Iterable[Row]) -> list[Row]:
    """What needs a person first."""
    return sorted(rows, key=doubt)


def doubt(row: Row) -> tuple[int, int]:
    """The place of a row in that order: by confidence, then by where it stands."""
    return confidence.ORDER.get(row.get("confidence", ""), 0), int(row["char_start"])


def _one_line(text: str) -> str:
    return text.replace("\n", "⏎")


def text_of(rows: Iterable[Row], columns: tuple[str, ...]) -> str:
    """Rows as CSV, with the byte order mark by which a spreadsheet knows UTF-8."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _harmless(value) for key, value in row.items()} for row in rows)
    return "\ufeff" + out.getvalue()


def _harmless(value: str) -> str:
    """A field that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(("=", "+", "@")) else value


def read(path: Path, columns: tuple[str, ...]) -> list[Row]:
    """The rows of a review file as a person left it, in UTF-8 or as a Chinese spreadsheet saves it.

    Raises:
        InputError: it is no such file, or a row has a state or kind that there is none of.
    """
    try:
        raw = files.contents(path)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None
    if b"\0" in raw:
        raise InputError(f"{path}: got no text, expected CSV; save it as CSV")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", errors="replace")
    first = text.partition("\n")[0]
    dialect = (
        "\t" if first.count("\t") > first.count(",") else ";" if first.count(";") > first.count(",") else ","
    )
    rows = []
    for number, row in enumerate(csv.DictReader(io.StringIO(text, newline=""), delimiter=dialect), 2):
        if number == 2 and (absent := [name for name in columns if name not in row]):
            raise InputError(
                f"{path}: the columns {', '.join(absent[:5])} are not there; draft the report again"
            )
        clean = {name: (row.get(name) or "").strip().removeprefix("'") for name in columns}
        for name, known in (("state", STATES), ("kind", (FIGURE, OPEN, OTHER, TASK, NO_TASK))):
            if clean[name] not in known:
                raise InputError(f'{path}:{number} {name}: got "{clean[name]}", expected {", ".join(known)}')
        for name in ("line", "char_start", "char_end"):
            if not clean[name].isdigit():
                raise InputError(f'{path}:{number} {name}: got "{clean[name]}", expected a whole number')
        rows.append(clean)
    return rows
