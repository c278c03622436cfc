"""The plan part clause by clause: what is a commitment, in which strength, and what commits to nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from . import strength, table
from .clause import Clause, split, trim, within
from .fold import Folded
from .outline import PLAN, TARGET, Line
from .strength import HIDDEN, Verbs
from .words import Words

_SENTENCE = re.compile(r"[^。！？\n]+[。！？\n]?")
_FRONT = re.compile(
    r"(?:并|同时|此外|其中|要|今年|全年|全县|全市|全省|全区|年内|到?20\d\d年(?:底|末)?|[一二三四五六七八九十]+是|[一二三四五六七八九十]要|[（(][一二三四五六七八九十]+[）)]|\d{1,2}[.．、]|"
    r"我们(?:要|将|必须|一定)?|必须|各级政府(?:要)?|政府要|将|上半年|下半年|(?:投入|投资|安排|筹措)[^，；]{0,14}元|更加|再)+"
)
_ADDRESS = re.compile(r"(?:各位代表|同志们|各位委员|各位)[！!：:，,]?")
_QUOTED = re.compile(r"“[^”\n]*”|《[^》\n]*》|（(?![一二三四五六七八九十]+）)[^）\n]*）|\([^)\n]*\)")
_GUIDING = re.compile(
    "稳中求进|稳就业、稳企业|总体要求|指导思想|总体思路|以习近平|习近平.{0,40}为指导|二十大.{0,20}精神"
)
_NOTES = re.compile(
    r"[（(]?(?:附件|附[:：]|附表|名词解释|名词注释|注释|注[:：]|有关名词|有关用语|相关名词|专有名词|用语说明)"
    r"|[\[［【（(]?\d{1,2}[\]］】）).．、]{1,2}[“《]?[^。，：]{2,40}[:：]"
)
_OF_TIME = re.compile(
    r"(?:也|更|正|既)?是[^，]{0,40}(?:时期|阶段|之年|年份|一年|关键|窗口期|攻坚期|关键期|机遇期)$"
)
_HEADED = re.compile("[（(][一二三四五六七八九十]+[）)][^。]{2,40}。")
_WHY_THESE = re.compile("(?:确定|提出|设定|制定|安排|以上|上述|这些)[^，。]{0,16}(?:目标|指标)")
_ANNOUNCES = re.compile(
    "(?:以下|如下|下列).{0,8}(?:工作|任务|方面|措施)$|(?:目标|要求)(?:是|为)$|^(?:在|从)?[^，]{2,18}方面$"
)
_COUNTS_WORK = re.compile(
    r"(?:抓好|做好|推进|抓住|做到|把握|围绕)[^，]{0,6}[\d一二三四五六七八九十]+(?:个方面|方面|项|大)(?:的?(?:重点)?(?:工作|任务))?$"
)
_FEW_NOTES = 3  # lines that explain a term each
_LEAVE = 450  # characters of the words of leave
_RAISED = 12  # characters of a clause inside a sentence that only says what gets better
_RUN_IN = 10  # characters of a sentence inside a paragraph that only names its matter
_HEADLINE = 20  # characters of the first sentence of a paragraph that only names its matter


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
    rules, found = strength.of(words), []
    numbers = sorted(numbers)
    lines = [line for line in lines if line.number >= first and line.text]
    last_words, notes = _end(lines)
    for line in lines:
        if line.number in headings:
            continue
        if line.is_heading:
            if whole := trim(folded.text, line.start, line.start + len(line.text)):
                found.append(Clause(*whole, line.number, folded.text[slice(*whole)], reason="lead"))
            continue
        closing = last_words <= line.number < notes
        reasons = line.part == PLAN and _WHY_THESE.match(line.text)  # why the targets are what they are
        if (
            line.part not in (PLAN, TARGET)
            or table.is_row(line.text)
            or line.years
            or line.number >= notes
            or reasons
        ):
            for a, b in split(folded.text, line.start, line.start + len(line.text), []):
                told = folded.text[a:b]
                reason = "address" if _ADDRESS.fullmatch(told) else "rhetoric" if closing else "background"
                found.append(Clause(a, b, line.number, told, reason=reason))
            continue
        found += _paragraph(folded.text, line, numbers, rules, closing=closing)
    return found


def _end(lines: Sequence[Line]) -> tuple[int, int]:
    """The line from which on a report only takes its leave, and that of the notes behind it."""
    never = lines[-1].number + 1 if lines else 0
    heads = [line.number for line in lines if line.is_heading and not line.section]
    address = [line.number for line in lines if _ADDRESS.match(line.text)]
    noted = [
        line.number for line in lines if _NOTES.match(line.text) and address and line.number > address[0]
    ]
    notes = noted[0] if len(noted) >= _FEW_NOTES or (noted and noted[0] > address[-1]) else never
    start = max((at for at in address if at < notes), default=never)
    end = next((at for at in heads if at > start), notes)
    left = sum(len(one.text) for one in lines if start <= one.number < min(end, notes))
    return (start if left <= _LEAVE else never), notes


def unfolded(clause: Clause, folded: Folded) -> Clause:
    """A clause with the spans of the original text."""
    start, end = folded.span(clause.start, clause.end)
    at = folded.origin[clause.word_at] if clause.word_at >= 0 else -1
    return replace(clause, start=start, end=end, word_at=at)


def _paragraph(text: str, line: Line, numbers, rules: Verbs, *, closing: bool) -> list[Clause]:
    made: list[Clause] = []
    lead: Clause | None = None
    start, end = line.start, line.start + len(line.text)
    goal: tuple[int, str] | None = None
    if line.part == TARGET:  # noqa: SIM102
        if told := re.search("预期目标|主要目标|预期指标|目标", line.text):
            goal = (start + told.start(), told[0])
    guided = False  # a paragraph that says by what thought the work is led says nothing else
    for match in _SENTENCE.finditer(text, start, end):
        pieces = split(text, match.start(), match.end(), numbers)
        counted = within(numbers, match.start(), match.end())
        guided = guided or bool(_GUIDING.search(match[0]))
        guiding = guided and not counted
        if not made and not counted and match.end() < end and _HEADED.match(match[0]):
            made += [Clause(a, b, line.number, text[a:b], reason="lead") for a, b in pieces]
            continue
        alone = match.end() >= end
        last: Clause | None = None
        known: list[Clause] = []
        for index, (a, b) in enumerate(pieces):
            figures = within(numbers, a, b)
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
            elif not (known or figures or alone) and ends and _is_headline(clause.text, first=not made):
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
                    more=len(pieces) - index > 2 or (not ends and bool(within(numbers, b, match.end()))),
                    opens=text[b : b + 1] in "：:",
                    joined=text[a - 1 : a] == "、",
                )
            if clause.is_task and clause.word_at >= 0:
                last = clause
            known.append(clause)
        made += known
    return made


def _is_headline(text: str, *, first: bool) -> bool:
    """Whether a sentence of one clause only names what the others of its paragraph are about."""
    return len(text) <= (_HEADLINE if first else _RUN_IN)


def _trail(text: str, pieces, index: int, numbers, rules: Verbs) -> bool:
    """Whether only aims follow up to the end of the sentence or a semicolon."""
    for at in range(index, len(pieces)):
        a, b = pieces[at]
        if at > index:
            verb = rules.at_front.match(text, a)
            told = text[a:b]
            hoped = (rules.aims.match(told) or rules.hopes_for(told)) and not rules.is_firm(verb)
            if within(numbers, a, b) or not (hoped or rules.rhetoric.search(told)):
                return False
        if text[b : b + 1] in "；;":
            return True
    return True


def _judge(clause: Clause, rules: Verbs, known, figures, last, lead, *, ends, more, opens, joined) -> Clause:
    """Task or not, and how firmly. joined: it follows a 、 and is a member of a list."""
    text = _QUOTED.sub(lambda m: HIDDEN * len(m[0]), clause.text)
    if _ADDRESS.fullmatch(text):
        return replace(clause, reason="address")
    if (opens or _ANNOUNCES.search(text)) and (not figures or _COUNTS_WORK.search(text)):
        return replace(clause, reason="lead")
    if not figures and rules.background.search(clause.text):
        return replace(clause, reason="background")
    if not figures and (re.match(r"20\d\d年是|今年是", text) or _OF_TIME.match(text)):
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
        and (has_task or hopes or (known and known[-1].reason in ("aim", "lead")))
        and not rules.is_firm(verb)
    ):
        return replace(clause, reason="aim")
    if not figures and has_task and not rules.is_firm(verb):
        raised = rules.raises.match(text) and len(text) <= _RAISED
        if raised or (ends and (rules.hopes_for(text) or rules.by_aim.match(text))):
            return replace(clause, reason="aim")
    if not figures and has_task and ends and re.search("应.尽.”?$", clause.text):
        return replace(clause, reason="aim")
    first = not any(one.reason not in ("means", "background") for one in known)
    if first and not figures and more and rules.names_matter(text, verb):
        return replace(clause, reason="lead")
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


def _task(clause: Clause, verb: re.Match[str], rules: Verbs, *, counted: bool = False) -> Clause:
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


def _task_of(clause: Clause, code: str, at: int, word: str, rules: Verbs) -> Clause:
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
