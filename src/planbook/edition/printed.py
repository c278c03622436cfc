"""What a printed number says: `parse("3600余万元")` → 3600, 万元, gt. Standard library only.

The grammar is that of Chinese official prose: an Arabic, Chinese or Roman numeral, a unit, and hedges before
(超, 不少于), inside (余, 多) and after (以上, 左右) it; ranks (全市第一, 前三名); falls (下降3.2%). The words
for bounds are read as the Civil Code (art. 1259) reads them: 以上, 以下 and 以内 include the number itself,
超过 and 不满 do not. A scale belongs to the unit, because that is what was printed: 70亿元 is 70 of 亿元.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from planbook.errors import PlanbookError

from . import numerals

BEFORE = {
    "gt": ("超过", "超出", "超", "突破", "远超", "逾", "高于", "大于", "多于", "不止", "过", "破", ">"),
    "ge": ("不少于", "不低于", "不小于", "不下于", "不下", "至少", "最少", "起码", "上", "≥", ">="),
    "lt": ("不足", "不到", "不满", "未满", "未达", "低于", "少于", "小于", "近", "将近", "接近", "逼近", "<"),
    "le": ("不超过", "不超", "不多于", "不高于", "不大于", "至多", "最多", "≤", "<="),
    "approx": ("约为", "大约", "约", "大概", "大致", "≈"),
}
INSIDE = {"gt": ("余", "多"), "approx": ("来",)}
AFTER = {
    "gt": ("有余", "余", "多", "出头"),
    "ge": ("及以上", "或以上", "以上"),
    "le": ("及以下", "或以下", "以下", "以内", "之内"),
    "approx": ("左右", "上下"),
}
FALLS = (
    "下降", "降低", "减少", "回落", "收窄", "缩减", "压减", "压降", "下调", "负增长", "降", "减", "负", "-",
    "−",
)  # fmt: skip
_RELATIONS = (  # how a target without a number is tied to another indicator; the first that occurs decides
    ("ge", ("不低于", "不慢于", "不少于")),
    ("le", ("不高于", "不超过", "不快于")),
    ("approx", ("基本同步", "大体同步", "基本一致", "基本相当", "基本持平")),
    ("eq", ("同步", "一致", "持平", "相当")),
    ("gt", ("高于", "快于", "超过", "大于", "跑赢")),
    ("lt", ("低于", "慢于", "小于")),
)
FLIP = {"gt": "lt", "lt": "gt", "ge": "le", "le": "ge"}
_TRANSLATE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # full-width ASCII to half-width
_LONGEST = 40  # characters; a longer `printed` is a sentence


def _by_length(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return sorted(((w, b) for b, words in table.items() for w in words), key=lambda p: -len(p[0]))


_BEFORE, _INSIDE, _AFTER = _by_length(BEFORE), _by_length(INSIDE), _by_length(AFTER)
_NUMBER = re.compile(
    rf"(?P<percent>[百千]分之)?(?:(?P<arabic>{numerals.ARABIC})|(?P<roman>{numerals.ROMAN})"
    rf"|(?P<chinese>{numerals.CHINESE}))"
)
_SIGNS = r"(?:[^\W\d_]|[㎡㎥℃°·])+[²³]?"
_UNIT = re.compile(rf"[%‰]|{_SIGNS}(?:/{_SIGNS})?")
_KILO = ("瓦", "伏", "米", "克")  # 千 before them is the unit's own
_SECOND = re.compile(  # 亿5000万, 万3千, 亿2千余万
    rf"([百千万亿]+)(零?)({numerals.ARABIC})([百千]?)([余多来]?)([万亿]?)(?!\d)"
)
_RANK = re.compile(
    rf"(?P<among>[^\W\d_]{{0,10}}?)"
    rf"(?:(?P<kind>第|前)(?P<number>{numerals.ARABIC}|{numerals.CHINESE})"
    rf"(?:名|位|(?P<tier>方阵|梯队|集团))?|(?P<first>首位|榜首))"
)


class Printed(NamedTuple):
    """What a printed number says: exact value, unit without its hedge ("" when bare), bound."""

    value: Decimal
    unit: str
    bound: str


class PrintedError(PlanbookError, ValueError):
    """`printed` cannot be read; the message says why and what to write instead."""


class UnknownUnit(PrintedError):
    """The number was read, its unit is not among the known ones. `.unit` holds it."""

    def __init__(self, printed: str, unit: str):
        super().__init__(f"{printed!r}: {unit!r} is not a known unit")
        self.unit = unit


def parse(printed: str, units: Collection[str] | None = None) -> Printed:
    """Value, unit and bound of a number as printed, with its hedge and its unit.

    With `units` (the names in units.csv) the unit must be one of them; without, any short word passes. A bare
    number has the unit "". A rank has the unit 位. After 下降 the value is negative and bounds turn round.
    Raises PrintedError (UnknownUnit) when the text is no single number: ranges, fractions, 数十, sentences.
    """
    text = re.sub(r"\s", "", printed.translate(_TRANSLATE))
    text = re.sub(r"(?<=.)[(（][^()（）]*[)）](?=.)", "", text)  # 12（不含农村）亿元: an aside
    if not text or len(text) > _LONGEST:
        raise PrintedError(f"{printed!r}: expected a number with its unit, at most {_LONGEST} characters")
    if rank := _RANK.fullmatch(text):
        number = Decimal(1) if rank["first"] else _value(rank["number"], printed)
        return Printed(number, rank["tier"] or "位", "le" if rank["kind"] == "前" else "eq")

    # 1. hedges and signs around the number
    bounds: set[str] = set()
    text, falls = _strip_before(text, bounds)
    text = _strip_after(text, bounds)
    # 2. the number itself, hedges inside, the unit
    match = _NUMBER.match(text)
    if not match:
        raise PrintedError(f"{printed!r}: {_why_no_number(text)}")
    if match["chinese"]:
        value, unit = _split_chinese(match, text[match.end() :], units, bounds, printed)
    else:
        value = numerals.arabic(match["arabic"]) if match["arabic"] else numerals.roman(match["roman"])
        unit = _inside(text[match.end() :], bounds)
        value, unit = _compound(value, unit, units or (), bounds, printed)
    if match["percent"]:
        if unit:
            raise PrintedError(f"{printed!r}: nothing may follow {match['percent']}…")
        unit = "%" if match["percent"][0] == "百" else "‰"
    # 3. do they make sense together?
    bound = _one_bound(bounds, printed)
    unit = _known(unit, units, printed)
    return Printed(-value, unit, FLIP.get(bound, bound)) if falls else Printed(value, unit, bound)


def relation(words: str) -> str:
    """The bound of a target in words: 与经济增长基本同步 → approx, 高于经济增长 → gt. Else PrintedError."""
    for bound, signs in _RELATIONS:
        if any(sign in words for sign in signs):
            return bound
    raise PrintedError(f"{words!r}: expected a relation to another indicator, such as 基本同步, 高于, 不低于")


def _strip_before(text: str, bounds: set[str]) -> tuple[str, bool]:
    falls = False
    while True:
        if sign := next((s for s in FALLS if text.startswith(s)), None):
            if falls:
                return text, falls  # 下降-3%: two signs, refused later because no number follows
            text, falls = text[len(sign) :], True
            continue
        word, bound = next(((w, b) for w, b in _BEFORE if text.startswith(w)), ("", ""))
        if not word:
            return text, falls
        bounds.add(bound)
        text = text[len(word) :]


def _strip_after(text: str, bounds: set[str]) -> str:
    text = re.sub(r"大关$", "", text)
    while hedge := next(((w, b) for w, b in _AFTER if text.endswith(w) and len(text) > len(w)), None):
        bounds.add(hedge[1])
        text = text[: -len(hedge[0])]
    return re.sub(r"(?<=[类级])(?:水质)?标准$", "", text)


def _inside(rest: str, bounds: set[str]) -> str:
    """The unit in what follows the number, without a hedge: 余万元, 万余件, 多名."""
    scale = len(rest) - len(rest.lstrip("十百千万亿"))
    for at in (0, scale):
        for word, bound in _INSIDE:
            if rest.startswith(word, at):
                bounds.add(bound)
                return rest[:at] + rest[at + len(word) :]
    return rest


def _split_chinese(
    match: re.Match[str], rest: str, units: Collection[str] | None, bounds: set[str], printed: str
) -> tuple[Decimal, str]:
    """A Chinese numeral and its unit. A scale that belongs to the unit goes there: 三万亩 is 3 of 万亩."""
    run = match["chinese"]
    if (more := re.match("([余多来])([万亿]+)", rest)) and set(run) & set("万亿"):  # 一亿二千余万元
        bounds |= {bound for word, bound in _INSIDE if word == more[1]}
        run, rest = run + more[2], rest[more.end() :]
    if units is not None and not rest.startswith(tuple(w for w, _ in _INSIDE)):
        for at in range(1, len(run) + 1):  # the longest unit first
            if set(run[at:]) <= set("十百千万亿") and run[at:] + rest in units and run[at:] + rest:
                return _counted(run, at, rest, printed), run[at:] + rest
    # 五万千瓦 has its scale before the unit's own 千
    scale = re.search(r"[万亿]*千$" if rest.startswith(_KILO) else r"[万亿]+$", run)
    at = max(scale.start(), 1) if scale else len(run)
    return _counted(run, at, rest, printed), _inside(run[at:] + rest, bounds)


def _counted(run: str, at: int, rest: str, printed: str) -> Decimal:
    """How many of its unit, which begins at `at`, a Chinese numeral counts: 一亿二千万元 is 12000 of 万元."""
    scale = run[at:-1] if rest.startswith(_KILO) and run.endswith("千") else run[at:]
    if not scale or not set(run[:at]) & set("万亿"):
        return _value(run[:at], printed)
    return _value(run[:at] + scale, printed) / numerals.chinese(scale)


def _compound(
    value: Decimal, unit: str, units: Collection[str], bounds: set[str], printed: str
) -> tuple[Decimal, str]:
    """Two scales in one numeral: 3亿5000万元 is 35000 of 万元, 3千万元 3000, 5万3千亩 53000 of 亩."""
    if match := _SECOND.match(unit):
        first, zero, digits, small, hedge, large = match.groups()
        bounds |= {bound for word, bound in _INSIDE if word == hedge}
        scale, rest = numerals.scale(large), numerals.arabic(digits) * numerals.scale(small + large)
        if len(digits) == 1 and not (zero or small or large):
            raise PrintedError(f"{printed!r}: ambiguous, write the place of the last digit")
        if value % 1 or rest >= numerals.scale(first):
            raise PrintedError(f"{printed!r}: the places do not fall")
        return (value * numerals.scale(first) + rest) / scale, large + unit[match.end() :]
    if (small := re.match(r"[十百千]+(?=[万亿])", unit)) and unit not in units:
        return value * numerals.scale(small[0]), unit[small.end() :]
    return value, unit


def _value(numeral: str, printed: str) -> Decimal:
    try:
        return numerals.arabic(numeral) if numeral[0].isdigit() else numerals.chinese(numeral)
    except ValueError as error:
        raise PrintedError(f"{printed!r}: {error}") from None


def _one_bound(bounds: set[str], printed: str) -> str:
    for strict, weak in (("gt", "ge"), ("lt", "le")):  # 超过80%以上: the weaker claim is the safe one
        if bounds == {strict, weak}:
            return weak
    if len(bounds) > 1:
        raise PrintedError(
            f"{printed!r}: its hedges contradict each other ({', '.join(sorted(bounds))}); print fewer"
        )
    return bounds.pop() if bounds else "eq"


def _known(unit: str, units: Collection[str] | None, printed: str) -> str:
    unit = "百分点" if unit == "个百分点" else unit
    if units is not None and unit in units:
        return unit
    if unit == "半" or "分之" in unit or unit.startswith(("/", ":", "∶")):
        raise PrintedError(f"{printed!r}: a fraction or ratio; print its parts or a percentage")
    if re.search(r"\d", unit) or unit.startswith(("-", "—", "~", "至", "到", "–")):
        raise PrintedError(f"{printed!r}: more than one number; a range is two figures (ge and le)")
    if unit and units is not None and unit not in units:
        raise UnknownUnit(printed, unit)
    if unit and (len(unit) > 10 or not _UNIT.fullmatch(unit)):
        raise PrintedError(f"{printed!r}: {unit!r} is no unit; print number, unit and hedge only")
    return unit


def _why_no_number(text: str) -> str:
    if text.startswith(("数", "几", "若干", "多")):
        return "no definite number"
    if text.startswith("半"):
        return "a fraction in words; print its parts or a percentage"
    if numerals.scan(text, lexicon=False):
        return "words before the number that are no hedge; print number, unit and hedge only"
    return "no number in it; a target without a number needs `against` and an empty value"
