"""Which rows a person looks at, and in which order: what is doubtful first; filters and search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from planbook.draft.review import Row

from . import lookup, words
from .record import CLAUSES, NUMERALS
from .review import Review, waits

_ENDS = "。！？\n"  # of a sentence
FILTERS = ("state", "confidence", "flag", "chapter", "kind")


@dataclass(frozen=True)
class Filter:
    """What is asked for; an empty field asks for nothing. `table`: numerals or clauses."""

    table: str = NUMERALS
    state: str = ""
    confidence: str = ""
    flag: str = ""
    chapter: str = ""
    kind: str = ""
    words: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filter:
        table = CLAUSES if query.get("table") == CLAUSES else NUMERALS
        return cls(table, *(query.get(name, "")[:40] for name in (*FILTERS, "words")))

    def for_table(self, table: str) -> Filter:
        """The same, or for another table everything: what was asked for is of one table."""
        return self if table == self.table else Filter(table)

    def query(self, **more: str) -> str:
        """The address of the same filter, with more."""
        mine = {name: getattr(self, name) for name in ("table", *FILTERS, "words")}
        return urlencode({name: value for name, value in {**mine, **more}.items() if value})

    @property
    def any(self) -> bool:
        return any((*(getattr(self, name) for name in FILTERS), self.words))

    def takes(self, row: Row, names: str = "") -> bool:
        """Whether a row is asked for. `names`: what its indicator can be called."""
        told = (row.get(name, "") for name in ("printed", "text", "subject", "name", "item"))
        words = " ".join((*told, names))
        return (
            (not self.state or (waits(row) if self.state == "waiting" else row["state"] == self.state))
            and (not self.confidence or row["confidence"] == self.confidence)
            and (not self.flag or self.flag in row["flags"].split())
            and (not self.chapter or row["chapter"] == self.chapter)
            and (not self.kind or row["kind"] == self.kind)
            and (not self.words or self.words in words)
        )


def rows(review: Review, asked: Filter) -> dict[str, Row]:
    """The rows that are asked for, what needs a person first."""
    known = lookup.indicators(review) if asked.words else {}
    names = {id: f"{one['label_zh']} {one['aliases']}" for id, one in known.items()}
    mine = review.rows(asked.table)
    return {id: row for id, row in mine.items() if asked.takes(row, names.get(row.get("indicator", ""), ""))}


def following(review: Review, asked: Filter, id: str) -> str:
    """The next row that waits, behind this one, or from the beginning; "" when none does."""
    listed = list(rows(review, asked).items())
    at = next((n for n, (one, _) in enumerate(listed) if one == id), -1)
    return next((one for one, row in (*listed[at + 1 :], *listed[: max(at, 0)]) if waits(row)), "")


def beside(review: Review, asked: Filter, id: str) -> tuple[str, str]:
    """The rows before and behind this one, "" where there is none."""
    listed = list(rows(review, asked))
    at = listed.index(id) if id in listed else -1
    if at < 0:
        return "", (listed[0] if listed else "")
    return (listed[at - 1] if at else ""), (listed[at + 1] if at + 1 < len(listed) else "")


def choices(review: Review, table: str) -> dict[str, dict[str, str]]:
    """What can be asked for, with how many rows: {filter: {code: "words (12)"}}."""
    mine = review.record.tables[table].values()
    chapters = lookup.codes(review, "chapter")
    counted: dict[str, tuple[dict[str, str], Counter[str]]] = {
        "state": ({"waiting": "待看", **words.STATES}, Counter(row["state"] for row in mine)),
        "confidence": (words.CONFIDENCE, Counter(row["confidence"] for row in mine)),
        "flag": (words.FLAGS, Counter(flag for row in mine for flag in row["flags"].split())),
        "chapter": (chapters, Counter(row["chapter"] for row in mine if row["chapter"])),
        "kind": (words.KINDS, Counter(row["kind"] for row in mine)),
    }
    counted["state"][1]["waiting"] = review.left(table)
    del counted["state"][0]["new"]
    return {
        name: {code: f"{label}（{count[code]}）" for code, label in labels.items() if count[code]}
        for name, (labels, count) in counted.items()
    }


def sentence(review: Review, id: str) -> list[str]:
    """The figures of the sentence in which a row stands, in the text's order."""
    here = review.row(id)
    a, b = int(here["char_start"]), int(here["char_end"])
    start = max(review.text.rfind(mark, 0, a) for mark in _ENDS) + 1
    end = min((at for mark in _ENDS if (at := review.text.find(mark, b)) >= 0), default=len(review.text))
    inside = [
        (int(row["char_start"]), one)
        for one, row in review.record.tables[NUMERALS].items()
        if row["kind"] == "figure" and start <= int(row["char_start"]) < end
    ]
    return [one for _, one in sorted(inside)]
