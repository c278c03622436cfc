"""`planbook …`: parsing and printing, nothing else.

Nothing is imported before the command is known, and a command imports what it needs: `planbook --help` is
quick. Exit codes: 0 good, 1 the work failed, 2 the input was wrong. A new command is one function and one
entry in COMMANDS.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from planbook import __version__
from planbook.run.errors import InputWrong, WorkFailed


class Command(NamedTuple):
    """One subcommand: its name, its line in the help, the arguments it adds, what it does (→ exit code)."""

    name: str
    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


# ------------------------------------------------------------ planbook check


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "edition", metavar="EDITION", nargs="*", help="a folder of data/ (default: all of them)"
    )
    parser.add_argument(
        "--source", metavar="FILE", type=Path, help="the report's text: prove every place in it"
    )
    parser.add_argument(
        "--audit", action="store_true", help="also judge the report's own arithmetic, check by check"
    )
    parser.add_argument("--json", action="store_true", help="the findings as JSON")


def _check(args: argparse.Namespace) -> int:
    from planbook.edition import check
    from planbook.run.project import Project

    project = Project.find()
    editions = args.edition or project.editions()
    if not editions:
        raise InputWrong(f"{project.data}: no edition there; expected a folder with a source.yml")
    if args.source and len(editions) > 1:
        raise InputWrong(f"--source: it is the text of one edition: which of {', '.join(editions)}?")
    findings = {name: check(name, project.data, args.source) for name in editions}
    audited = {name: _audited(name, project.data) for name in editions if args.audit and not findings[name]}
    if args.json:
        told = {name: [finding.to_json() for finding in found] for name, found in findings.items()}
        if args.audit:
            told = {name: {"findings": told[name], "audit": audited.get(name)} for name in told}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for name, found in findings.items():
            for finding in found:
                print(finding)
            for row in audited.get(name, ()):
                print(_verdict(row))
            print(f"{name}: {_counted(len(found), 'finding')}")
            if name in audited:
                verdicts = [row["verdict"] for row in audited[name]]
                counts = (f"{verdicts.count(word)} {word}" for word in dict.fromkeys(verdicts))
                print(f"{name}: {_counted(len(verdicts), 'check')}: {', '.join(counts)}")
    return 2 if any(findings.values()) else 0


def _audited(edition: str, data: Path) -> list[dict[str, Any]]:
    from planbook.edition import audit, load

    ed = load(edition, data)
    return [row.to_json(ed) for row in audit.rows(ed)]


def _verdict(row: dict[str, Any]) -> str:
    """One check of the audit in a few lines. That a report contradicts itself is no fault of the data."""
    facts = {
        "printed": "；".join(row["printed"].values()),
        "computed": f"{row['computed']} {row['bounds']}".strip(),
        "difference": row["difference"],
        "reason": row["reason"],
        "left open": row["unless"] if row["verdict"] == "cannot tell" else "",
        "places": "、".join(row["places"]),
        "key": row["fingerprint"] + (f" {row['status']}: {row['note']}" if row["note"] else ""),
    }
    lines = [f"    {name:<10}  {value}" for name, value in facts.items() if value]
    return "\n".join([f"{row['verdict']} ({row['word']}): {row['title']}", *lines])


# ---------------------------------------------------------------- planbook build, planbook status


def _build_arguments(parser: argparse.ArgumentParser) -> None:
    _parameter_arguments(parser)
    parser.add_argument(
        "--only", metavar="CHAPTER", action="append", default=[], help="run this chapter and keep the rest"
    )
    parser.add_argument(
        "-j", "--jobs", metavar="N", type=_positive, help="chapters at a time (default: all cores)"
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


def _build(args: argparse.Namespace) -> int:
    import gc

    from planbook import pipeline
    from planbook.run.project import Project

    gc.disable()  # a build is a short process; looking for garbage is a third of Sphinx's time
    pages = pipeline.build(Project.find(), _request(args), say=_progress)
    print(pages / "index.html")
    return 0


def _status(args: argparse.Namespace) -> int:
    from planbook.run import manifest
    from planbook.run.project import Project

    project, request = Project.find(), _request(args)
    if manifest.unchanged(project, manifest.fingerprint(project, request)):
        verdicts = []
        print("nothing would be run: the book is up to date")
    else:
        from planbook.run import chapters, settings

        asked = settings.resolve(project, request.files, request.options)
        verdicts = chapters.survey(project, asked, request)
        for verdict in verdicts:
            if verdict.stale:
                print(f"{verdict.chapter}: stale")
                print("".join(f"    {reason}\n" for reason in verdict.reasons), end="")
            else:
                print(f"{verdict.chapter}: up to date")
    return 0


# ---------------------------------------------------------------- planbook params


def _params_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("chapter", metavar="CHAPTER", nargs="?", help="one chapter (default: everything)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--schema", action="store_true", help="as JSON Schema")
    form.add_argument("--cell", action="store_true", help="the chapter's `parameters` cell")


def _params(args: argparse.Namespace) -> int:
    from planbook.run import parameters
    from planbook.run.chapters import require_known
    from planbook.run.project import Project

    known = Project.find().chapters
    if args.chapter:
        require_known("CHAPTER", [args.chapter], known)
    if args.schema:
        print(json.dumps(parameters.schema(args.chapter), ensure_ascii=False, indent=2))
    elif args.cell:
        if not args.chapter:
            raise InputWrong("params --cell: which CHAPTER?")
        print(parameters.cell(args.chapter))
    else:
        owners = [args.chapter] if args.chapter else [None, *known]
        rows = []
        for owner in owners:
            for told in parameters.described(parameters.model(owner)):
                name = f"{owner}.{told['name']}" if owner else told["name"]
                default = json.dumps(told["default"], ensure_ascii=False)
                rows.append((name, told["type"], default, told["expected"], f"{told['zh']} · {told['en']}"))
        _table(("parameter", "type", "default", "accepts", "meaning"), rows)
    return 0


# ---------------------------------------------------------------- planbook export


def _export_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = {
        "pdf": "the printed book",
        "excel": "a workbook to calculate in",
        "word": "a document to comment in",
        "epub": "the book for a reading device",
        "data": "the data as a package",
    }
    told = "; ".join(f"{kind}: {meaning}" for kind, meaning in kinds.items())
    parser.add_argument("format", metavar="FORMAT", choices=kinds, help=told)


def _export(args: argparse.Namespace) -> int:
    from planbook.export import export
    from planbook.run.project import Project

    print(export(Project.find(), args.format, say=_progress))
    return 0


# ---------------------------------------------------------------- planbook diff


def _diff_arguments(parser: argparse.ArgumentParser) -> None:
    named = "an edition, or a build: a manifest.json, a folder that holds one, `last` or `now`"
    parser.add_argument("old", metavar="OLD", nargs="?", default="last", help=f"{named} (default: last)")
    parser.add_argument("new", metavar="NEW", nargs="?", default="now", help="the same (default: now)")
    parser.add_argument("--json", action="store_true", help="the changes as JSON")


def _diff(args: argparse.Namespace) -> int:
    from planbook.run.diff import diff
    from planbook.run.project import Project

    changes = diff(Project.find(), args.old, args.new)
    if args.json:
        print(json.dumps([change.to_json() for change in changes], ensure_ascii=False, indent=2))
    elif changes:
        rows = [(c.kind, f"{c.where} {c.name}".strip(), _or_none(c.old), _or_none(c.new)) for c in changes]
        _table(("what", "which", "old", "new"), rows)
    else:
        print("nothing changed")
    return 0


# ---------------------------------------------------------------- planbook trace


def _trace_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("asked", metavar="FIGURE|NUMBER", help="an id, a number as printed, or a name")
    parser.add_argument("--source", metavar="FILE", type=Path, help="the report's text: quote the sentences")
    parser.add_argument("--json", action="store_true", help="the same as JSON")


def _trace(args: argparse.Namespace) -> int:
    from planbook.run.project import Project
    from planbook.run.trace import trace

    found = trace(Project.find(), args.asked, args.source)
    if args.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    for one in found:
        star = "*" if "formula" in one else ""
        print(f"{one['id']}  {one['name']}  {one['printed']}{star}")
        for title, lines in _traced(one).items():
            for number, line in enumerate(lines):
                print(f"    {title if number == 0 else '':<14}{line}")
    return 0


def _traced(one: dict[str, Any]) -> dict[str, list[str]]:
    """What is said of one figure, by heading."""

    def brief(row: dict[str, str]) -> str:
        return f"{row['id']}  {row['name']}  {row['printed']}"

    def use(row: dict[str, str]) -> str:
        where = f"{row['title']} {row['number']}".strip()
        return f"{where}  {row['shown'] or 'drawn'}  {row['page']}.html#{row['target']}"

    places = []
    for place in one.get("places", ()):
        where = f"{place['place']}, line {place['line']}, {place['fragment']}"
        places.append(f"{where}, sha256 {place['sha256']}")
        places += [place["sentence"]] if "sentence" in place else []
    told = {
        "what": [" · ".join(filter(None, (one.get("period"), one.get("status"), one.get("note"))))],
        "in the report": places,
        "formula": [one["formula"]] if "formula" in one else [],
        "caveat": [one["caveat"]] if one.get("caveat") else [],
        "from": [brief(row) for row in one.get("inputs", ())],
        "gives": [brief(row) for row in one["derived"]],
        "compared": [
            f"{', '.join(row['shown'])}  with {', '.join(other['id'] for other in row['with'])}"
            for row in one["worked_out"]
        ],
        "shown": [use(row) for row in one["uses"]],
    }
    return {title: lines for title, lines in told.items() if any(lines)}


# ---------------------------------------------------------------- what commands share


def _parameter_arguments(parser: argparse.ArgumentParser) -> None:
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


def _request(args: argparse.Namespace):
    from planbook.run.manifest import Request

    return Request(
        files=tuple(args.files),
        options=tuple((name, value) for name, value in args.options),
        only=tuple(getattr(args, "only", ())),
        jobs=getattr(args, "jobs", None),
        force=getattr(args, "force", False),
        plain=getattr(args, "plain_kernels", False),
        source=getattr(args, "source", None),
    )


def _counted(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'s' * (number != 1)}"


def _or_none(text: str | None) -> str:
    return "–" if text is None else text or "empty"


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"got {text!r}, expected a whole number from 1")
    return int(text)


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Columns as wide as their content; the last one may be as long as it likes."""
    widths = [max(len(row[n]) for row in (head, *rows)) for n in range(len(head) - 1)]
    for row in (head, *rows):
        print("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]))


COMMANDS = (
    Command("check", "is the data whole, right and consistent?", _check_arguments, _check),
    Command("build", "run what is stale, bind the book, publish it", _build_arguments, _build),
    Command("export", "the published book as one file to send", _export_arguments, _export),
    Command("status", "what would be run, and why", _parameter_arguments, _status),
    Command("diff", "what changed between two builds or two editions", _diff_arguments, _diff),
    Command("trace", "where a number comes from, and where the book shows it", _trace_arguments, _trace),
    Command("params", "every parameter: type, default, bounds, meaning", _params_arguments, _params),
)


def parser() -> argparse.ArgumentParser:
    """The command line, in full."""
    top = argparse.ArgumentParser(
        prog="planbook", description="A county's annual plan report as a book.", allow_abbrev=False
    )
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
    """Run one command and return its exit code; no input, however wrong, ends in a traceback."""
    args = parser().parse_args(argv)
    try:
        return args.run(args)
    except InputWrong as wrong:
        print(wrong, file=sys.stderr)
        return 2
    except WorkFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped; the published book is whole", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of our output has had enough: `planbook params | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        print(f"{error.strerror or error}{where}; the published book is whole", file=sys.stderr)
        return 1
    except Exception as error:
        if os.environ.get("PLANBOOK_DEBUG"):
            raise
        where = "for the traceback, run it again with PLANBOOK_DEBUG=1"
        print(f"planbook itself failed: {type(error).__name__}: {error} ({where})", file=sys.stderr)
        return 1
