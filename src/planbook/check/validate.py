"""Is the data right? Everything that can be said of an edition, all at once, and never a traceback.

`check` reads whatever is there: the form of files and fields (rows.py, fields.py), rules between rows
(rules.py), source.yml and derived.yml here, the audit's files (audit.py), and with the report's text every
place in it (locate.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from planbook.audit import audit
from planbook.audit.facts import Facts
from planbook.check import locate, names, report, rules, wishes
from planbook.check.continuity import continuity
from planbook.edition import document, folder, rows
from planbook.edition.derived import DerivedError
from planbook.edition.fields import Tables, faults, typed
from planbook.edition.finding import UNREAD, Finding, nearest, shown
from planbook.edition.lookup import Edition, UnknownFigure
from planbook.edition.model import SLUG, TABLES, Derivation
from planbook.edition.units import UnitError
from planbook.errors import InputError

# Kinds that say what some tables or documents lack: which, or none where the finding names it.
ABSENT = {
    "unknown-id": (), "unknown-unit": (), "unknown-code": (), "no-mention": ("mentions",),
    "stale-note": ("checks",), "uncovered": ("mentions", "not_figures"),
    "uncovered-clause": ("tasks", "not_tasks"),
}  # fmt: skip


def check(edition: str, data_dir: str | Path, source: str | Path | None = None) -> list[Finding]:
    """Everything that is wrong with an edition, in the order of files and lines; empty when nothing is.

    `data_dir` is the `data/` folder; `source`, when given, the report's text, in which every place is proved.
    """
    data = Path(data_dir)
    if missing := _missing(edition, data):
        return [missing]
    raw = {table: rows.read(table, data, edition) for table in TABLES}
    findings = [finding for table in raw.values() for finding in table.findings]
    findings += [finding for table in raw.values() for finding in names.formulas(table)]
    findings += _misspelt(edition, data)
    tables = typed(raw, findings)
    origin, wrong = report.read(edition, data)
    findings += [*wrong, *rules.tables(tables, origin), *rules.figures(tables, origin)]
    findings += continuity(tables, edition, data)
    usable = not any(table.findings for table in raw.values())
    findings += _derived(edition, data, tables, usable=usable)
    findings += _audit(edition, data, broken=bool(findings)) if usable else []
    if source is not None:
        findings += locate.locate(Path(source), origin, tables)
    return sorted(dict.fromkeys(_first(findings, edition, data)), key=_order(raw))


def _first(findings: list[Finding], edition: str, data: Path) -> list[Finding]:
    """The findings without those that only say what an unread file lacks: they go when it can be read."""
    projects = rows.name_of(data / edition / "projects.csv", data)
    lost = [one for one in findings if "projects" in _wanted(one)]
    if lost and not (data / edition / "projects.csv").exists():
        findings = [*findings, Finding("missing-file", projects, got=f"{len(lost)} rows that name a project")]
    unread = {one.file.rpartition("/")[2].partition(".")[0] for one in findings if one.slug in UNREAD}
    return [one for one in findings if unread.isdisjoint(_wanted(one))]


def _wanted(finding: Finding) -> Collection[str]:
    """The tables and documents that lack what the finding asks for."""
    if finding.slug not in ABSENT:
        return ()
    return ABSENT[finding.slug] or re.findall(r"(\w+)\.csv", finding.expected)


def _missing(edition: str, data: Path) -> Finding | None:
    known = folder.editions(data)
    if folder.is_name(edition) and (data / edition).is_dir():
        return None
    expected = f"one of {', '.join(known)}" if known else "an edition; there is none"
    return Finding("no-edition", data.name, None, "", shown(edition), expected, nearest(edition, known))


def _misspelt(edition: str, data: Path) -> Iterator[Finding]:
    """YAML files that are absent while one of almost their name is there; of tables rows.py tells it."""
    for name in rows.DOCUMENTS:
        path = data / edition / name
        if not rows.is_required(f"{edition}/{name}") and not path.exists() and (near := rows.misspelt(path)):
            yield Finding("missing-file", rows.name_of(path, data), nearest=near)


def _order(raw: Mapping[str, rows.Table]) -> Callable[[Finding], tuple[int, str, int, str, str]]:
    files = [table.file for table in raw.values()]
    return lambda f: (
        files.index(f.file) if f.file in files else len(files),
        f.file,
        f.row or 0,
        f.field,
        f.slug,
    )


def _audit(edition: str, data: Path, *, broken: bool) -> list[Finding]:
    try:
        ed = Edition(edition, data)
        return [*audit.check(ed, data), *wishes.check(Facts(ed))]
    except (InputError, LookupError, ValueError):
        if broken:  # a unit or a project that does not exist: told already, by table and row
            return []
        raise


def _derived(edition: str, data: Path, tables: Tables, *, usable: bool) -> Iterator[Finding]:
    read = document.optional(data / edition / "derived.yml", data)
    yield from read.findings
    good: dict[str, Derivation] = {}
    names = {key.replace("_", "-"): key for key in tables.keys["figures"]}
    for name, entry in read.data.items():
        line = read.lines.get(name)
        if not re.fullmatch(SLUG, name):
            yield Finding("bad-slug", read.file, line, shown(name))
            continue
        try:
            good[name] = Derivation.model_validate(entry)
        except ValidationError as error:
            yield from faults(error, Derivation, read.file, line, name)
        alike = names.setdefault(name.replace("_", "-"), name)
        if alike != name or name in tables.keys["figures"]:  # on a page both would have one address
            expected = f"an id unlike that of {alike}" if alike != name else "an id that is no figure's"
            yield Finding("duplicate-row", read.file, line, name, shown(name), expected)
    if not usable:
        return
    try:
        computed = Edition(edition, data)
    except folder.EditionError:  # told already, by table and row
        return
    computed.__dict__["_derivations"] = good  # the others are told already
    for name, entry in good.items():
        line = read.lines.get(name)
        for part in [entry.unit] if entry.unit in tables.keys["units"] else entry.unit.split("/"):
            if part not in tables.keys["units"]:
                close = nearest(part, tables.keys["units"])
                yield Finding(
                    "unknown-unit", read.file, line, f"{name}.unit", shown(part), "a row of units.csv", close
                )
        try:
            computed[name]
        except UnknownFigure as error:
            ids = [*tables.keys["figures"], *read.data]
            absent = next((i for i in entry.inputs if computed.get(i) is None), "")
            yield Finding(
                "unknown-id",
                read.file,
                line,
                f"{name}.inputs",
                shown(absent or error),
                "a figure",
                nearest(absent, ids),
            )
        except (DerivedError, UnitError) as error:
            yield Finding("bad-derivation", read.file, line, name, got=str(error).removeprefix(f"{name}: "))
