"""The commands about the book: build, status, params, export, diff, trace."""

import argparse
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from planbook import options, printing
from planbook.errors import InputError

if TYPE_CHECKING:  # a command imports what it needs
    from planbook.run.manifest import Request
    from planbook.run.project import Project


def build(args: argparse.Namespace) -> int:
    """The book, or with --all the books of all editions; prints where to open it, with --watch each time."""
    from planbook.run import surroundings
    from planbook.run.project import Project

    if args.watch and args.all:
        raise InputError("--watch and --all: every edition, or one that is watched? Leave one of them out")
    _let_garbage_lie()
    project, request = Project.find(), options.request(args)
    options.require_all(args)
    surroundings.settle(project.output / "cache" / "home")
    if args.watch:
        _watch(project, request)
    elif args.all:
        from planbook import library

        print(library.build(project, request, say=printing.progress, run=_cluster(args)))
    else:
        from planbook import pipeline

        print(pipeline.build(project, request, say=printing.progress) / "index.html")
    return 0


def _watch(project: "Project", request: "Request") -> None:
    """Build again and again until Ctrl-C; a program that was changed takes this one's place."""
    import os
    import sys

    from planbook import watch

    def done(pages: Path) -> None:
        print(pages / "index.html", flush=True)

    try:
        watch.watch(project, request, printing.progress, done)
    except watch.Outdated:
        printing.progress("the program was changed: starting it anew")
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def _cluster(args: argparse.Namespace) -> Callable[..., dict[str, str]] | None:
    """Where --scheduler has the books built; None: on this machine."""
    if not args.scheduler:
        return None
    from planbook.cluster import client

    return partial(client.build, scheduler=args.scheduler, exchange=args.exchange)


def _let_garbage_lie() -> None:
    """A short process: looking for garbage is a third of Sphinx's time, and half a second at the end."""
    import atexit
    import gc

    gc.disable()
    atexit.register(gc.freeze)


def status(args: argparse.Namespace) -> int:
    """Each chapter: up to date, or stale and why."""
    from planbook.run import manifest

    project, request = options.project(args), options.request(args)
    if manifest.unchanged(project, manifest.fingerprint(project, request)):
        print("nothing would be run: the book is up to date")
    else:
        from planbook.run import chapters
        from planbook.run.parameters import settings

        asked = settings.resolve(project, request.files, request.options)
        for verdict in chapters.survey(project, asked, request):
            if verdict.stale:
                print(f"{verdict.chapter}: stale")
                print("".join(f"    {reason}\n" for reason in verdict.reasons), end="")
            else:
                print(f"{verdict.chapter}: up to date")
    return 0


def params_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("chapter", metavar="CHAPTER", nargs="?", help="one chapter (default: everything)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--schema", action="store_true", help="as JSON Schema")
    form.add_argument("--cell", action="store_true", help="the chapter's `parameters` cell")


def params(args: argparse.Namespace) -> int:
    """The parameters as a table, as JSON Schema, or as the `parameters` cell of a notebook."""
    from planbook.run.chapters import require_known
    from planbook.run.notebook import Notebook
    from planbook.run.parameters import models
    from planbook.run.project import Project

    project = Project.find()
    known = project.chapters
    if args.chapter is not None:
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
            for about in models.described(models.model(owner)):
                name = f"{owner}.{about['name']}" if owner else about["name"]
                default = json.dumps(about["default"], ensure_ascii=False)
                rows.append(
                    (name, about["type"], default, about["expected"], f"{about['zh']} · {about['en']}")
                )
        printing.table(("parameter", "type", "default", "accepts", "meaning"), rows)
    return 0


def export_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = {
        "pdf": "the printed book",
        "excel": "a workbook to calculate in",
        "word": "a document to comment in",
        "epub": "the book for a reading device",
        "data": "the data as a package",
        "page": "one chapter as a piece of HTML for a website's editor",
        "site": "all pages in one zip",
        "xbrl": "each figure as a tagged fact, an Inline XBRL report package",
    }
    meanings = "; ".join(f"{kind}: {meaning}" for kind, meaning in kinds.items())
    parser.add_argument("format", metavar="FORMAT", choices=kinds, help=meanings)
    parser.add_argument("chapter", metavar="CHAPTER", nargs="?", default="", help="of page: which chapter")
    parser.add_argument(
        "--style",
        metavar="gb9704",
        choices=("gb9704",),
        default="",
        help="of pdf and word: as an official document, GB/T 9704-2012 (A4, 22 lines of 28 characters)",
    )
    options.edition(parser)


def export(args: argparse.Namespace) -> int:
    """The book as one file; prints its path."""
    from planbook.export import export as write
    from planbook.run import surroundings

    _let_garbage_lie()
    project = options.project(args)
    surroundings.settle(project.output / "cache" / "home")
    print(write(project, args.format, printing.progress, style=args.style, chapter=args.chapter))
    return 0


def diff_arguments(parser: argparse.ArgumentParser) -> None:
    named = "an edition, or a build: a manifest.json, a folder that holds one, `last` or `now`"
    parser.add_argument("old", metavar="OLD", nargs="?", default="last", help=f"{named} (default: last)")
    parser.add_argument("new", metavar="NEW", nargs="?", default="now", help="the same (default: now)")
    parser.add_argument("--json", action="store_true", help="the changes as JSON")


def diff(args: argparse.Namespace) -> int:
    """What changed, one line each."""
    from planbook.run.diff import diff as compare
    from planbook.run.project import Project

    changes = compare(Project.find(), args.old, args.new)
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


def trace_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("asked", metavar="FIGURE|NUMBER", help="an id, a number as printed, or a name")
    parser.add_argument("--source", metavar="FILE", type=Path, help="the report's text: quote the sentences")
    parser.add_argument("--json", action="store_true", help="the same as JSON")
    options.edition(parser)


def trace(args: argparse.Namespace) -> int:
    """Where each figure that is asked for comes from, what follows from it, and where it is shown."""
    from planbook.book.trace import trace as origins

    rows = origins(options.project(args), args.asked, args.source)
    if args.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    for one in rows:
        star = "*" if "formula" in one else ""
        print(f"{one['id']}  {one['name']}  {one['printed']}{star}")
        for title, lines in printing.traced(one).items():
            for number, line in enumerate(lines):
                print(f"    {title if number == 0 else '':<14}{line}")
    return 0
