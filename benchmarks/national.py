"""The national table: questions to `planbook compare` at the size of all counties, beside pandas.

    python benchmarks/national.py [--counties 2800] [--indicators 90] [--years 5] [--rounds 5] [DIR]

The table is made straight in the store's form (14,000 editions would say the same, slowly): each has an
actual of its level and growth for every indicator, and a target of half of them. A question is asked in a
process of its own, in turn with pandas on the same rows (a pickle of the columns that it needs), ROUNDS
times; medians are printed. Then one edition more is added.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from planbook.compare.observations import of_edition
from planbook.compare.store import _COLUMNS, FORMAT, Store

PARTS = 10
QUESTIONS = {
    "one indicator, ranked over all years, in SQL": "sql",
    "the same with the rules of `planbook compare`, 15 columns": "rank",
    "last year's targets against this year's actuals, all": "steps",
}


def make(place: Path, counties: int, indicators: int, years: int) -> int:
    """The parts and the index of a store; how many rows they have."""
    import duckdb

    place.mkdir(parents=True)
    figures = 2 * indicators + indicators // 2
    known, total = {}, 0
    for part in range(PARTS):
        first, last = part * counties // PARTS, (part + 1) * counties // PARTS
        name = f"part-{part:016x}.parquet"
        with duckdb.connect() as connection:
            connection.execute(SYNTHETIC, [first, last, years, figures, indicators])
            connection.execute(
                f"COPY (SELECT {', '.join(_COLUMNS)} FROM made "
                "ORDER BY indicator, measure, period, edition, figure) "
                f"TO '{place / name}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20000)"
            )
            total += connection.execute("SELECT count(*) FROM made").fetchone()[0]
        for county in range(first, last):
            for year in range(2022, 2022 + years):
                known[f"county{county:04}-{year}"] = {"part": name, "digest": "0", "stamp": []}
    (place / "index.json").write_text(
        json.dumps({"format": FORMAT, "editions": known, "mixed": []}), encoding="utf-8"
    )
    return total


RANKED = """
SELECT period, county, printed, rank() OVER (PARTITION BY period ORDER BY amount DESC) FROM observations
WHERE indicator = 'indicator07' AND item = '' AND project = '' AND measure = 'growth' AND scenario = 'actual'
"""
SYNTHETIC = """
CREATE TABLE made AS
WITH row AS (
    SELECT c.range AS c, 2022 + y.range AS planned, f.range AS f, f.range % $5 AS i, f.range // $5 AS kind
    FROM range($1, $2) c, range($3) y, range($4) f
), said AS (
    SELECT *, CASE kind WHEN 0 THEN 'level' ELSE 'growth' END AS measure,
        CASE kind WHEN 2 THEN 'target' ELSE 'actual' END AS scenario,
        CAST(planned - CASE kind WHEN 2 THEN 0 ELSE 1 END AS VARCHAR) AS period,
        round(CASE kind WHEN 0 THEN 20 + hash(c, i) % 4000 / 10.0
            ELSE hash(c, i, planned, kind) % 120 / 10.0 END, 1) AS v
    FROM row
)
SELECT printf('county%04d-%d', c, planned) AS edition, printf('第%d县', c) AS county,
    CAST(planned AS INTEGER) AS planned, printf('indicator%02d-%s-%s', i, measure, period) AS figure,
    printf('indicator%02d', i) AS indicator, printf('指标%d', i) AS label, 'constant' AS price_basis,
    '' AS item, '' AS project, measure, period, scenario, CAST(v AS VARCHAR) AS value,
    CASE measure WHEN 'level' THEN '亿元' ELSE '%' END AS unit,
    CASE measure WHEN 'level' THEN '元' ELSE '%' END AS base,
    CASE measure WHEN 'level' THEN 'money' ELSE 'ratio' END AS dimension,
    CAST(v * CASE measure WHEN 'level' THEN 1e8 ELSE 1 END AS DOUBLE) AS amount,
    CASE WHEN hash(c, f) % 9 = 0 THEN 'approx' ELSE 'eq' END AS bound, hash(c, f) % 20 = 0 AS preliminary,
    CAST(v AS VARCHAR) || CASE measure WHEN 'level' THEN '亿元' ELSE '%' END AS printed,
    CASE kind WHEN 2 THEN 'expect' ELSE '' END AS commitment, '' AS note, CAST(f % 60 + 5 AS INTEGER) AS line
FROM said
"""


def ask(way: str, question: str, place: Path) -> None:
    """In its process: seconds to open, for a first and a second question, CPU s of that, MB, rows."""
    begin = perf_counter()
    if way == "planbook":
        store = Store(place / "data", place)
        store.ask("SELECT 1")
        answer = partial(_planbook, store)
    else:
        answer = _pandas(place)
    seconds = [perf_counter() - begin]
    for _ in range(2):
        begin, cpu = perf_counter(), process_time()
        many = answer(question)
        seconds.append(perf_counter() - begin)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024  # ru_maxrss would be the parent's
    print(json.dumps([*seconds, process_time() - cpu, peak, many]))


def _planbook(store: Store, question: str) -> int:
    if question == "steps":
        ((many, _),) = store.ask("SELECT count(*), sum(gap) FROM steps")
        return many
    if question == "sql":
        return len(store.ask(RANKED))
    return len(store.ranks("indicator07", "growth", "", False, [str(year) for year in range(2000, 2100)]))


def _pandas(place: Path) -> Callable[[str], int]:
    import pandas

    table = pandas.read_pickle(place / "table.pickle")

    def answer(question: str) -> int:
        if question in ("sql", "rank"):
            mine = table[
                (table.indicator == "indicator07")
                & (table.measure == "growth")
                & (table.scenario == "actual")
            ]
            return len(mine.assign(rank=mine.groupby("period", observed=True).amount.rank(ascending=False)))
        key = ["county", "indicator", "measure", "period", "base"]
        target, actual = table[table.scenario == "target"], table[table.scenario == "actual"]
        both = target.merge(actual, on=key)
        both = (
            both[both.planned_y > both.planned_x]
            .sort_values("planned_y")
            .drop_duplicates([*key, "planned_x"])
        )
        return len(both.amount_y - both.amount_x)

    return answer


def _pickle(place: Path) -> None:
    """What pandas reads: only the columns that it needs, words as categories."""
    names = "county, planned, indicator, measure, period, scenario, base, amount, printed, line"
    with Store(place / "data", place).connect() as connection:
        table = connection.execute(f"SELECT {names} FROM observations").df()
    for name in table.select_dtypes(exclude="number"):
        if name != "printed":
            table[name] = table[name].astype("category")
    table.to_pickle(place / "table.pickle")


def _add(place: Path) -> tuple[float, int, int]:
    """A generated edition more: seconds, bytes of its part, how many of the old parts were written anew."""
    from generate import generate

    generate(1, place, seed=1)
    store = Store(place / "data", place)
    index = store._read_index()
    old = {path.name: path.stat().st_mtime_ns for path in place.glob("*.parquet")}
    keep = index["editions"]
    begin = perf_counter()
    made = [*of_edition(place / "data", "county0001-2026")]
    part = store._write(made, "one more")
    keep["more0001-2026"] = {"part": part, "digest": "0", "stamp": []}
    store._write_index(index)
    seconds = perf_counter() - begin
    same = sum(path.stat().st_mtime_ns == old.get(path.name) for path in place.glob("*.parquet"))
    return seconds, (place / part).stat().st_size, len(old) - same


def main() -> None:
    parser = argparse.ArgumentParser(description="The national table.")
    parser.add_argument("place", metavar="DIR", nargs="?", type=Path)
    for name, usual in (("counties", 2800), ("indicators", 90), ("years", 5), ("rounds", 5)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = (args.place or Path(folder)) / "compare"
        begin = perf_counter()
        total = make(place, args.counties, args.indicators, args.years)
        size = sum(path.stat().st_size for path in place.iterdir()) / 2**20
        print(f"{total} rows, {size:.0f} MB, made in {perf_counter() - begin:.0f} s; ", end="")
        _pickle(place)
        print(f"load {os.getloadavg()[0]:.1f}\n")
        print("| question | way | open s | first s | again s | CPU s | MB | rows |")
        print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
        answers: dict[tuple[str, str], list[list[float]]] = {}
        for _ in range(args.rounds):
            for question in QUESTIONS.values():
                for way in ("planbook", "pandas"):
                    command = [sys.executable, __file__, "--ask", way, question, str(place)]
                    done = subprocess.run(command, capture_output=True, text=True, check=True)
                    answers.setdefault((question, way), []).append(json.loads(done.stdout))
        for words, question in QUESTIONS.items():
            for way in ("planbook", "pandas"):
                cells = [median(column) for column in zip(*answers[question, way], strict=True)]
                shown = " | ".join(f"{value:.3f}" for value in cells[:4])
                print(f"| {words} | {way} | {shown} | {cells[4]:.0f} | {cells[5]:.0f} |")
        seconds, size, again = _add(place)
        print(
            f"\none edition more: {seconds:.2f} s, a part of {size} bytes; old parts written again: {again}"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--ask"]:
        ask(sys.argv[2], sys.argv[3], Path(sys.argv[4]))
    else:
        main()
