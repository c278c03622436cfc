"""The plan part clause by clause: what is a commitment, in which strength, and what commits to nothing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from .fold import Folded
from .outline import PLAN, TARGET, Line
from .words import Words

_SENTENCE = re.compile(r"[^。！？\n]+[。！？\n]?")
_STOPS = "，；：,;:。！？!?\n"
_SOUND = re.compile(r"[\w%‰℃°]")
_OPENING, _CLOSING = "“《（(‘【[", "”》）)’】]"
_FRONT = re.compile(
    r"(?:并|同时|此外|其中|要|今年|全年|全县|全市|全省|全区|年内|到?20\d\d年(?:底|末)?|[一二三四五六七八九十]是|[一二三四五六七八九十]要|"
    r"上半年|下半年|(?:投入|投资|安排|筹措)[^，；]{0,14}元|更加|再)+"
)
_AIM_MODIFIER = (
    r"(?:切实|有效|全面|不断|进一步|持续|着力|更好|从而|真正|全力|努力|加快|以|逐步|最终|充分|牢牢|着重)*"
)
_ADDRESS = re.compile(r"(?:各位代表|同志们|各位委员|各位)[！!：:，,]?")
_QUOTED = re.compile(r"“[^”\n]*”|《[^》\n]*》|（[^）\n]*）|\([^)\n]*\)")
_GUIDING = re.compile("总体要求|指导思想|总体思路|以习近平|习近平.{0,40}为指导|二十大.{0,20}精神")
_RUN_IN = 10  # characters of a sentence inside a paragraph that only names its matter
_HEADLINE = 20  # characters of the first sentence of a paragraph that only names its matter


@dataclass(frozen=True)
class Clause:
    """A clause of the plan part. reason is "" for a task; word is its word of strength, at `word_at`."""

    start: int
    end: int
    line: int
    text: str
    code: str = ""
    word: str = ""
    word_at: int = -1
    reason: str = ""
    flags: tuple[str, ...] = ()

    @property
    def is_task(self) -> bool:
        """Whether it commits to something."""
        return not self.reason


class _Verbs:
    """The patterns of strength, once for each set of lists."""

    def __init__(self, words: Words):
        self.code: dict[str, str] = {}
        for code, told in words.below("strength.").items():
            for verb in told:
                self.code.setdefault(verb, code)
        verbs = "|".join(map(re.escape, sorted(self.code, key=len, reverse=True)))
        self.goes_on = re.compile(words.any("goes_on"))
        adverb = words.any("adverbs", "goes_on")
        self.at_front = re.compile(
            rf"(?P<adverbs>{adverb}*)(?P<verb>{verbs})(?:和|、)?(?P<more>(?:{verbs})?)"
        )
        self.only_adverb = re.compile(rf"{adverb}+")
        self.inside = re.compile(rf"(?P<adverbs>{adverb}+)(?P<verb>{verbs})")
        firm = frozenset(words["firm"])
        strong = [
            verb for verb, code in self.code.items()
            if code in ("ensure", "strive", "assist", "start", "propose") or verb in firm
        ]  # fmt: skip
        alternatives = "|".join(map(re.escape, sorted(strong, key=len, reverse=True)))
        self.firm = re.compile(rf"(?P<adverbs>{adverb}*)(?P<verb>{alternatives})")
        self.means = re.compile(words.any("means"))
        self.counted = frozenset(words["counted"])
        self.aims = re.compile(_AIM_MODIFIER + words.any("aims"))
        self.background = re.compile(words.any("background"))
        self.rhetoric = re.compile(words.any("rhetoric"))


@lru_cache(maxsize=8)
def _verbs(words: Words) -> _Verbs:
    return _Verbs(words)


def clauses(
    folded: Folded,
    lines: Iterable[Line],
    numbers: list[tuple[int, int]],
    words: Words,
    headings: set[int],
    first: int,
) -> list[Clause]:
    """Every clause of the plan part, each once, with spans of the plain text.

    numbers: spans of figures. headings: lines that the outline has. first: the first line of the plan part.
    """
    rules, found = _verbs(words), []
    numbers = sorted(numbers)
    closing = False
    for line in lines:
        if line.number < first or not line.text or line.number in headings:
            closing = closing and line.number not in headings
            continue
        if line.is_heading:
            if whole := _trim(folded.text, line.start, line.start + len(line.text)):
                found.append(Clause(*whole, line.number, folded.text[slice(*whole)], reason="lead"))
            continue
        closing = closing or bool(_ADDRESS.match(line.text))
        if line.part not in (PLAN, TARGET):
            for a, b in _split(folded.text, line.start, line.start + len(line.text), []):
                found.append(Clause(a, b, line.number, folded.text[a:b], reason="background"))
            continue
        found += _paragraph(folded.text, line, numbers, rules, closing=closing)
    return found


def unfolded(clause: Clause, folded: Folded) -> Clause:
    """A clause with the spans of the original text."""
    start, end = folded.span(clause.start, clause.end)
    at = folded.origin[clause.word_at] if clause.word_at >= 0 else -1
    return replace(clause, start=start, end=end, word_at=at)


def _paragraph(text: str, line: Line, numbers, rules: _Verbs, *, closing: bool) -> list[Clause]:
    made: list[Clause] = []
    lead: Clause | None = None
    start, end = line.start, line.start + len(line.text)
    goal: tuple[int, str] | None = None
    if line.part == TARGET:  # noqa: SIM102
        if told := re.search("预期目标|主要目标|预期指标|目标", line.text):
            goal = (start + told.start(), told[0])
    for match in _SENTENCE.finditer(text, start, end):
        pieces = _split(text, match.start(), match.end(), numbers)
        guiding = _GUIDING.search(match[0]) and not _within(numbers, match.start(), match.end())
        last: Clause | None = None
        known: list[Clause] = []
        for index, (a, b) in enumerate(pieces):
            figures = _within(numbers, a, b)
            clause = Clause(a, b, line.number, text[a:b])
            ends = index == len(pieces) - 1
            last_words = _trail(text, pieces, index, numbers, rules)
            if closing:
                reason = "address" if _ADDRESS.fullmatch(clause.text) else "rhetoric"
                clause = replace(clause, reason=reason)
            elif guiding:
                clause = replace(clause, reason="background")
            elif goal and figures and a > goal[0]:
                clause = replace(clause, code="expect", word=goal[1], word_at=goal[0])
            elif not known and ends and not figures and len(clause.text) <= (_RUN_IN if made else _HEADLINE):
                clause = replace(clause, reason="lead")
                lead = clause
            else:
                clause = _judge(
                    clause,
                    rules,
                    known,
                    figures,
                    last,
                    lead,
                    ends=last_words,
                    opens=text[b : b + 1] in "：:",
                    joined=text[a - 1 : a] == "、",
                )
            if clause.is_task and clause.word_at >= 0:
                last = clause
            known.append(clause)
        made += known
    return made


def _within(numbers: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """The spans of figures that begin in a stretch of the text; `numbers` is sorted."""
    return numbers[bisect_left(numbers, (start,)) : bisect_left(numbers, (end,))]


def _trail(text: str, pieces, index: int, numbers, rules: _Verbs) -> bool:
    """Whether only aims follow up to the end of the sentence or a semicolon."""
    for at in range(index, len(pieces)):
        a, b = pieces[at]
        if at > index:
            verb = rules.at_front.match(text, a)
            if _within(numbers, a, b) or not rules.aims.match(text, a) or _is_firm(verb, rules):
                return False
        if text[b : b + 1] in "；;":
            return True
    return True


def _judge(clause: Clause, rules: _Verbs, known, figures, last, lead, *, ends, opens, joined) -> Clause:
    """Task or not, and how firmly. joined: it follows a 、 and is a member of a list."""
    text = _QUOTED.sub(lambda m: "口" * len(m[0]), clause.text)
    if _ADDRESS.fullmatch(text):
        return replace(clause, reason="address")
    if (
        opens or re.search("(?:以下|如下|下列).{0,8}(?:工作|任务|方面|措施)$|(?:目标|要求)(?:是|为)$", text)
    ) and not figures:
        return replace(clause, reason="lead")
    if not figures and rules.background.search(clause.text):
        return replace(clause, reason="background")
    if not figures and re.search(r"20\d\d年是|是.{0,12}之年|至关重要|意义重大", text):
        return replace(clause, reason="background")
    front = _FRONT.match(text)
    begin = front.end() if front else 0
    verb = rules.at_front.match(text, begin)
    has_task = any(one.is_task for one in known)
    means = rules.means.match(text, begin)
    is_means = means and (len(means[0]) > 3 or not (verb and verb["adverbs"]))
    if is_means and not (verb and verb["verb"] == "实施"):
        firm = rules.inside.search(text, begin + 2) or (
            rules.firm.search(text, begin + 2) if figures or ends else None
        )
        if firm and not re.match("的|要求|作用|优势|规划", text[firm.end() : firm.end() + 2]):
            return _task(clause, firm, rules)
        return replace(clause, reason="means") if not figures else _carried(clause, last, lead)
    aim = rules.aims.match(text, begin)
    hopes = re.match("让|使|不让|更好满足", text[begin:])
    if (
        not figures
        and aim
        and ends
        and (has_task or hopes or (known and known[-1].reason == "aim"))
        and not _is_firm(verb, rules)
    ):
        return replace(clause, reason="aim")
    if not figures and rules.rhetoric.search(text) and not (verb and len(text) > 16):
        return replace(clause, reason="rhetoric")
    governed = figures and last is not None and last.code in ("strive", "ensure", "expect")
    own = verb and rules.code[verb["verb"]] != "complete" and verb["verb"] != "落地"
    if (joined or governed) and last is not None and not own and not re.search("力争|确保|争取", text):
        return _carried(clause, last, lead)
    if verb:
        return _task(clause, verb, rules, counted=bool(figures))
    if adverb := rules.only_adverb.match(text, begin):
        return _task_of(clause, "push", adverb.start(), adverb[0], rules)
    firm = rules.firm.search(text, begin)
    if firm:
        return _task(clause, firm, rules)
    if figures or (has_task and last is not None):
        return _carried(clause, last, lead)
    if not known and not ends:
        return replace(clause, reason="lead")
    return replace(clause, reason="aim" if has_task else "rhetoric", flags=("task?",))


def _is_firm(verb, rules: _Verbs) -> bool:
    """Whether the words at the front of a sentence's last clause are firm enough for a task of its own."""
    if not verb:
        return False
    adverbs, code = verb["adverbs"], rules.code[verb["verb"]]
    if code in ("ensure", "strive", "start", "propose", "assist"):
        return verb["verb"] in (
            "确保",
            "力争",
            "争取",
            "争创",
            "启动",
            "谋划",
            "探索",
            "配合",
            "严防",
            "坚决守住",
            "守住",
        )
    firm = re.search(
        "加快|积极|大力|重点|逐步|持续|继续|严格|深入|扎实|主动|常态化|进一步|全力|加速|有序|稳步", adverbs
    )
    return bool(firm) or verb["verb"] in (
        "完成",
        "实施",
        "新建",
        "新增",
        "开展",
        "完善",
        "健全",
        "建成",
        "加强",
        "推广",
        "培育",
    )


def _task(clause: Clause, verb: re.Match[str], rules: _Verbs, *, counted: bool = False) -> Clause:
    word = verb["adverbs"] + verb["verb"]
    more = verb.groupdict().get("more") or ""
    longer = next((word[at:] for at in range(len(verb["adverbs"])) if word[at:] in rules.code), verb["verb"])
    code = rules.code[longer]
    if counted and verb["verb"] in rules.counted:
        code = "complete"
    if more and (rules.code[more] in ("propose", "assist") or code == "push"):
        code = rules.code[more] if rules.code[more] in ("propose", "assist", "strive") else code
    if rules.goes_on.search(verb["adverbs"]) and code not in ("assist", "ensure", "strive", "propose"):
        code = "continue"
    if rules.goes_on.search(verb["adverbs"]) and code == "ensure" and verb["verb"] == "保障":
        code = "continue"
    return _task_of(clause, code, verb.start(), word, rules)


def _task_of(clause: Clause, code: str, at: int, word: str, rules: _Verbs) -> Clause:
    if len(word) > 8:
        at, word = at + len(word) - 8, word[-8:]
    return replace(clause, code=code, word=word, word_at=clause.start + at)


def _carried(clause: Clause, last: Clause | None, lead: Clause | None) -> Clause:
    """A clause without a word of strength takes that of the sentence, else of the paragraph's first words."""
    if last is not None:
        return replace(clause, code=last.code, word=last.word, word_at=last.word_at, flags=("word?",))
    if lead is not None:
        return replace(clause, code="push", word=lead.text[:2], word_at=lead.start, flags=("word?",))
    return replace(clause, code="push", word=clause.text[:2], word_at=clause.start, flags=("word?",))


def _split(text: str, start: int, end: int, numbers) -> list[tuple[int, int]]:
    """A sentence in clauses: at ，；： outside quotation marks, and at 、 between members with numbers."""
    pieces, depth, begin = [], 0, start
    for at in range(start, end):
        c = text[at]
        if c in _OPENING:
            depth += 1
        elif c in _CLOSING:
            depth = max(0, depth - 1)
        if (
            depth == 0
            and c in "是为"
            and re.search("(?:预期|主要)目标(?:是|为)$", text[max(start, at - 6) : at + 1])
        ):
            pieces.append((begin, at + 1))
            begin = at + 1
        if (c in _STOPS and depth == 0) or c in "。！？":
            depth = 0
            pieces.append((begin, at))
            begin = at + 1
    pieces.append((begin, end))
    split = [part for piece in pieces for part in _members(text, *piece, numbers)]
    return [trimmed for piece in split if (trimmed := _trim(text, *piece))]


def _members(text: str, start: int, end: int, numbers) -> list[tuple[int, int]]:
    """A list of several things with a number each, one piece a member; 分别 and 均 keep it whole."""
    inside = _within(numbers, start, end)
    if len(inside) < 2 or re.search("分别|均|、其中", text[start:end]):
        return [(start, end)]
    if re.match("、[^、，]{1,8}$", text[inside[0][1] : inside[1][0]]) and text[inside[1][1] :][:1] == "的":
        return [(start, end)]  # 总投资9.2亿元、总库容2380万立方米的水库: one thing
    cuts, money = [], re.compile("、(?=(?:总)?投资)")
    for (_, a), (b, _) in pairwise(inside):
        gap = text[a:b]
        sign = money.search(gap) or re.match("、(?=[^、]{2,}$)", gap)
        if sign and not re.match("、(?:总投资|增长|同比|下降|占|提高)", gap):
            cuts.append(a + sign.start())
    bounds = [start, *(cut + 1 for cut in cuts)]
    return [(a, b) for a, b in zip(bounds, [*cuts, end], strict=True)]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A piece without marks and blanks at its ends; None where nothing is left."""
    sounds = [at for at in range(start, end) if _SOUND.match(text[at])]
    if not sounds:
        return None
    first, last = sounds[0], sounds[-1] + 1
    while first > start and text[first - 1] in "“《（(":
        first -= 1
    while last < end and text[last] in "”》）)":
        last += 1
    return first, last
