"""Which targets a reader may set. Standard library only: it is asked before anything heavy is imported."""

from __future__ import annotations

from collections.abc import Mapping


def growth_target(row: Mapping[str, str | None], planned: str) -> str:
    """The name by which a reader may set a row of figures.csv: a growth target of the planned year with a
    number. The whole of an indicator has the indicator's name, a part that of its row, without its end; "":
    there is nothing to set."""
    is_target = (row["scenario"], row["period"], row["measure"]) == ("target", planned, "growth")
    if not (is_target and row["value"]):
        return ""
    if not (row["item"] or row["project"]):
        return row["indicator"] or ""
    name = (row["figure"] or "").removesuffix(f"-growth-{planned}")
    return "" if name in (row["figure"], row["indicator"]) else name
