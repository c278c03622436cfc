"""`planbook draft`: a file in, a draft edition on disk. The only module here that knows where things are."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import yaml

from planbook.edition import document, folder, rows
from planbook.errors import InputError

from . import about, compose, follow, merge, project, read, review, tables, words, write
from .example import before, last_year
from .fold import fold

LICENCE = "政府工作文件。数字的解读由制作者负责。"


@dataclass(frozen=True)
class Drafted:
    """What a run wrote, in numbers for the person who asked."""

    folder: Path
    edition: str
    written: bool
    counts: dict[str, int]
    kept: int
    lost: int
    flags: Counter[str]
    like: str


def run(
    data: Path,
    output: Path,
    report: Path | None,
    raw: bytes | None = None,
    *,
    edition: str = "",
    like: str | None = "",
    to: Path | None = None,
) -> Drafted:
    """Draft a report into `output`/draft/<edition> (or `to`) and, unless accepted, into `data`/<edition>.

    like: an accepted edition whose subjects, indicators and projects come first; None for the county's last.

    Raises:
        InputError: the file, the edition's name or the one that is named as example.
    """
    reading = read.read(report, raw)
    plain = fold(reading.text).text
    about.require_report(plain, reading.name or "standard input")
    years = about.years(plain)
    facts = about.facts(plain, reading.text, *years)
    name = _name(edition, data, facts["county"], years[1])
    home = to or output / "draft" / name
    own = data / name
    if like is None:
        like = before(data, facts["county"], years[1])
    example = last_year(data, like or ("" if _is_free(own) else name))
    try:
        lists = words.load(own)
        draft = compose.draft(reading.text, data, example.edition, years, example.known, reading.flags, lists)
    except rows.RowsError as error:
        raise InputError(str(error)) from None
    named = project.find(draft.text, draft.figures, draft.clauses, draft.words, years)
    made = tables.make(draft, draft.vocabulary, named)
    example.carry_over(made, draft)
    derived, checks = follow.entries(draft, made)
    numerals, kept_n, lost_n = _merged(home / "review.csv", review.numerals(draft, made), draft.text)
    clauses, kept_c, lost_c = _merged(home / "review_tasks.csv", review.clauses(draft, made), draft.text)
    mine = {"indicators": [*example.indicators, *made.indicators], "units": [*example.units, *made.units]}
    mine["projects"] = made.projects
    source = _source(name, draft, facts, reading)
    home.mkdir(parents=True, exist_ok=True)
    write.put(home / "text.txt", draft.text)
    write.put(home / "review.csv", review.text_of(numerals, review.NUMERALS))
    write.put(home / "review_tasks.csv", review.text_of(clauses, review.CLAUSES))
    extra = {"derived.yml": derived, "checks.yml": checks} if not (kept_n + kept_c) else {}
    if example.codelists and not (own / "codelists.csv").is_file():
        extra["codelists.csv"] = example.codelists  # its indicators and tasks name these codes
    loose = write.tables(numerals, clauses, mine, loose=True)
    write.edition(home, loose, source, extra, subject=True)
    written = to is None and _is_free(own)
    if written:
        strict = write.tables(numerals, clauses, mine, loose=False)
        write.edition(own, strict, source, extra)
    counts = {table: len(listed) for table, listed in loose.items()}
    flags = Counter(flag for row in numerals if row["state"] == review.NEW for flag in row["flags"].split())
    return Drafted(home, name, written, counts, kept_n + kept_c, lost_n + lost_c, flags, like)


def _merged(path: Path, drafted: list[review.Row], text: str) -> tuple[list[review.Row], int, int]:
    """The drafted rows with those that a person has judged, how many are kept, how many lost their place."""
    if not path.is_file():
        return drafted, 0, 0
    kept = review.read(path, review.FILES[path.name])
    lost = merge.lost(kept, text)
    together = merge.merge(drafted, kept, text)
    return together, sum(row["state"] != review.NEW for row in together), len(lost)


def _is_free(own: Path) -> bool:
    """Whether nobody has accepted the edition: there is none, or it is marked unreviewed."""
    path = own / "source.yml"
    if not path.is_file():
        return True
    return document.load(path, path.name).data.get("unreviewed") is True


def _name(edition: str, data: Path, county: str, planned: str) -> str:
    """The edition's name: as given; else as the county's other editions, with this year; else county-2026."""
    if edition:
        if not folder.is_name(edition):
            raise InputError(f'--edition: got "{edition}", expected the form guangling-2026')
        return edition
    for known in folder.editions(data):
        if document.read(data / known / "source.yml", data).data.get("county") == county:
            return f"{known.rpartition('-')[0] or known}-{planned}"
    return f"county-{planned}"


def _source(name: str, draft: compose.Draft, facts: dict[str, str], reading: read.Reading) -> str:
    """source.yml of a draft: what the report's head says, its text by digest, its outline."""
    lines = draft.text.split("\n")
    source: dict[str, object] = {"edition": name, "title": facts["title"], "county": facts["county"]}
    source["producer"] = facts["producer"]
    for key in ("presented_to", "speaker", "on_behalf", "status"):
        if facts[key]:
            source[key] = facts[key]
    notes = [
        f"# Drafted from {reading.name or 'standard input'} ({reading.format}, sha256 {reading.sha256})."
    ]
    notes.append("# Nobody has accepted the rows yet; `planbook draft accept` takes the last line away.")
    if not facts["date"]:
        notes.append("# The day was not found: 1 January stands for it. Correct it.")
    source["date"] = facts["date"] or f"{draft.years[1]}-01-01"
    source |= {"reviewed": draft.years[0], "planned": draft.years[1]}
    publication = {key: value for key, value in reading.meta.items() if key not in ("written", "published")}
    for key in ("written", "published"):
        if (
            day := reading.meta.get(key, "").replace("年", "-").replace("月", "-").rstrip("日")[:10]
        ) and _is_day(day):
            publication[key] = day
    if publication:
        source["publication"] = publication
    source["text"] = {
        "sha256": hashlib.sha256(draft.text.encode()).hexdigest(), "length": len(draft.text),
        "lines": len(lines),
        "blank": [number for number, line in enumerate(lines, 1) if not line.strip()],
    }  # fmt: skip
    source["licence"] = LICENCE
    source["outline"] = draft.outline
    if draft.plan_line:
        source["plan_line"] = draft.plan_line
    source["unreviewed"] = True
    body = yaml.safe_dump(source, allow_unicode=True, sort_keys=False, width=110, default_flow_style=None)
    return "\n".join(notes) + "\n" + body


def _is_day(text: str) -> bool:
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
