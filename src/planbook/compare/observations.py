"""The observations of an edition: its figures with what is needed to set them beside other counties'.

Read from the raw tables and without pydantic: there may be thousands of editions. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple

from planbook.edition import files, rows

_FIELDS = re.compile(
    r"^(county|reviewed|planned|unreviewed):\s*[\"']?([^\"'#\n]+?)[\"']?\s*(?:#.*)?$", re.MULTILINE
)


DRAFT = "草稿，未经人核对"  # stands before the notes of an edition that nobody has accepted


class Observation(NamedTuple):
    """One figure of one edition.

    period, scenario, bound, preliminary, printed, commitment, note: as in figures.csv, `printed` with the
    falling word of a list; value: as printed, text; amount: in the base unit of its unit, None for words;
    line: of the report's text, 0 where it is not known.
    """

    edition: str
    county: str
    planned: int
    figure: str
    indicator: str
    label: str
    price_basis: str
    item: str
    project: str
    measure: str
    period: str
    scenario: str
    value: str
    unit: str
    base: str
    dimension: str
    amount: float | None
    bound: str
    preliminary: bool
    printed: str
    commitment: str
    note: str
    line: int


def of_edition(data: Path, edition: str) -> Iterator[Observation]:
    """Every observation of an edition, in file order. RowsError for tables that cannot be read."""
    about = source(data, edition)
    draft = DRAFT if about.get("unreviewed") == "true" else ""
    units = {row["unit"]: row for row in rows.load("units", data, edition)}
    indicators = {row["indicator"]: row for row in rows.load("indicators", data, edition)}
    lines: dict[str, int] = {}
    for row in rows.load("mentions", data, edition):
        lines.setdefault(
            row["figure"], int(row["line"]) if row["line"].isascii() and row["line"].isdigit() else 0
        )
    for row in rows.load("figures", data, edition):
        indicator: Mapping[str, str] = indicators.get(row["indicator"], {})
        unit: Mapping[str, str] = units.get(row["unit"], {})
        yield Observation(
            edition, about.get("county", ""), int(about.get("planned") or 0), row["figure"], row["indicator"],
            indicator.get("label_zh") or row["indicator"], indicator.get("price_basis", ""),
            row["item"], row["project"], row["measure"], row["period"], row["scenario"],
            row["value"], row["unit"], unit.get("base") or row["unit"],
            unit.get("dimension") or row["unit"], _amount(row["value"], unit), row["bound"],
            row["preliminary"].lower() == "true",
            f"下降{row['printed']}" if row["sign"] else row["printed"], row["commitment"],
            "；".join(filter(None, (draft, row["note"]))), lines.get(row["figure"], 0),
        )  # fmt: skip


def source(data: Path, edition: str) -> dict[str, str]:
    """County and years of an edition, by its source.yml's lines."""
    text, _ = files.text_of(data / edition / "source.yml", "source.yml")
    return dict(_FIELDS.findall(text))


def _amount(value: str, unit: Mapping[str, str]) -> float | None:
    try:
        return float(Decimal(value) * Decimal(unit.get("factor") or 1)) if value else None
    except InvalidOperation:
        return None
