"""`planbook …`: the table of commands, and the way that one of them ends.

Nothing is imported before the command is known, and a command imports what it needs: `planbook --help` is
quick. Exit codes: 0 all is well, 1 the work failed, 2 the input was wrong. A new command is one function in
`planbook.commands` and one entry in COMMANDS.
"""

import argparse
import errno
import os
import re
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

from planbook import __version__, interrupt, options, printing
from planbook.commands import book, compare, edition, new
from planbook.errors import BuildError, InputError

LONGEST = 10_000  # characters of an argument; names of files have 4,095 at most


class Command(NamedTuple):
    """One subcommand: its name, its line in the help, the arguments it adds, what it does (→ exit code)."""

    name: str
    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


COMMANDS = (
    Command("new", "a folder for a book of your own", new.arguments, new.new),
    Command("check", "is the data whole, right and consistent?", edition.check_arguments, edition.check),
    Command("draft", "a report's file → a draft edition to review", edition.draft_arguments, edition.draft),
    Command("desk", "review a draft and rerun the book in a browser", edition.desk_arguments, edition.desk),
    Command("build", "run what is stale, bind the book, publish it", options.build, book.build),
    Command("export", "the published book as one file to send", book.export_arguments, book.export),
    Command("status", "what would be run, and why", options.status, book.status),
    Command("diff", "what changed between two builds or two editions", book.diff_arguments, book.diff),
    Command("compare", "years and counties side by side", compare.arguments, compare.compare),
    Command(
        "trace", "where a number comes from, and where the book shows it", book.trace_arguments, book.trace
    ),
    Command(
        "progress-template", "a sheet to fill in with what was reached", options.template, edition.template
    ),
    Command("params", "every parameter: type, default, bounds, meaning", book.params_arguments, book.params),
)


class _Parser(argparse.ArgumentParser):
    """One that takes -5%, -.5 and -1e1 for values, as it takes -5."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**how)
        self._negative_number_matcher = re.compile(r"^-[.\d]")


def parser() -> argparse.ArgumentParser:
    """The command line, in full."""
    top = _Parser(prog="planbook", description="A county's annual plan report as a book.", allow_abbrev=False)
    top.add_argument("--version", action="version", version=f"planbook {__version__}")
    commands = top.add_subparsers(metavar="COMMAND", dest="command", required=True)
    for command in COMMANDS:
        sub = commands.add_parser(
            command.name, help=command.help, description=command.help, allow_abbrev=False
        )
        command.arguments(sub)
        sub.set_defaults(run=command.run)
    return top


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code. No input, however wrong, ends in a traceback."""
    with printing.plainly():
        return _run(argv)


def _run(argv: list[str] | None) -> int:
    typed = sys.argv[1:] if argv is None else argv
    if wrong := [f"{len(text)} characters" for text in typed if len(text) > LONGEST]:
        print(f"got an argument of {wrong[0]}, expected at most {LONGEST}", file=sys.stderr)
        return 2
    args = parser().parse_args(typed)
    try:
        return _done(args)
    except InputError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    except BuildError as failed:
        print(failed, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output has had enough: `planbook params | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        print(f"{error.strerror or error}{where}; the published book is whole", file=sys.stderr)
        return 2 if error.errno == errno.ENAMETOOLONG else 1  # that name was typed, or stands in a file
    except Exception as error:
        if os.environ.get("PLANBOOK_DEBUG"):
            raise
        where = "for the traceback, run it again with PLANBOOK_DEBUG=1"
        print(f"planbook itself failed: {type(error).__name__}: {error} ({where})", file=sys.stderr)
        return 1


def _done(args: argparse.Namespace) -> int:
    """Do what is asked; an error that follows Ctrl-C is Ctrl-C."""
    try:
        code: int = args.run(args)
        return code
    except Exception:
        interrupt.check()
        raise
