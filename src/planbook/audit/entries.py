"""What is wrong with checks.yml and known_issues.yml: their fields, their figures, their sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from planbook.audit import claim, known
from planbook.audit.claim import ARITY, FIELD, Claim, dated
from planbook.audit.facts import Facts
from planbook.audit.known import Note
from planbook.audit.verdict import JudgeError, judge
from planbook.edition import document
from planbook.edition.fields import faults
from planbook.edition.finding import Finding, nearest, shown
from planbook.edition.model import Model

Fault = tuple[str, str, str, str, str]  # slug, field, got, expected, nearest
_YEAR = re.compile(r"\d{4}年")


def checks(facts: Facts, data: Path) -> Iterator[Finding]:
    """The findings in checks.yml; none when there is no such file."""
    for place, entry in _entries(facts, data, claim.FILE, Claim):
        if isinstance(entry, Finding):
            yield entry
            continue
        for fault in list(_faults(facts, entry)) or list(_judged(facts, entry)):
            yield _finding(place, fault)


def notes(facts: Facts, data: Path, fingerprints: Callable[[], Mapping[str, str]]) -> Iterator[Finding]:
    """The findings in known_issues.yml. `fingerprints`: those of all claims with their names, asked for if
    there are notes."""
    keys: Mapping[str, str] | None = None
    for place, entry in _entries(facts, data, known.FILE, Note):
        if isinstance(entry, Finding):
            yield entry
            continue
        for fault in sentence(facts, "note", entry.note):
            yield _finding(place, fault)
        keys = fingerprints() if keys is None else keys
        if place[2] not in keys and entry.status != "corrected":  # what was corrected is no longer found
            close = nearest(place[2], keys)
            yield _finding(place, ("stale-note", "", shown(entry.check), "the fingerprint of a check", close))
        elif keys.get(place[2], entry.check) != entry.check:
            yield _finding(place, ("stale-note", "check", shown(entry.check), keys[place[2]], ""))


Place = tuple[str, int | None, str]  # file, line, the entry's key


def _entries(facts: Facts, data: Path, file: str, kind: type[Model]) -> Iterator[tuple[Place, Any]]:
    """Each entry of a file as its model; what is none, and what is wrong with the file, as findings."""
    read = document.optional(data / facts.ed.id / file, data)
    for finding in read.findings:
        yield (read.file, None, ""), finding
    for key, entry in read.data.items():
        place = (read.file, read.lines.get(key), key)
        try:
            yield place, kind.model_validate(entry)
        except ValidationError as error:
            for finding in faults(error, kind, read.file, place[1], key):
                yield place, finding


def _finding(place: Place, fault: Fault) -> Finding:
    (file, line, key), (slug, field, got, expected, close) = place, fault
    return Finding(slug, file, line, f"{key}.{field}" if field else key, got, expected, close)


def _faults(facts: Facts, entry: Claim) -> Iterator[Fault]:
    if entry.kind not in ARITY:
        yield "unknown-word", "kind", shown(entry.kind), ", ".join(ARITY), nearest(entry.kind, ARITY)
        return
    entry = dated(facts.ed, entry)
    least, most = ARITY[entry.kind]
    if not entry.figure:
        yield "required", "figure", "", "", ""
    if not least <= len(entry.of) <= most:
        wanted = str(least) if least == most else f"{least} to {most}" if most < 99 else f"{least} or more"
        yield "bad-check", "of", f"{len(entry.of)} figures", f"{wanted} for {entry.kind}", ""
    if len(entry.given) not in (0, 2):
        yield "bad-check", "given", f"{len(entry.given)} figures", "2 that are equal", ""
    for field, ids in (("figure", [entry.figure]), ("of", entry.of), ("given", entry.given)):
        for id in ids:
            if id and id not in facts.figures:
                yield "unknown-id", field, shown(id), "a figure", nearest(id, facts.figures)
    for field in ("reason", "unless"):
        yield from sentence(facts, field, getattr(entry, field))


def sentence(facts: Facts, field: str, template: str) -> Iterator[Fault]:
    """Ids that do not exist, and numbers that were typed."""
    for id in FIELD.findall(template):
        if id in ("reviewed", "planned"):
            continue
        if facts.ed.get(id) is None:
            yield "unknown-id", field, shown(id), "a figure", nearest(id, facts.figures)
    rest = FIELD.sub("", template)
    if typed := re.search(r"\d+(?:\.\d+)?", _YEAR.sub("", rest)):
        yield "typed-number", field, shown(typed[0]), "", ""
    if re.search(r"[{}]", rest):
        yield "bad-value", field, shown(template), "{figure-id}, with both braces", ""


def _judged(facts: Facts, entry: Claim) -> Iterator[Fault]:
    entry = dated(facts.ed, entry)
    try:
        figures, given = ([facts.figures[id] for id in ids] for ids in (entry.ids, entry.given))
        judge(entry, figures, facts.units, given)
    except JudgeError as error:
        yield "bad-check", "", str(error), "", ""
