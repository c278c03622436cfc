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


def without_places(folder: Path) -> Path:
    """A copy of the sound `data/` folder without the places in the text: any figure can be added."""
    data = copy(folder)
    for table in ("mentions", "not_figures"):
        path(data, f"{table}.csv").unlink()
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


def append(data: Path, file: str, *lines: str) -> None:
    """Add rows to a table; columns at its end that a row does not name are empty."""
    here = path(data, file)
    width = here.read_text(encoding="utf-8").partition("\n")[0].count(",")
    with here.open("a", encoding="utf-8") as stream:
        stream.writelines(f"{line}{',' * (width - line.count(','))}\n" for line in lines)


TASKS = """\
task,chapter,topic,name,commitment,word,word_start,figures,project,line,char_start,char_end,sha256,note
gdp,overview,,经济增速,expect,预期,1,gdp-growth-2026,,1,2,3,0123456789ab,
toilets,urban_rural,,改造厕所,complete,完成,1,toilets-count-2026;investment-toilets_2026-level-2026,toilets_2026,1,2,3,0123456789ab,
school,livelihood,,新增学位,push,推动,1,school_places-count-2026,,1,2,3,0123456789ab,
clinics,livelihood,,巡回医疗,continue,持续,1,,,1,2,3,0123456789ab,每月一次
"""


def with_tasks(folder: Path) -> Path:
    """A copy of the sound `data/` folder in which the plan has tasks; their places are invented."""
    data = copy(folder)
    (data / EDITION / "tasks.csv").write_text(TASKS, encoding="utf-8")
    return data
