"""The options that several commands share, and the request that they add up to."""

import argparse
import difflib
from collections.abc import Sequence
from pathlib import Path

from planbook.errors import InputError
from planbook.run.manifest import Request
from planbook.run.project import Project


def parameters(parser: argparse.ArgumentParser) -> None:
    """-p and -f: parameters of the book."""
    parser.add_argument(
        "-p",
        dest="options",
        nargs=2,
        action="append",
        default=[],
        metavar=("NAME", "VALUE"),
        help="a parameter of the book, or of one chapter: -p industry.top_projects 5",
    )
    parser.add_argument(
        "-f",
        dest="files",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="a file like params.yml",
    )


def edition(parser: argparse.ArgumentParser) -> None:
    """--edition: which of the books that `build --all` makes."""
    parser.add_argument(
        "--edition", metavar="EDITION", help="the book of this edition, of those that `build --all` makes"
    )


def project(args: argparse.Namespace) -> Project:
    """The book that a command is about: the one of the folder, or that of an edition.

    Raises:
        InputError: there is no book here, or no such edition.
    """
    here = Project.find()
    if args.edition is None:
        return here
    require_edition("--edition", args.edition, here.editions())
    return here.of(args.edition)


def require_edition(option: str, name: str, known: Sequence[str]) -> None:
    """Refuse an edition that is not there: the InputError names those that are, and the nearest."""
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"; nearest: {near[0]}" if near else ""
        raise InputError(f'{option}: got "{name}", expected one of {", ".join(known) or "none"}{hint}')


def template(parser: argparse.ArgumentParser) -> None:
    """Arguments of `progress-template`: whose sheet, and where to write it."""
    parser.add_argument(
        "edition", metavar="EDITION", nargs="?", help="a folder of data/ (default: that of params.yml)"
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=Path,
        help="where it is written (default: progress-EDITION.csv in this folder)",
    )
    parser.add_argument("--force", action="store_true", help="write over a file that exists")


def request(args: argparse.Namespace) -> Request:
    """The request that the arguments of a command amount to."""
    return Request(
        files=tuple(args.files),
        options=tuple((name, value) for name, value in args.options),
        only=tuple(getattr(args, "only", ())),
        jobs=getattr(args, "jobs", None),
        force=getattr(args, "force", False),
        plain=getattr(args, "plain_kernels", False),
        source=getattr(args, "source", None),
    )


def status(parser: argparse.ArgumentParser) -> None:
    """Arguments of `status`: the parameters to try, and whose book."""
    parameters(parser)
    edition(parser)


def build(parser: argparse.ArgumentParser) -> None:
    """Arguments of `build`."""
    parameters(parser)
    parser.add_argument(
        "--all", action="store_true", help="a book of every edition in data/, into _build/editions/"
    )
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="with --all: on the workers of this Dask scheduler"
    )
    parser.add_argument(
        "--exchange",
        metavar="URL",
        help="with --scheduler: where inputs and books pass, for workers without the project's folder",
    )
    parser.add_argument(
        "--only", metavar="CHAPTER", action="append", default=[], help="run this chapter and keep the rest"
    )
    parser.add_argument(
        "-j", "--jobs", metavar="N", type=positive, help="chapters at a time (default: all cores)"
    )
    parser.add_argument("--force", action="store_true", help="run everything, whatever is kept")
    parser.add_argument(
        "--plain-kernels", action="store_true", help="start each kernel afresh instead of forking a warm one"
    )
    parser.add_argument(
        "--source",
        metavar="FILE",
        type=Path,
        help="the report's text: show each figure's sentence, and the whole text with its figures marked",
    )
    parser.add_argument(
        "--watch", action="store_true", help="build again whenever data, chapters or parameters change"
    )


def require_all(args: argparse.Namespace) -> None:
    """Refuse options of `build` that say something of another one which is not there."""
    for option, needed in (("scheduler", "all"), ("exchange", "scheduler")):
        if getattr(args, option) and not getattr(args, needed):
            raise InputError(f"--{option}: only with --{needed}; next: add it, or leave --{option} out")


def positive(text: str) -> int:
    """A whole number, 1 or more; for argparse."""
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"got {text!r}, expected a whole number from 1")
    return int(text)


def port(text: str) -> int:
    """A port that a program may listen at; 0 for any."""
    if not (text.isascii() and text.isdigit() and (int(text) == 0 or 1024 <= int(text) <= 65535)):
        raise argparse.ArgumentTypeError(f"got {text!r}, expected 0 or a whole number from 1024 to 65535")
    return int(text)
