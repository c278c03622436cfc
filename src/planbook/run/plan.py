"""What no value shows by itself: does the edition exist, do the parameters fit it and each other?

The edition's files are read as they are: no models, no pandas.
"""

import csv
import datetime
from pathlib import Path
from typing import Any

import yaml

from planbook.edition.newest import choice, newest
from planbook.edition.settable import growth_target
from planbook.run.faults import Fault, nearest
from planbook.run.project import Project


def contradictions(project: Project, book: dict[str, Any], origin: dict[str, str]) -> list[Fault]:
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
    if book["progress"] and not (project.root / book["progress"]).is_file():
        fault("progress", "a CSV file that exists")
    if book["as_of"]:
        _, year = years(project.data / book["edition"])
        if datetime.date.fromisoformat(book["as_of"]).year != year:
            fault("as_of", f"a day of the plan's year {year}")
    return faults


def years(edition: Path) -> tuple[int, int]:
    """The years that the edition in this folder reviews and plans."""
    source = yaml.safe_load((edition / "source.yml").read_text(encoding="utf-8"))
    return int(source["reviewed"]), int(source["planned"])


def numbered_growth_targets(edition: Path) -> list[str]:
    """The indicators whose growth target for the planned year is a number, in the order of the report."""
    year = str(years(edition)[1])
    with (edition / "figures.csv").open(encoding="utf-8", newline="") as rows:
        return list(
            dict.fromkeys(row["indicator"] for row in csv.DictReader(rows) if growth_target(row, year))
        )
