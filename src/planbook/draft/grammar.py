"""Patterns made of the word lists, once for each set of lists."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from .words import Words

_STRIP = '"（）()、，：: '
_BRACKET = re.compile(r"[（(][^）)]*[）)]")
_DATED = re.compile(
    r"(?:到?20\d\d年(?:年?[初底末])?|\d{1,2}[-—~至]\d{1,2}月份?|前三季度|[一二三四五六七八九十]是|“十[四五]五”(?:时期|期间|以来))"
)


_AIMED_AT = re.compile(r"^.*(?:目标|建议)(?:是|为)")
_GENERIC = re.compile(
    "(?:带动|惠及|覆盖|受益|投放|吸引).{0,8}"
    "|(?:计划|协议|合同|实际|年度|总|累计|完成|到位|签约|引进|当年|年|意向|实现|预计|设计)+"
    "(?:投资|资金|金额|引资|产值|营收|收入|利润|产能|产量|税收|利税)(?:额|总额)?"
)


class Grammar:
    """How a set of word lists cuts a segment into what is measured and what is said of it."""

    def __init__(self, words: Words):
        self.words = words
        self.generic_words = frozenset(words["generic"])
        self.counters = frozenset(words["counters"])
        self.gains = frozenset(words["gains"])
        self.nouns_counted = frozenset(words["nouns_counted"])

    @cached_property
    def front(self) -> re.Pattern[str]:
        return re.compile(f"(?:{self.words.any('front')}|{_DATED.pattern})")

    @cached_property
    def back(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{self.words.any('back')}|[、，:：])$")

    @cached_property
    def kept(self) -> re.Pattern[str]:
        return re.compile(self.words.any("kept"))

    @cached_property
    def growth(self) -> re.Pattern[str]:
        return re.compile(rf"(?>{self.words.any('growth')})(?![到至])")

    @cached_property
    def growth_end(self) -> re.Pattern[str]:
        return re.compile(rf"{self.words.any('growth')}$")

    @cached_property
    def verb_end(self) -> re.Pattern[str]:
        return re.compile(rf"{self.words.any('verbs')}$")

    @cached_property
    def verbs_front(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{self.words.any('verbs')})+")

    @cached_property
    def head_end(self) -> re.Pattern[str]:
        return re.compile(rf"{self.words.any('heads')}$")

    @cached_property
    def makes(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{self.words.any('makes')})+")

    @cached_property
    def tails(self) -> frozenset[str]:
        return frozenset(self.words["tails"])

    @cached_property
    def ends(self) -> re.Pattern[str]:
        return re.compile(self.words.any("ends"))

    @cached_property
    def planned_money(self) -> re.Pattern[str]:
        return re.compile(rf"{self.words.any('planned_money')}(?:额|约|达|为|近|超)*$")

    @cached_property
    def project_noun(self) -> re.Pattern[str]:
        return re.compile(rf"(?:[^，。；、：！\n])*?{self.words.any('projects')}(?:扩容项目|项目|工程)?")

    def is_generic(self, name: str) -> bool:
        """Whether a name says nothing without what was told before it: 总投资, 惠及企业."""
        return name in self.generic_words or bool(_GENERIC.fullmatch(name))

    def cut(self, segment: str) -> tuple[str, str]:
        """What a segment is about, and the words between that and the number behind it."""
        name = bare(segment)
        words = ""
        while match := self.back.search(name):
            verb = self.verb_end.search(name)
            if verb and len(verb[0]) > len(match[0]):  # 新增 is one word, not 新 and 增
                break
            if match[0] == "比" and name[-2:-1] in ("占", "之", "对", "倍", "入", "化"):
                break
            words = match[0] + words
            name = name[: match.start()]
        while (match := self.front.match(name)) and not self.kept.match(name):
            if match.end() == len(name):
                name = ""
                break
            if (
                match[0] in ("已", "并", "还", "将", "要", "另", "共", "主要", "也")
                and len(name) <= len(match[0]) + 1
            ):
                break
            name = name[match.end() :]
        return name.strip("的" + _STRIP), words

    def thing(self, name: str) -> str:
        """A name without the verbs at its front: 新建高标准农田 → 高标准农田."""
        made = self.makes.match(name) or self.verbs_front.match(name)
        return name[made.end() :] if made and made.end() < len(name) else name

    def without_back(self, name: str) -> str:
        """A noun without the words at its end that lead to the next number: 农产品产量居."""
        while (match := self.back.search(name)) and match.start() > 1:
            name = name[: match.start()]
        return name


def bare(segment: str) -> str:
    """A segment without the lead before a colon and without marks around it."""
    name = _AIMED_AT.sub("", segment).strip(_STRIP)
    _, colon, rest = name.rpartition("：")
    return rest.strip(_STRIP) if colon and rest.strip(_STRIP) else name


def without_brackets(text: str) -> str:
    """A text without what stands in brackets."""
    return _BRACKET.sub("", text)


@lru_cache(maxsize=8)
def of(words: Words) -> Grammar:
    """The patterns of some lists, made once."""
    return Grammar(words)
