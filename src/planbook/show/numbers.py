"""Numbers as people read them: the printed decimals and hedge kept, a true minus, no space before a unit.

A figure is shown as it was printed. Only three things ever change: full-width digits become half-width, a
hyphen becomes a minus, and where one axis needs one unit the value is converted (and the picture says so).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from planbook.edition import Derived, Edition, Figure
from planbook.edition.units import exponent
from planbook.edition.years import Earlier

if TYPE_CHECKING:
    from typing_extensions import TypeIs

Quantity = Figure | Derived  # what the book shows as a number
MINUS = "\u2212"
FIGURE_SPACE = "\u2007"
POINT_SPACE = "\u2008"
WIDE_SPACE = "\u3000"
POINTS = "个百分点"
MONEY = "money"  # the dimension of its units
PRELIMINARY = "预计"
ASSUMED = "读者假定"
STRENGTH = {
    "ensure": "确保", "complete": "完成", "push": "推动", "assist": "配合推进", "strive": "力争",
    "start": "启动", "propose": "谋划", "continue": "持续", "expect": "预期",
}  # fmt: skip

_HALF = str.maketrans("０１２３４５６７８９．，％－", "0123456789.,%-")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_AFTER = ("以上", "以下", "以内", "左右", "上下", "余", "多")
_SYMBOL = {"gt": "超", "ge": "≥", "lt": "不到", "le": "≤", "approx": "约"}


@dataclass(frozen=True)
class Parts:
    """One number taken apart for alignment: hedge before, digits, hedge after, unit; `words` when it has no
    digits."""

    before: str = ""
    number: str = ""
    after: str = ""
    unit: str = ""
    words: str = ""

    @property
    def bare(self) -> str:
        """The number without its unit, for places where the unit stands once for all: 超1.8, 3600余,
        90以上."""
        return self.words or f"{self.before}{self.number}{self.after}"

    @property
    def full(self) -> str:
        """The number with its unit: 超1.8万个, 3600余万元, 90%以上."""
        if self.words:
            return self.words
        inner = self.after if self.after in ("余", "多") else ""
        outer = "" if inner else self.after
        return f"{self.before}{self.number}{inner}{self.unit}{outer}"


def digits(value: Decimal, decimals: int | None = None) -> str:
    """A decimal in plain digits with a true minus and a leading zero: −0.5. `decimals` fixes how many are
    shown."""
    if decimals is not None:
        value = round(value, decimals) if decimals else value.quantize(Decimal(1))
    plain = format(value, "f")
    return plain.replace("-", MINUS) if value else plain.lstrip("-")


def decimals(figure: Quantity) -> int:
    """How many decimals a figure was printed with."""
    return 0 if figure.value is None else max(0, -exponent(figure.value))


def is_derived(figure: Quantity) -> TypeIs[Derived]:
    """Whether this is a computed quantity (it carries a formula) and not a printed one."""
    return hasattr(figure, "formula")


def is_money(ed: Edition, figure: Figure) -> bool:
    """Whether a figure is an amount of money."""
    return figure.value is not None and figure.measure == "level" and ed.unit(figure.unit).dimension == MONEY


def key(figure: Quantity) -> str:
    """The id of a figure or of a derived quantity."""
    return figure.id


def anchor(figure: Quantity) -> str:
    """The target of a number, as HTML spells it: fig-gdp-level-2025 on the data page, last-… where an earlier
    edition's stands."""
    kind = "der" if is_derived(figure) else "last" if isinstance(figure, Earlier) else "fig"
    return anchor_of(key(figure), kind)


def anchor_of(id: str, kind: str = "fig") -> str:
    """The target of what has this id; kind: fig, der or last."""
    return f"{kind}-" + re.sub(r"[^a-z0-9]+", "-", id).strip("-")


def star(figure: Quantity) -> str:
    """`*` for a derived quantity, nothing for a printed one."""
    return "*" if is_derived(figure) else ""


def text(figure: Quantity) -> str:
    """A figure as printed, in half-width digits and with a true minus: 3600余万元, 90%以上, 全市第一."""
    printed = figure.wording.translate(_HALF).strip()
    return re.sub(r"(?<![\d\w])-(?=\d)", MINUS, printed)


def parts(figure: Quantity) -> Parts:
    """A figure taken apart. Counts in Chinese numerals become digits; ranks, classes and words stay words."""
    if figure.value is None:
        return Parts(words=text(figure))
    printed, unit = text(figure).replace(MINUS, "-"), figure.unit or ""
    match = _NUMBER.search(printed)
    if not match:
        # A rank (全市第一), a class (Ⅱ类), a hedge in words (上百户) is no count, even where it has a value.
        counted = getattr(figure, "measure", "") != "rank" and unit not in ("", "类") and figure.bound == "eq"
        if not counted or not printed.endswith(unit):
            return Parts(words=text(figure))
        return Parts(number=digits(figure.value), unit=unit)
    before, rest = printed[: match.start()], printed[match.end() :]
    number = match.group().lstrip("-").replace(",", "")
    if figure.value < 0:
        # NOTE: a printed 下降3.2% has the value -3.2; the sign takes the place of the word.
        before, number = "", MINUS + number
    after = next((hedge for hedge in _AFTER if hedge in rest and rest.replace(hedge, "", 1) == unit), "")
    if not after and not before and figure.bound != "eq":
        before = _SYMBOL.get(figure.bound, "")
    if rest == f"个{unit}":
        unit = rest  # 1.5个百分点: the measure word belongs to the unit
    return Parts(before, number, after, unit)


def bare(figure: Quantity) -> str:
    """A figure without its unit, hedge kept."""
    return parts(figure).bare


def converted(ed: Edition, figure: Quantity, unit: str) -> Parts:
    """A figure in another unit of the same dimension, hedge and significant digits kept.

    Raises UnitError (a ValueError) when the dimensions differ: 头 never becomes 只.
    """
    own = parts(figure)
    if figure.value is None or figure.unit == unit:
        return own
    value = ed.convert(figure, unit)
    if "." not in own.number:
        # The zeros of 3000万元 are not decimals: 0.3亿元, never 0.3000亿元.
        value = value.normalize()
    return replace(own, number=digits(value), unit=unit)


def amount(ed: Edition, figure: Quantity, unit: str) -> Decimal:
    """The value of a figure in `unit`, for lengths and positions."""
    if figure.unit == unit and figure.value is not None:
        return figure.value
    return ed.convert(figure, unit)


def common_unit(figures: Sequence[Quantity]) -> str:
    """The unit that most of the figures are printed in; on a tie the first one. Empty when none has a
    value."""
    units = [figure.unit for figure in figures if figure.value is not None]
    return max(units, key=units.count) if units else ""


def conversion_note(figures: Iterable[Quantity], unit: str) -> str:
    """The sentence that says what was converted, or nothing."""
    others = list(dict.fromkeys(f.unit for f in figures if f.value is not None and f.unit != unit))
    return f"原文用{'、'.join(others)}的数字已换算为{unit}。" if others else ""


def gap(after: Quantity, before: Quantity) -> Decimal:
    """The difference of two rates in percentage points, with no more decimals than the poorer printed rate
    has.

    A target is exact as printed, so its missing decimals do not cost any; a rate that the reader assumes is
    compared as it was given.
    """
    assert after.value is not None and before.value is not None
    exact = {"target", "planned"}
    known = [decimals(f) for f in (after, before) if getattr(f, "scenario", "actual") not in exact]
    assumed = any(mark(f) == ASSUMED for f in (after, before))
    width = min(known) if known and not assumed else max(decimals(after), decimals(before))
    return (after.value - before.value).quantize(Decimal(1).scaleb(-width), ROUND_HALF_UP)


def signed(value: Decimal) -> str:
    """A difference with its sign: +0.4, −14.4, 0."""
    return f"+{digits(value)}" if value > 0 else digits(value) if value else "0"


def padding(column: list[Parts]) -> list[str]:
    """What each number of a right-aligned column needs behind it so that the decimal points stand in one
    line."""
    behind = [len(part.number.partition(".")[2]) for part in column]
    most, tail = max(behind, default=0), max((len(part.after) for part in column if part.number), default=0)
    pads = []
    for part, have in zip(column, behind, strict=True):
        if not part.number:
            pads.append("")
            continue
        missing = FIGURE_SPACE * (most - have) + (POINT_SPACE if most and not have else "")
        # The hedge stands between the digits and the padding: padding before it would tear 3600余 apart.
        pads.append(missing + WIDE_SPACE * (tail - len(part.after)))
    return pads


def period(figure: Quantity) -> str:
    """The period of a figure in words: 2025年, 2022—2025年, 截至2025年底."""
    given = getattr(figure, "period", "") or ""
    start, slash, end = given.partition("/")
    if not slash:
        return f"{given}年" if given else ""
    return f"截至{end}年底" if start == ".." else f"{start}—{end}年"


def mark(figure: Quantity) -> str:
    """What must stand beside a number wherever it shows: 预计, or 读者假定 for the reader's own target."""
    if getattr(figure, "assumed", False):
        return ASSUMED
    return PRELIMINARY if getattr(figure, "preliminary", False) else ""


def status(figure: Quantity) -> str:
    """The standing of a figure in words: 目标, 计划, 预计; nothing for a plain actual; 推算 for a derived
    quantity."""
    return " · ".join(part for part in (scenario(figure), strength(figure), mark(figure)) if part)


def strength(figure: Quantity) -> str:
    """How firmly the report says a planned figure: 力争; nothing for what is done, or where it is not
    known."""
    return STRENGTH.get(getattr(figure, "commitment", ""), "")


def day(date: datetime.date) -> str:
    """A date in words: 2026年1月27日."""
    return f"{date.year}年{date.month}月{date.day}日"


def scenario(figure: Quantity) -> str:
    """目标, 计划, 推算, or nothing for what is done."""
    return "推算" if is_derived(figure) else {"target": "目标", "planned": "计划"}.get(figure.scenario, "")
