"""The command that lays a book's folder down, and brings one to the installed version."""

import argparse
import sys
from pathlib import Path

from planbook import printing
from planbook.errors import InputError


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", nargs="?", type=Path, help="absent or empty; made whole")
    parser.add_argument(
        "--from", metavar="REPORT", default="", dest="report", help="draft this report at once; - reads text"
    )
    parser.add_argument("--edition", metavar="NAME", default="", help="the edition's name: guangling-2026")
    parser.add_argument(
        "--update",
        action="store_true",
        help="in DIR (default: here): take over what this version has otherwise and you have not changed",
    )
    parser.add_argument(
        "--take",
        metavar="FILE",
        action="append",
        default=[],
        help="with --update: this version's file; yours is kept as FILE.old",
    )


def new(args: argparse.Namespace) -> int:
    """A new folder with a book that can be built at once; with --update, an old one brought up to date."""
    if args.update:
        return _update(args)
    if args.take:
        raise InputError("--take: it belongs to --update: planbook new --update --take FILE")
    if not args.folder:
        raise InputError("new: which folder? Next: planbook new my-county")
    from planbook.template import make

    report = Path(args.report) if args.report not in ("", "-") else None
    raw = sys.stdin.buffer.read() if args.report == "-" else None
    made = make.make(args.folder, report, raw, args.edition)
    print(f"{args.folder}: a book's folder; README.md there says what is in it")
    if isinstance(made, str):
        print(f"data/{made}: an empty edition; fill it with: planbook draft REPORT --edition {made}")
    else:
        for line in printing.drafted(made):
            print(line)
    there = "" if args.folder.resolve() == Path.cwd() else f"cd {args.folder}, then: "
    print(f"next: {there}planbook build")
    return 0


def _update(args: argparse.Namespace) -> int:
    from planbook.template import update

    if args.report or args.edition:
        raise InputError("--update: it takes neither --from nor --edition; a report: planbook draft REPORT")
    done = update.update(args.folder or Path.cwd(), args.take)
    for what, names in (
        ("taken over", done.taken),
        ("yours, and the same as before in this version", done.kept),
        ("removed by you; --take brings it back", done.removed),
        ("no part of planbook any more; remove it if you do not use it", done.dropped),
    ):
        for name in names:
            print(f"{name}: {what}")
    for name, lines in done.differing.items():
        print(
            f"{name}: {printing.counted(len(lines), 'line')} differ (- yours, + this version's); left alone"
        )
        for line in lines[: update.LONGEST]:
            print(f"  {line}")
        if len(lines) > update.LONGEST:
            print(f"  … {len(lines) - update.LONGEST} more")
        print(f"  to take this version's: planbook new --update --take {name}")
    changed = printing.counted(len(done.taken), "file")
    print(f"{changed} taken over, {len(done.differing)} left to you")
    return 0
