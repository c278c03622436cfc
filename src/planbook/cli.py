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

from planbook import __version__, options, printing
from planbook.errors import BuildError, InputError


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
    from planbook.check import check
    from planbook.run.project import Project

    project = Project.find()
    editions = args.edition or project.editions()
    if not editions:
        raise InputError(f"{project.data}: no edition there; expected a folder with a source.yml")
    if args.source and len(editions) > 1:
        raise InputError(f"--source: it is the text of one edition: which of {', '.join(editions)}?")
    findings = {name: check(name, project.data, args.source) for name in editions}
    if args.source and any(findings.values()):
        from planbook.draft.suggest import suggest

        findings = {name: suggest(found, args.source, project.data, name) for name, found in findings.items()}
    audited = {name: _audited(name, project.data) for name in editions if args.audit and not findings[name]}
    if args.json:
        told: dict[str, object] = {
            name: [finding.to_json() for finding in found] for name, found in findings.items()
        }
        if args.audit:
            told = {name: {"findings": told[name], "audit": audited.get(name)} for name in told}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for name, found in findings.items():
            for finding in found:
                print(finding)
            for row in audited.get(name, ()):
                print(printing.verdict(row))
            print(f"{name}: {printing.counted(len(found), 'finding')}")
            if name in audited:
                verdicts = [row["verdict"] for row in audited[name]]
                counts = (f"{verdicts.count(word)} {word}" for word in dict.fromkeys(verdicts))
                print(f"{name}: {printing.counted(len(verdicts), 'check')}: {', '.join(counts)}")
                matters = {row["matter"] for row in audited[name]} - {None}
                print(f"{name}: {printing.counted(len(matters), 'matter')} on the audit's page")
    return 2 if any(findings.values()) else 0


def _audited(edition: str, data: Path) -> list[dict[str, Any]]:
    from planbook.audit import audit, matters
    from planbook.edition import load

    ed = load(edition, data)
    rows = audit.rows(ed)
    found = matters.matters(rows)
    number = {row.name: n for n, matter in enumerate(found, 1) for row in matter.rows}
    return [
        row.to_json(ed) | {"matter": number.get(row.name), "tag": audit.WORDS[row.verdict]} for row in rows
    ]


# ---------------------------------------------------------------- planbook draft


def _draft_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        metavar="REPORT",
        nargs="+",
        help="a report's file (docx, pdf, html, txt, ofd, doc), - for standard input; or: accept EDITION",
    )
    parser.add_argument("--edition", metavar="NAME", default="", help="the edition's name: guangling-2026")
    parser.add_argument(
        "--from", metavar="EDITION", default="", dest="like", help="whose names and projects come first"
    )
    parser.add_argument("--to", metavar="DIR", type=Path, help="write the draft there and nothing into data/")
    parser.add_argument(
        "--least",
        choices=("high", "middle", "low"),
        default="",
        help="with accept: also take rows that nobody has judged, from this confidence on",
    )


def _draft(args: argparse.Namespace) -> int:
    from planbook.draft import run
    from planbook.run.project import Project

    if args.what[0] == "accept":
        return _accept(args)
    if len(args.what) > 1:
        raise InputError(f"draft: got {len(args.what)} files, expected one report: an edition is one report")
    if args.least:
        raise InputError("--least: it belongs to accept: planbook draft accept EDITION --least high")
    report = None if args.what[0] == "-" else Path(args.what[0])
    raw = sys.stdin.buffer.read() if report is None else None
    project = Project.find()
    made = run.run(
        project.data, project.root / "_build", report, raw, edition=args.edition, like=args.like, to=args.to
    )
    for line in printing.drafted(made):
        print(line)
    return 0


def _accept(args: argparse.Namespace) -> int:
    from planbook.draft import accept
    from planbook.run.project import Project

    project = Project.find()
    names = [*args.what[1:], *([args.edition] if args.edition else [])]
    drafts = sorted(path.parent.name for path in (project.root / "_build" / "draft").glob("*/review.csv"))
    if len(names) > 1 or (not names and len(drafts) != 1):
        raise InputError(f"draft accept: which edition of {', '.join(drafts) or 'none'}?")
    name = names[0] if names else drafts[0]
    told = accept.accept(project.data, project.root / "_build", name, least=args.least)
    print(f"data/{name}: {', '.join(told)}")
    return 0


# ---------------------------------------------------------------- planbook desk


def _desk_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("report", metavar="REPORT", nargs="?", type=Path, help="draft this report at once")
    parser.add_argument("--edition", metavar="NAME", default="", help="the edition's name: guangling-2026")
    parser.add_argument(
        "--from", metavar="EDITION", default="", dest="like", help="whose names and projects come first"
    )
    parser.add_argument("--port", metavar="N", type=options.port, default=0, help="default: any that is free")
    parser.add_argument("--no-browser", action="store_true", help="print the address only")


def _desk(args: argparse.Namespace) -> int:
    from planbook.run.project import Project

    try:
        from planbook.desk.server import serve
    except ModuleNotFoundError as missing:
        raise InputError(f"desk: {missing.name} is not there; next: pip install 'planbook[desk]'") from None
    serve(
        Project.find(), args.report, edition=args.edition, like=args.like, port=args.port,
        browser=not args.no_browser,
    )  # fmt: skip
    return 0


# ---------------------------------------------------------------- planbook build, planbook status


def _build(args: argparse.Namespace) -> int:
    from planbook.run.project import Project

    _let_garbage_lie()
    project, request = Project.find(), options.request(args)
    if args.all:
        from planbook import library

        print(library.build(project, request, say=_progress))
    else:
        from planbook import pipeline

        print(pipeline.build(project, request, say=_progress) / "index.html")
    return 0


def _let_garbage_lie() -> None:
    """A short process: looking for garbage is a third of Sphinx's time, and half a second at the end."""
    import atexit
    import gc

    gc.disable()
    atexit.register(gc.freeze)


def _status(args: argparse.Namespace) -> int:
    from planbook.run import manifest

    project, request = options.project(args), options.request(args)
    if manifest.unchanged(project, manifest.fingerprint(project, request)):
        verdicts = []
        print("nothing would be run: the book is up to date")
    else:
        from planbook.run import chapters
        from planbook.run.parameters import settings

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
    from planbook.run.chapters import require_known
    from planbook.run.notebook import Notebook
    from planbook.run.parameters import models
    from planbook.run.project import Project

    project = Project.find()
    known = project.chapters
    if args.chapter:
        require_known("CHAPTER", [args.chapter], known)
    if args.schema:
        print(json.dumps(models.schema(args.chapter), ensure_ascii=False, indent=2))
    elif args.cell:
        if not args.chapter:
            raise InputError("params --cell: which CHAPTER?")
        print(models.cell(args.chapter, Notebook.read(project.notebook(args.chapter)).declared))
    else:
        owners = [args.chapter] if args.chapter else [None, *known]
        rows = []
        for owner in owners:
            for told in models.described(models.model(owner)):
                name = f"{owner}.{told['name']}" if owner else told["name"]
                default = json.dumps(told["default"], ensure_ascii=False)
                rows.append((name, told["type"], default, told["expected"], f"{told['zh']} · {told['en']}"))
        printing.table(("parameter", "type", "default", "accepts", "meaning"), rows)
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
    options.edition(parser)


def _export(args: argparse.Namespace) -> int:
    from planbook.export import export

    _let_garbage_lie()
    print(export(options.project(args), args.format, say=_progress))
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
        rows = [
            (c.kind, f"{c.where} {c.name}".strip(), printing.or_none(c.old), printing.or_none(c.new))
            for c in changes
        ]
        printing.table(("what", "which", "old", "new"), rows)
    else:
        print("nothing changed")
    return 0


# ---------------------------------------------------------------- planbook trace


def _trace_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("asked", metavar="FIGURE|NUMBER", help="an id, a number as printed, or a name")
    parser.add_argument("--source", metavar="FILE", type=Path, help="the report's text: quote the sentences")
    parser.add_argument("--json", action="store_true", help="the same as JSON")
    options.edition(parser)


def _trace(args: argparse.Namespace) -> int:
    from planbook.book.trace import trace

    found = trace(options.project(args), args.asked, args.source)
    if args.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    for one in found:
        star = "*" if "formula" in one else ""
        print(f"{one['id']}  {one['name']}  {one['printed']}{star}")
        for title, lines in printing.traced(one).items():
            for number, line in enumerate(lines):
                print(f"    {title if number == 0 else '':<14}{line}")
    return 0


# ---------------------------------------------------------------- planbook progress-template


def _template(args: argparse.Namespace) -> int:
    from planbook.edition import load
    from planbook.run.parameters import settings
    from planbook.run.project import Project
    from planbook.show import progress_sheet

    project = Project.find()
    if args.edition:
        options.require_edition("EDITION", args.edition, project.editions())
    edition = args.edition or settings.resolve(project).book["edition"]
    made = progress_sheet.write(
        load(edition, project.data), args.output or Path(f"progress-{edition}.csv"), args.force
    )
    print(made.path)
    rows = f"{printing.counted(made.targets, 'target')}, {printing.counted(made.tasks, 'task')}"
    _progress(f"{rows}: fill in value and state; then: planbook build -p progress FILE -p as_of DAY")
    return 0


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


COMMANDS = (
    Command("check", "is the data whole, right and consistent?", _check_arguments, _check),
    Command("draft", "a report's file → a draft edition to review", _draft_arguments, _draft),
    Command("desk", "review a draft and rerun the book in a browser", _desk_arguments, _desk),
    Command("build", "run what is stale, bind the book, publish it", options.build, _build),
    Command("export", "the published book as one file to send", _export_arguments, _export),
    Command("status", "what would be run, and why", options.status, _status),
    Command("diff", "what changed between two builds or two editions", _diff_arguments, _diff),
    Command("trace", "where a number comes from, and where the book shows it", _trace_arguments, _trace),
    Command("progress-template", "a sheet to fill in with what was reached", options.template, _template),
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
        code: int = args.run(args)
        return code
    except InputError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    except BuildError as failed:
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
