# ruff: noqa: E501 (tables of cases)
"""One thing wrong in an edition's files, of each kind that can be decided: does `planbook check` find it?

    python benchmarks/data_mutations.py [--edition NAME] [--data DIR] [--source FILE] [--many N] [--seed N]

Each kind is tried at N places (default 5), one at a time, in a copy of the data. A kind is decided by the tables
alone, or only beside the report's text (--source). The sound edition must have no finding. Wrong digits are
counted by mutations.py.
"""

import argparse
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from mutations import ROOT, read, write

from planbook.check import check

Change = Callable[[Path, str, random.Random], bool]  # data, edition; False: there is no such thing here


def field(
    table: str, where: Callable[[dict[str, str]], object], change: Callable[..., dict[str, str]]
) -> Change:
    """Some fields of a row for which `where` holds; `change` gets the row, all rows and the dice."""

    def changed(data: Path, edition: str, chance: random.Random) -> bool:
        paths = [path for path in (data / edition / f"{table}.csv", data / f"{table}.csv") if path.is_file()]
        for path in paths:
            rows = read(path)
            if places := [row for row in rows if where(row)]:
                row = chance.choice(places)
                new = change(row, rows, chance)
                row |= new
                write(path, rows)
                return bool(new)
        return False

    return changed


def line(file: str, old: str, new: str, report: str = "") -> Change:
    """A line of a YAML file that the pattern matches; with the report's text: whose group stands there."""

    def changed(data: Path, edition: str, chance: random.Random) -> bool:
        path = data / edition / file
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        places = [place for place in re.finditer(old, text, re.MULTILINE) if not report or place[1] in report]
        if not places:
            return False
        place = chance.choice(places)
        path.write_text(text[: place.start()] + place.expand(new) + text[place.end() :], encoding="utf-8")
        return True

    return changed


def other(column: str, **more: str) -> Callable[..., dict[str, str]]:
    """Another value of the same column."""

    def changed(row: dict[str, str], rows: list[dict[str, str]], chance: random.Random) -> dict[str, str]:
        others = sorted({one[column] for one in rows} - {row[column], ""})
        return {column: chance.choice(others), **more} if others else {}

    return changed


def twice(data: Path, edition: str, chance: random.Random) -> bool:
    """A figure's row once more under another id."""
    path = data / edition / "figures.csv"
    rows = read(path)
    row = chance.choice(rows)
    write(path, [*rows, row | {"figure": row["figure"].replace("-", "_again-", 1)}])
    return True


def to(**fields: str) -> Callable[..., dict[str, str]]:
    return lambda row, rows, chance: fields


def slip(column: str) -> Callable[..., dict[str, str]]:
    """A character in the middle of a name is another one."""

    def changed(row: dict[str, str], rows: list[dict[str, str]], chance: random.Random) -> dict[str, str]:
        name = row[column]
        at = chance.randrange(1, len(name) - 1)
        return {column: name[:at] + ("某" if name[at] != "某" else "其") + name[at + 1 :]}

    return changed


ALONE: dict[str, Change] = {
    "a unit's factor": field("units", lambda r: r["unit"][:1] in "万亿" and r["unit"] != r["base"], lambda r, _, __: {"factor": r["factor"] + "0"}),
    "project emptied": field("figures", lambda r: r["project"], to(project="")),
    "project of another": field("figures", lambda r: r["project"], other("project")),
    "project where none is": field("figures", lambda r: not r["project"], other("project")),
    "one quantity twice": twice,
    "the date of the report": line("source.yml", r"^date: \d{4}", "date: 2046"),
    "rank of another indicator": field("figures", lambda r: r["rank_of"], other("rank_of")),
    "a note on no finding": line("known_issues.yml", r"^  check: .*", "  check: nosuchcheck"),
    "ESC in a text": line("derived.yml", r"^  label: (.*)$", r'  label: "甲\\e[31m"'),
    "a direction mark in a text": line("derived.yml", r"^  label: (.*)$", r'  label: "甲\\u202e"'),
    "an alias that is a number": field("indicators", lambda r: r["label_zh"], to(aliases="20")),
    "a formula": field("projects", lambda r: r["name"], lambda r, _, __: {"name": f"={r['name']}"}),
    "a figure without a place": field("mentions", lambda r: True, other("figure", sha256="0" * 12)),
}  # fmt: skip


def beside(report: str) -> dict[str, Change]:
    """What only the report's text decides, of what is printed there as it stands."""
    return {
        "a heading left out": line("source.yml", r"^  - \{? ?line: .*section: （.*\n(    .*\n)*", ""),
        "a project's name": field(
            "projects", lambda r: len(r["name"]) > 9 and r["name"] in report, slip("name")
        ),
        "an item's name": field(
            "figures", lambda r: len(r["item"]) > 4 and r["item"] in report, slip("item")
        ),
        "preliminary without 预计": field(
            "figures", lambda r: not r["preliminary"] and r["scenario"] == "target", to(preliminary="true")
        ),
        "the county": line("source.yml", r"^county: (.*)$", r"county: 某\1", report),
        "the producer": line("source.yml", r"^producer: ((.*).(..))$", r"producer: \2某\3", report),
        "to whom it was given": line(
            "source.yml", r"^presented_to: ((.*).(..))$", r"presented_to: \2某\3", report
        ),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--edition", default="guangling-2026", metavar="NAME")
    parser.add_argument("--data", type=Path, default=ROOT / "data", metavar="DIR")
    parser.add_argument("--source", type=Path, metavar="FILE", help="the report's text")
    parser.add_argument("--many", type=int, default=5, metavar="N")
    parser.add_argument("--seed", type=int, default=2026)
    args = parser.parse_args()
    if false := [
        *check(args.edition, args.data),
        *(check(args.edition, args.data, args.source) if args.source else ()),
    ]:
        sys.exit("\n".join(["the sound edition has findings:", *map(str, false)]))
    missed = 0
    with_text = beside(args.source.read_text(encoding="utf-8")) if args.source else {}
    for name, change in (ALONE | with_text).items():
        chance, tried, caught = random.Random(args.seed), 0, 0
        text = args.source if name in with_text else None
        for _ in range(args.many):
            with tempfile.TemporaryDirectory() as folder:
                data = Path(folder) / "data"
                shutil.copytree(args.data, data)
                if change(data, args.edition, chance):
                    tried += 1
                    caught += bool(check(args.edition, data, text))
        missed += tried - caught
        print(f"{name:<28} {caught:>3} of {tried}{' with the text' if text else ''}", flush=True)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
