"""What stands around a number: the noun behind it, the project it belongs to, the members of a list."""

from __future__ import annotations

import re

from planbook.edition import numerals

from .grammar import Grammar, without_brackets

_BEHIND = re.compile(r"(?:“[^”]*”|[^，。；：！\n”])+")
_NEXT_VERB = re.compile(
    "、(?=投资|总投资|贴息|完成|实施|新建|举办|带动|建成|发放|培育|新增|改造|修复|惠及|增长|下降|占|创建|打造)"
)
_LIST = re.compile(r"、|(?<!共)和(?!美|谐|平|田)|与(?!会)|以及|及(?![格时其]|以上)|，|或")
_SUMMED = re.compile(
    r"(?P<item>.+?)(?P<count>[二三四五六七八九十]|\d)(?P<each>大|个|类|种|项|级)(?P<head>.*)"
)  # 牛、猪二类畜种
_RANK = re.compile("(国家|省|市|县|区|旗|州|乡|镇)级?$")
_OF_RANK = re.compile("(省|市|县|区|旗|州|乡|镇|村)(级)?(.{2,})")
_TWIN = 2
_TAIL = 5  # characters of a member that leaves out what the first one says
_MEASURES = "量数率额值"
_UNDERTAKE = re.compile("^(?:启动实施|推进|实施|用于|建设|改造|新建|采购|支持|开展|加快|推动|启动|配合)+")
_COUNT = re.compile(r"^\d[\d.]*[多余]?[万亿]?(?:个|座|公里|所|家|处|条|台|套|类|件|项)")
_DONE = re.compile(
    "(?:全容量并网发电|落地建设|提速建设|开工建设|项目落地|项目投产|并网发电|建成投用|建成投产|建成并网|建成|竣工|落地|启动|投产|"
    "开工|动工|投用)$"
)


def behind(grammar: Grammar, right: str) -> tuple[str, str]:
    """The noun phrase behind a number: whole, and cut where its own verb begins. Both "" for none."""
    text = re.sub(r"^[（(][^）)]*[）)]", "", right)
    text = text[1:] if text[:1] == "的" else text
    match = _BEHIND.match(text)
    if not match:
        return "", ""
    whole = _NEXT_VERB.split(match[0])[0].rstrip("、和与及").removesuffix("中")
    verb = grammar.ends.search(whole, 1)
    if not text[len(match[0]) :]:  # the next number follows
        whole = grammar.without_back(whole)
    return whole, whole[: verb.start()] if verb else whole


def members(name: str, size: int = 0) -> list[str]:
    """The members of a list: 西甜瓜、马铃薯和蔬菜.

    With a size, the marks are tried from the strongest on: 金融业、软件和信息服务业 are two.
    """
    bare = without_brackets(name)
    every = [one for one in _LIST.split(bare) if one]
    if 1 < size < len(every):
        for marks in (r"、", r"、|以及|(?<!共)和(?!美|谐|平|田)", r"以及|(?<!共)和(?!美|谐|平|田)"):
            parts = [one for one in re.split(marks, bare) if one]
            if len(parts) == size:
                return parts
    return every


def expanded(grammar: Grammar, items: list[str]) -> list[str]:
    """Members with the head that the last one says for all: 牛、猪、羊存栏 → 牛存栏 …"""
    if (summed := _SUMMED.fullmatch(items[-1])) and _value(summed["count"]) == len(items):
        said = ("级" if summed["each"] == "级" else "") + summed["head"]
        return [item + said for item in (*items[:-1], summed["item"])]
    if ranked := _ranked(items):
        return ranked
    made = grammar.makes.match(items[-1])
    if made and made.end() < len(items[-1]) and grammar.makes.fullmatch(items[0]):
        thing = items[-1][made.end() :]
        return [item + thing if grammar.makes.fullmatch(item) else item for item in items]
    head = grammar.head_end.search(items[-1])
    first = grammar.head_end.search(items[0])
    if first and first.start() > 1 and all(item in grammar.tails for item in items[1:]):
        return [items[0], *(items[0][: first.start()] + item for item in items[1:])]
    if shared := _prefix(items):
        return [items[0], *(shared + item for item in items[1:])]
    if alike := _twins(items):
        return alike
    if not head:
        return items
    return [item if grammar.head_end.search(item) else _joined(item, head[0]) for item in items[:-1]] + items[
        -1:
    ]


def _ranked(items: list[str]) -> list[str]:
    """省、市、县重点工程 → one for each rank of government; [] for another list."""
    last = _OF_RANK.fullmatch(items[-1])
    before = [_RANK.search(item) for item in items[:-1]]
    if not last or not all(before):
        return []
    names = [match[1] for match in before if match] + [last[1]]
    return [name + (last[2] or "") + last[3] for name in names]


def _twins(items: list[str]) -> list[str]:
    """婚前、孕前检查率: short members that end as the last one's beginning does; [] for another list."""
    *some, last = items
    size = len(some[0]) if some else 0
    if size != _TWIN or any(len(item) != size or item[-1] != last[size - 1 : size] for item in some):
        return []
    return [item + last[size:] for item in some] + [last]


def _prefix(items: list[str]) -> str:
    """What the first of a list says for all, whose ends are alike: 煤层气抽采量、利用量 → 煤层气."""
    first, *others = items
    size = len(others[0]) if others else 0
    alike = size and all(len(item) == size and item[-1] == first[-1] for item in others)
    return (
        first[:-size] if alike and size <= _TAIL and first[-1] in _MEASURES and len(first) >= size + 2 else ""
    )


def summed(name: str) -> str:
    """What a list is in sum: 省、市、县三级重点项目 → 重点项目; the name itself where it says no number."""
    items = members(name)
    told = _SUMMED.fullmatch(items[-1]) if len(items) > 1 else None
    return told["head"] if told and told["head"] and _value(told["count"]) == len(items) else name


def _value(number: str) -> int:
    return int(number) if number.isdigit() else int(numerals.chinese(number))


def _joined(item: str, head: str) -> str:
    """A member and its head, what both have told once: 城镇居民 + 居民人均可支配收入."""
    shared = next((size for size in range(len(head) - 1, 0, -1) if item.endswith(head[:size])), 0)
    return item + head[shared:]


def two_in_one(name: str) -> list[str]:
    """城乡居民 → 城镇居民, 农村居民; 存贷款, 进出口 likewise; [] for a name of one thing."""
    for pair, first, second in (
        ("城乡", "城镇", "农村"), ("存贷款", "存款", "贷款"), ("产销", "生产", "销售"),
        ("收支", "收入", "支出"), ("一二产", "一产", "二产"),
        ("二三产", "二产", "三产"), ("粮油", "粮食", "油料"),
    ):  # fmt: skip
        if pair in name:
            return [name.replace(pair, first), name.replace(pair, second)]
    if "一二三产" in name:
        return []
    return []


def three_in_one(name: str) -> list[str]:
    """一二三产增加值, 三次产业结构 → one for each; [] for another name."""
    for sign in ("一二三产业", "一二三产", "三次产业", "三产"):
        if sign in name:
            three = ("第一产业", "第二产业", "第三产业")
            return [name.replace(sign, one).replace("结构", "占比") for one in three]
    return []


def project_behind(text: str, at: int) -> str:
    """The project that a sum of money stands before: 投资3亿元的东岭5万千瓦风电."""
    match = re.compile(r"的?((?:“[^”]*”|[^，。；、：！\n])+)").match(text, at)
    if not match:
        return ""
    name = _COUNT.sub("", _UNDERTAKE.sub("", match[1]))
    if listed := re.search("(?:等项目|等谋划项目|等储能项目|等重点项目|等重大项目|等工程)", name):
        name = name[: listed.start()]
    return _DONE.sub("", name)


def project_around(grammar: Grammar, text: str, start: int, end: int) -> str:
    """The project in whose name a capacity stands: 广灵运达5万千瓦风电扩容项目; "" for none."""
    left = re.split("[，。；、：！\n]", text[max(0, start - 16) : start])[-1]
    left = re.sub("^(?:年内|推动|推进|力争|加快|实施|投资|建设)+", "", re.sub(".*元的?", "", left))
    right = grammar.project_noun.match(text[end : end + 24])
    if not right or re.search("达到$|装机|规模|产能|能力", left):
        return ""
    return left + right[0]
