"""A figure as a cell: its number, and the word for what the number leaves open."""

from planbook.edition import Derived, Edition, Figure
from planbook.formats.excel.workbook import Cell, Number, shape


def number(one: Figure | Derived, formula: str = "") -> Cell:
    """The number of a figure with its printed decimals; nothing for a target in words."""
    return None if one.value is None else Number(one.value, shape(one.value), formula)


def hedge(ed: Edition, one: Figure | Derived) -> str:
    """The word for what a number leaves open; nothing when it is exact."""
    return "" if one.bound == "eq" else ed.word("bound", one.bound)
