"""Where rows stand, set anew: a person moves brackets in a line of the text, 完成[52户][124人].

One way for four things: to move a row's ends, to split it, to merge it with its neighbours, to mark what was
missed. What is inside a pair of brackets is one row afterwards.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterable

from planbook.draft import ids, review
from planbook.draft.review import Row
from planbook.edition import numerals, printed
from planbook.edition.spans import digest, line_starts
from planbook.errors import PlanbookError

from .decisions import Made, Refused
from .record import CLAUSES, NUMERALS
from .review import Review

_CONTEXT = 20
_OPEN, _CLOSE = "[［", "]］"


def bracketed(review_: Review, table: str, line: int, more: Iterable[tuple[int, int]] = ()) -> str:
    """A line of the text with the rows of a table in brackets, and whatever else is to be marked."""
    start, end = bounds(review_.text, line)
    out, at = [], start
    for a, b in sorted({*(span(row) for row in review_.record.tables[table].values()), *more}):
        if start <= a and b <= end and a >= at:
            out += [review_.text[at:a], "[", review_.text[a:b], "]"]
            at = b
    return "".join([*out, review_.text[at:end]])


def bounds(text: str, line: int) -> tuple[int, int]:
    """Where a line (from 1) begins and ends."""
    starts = _starts(text)
    if not 1 <= line <= len(starts):
        raise Refused({"line": f"原文没有第 {line} 行"})
    return starts[line - 1], (starts[line] - 1 if line < len(starts) else len(text))


@functools.lru_cache(maxsize=4)
def _starts(text: str) -> list[int]:
    return line_starts(text)


@functools.lru_cache(maxsize=4)
def _numerals(text: str) -> list[numerals.Numeral]:
    return list(numerals.scan(text))


def span(row: Row) -> tuple[int, int]:
    return int(row["char_start"]), int(row["char_end"])


def move(review_: Review, table: str, line: int, typed: str) -> tuple[Made, dict[str, int]]:
    """The rows of a line as its brackets say, and the versions of those that go.

    Raises:
        Refused: the text was changed, or the brackets do not pair.
    """
    start, end = bounds(review_.text, line)
    plain, wanted = _parsed(typed)
    if plain != review_.text[start:end]:
        raise Refused({"told": "方括号以外的文字不能改；只能移动、增加或删除方括号"})
    spans = [(start + a, start + b) for a, b in wanted]
    mine = {
        id: row
        for id, row in review_.record.tables[table].items()
        if start <= span(row)[0] and span(row)[1] <= end
    }
    kept = {span(row) for row in mine.values()} & set(spans)
    gone = {id: row for id, row in mine.items() if span(row) not in kept}
    new = [one for one in spans if one not in kept]
    if not gone and not new:
        raise Refused({"told": "方括号没有变"})
    to: dict[str, dict[str, Row | None]] = {table: dict.fromkeys(gone)}
    number = review_.record.number + 1
    for place, (a, b) in enumerate(new):
        like = _nearest(gone or mine or review_.record.tables[table], a)
        make = _numeral if table == NUMERALS else _clause
        first = "n" if table == NUMERALS else "c"
        taken = {row["figure"] for row in to[table].values() if row and row.get("figure")}
        to[table][f"{first}{number}x{place}"] = make(review_, a, b, like, taken)
    say = "、".join(f"“{review_.text[a:b][:12]}”" for a, b in new) or "去掉标记"
    return (f"重新标记 {say}", to), {id: review_.record.version(id) for id in gone}


def missed(review_: Review) -> list[tuple[int, int]]:
    """The numerals of the text that no row holds."""
    covered = bytearray(len(review_.text))
    for row in review_.record.tables[NUMERALS].values():
        a, b = span(row)
        covered[a:b] = b"\1" * (b - a)
    return [(n.start, n.end) for n in _numerals(review_.text) if not all(covered[n.start : n.end])]


def _parsed(typed: str) -> tuple[str, list[tuple[int, int]]]:
    plain: list[str] = []
    spans: list[tuple[int, int]] = []
    opened = -1
    for letter in typed.replace("\r", "").replace("\n", ""):
        if letter in _OPEN:
            if opened >= 0:
                raise Refused({"told": "方括号不能套着用"})
            opened = len(plain)
        elif letter in _CLOSE:
            if opened < 0 or opened == len(plain):
                raise Refused({"told": "有的方括号不成对，或者里面是空的"})
            spans.append((opened, len(plain)))
            opened = -1
        else:
            plain.append(letter)
    if opened >= 0:
        raise Refused({"told": "有的方括号没有关上"})
    return "".join(plain), spans


def _nearest(rows: dict[str, Row], at: int) -> Row:
    return min(rows.values(), key=lambda row: abs(span(row)[0] - at), default={})


def _place(review_: Review, a: int, b: int) -> Row:
    text = review_.text
    return {
        "line": str(bisect_right(_starts(text), a)), "char_start": str(a), "char_end": str(b),
        "sha256": digest(text[a:b]),
    }  # fmt: skip


def _numeral(review_: Review, a: int, b: int, like: Row, taken: set[str]) -> Row:
    """A row on a span, read as far as it can be; what it is about is taken from the row beside it."""
    text = review_.text
    row = dict.fromkeys(review.NUMERALS, "") | {
        "state": review.NEW, "kind": review.FIGURE, "confidence": "low", "flags": "subject?",
        "before": text[max(0, a - _CONTEXT) : a].replace("\n", "⏎"), "printed": text[a:b],
        "after": text[b : b + 12].replace("\n", "⏎"), "why": "person", **_place(review_, a, b),
    }  # fmt: skip
    names = (
        "subject",
        "chapter",
        "indicator",
        "item",
        "project",
        "measure",
        "period",
        "scenario",
        "commitment",
    )
    row |= {name: like.get(name, "") for name in names}
    try:
        read = printed.parse(text[a:b])
        row |= {"value": format(read.value, "f"), "unit": read.unit, "bound": read.bound}
    except PlanbookError:
        row |= {"kind": review.OPEN, "flags": "value?"}
    if not row["indicator"] or not row["unit"]:
        row["kind"] = review.OPEN
    row["measure"] = _measure(row, like)
    others = {one["figure"] for one in review_.record.tables[NUMERALS].values()} | taken
    period = row["period"] or review_.years[0]
    row |= {"period": period, "scenario": row["scenario"] or "actual"}
    wanted = ids.figure(row["indicator"] or "open", row["item"], row["project"], row["measure"], period)
    row["figure"] = ids.unique(wanted, others, wanted[len(wanted.rsplit("-", 2)[0]) :])
    return row


def _measure(row: Row, like: Row) -> str:
    if row["unit"] == "位":
        return "rank"
    if row["unit"] == "%":
        return row["measure"] if row["measure"] in ("growth", "share", "rate", "completion") else "growth"
    same = like.get("unit") == row["unit"] and row["measure"]
    return row["measure"] if same else "level"


def _clause(review_: Review, a: int, b: int, like: Row, taken: set[str]) -> Row:
    text = review_.text[a:b]
    name = re.sub(r"[\d.%]+", "", text).strip("，、：；。的了“”")[:28].ljust(2, "…")
    others = {one["task"] for one in review_.record.tables[CLAUSES].values()} | taken
    return dict.fromkeys(review.CLAUSES, "") | {
        "state": review.NEW, "kind": review.TASK, "confidence": "low", "flags": "task?", "text": text,
        "task": ids.unique(ids.task(name), others), "name": name, "word": text[:2], "word_start": str(a),
        "chapter": like.get("chapter") or "overview", "topic": like.get("topic", ""), "why": "person",
        "commitment": like.get("commitment") or "complete", **_place(review_, a, b),
    }  # fmt: skip
