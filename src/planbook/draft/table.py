"""Tables of a text: rows whose cells a tab parts; row, column and unit say what a number is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from . import quantity
from .outline import REVIEW, Line
from .quantity import Quantity
from .scope import Scope
from .series import Run
from .subject import Named
from .vocabulary import RATIO, Vocabulary
from .words import Words

TAB = "\t"
LEAST = 2  # tabs of a row
_ROW = re.compile(rf"^[^\n]*(?:{TAB}[^\n]*){{{LEAST},}}$", re.M)
_NUMBER = re.compile(rf"\D{{0,6}}{quantity.ARABIC}[^\d，。；]{{0,8}}")
_MARKS = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．]+|其中[:：]?|[#＃*—·•]+)+")
_BRACKETS = re.compile(r"[（(]\s*(?:单位[:：])?([^（）()\d]{1,8})[）)]")
_AIM = re.compile("目标|计划|预期|建议|安排")
_GROWS = re.compile("增长|增速|增幅|同比|增减|[±]")
_SHARE = re.compile("占比|比重|占.{0,6}%")
_COMPLETED = re.compile("完成率|完成(?:计划|目标|年计划)|占.{0,4}计划|完成.{0,4}%")
_RATE = re.compile("(?:率|度|比重|占比|比例|指数|强度)$")


class Cell(NamedTuple):
    """A number of a table, the label of its row and the head of its column."""

    number: Quantity
    label: str
    head: str


def find(text: str, vocabulary: Vocabulary, words: Words) -> dict[int, Cell]:
    """The numbers of the tables of a plain text, by where they begin."""
    by_number: dict[int, Cell] = {}
    for block in _blocks(text):
        cells = [_cells(text, *row) for row in block]
        first = next((at for at, row in enumerate(cells) if _has_values(text, row)), len(cells))
        heads = _heads(text, cells[:first])
        column = _unit_column(text, cells[first:], heads, vocabulary)
        for row in cells[first:]:
            for cell in _read(text, row, heads, column, vocabulary, words):
                by_number[cell.number.start] = cell
    return by_number


def is_row(line: str) -> bool:
    """Whether a line is a row of a table."""
    return line.count(TAB) >= LEAST


def _blocks(text: str) -> list[list[tuple[int, int]]]:
    """The rows that follow each other, as spans."""
    blocks: list[list[tuple[int, int]]] = []
    for match in _ROW.finditer(text):
        if blocks and match.start() <= blocks[-1][-1][1] + 1:
            blocks[-1].append(match.span())
        else:
            blocks.append([match.span()])
    return blocks


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    bounds = [start - 1, *(at for at in range(start, end) if text[at] == TAB), end]
    return [(a + 1, b) for a, b in pairwise(bounds)]


def _has_values(text: str, row: list[tuple[int, int]]) -> bool:
    return any(_NUMBER.fullmatch(text, *span) and "年" not in text[slice(*span)] for span in row[1:])


def _heads(text: str, rows: list[list[tuple[int, int]]]) -> list[str]:
    """What stands above each column, of all rows of the head."""
    width = max(map(len, rows), default=0)
    heads = [[text[slice(*row[at])] if at < len(row) else "" for row in rows] for at in range(width)]
    return ["".join(dict.fromkeys(words)) for words in heads]


def _unit_column(text: str, rows, heads: list[str], vocabulary: Vocabulary) -> int:
    """The column that names units, -1 for none."""
    named = [at for at, head in enumerate(heads) if re.search("单位", head) and "（" not in head]
    if named:
        return named[0]
    for at in range(1, min(3, max(map(len, rows), default=0))):
        column = [text[slice(*row[at])] for row in rows if at < len(row)]
        if column and sum(word in vocabulary.units for word in column) * 2 > len(column):
            return at
    return -1


def _read(text: str, row, heads, unit_column: int, vocabulary: Vocabulary, words: Words) -> Iterator[Cell]:
    """The numbers of a row."""
    named = [at for at, span in enumerate(row) if re.search(r"[\u4e00-\u9fff]", text[slice(*span)])]
    at_label = next((at for at in named if at != unit_column), -1)
    if at_label < 0:
        return
    row_label = text[slice(*row[at_label])]
    label = _MARKS.sub("", _BRACKETS.sub("", row_label)).strip("：: ")
    usual = (
        text[slice(*row[unit_column])]
        if 0 <= unit_column < len(row)
        else _unit_in_brackets(row_label, vocabulary)
    )
    for at in range(at_label + 1, len(row)):
        if at == unit_column or not _NUMBER.fullmatch(text, *row[at]):
            continue
        digits = re.compile(quantity.ARABIC).search(text, *row[at])
        match = quantity.pattern(vocabulary).match(text, digits.start(), row[at][1]) if digits else None
        if not match:
            continue
        head = heads[at] if at < len(heads) else ""
        number = quantity.read(text, match, vocabulary, words)
        unit = number.unit or _unit_in_brackets(head, vocabulary) or ("%" if _GROWS.search(head) else usual)
        unit = "%" if unit == "％" else unit
        flags = tuple(flag for flag in number.flags if flag != "unit?") + (() if unit else ("unit?",))
        start = max(number.start, row[at][0])
        yield Cell(number._replace(start=start, unit=unit, kind="table", flags=flags), label, head)


def _unit_in_brackets(words: str, vocabulary: Vocabulary) -> str:
    """The unit in brackets: 增长（%）, 生产总值（亿元）."""
    for match in _BRACKETS.finditer(words):
        unit = match[1].replace("％", "%").replace("±", "").strip()
        if unit in vocabulary.units or unit in RATIO:
            return unit
    return ""


def named(cell: Cell) -> Named:
    """A cell as a number with its subject, for the rules of prose."""
    run = Run([cell.number], left=cell.label)
    return Named(cell.number, cell.label, "", cell.label, run, 0, ("table",), False)


def measure(cell: Cell, usual: str) -> str:
    """How a cell measures: as its column says, else as prose would say of its label (`usual`)."""
    unit, head = cell.number.unit, cell.head
    if unit in RATIO:
        if _COMPLETED.search(head):
            return "completion"
        if _SHARE.search(head):
            return "share"
        if _GROWS.search(head) or not _RATE.search(cell.label):
            return "growth"
    return usual


def scope(cell: Cell, line: Line, years: tuple[str, str]) -> Scope:
    """Period and standing of a cell, from the head of its column."""
    reviewed, planned = years
    aims = bool(_AIM.search(cell.head)) and not re.search("完成(?!目标|计划)|实际|实绩|执行", cell.head)
    named = re.findall(r"20\d\d", cell.head)
    if named:
        period = named[-1]
    elif re.search("(?<![比较同])(?:上年|去年)", cell.head):
        period = str(int(reviewed) - 1)
    else:
        period = planned if aims and line.part != REVIEW else reviewed
    if period > reviewed:
        return Scope(period, "target", False)
    return Scope(period, "planned" if aims else "actual", not aims and "预计" in cell.head)
