"""Reading workbooks back: the table of a sheet as rows, and what a formula of ours gives."""

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import openpyxl

LOOKUP = re.compile(r'INDEX\((\w+)\[数值\],MATCH\("([^"]+)",\w+\[编号\],0\)\)')
OWN = re.compile(r"INDEX\(figures\[数值\],MATCH\(\w+\[\[#This Row\],\[(\w*编号)\]\],figures\[编号\],0\)\)")
CELL = re.compile(r"\w+\[\[#This Row\],\[(\w+)\]\]")


def table(path: Path, tab: str, computed: bool = True) -> list[dict[str, Any]]:
    """The table of a sheet: one mapping a row; formulas as what they gave, or as they stand."""
    sheet = openpyxl.load_workbook(path, data_only=computed)[tab]
    (found,) = sheet.tables.values()
    head, *rows = [[cell.value for cell in row] for row in sheet[found.ref]]
    return [dict(zip(head, row, strict=True)) for row in rows]


def calculate(formula: str, numbers: dict[str, float], row: dict[str, Any]) -> float:
    """What a formula of the workbook gives, by means that share nothing with the code that wrote it.

    numbers: id → number; row: the cells of the formula's own row.
    """
    text = OWN.sub(lambda match: repr(numbers[row[match[1]]]), formula.removeprefix("="))
    text = LOOKUP.sub(lambda match: repr(numbers[match[2]]), text)
    text = CELL.sub(lambda match: repr(row[match[1]]), text)
    assert re.fullmatch(r"[-+*/(),.\d\seROUNDWP]+", text), text
    known = {"ROUND": _round, "ROUNDDOWN": _down, "ROUNDUP": _up, "__builtins__": {}}
    return eval(text, known)


def _round(value: float, digits: int) -> float:
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def _down(value: float, digits: int) -> float:
    return math.trunc(value * 10**digits) / 10**digits


def _up(value: float, digits: int) -> float:
    return math.copysign(math.ceil(abs(value) * 10**digits), value) / 10**digits
