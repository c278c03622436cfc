"""Why a numeral is no figure: it dates, numbers, names, defines or classes, or is part of a word."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from planbook.edition.printed import BEFORE as _HEDGES

from .words import Words

_HOTLINE = re.compile(r"(?:12345|12328|12315|12333|12348|12320|12388|12356|110|114|119|120|122|96\d{3,4})$")
_HANZI = re.compile(r"[\u4e00-\u9fff]")
_DEFINES = (
    "分",
    "岁",
    "周岁",
    "元",
    "千瓦",
    "平方米",
    "人",
    "级",
    "米",
    "吨",
    "亩",
    "年",
    "床",
    "户",
    "公里",
)
_SPAN_OF_TIME = ("天", "日", "个月", "小时", "分钟", "秒", "周", "季度", "个工作日", "工作日", "个小时")
_SHORTENED = re.compile(
    "天数|时限|时间|缩短|压缩|缩减|达标天|压减|提速|减至|降至|优良|控制在|平均|时长|用时|周期"
)
_ENUMERATED = re.compile(r"[^，。；]{0,8}(?:件|项|种)")
_COUNTED_END = re.compile(r"[，。；、！）)\n]|$|等|以上|并|和[^美谐平]|及")
_CHINESE_UNITS = frozenset("家所座户名条个项处件场台套辆支批种块艘架栋幢".strip())


def of_arabic(text: str, match: re.Match[str], quotes: tuple[int, int] | None) -> str:
    """The reason why a number in digits is no figure, "" when it is one. `quotes`: the marks around it."""
    number, unit = match["num"], match["unit"] or match["unit2"] or ""
    start, after_number = match.start(), text[match.end("num") : match.end("num") + 3]
    before, after = text[max(0, start - 8) : start], text[match.end() : match.end() + 3]
    bare = not unit and not match["scale"] and not match["in1"]
    if quotes and not (quotes[0] < start and match.end() < quotes[1] and unit == "%"):
        return "name"
    return (
        _dated(text, match, number, before, after_number)
        or _numbered(number, unit, bare, before, after_number)
        or _named(text, match, number, unit, bare, before, after_number, after)
        or _timed(text, match, number, unit, after_number)
        or _defining(text, match, number, unit, before, after)
        or _rest(text, match, number, unit, bare, before, after_number, after)
    )


def _dated(text: str, match: re.Match[str], number: str, before: str, after: str) -> str:
    follows = text[match.end("num") : match.end("num") + 8]
    if re.fullmatch(r"\d{4}", number) and (
        after[:1] == "年"
        or re.match(r"(?:[-—~至、/]|和)+\d{2,4}(?:年|年度)", follows)
        or (re.search(r"\d{4}(?:[-—~至])$", before) and not match["unit"])
        or (re.match(r"[-/.]\d{1,2}[-/.]\d{1,2}", follows) and number < "2100")
    ):
        return "date"
    if re.search(r"(?:19|20)\d\d[-/.](?:\d{1,2}[-/.])?$", before) and not match["unit"] and len(number) < 3:
        return "date"
    if re.match(r"时\d{1,2}分|:\d\d|：\d\d", follows) and int(number.partition(".")[0].replace(",", "")) < 25:
        return "date"
    if re.match(r"(?:[月日号](?![子线楼])|月份)", after) or re.match(r"[-—~至]+\d{1,2}月", follows):
        return "date"
    if (
        re.fullmatch(r"(?:19|20)\d\d", number)
        and not (match["unit"] or match["unit2"])
        and not match["scale"]
        and not match["in1"]
    ):
        return "date"
    return ""


def _numbered(number: str, unit: str, bare: bool, before: str, after: str) -> str:
    if before.endswith("第"):
        return "number"
    if re.match(r"千伏|[kK][vV]|伏", after):
        return "voltage"
    if bare and (_HOTLINE.match(number) or (len(number) >= 7 and "." not in number and "," not in number)):
        return "hotline"
    if re.search(r"[-—]\d*$", before) and bare and re.search(r"\d{3,4}-$", before):
        return "hotline"
    return ""


def _named(text, match, number, unit, bare, before, after_number, after) -> str:
    if re.match(r"[A-Za-z×]", after_number) and not unit:
        return "name"
    if re.search(r"[A-Za-z_×]$", before) and (not unit or unit in ("级", "号", "A级")):
        return "name"
    if re.search(r"[A-Za-z]{2,}[-·]?$", before) and not unit:
        return "name"
    if not unit and re.match(r"[+号.\-—·]", after_number) and not re.match(r"[-—~]\d", after_number):
        return "name"
    if re.search(r"(?:国道|省道|县道|[\u4e00-\u9fff][-—])$", before) and bare:
        return "name"
    if re.search(r"[+·]$", before) or (bare and re.fullmatch(r"\d\.0", number)):
        return "name"
    if re.match(r"(?:强|期|届|版|代|世纪|季度|后|线|码)", after_number) and (
        bare or unit in ("期", "届", "代", "季度")
    ):
        return "name" if after_number[:1] in "强后线码" else "number"
    if re.match("点(?!多)", after_number) and bare:
        return "number"
    return ""


def _timed(text: str, match: re.Match[str], number: str, unit: str, after_number: str) -> str:
    before = text[max(0, match.start() - 14) : match.start()]
    if unit in ("年", "周年") or after_number.startswith("周年"):
        return "duration" if Decimal(number.replace(",", "")) < 150 else ""
    if unit in _SPAN_OF_TIME and not _SHORTENED.search(before.rpartition("，")[2]):
        return "duration"
    if re.match(r"[-—~至]+\d+(?:年|天|个月|小时)", text[match.end("num") : match.end("num") + 7]):
        return "duration"
    return ""


def _defining(text: str, match: re.Match[str], number: str, unit: str, before: str, after: str) -> str:
    """A number that says of what is counted: 600分以上的学生, 每万人, 5万吨级, 过10万亿元省份."""
    first = after[:1] or "。"
    if before.endswith("每") and not re.search("(?:为|达|到|增长)每$", before):
        return "threshold"
    limit = match["after"] and re.match("以上|以下|及以上|及以下|以内", match["after"])
    if (
        limit
        and unit in _DEFINES
        and re.match(r"[^，。；、！\n）)]", first)
        and not re.match("和|与|，", after)
    ):
        return "threshold"
    if (
        unit in ("岁", "周岁")
        and (limit or _HANZI.match(first))
        and not re.search("达|为|到|至|寿命", before)
    ):
        return "threshold"
    if "元" in unit and re.search("[个一二三四五六七八九十]过$", before):
        return "threshold"
    if _names_kind(text, match, before):
        return "threshold"
    if text[match.end() : match.end() + 1] == "级" and unit not in ("", "级", "类"):
        return "class"
    return ""


def _rest(text, match, number, unit, bare, before, after_number, after) -> str:
    starts_line = before[-1:] in "\n（(" or match.start() == 0
    if starts_line and re.match(r"[.、)）]", after_number):
        return "heading"
    if (
        unit in ("项", "个")
        and re.search("(?:纳入|列入)国家$", before)
        and not re.match("[，。；、]", after[:1] or "。")
    ):
        return "name"
    graded = unit in ("级", "类", "A级", "星级", "期", "版")
    counted = re.match(rf"\d|{_ENUMERATED.pattern}", text[match.end() : match.end() + 9])
    reached = unit in ("级", "类") and re.search("(?:达到|保持|为|达)$", before)
    if graded and not counted and not reached:
        return "class"
    if re.search(r"[\[［【（(]$", before) and re.match(r"[\]］】）)]", after_number):
        return "number"
    if (bare and re.match(r"[:：∶]", after_number)) or (not unit and re.search(r"\d[:：∶]$", before)):
        return "word"
    return ""


def _names_kind(text: str, match: re.Match[str], before: str) -> bool:
    """Whether a sum with its hedge says which are counted: 产值超百亿元企业3家."""
    behind = re.match("企业|产业|集群|园区|镇|乡|村(?!集体)|县|区", text[match.end() : match.end() + 3])
    return bool("元" in (match["unit"] or "") and re.search("[超过破]$|超过$|突破$", before) and behind)


@lru_cache(maxsize=8)
def _hedge(words: Words) -> re.Pattern[str]:
    found = sorted(
        (w for ws in _HEDGES.values() for w in ws if w not in ("上", "过", "破")), key=len, reverse=True
    )
    return re.compile(f"(?:{'|'.join(map(re.escape, found))}|(?<![超通经])过|(?<![突打])破|上)$")


def counts_in_chinese(text: str, match: re.Match[str], words: Words) -> bool:
    """Whether a Chinese numeral with a unit counts: 八成以上, 超千场, 五家企业, 新开航线两条."""
    unit, number = match["unit"], match["num"]
    before, after = text[max(0, match.start() - 8) : match.start()], text[match.end() :][:2]
    hedge = _hedge(words).search(before)
    if _names_kind(text, match, before):
        return False
    if before.endswith(("第", "每", "新")) or re.search("[一二三四五六七八九十两]$", before):
        return False
    if unit == "成":
        return not re.match("[为立功就员绩本效果]", text[match.end("unit") :][:1] or "。") and number not in (
            "一",
            "二",
        )
    if unit == "类" and re.search("(?:海水|水质)(?:保持|达到|为|稳定在)?$", before):
        return number in ("一", "二", "三", "四", "五")
    if hedge and unit in ("次", "人次") and number[0] in "百千万亿":
        return True
    if after.startswith("级") or unit in (
        "年",
        "天",
        "大",
        "个月",
        "次",
        "日",
        "期",
        "级",
        "类",
        "小时",
        "度",
        "点",
        "分",
    ):
        return False
    if hedge:
        if hedge[0] in ("近", "上", "过", "破", "超") and number[0] not in "百千万十":
            return hedge[0] == "超" and len(number) > 1
        return True
    if match["in1"]:
        return True
    if (
        unit in ("家", "所", "座", "户", "名")
        and number != "一"
        and not re.match("[庭长乡级门人]", after[:1])
    ):
        return True
    # a count behind its noun: 新开航线两条，
    return bool(
        unit in _CHINESE_UNITS
        and number not in ("一",)
        and _COUNTED_END.match(after)
        and not match["after"]
        and re.search(r"[\u4e00-\u9fff”）)]$", before)
        and not re.search("(?:分为|这|那|为|是|另|的|统筹|抓好|做到|上述|以上|前|后|等)$", before)
    )


def of_chinese(text: str, start: int, end: int, quotes: tuple[int, int] | None) -> str:
    """The reason why a Chinese numeral is no figure."""
    before, after = text[max(0, start - 8) : start], text[end : end + 4]
    if quotes:
        return "name"
    if before[-1:] in ("（", "(", "\n", "") and re.match(r"[）)、是要]", after):
        return "heading"
    if re.search(r"[。；！：]$", before) and re.match(r"是|要|、", after):
        return "heading"
    if before.endswith("第"):
        return "number"
    if re.match(r"[产次]业|产[、增值和]|级|类", after):
        return "class"
    if re.match(r"年|个月|天|周", after):
        return "duration"
    if re.match(r"[期届]", after):
        return "number"
    if re.match(r"元|个?亿|[万亿]?[元吨亩人]", after) and re.search("[过个超破]$", before):
        return "threshold"
    if before.endswith("每"):
        return "threshold"
    return "word"
