"""The national table on disk: Parquet, written by DuckDB, a part for all editions that came at one time.

    _build/compare/index.json          edition → the part that holds it, and what its files were; which parts
                                       hold editions that were replaced
    _build/compare/part-<digest>.parquet

An edition that is new or was changed goes into a new part; nothing else is written again, until there are so
many parts that they are joined. Rows of editions that were replaced stay in their part and are passed over.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planbook.edition import folder, rows
from planbook.errors import InputError

from .observations import Observation, of_edition
from .ranking import ACTUAL, BOUNDS, EXACT, SHARED, TARGET, Line, Step

if TYPE_CHECKING:
    import duckdb

FORMAT = 3  # of the parts; another number makes all of them anew
MOST_PARTS = 24
AT_ONCE = 400  # editions read into one part at a time: the memory of some 90,000 rows
TABLES = ("figures", "mentions", "indicators", "units", "codelists")
_OLD = 3600  # seconds
_RACY = 2 * 10**9  # nanoseconds: a file that is younger may change without its time
_TYPES = {"planned": "INTEGER", "amount": "DOUBLE", "preliminary": "BOOLEAN", "line": "INTEGER"}
_COLUMNS = {name: _TYPES.get(name, "VARCHAR") for name in Observation._fields}
_STEPS = f"""
    CREATE VIEW steps AS
    SELECT t.county, {", ".join(f"t.{name}" for name in SHARED)}, t.printed AS target, a.printed AS actual,
        a.amount - t.amount AS gap, t.edition || ':' || t.line AS target_at,
        a.edition || ':' || a.line AS actual_at
    FROM (
        SELECT *, regexp_replace(edition, '-[0-9]{{4}}$', '') || '-' || (planned + 1) AS next
        FROM observations WHERE amount IS NOT NULL AND scenario IN {TARGET}
    ) t JOIN (FROM observations WHERE amount IS NOT NULL AND scenario = '{ACTUAL}') a
        ON a.edition = t.next AND {" AND ".join(f"t.{name} = a.{name}" for name in SHARED)}
"""
_RANKED = (*Line._fields[1:-1], "note", "price_basis", "planned")  # of an observation, for its rank
_BOUNDS = " ".join(f"WHEN '{bound}' THEN '{word}'" for bound, word in BOUNDS.items())
_RANKS = f"""
    CREATE MACRO ranks(asked, way, part := '', targets := false) AS TABLE
    WITH every AS MATERIALIZED (
        SELECT {", ".join(_RANKED)}, edition[:-6] AS place FROM observations
        WHERE indicator = asked AND measure = way AND item = part AND project = '' AND length(period) = 4
            AND (scenario = '{ACTUAL}') = (NOT targets)
    ), newest AS (
        SELECT period, place, max((planned, amount IS NOT NULL, NOT preliminary, figure)) AS key
        FROM every GROUP BY ALL
    ), inside AS (
        SELECT every.* FROM every SEMI JOIN newest ON every.period = newest.period
            AND every.place = newest.place AND every.planned = key[1] AND every.figure = key[4]
    ), units AS (
        SELECT period, unit, min(base) AS base, count(*) AS many FROM inside WHERE amount != 0 GROUP BY ALL
    ), prices AS (
        SELECT period, price_basis, count(*) AS many FROM inside GROUP BY ALL
    ), usual AS (
        SELECT period, arg_min(base, (-units.many, unit)) AS base,
            arg_min(prices.price_basis, (-prices.many, prices.price_basis)) AS price_basis
        FROM prices LEFT JOIN units USING (period) GROUP BY ALL
    ), judged AS (
        SELECT inside.*, CASE WHEN amount IS NULL THEN '没有数字'
            WHEN inside.base != coalesce(usual.base, '') THEN '单位不同（' || unit || '）'
            WHEN bound NOT IN {EXACT} AND NOT targets THEN '只有界限'
            WHEN way = 'growth' AND inside.price_basis != usual.price_basis THEN '价格口径不同'
            ELSE '' END AS apart
        FROM inside JOIN usual USING (period)
    )
    SELECT CASE apart WHEN '' THEN rank() OVER (
            PARTITION BY period, apart ORDER BY CASE way WHEN 'rank' THEN amount ELSE -amount END
        ) ELSE 0 END AS rank, {", ".join(Line._fields[1:-1])},
        CASE apart WHEN '' THEN concat_ws('；', CASE bound {_BOUNDS} END,
            CASE WHEN preliminary THEN '预计' END, nullif(note, '')) ELSE apart END AS remark
    FROM judged
"""
MISSING = (
    "planbook compare --sql, and more than 30 editions, need DuckDB; next: pip install 'planbook[compare]'"
)


class Store:
    """The parts of all editions of a data folder."""

    def __init__(self, data: Path, place: Path):
        self.data, self.place = data, place
        self._index_file = place / "index.json"
        self._open: duckdb.DuckDBPyConnection | None = None

    def refresh(self, say: Callable[[str], None] = lambda line: None) -> list[str]:
        """Bring the parts up to date; returns the editions that were read, in their order.

        One whose tables cannot be read is said, and stays out.
        """
        index = self._read_index()
        editions = folder.editions(self.data)
        shared = _stamp(self.data / f"{table}.csv" for table in rows.SHARED)
        stamps = {one: [*shared, *_stamp(self._files(one))] for one in editions}
        known = index["editions"]
        before = {one: entry["part"] for one, entry in known.items()}
        due = [one for one in editions if one not in known or known[one]["stamp"] != stamps[one]]
        gone = [one for one in known if one not in stamps]
        changed = [one for one in due if self._digest(one) != known.get(one, {}).get("digest")]
        if not due and not gone:
            return []
        self._open = None
        self.place.mkdir(parents=True, exist_ok=True)
        for one in gone:
            del known[one]
        broken: set[str] = set()
        for start in range(0, len(changed), AT_ONCE):
            digests = {one: self._digest(one) for one in changed[start : start + AT_ONCE]}
            made: list[Observation] = []
            for one in digests:
                try:
                    made += of_edition(self.data, one)
                except InputError as wrong:
                    say(f"{one}: passed over: {wrong}")
                    broken.add(one)
                    known.pop(one, None)
            name = self._write(made, "+".join(digests.values()))
            known |= {one: {"part": name, "digest": of} for one, of in digests.items() if one not in broken}
        for one in [one for one in due if one not in broken]:
            known[one]["stamp"] = [] if _is_racy(stamps[one]) else stamps[one]
        parts = {entry["part"] for entry in known.values()}
        left = {part for one, part in before.items() if known.get(one, {}).get("part") != part}
        index["mixed"] = sorted({*index["mixed"], *left} & parts)
        if len(parts) > MOST_PARTS:
            self._join(index)
        self._write_index(index)
        self._sweep(known)
        return [one for one in changed if one not in broken]

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A connection with the views `observations`, of what is current, and `steps`, and the macro `ranks`;
        `ranking` says the same of what is read from the CSV files."""
        connection: duckdb.DuckDBPyConnection = _duckdb().connect()
        connection.execute("SET memory_limit='1GB'; SET threads=2")
        index = self._read_index()
        known, mixed = index["editions"], {*index["mixed"]}
        whole = sorted({entry["part"] for entry in known.values()} - mixed)
        pairs = [(one, entry["part"]) for one, entry in known.items() if entry["part"] in mixed]
        columns = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in _COLUMNS.items())
        queries = [f"SELECT {columns} WHERE false"]
        if whole:
            queries.append(f"SELECT {', '.join(_COLUMNS)} FROM read_parquet({self._files_of(whole)})")
        if mixed:
            connection.execute("CREATE TABLE current (edition VARCHAR, part VARCHAR)")
            connection.execute(
                "INSERT INTO current SELECT unnest($1), unnest($2)", [*map(list, zip(*pairs, strict=True))]
            )
            queries.append(
                f"SELECT {', '.join(f'o.{name}' for name in _COLUMNS)} "
                f"FROM read_parquet({self._files_of(sorted(mixed))}, filename=true) o "
                "SEMI JOIN current c ON o.edition = c.edition AND parse_filename(o.filename) = c.part"
            )
        connection.execute(f"CREATE VIEW observations AS {' UNION ALL '.join(queries)}")
        connection.execute(_STEPS)
        connection.execute(_RANKS)
        return connection

    def select(self, where: str, values: Sequence[Any] = ()) -> list[Observation]:
        """The observations that meet a condition of SQL."""
        columns = ", ".join(_COLUMNS)
        return [
            *map(Observation._make, self.ask(f"SELECT {columns} FROM observations WHERE {where}", values))
        ]

    def ranks(
        self, indicator: str, measure: str, item: str, planned: bool, years: Sequence[str]
    ) -> list[Line]:
        """The order of each of some years, those without a rank last."""
        query = (
            f"SELECT {', '.join(Line._fields)} FROM ranks(?, ?, part := ?, targets := ?) "
            "WHERE list_contains(?, period) ORDER BY period, rank = 0, rank, county, edition"
        )
        return [*map(Line._make, self.ask(query, [indicator, measure, item, planned, [*years]]))]

    def steps(self, where: str, values: Sequence[Any] = ()) -> list[Step]:
        """The targets with their results that meet a condition of SQL, the largest gap first."""
        columns, order = ", ".join(Step._fields), "gap DESC, target_at"
        query = f"SELECT {columns} FROM steps WHERE {where} ORDER BY {order}"
        return [*map(Step._make, self.ask(query, values))]

    def ask(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows that answer a query of the views, over one connection for all questions."""
        if self._open is None:
            self._open = self.connect()
        return self._open.execute(query, list(values)).fetchall()

    # ---- inside

    def _files_of(self, parts: Iterable[str]) -> str:
        """A list of SQL with the paths of parts."""
        return "[" + ", ".join("'" + str(self.place / part).replace("'", "''") + "'" for part in parts) + "]"

    def _files(self, edition: str) -> Iterator[Path]:
        yield self.data / edition / "source.yml"
        for table in TABLES:
            yield self.data / edition / f"{table}.csv"

    def _digest(self, edition: str) -> str:
        """Of all that an edition's rows are made of."""
        digest = hashlib.blake2b(f"{FORMAT} {edition}".encode(), digest_size=8)
        for path in (*self._files(edition), *(self.data / f"{table}.csv" for table in rows.SHARED)):
            digest.update(path.read_bytes() if path.is_file() else b"-")
            digest.update(b"\0")
        return digest.hexdigest()

    def _write(self, made: Sequence[Observation], of: str) -> str:
        """A new part with some rows; returns its name."""
        import pandas

        table = pandas.DataFrame(made, columns=list(_COLUMNS))
        with _duckdb().connect() as connection:
            connection.register("made", table)
            columns = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in _COLUMNS.items())
            return self._copy(connection, f"SELECT {columns} FROM made", of)

    def _join(self, index: dict[str, Any]) -> None:
        """All current rows as one part."""
        self._write_index(index)
        known = index["editions"]
        with self.connect() as connection:
            digest = "+".join(entry["digest"] for entry in known.values())
            name = self._copy(connection, "SELECT * FROM observations", digest)
        for entry in known.values():
            entry["part"] = name
        index["mixed"] = []

    def _copy(self, connection: duckdb.DuckDBPyConnection, select: str, of: str) -> str:
        name = f"part-{hashlib.blake2b(of.encode(), digest_size=8).hexdigest()}.parquet"
        new = self.place / f".{name}.{os.getpid()}"
        order = "indicator, measure, period, edition, figure"
        connection.execute(
            f"COPY ({select} ORDER BY {order}) TO '{str(new).replace(chr(39), chr(39) * 2)}' "
            "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20000)"
        )
        new.replace(self.place / name)
        return name

    def _read_index(self) -> dict[str, Any]:
        """The index; an empty one where there is none, or one that cannot be used."""
        try:
            index: dict[str, Any] = json.loads(self._index_file.read_text(encoding="utf-8"))
            whole = (
                index["format"] == FORMAT
                and isinstance(index["mixed"], list)
                and all(
                    {"part", "digest", "stamp"} <= entry.keys() and (self.place / entry["part"]).is_file()
                    for entry in index["editions"].values()
                )
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            whole = False
        return index if whole else {"format": FORMAT, "editions": {}, "mixed": []}

    def _write_index(self, index: dict[str, Any]) -> None:
        new = self.place / f".index.{os.getpid()}"
        new.write_text(json.dumps(index, separators=(",", ":")), encoding="utf-8")
        new.replace(self._index_file)

    def _sweep(self, known: dict[str, dict[str, Any]]) -> None:
        """Remove parts that hold nothing current, and what a killed run left."""
        kept = {entry["part"] for entry in known.values()} | {self._index_file.name}
        for path in self.place.iterdir():
            old = path.stat().st_mtime < time.time() - _OLD or not path.name.startswith(".")
            if path.name not in kept and old:  # a young hidden one may be another run's
                path.unlink(missing_ok=True)


def _stamp(paths: Iterable[Path]) -> list[list[int]]:
    stamps = []
    for path in paths:
        try:
            about = path.stat()
            stamps.append([about.st_size, about.st_mtime_ns, about.st_ino])
        except OSError:
            stamps.append([])
    return stamps


def _is_racy(stamp: list[list[int]]) -> bool:
    """Whether a file is so young that an edit may leave its size and time as they were."""
    return any(one and one[1] > time.time_ns() - _RACY for one in stamp)


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        raise InputError(MISSING) from None
    return duckdb


@contextlib.contextmanager
def refused() -> Iterator[None]:
    """What is wrong with somebody's SQL, as one message."""
    try:
        yield
    except _duckdb().Error as wrong:
        raise InputError(f"--sql: {wrong}") from None
