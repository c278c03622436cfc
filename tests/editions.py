"""The invented county that the tests of `planbook.edition` read, and ways to spoil it.

`data/good` is a sound edition, `data/qingshi-2026.txt` its text; `data/broken/<fault>` holds the file that
differs.
"""

import csv
import shutil
from pathlib import Path

DATA = Path(__file__).parent / "data"
GOOD, BROKEN, TEXT = DATA / "good", DATA / "broken", DATA / "qingshi-2026.txt"
EDITION = "qingshi-2026"


def copy(folder: Path, fault: str = "") -> Path:
    """A copy of the sound `data/` folder, with the file of a fault in it."""
    data = folder / "data"
    shutil.copytree(GOOD, data)
    if fault:
        shutil.copytree(BROKEN / fault, data, dirs_exist_ok=True)
    return data


def path(data: Path, file: str) -> Path:
    """A file of the copy by its bare name: figures.csv, units.csv, source.yml."""
    return data / file if (data / file).exists() else data / EDITION / file


def edit(data: Path, file: str, old: str, new: str) -> None:
    """Replace the one place in a file where `old` stands."""
    text = path(data, file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path(data, file).write_text(text.replace(old, new), encoding="utf-8")


def change(data: Path, table: str, key: str, **fields: str) -> None:
    """Set fields of the row whose first field is `key`."""
    file = path(data, f"{table}.csv")
    with file.open(encoding="utf-8", newline="") as stream:
        header, *rows = list(csv.reader(stream))
    (found,) = [row for row in rows if row[0] == key]
    for name, value in fields.items():
        found[header.index(name)] = value
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *rows])
