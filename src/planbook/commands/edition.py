"""The commands about an edition's data: check, draft, progress-template."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from planbook import options, printing
from planbook.errors import InputError


def check_arguments(parser: argparse.ArgumentParser) -> None:
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


def check(args: argparse.Namespace) -> int:
    """The findings of each edition, and with --audit the verdicts; 2 where there is a finding."""
    from planbook.check import validate
    from planbook.run.project import Project

    project = Project.find()
    editions = args.edition or project.editions()
    if not editions:
        raise InputError(f"{project.data}: no edition there; expected a folder with a source.yml")
    if args.source and len(editions) > 1:
        raise InputError(f"--source: it is the text of one edition: which of {', '.join(editions)}?")
    findings = {name: validate.check(name, project.data, args.source) for name in editions}
    if args.source and any(findings.values()):
        from planbook.draft.suggest import suggest

        findings = {name: suggest(ones, args.source, project.data, name) for name, ones in findings.items()}
    audited = {name: _audited(name, project.data) for name in editions if args.audit and not findings[name]}
    if args.json:
        result: dict[str, object] = {
            name: [finding.to_json() for finding in ones] for name, ones in findings.items()
        }
        if args.audit:
            result = {name: {"findings": result[name], "audit": audited.get(name)} for name in result}
        print(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        for name, ones in findings.items():
            for finding in ones:
                print(finding)
            for row in audited.get(name, ()):
                print(printing.verdict(row))
            print(f"{name}: {printing.counted(len(ones), 'finding')}")
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
    grouped = matters.matters(rows)
    number = {row.name: n for n, matter in enumerate(grouped, 1) for row in matter.rows}
    return [
        row.to_json(ed) | {"matter": number.get(row.name), "tag": audit.WORDS[row.verdict]} for row in rows
    ]


def draft_arguments(parser: argparse.ArgumentParser) -> None:
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


def draft(args: argparse.Namespace) -> int:
    """A draft of a report, or, as `draft accept`, its rows into the edition."""
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
    written = accept.accept(project.data, project.root / "_build", name, least=args.least)
    print(f"data/{name}: {', '.join(written)}")
    return 0


def template(args: argparse.Namespace) -> int:
    """The sheet of a progress, to fill in."""
    from planbook.edition import load
    from planbook.run.parameters import settings
    from planbook.run.project import Project
    from planbook.show import progress_sheet

    project = Project.find()
    if args.edition is not None:
        options.require_edition("EDITION", args.edition, project.editions())
    edition = args.edition or settings.resolve(project).book["edition"]
    made = progress_sheet.write(
        load(edition, project.data), args.output or Path(f"progress-{edition}.csv"), args.force
    )
    print(made.path)
    rows = f"{printing.counted(made.targets, 'target')}, {printing.counted(made.tasks, 'task')}"
    printing.progress(f"{rows}: fill in value and state; then: planbook build -p progress FILE -p as_of DAY")
    return 0


def desk_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `planbook desk`."""
    parser.add_argument("report", metavar="REPORT", nargs="?", type=Path, help="draft this report at once")
    parser.add_argument("--edition", metavar="NAME", default="", help="the edition's name: guangling-2026")
    parser.add_argument(
        "--from", metavar="EDITION", default="", dest="like", help="whose names and projects come first"
    )
    parser.add_argument("--port", metavar="N", type=options.port, default=0, help="default: any that is free")
    parser.add_argument("--no-browser", action="store_true", help="print the address only")
    parser.add_argument(
        "--launcher", metavar="DIR", nargs="?", const=Path(), type=Path,
        help="write a file to double-click instead, here or into DIR (your desktop)",
    )  # fmt: skip


def desk(args: argparse.Namespace) -> int:
    """The desk, until it is stopped; prints its address."""
    from planbook.run.project import Project

    try:
        from planbook.desk import launcher
        from planbook.desk.server import serve
    except ModuleNotFoundError as missing:
        raise InputError(f"desk: {missing.name} is not there; next: pip install 'planbook[desk]'") from None
    if args.launcher:
        print(launcher.write(Project.find(), args.launcher))
        return 0
    serve(
        Project.find(), args.report, edition=args.edition, like=args.like, port=args.port,
        browser=not args.no_browser,
    )  # fmt: skip
    return 0
