"""What a person accepted becomes the edition; refused while a numeral or a clause is unaccounted for."""

from __future__ import annotations

import tempfile
from pathlib import Path

import yaml

from planbook.check import check
from planbook.edition import files, rows
from planbook.errors import InputError

from . import confidence, review, write

_TOLD = 12  # findings of one refusal


def accept(data: Path, output: Path, edition: str, *, least: str = "") -> list[str]:
    """Write `data`/<edition> from the review files of `output`/draft/<edition>; what was done, line by line.

    least: rows of at least this confidence that nobody has judged are accepted with the rest.

    Raises:
        InputError: there is no such draft, or a numeral or a clause would be in none of the tables or in two.
    """
    home = output / "draft" / edition
    if not (home / "review.csv").is_file():
        known = sorted(p.parent.name for p in (output / "draft").glob("*/review.csv"))
        raise InputError(
            f"{home}: no draft there; drafted are {', '.join(known) or 'none'}; "
            "run: planbook draft REPORT --edition NAME"
        )
    numerals, clauses = (review.read(home / name, columns) for name, columns in review.FILES.items())
    text = (home / "text.txt").read_bytes().decode("utf-8")
    if least:
        floor = confidence.ORDER[least]
        for row in (*numerals, *clauses):
            sure = confidence.ORDER.get(row["confidence"], 0) >= floor
            if sure and row["state"] == review.NEW and row["kind"] != review.OPEN:
                row["state"] = review.ACCEPTED
    _judged(numerals, clauses, home)
    mine = {name: own(home, name) for name in ("indicators", "units", "projects")}
    tables = write.tables(numerals, clauses, mine, loose=False)
    source = (home / "source.yml").read_text(encoding="utf-8")
    source = "\n".join(
        line for line in source.split("\n") if not line.startswith(("unreviewed:", "# Nobody has accepted"))
    )
    extra = documents(home, data / edition, tables["figures"])
    _proved(data, edition, tables, source, text, extra)
    for name, columns in review.FILES.items():
        write.put(home / name, review.text_of(numerals if columns is review.NUMERALS else clauses, columns))
    write.edition(data / edition, tables, source, extra)
    for name, kept in extra.items():  # the draft proposes no more than that from now on
        write.put(home / name, kept)
    return [f"{table}: {len(tables[table])}" for table in tables if tables[table]]


def _judged(numerals: list[review.Row], clauses: list[review.Row], home: Path) -> None:
    """Refuse while a row waits for a person."""
    waiting = [
        (name, row)
        for name, some in (("review.csv", numerals), ("review_tasks.csv", clauses))
        for row in some
        if row["state"] == review.NEW or (row["kind"] == review.OPEN and row["state"] != review.REJECTED)
    ]
    if not waiting:
        return
    judged = [
        f"{home / name}: “{row.get('printed') or row.get('text', '')[:20]}” line {row['line']} waits: "
        + (
            f"{row['flags']}; make it a figure or a not_figure"
            if row["kind"] == review.OPEN
            else f"{row['confidence']}"
        )
        for name, row in waiting[:_TOLD]
    ]
    more = f"\n… {len(waiting)} rows in all" if len(waiting) > _TOLD else ""
    step = "Set state to accepted, changed or rejected; or take the sure: planbook draft accept --least high"
    raise InputError("\n".join(judged) + more + "\n" + step)


def own(home: Path, name: str) -> list[review.Row]:
    """The rows of a table that a draft brings along: indicators, units, projects.

    Raises:
        InputError: the table cannot be read.
    """
    path = home / f"{name}.csv"
    if not path.is_file():
        return []
    table = rows.Table(name, str(path))
    text, fault = files.text_of(path, str(path))
    if fault:
        raise InputError(str(fault))
    rows.fill(table, text, rows.HEADERS[name], str(path), rows.LEAST.get(name, ()))
    if table.findings:
        raise InputError("\n".join(map(str, table.findings[:_TOLD])))
    return [dict(row) for row in table.rows]


def documents(home: Path, known: Path, figures: list[review.Row]) -> dict[str, str]:
    """derived.yml and checks.yml as the draft proposed them, unless a person has written the edition's.

    An entry whose figures are none any more, or are not of one unit any more, is left out: a person has
    judged otherwise than the draft that proposed it.
    """
    units = {row["figure"]: row["unit"] for row in figures}
    kept_of = {}
    for name, fields in (("derived.yml", ("inputs",)), ("checks.yml", ("figure", "of"))):
        if not (home / name).is_file():
            continue
        proposed = (home / name).read_text(encoding="utf-8")
        if (known / name).is_file() and (known / name).read_text(encoding="utf-8") != proposed:
            continue
        kept = {}
        for key, entry in (yaml.safe_load(proposed) or {}).items():
            named = [entry[field] for field in fields]
            ids = [id for one in named for id in ([one] if isinstance(one, str) else one)]
            if all(id in units for id in ids) and len({units[id] for id in ids}) == 1:
                kept[key] = entry
        kept_of[name] = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=100) if kept else ""
    return kept_of


def trial(place: Path, data: Path, edition: str, tables, source: str, extra: dict[str, str]) -> Path:
    """Lay the edition as it would be into the folder `place`/data; returns that folder."""
    folder = place / "data"
    folder.mkdir()
    for name in rows.SHARED:
        (folder / f"{name}.csv").write_bytes((data / f"{name}.csv").read_bytes())
    known = data / edition
    target = folder / edition
    target.mkdir()
    kept = [*known.glob("*.csv"), *known.glob("*.yml")] if known.is_dir() else []
    for path in kept:
        if path.stem not in tables and path.name not in ("source.yml", *extra):
            (target / path.name).write_bytes(path.read_bytes())
    write.edition(target, tables, source, extra)
    return folder


def _proved(data: Path, edition: str, tables, source: str, text: str, extra: dict[str, str]) -> None:
    """Check the edition as it would be, against the text, before anything is written."""
    with tempfile.TemporaryDirectory() as place:
        folder = trial(Path(place), data, edition, tables, source, extra)
        Path(place, "text.txt").write_text(text, encoding="utf-8", newline="")
        findings = check(edition, folder, Path(place, "text.txt"))
    if findings:
        more = f"\n… {len(findings)} in all" if len(findings) > _TOLD else ""
        lines = "\n".join(str(finding) for finding in findings[:_TOLD])
        raise InputError(
            f"{lines}{more}\nnothing was written: correct the rows of the review files and accept again"
        )
