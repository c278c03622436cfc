"""Targets without a number: 与经济增长基本同步, 高于全国平均水平."""

from __future__ import annotations

import re
from typing import NamedTuple

from planbook.edition import printed

from .grammar import Grammar

_WORDS = re.compile(
    r"(?:与|和|同)(?:经济|地区生产总值|GDP|城镇居民收入|居民收入)(?:社会发展|增长|收入)?[^，；。、\d]{0,8}?(?:基本|大体|保持)?"
    r"(?:同步|一致|相当|持平)"
    r"|(?:高于|快于|不低于|不慢于|跑赢|低于)(?:全[国省市](?:平均|水平|增速)|经济|地区生产总值|GDP|城镇居民|全部投资|上年|居民收入|财政)"
    r"[^，；。、\d]{0,12}"
)
_AGAINST = (
    ("经济", "gdp"), ("地区生产总值", "gdp"), ("GDP", "gdp"), ("城镇居民", "urban_income"),
    ("居民收入", "resident_income"),
    ("全部投资", "fixed_asset_investment"),
)  # fmt: skip


class Worded(NamedTuple):
    """A target in words: span, subject, bound, and the indicator it is measured by ("" for none known)."""

    start: int
    end: int
    subject: str
    bound: str
    against: str


def find(grammar: Grammar, text: str, start: int, end: int) -> list[Worded]:
    """The targets in words of a sentence of the part that looks ahead."""
    found: list[Worded] = []
    for match in _WORDS.finditer(text, start, end):
        if re.match(r"\d", text[match.end() : match.end() + 1]):
            continue
        before = text[start : match.start()]
        segment = re.split("[，；。、：]", before)[-1] or re.split("[，；。]", before)[-2:][0]
        if re.match("按照|围绕|根据|以", segment):
            continue
        subject, _ = grammar.cut(segment)
        subject = re.sub("(?:增速|增长|涨幅)$", "", subject) or (found[-1].subject if found else "")
        try:
            bound = printed.relation(match[0])
        except printed.PrintedError:
            bound = "gt"
        against = next((id for word, id in _AGAINST if word in match[0]), "")
        found.append(Worded(match.start(), match.end(), subject, bound, against))
    return found
