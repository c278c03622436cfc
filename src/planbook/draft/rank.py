"""Places and classes: 全市第一, 前三名, 全国首位, 二等奖, Ⅱ类. They are looked for before other numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from planbook.edition import numerals

_NUMBER = r"(?:\d+|[一二三四五六七八九十]+)"
_REGION = (
    r"(?:全(?:国|省|市|县|区|州|旗|盟|球|疆|藏|世界)|世界|国内|省内|市内|区内|西部|中部|东部|北方|南方|东北|西北|西南|中西部"
    r"|同类[^，。；]{0,6}|副省级以上城市|省会城市|[^，。；、\d]{0,4}(?:县区|县市|县市区|地级市|省份|省区市))"
)
_RANK = re.compile(
    rf"(?P<region>{_REGION}?(?:增速|总量|排名|排|位居|居|列|位列)?)"
    rf"(?P<kind>第|前)(?P<number>{_NUMBER})(?P<tier>名|位|方阵|梯队|集团|等奖)?"
)
_FIRST = re.compile(rf"{_REGION}(?:首位|榜首)")
_NEXT = re.compile(rf"(?<=[、和])第({_NUMBER})(名|位)?(?=[、，。；和])")
_PRIZE = re.compile(r"(?<!第)([一二三])等奖")
_CLASS = re.compile(r"[ⅠⅡⅢⅣⅤⅥ]类")
_LEADING = re.compile(r"(?:增速|总量|位居|居|列|位列|排名|排)$")
_RANKED = re.compile(
    r"全[国省市县区州旗盟球疆藏]|居|列|排|位|名|增速|总量|世界|国内|西部|中部|县区|县市|省份"
)
_WON = re.compile("获|夺|取得|荣|斩获")
_ORDINAL = re.compile("[届次批期轮季代条产个时步责把一二三号版站天年]")
_STOP = re.compile(r"[，。；、）)和与\n,;！”》]|$")


class Rank(NamedTuple):
    """A place: span, value, unit (位, 方阵, 等奖, 类), whether only an upper limit is told (前三)."""

    start: int
    end: int
    value: Decimal
    unit: str
    upto: bool
    kind: str


def find(text: str, quoted) -> list[Rank]:
    """The ranks and classes of a plain text. `quoted(at)` says whether a place is in quotation marks."""
    ranks: list[Rank] = []
    taken: set[int] = set()

    def add(start: int, end: int, *rest) -> None:
        if rest[0] is None:
            return
        ranks.append(Rank(start, end, *rest))
        taken.update(range(start, end))

    for match in _RANK.finditer(text):
        if not quoted(match.start("kind")) and _is_rank(text, match):
            start = match.start()
            if _LEADING.match(match["region"]):
                start = match.start("kind")
            tier = match["tier"] if match["tier"] in ("方阵", "梯队", "集团", "等奖") else "位"
            add(start, match.end(), _value(match["number"]), tier, match["kind"] == "前", "rank")
    for match in _FIRST.finditer(text):
        if match.start() not in taken and not quoted(match.start()):
            add(match.start(), match.end(), Decimal(1), "位", False, "rank")
    ends = {one.end for one in ranks}
    for match in _NEXT.finditer(text):
        if match.start() not in taken and any(match.start() - gap in ends for gap in (0, 1, 2)):
            add(match.start(), match.end(), _value(match[1]), "位", False, "rank")
            ends.add(match.end())
    for match in _PRIZE.finditer(text):
        if match.start() not in taken and not quoted(match.start()):
            add(match.start(), match.end(), _value(match[1]), "等奖", False, "rank")
    for match in _CLASS.finditer(text):
        if match.start() not in taken:
            add(match.start(), match.end(), numerals.roman(match[0][0]), "类", False, "class")
    return sorted(ranks)


def _is_rank(text: str, match: re.Match[str]) -> bool:
    region, kind, tier = match["region"], match["kind"], match["tier"]
    before = text[max(0, match.start() - 6) : match.start()] + region
    after = text[match.end() : match.end() + 1]
    if not tier and after and _ORDINAL.match(after):
        return False
    won = tier in ("名", "等奖") and _WON.search(text[max(0, match.start() - 14) : match.start()])
    if not _RANKED.search(before) and not won:
        return False
    if tier is None and not _STOP.match(after) and not region:
        return False
    return kind == "第" or bool(tier or re.search("居|列|位|排|进入|跻身|迈入|稳居|挤进", before))


def _value(number: str) -> Decimal | None:
    """The number of a place; None for two digits side by side (第一三), which name none."""
    try:
        return Decimal(number) if number.isdigit() else numerals.chinese(number)
    except ValueError:
        return None
