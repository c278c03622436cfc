"""Rules between rows: references, units, spans, and whether a figure says what its printed number says.

Each rule takes the tables of an edition and yields findings; none of them reads a file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

from planbook.check import commitments, locate
from planbook.edition.fields import Tables, coded, unknown
from planbook.edition.finding import Finding, nearest, shown
from planbook.edition.model import CODELISTS, KEY, Figure, Source, Unit
from planbook.edition.printed import FLIP, PrintedError, UnknownUnit, parse, relation

# the units that growth and shares, changes of them, ranks, and counts are like
RATIO, POINT, RANK, PIECE, TIMES = "%", "百分点", "位", "个", "倍"
# A range is two figures (5%—5.5%): the last words of their items say which end each is, and so its bound.
ENDS = {"下限": "ge", "上限": "le"}
PERIOD_SLUG = {"../": "to_", "/": "_"}
Fault = tuple[str, str, str, str]  # slug, column, got, expected


def tables(tables: Tables, source: Source | None) -> Iterator[Finding]:
    """What is wrong between the rows of the tables, but for what figures say."""
    own = (_codes, _names, _alike_ids, _units, _indicators, _spans)
    for rule in (*own, commitments.tasks, commitments.statements):
        yield from rule(tables)
    yield from _projects(tables, source)


def _codes(tables: Tables) -> Iterator[Finding]:
    file, keys = tables.files["codelists"], tables.keys["codelists"]
    if not keys:
        return
    for name, words in CODELISTS.items():
        for word in words:
            if f"{name}/{word}" not in keys:
                told = f"a row {name},{word} of codelists.csv"
                yield Finding("unknown-id", file, None, name, expected=told)
    for key, line in keys.items():
        name, _, word = key.partition("/")
        if name in CODELISTS and word not in CODELISTS[name]:
            close, where = nearest(word, CODELISTS[name]), tables.file_of("codelists", key)
            yield Finding("unknown-word", where, line, "code", shown(word), ", ".join(CODELISTS[name]), close)


def _names(tables: Tables) -> Iterator[Finding]:
    """Two codes of one vocabulary with one name: a reader could not tell their sections apart."""
    seen: dict[tuple[str, str], str] = {}
    for line, code in tables.typed["codelists"]:
        first = seen.setdefault((code.codelist, code.label_zh), code.code)
        if first != code.code and code.codelist not in CODELISTS:
            where = tables.file_of("codelists", f"{code.codelist}/{code.code}")
            told = f"another name than that of {first}, or that code"
            yield Finding("same-name", where, line, "label_zh", shown(code.label_zh), told)


def _alike_ids(tables: Tables) -> Iterator[Finding]:
    """Ids that differ in - and _ alone: on a page both would have one address."""
    for table in ("figures", "codelists"):
        seen: dict[str, str] = {}
        for key, line in tables.keys[table].items():
            first = seen.setdefault(key.replace("_", "-"), key)
            if first != key:
                column = "figure" if table == "figures" else "code"
                told = f"an id unlike {first}, but for - and _"
                where = tables.file_of(table, key)
                yield Finding("duplicate-row", where, line, column, shown(key), told)


def _units(tables: Tables) -> Iterator[Finding]:
    units = {unit.unit: unit for _, unit in tables.typed["units"]}
    for line, unit in tables.typed["units"]:
        base, file = units.get(unit.base), tables.file_of("units", unit.unit)
        if base is None:
            yield unknown(tables, "units", line, "base", unit.base, "units", file)
        elif base.base != base.unit or base.factor != 1:
            yield Finding("unit-loop", file, line, "base", f"{base.unit} = {base.factor} {base.base}")
        elif base.dimension != unit.dimension:
            yield Finding(
                "wrong-dimension", file, line, "dimension", shown(unit.dimension), shown(base.dimension)
            )


def _indicators(tables: Tables) -> Iterator[Finding]:
    for line, indicator in tables.typed["indicators"]:
        file = tables.file_of("indicators", indicator.indicator)
        if indicator.unit and indicator.unit not in tables.keys["units"]:
            yield _no_unit(tables, file, line, indicator.unit)
        for column in ("chapter", "topic"):
            if word := getattr(indicator, column):
                yield from coded(tables, file, line, column, word)


def _projects(tables: Tables, source: Source | None) -> Iterator[Finding]:
    for line, project in tables.typed["projects"]:
        for column in ("sector", "chapter"):
            yield from coded(tables, tables.files["projects"], line, column, getattr(project, column))
        if source is None or not project.year:
            continue
        first, last = {
            "built": ("", source.reviewed),
            "started": ("", source.reviewed),
            "under_construction": (source.reviewed, source.planned),
        }.get(project.stage, (source.planned, "9999"))
        if not first <= project.year <= last:
            told = f"{first or '…'} to {last if last != '9999' else '…'} when {project.stage}"
            yield Finding("bad-scenario", tables.files["projects"], line, "year", shown(project.year), told)


def _no_unit(tables: Tables, file: str, line: int, unit: str) -> Finding:
    close = nearest(unit, tables.keys["units"])
    return Finding("unknown-unit", file, line, "unit", shown(unit), "a row of units.csv", close)


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
    for (first, end, text_line, _, _), (start, other_end, next_line, table, line) in pairwise(spans):
        if start < end and (start, other_end) != (first, end):  # several figures may share one span
            yield Finding("overlap", tables.files[table], line, "char_start", str(start), f"≥ {end}")
        if next_line < text_line:
            yield Finding("wrong-line", tables.files[table], line, "line", str(next_line), f"≥ {text_line}")
    printed = {figure.figure: figure.printed for _, figure in tables.typed["figures"]}
    for line, mention in tables.typed["mentions"]:
        if mention.figure not in tables.keys["figures"]:
            yield unknown(tables, "mentions", line, "figure", mention.figure, "figures")
        elif (words := printed.get(mention.figure)) is not None:
            file, length = tables.files["mentions"], mention.char_end - mention.char_start
            if 0 < length != len(words):
                told = f"{len(words)} for {shown(words)}"
                yield Finding("bad-span", file, line, "char_end", f"{length} characters", told)
            if mention.sha256 != locate.digest(words):
                yield Finding("wrong-digest", file, line, "sha256", mention.sha256, locate.digest(words))
    mentioned = {mention.figure for _, mention in tables.typed["mentions"]}
    mentioned |= {key.partition("@")[0] for key in tables.keys["mentions"]}
    for line, figure in tables.typed["figures"]:
        if mentioned and figure.figure not in mentioned:
            yield Finding("no-mention", tables.files["figures"], line, "figure", shown(figure.figure))


def figures(tables: Tables, source: Source | None) -> Iterator[Finding]:
    """What is wrong with single figures: references, printed number, unit, time, name."""
    units = {unit.unit: unit for _, unit in tables.typed["units"]}
    indicators = {indicator.indicator: indicator for _, indicator in tables.typed["indicators"]}
    references = (
        ("indicator", "indicators"),
        ("project", "projects"),
        ("rank_of", "figures"),
        ("against", "indicators"),
    )
    rows: dict[tuple[str, ...], int] = {}
    for line, figure in tables.typed["figures"]:
        for column, among in references:
            value = getattr(figure, column)
            if value and value not in tables.keys[among]:
                yield unknown(tables, "figures", line, column, value, among)
        yield from coded(tables, tables.files["figures"], line, "chapter", figure.chapter)
        key = tuple(getattr(figure, column) for column in KEY)
        if (first := rows.setdefault(key, line)) != line:
            told = f"one row for {', '.join(KEY)}; line {first} is one"
            yield Finding(
                "duplicate-row", tables.files["figures"], line, "figure", shown(figure.figure), told
            )
        known = indicators.get(figure.indicator, figure)  # an indicator that is unknown has the figure's unit
        usual = units.get(known.unit)
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


def _said(figure: Figure, units: Collection[str]) -> Iterator[Fault]:
    """Does the row say what its printed number says?"""
    if figure.value is None:
        if not figure.against:
            yield "no-target", "value", "", "a number, or an indicator in `against`"
        if figure.unit:
            yield "two-targets", "unit", figure.unit, "empty, as the value"
        if figure.sign:
            yield "two-targets", "sign", figure.sign, "empty, as the value"
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
        if not _is_scale_of(error.unit, figure.unit):
            yield "unknown-unit", "printed", error.unit, "number, unit of units.csv, hedge"
            return
        said = parse(figure.printed)
    except PrintedError as error:
        yield "unreadable-print", "printed", figure.printed, str(error).partition(": ")[2]
        return
    # NOTE: a list says once what holds for all of it: the unit (2、3、4万亩), which the row then names, or
    # the falling word (分别下降15.1%、17%), for which the row has its sign.
    if figure.sign:
        said = said._replace(value=-said.value, bound=FLIP.get(said.bound, said.bound))
        if said.value > 0:
            yield "not-as-printed", "sign", figure.sign, "empty: the printed number falls by itself"
            return
    end = ENDS.get(figure.item[-2:]) if said.bound == "eq" else None
    for column, expected in (
        ("value", str(said.value)),
        ("unit", figure.unit if _is_scale_of(said.unit, figure.unit) else said.unit),
        ("bound", end or said.bound),
    ):
        if (got := str(getattr(figure, column))) != expected:
            yield "not-as-printed", column, got, shown(expected)


def _is_scale_of(printed: str, unit: str) -> bool:
    """Whether a printed unit is only the scale of another: 62亿 in 62亿、54亿和31亿元."""
    return set(printed) <= set("十百千万亿") and unit.startswith(printed)


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
            (rank and dimension not in (rank.dimension, usual and usual.dimension))
            or figure.value % 1
            or figure.value < 1
        ):
            yield "bad-rank", "value", figure.printed, f"a whole number of {RANK}"
    elif figure.rank_of:
        yield "not-a-rank", "rank_of", figure.rank_of, "empty"
    if figure.measure == "change":
        alike = [units[name].dimension for name in (POINT, RANK) if name in units]  # 提升4位 is a change too
        if POINT in units and dimension not in alike:
            yield "wrong-dimension", "unit", figure.unit, f"a unit like {POINT} for a {figure.measure}"
    elif figure.measure in ("growth", "share", "rate", "completion"):
        if ratio and dimension not in (
            ratio.dimension,
            figure.measure == "growth" and TIMES in units and units[TIMES].dimension,
            usual and figure.measure == "rate" and usual.dimension,
        ):
            yield "wrong-dimension", "unit", figure.unit, f"a unit like {RATIO} for a {figure.measure}"
    elif figure.measure == "count" and PIECE in units and dimension == units[PIECE].dimension:
        return  # 748笔 of an indicator in 万元
    elif figure.measure != "rank" and usual and not _alike(dimension, usual.dimension):
        yield "wrong-dimension", "unit", figure.unit, f"a unit like {usual.unit} for {figure.indicator}"


def _alike(dimension: str, usual: str) -> bool:
    """Whether a unit can measure what usually has another: 元/月 is money too, that of a month."""
    return dimension == usual or dimension.startswith(f"{usual}_per_")


def _timed(figure: Figure, source: Source | None) -> Iterator[Fault]:
    """Is the period possible, and does it fit the scenario?"""
    start, _, end = figure.period.rpartition("/")
    if start not in ("", "..") and start >= end:
        yield "bad-period", "period", figure.period, "a start before its end"
    if source is None:
        return
    if figure.scenario == "target" and end < source.planned and figure.measure != "completion":
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
