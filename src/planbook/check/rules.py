"""Rules between rows: references, units, spans, and whether a figure says what its printed number says.

Each rule takes the tables of an edition and yields findings; none of them reads a file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from planbook.check import commitments, names
from planbook.edition import numerals
from planbook.edition.fields import Tables, coded, unknown
from planbook.edition.finding import Finding, nearest, shown
from planbook.edition.model import CODELISTS, KEY, Figure, Source, Unit
from planbook.edition.printed import FLIP, PrintedError, UnknownUnit, parse, relation
from planbook.edition.spans import digest

# the units that growth and shares, changes of them, ranks, and counts are like
RATIO, POINT, RANK, PIECE, TIMES = "%", "百分点", "位", "个", "倍"
# A range is two figures (5%—5.5%): the last words of their items say which end each is, and so its bound.
ENDS = {"下限": "ge", "上限": "le"}
CHINESE = ("十", "百", "千", "万", "亿", "十万", "百万", "千万", "十亿", "百亿", "千亿", "万亿")
SCALE = {sign: numerals.scale(sign) for sign in ("", *CHINESE)} | {
    "k": Decimal(1000), "M": Decimal(10**6), "G": Decimal(10**9), "T": Decimal(10**12), "P": Decimal(10**15),
    "E": Decimal(10**18), "兆": Decimal(10**6), "厘": Decimal("1e-2"), "毫": Decimal("1e-3"),
    "微": Decimal("1e-6"),
}  # fmt: skip
FORESIGHT = 15  # years; what is planned for later is a slip of the keyboard
PERIOD_SLUG = {"../": "to_", "/": "_"}
Fault = tuple[str, str, str, str]  # slug, column, got, expected


def tables(tables: Tables, source: Source | None) -> Iterator[Finding]:
    """What is wrong between the rows of the tables, but for what figures say."""
    own = (_codes, _units, _scales, _indicators, _spans)
    for rule in (*own, names.names, commitments.tasks, commitments.statements):
        yield from rule(tables)
    yield from _projects(tables, source)


def _codes(tables: Tables) -> Iterator[Finding]:
    file, keys = tables.files["codelists"], tables.keys["codelists"]
    if not keys:
        return
    for name, words in CODELISTS.items():
        for word in words:
            if f"{name}/{word}" not in keys:
                expected = f"a row {name},{word} of codelists.csv"
                yield Finding("unknown-id", file, None, name, expected=expected)
    for key, line in keys.items():
        name, _, word = key.partition("/")
        if name in CODELISTS and word not in CODELISTS[name]:
            close, where = nearest(word, CODELISTS[name]), tables.file_of("codelists", key)
            yield Finding("unknown-word", where, line, "code", shown(word), ", ".join(CODELISTS[name]), close)


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


def _scales(tables: Tables) -> Iterator[Finding]:
    """Units that differ in a sign of scale alone: 1万千瓦 is 10000千瓦, 1GW is 1000MW."""
    units = {unit.unit: (line, unit) for line, unit in tables.typed["units"]}
    alike: dict[str, list[tuple[str, int, Unit]]] = {}
    for name, (line, unit) in units.items():
        for at in range(len(name)):
            if name[:at] in SCALE:
                alike.setdefault(name[at:], []).append((name[:at], line, unit))
    for rest, group in alike.items():
        ones = [
            (unit.base, unit.factor / SCALE[sign]) for sign, _, unit in group if not sign or rest not in units
        ]
        (base, one), _ = Counter(ones).most_common(1)[0]
        for sign, line, unit in group:
            expected, file = one * SCALE[sign], tables.file_of("units", unit.unit)
            comparable = unit.base == base or (sign in CHINESE and file == tables.file_of("units", rest))
            if (unit.base, unit.factor) != (base, expected) and comparable:
                got = f"{unit.factor:f} {unit.base}"
                yield Finding("wrong-scale", file, line, "factor", got, f"{expected.normalize():f} {base}")


def _indicators(tables: Tables) -> Iterator[Finding]:
    units = {unit.unit: unit.dimension for _, unit in tables.typed["units"]}
    for line, indicator in tables.typed["indicators"]:
        file = tables.file_of("indicators", indicator.indicator)
        if indicator.unit and indicator.unit not in tables.keys["units"]:
            yield _no_unit(tables, file, line, indicator.unit)
        elif (
            indicator.price_basis
            and indicator.unit in units
            and not units[indicator.unit].startswith("money")
        ):
            expected = f"empty, as {indicator.unit} is no money"
            yield Finding("wrong-dimension", file, line, "price_basis", indicator.price_basis, expected)
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
        }.get(project.stage, (source.planned, str(source.year + FORESIGHT)))
        if not first <= project.year <= last:
            expected = f"{first or '…'} to {last} when {project.stage}"
            yield Finding(
                "bad-scenario", tables.files["projects"], line, "year", shown(project.year), expected
            )


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
                expected = f"{len(words)} for {shown(words)}"
                yield Finding("bad-span", file, line, "char_end", f"{length} characters", expected)
            if mention.sha256 != digest(words):
                yield Finding("wrong-digest", file, line, "sha256", mention.sha256, digest(words))
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
    every = {figure.figure: figure for _, figure in tables.typed["figures"]}
    rows: dict[tuple[str, ...], int] = {}
    for line, figure in tables.typed["figures"]:
        for column, among in references:
            value = getattr(figure, column)
            if value and value not in tables.keys[among]:
                yield unknown(tables, "figures", line, column, value, among)
        yield from coded(tables, tables.files["figures"], line, "chapter", figure.chapter)
        key = tuple(getattr(figure, column) for column in KEY)
        if (first := rows.setdefault(key, line)) != line:
            wanted = f"one row for {', '.join(KEY)}; line {first} is one"
            yield Finding(
                "duplicate-row", tables.files["figures"], line, "figure", shown(figure.figure), wanted
            )
        known = indicators.get(figure.indicator, figure)  # an indicator that is unknown has the figure's unit
        usual = units.get(known.unit)
        for slug, column, got, expected in (
            *_as_printed(figure, tables.keys["units"]),
            *_measured(figure, units, usual),
            *_timed(figure, source),
            *_named(figure, every, tables.keys["projects"]),
            *_ranked(figure, every),
        ):
            close = nearest(got, tables.keys["units"]) if slug == "unknown-unit" else ""
            yield Finding(
                slug, tables.files["figures"], line, column, shown(got) if got else "", expected, close
            )


def _as_printed(figure: Figure, units: Collection[str]) -> Iterator[Fault]:
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
        parsed = parse(figure.printed, units)
    except UnknownUnit as error:
        if not _is_scale_of(error.unit, figure.unit):
            yield "unknown-unit", "printed", error.unit, "number, unit of units.csv, hedge"
            return
        parsed = parse(figure.printed)
    except PrintedError as error:
        yield "unreadable-print", "printed", figure.printed, str(error).partition(": ")[2]
        return
    # NOTE: a list says once what holds for all of it: the unit (2、3、4万亩), which the row then names, or
    # the falling word (分别下降15.1%、17%), for which the row has its sign.
    if figure.sign:
        parsed = parsed._replace(value=-parsed.value, bound=FLIP.get(parsed.bound, parsed.bound))
        if parsed.value > 0:
            yield "not-as-printed", "sign", figure.sign, "empty: the printed number falls by itself"
            return
    end = ENDS.get(figure.item[-2:]) if parsed.bound == "eq" else None
    for column, expected in (
        ("value", str(parsed.value)),
        ("unit", figure.unit if _is_scale_of(parsed.unit, figure.unit) else parsed.unit),
        ("bound", end or parsed.bound),
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


def _ranked(figure: Figure, figures: Mapping[str, Figure]) -> Iterator[Fault]:
    """Does a rank rank a number of its own subject?"""
    other = figures.get(figure.rank_of)
    if other is None:
        return
    if other.measure == "rank":
        yield "bad-rank", "rank_of", figure.rank_of, "a figure that is no rank itself"
    if other.indicator != figure.indicator:
        yield "bad-rank", "rank_of", figure.rank_of, f"a figure of {figure.indicator}"


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
    if figure.scenario == "actual" and figure.commitment:
        yield "other-commitment", "commitment", figure.commitment, "empty: what was reached is no promise"
    if figure.scenario == "actual" and end > source.reviewed:
        yield "bad-scenario", "period", figure.period, f"{source.reviewed} or earlier for an actual"


def _named(figure: Figure, every: Collection[str], projects: Collection[str]) -> Iterator[Fault]:
    """Does the id say what the row says? indicator[-item][-project]-measure-period. A word without an item
    tells apart what was planned and what was reached of one thing in one year."""
    period = figure.period
    for sign, word in PERIOD_SLUG.items():
        period = period.replace(sign, word)
    start, end = f"{figure.indicator}-", f"-{figure.measure}-{period}"
    if not figure.figure.startswith(start):
        yield "bad-slug", "figure", figure.figure, f"{start}…"
    if not figure.figure.endswith(end):
        yield "bad-slug", "figure", figure.figure, f"…{end}"
    if not (figure.figure.startswith(start) and figure.figure.endswith(end)):
        return
    middle = [part for part in figure.figure[len(start) : -len(end)].split("-") if part]
    named = [part for part in middle if part in projects]
    if figure.project and figure.project not in middle:
        yield "bad-slug", "project", figure.project, f"a project that the id {figure.figure} names"
    elif named and not figure.project:
        yield "bad-slug", "project", "", f"{named[0]}, as the id {figure.figure} says"
    whole = [figure.indicator, *([figure.project] if figure.project else [])]
    item = [part for part in middle if part != figure.project and not re.fullmatch("n[0-9]+", part)]
    if figure.item and not item and figure.item[-2:] not in ENDS:
        yield "bad-slug", "figure", figure.figure, f"{start}…{end}, with a word for the item {figure.item}"
    elif item and not figure.item and not named and "-".join([*whole, end[1:]]) not in every:
        yield "bad-slug", "item", "", f"the part of the whole that {item[0]} in the id {figure.figure} means"
