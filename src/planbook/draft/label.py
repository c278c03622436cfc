"""A short name for a task: its clause without enumeration, word of strength and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable

LEAST, MOST = 4, 28  # characters
_MARKS = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)][、.．]?|[一二三四五六七八九十]{1,3}[是要]|\d{1,2}[.．、](?!\d)"
    r"|第[一二三四五六七八九十]{1,2}[，、]|[①-⑳]|[—–\-·•●▲★☆]+)+"
)
_FRONT = re.compile(
    "(?:并|同时|此外|其中|要|今年|明年|年内|全年|全[县市省区旗州]|我们(?:要|将)?|必须|计划|上半年|下半年|到?20\\d\\d年(?:底|末|度)?)+"
)
_MONEY = re.compile(
    r"(?:总|计划|年度|累计)*(?:投资|投入|资金|安排)?约?[,.\d]+[多余]?(?:万|亿|万亿)?元"
    r"(?:以上|左右|以内)?(?:的|资金)?"
)
_SPENT = re.compile("(?:总|计划|年度|累计)*(?:投资|投入)$")
_TAIL = re.compile(
    "(?:达到|突破|保持在|稳定在|控制在|提高到|提升到|提升至|增加到|扩大到|降至|降到|不少于"
    "|不低于|不超过|不高于|超过|均|各|分别|为|达|至|到|在|超|近|约|共"
    "|以上|左右|以内|以下|以及|和|与|及|并|等|的|了|、|，)+$"
)
_BRACKETS = re.compile(r"[（(〔【\[][^）)〕】\]]*[）)〕】\]]")
_LONE = {"“": "”", "《": "》", "（": "）", "(": ")", "‘": "’", "【": "】", "〔": "〕"}


def label(text: str, word: str, numbers: Iterable[tuple[int, int]] = (), subject: str = "") -> str:
    """The name of a task.

    text: its clause. word: its word of strength, left out. numbers: the spans of its figures inside the text.
    subject: what its first figure is about, for a clause that says no more. A person words it anew.
    """
    bare = _without(text, numbers)
    plain = _tidy(_opened(bare))
    short = _tidy(plain.removeprefix(word)) if word else plain
    if len(short) >= LEAST and not short.startswith(("、", "和", "与", "的")):
        return _cut(short)
    if len(subject) > len(short):
        return _cut(_tidy(subject))
    return _cut(plain if len(plain) >= LEAST else _tidy(_MARKS.sub("", text)) or text).ljust(2, "…")


def _opened(text: str) -> str:
    """A clause without its enumeration and the words of time before it."""
    for opening in (_MARKS, _FRONT):
        if match := opening.match(text):
            text = text[match.end() :] or text
    return text


def _without(text: str, numbers: Iterable[tuple[int, int]]) -> str:
    """The clause without its figures and the hedges before them."""
    for start, end in sorted(numbers, reverse=True):
        before, after = text[:start], text[end:]
        if after and "元" in text[start:end]:
            before = _SPENT.sub("", before)
        text = before + after.removeprefix("的")
    return _MONEY.sub("", text)


def _tidy(text: str) -> str:
    """A text without brackets, lone quotation marks, and marks or joining words at its ends."""
    text = _BRACKETS.sub("", text)
    for left, right in _LONE.items():
        if text.count(left) != text.count(right):
            text = text.replace(left, "").replace(right, "")
    text = re.sub("^(?:[，、：；。的了和与及]+|好(?=.{4}))", "", text.strip())
    text = _TAIL.sub("", text.strip("，、：；。"))
    return re.sub("[，、；：]{2,}", "、", text)


def _cut(text: str) -> str:
    """A name of at most 28 characters, cut at a mark of its list, if it has one."""
    if len(text) <= MOST:
        return text
    for marks in ("，；：", "、", "和与及"):
        at = max((text.rfind(mark, LEAST, MOST) for mark in marks), default=-1)
        if at > MOST // 3 and _balanced(text[:at]):
            return _tidy(text[:at])
    short = text[:MOST]
    return short if _balanced(short) else _tidy(short)


def _balanced(text: str) -> bool:
    return all(text.count(left) == text.count(right) for left, right in _LONE.items())
