"""What each number is about, in the report's own words: sentence by sentence, list by list."""

from __future__ import annotations

import re
from typing import NamedTuple

from . import pairing, phrase
from .grammar import Grammar, without_brackets
from .pairing import Memory
from .quantity import Quantity
from .series import Run
from .vocabulary import RATIO, base

_HANZI = re.compile(r"[\u4e00-\u9fff“]")
_MONEY_OUT = re.compile(
    r"(?:总|计划)?(?:投资|投入|安排|下达|拨付|争取|筹措|统筹|落实|整合)(?:资金|财政资金|衔接资金)?约?$"
)
_POWER = ("千瓦", "MW", "GW", "兆瓦", "kW", "吨", "千伏安")
_COMPARED = re.compile(
    "(?:(?:增速|增幅|涨幅)?(?:高于|低于|快于|慢于|高出|领先|超过|好于|优于|跑赢|大于)|(?:比|较)(?=全|上年|去年|年初|目标|20|“十))[^，]{0,14}$"
)
# With what a number is compared, which is no subject: 为年初预算的, 完成年度任务的, 是全市平均水平的
_RELATED = re.compile(
    r"(?:剔除|扣除|剔去|不含)[^，]{2,14}后|"
    r"(?:分别|均|与|为|是|相当于|达到|较|比|完成|全年|年初|年度|上年|去年|上一年|同期|[省市县区](?:定|下达|里)|全[国省市县区]|20\d\d年[末底]?"
    r"|“十[一二三四]五”(?:末|时期|期末|期间|初)?|上级|下达|既定|预期|计划|目标|任务|预算|平均水平|平均|时期|序时|进度|的)+"
)
_OTHER_HALF = {"农村": "城市", "乡村": "城镇", "农牧区": "城镇", "城镇": "农村", "城市": "农村"}
_PREDICATE = re.compile("(?:完成|超额|达到|未|实现|提前|进度|高于|低于|优于)")
_WHOLE = 20  # characters of a noun with its predicate that are still a name
_TOPIC = 16
_SHORT_VERBS = frozenset(
    ("为", "对", "将", "向", "被", "由", "有", "共有", "完成", "获", "达", "用于", "贡献")
)
_CARRIED = re.compile(
    "每[\\d一二两三四五六七八九十百千万]*(?:名|位)?(?:常住|户籍)?人口?(?:拥有|配备)|(?:种植|发放|新建|改造|完成|建成|培育|新增|改扩建|修复|治理|创建|打造)(?=[^，]{2})"
)


class Named(NamedTuple):
    """A number and what it is about: `between` are the words from there to the number."""

    number: Quantity
    subject: str
    between: str
    segment: str
    run: Run
    place: int
    flags: tuple[str, ...]
    grows: bool


def name(grammar: Grammar, text: str, sentence: list[Run]) -> list[Named]:
    """Every number of a sentence with its subject."""
    memory, named = Memory(), []
    for at, run in enumerate(sentence):
        named += _one(grammar, text, run, memory, first=not at)
    return named


def _one(grammar: Grammar, text: str, run: Run, memory: Memory, *, first: bool) -> list[Named]:
    left = run.left
    segments = re.split("[；;]", left)[-1].split("，")
    if (
        not first
        and len(segments) == 1
        and not run.opens
        and "分别" not in left
        and run.size == 1
        and "、" in left
    ):
        segments = [left.rsplit("、", 1)[1]]  # the noun before belongs to the number before
    segment = re.sub(r"^[（(][^）)]*[）)]", "", segments[-1])
    about, between = grammar.cut(segment)
    if not about and len(segments) > 1 and (run.opens or not memory.last) and not _noun_follows(grammar, run):
        about, more = grammar.cut(segments[-2])
        between = more + between
    if _RELATED.fullmatch(about) and memory.last:
        between, about = about + between, ""
    member = not first and run.size == 1 and left.startswith("、") and memory.verb
    if member and 0 < len(about) <= 6 and not grammar.head_end.search(about):
        about = memory.verb + about
    grows = bool(
        grammar.growth.search(between)
        or grammar.growth_end.search(about)
        or (run.numbers[0].bound != "eq" and grammar.growth_end.search(segment))
        or "下降" in text[run.numbers[0].start : run.numbers[0].start + 2]
        or (run.numbers[0].value is not None and run.numbers[0].value < 0)
    )
    subjects, flags = pairing.subjects(grammar, run, memory, about, between, segments)
    if subjects is None:
        one, how = _single(grammar, text, run, memory, about, between, segment)
        subjects, flags = [one] * run.size, [*flags, *([how] if how else [])]
    unit = base(run.numbers[0].unit)
    if unit in grammar.nouns_counted and run.size > 1:
        prefix = about if 0 < len(about) < 8 else ""
        subjects = [prefix + base(number.unit) for number in run.numbers]
    _remember(grammar, memory, run, subjects, about, left, unit)
    if run.is_range or (run.size == 1 and len(subjects) > 1):
        pairs = [(at, number, one) for at, number in enumerate(run.numbers) for one in subjects]
    else:
        pairs = [(at, n, subjects[min(at, len(subjects) - 1)]) for at, n in enumerate(run.numbers)]
    return [Named(number, one, between, segment, run, at, tuple(flags), grows) for at, number, one in pairs]


def _noun_follows(grammar: Grammar, run: Run) -> bool:
    """Whether the counted noun stands behind: 20个村完成治理."""
    unit = run.numbers[-1].unit
    counted = base(unit) in grammar.counters or unit[-1:] in grammar.counters or unit == "成"
    return (
        counted
        and bool(_HANZI.match(run.right))
        and not re.match("和|与|及|并|以上|纳入|被|获|入选|为|均|全部|以内|成为|已|左右", run.right)
    )


def _single(
    grammar, text, run: Run, memory: Memory, about: str, between: str, segment: str
) -> tuple[str, str]:
    """The subject of one number, and the rule that found it ("" for the words before it)."""
    number, right = run.numbers[0], run.right
    unit, is_money = base(number.unit), "元" in number.unit
    verb = grammar.verb_end.search(about) if about else None
    whole, short = phrase.behind(grammar, right)
    counted = unit in grammar.counters or number.unit[-1:] in grammar.counters
    noun_next = bool(_HANZI.match(right)) and not re.match("和|与|及|并|以上|的", right)
    if "百分点" in number.unit and (compared := _COMPARED.search(about)):
        about = grammar.cut(about[: compared.start()])[0]
        if not about and memory.last:
            return memory.last, "inherit"
    if (
        "百分点" in number.unit
        and memory.last
        and re.search("全[国省市县区]|平均|上年|同期|^$|年初|预期", about)
    ):
        return memory.last, "inherit"
    if about.startswith("对") and about.endswith("贡献率") and memory.last:
        return memory.last + about, ""
    if unit in grammar.nouns_counted:
        return (about if 0 < len(about) < 8 else "") + unit, ""
    if run.size >= 2 and (verb or not about) and whole and counted:
        return short, "post"
    money_out = is_money and _MONEY_OUT.search(segment.rstrip("超近约达"))
    reached = about and re.match("突破|超过|跨越", text[number.start : number.end])
    if (right.startswith("的") and is_money and whole and not reached) or (money_out and noun_next):
        return phrase.project_behind(text, run.numbers[-1].end) + "投资", "project" if right[
            :1
        ] == "的" else "post"
    if unit in _POWER and (name := phrase.project_around(grammar, text, number.start, run.numbers[-1].end)):
        return name, "project"
    if number.kind == "rank":
        if memory.last and (not about or about in ("增速", "总量", "规模") or grammar.is_generic(about)):
            return memory.last + ("" if about in ("增速", "") else about), "inherit"
        if about and memory.last.endswith(about):
            return memory.last, "inherit"
        return about or memory.last, ""
    if right.startswith("的") and whole:
        return (about if about and not verb else "") + whole, "post"
    if counted and re.search("等$|、", about) and whole and noun_next:
        listed = about[:-1].split("、")[-1][-6:] + "等" if about.endswith("等") and "、" not in about else ""
        return listed + whole, "post"
    behind_counts = re.match(r"[\u4e00-\u9fff“（(\d]", right) and not re.match(
        "和|与|及|并|以上|纳入|被|获|入选|中[，有]|为|均|全部|以内|成为|已|左右", right
    )
    is_named = grammar.head_end.search(about) or re.search("(?:数|量)$", about)
    if counted and not about and memory.last and whole and _PREDICATE.match(whole):
        return memory.last, "inherit"  # 主要指标24项，21项完成计划
    if counted and behind_counts and whole and (verb or len(about) <= 2 or not is_named):
        if verb or not about:
            if not about and not between and len(whole) <= _WHOLE:
                return whole, "post"  # 7所学校入选计划: what they did says which are counted
            keep = verb[0] if verb and len(verb[0]) <= 4 and verb[0] not in _SHORT_VERBS else ""
            if verb and len(about) > 3 and len(short) < 4:
                return about + short, "post"
            return keep + short, "post"
        return about + short, "post"
    if about in grammar.gains and memory.last:
        return memory.last + about, "inherit"
    if memory.last and run.size == 1 and (other := _OTHER_HALF.get(about)) and memory.last.endswith(other):
        return memory.last[: -len(other)] + about, "inherit"  # 覆盖率城市100%、农村64%
    if about.startswith("占") and memory.last:
        whole_list = memory.group if memory.pair and re.search("合计|总计|共", between) else ""
        return (whole_list or memory.last) + (about if len(about) > 1 else "占比"), "parent"
    if unit in RATIO and segment.endswith("的") and noun_next and about:
        return about + whole, "post"  # 支出的八成用于民生
    if verb and verb[0] == about and memory.last and not noun_next:
        return grammar.thing(memory.last) + about, "inherit"  # 新开工项目15个，竣工11个
    if about and grammar.is_generic(about) and (memory.parent or memory.last):
        raw = re.sub("^(?:其中|同时)", "", segment)
        raw = re.sub("(?:共|达|约|为|达到|超|近|超过|突破|完成)+$", "", raw)
        raw = raw if raw.endswith(about) and len(raw) <= len(about) + 6 else about
        return grammar.thing(memory.parent or memory.last) + raw, "parent"
    if about and grammar.is_generic(about) and (topic := _topic(grammar, run)):
        return topic + about, "parent"
    if about:
        return about, ""
    if unit == "成" and noun_next and whole:
        return whole, "post"
    if verb and verb[0] == about and noun_next and short and not is_money:
        return about + short, "post"
    if between and noun_next and unit not in ("%", "百分点", "‰", "倍") and not is_money and short:
        return short, "post"
    if memory.last:
        if "完成" in between and memory.last.endswith("计划投资"):
            return memory.last.removesuffix("计划投资").removesuffix("年度") + "完成投资", "inherit"
        return memory.last, "inherit"
    return (whole, "post") if whole else ("", "subject?")


def _topic(grammar: Grammar, run: Run) -> str:
    """The first segment of a clause, for a word that says nothing alone: 服务业作用明显，增加值跨上…."""
    segments = re.split("[；;]", run.left)[-1].split("，")
    if len(segments) < 2:
        return ""
    first = segments[0].strip()
    if not grammar.kept.match(first):
        first = grammar.front.sub("", re.sub(rf"^{grammar.verbs_front.pattern}", "", first), count=1)
    return first if 2 <= len(first) <= _TOPIC else ""


def _remember(grammar, memory: Memory, run: Run, subjects, about: str, left: str, unit: str) -> None:
    if carried := _CARRIED.match(about):
        memory.verb = carried[0]
    elif not left.startswith("、"):
        memory.verb = ""
    if len(set(subjects)) > 1:
        memory.pair, memory.group = list(subjects), phrase.summed(about)
    elif about:
        memory.pair = []
    if run.opens:
        memory.told = []
    gained = about in grammar.gains and run.size == 1
    if run.numbers[0].kind != "rank" and subjects and not gained:
        memory.last = subjects[-1]
        if subjects[-1] not in memory.told:
            memory.told.append(subjects[-1])
    if unit in grammar.counters and subjects:
        several = len(set(subjects)) > 1 and memory.group != about
        memory.parent = memory.group if several else subjects[-1]


def brief(subject: str) -> str:
    """A subject as a name: without brackets, lone quotation marks and marks at its ends."""
    name = without_brackets(subject).strip("，、：；的")
    if name.count("“") != name.count("”"):
        name = name.strip("“”") if name[:1] in "“”" or name[-1:] in "“”" else name
        name = name if name.count("“") == name.count("”") else re.sub("[“”]", "", name)
    elif name.startswith("“") and name.endswith("”") and name.count("“") == 1:
        name = name[1:-1]
    return name or subject
