"""A draft on disk: tables of an edition, source.yml, text, review files; each whole or not at all."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from planbook.edition.rows import HEADERS

from . import review
from .review import Row


def tables(
    numerals: list[Row], clauses: list[Row], own: Mapping[str, list[Row]], *, loose: bool
) -> dict[str, list[Row]]:
    """The rows of every table, from review rows. `loose`: figures that no edition can hold are figures too.

    A rejected figure is a numeral that is none, and a rejected clause commits to nothing.
    """
    written: dict[str, list[Row]] = {
        name: [] for name in ("figures", "mentions", "not_figures", "tasks", "not_tasks")
    }
    seen: set[str] = set()
    for row in sorted(numerals, key=lambda r: (int(r["char_start"]), int(r["char_end"]))):
        is_figure = row["kind"] == review.FIGURE or (loose and row["kind"] == review.OPEN)
        if is_figure and row["state"] != review.REJECTED:
            if row["figure"] not in seen:
                written["figures"].append(row)
                seen.add(row["figure"])
            written["mentions"].append(row)
        elif has_numeral(row):
            written["not_figures"].append({**row, "reason": row.get("reason") or "word"})
    figures = {row["figure"] for row in written["figures"]}
    for row in written["figures"]:
        if row.get("rank_of") and row["rank_of"] not in figures:
            row["rank_of"] = ""
    for row in sorted(clauses, key=lambda r: (int(r["char_start"]), int(r["char_end"]))):
        if row["kind"] == review.TASK and row["state"] != review.REJECTED:
            ids = [id for id in row.get("figures", "").split(";") if id in figures]
            written["tasks"].append({**row, "figures": ";".join(ids)})
        else:
            written["not_tasks"].append({**row, "reason": row.get("reason") or "background"})
    used = {row["indicator"] for row in written["figures"]} | {
        row.get("against", "") for row in written["figures"]
    }
    projects = {row.get("project", "") for row in (*written["figures"], *written["tasks"])}
    written["indicators"] = [row for row in own.get("indicators", []) if row["indicator"] in used]
    written["units"] = own.get("units", [])
    written["projects"] = [
        row for row in own.get("projects", []) if row["project"] in projects or row.get("continues")
    ]
    return written


def has_numeral(row: Row) -> bool:
    """Whether a row stands on a numeral: a target in words has none and needs no row when it is no figure."""
    from planbook.edition import numerals

    return bool(numerals.scan(row["printed"], lexicon=False))


def csv_of(rows: Iterable[Row], columns: Iterable[str]) -> str:
    """Rows as the CSV of an edition."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def edition(
    folder: Path,
    tables: Mapping[str, list[Row]],
    source: str,
    extra: Mapping[str, str],
    subject: bool = False,
) -> None:
    """The files of an edition. `subject`: figures.csv has that column too. An empty table is no file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (
        "figures",
        "mentions",
        "not_figures",
        "tasks",
        "not_tasks",
        "projects",
        "indicators",
        "units",
    ):
        columns = HEADERS[name] + (("subject",) if subject and name == "figures" else ())
        if tables[name] or name in ("figures", "mentions", "not_figures"):
            put(folder / f"{name}.csv", csv_of(tables[name], columns))
        else:
            (folder / f"{name}.csv").unlink(missing_ok=True)
    put(folder / "source.yml", source)
    for name, text in extra.items():
        if text:
            put(folder / name, text)
        else:
            (folder / name).unlink(missing_ok=True)


def put(path: Path, text: str) -> None:
    """Write a file whole: the old one stays until the new one is complete."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_text(text, encoding="utf-8", newline="")
    part.replace(path)
