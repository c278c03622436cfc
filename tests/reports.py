"""Small reports for the tests of the audit: the invented county with only the figures of a test."""

import csv
from pathlib import Path

import editions

from planbook.edition import load, parse
from planbook.edition.lookup import Edition
from planbook.edition.rows import HEADERS

UNITS = [row[0] for row in csv.reader((editions.GOOD / "units.csv").open(encoding="utf-8", newline=""))][1:]
DETAILS = {"scenario": "actual", "chapter": "industry"}


def write(folder: Path, figures: dict[str, str | dict]) -> Path:
    """A `data/` folder with these figures: {id: printed, or fields with `printed`, `line` and `start`}."""
    data = editions.copy(folder)
    rows, mentions = [], []
    for number, (id, told) in enumerate(figures.items()):
        told = {"printed": told} if isinstance(told, str) else dict(told)
        lines, start = told.pop("line", 7), told.pop("start", number * 10)
        indicator, *_, measure, period = id.split("-")
        try:
            value, unit, bound = map(str, parse(told["printed"], UNITS))
        except ValueError:
            value, unit, bound = "", "", "approx"
        plain = {"value": value, "unit": unit, "bound": bound, **DETAILS}
        named = {"figure": id, "indicator": indicator, "measure": measure, "period": period}
        rows.append({**dict.fromkeys(HEADERS["figures"], ""), **plain, **named, **told})
        for line in [lines] if isinstance(lines, int) else lines:
            mentions.append([id, line, start, start + len(told["printed"]), "0" * 12])
    with editions.path(data, "figures.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, HEADERS["figures"])
        writer.writeheader()
        writer.writerows(rows)
    with editions.path(data, "mentions.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADERS["mentions"], *mentions])
    editions.path(data, "derived.yml").write_text("{}\n", encoding="utf-8")
    return data


def two_years(folder: Path, now: dict[str, str | dict], before: dict[str, str | dict]) -> Path:
    """A `data/` folder with this year's edition, and beside it the same county's of the year before."""
    data, other = write(folder / "now", now), write(folder / "before", before)
    (other / editions.EDITION).rename(data / "qingshi-2025")
    editions.edit(data, "qingshi-2025/source.yml", "edition: qingshi-2026", "edition: qingshi-2025")
    editions.edit(data, "qingshi-2025/source.yml", "reviewed: 2025", "reviewed: 2024")
    editions.edit(data, "qingshi-2025/source.yml", "planned: 2026", "planned: 2025")
    return data


def edition(folder: Path, figures: dict[str, str | dict]) -> Edition:
    """The edition with these figures, loaded."""
    return load(editions.EDITION, write(folder, figures))


def declare(data: Path, text: str, file: str = "checks.yml") -> None:
    """Write checks.yml (or another file) of the edition."""
    (data / editions.EDITION / file).write_text(text, encoding="utf-8")
