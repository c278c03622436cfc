"""Where a book shows the figures of its report: in pictures, in tables, or only on the data page.

    python benchmarks/coverage_of_book.py FOLDER …     (of built pages: _build/html)

Each figure counts once, at the best place that it has in its own chapter: a picture, a table, or a sentence
or tile (text). Elsewhere: another chapter or the audit shows it; data page: nothing but its own row.
"""

import csv
import json
import sys
from pathlib import Path

PLACES = ("picture", "table", "text", "elsewhere", "data page")


def chapters(pages: Path) -> dict[str, str]:
    """The chapter of each figure, out of the data that every book has to take away."""
    file = next(pages.glob("_downloads/*/figures.csv"))
    with file.open(encoding="utf-8", newline="") as stream:
        return {row["figure"]: row["chapter"] for row in csv.DictReader(stream)}


def counted(pages: Path) -> tuple[str, dict[str, int], int]:
    """The edition, its figures by place, and the pictures of the book."""
    index = json.loads((pages / "provenance.json").read_text(encoding="utf-8"))
    chapter = chapters(pages)
    found = dict.fromkeys(PLACES, 0)
    for anchor, row in index["figures"].items():
        uses = index["uses"].get(anchor, [])
        own = {use["kind"] for use in uses if use["page"] == f"chapters/{chapter[row['id']]}"}
        place = next((kind for kind in PLACES if kind in own), "elsewhere" if uses else "data page")
        found[place] += 1
    pictures = sum(map(len, index["pictures"].values()))
    return index["edition"], found, pictures


def main(folders: list[str]) -> None:
    heads = "".join(f"{head:>10}" for head in ("figures", *PLACES, "pictures"))
    print(f"{'edition':<16}{heads}")
    for folder in folders:
        edition, found, pictures = counted(Path(folder))
        cells = "".join(f"{number:>10}" for number in (sum(found.values()), *found.values(), pictures))
        print(f"{edition:<16}{cells}")


if __name__ == "__main__":
    main(sys.argv[1:] or sys.exit(__doc__))
