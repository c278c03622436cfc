"""Which targets a reader may set. Standard library only: it is asked before anything heavy is imported."""

from __future__ import annotations

from collections.abc import Mapping


def growth_target(row: Mapping[str, str | None], planned: str) -> bool:
    """Whether a row of figures.csv is a growth target of the planned year that a reader may set: the whole
    of its indicator, and a number."""
    return (
        (row["scenario"], row["period"], row["measure"]) == ("target", planned, "growth")
        and bool(row["value"])
        and not row["item"]
        and not row["project"]
    )
