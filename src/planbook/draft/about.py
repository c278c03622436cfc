"""What a report is: title, county, producer, meeting, date, years, on whose behalf."""

from __future__ import annotations

import re
from collections import Counter


def years(text: str) -> tuple[str, str]:
    """The year that a report reviews and the one that it plans.

    The title tells them (2025年…执行情况与2026年…计划); else the day it was given; else the years it names most.
    """
    top = "\n".join(line for line in text.split("\n")[:60] if line)[:1500]
    joined = top.replace("\n", "")
    if title := re.search(r"(20\d\d)年.{0,40}?(?:执行|完成|落实|实施)情况.{0,12}?(20\d\d)年", joined):
        return title[1], title[2]
    told = Counter(re.findall(r"(20\d\d)年(?:国民经济|经济社会发展|工作|全[县市省区州]|.{0,12}?预期目标)", text))
    day = re.search(r"(20\d\d)年\d{1,2}月\d{1,2}日", top)
    if day:
        return str(int(day[1]) - 1), day[1]
    if report := re.search(r"(20\d\d)年.{0,12}?政府工作报告", top):
        return str(int(report[1]) - 1), report[1]
    if told:
        latest = max(told, key=lambda year: (told[year], year))
        return (str(int(latest) - 1), latest)
    named = Counter(re.findall(r"(20\d\d)年", text))
    if named:
        most = max(named, key=lambda year: (named[year], year))
        return most, str(int(most) + 1)
    return "2025", "2026"
