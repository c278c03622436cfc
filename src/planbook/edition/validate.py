"""Is the data right? Everything that can be said of an edition, all at once, and never a traceback.

`check` reads whatever is there. What needs the report's text is in locate.py; the rest is here: the form of each
file and field, keys and references, units, and whether each row says what its printed number says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from . import document, folder, locate, rows
from .derived import DerivedError
from .finding import Finding, nearest, shown
from .lookup import Edition, UnknownFigure
from .model import CODELISTS, TABLES, Derivation, Figure, Model, Source, Unit
from .printed import PrintedError, UnknownUnit, parse, relation
from .units import UnitError

RATIO, RANK, PIECE = (
    "%",
    "位",
    "个",
)  # growth, share and rate are in units like %, ranks like 位, counts also like 个
PERIOD_SLUG = {"../": "to_", "/": "_"}


class Typed(NamedTuple):
    """A row that fits its model, and its line in the file."""

    line: int
    row: Any


class Tables(NamedTuple):
    """All tables of an edition: what could be typed, the keys of every row, and the files' names."""

    typed: Mapping[str, list[Typed]]
    keys: Mapping[str, Mapping[str, int]]
    files: Mapping[str, str]


def check(edition: str, data_dir: str | Path, source: str | Path | None = None) -> list[Finding]:
    """Everything that is wrong with an edition, in the order of files and lines; empty when nothing is.

    `data_dir` is the `data/` folder; `source`, when given, the report's text, against which every place is proved.
    """
    data = Path(data_dir)
    if missing := _missing(edition, data):
        return [missing]
    raw = {table: rows.read(table, data, edition) for table in TABLES}
    findings = [finding for table in raw.values() for finding in table.findings]
    tables = _typed(raw, findings)
    findings += [f for rule in (_keys_of_codes, _units, _indicators, _projects, _spans) for f in rule(tables)]
    origin, faults = _source(edition, data)
    findings += [*faults, *_figures(tables, origin)]
    findings += _derived(edition, data, tables, usable=not any(table.findings for table in raw.values()))
    if source is not None:
        findings += locate.locate(Path(source), origin, tables)
    return sorted(dict.fromkeys(findings), key=_order(raw))


def _missing(edition: str, data: Path) -> Finding | None:
    known = folder.editions(data)
    if folder.is_name(edition) and (data / edition).is_dir():
        return None
    told = f"one of {', '.join(known)}" if known else "an edition; there is none"
    return Finding("no-edition", data.name, None, "", shown(edition), told, nearest(edition, known))


def _order(raw: Mapping[str, rows.Table]) -> Callable[[Finding], tuple]:
    files = [table.file for table in raw.values()]
    return lambda f: (
        files.index(f.file) if f.file in files else len(files),
        f.file,
        f.row or 0,
        f.field,
        f.slug,
    )


# one row ---------------------------------------------------------------------------------------------------


def _typed(raw: Mapping[str, rows.Table], findings: list[Finding]) -> Tables:
    typed: dict[str, list[Typed]] = {}
    keys: dict[str, dict[str, int]] = {}
    for name, table in raw.items():
        typed[name], keys[name] = [], {}
        for row in table.rows:
            key = rows.key_of(name, row)
            if key in keys[name]:
                column = "char_start" if name in ("mentions", "not_figures") else rows.HEADERS[name][0]
                first = f"one row, line {keys[name][key]} is one"
                findings.append(Finding("duplicate-row", table.file, row.line, column, shown(key), first))
            keys[name].setdefault(key, row.line)
        try:  # one call for all rows; row by row only to say what is wrong
            models = TypeAdapter(list[TABLES[name]]).validate_python(table.rows)
            typed[name] = [Typed(row.line, model) for row, model in zip(table.rows, models, strict=True)]
        except ValidationError:
            for row in table.rows:
                try:
                    typed[name].append(Typed(row.line, TABLES[name].model_validate(row)))
                except ValidationError as error:
                    findings += faults(error, TABLES[name], table.file, row.line)
    return Tables(typed, keys, {name: table.file for name, table in raw.items()})


def faults(
    error: ValidationError, kind: type[Model], file: str, line: int | None, under: str = ""
) -> Iterator[Finding]:
    """The findings in a model's errors."""
    for one in error.errors():
        path = [str(part) for part in one["loc"]]
        name = ".".join([under, *path] if under else path)
        type_, context, got = one["type"], one.get("ctx", {}), one["input"]
        words = [w.strip("'") for w in context.get("expected", "").replace(" or ", ", ").split(", ")]
        if type_ == "missing":
            yield Finding("required", file, line, name)
        elif type_ == "extra_forbidden":
            yield Finding("unknown-field", file, line, name, nearest=nearest(path[-1], kind.model_fields))
        elif got == "":
            yield Finding("required", file, line, name, expected=one["msg"])
        elif type_ == "literal_error":
            close = nearest(str(got), words)
            yield Finding(
                "unknown-word", file, line, name, shown(got), ", ".join(w or "empty" for w in words), close
            )
        elif type_ in ("bad-number", "unknown-word"):
            yield Finding(type_, file, line, name, shown(got), one["msg"])
        elif type_ == "string_pattern_mismatch" and path[-1] == "period":
            yield Finding("bad-period", file, line, name, shown(got))
        elif type_ == "string_pattern_mismatch" and "a-z0-9_" in context["pattern"]:
            yield Finding("bad-slug", file, line, name, shown(got))
        else:
            yield Finding("bad-value", file, line, name, shown(got), one["msg"])


# rows together ---------------------------------------------------------------------------------------------


def _unknown(tables: Tables, table: str, line: int, column: str, value: str, among: str) -> Finding:
    known = tables.keys[among]
    return Finding(
        "unknown-id",
        tables.files[table],
        line,
        column,
        shown(value),
        f"a row of {among}.csv",
        nearest(value, known),
    )


def _keys_of_codes(tables: Tables) -> Iterator[Finding]:
    file, keys = tables.files["codelists"], tables.keys["codelists"]
    if not keys:
        return
    for name, words in CODELISTS.items():
        for word in words:
            if f"{name}/{word}" not in keys:
                yield Finding("unknown-id", file, None, name, expected=f"a row {name},{word}")
    for key, line in keys.items():
        name, _, word = key.partition("/")
        if name in CODELISTS and word not in CODELISTS[name]:
            close = nearest(word, CODELISTS[name])
            yield Finding("unknown-word", file, line, "code", shown(word), ", ".join(CODELISTS[name]), close)


def _units(tables: Tables) -> Iterator[Finding]:
    file = tables.files["units"]
    units = {unit.unit: unit for _, unit in tables.typed["units"]}
    for line, unit in tables.typed["units"]:
        base = units.get(unit.base)
        if base is None:
            yield _unknown(tables, "units", line, "base", unit.base, "units")
        elif base.base != base.unit or base.factor != 1:
            yield Finding("unit-loop", file, line, "base", f"{base.unit} = {base.factor} {base.base}")
        elif base.dimension != unit.dimension:
            yield Finding(
                "wrong-dimension", file, line, "dimension", shown(unit.dimension), shown(base.dimension)
            )


def _indicators(tables: Tables) -> Iterator[Finding]:
    for line, indicator in tables.typed["indicators"]:
        if indicator.unit not in tables.keys["units"]:
            yield _no_unit(tables, "indicators", line, indicator.unit)
        if indicator.topic:
            yield from _coded(tables, "indicators", line, "topic", indicator.topic)


def _projects(tables: Tables) -> Iterator[Finding]:
    for line, project in tables.typed["projects"]:
        yield from _coded(tables, "projects", line, "sector", project.sector)


def _coded(tables: Tables, table: str, line: int, name: str, word: str) -> Iterator[Finding]:
    known = [key.partition("/")[2] for key in tables.keys["codelists"] if key.startswith(f"{name}/")]
    if known and word not in known:
        close = nearest(word, known)
        yield Finding("unknown-word", tables.files[table], line, name, shown(word), ", ".join(known), close)


def _no_unit(tables: Tables, table: str, line: int, unit: str) -> Finding:
    close = nearest(unit, tables.keys["units"])
    return Finding(
        "unknown-unit", tables.files[table], line, "unit", shown(unit), "a row of units.csv", close
    )


def _spans(tables: Tables) -> Iterator[Finding]:
    """Spans as far as they can be judged without the text: their form, what they print, and each other."""
    spans = []
    for table in ("mentions", "not_figures"):
        for line, span in tables.typed[table]:
            if span.char_start >= span.char_end:
                yield Finding(
                    "bad-span",
                    tables.files[table],
                    line,
                    "char_end",
                    str(span.char_end),
                    f"> {span.char_start}",
                )
            else:
                spans.append((span.char_start, span.char_end, span.line, table, line))
    spans.sort()
    for (_, end, text_line, _, _), (start, other_end, next_line, table, line) in pairwise(spans):
        if start < end and (start, other_end) not in {
            (s, e) for s, e, *_ in spans if e == end and s == start
        }:
            yield Finding("overlap", tables.files[table], line, "char_start", str(start), f"≥ {end}")
        if next_line < text_line:
            yield Finding("wrong-line", tables.files[table], line, "line", str(next_line), f"≥ {text_line}")
    printed = {figure.figure: figure.printed for _, figure in tables.typed["figures"]}
    for line, mention in tables.typed["mentions"]:
        if mention.figure not in tables.keys["figures"]:
            yield _unknown(tables, "mentions", line, "figure", mention.figure, "figures")
        elif (words := printed.get(mention.figure)) is not None:
            file, length = tables.files["mentions"], mention.char_end - mention.char_start
            if 0 < length != len(words):
                told = f"{len(words)} for {shown(words)}"
                yield Finding("bad-span", file, line, "char_end", f"{length} characters", told)
            if mention.sha256 != locate.digest(words):
                yield Finding("wrong-digest", file, line, "sha256", mention.sha256, locate.digest(words))
    told = {mention.figure for _, mention in tables.typed["mentions"]}
    told |= {key.partition("@")[0] for key in tables.keys["mentions"]}
    for line, figure in tables.typed["figures"]:
        if told and figure.figure not in told:
            yield Finding("no-mention", tables.files["figures"], line, "figure", shown(figure.figure))


# figures ---------------------------------------------------------------------------------------------------


def _figures(tables: Tables, source: Source | None) -> Iterator[Finding]:
    units = {unit.unit: unit for _, unit in tables.typed["units"]}
    indicators = {indicator.indicator: indicator for _, indicator in tables.typed["indicators"]}
    references = (
        ("indicator", "indicators"),
        ("project", "projects"),
        ("rank_of", "figures"),
        ("against", "indicators"),
    )
    for line, figure in tables.typed["figures"]:
        for column, among in references:
            value = getattr(figure, column)
            if value and value not in tables.keys[among]:
                yield _unknown(tables, "figures", line, column, value, among)
        usual = units.get(indicators[figure.indicator].unit) if figure.indicator in indicators else None
        for slug, column, got, expected in (
            *_said(figure, tables.keys["units"]),
            *_measured(figure, units, usual),
            *_timed(figure, source),
            *_named(figure),
        ):
            close = nearest(got, tables.keys["units"]) if slug == "unknown-unit" else ""
            yield Finding(
                slug, tables.files["figures"], line, column, shown(got) if got else "", expected, close
            )


Fault = tuple[str, str, str, str]  # slug, column, got, expected


def _said(figure: Figure, units: Iterable[str]) -> Iterator[Fault]:
    """Does the row say what its printed number says?"""
    if figure.value is None:
        if not figure.against:
            yield "no-target", "value", "", "a number, or an indicator in `against`"
        if figure.unit:
            yield "two-targets", "unit", figure.unit, "empty, as the value"
        if figure.scenario == "actual":
            yield "no-target", "scenario", figure.scenario, "target"
        try:
            if (bound := relation(figure.printed)) != figure.bound:
                yield "not-as-printed", "bound", figure.bound, bound
        except PrintedError as error:
            yield "unreadable-print", "printed", figure.printed, str(error).partition(": expected ")[2]
        return
    if figure.against:
        yield "two-targets", "against", figure.against, "empty, as there is a value"
    try:
        said = parse(figure.printed, units)
    except UnknownUnit as error:
        yield "unknown-unit", "printed", error.unit, "number, unit of units.csv, hedge"
        return
    except PrintedError as error:
        yield "unreadable-print", "printed", figure.printed, str(error).partition(": ")[2]
        return
    # NOTE: in a list that shares its unit (2、3、4万亩) a number is printed bare; its row names the unit.
    for column, expected in (
        ("value", str(said.value)),
        ("unit", said.unit or figure.unit),
        ("bound", said.bound),
    ):
        if (got := str(getattr(figure, column))) != expected:
            yield "not-as-printed", column, got, shown(expected)


def _measured(figure: Figure, units: Mapping[str, Unit], usual: Unit | None) -> Iterator[Fault]:
    """Does the unit fit the measure and the indicator?"""
    if figure.value is None:
        return
    if figure.unit not in units:
        yield ("unknown-unit" if figure.unit else "required"), "unit", figure.unit, "a row of units.csv"
        return
    dimension, ratio, rank = units[figure.unit].dimension, units.get(RATIO), units.get(RANK)
    if figure.measure == "rank":
        if (
            (rank
            and dimension not in (rank.dimension, usual and usual.dimension))
            or figure.value % 1
            or figure.value < 1
        ):
            yield "bad-rank", "value", figure.printed, f"a whole number of {RANK}"
    elif figure.rank_of:
        yield "not-a-rank", "rank_of", figure.rank_of, "empty"
    if figure.measure in ("growth", "share", "rate"):
        if ratio and dimension not in (
            ratio.dimension,
            usual and figure.measure == "rate" and usual.dimension,
        ):
            yield "wrong-dimension", "unit", figure.unit, f"a unit like {RATIO} for a {figure.measure}"
    elif figure.measure == "count" and PIECE in units and dimension == units[PIECE].dimension:
        return  # 748笔 of an indicator in 万元
    elif figure.measure != "rank" and usual and dimension != usual.dimension:
        yield "wrong-dimension", "unit", figure.unit, f"a unit like {usual.unit} for {figure.indicator}"


def _timed(figure: Figure, source: Source | None) -> Iterator[Fault]:
    """Is the period possible, and does it fit the scenario?"""
    start, _, end = figure.period.rpartition("/")
    if start not in ("", "..") and start >= end:
        yield "bad-period", "period", figure.period, "a start before its end"
    if source is None:
        return
    if figure.scenario == "target" and end < source.planned:
        yield "bad-scenario", "period", figure.period, f"{source.planned} or later for a target"
    if figure.scenario == "actual" and end > source.reviewed:
        yield "bad-scenario", "period", figure.period, f"{source.reviewed} or earlier for an actual"


def _named(figure: Figure) -> Iterator[Fault]:
    """Does the id say what the row says? indicator[-item][-project]-measure-period."""
    period = figure.period
    for sign, word in PERIOD_SLUG.items():
        period = period.replace(sign, word)
    if not figure.figure.startswith(f"{figure.indicator}-"):
        yield "bad-slug", "figure", figure.figure, f"{figure.indicator}-…"
    if not figure.figure.endswith(f"-{figure.measure}-{period}"):
        yield "bad-slug", "figure", figure.figure, f"…-{figure.measure}-{period}"


# source.yml and derived.yml --------------------------------------------------------------------------------


def _source(edition: str, data: Path) -> tuple[Source | None, list[Finding]]:
    read = document.read(data / edition / "source.yml", data)
    if read.findings:
        return None, read.findings
    try:
        source = Source.model_validate(read.data)
    except ValidationError as error:
        return None, list(faults(error, Source, read.file, None))
    found = []

    def wrong(field: str, got: object, expected: str) -> None:
        found.append(
            Finding(
                "wrong-source",
                read.file,
                read.lines.get(field.partition(".")[0]),
                field,
                shown(got),
                expected,
            )
        )

    if source.edition != edition:
        wrong("edition", source.edition, edition)
    if source.reviewed >= source.planned:
        wrong("planned", source.planned, f"a year after {source.reviewed}")
    lines = [heading.line for heading in source.outline]
    if lines != sorted(set(lines)) or any(line > source.text.lines for line in lines):
        wrong("outline", lines, f"rising lines up to {source.text.lines}")
    blank = list(source.text.blank)
    if blank != sorted(set(blank)) or any(not 1 <= line <= source.text.lines for line in blank):
        wrong("text.blank", blank, f"rising lines up to {source.text.lines}")
    return source, found


def _derived(edition: str, data: Path, tables: Tables, *, usable: bool) -> Iterator[Finding]:
    path = data / edition / "derived.yml"
    if not path.exists():
        return
    read = document.read(path, data)
    yield from read.findings
    good: dict[str, Derivation] = {}
    for name, entry in read.data.items():
        line = read.lines.get(name)
        try:
            good[name] = Derivation.model_validate(entry)
        except ValidationError as error:
            yield from faults(error, Derivation, read.file, line, name)
        if name in tables.keys["figures"]:
            yield Finding("duplicate-row", read.file, line, name, shown(name), "an id that is no figure's")
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
