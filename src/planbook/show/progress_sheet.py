"""The sheet to fill in with what was reached: a row for each target and each task of an edition.

It has the columns of `planbook.edition.actuals`, so that a build takes the filled sheet as it is; rows that
nobody has filled in say nothing.
"""

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planbook.errors import InputError

if TYPE_CHECKING:
    from planbook.edition import Edition


class Sheet(NamedTuple):
    """A sheet that was written: where, and how many rows it has."""

    path: Path
    targets: int
    tasks: int


def write(ed: "Edition", out: Path, force: bool = False) -> Sheet:
    """Write the sheet as UTF-8 with a byte order mark, by which Excel and WPS know it.

    Raises:
        InputError: there is such a file already (and `force` does not say otherwise), or no such folder.
    """
    from planbook.edition.actuals import GLOSSES, HEADER

    if not out.parent.is_dir():
        raise InputError(f"-o: got {out}, expected a file in a folder that exists; make {out.parent} first")
    made = rows(ed)
    text = io.StringIO()
    sheet = csv.DictWriter(text, HEADER, restval="")
    sheet.writerow({column: f"{column} {gloss}" for column, gloss in GLOSSES.items()})
    sheet.writerows(made)
    try:
        with out.open("w" if force else "x", encoding="utf-8-sig", newline="") as stream:
            stream.write(text.getvalue())
    except FileExistsError:
        raise InputError(
            f"-o: {out} exists already and may be filled in; name another file, or add --force to lose it"
        ) from None
    tasks = sum(1 for row in made if "task" in row)
    return Sheet(out, len(made) - tasks, tasks)


def rows(ed: "Edition") -> list[dict[str, str]]:
    """What the sheet has: a row for each target, then one for each task; the columns that it leaves empty
    are not in it."""
    from planbook.edition.actuals import TARGET, key
    from planbook.show import markup, numbers

    targets = {key(one): one for one in reversed(ed.select(period=ed.planned))}  # one row, one key
    made = [
        {
            "name": markup.name(ed, one),
            "target": numbers.text(one),
            **dict(zip(TARGET, named, strict=True)),
            "unit": one.unit,
        }
        for named, one in reversed(targets.items())
    ]
    return made + [{"name": task.name, "target": task.word, "task": task.task} for task in ed.tasks()]
