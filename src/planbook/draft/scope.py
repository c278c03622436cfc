"""When and in what standing: period, scenario, preliminary. They are scopes, not neighbours of a number."""

from __future__ import annotations

import re
from typing import NamedTuple

from planbook.edition.numerals import chinese

from .grammar import Grammar
from .outline import PLAN, REVIEW, TARGET, Line, spans_years
from .subject import Named

_YEAR = re.compile(r"(20\d\d)年(?!以来|起)")
_ESTIMATE = re.compile("预计|初步核算|初步统计|初步测算|快报数")
_ESTIMATE_FIRST = re.compile(
    r"(?:[^，；。\d]{0,10}，){0,2}(?:全年|全县|全市|全省|全区|20\d\d年，?)*(?:经?初步核算，?)?(?:初步)?预计"
    r"|[^，；。]{0,8}，?(?:据|经)?(?:初步核算|初步统计|初步测算)"
)
_WHOLE = re.compile("初步核算，预计|预计：|预计全年|预计，")
_REACHED = re.compile(
    "[到至达]$|突破$|[迈跨跃登]上$|达到$|保持在$|稳定在$|提高到$|提升至$|控制在$|提升到$|达$|降至$|降到$|增至$|提高至$"
)
_AIMED = re.compile("力争|确保|目标|争取|(?:不低于|不少于|不高于|不超过)[^，；]*$")
_FROM = re.compile(r"[从由](?:(?:20\d\d年)?的?)?$|[从由](?:20\d\d年|上年|去年|年初)的?$")
_FROM_YEAR = re.compile(r"[从由比较](?:上|去|20\d\d)年(?:的|底|末|同期)?")
_TO = re.compile(
    r"(?:/.)?(?:提高|增加|增长|提升|上升|下降|压缩|减少|缩短|降|升|扩大|缩小|增至|上调|发展|调整|优化|演变|变)"
)
_OVER_YEARS = ("growth", "count", "completion", "change")  # what a plan of several years says of all of them
# What comes about rather than is set to work: in the part that looks ahead an aim
_FLOWS = re.compile(
    "(?:游客|产量|吞吐量|周转量|销量|发电量|用电量|产值|增加值|零售额|存栏|出栏|游客人次|收入)$"
)
_LONG = 900  # characters of a sentence
_PLAN_SPAN = re.compile("十五五|今后五年|未来五年")


class Scope(NamedTuple):
    """Period, scenario (actual, target, planned), and whether the report calls it preliminary."""

    period: str
    scenario: str
    preliminary: bool


def of(grammar: Grammar, text: str, start: int, line: Line, named: Named, measure: str, years) -> Scope:
    """The scope of a number. `start`: of its sentence; `years`: the reviewed and the planned one."""
    reviewed, planned = years
    run, number, segment = named.run, named.number, named.segment
    told = _told(text, start, number.start)
    period = reviewed if line.part == REVIEW else planned
    scenario = {REVIEW: "actual", TARGET: "target", PLAN: "planned"}[line.part]
    period, scenario = _named_year(run.left, told, line.part, scenario, period, reviewed)
    if "/" not in period:
        period = _span(line, told, segment, measure, number, period, reviewed, planned)
    if "/" not in period and line.part == REVIEW:
        period = _since(told, run, measure, period)
    if line.part == REVIEW:
        scenario = _reviewed(grammar, run, segment, scenario)
    elif line.part == PLAN and scenario == "planned" and "project" not in named.flags:
        scenario = _planned(text, start, number, run, measure, named.subject)
    if (
        (named.place == 0 or number.kind == "structure")
        and _FROM.search(run.left)
        and _TO.match(run.right)
        and "/" not in period
    ):
        years_told = _YEAR.findall(run.left[-12:])
        back = 5 if line.part == REVIEW and spans_years(line) else 1
        period = years_told[-1] if years_told else str(int(period[-4:]) - back)
        scenario = "actual" if int(period) <= int(reviewed) else scenario
    if line.years and line.part == PLAN and period == planned:
        period = line.years if measure in _OVER_YEARS else line.years.rpartition("/")[2]
        scenario = "target"
    end = period.rpartition("/")[2]
    if scenario == "actual" and end > reviewed:
        scenario = "planned" if not _AIMED.search(told) else "target"
    if scenario == "target" and end <= reviewed:
        scenario = "planned"
    preliminary = line.part == REVIEW and scenario == "actual" and _is_preliminary(told)
    return Scope(period, scenario, preliminary)


def _told(text: str, start: int, end: int) -> str:
    """What a sentence has told before a number; of a very long one its beginning and its end."""
    if end - start <= _LONG:
        return text[start:end]
    return text[start : start + _LONG // 3] + text[end - _LONG * 2 // 3 : end]


def _named_year(left: str, told: str, part: str, scenario: str, period: str, reviewed: str):
    """A year that the clause or the sentence names."""
    spans = re.findall(r"(20\d\d)[—\-~至](20\d\d)年", told)
    before = _FROM_YEAR.sub("", told[: len(told) - len(left)])  # 由2020年的7.2%提升至…: that year is past
    years = _YEAR.findall(left) or _YEAR.findall(before)
    if re.search(r"(?:以|相)?比20\d\d年$|比20\d\d年[^，；]{0,8}$|较20\d\d年[^，；]{0,8}$", told):
        years = years[:-1] if len(years) > 1 else []
    if spans and years and years[-1] == spans[-1][1]:
        return "/".join(spans[-1]), scenario
    if not years:
        return period, scenario
    year = years[-1]
    if int(year) > int(reviewed):
        return year, "target" if scenario == "actual" else scenario
    if part != TARGET and (part != PLAN or re.search("已|完成|达到", left)):
        return year, "actual"
    return year, scenario


def _span(
    line: Line, told: str, segment: str, measure: str, number, period: str, reviewed: str, planned: str
):
    """A span of years: 五年来 of growth and totals, 年均 of anything."""
    five = f"{int(reviewed) - 4}/{reviewed}"
    yearly = re.search("年均(?!浓度|气温|降水|收入)|五年(?:累计|共)?|累计", segment)
    if line.part == REVIEW:
        about_five = spans_years(line) or re.search(
            "“十四五”(?:时期|以来|期间)|五年来|[这过]去?五年|五年(?:间|累计)", told
        )
        if re.search("年均(?!浓度|气温|降水|收入|用水|产|水位)|年平均增", segment):
            return five
        if about_five and measure in ("growth", "level", "count", "share", "change"):
            if re.search("比上年|同比|较上年|去年|当年", segment):
                return period
            doubled = re.search("[增翻].{0,4}[倍番]|增长", segment) or "倍" in number.unit
            if yearly or measure == "growth" or doubled:
                return five
        return period
    if re.search("年均", segment) and _PLAN_SPAN.search(told + line.text[:60] + line.head):
        return f"{planned}/{int(planned) + 4}"
    return period


def _since(told: str, run, measure: str, period: str) -> str:
    """A total from a start that is not told (开工以来累计), and a place held for some years (连续四年)."""
    clause = re.split("[，；]", told)[-1]
    beside = "累计" in clause and re.match(
        rf"，(?:其中)?(?:{period}年|当年|今年|本年)(?:已?完成|投资)", run.right
    )
    if measure in ("level", "count") and (
        re.search("(?:开工|建设|投产|实施|成立|启动)以来", clause) or beside
    ):
        return f"../{period}"
    held = re.search(r"连续([两二三四五六七八九十]|\d{1,2})年", clause)
    if held and measure == "rank":
        count = int(held[1]) if held[1].isdigit() else int(chinese(held[1]))
        return f"{int(period) - count + 1}/{period}"
    return period


def _reviewed(grammar: Grammar, run, segment: str, scenario: str) -> str:
    """In the part that looks back: a project's whole size is planned."""
    plain = segment.rstrip("约超近达到")
    whole = re.search(r"(?:总|计划|拟)投资(?:额|约|达|为)?$|规划(?:总)?投资$|投资$", plain)
    if whole and (run.right.startswith("的") or re.search("总投资|计划|规划|拟", segment)):
        return "planned"
    if grammar.planned_money.search(plain) or re.search("占地|规划面积|计划新|拟新|规划占地", segment):
        return "planned"
    return scenario


def _planned(text: str, start: int, number, run, measure: str, subject: str) -> str:
    """In the part that looks ahead: what is an aim rather than work or money set down."""
    told, printed = _told(text, start, number.start), text[number.start : number.end]
    if run.right.startswith("的") and "元" in number.unit:
        return "planned"
    if re.search(r"到20\d\d年", told):
        return "target"
    near = text[max(start, number.start - 60) : number.start].split("；")[-1]
    if _AIMED.search(near) and not re.search("投资$|投入$", told):
        return "target"
    if number.bound in ("ge", "le") and re.search("以上|以内|以下|不少于|不低于|不超过|不高于", printed):
        return "target"
    if measure in ("growth", "rate", "share", "change", "rank") or _FLOWS.search(subject):
        return "target"
    if _REACHED.search(told) or re.match("突破|超过", printed):
        return "target" if "预计" not in told else "planned"
    return "target" if number.kind == "class" else "planned"


def _is_preliminary(told: str) -> bool:
    clause = re.split("[；;]", told)[-1]
    return bool(_ESTIMATE.search(clause) or _ESTIMATE_FIRST.match(told) or _WHOLE.search(told))
