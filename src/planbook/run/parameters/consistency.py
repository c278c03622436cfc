"""What no value shows by itself: does the edition exist, do the parameters fit it and each other, and do they
change anything in it?

The edition's files are read as they are: no models of rows, no pandas.
"""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from planbook.edition import loading, rows
from planbook.edition.newest import choice, newest
from planbook.edition.settable import growth_target
from planbook.run.parameters.errors import Fault, named, nearest
from planbook.run.project import Project

Chapters = dict[str, dict[str, Any]]


def contradictions(
    project: Project, book: dict[str, Any], chapters: Chapters, origin: dict[str, str]
) -> list[Fault]:
    """What each value alone cannot show: editions, pairs, and names that only the data knows."""

    def fault(name: str, expected: str, got: Any = None, near: str | None = None) -> None:
        shown = book[name.partition(".")[0]] if got is None else got
        faults.append(Fault(origin.get(name.partition(".")[0], "default"), name, shown, expected, near))

    faults: list[Fault] = []
    editions = project.editions()
    if book["edition"] not in editions:
        if not editions:
            known = f"an edition in {project.data}, but it has none"
        elif not book["edition"]:
            known = f"{choice(newest(project.data))}: name one with -p edition"
        else:
            known = f"one of {', '.join(editions)}"
        fault("edition", known, near=nearest(book["edition"], editions))
        return faults
    if book["scenario"] == "own" and not book["growth"]:
        fault("scenario", "growth rates too: with scenario own, growth names them")
    if book["scenario"] != "own" and book["growth"]:
        fault("growth", "scenario own: with scenario plan the report's own targets hold")
    if book["growth"]:
        targets = numbered_growth_targets(project.data / book["edition"])
        for name in book["growth"]:
            if name not in targets:
                near = nearest(name, targets)
                fault(f"growth.{name}", f"a growth target with a number: {', '.join(targets)}", name, near)
    if book["progress"] and not book["as_of"]:
        fault("progress", "as_of too: the day up to which the actuals go")
    if book["as_of"] and not book["progress"]:
        fault("as_of", "progress too: the CSV file of the actuals to date")
    if book["progress"] and not _is_file(project.root / book["progress"]):
        fault("progress", "a CSV file that exists")
    if book["as_of"]:
        _, year = years(project.data / book["edition"])
        if datetime.date.fromisoformat(book["as_of"]).year != year:
            fault("as_of", f"a day of the plan's year {year}")
    if wanted := chapters.get("industry", {}).get("sectors", ()):
        where, names = origin.get("industry.sectors", "default"), _sectors(project.data / book["edition"])
        codes = {name: code for code, name in names.items()}
        for code in dict.fromkeys(wanted):
            if code not in names:
                near = codes.get(code) or nearest(code, names)
                faults.append(Fault(where, "industry.sectors", code, "a sector of codelists.csv", near))
    return faults


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # its name is too long, or holds a NUL
        return False


def without_effect(
    project: Project, book: dict[str, Any], chapters: Chapters, origin: dict[str, str]
) -> list[str]:
    """A line for each value that somebody gave and that changes nothing in this edition."""
    edition = project.data / book["edition"]
    return [
        f"{named(where, label)}: no effect in {edition.name}: {why}"
        for label, where in origin.items()
        for owner, _, name in [label.partition(".")]
        if name
        for why in _idle(label, chapters[owner][name], edition)
    ]


def without_notebook(project: Project, edition: str, chapters: Chapters) -> list[str]:
    """A line for each chapter of the edition's figures and tasks that no notebook shows."""
    counts: dict[str, dict[str, int]] = {}
    for kind in ("figures", "tasks"):
        for row in _rows(project.data / edition, kind):
            if row["chapter"] not in chapters:
                counts.setdefault(row["chapter"], {"figures": 0, "tasks": 0})[kind] += 1
    return [
        f"chapter {code}: its {of['figures']} figures and {of['tasks']} tasks have no page: no notebook"
        f" chapters/{code}.ipynb; next: copy the one of another chapter, and list it in _toc.yml"
        for code, of in counts.items()
    ]


def _idle(label: str, value: Any, edition: Path) -> Iterator[str]:
    """Why a chapter's parameter with this value changes nothing."""
    from planbook.run.parameters import models

    owner, _, name = label.partition(".")
    projects = _rows(edition, "projects")
    industry = [row for row in projects if row["chapter"] == "industry"]
    if label == "industry.top_projects" and len(industry) <= min(value, models.Industry().top_projects):
        few = f"only {len(industry)} projects" if industry else "no project"
        yield f"{few} of chapter industry"
    elif label == "industry.sectors":
        there = {row["sector"] for row in industry}
        yield from (f'no project of sector "{code}"' for code in value if code not in there)
    elif label == "projects.stages":
        there = {row["stage"] for row in projects}
        yield from (f'no project at stage "{stage}"' for stage in value if stage not in there)
    elif label == "overview.order" and len(numbered_growth_targets(edition)) < 2:
        yield "fewer than two growth targets with a number"
    elif name == "threshold" and value:
        figures = (row for row in _rows(edition, "figures") if row["chapter"] == owner)
        if not any(row["unit"] == "%" and row["measure"] in ("rate", "share") for row in figures):
            yield f"no rate or share in % in chapter {owner}"


def years(edition: Path) -> tuple[int, int]:
    """The years that the edition in this folder reviews and plans."""
    source = loading.source(edition.name, edition.parent)
    return int(source.reviewed), source.year


def numbered_growth_targets(edition: Path) -> list[str]:
    """The names of the growth targets of the planned year that are numbers, in the order of the report."""
    year, rows = str(years(edition)[1]), _rows(edition, "figures")
    return list(dict.fromkeys(name for row in rows if (name := growth_target(row, year))))


def _sectors(edition: Path) -> dict[str, str]:
    """The codes of sectors with their names, those that all editions share and the edition's own."""
    codes = _rows(edition, "codelists")
    return {row["code"]: row["label_zh"] for row in codes if row["codelist"] == "sector"}


def _rows(edition: Path, table: str) -> rows.Rows:
    """The rows of a table; InputError with all that is wrong with its files."""
    return rows.load(table, edition.parent, edition.name)
