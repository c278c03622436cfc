"""How a number measures its subject: level, count, capacity, growth, change, share, rate …"""

from __future__ import annotations

import re

from .grammar import Grammar
from .subject import Named
from .vocabulary import RATIO, base

_POWER = ("千瓦", "MW", "GW", "kW", "兆瓦", "瓦", "P", "千伏安", "蒸吨", "机架")
_CAPABLE = re.compile(
    "(?:产能|装机|能力|库容|算力|储量|容量|总库容|算力规模|并网规模)(?:规模|总量|总规模|累计|目标)?$"
)
_COMPLETED = re.compile(
    r"(?:完成|占|为|达)(?:了)?(?:全?年|年初|年度|目标|计划|省|市|县|下达|任务|预算|既定|进度|总)+[^，；]{0,10}$|完成率|计划的$"
)
_RATE_END = re.compile("(?:率|度|指数|比例|强度|率为|比)$")
_SHARE = re.compile("占|比重|贡献率|份额")
_PER_HEAD = re.compile("^(?:每|人均|户均)|(?:产量|销量|吞吐量|周转量)$")
_ANIMALS = ("头", "只", "羽", "匹", "峰")


def of(grammar: Grammar, named: Named, before: tuple[str, str] | None) -> str:
    """The measure of a number. `before`: unit and measure of the number before it in the sentence."""
    number, subject, segment = named.number, named.subject, named.segment
    unit, bare = number.unit, base(number.unit)
    right = named.run.right
    if number.kind == "rank":
        return "rank"
    if number.kind == "class":
        return "level"
    if number.kind == "structure":
        return "share"
    if "百分点" in unit or (unit in ("位", "名次") and re.search("提升|上升|前移|下降|前进", segment)):
        return "change"
    if unit in RATIO or "fraction" in number.flags:
        return _ratio(grammar, named, before, subject, segment, right)
    if "倍" in unit or unit == "番":
        return "growth"
    money = "元" in unit
    if bare in _POWER or (_CAPABLE.search(subject) and not money and unit not in grammar.counters):
        return "capacity"
    if re.search("设(?:计)?床位$|核定床位$|编制床位$", subject):
        return "capacity"
    if re.search("年(?:产|加工|处理|生产)(?:能力)?$|设计年产", subject) and not money:
        return "capacity"
    if "/" in unit or _PER_HEAD.search(subject):
        return "level"
    if bare in _ANIMALS and re.search("存栏|出栏|饲养", subject + segment):
        return "level"
    if number.value is not None and number.value % 1 and bare == unit:
        return "level"  # 0.027人: no count of single things
    if bare in grammar.counters or unit in ("万", "亿"):
        return "level" if bare == "个" and re.search("日均|产量", subject) else "count"
    return "level"


def _ratio(grammar: Grammar, named: Named, before, subject: str, segment: str, right: str) -> str:
    if named.place > 0 and before and before[0] == named.number.unit:
        return before[1]
    number = named.number
    plain = segment.rstrip("超近约")
    if re.search("[到至]$", plain) is None:
        if _COMPLETED.search(plain):
            return "completion"
        last = re.search("(?:贡献率|占比|比重)[^，]{0,2}$", plain)
        falls = named.number.value is not None and named.number.value < 0
        grown = named.grows or falls or re.search(grammar.growth.pattern + r"[^，]{0,3}$", plain)
        if grown and not last:
            return "growth"
    elif _COMPLETED.search(plain):
        return "completion"
    if re.search("涨幅|增幅|增速|增长率|降幅", segment + subject) and "失业率" not in subject:
        return "growth"
    if number.unit == "成" or "fraction" in number.flags:
        return "share"
    if re.search("完成率", subject):
        return "completion"
    if _SHARE.search(segment + subject) and not re.search("占比?率$|市场占有率$", subject):
        return "share"
    if _RATE_END.search(subject):
        return "rate"
    if (
        before
        and before[0] == number.unit
        and ("inherit" in named.flags or re.fullmatch("、.{1,4}", named.run.left))
    ):
        return before[1]  # 增长5%，力争5.5%
    if right.startswith("的"):
        return "share"
    if "率" in subject:
        return "rate"
    if before and before[0] != named.number.unit and re.fullmatch("[、，]", named.run.left):
        return "growth"
    if re.search("物价|价格|CPI", subject):
        return "growth"
    return "share"
