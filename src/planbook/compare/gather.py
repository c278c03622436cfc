"""The observations that a question needs: from the parts on disk with DuckDB, else from the CSV files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from planbook.edition import folder, naming, rows
from planbook.edition.finding import nearest
from planbook.errors import InputError

from .observations import Observation, of_edition
from .ranking import ACTUAL, Line, Step, lines, ranking, steps
from .store import MISSING, Store

MOST_WITHOUT = 30  # editions that are read from their CSV files each time
WORDS = {
    "增速": "growth",
    "增长率": "growth",
    "增长": "growth",
    "总量": "level",
    "位次": "rank",
    "占比": "share",
}
Say = Callable[[str], None]


class Subject(NamedTuple):
    """An indicator with one way to measure it, and how many editions and counties have it."""

    indicator: str
    label: str
    measure: str
    editions: int
    counties: int


class Observations:
    """All editions of a data folder, to be asked for one indicator after the other."""

    def __init__(self, data: Path, place: Path, say: Say = lambda line: None):
        self._editions = folder.editions(data)
        self._store = Store(data, place) if find_spec("duckdb") else None
        if self._store is None and len(self._editions) > MOST_WITHOUT:
            raise InputError(f"{len(self._editions)} editions: {MISSING}")
        if self._store is not None:
            self._store.refresh(say)
        self._rows = _read(data, self._editions, say) if self._store is None else []
        self.data = data

    def of(self, indicator: str, measure: str = "", item: str = "") -> list[Observation]:
        """The observations of one indicator as a whole, or of one item of it; no project's."""
        if self._store is not None:
            where = "indicator = ? AND item = ? AND project = ''" + (" AND measure = ?" if measure else "")
            return self._store.select(where, [indicator, item, *([measure] if measure else [])])
        return [
            one
            for one in self._rows
            if (one.indicator, one.item, one.project) == (indicator, item, "")
            and measure in ("", one.measure)
        ]

    def measures(self, indicator: str, item: str = "") -> dict[str, int]:
        """How an indicator is measured, with the number of observations of each way."""
        if self._store is not None:
            query = (
                "SELECT measure, count(*) FROM observations "
                "WHERE indicator = ? AND item = ? AND project = '' GROUP BY measure"
            )
            return dict(self._store.ask(query, [indicator, item]))
        return Counter(one.measure for one in self.of(indicator, "", item))

    def years(self, indicator: str, measure: str, item: str = "", *, planned: bool = False) -> list[str]:
        """The years with numbers that were reached, or are planned; the oldest first."""
        if self._store is not None:
            query = (
                "SELECT DISTINCT period FROM observations WHERE indicator = ? AND measure = ? AND item = ? "
                f"AND project = '' AND length(period) = 4 AND amount IS NOT NULL "
                f"AND (scenario = '{ACTUAL}') = (NOT ?) ORDER BY period"
            )
            return [year for (year,) in self._store.ask(query, [indicator, measure, item, planned])]
        standing = self._standing(indicator, measure, item, planned)
        return sorted({one.period for one in standing if one.amount is not None})

    def ranks(
        self, indicator: str, measure: str, years: Sequence[str], item: str = "", *, planned: bool = False
    ) -> list[Line]:
        """The order of each year, those without a rank last."""
        if self._store is not None:
            return self._store.ranks(indicator, measure, item, planned, years)
        standing = self._standing(indicator, measure, item, planned)
        orders = (ranking(standing, year, lower_first=measure == "rank") for year in sorted(years))
        return [line for order in orders for line in lines(order.places)]

    def _standing(self, indicator: str, measure: str, item: str, planned: bool) -> list[Observation]:
        """What was reached in whole years, or is planned for them."""
        every = self.of(indicator, measure, item)
        return [one for one in every if len(one.period) == 4 and (one.scenario == ACTUAL) != planned]

    def steps(self, indicator: str, measure: str, item: str = "") -> list[Step]:
        """The targets of one indicator beside what the next editions say was reached; no project's."""
        if self._store is not None:
            where = "indicator = ? AND measure = ? AND item = ? AND project = ''"
            return self._store.steps(where, [indicator, measure, item])
        return steps(self.of(indicator, measure, item))

    def subjects(self, least: int = 1) -> list[Subject]:
        """What can be compared, that which most counties have first; `least` editions."""
        if self._store is not None:
            found = self._store.ask(
                "SELECT indicator, any_value(label), measure, count(DISTINCT edition), "
                "count(DISTINCT regexp_replace(edition, '-[0-9]{4}$', '')) FROM observations "
                "WHERE item = '' AND project = '' GROUP BY indicator, measure"
            )
            every = [Subject(*row) for row in found]
        else:
            every = _subjects(self._rows)
        return sorted(
            (one for one in every if one.editions >= least),
            key=lambda one: (-one.counties, -one.editions, *one),
        )

    def named(self, name: str) -> tuple[str, str]:
        """The indicator that is meant by an id, a label or another name of it, and the measure that a word
        behind it names: GDP增速 is (gdp, growth).

        Raises:
            InputError: there is none, or it may be several.
        """
        names: dict[str, set[str]] = defaultdict(set)
        for row in self._vocabulary():
            for one in (row["indicator"], row["label_zh"], *row.get("aliases", "").split(";")):
                if one.strip():
                    names[one.strip()].add(row["indicator"])
        known, measure = names.get(name, set()), ""
        for word in WORDS if not known else ():
            if name.endswith(word) and (known := names.get(name.removesuffix(word), set())):
                name, measure = name.removesuffix(word), WORDS[word]
                break
        if len(known) == 1 or name in known:
            return (name if name in known else next(iter(known))), measure
        if known:
            raise InputError(f'INDICATOR: "{name}" may be {", ".join(sorted(known))}; next: name one of them')
        near = nearest(name, names)
        hint = f"; nearest: {near}" if near else ""
        raise InputError(f'INDICATOR: got "{name}", expected the id or a name of an indicator{hint}')

    def _vocabulary(self) -> Iterable[rows.Row]:
        """The shared indicators, and those of single editions."""
        if not self._editions:
            return
        yield from rows.read("indicators", self.data, self._editions[0]).rows
        for edition in self._editions[1:]:
            if (self.data / edition / "indicators.csv").is_file():
                yield from rows.read("indicators", self.data, edition).rows


def _read(data: Path, editions: Iterable[str], say: Say) -> list[Observation]:
    """Every observation; an edition that cannot be read is said and passed over."""
    made: list[Observation] = []
    for edition in editions:
        try:
            made += of_edition(data, edition)
        except InputError as wrong:
            say(f"{edition}: passed over: {wrong}")
    return made


def _subjects(observations: Iterable[Observation]) -> list[Subject]:
    editions: dict[tuple[str, str], set[str]] = defaultdict(set)
    labels: dict[str, str] = {}
    for one in observations:
        if not one.item and not one.project:
            editions[one.indicator, one.measure].add(one.edition)
            labels.setdefault(one.indicator, one.label)
    return [
        Subject(indicator, labels[indicator], measure, len(found), len({*map(naming.county, found)}))
        for (indicator, measure), found in editions.items()
    ]
