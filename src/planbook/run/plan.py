"""What parameters need to know of an edition, read from its files as they are: no models, no pandas."""

import csv
from pathlib import Path

import yaml


def years(edition: Path) -> tuple[int, int]:
    """The years that the edition in this folder reviews and plans."""
    source = yaml.safe_load((edition / "source.yml").read_text(encoding="utf-8"))
    return int(source["reviewed"]), int(source["planned"])


def numbered_growth_targets(edition: Path) -> list[str]:
    """The indicators whose growth target for the planned year is a number, in the order of the report."""
    year = str(years(edition)[1])
    with (edition / "figures.csv").open(encoding="utf-8", newline="") as rows:
        return list(
            dict.fromkeys(
                row["indicator"]
                for row in csv.DictReader(rows)
                if row["measure"] == "growth"
                and row["scenario"] == "target"
                and row["period"] == year
                and row["value"]
                and not row["item"]
                and not row["project"]
            )
        )
