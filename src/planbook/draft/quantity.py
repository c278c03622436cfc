"""One number with its unit and hedges, read at its place: 超3600余万元, 下降3.2%, 三分之一."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from planbook.edition import numerals, printed

from .vocabulary import SCALES, Vocabulary, base
from .words import Words

ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
CHINESE = r"[零〇一二三四五六七八九十百千万亿两]+"
PER = r"(?:/(?:人|月|年|吨|亩|户|立方米|天|日|平方米|座|个|件|升|公里|次|小时|千人|万人|班))?"
_LOOSE = (
    "过",
    "破",
    "上",
    "不满",
    "未满",
    "未达",
    "起码",
    "最少",
    "小于",
    "大概",
    "大致",
    "多",
)  # read apart, or not
BEFORE = [word for words in printed.BEFORE.values() for word in words if word not in _LOOSE]
AFTER = [word for words in printed.AFTER.values() for word in words if word not in _LOOSE]
_BEFORE = re.compile(f"(?:{'|'.join(sorted(BEFORE, key=len, reverse=True))})$")
_OVER = re.compile(r"(?<![超通经])(?:过|(?<![突打侦])破|上(?=$))$")  # 过百亿, 破千亿, 上百家
_AFTER = "|".join(sorted(AFTER, key=len, reverse=True))
_FALLS = re.compile(f"(?:{'|'.join(sorted(printed.FALLS, key=len, reverse=True))})$")
_LISTED = 12  # numbers of a list behind which its unit is looked for
_RATE = ("%", "‰", "百分点", "个百分点")
_DASH = r"(?:[—~\-]+|至)"
_NEW_UNIT = r"(?<=[万亿])[^\W\d_多余以级人元](?=[、，。；])"  # 3600万棒，
_FRACTION = re.compile(
    rf"(?P<of>{CHINESE}|\d+)分之(?P<part>{CHINESE}(?:点{CHINESE})?|\d+(?:\.\d+)?)(?P<after>{_AFTER}|多)?"
    rf"|(?<![\d/])(?P<up>\d{{1,2}})/(?P<down>\d{{1,2}})(?![\d/])(?P<after2>{_AFTER})?"
)
_RATIO = re.compile(rf"{ARABIC}(?:[:：∶]{ARABIC})+")


class Quantity(NamedTuple):
    """A number in a plain text: its span, what it says, the kind ("" or rank, class), and doubts.

    falls: the falling word belongs to it. shared: the unit stands at a later number of the list.
    """

    start: int
    end: int
    value: Decimal | None
    unit: str
    bound: str
    kind: str = ""
    flags: tuple[str, ...] = ()


@lru_cache(maxsize=8)
def pattern(vocabulary: Vocabulary) -> re.Pattern[str]:
    """The pattern of a number in Arabic digits with what belongs to it."""
    unit = rf"(?:个?百分点|(?:{vocabulary.unit_pattern}){PER})"
    scale = rf"(?:[{SCALES}](?![瓦米克伏卡]))*"
    return re.compile(
        rf"(?P<num>{ARABIC})(?:亿(?P<low>{ARABIC})(?=万))?(?P<in1>[余多来])?(?P<scale>{scale})(?P<in2>[余多])?"
        rf"(?:(?P<aside>[（(][^）)\d]{{1,20}}[）)])(?P<scale2>[万亿]*)(?P<unit2>{unit})|(?P<unit>{unit}|{_NEW_UNIT}))?"
        rf"(?:[（(][段间套条羽只辆台人座艘头架][）)](?:次|(?={_AFTER})))?(?P<after>{_AFTER}|多(?=[，。；、]))?"
    )


@lru_cache(maxsize=8)
def chinese_pattern(vocabulary: Vocabulary) -> re.Pattern[str]:
    """The pattern of a number in Chinese numerals with what belongs to it."""
    return re.compile(
        rf"(?P<num>{CHINESE})(?P<in1>[余多来])?(?P<scale>)(?P<in2>)"
        rf"(?P<unit>个?百分点|{vocabulary.unit_pattern})(?P<after>{_AFTER})?"
    )


@lru_cache(maxsize=8)
def _later_unit(vocabulary: Vocabulary) -> re.Pattern[str]:
    """The unit at the last number of a list or a range that begins here: 、2.6和3.3亿元."""
    one = rf"(?:[、，]|和|与|或|{_DASH}){ARABIC}(?:[{SCALES}]+(?=[、，和与或]))?"
    return re.compile(
        rf"{one}(?:{one}){{0,{_LISTED}}}[余多]?(?P<unit>[{SCALES}]*(?:个?百分点|{vocabulary.unit_pattern}){PER})"
    )


def read(text: str, match: re.Match[str], vocabulary: Vocabulary, words: Words) -> Quantity:
    """What a matched number says, with the hedges before it."""
    start, end, flags = match.start(), match.end(), []
    unit = match["unit"] or match.groupdict().get("unit2") or ""
    later = _later_unit(vocabulary).match(text, match.end()) if unit in ("", "个") else None
    if unit == "个" and (not later or "百分点" not in later["unit"]):
        later = None
    shared = ""
    if later:
        shared, end = later["unit"], match.end("in2") if match["in2"] else match.end("scale")
        flags.append("unit-shared")
    elif not unit and not (match["scale"] and match["scale"][-1] in "万亿"):
        flags.append("unit?")
    start = _hedges(text, start, end, match)
    near_range, extra = _range(text, start, match, vocabulary)
    _, start, negative = _falls(text, start, unit or shared)
    value, unit, bound, doubts = _parsed(text[start:end], shared, vocabulary)
    flags += doubts
    if negative and value is not None:
        value, bound = -value, printed.FLIP.get(bound, bound)
        flags.append("sign")
    if near_range:
        bound = near_range
        flags.append("range")
    return Quantity(start, end, value, unit, bound, "", tuple(dict.fromkeys([*flags, *extra])))


def _parsed(characters: str, shared: str, vocabulary: Vocabulary):
    """Value, unit and bound as `printed.parse` reads them, so that a row says what is printed."""
    flags = []
    try:
        parsed = printed.parse(characters, vocabulary.units)
    except printed.UnknownUnit:
        parsed = printed.parse(characters)
        flags.append("unit-new")
    except printed.PrintedError:
        loose = re.search(ARABIC, characters)
        value = numerals.arabic(loose[0]) if loose else None
        return value, shared, "eq", ["hedges?" if loose else "value?"]
    unit = parsed.unit or shared.replace("个百分点", "百分点")
    if shared and parsed.unit and set(parsed.unit) <= set(SCALES):
        unit = parsed.unit + base(shared)  # 62亿、54亿和31亿元
        flags = []
    if shared and unit != parsed.unit and unit not in vocabulary.units:
        flags.append("unit-new")
    return parsed.value, unit, parsed.bound, flags


def _hedges(text: str, start: int, end: int, match: re.Match[str]) -> int:
    """The start with the hedges before it: 超, 不少于, 近 (not of years: 近10年)."""
    while True:
        before = text[max(0, start - 4) : start]
        hedge = _BEFORE.search(before)
        if hedge and hedge[0] == "近" and re.match("[年天日]", match["unit"] or ""):
            hedge = None
        if hedge and hedge[0] in ("高于", "低于", "大于", "少于") and "百分点" in text[start:end]:
            hedge = None
        if hedge is None and (match["num"][0] in "百千万亿" or "元" in (match["unit"] or "")):
            hedge = _OVER.search(before)
            if hedge and hedge[0] == "上" and match["num"][0] not in "百千万亿":
                hedge = None
        if hedge is None:
            return start
        start -= len(hedge[0])


def _falls(text: str, start: int, unit: str) -> tuple[bool, int, bool]:
    """Whether a falling word stands before the number, and the start with it."""
    if unit not in _RATE:
        fall = re.search(r"(?<![\d%）)A-Za-z])[-−]$", text[max(0, start - 2) : start])
        return (True, start - 1, False) if fall else (False, start, False)
    fall = _FALLS.search(text[max(0, start - 4) : start])
    if not fall or re.search("(?:累计减|加减|免|增减)$", text[max(0, start - 4) : start]):
        return False, start, False
    if fall[0] in "-−" and re.search(r"[\d%]$", text[: start - 1][-1:]):
        return False, start, False
    return True, start - len(fall[0]), False


def _range(text: str, start: int, match: re.Match[str], vocabulary: Vocabulary) -> tuple[str, list[str]]:
    """ge for the first number of a range, le for the second, else ""."""
    before = text[max(0, start - 14) : start]
    unit = rf"(?:[{SCALES}]*(?:{vocabulary.unit_pattern}))?"
    if re.search(rf"{ARABIC}{unit}(?:[—~\-]+)$", before):
        return "le", []
    if re.search(rf"(?<![从由]){ARABIC}(?:%|[{SCALES}]*)至$", before) and not re.search(
        rf"[从由][^，。；]{{0,8}}{ARABIC}(?:%|[{SCALES}]*)至$", before
    ):
        return "le", []
    after = text[match.end() : match.end() + 10]
    from_to = re.search(r"[从由][^，。；、]{0,6}$", before)
    if re.match(rf"[—~\-]+{ARABIC}", after) or (re.match(rf"至{ARABIC}", after) and not from_to):
        return "ge", []
    return "", []


def fraction(text: str, at: int, vocabulary: Vocabulary) -> Quantity | None:
    """A fraction at a place: 三分之一 and 1/3 have no exact decimal and are flagged, 百分之五 is 5 of %."""
    match = _FRACTION.match(text, at)
    if not match:
        return None
    start = match.start()
    if hedge := _BEFORE.search(text[max(0, start - 4) : start]):
        start -= len(hedge[0])
    characters = text[start : match.end()]
    try:
        parsed = printed.parse(characters, vocabulary.units)
        return Quantity(start, match.end(), parsed.value, parsed.unit, parsed.bound)
    except printed.PrintedError:
        pass
    bounds = {word: bound for bound, ws in printed.BEFORE.items() for word in ws}
    bounds |= {word: bound for bound, ws in printed.AFTER.items() for word in ws}
    bound = bounds.get(match["after"] or match["after2"] or (hedge[0] if hedge else ""), "eq")
    return Quantity(start, match.end(), None, "", bound, "", ("fraction",))


def ratio(text: str, at: int) -> tuple[int, int] | None:
    """The span of a ratio that begins here: 7.4∶39.6∶53."""
    match = _RATIO.match(text, at)
    return match.span() if match else None
