"""What is known beforehand: units, indicators with their names, codes; an edition's own too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from planbook.edition import rows

RATIO = ("%", "‰", "成", "/10万")
SCALES = "十百千万亿"


class Vocabulary:
    """The shared tables and those of an edition, as rows of text. Compared by identity.

    Raises rows.RowsError where a table cannot be used.
    """

    def __init__(self, data: Path, edition: str = "", units: tuple[str, ...] = ()):
        tables = {name: rows.load(name, data, edition or "-") for name in rows.SHARED}
        self.units: Mapping[str, rows.Row] = {row["unit"]: row for row in tables["units"]}
        self.indicators: Mapping[str, rows.Row] = {row["indicator"]: row for row in tables["indicators"]}
        self.codes = {
            name: {row["code"]: row["label_zh"] for row in entries}
            for name, entries in tables["codelists"].by("codelist").items()
        }
        self.more = units

    @cached_property
    def bases(self) -> tuple[str, ...]:
        """What counts and measures, without the scales before it, the longest first."""
        names = {base(unit) for unit in self.units} | set(self.more)
        return tuple(sorted(names - set(SCALES), key=lambda name: (-len(name), name)))

    @cached_property
    def unit_pattern(self) -> str:
        """A pattern for one of them."""
        return "|".join(map(re.escape, self.bases))

    def dimension(self, unit: str) -> str:
        """What a unit measures; one that is not known counts single things."""
        row = self.units.get(unit) or self.units.get(base(unit))
        return (row["dimension"] or "count") if row else "count"


def base(unit: str) -> str:
    """A unit without its scale: 万千瓦 → 千瓦, 千户 → 户, 千米 → 千米."""
    bare = unit.lstrip("万亿")
    if (
        len(bare) > 1
        and bare[0] in "十百千"
        and not bare.startswith(("千瓦", "千米", "千克", "千伏", "千卡"))
    ):
        bare = bare.lstrip("十百千")
    return bare or unit
