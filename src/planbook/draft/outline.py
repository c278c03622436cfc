"""Parts and headings by their words: which lines look back, which set targets, which plan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from planbook.edition.numerals import chinese

from .words import Words

REVIEW, PLAN, TARGET = "review", "plan", "target"
_PART = re.compile(r"(?:第([一二三四五六七八九十])部分[、：:]?|([一二三四五六七八九十])、)(?=\S)")
_SECTION = re.compile(r"[（(]([一二三四五六七八九十]+)[）)](?=\S)")
_SENTENCE_END = ("。", "；", "：", "，", "！", "？", "、", ":", ";")
_ORDINALS = "一二三四五六七八九十"
_LONGEST = 60  # characters of a heading
_TARGETS = re.compile(r"(?:预期目标|主要目标|目标建议|预期指标)[^。；，]{0,6}?(?:是|为|：|:|建议如下)")
_LOOKS_BACK = re.compile(
    r"(?:[（(].[）)])?(?:[^，。]{0,6}“?十四五”?时期[^，。]{0,12}(?:成就|成效|情况|回顾|发展)|过去五年|五年来)(?!.{0,40}十五五)"
)
_LOOKS_AHEAD = re.compile(r"(?:[（(].[）)])?[^，。]{0,8}(?:“?十五五”?|今后五年|未来五年|展望|今年|新的一年)")
_MARK = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]+(?:关于)?|[一二三四五六七八九十]是")
_SPAN_AHEAD = re.compile("十五五|第十五个五年|[今未]来?后?五年|十六五|五年规划")
_OPENS_SPAN = re.compile(
    r"(?:实现|关于|奋进)?(?:“?十[五六]五”?(?!规划?(?:的|实施)?(?:开局|起步|第一))(?!.{0,6}(?:开局|起步))|今后五年|未来五年)"
)
_SPAN = re.compile(r"“十四五”(?:时期|以来|期间|五年)|五年来|[这过]去?五年|五年间|四年来|[三两]年来")


@dataclass(frozen=True)
class Line:
    """A line: its text, where it begins, the part it belongs to, and the headings above it.

    lead: the first words of the paragraph. numeral, section: of a heading, its number as printed.
    years: the years of the plan that a line is about where it plans more than one: 2026/2030.
    """

    number: int
    start: int
    text: str
    part: str
    head: str
    lead: str
    is_heading: bool = False
    numeral: str = ""
    section: str = ""
    years: str = ""


def lines(text: str, words: Words, planned: str = "") -> list[Line]:
    """Each line of a plain text with its part."""
    text_lines: list[Line] = []
    part, head, start, listing = REVIEW, "", 0, False
    every = text.split("\n")
    planned_before = False
    years = ""
    for number, line in enumerate(every, 1):
        row = "\t" in line
        opens, section = (None, None) if row else (_PART.match(line), _SECTION.match(line))
        short = not row and len(line) <= _LONGEST and not line.endswith(_SENTENCE_END)
        is_heading = bool(short and line and (opens or section)) or (
            not row and _stands_alone(line, words, planned)
        )
        if is_heading and not section:
            part = _kind_of(line, words, planned) or _kind_below(every[number : number + 4], planned) or part
        years = _plan_years(line, every[number : number + 4], years, planned, is_heading, bool(section))
        if is_heading or (short and len(line) > 3):
            head = line
        if (
            not is_heading
            and part == REVIEW
            and "十五五" in head
            and re.match(r"(?:[“\w]{0,4}十五五|今后五年|未来五年)", line)
        ):
            part = PLAN
        elif not is_heading and part == PLAN and _LOOKS_BACK.match(line):
            part = REVIEW
        elif not is_heading and part == REVIEW and planned_before and _LOOKS_AHEAD.match(line):
            part = PLAN
        planned_before = planned_before or part == PLAN
        here = part
        if not is_heading and not (years and part == PLAN) and _sets_targets(line, part):
            part = PLAN
            here, listing = TARGET, line.endswith(("：", ":"))
        elif listing and not is_heading and re.match(r"[—\-·●•*]|[^。]{2,60}[；;。]$", line):
            here = TARGET
        elif line:
            listing = False
        numeral = next((g for g in opens.groups() if g), "") if opens and is_heading else ""
        text_lines.append(
            Line(
                number, start, line, here, head, re.split("[。，]", line)[0][:30], is_heading, numeral,
                f"（{section[1]}）" if section and is_heading else "",
                years if part == PLAN else "",
            )
        )  # fmt: skip
        start += len(line) + 1
    return text_lines


def _kind_of(heading: str, words: Words, planned: str) -> str:
    """What a part's heading says of it, "" for nothing."""
    bare = re.sub("政府工作报告", "", heading)
    back = re.search(words.any("part.review"), bare)
    ahead = re.search(words.any("part.plan"), bare) or (planned and re.search(rf"{planned}年|今年", bare))
    if back:
        return REVIEW
    return PLAN if ahead else ""


def _kind_below(lines: list[str], planned: str) -> str:
    """What the first paragraph below a heading says of its part, where the heading says nothing."""
    first = next((line for line in lines if line), "")
    if re.match(rf"(?:“?十五五”?|今年|{planned or '今年'}年|做好今年|今后五年|未来五年)", first):
        return PLAN
    if planned and re.match(rf"(?:过去|去年|{int(planned) - 1}年|一年来|五年来)", first):
        return REVIEW
    return ""


def _plan_years(
    line: str, below: list[str], years: str, planned: str, is_heading: bool, section: bool
) -> str:
    """The years that a line plans where they are more than one ("" for the planned year alone).

    A heading tells, or the words that open a paragraph; they hold until others tell something else.
    """
    if not planned:
        return ""
    five = f"{(int(planned) - 1) // 5 * 5 + 1}/{(int(planned) - 1) // 5 * 5 + 5}"
    words = _MARK.sub("", line)
    this_year = re.compile(rf"(?:做好)?(?:今年|新的?一年|{planned}年)(?!.{{0,4}}—)")
    if is_heading:
        if this_year.search(words):
            return ""
        if _SPAN_AHEAD.search(words) and not re.search("开好局|开局|起步", words):
            return five
        first = next((one for one in below if one), "")
        return years if section else five if _OPENS_SPAN.match(_MARK.sub("", first)) else ""
    if this_year.match(words) or re.match("重点(?:抓好|做好)|做好今年", words):
        return ""
    return five if _OPENS_SPAN.match(words) else years


def _stands_alone(line: str, words: Words, planned: str) -> bool:
    """A heading without a number: a short line that says which part begins."""
    if not 6 <= len(line) <= 40 or line.endswith(_SENTENCE_END) or "，" in line or "关于" in line:
        return False
    if re.search(r"^(?:——|各位|（)|报告$|\d{1,2}月\d{1,2}日|会议|代表大会|来源", line):
        return False
    return bool(re.search(r"20\d\d年|今年|去年|过去", line) and _kind_of(line, words, planned))


def _sets_targets(line: str, part: str) -> bool:
    match = _TARGETS.search(line)
    if not match or not (re.search(r"\d", line) or line.endswith(("：", ":"))):
        return False
    if part == PLAN:
        return True
    before = line[: match.start()]
    return not re.search("完成|实现了|好于|超过|达到年初|年初", before[-12:]) and bool(
        re.search(r"今年|20\d\d年|主要预期目标(?:是|为)|经济社会发展", line[: match.end()])
    )


def spans_years(line: Line) -> bool:
    """Whether a line or its heading is about a whole plan period: 五年来, “十四五”时期."""
    return bool(_SPAN.search(line.text[:60]))


def outline(text_lines: list[Line]) -> tuple[list[dict[str, Any]], int]:
    """The headings as source.yml lists them, and the plan part's first line, if no second heading opens it.

    A reader of source.yml takes the second part for the plan (`commitments.plan_start`); 0 says that it is.
    """
    rows: list[dict[str, Any]] = []
    part, parts, count, opens = "", 0, 0, 0
    for line in text_lines:
        if not line.is_heading or (line.section and not part):
            continue
        row: dict[str, object] = {"line": line.number}
        if line.section:
            count += 1
            row |= {"part": part, "section": line.section}
            if chinese(line.section[1:-1]) != count:
                row["note"] = "原文编号如此"
                count = int(chinese(line.section[1:-1]))
        else:
            parts, count = parts + 1, 0
            part = line.numeral or _ORDINALS[min(parts, 10) - 1]
            while any(part == other["part"] for other in rows):
                part += "续"
            row |= {"part": part, "section": ""}
            if not line.numeral or part != line.numeral:
                row["note"] = "原文无此编号"
            if line.part in (PLAN, TARGET) and not opens:
                opens = parts
        rows.append(row)
    first = next((line for line in text_lines if line.part in (PLAN, TARGET) and line.text), None)
    if first is None:
        return rows, len(text_lines)
    if first.is_heading and opens == 2 and any(row["line"] == first.number for row in rows):
        return rows, 0
    return rows, first.number + (1 if first.is_heading else 0)


def first_plan_line(text_lines: list[Line], rows: list[dict[str, Any]], plan_line: int) -> int:
    """The first line of the plan part, whatever tells it."""
    if plan_line:
        return plan_line
    heads = [row["line"] for row in rows if not row["section"]]
    return int(heads[1]) + 1 if len(heads) > 1 else len(text_lines)
