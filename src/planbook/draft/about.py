"""What a report is: title, county, producer, meeting, speaker, day, years, on whose behalf."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from planbook.errors import InputError

_CHARGED = re.compile("受.{1,12}?人民政府.{0,2}委托")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_YEAR = re.compile("(二[〇○零][一二三四五六七八九〇○零]{2})年")
_HEAD = 60  # characters of a line that names who reports
_TOP = 40  # lines that are not blank
_AREA = r"[\u4e00-\u9fff]{1,10}?(?:自治县|自治旗|县|市|区|旗|省|自治区|自治州|州|盟|林区|特区)"
_OFFICE = re.compile(
    r"[\u4e00-\u9fff]{2,12}?发展(?:和|与|与改革|和改革|改革)[\u4e00-\u9fff]{0,10}?(?:局|委员会|委)(?![\u4e00-\u9fff]*会议)"
)
_MEETING = re.compile(
    r"在?([\u4e00-\u9fff]{2,12}?第?[一二三四五六七八九十]+届?(?:人民代表大会|人大)[^，。；（）()上\n]{0,16}会议)"
)
_REPORT = 800  # characters from one report's opening words to the next, and behind them
_OPENING = re.compile(  # a title, or the words with which a report begins
    r"^.{0,4}关于.{0,24}20\d\d年.{4,60}?(?:报告|草案)|^(?:20\d\d年)?[^，。；\n]{0,12}政府工作报告$"
    r"|受.{2,10}?政府.{0,2}委托|我代表[^。；]{2,12}?政府，?(?:向大会)?(?:报告|作.{0,4}报告)",
    re.M,
)
_SHORTEST = 150  # Chinese characters of a report


def years(text: str) -> tuple[str, str]:
    """The year that a report reviews and the one that it plans.

    The title tells them (2025年…执行情况与2026年…计划); else the day it was given; else what it names most.
    """
    text = _CHINESE_YEAR.sub(lambda m: m[1].translate(_DIGITS) + "年", text)
    top = _top(text)
    joined = "".join(top)[:2000]
    for title in re.finditer(r"(20\d\d)年.{0,40}?(?:执行|完成|落实|实施)情况.{0,12}?(20\d\d)年", joined):
        if int(title[2]) == int(title[1]) + 1:
            return title[1], title[2]
    if day := re.search(r"(20\d\d)年\d{1,2}月\d{1,2}日", joined):
        return str(int(day[1]) - 1), day[1]
    if report := re.search(r"(20\d\d)年.{0,12}?政府工作报告", joined):
        return str(int(report[1]) - 1), report[1]
    plan = re.search(r"(20\d\d)年.{0,16}?(?:预期目标|主要目标|工作安排|重点工作|主要任务|工作打算)", text)
    if plan:
        return str(int(plan[1]) - 1), plan[1]
    named = Counter(re.findall(r"(20\d\d)年", text))
    if named:
        most = max(named, key=lambda year: (named[year], year))
        return most, str(int(most) + 1)
    return "2025", "2026"  # no year at all: the person who drafts it says which


def require_report(text: str, name: str) -> None:
    """Refuse what is no single report.

    Raises:
        InputError: too short, without Chinese prose or numbers, or two reports in one file.
    """
    letters = len(re.findall(r"[\u4e00-\u9fff]", text))
    numbers = len(re.findall(r"\d", text))
    if letters < _SHORTEST or letters * 5 < len(re.findall(r"\w", text)):
        raise InputError(
            f"{name}: {letters} Chinese characters of {len(text)}: no report; give the report's full text"
        )
    if not numbers or not re.search("[。；]", text):
        raise InputError(f"{name}: no sentences with numbers: no report; give the report's full text")
    opened = -_REPORT
    for match in _OPENING.finditer(text):
        at = match.start()
        if opened >= 0 and at - opened > _REPORT and len(text) - at > _REPORT:
            line = text.count("\n", 0, at) + 1
            raise InputError(
                f"{name}: two reports in one file, the second from line {line} on; give each as its own file"
            )
        opened = at


def facts(text: str, original: str, reviewed: str, planned: str) -> dict[str, str]:
    """What source.yml says of a report, as far as its first lines tell."""
    top = _top(text)
    joined = re.sub(r"(?<=[日）\d])在(?=[\u4e00-\u9fff])", "　", "".join(f"{line}　" for line in top))[:2500]
    title = _title(top, reviewed, planned)
    county = _county(title, joined)
    short = "　".join(line for line in top if len(line) <= _HEAD).replace(title, "")
    office = _OFFICE.search(short)
    producer = office[0] if office else f"{county}人民政府"
    if office and county and county in producer:
        producer = producer[producer.index(county) :]
    meeting = _MEETING.search(joined)
    pattern = r"(20\d\d)年(\d{1,2})月(\d{1,2})日"
    day = re.search(rf"{pattern}　?在?[\u4e00-\u9fff]{{2,40}}会议", joined) or re.search(pattern, joined)
    about = {
        "title": title, "county": county or "未写明", "producer": producer or "未写明",
        "presented_to": meeting[1] if meeting else "", "speaker": _speaker(original, producer),
        "on_behalf": f"{county}人民政府" if county and _CHARGED.search(joined) else "",
        "status": "draft" if "草案" in joined else "", "date": "",
    }  # fmt: skip
    if day:
        try:
            about["date"] = date(int(day[1]), int(day[2]), int(day[3])).isoformat()
        except ValueError:
            about["date"] = ""
    return about


def _top(text: str) -> list[str]:
    return [line for line in text.split("\n") if line][:_TOP]


def _title(top: list[str], reviewed: str, planned: str) -> str:
    """The title, also where it stands in several lines."""
    for at in range(len(top)):
        for size in (1, 2, 3, 4):
            words = "".join(top[at : at + size])
            if match := re.search(r"关于[^。；，]{4,80}?报告(?!》)", words):
                return match[0]
            if len(words) > 120:
                break
    for line in top:
        if "工作报告" in line and len(line) < 40:
            return line.strip()
    return f"{reviewed}年国民经济和社会发展计划执行情况与{planned}年计划草案的报告"


def _county(title: str, joined: str) -> str:
    for place in (title.removeprefix("关于"), joined):
        if match := re.search(
            rf"(?<![\u4e00-\u9fff])({_AREA})(?=20\d\d年|人民政府|第[一二三四五六七八九十])", place
        ):
            return match[1].removeprefix("年")
    named = Counter(
        re.findall(
            r"([\u4e00-\u9fff]{2,4}(?:自治县|自治旗|县|市|旗|省|自治区))(?=人民政府|第|20\d\d年)", joined
        )
    )
    return named.most_common(1)[0][0] if named else ""


def _speaker(original: str, producer: str) -> str:
    """The name behind the office, set apart by blanks."""
    for line in original.split("\n")[:60]:
        plain = re.sub(r"\s", "", line)
        if producer and plain.find(producer) >= 0:
            words = re.split(r"[ \u3000\t]{1,}", line.strip())
            tail = words[-1] if len(words) > 1 else ""
            if re.fullmatch(r"[\u4e00-\u9fff]{2,4}", tail) and tail not in producer:
                return tail
    return ""
