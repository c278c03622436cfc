"""The command `compare`: years and counties side by side."""

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from planbook import printing
from planbook.errors import InputError

if TYPE_CHECKING:  # a command imports what it needs
    from planbook.compare.gather import Observations

MEASURES = ("level", "count", "capacity", "growth", "change", "share", "rate", "completion", "rank")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "indicator", metavar="INDICATOR", nargs="?", help="id or name (default: list what can be compared)"
    )
    parser.add_argument("--measure", choices=MEASURES, help="default: the one that most editions have")
    parser.add_argument(
        "--item", metavar="ITEM", default="", help="one part of the indicator, as in figures.csv"
    )
    parser.add_argument(
        "--year", metavar="YEAR", help="default: the newest that has numbers; `all` for every year"
    )
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--planned", action="store_true", help="what is planned, instead of what was reached")
    kind.add_argument("--targets", action="store_true", help="each target beside what the next report says")
    kind.add_argument("--sql", metavar="QUERY", help="a query of the view `observations` ([compare])")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="as CSV")
    form.add_argument("--json", action="store_true", help="as JSON")


def compare(args: argparse.Namespace) -> int:
    """Ranks of an indicator over all editions, targets beside results, or a query; prints them."""
    from planbook.compare.gather import Observations
    from planbook.run.project import Project

    project = Project.find()
    if args.indicator is None and (args.targets or args.planned or args.measure or args.year or args.item):
        raise InputError("planbook compare: which INDICATOR?")
    if args.sql:
        if args.indicator:
            raise InputError("--sql: it names its indicators itself; leave INDICATOR out")
        return _query(args)
    found = Observations(project.data, project.root / "_build" / "compare", say=printing.progress)
    if args.indicator is None:
        subjects = [
            (one.indicator, one.label, one.measure, str(one.counties), str(one.editions))
            for one in found.subjects()
        ]
        _out(args, ("indicator", "label", "measure", "counties", "editions"), subjects)
        return 0
    indicator, measure = found.named(args.indicator)
    measures = found.measures(indicator, args.item)
    measure = args.measure or measure or max(measures, key=lambda one: _preference(measures, one), default="")
    if measure not in measures:
        raise InputError(_nothing(indicator, args, measures))
    if args.targets:
        _targets(args, found.steps(indicator, measure, args.item))
    else:
        _ranks(args, found, indicator, measure)
    return 0


def _ranks(args: argparse.Namespace, found: "Observations", indicator: str, measure: str) -> None:
    from planbook.compare.ranking import Line

    years = found.years(indicator, measure, args.item, planned=args.planned)
    if args.year and args.year != "all" and args.year not in years:
        raise InputError(f'--year: got "{args.year}", expected all or one of {", ".join(years) or "none"}')
    wanted = years if args.year == "all" else [args.year] if args.year else years[-1:]
    lines = found.ranks(indicator, measure, wanted, args.item, planned=args.planned)
    if args.csv or args.json:
        _out(args, Line._fields, [(one.rank or "", *one[1:]) for one in lines])
        return
    shown = [
        (str(one.rank or "—"), one.period, one.county, one.printed, f"{one.edition}:{one.line}", one.remark)
        for one in lines
    ]
    _out(args, ("rank", "year", "county", "value", "edition:line", "remark"), shown)


def _targets(args: argparse.Namespace, steps: Sequence[Any]) -> None:
    lines = [
        (one.county, one.period, one.target, one.actual, f"{one.gap:.10g}", *one[5:])
        for one in steps
        if args.year in (None, "all", one.period)
    ]
    _out(args, ("county", "year", "target", "actual", "gap", "unit", "target at", "actual at"), lines)


def _query(args: argparse.Namespace) -> int:
    from planbook.compare.store import Store, refused
    from planbook.run.project import Project

    project = Project.find()
    store = Store(project.data, project.root / "_build" / "compare")
    store.refresh(printing.progress)
    with store.connect() as connection, refused():
        result = connection.execute(args.sql)
        heads = tuple(column[0] for column in result.description or ())
        _out(args, heads, result.fetchall())
    return 0


def _preference(measures: Mapping[str, int], measure: str) -> tuple[int, bool, str]:
    """Of the ways in which an indicator is measured the one that most have."""
    return measures[measure], measure in ("level", "growth"), measure


def _nothing(indicator: str, args: argparse.Namespace, measures: Iterable[str]) -> str:
    there = ", ".join(sorted(measures)) or "no edition"
    what = f"{indicator}{f' ({args.item})' if args.item else ''}"
    return f"{what}: no edition has it{f' as {args.measure}' if args.measure else ''}; it is in {there}"


def _out(args: argparse.Namespace, heads: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
    if args.json:
        named = [dict(zip(heads, row, strict=True)) for row in rows]
        print(json.dumps(named, ensure_ascii=False, indent=1, default=str))
    elif args.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(rows)
    elif rows:
        printing.table(heads, [tuple(str(cell) for cell in row) for row in rows])
    else:
        print("nothing to compare")
