"""Claims that the program finds by itself in any edition, without knowing the report.

Each rule looks at the tables alone and yields what it would be right to expect of the figures there. A rule is
silent where it cannot be sure: an alarm has to be one that a reader shares.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from .claim import Claim, called
from .model import Figure, Heading
from .numerals import DIGITS
from .pairs import ORDINAL
from .printed import PrintedError, parse
from .verdict import JudgeError, Judgement, Verdict, judge, settled

if TYPE_CHECKING:
    from .lookup import Edition

TIMES = 1000  # a slip of 万 for 亿 is 10,000; named projects rightly differ by some hundreds
OVERLAP = "细项之间可能有重叠，报告没有说明"
PARTLY = "细项可能不是全部的一部分，报告没有说明"
_IN_NAME = re.compile(r"[\d０-９.]+[^\d０-９.，、（）]{1,3}")


class Found(NamedTuple):
    """A claim, its name, and what cannot be asked of the edition's figures: a judgement, lines of the text."""

    name: str
    claim: Claim
    judgement: Judgement | None = None
    lines: tuple[int, ...] = ()


def discover(ed: Edition) -> list[Found]:
    """Every claim that the rules find, in the rules' order."""
    return [found for rule in RULES for found in rule(ed)]


def _claim(kind: str, title: str, figure: str, of: Iterable[str], reason: str, **more: object) -> Found:
    name = f"{kind}-{figure}"
    return Found(name, Claim(kind=kind, title=title, figure=figure, of=tuple(of), reason=reason, **more))


def _numbered(ed: Edition, **conditions: str) -> list[Figure]:
    return [figure for figure in ed.select(**conditions) if figure.value is not None]


def _groups(figures: Iterable[Figure], *columns: str) -> list[list[Figure]]:
    groups: dict[tuple, list[Figure]] = defaultdict(list)
    for figure in figures:
        groups[tuple(getattr(figure, column) for column in columns)].append(figure)
    return [group for group in groups.values() if len(group) > 1]


def twice(ed: Edition) -> Iterator[Found]:
    """One figure that stands in several paragraphs."""
    for figure in _numbered(ed):
        if len(ed.places(figure)) > 1:
            yield _claim(
                "repeat", called(ed, figure), figure.figure, (), "报告在不止一处写到这个数，各处相同"
            )


def parts(ed: Edition) -> Iterator[Found]:
    """A whole and its items in one period: told again (one item), or parts that claim to sum (several)."""
    columns = ("indicator", "project", "measure", "period", "scenario")
    for group in _groups(_numbered(ed), *columns):
        wholes, items = [f for f in group if not f.item], [f for f in group if f.item]
        if len(wholes) != 1 or not items or len({ed.unit(f.unit).base for f in group}) > 1:
            continue
        whole, ids = wholes[0], [f.figure for f in items]
        title = called(ed, whole)
        if len(items) == 1:
            again = _claim("repeat", f"{title}：两处", whole.figure, ids, "同一指标在两处写到，应当相同")
            if _holds(ed, again):
                yield again
            elif whole.measure in ("level", "count"):
                reason = "细项是全部的一部分，不应超过全部"
                yield _claim("part", f"{title}：细项与全部", whole.figure, ids, reason, unless=PARTLY)
            continue
        if whole.measure not in ("level", "count", "capacity"):
            continue
        reason = "列出的细项应合成全部"
        total = _claim("sum", f"{title}：细项之和与全部", whole.figure, ids, reason, unless=OVERLAP)
        some = _claim("part", f"{title}：细项与全部", whole.figure, ids, "列出的细项不应超过全部")
        yield some if not _holds(ed, total) and _holds(ed, some) else total


def scopes(ed: Edition) -> Iterator[Found]:
    """One number under two items of an indicator: the same amount, the same count, two scopes."""
    columns = ("indicator", "project", "measure", "period", "scenario", "value", "unit")
    for group in _groups(_numbered(ed, bound="eq"), *columns):
        for a, b in combinations(group, 2):
            if a.item and b.item and _telling(a) and not _one_span(ed, a, b):
                title = f"{ed.indicator(a).label_zh}：{a.item}，{b.item}"
                reason = "两处数字相同而范围不同，报告没有说明哪一处的范围为准"
                yield _claim("scope", title, a.figure, [b.figure], reason)


def same_number(ed: Edition) -> Iterator[Found]:
    """Two things of one topic with the same count in the same paragraph: perhaps one thing, told twice."""
    for group in _groups(_numbered(ed, bound="eq"), "value", "unit", "measure", "period"):
        for a, b in combinations(group, 2):
            topics = {ed.indicator(f).topic for f in (a, b)}
            shared = {p.line for p in ed.places(a)} & {p.line for p in ed.places(b)}
            if a.indicator == b.indicator or len(topics) > 1 or not shared or not _telling(a):
                continue
            title = f"{called(ed, a)}与{called(ed, b)}"
            yield _claim("scope", title, a.figure, [b.figure], "同一段里两个数相同，是不是同一批，报告没有说明")


def shared(ed: Edition) -> Iterator[Found]:
    """One number in the text that serves several figures."""
    spans: dict[tuple[int, str], list[Figure]] = defaultdict(list)
    for group in _groups(_numbered(ed), "printed", "unit", "period"):
        for figure in group:
            for mention in ed.mentions(figure):
                spans[mention.char_start, figure.printed].append(figure)
    for figures in spans.values():
        if len(figures) > 1:
            title = "、".join(called(ed, figure) for figure in figures)
            found = _claim("shared", title, figures[0].figure, [f.figure for f in figures[1:]], "报告用一个数说明几项，各项相同")
            yield found._replace(judgement=settled(Verdict.AGREE))


def projects(ed: Edition) -> Iterator[Found]:
    """The size of a named project, told for two years."""
    for group in _groups(_numbered(ed, scenario="planned"), "indicator", "project", "item", "measure"):
        first, *again = [figure for figure in group if figure.project]or group[:1]
        for figure in again:
            title = f"{called(ed, figure)}：两处"
            yield _claim("repeat", title, figure.figure, [first.figure], "同一项目的规模在两处写到，应当相同")


def names(ed: Edition) -> Iterator[Found]:
    """The capacity in a project's name beside its capacity as a figure."""
    for figure in _numbered(ed, measure="capacity"):
        for project in ed.projects(project=figure.project) if figure.project else ():
            for word in _IN_NAME.findall(project.name):
                said = _parsed(ed, word)
                if said is None or ed.unit(said.unit).base != ed.unit(figure.unit).base:
                    continue
                same = said.value * ed.unit(said.unit).factor == figure.value * ed.unit(figure.unit).factor
                verdict = Verdict.AGREE if same else Verdict.DIFFER
                title = f"{project.name}：名称与容量"
                found = _claim("name", title, figure.figure, (), "项目名称里的容量应与写明的容量相同")
                yield found._replace(judgement=settled(verdict, formula=word))


def targets(ed: Edition) -> Iterator[Found]:
    """A target beside what was reached; a target in words, or of another kind, cannot be compared."""
    for target, actual, comparable, why in ed.pairs():
        if target.scenario != "target" or actual is None:
            continue
        title, ids = called(ed, target), [actual.figure]
        better, cap = ed.indicator(target).better, target.bound in ("le", "lt")
        if target.value is not None and (comparable or _ordered(ed, target, actual)):
            if not better or (cap and better == "higher"):
                continue
            yield _claim("target", title, target.figure, ids, "目标与上年实际相比")
        else:
            yield _claim("target", title, target.figure, ids, why, comparable=False)


def growths(ed: Edition) -> Iterator[Found]:
    """A planned level with its growth, and the level that it grows from."""
    for level in _numbered(ed, period=ed.planned, measure="level"):
        same = {"indicator": level.indicator, "item": level.item, "project": level.project}
        bases = _numbered(ed, period=ed.reviewed, scenario="actual", measure="level", **same)
        for growth in _numbered(ed, period=ed.planned, measure="growth", **same):
            for base in bases[:1]:
                title, reason = f"{called(ed, level)}：上年数与增速", "上年数乘以增速应得到目标"
                yield _claim("growth", title, level.figure, [base.figure, growth.figure], reason)


def last_year(ed: Edition) -> Iterator[Found]:
    """This edition's level and growth against the level in last year's edition of the same county."""
    before = f"{ed.id.rpartition('-')[0]}-{ed.reviewed}"
    ed.reads.note_file(f"{before}/source.yml")
    if not (ed.data / before / "source.yml").is_file():
        return
    from .lookup import load

    last = load(before, ed.data)
    for level in _numbered(ed, period=ed.reviewed, scenario="actual", measure="level"):
        same = {"indicator": level.indicator, "item": level.item, "project": level.project, "scenario": "actual"}
        growth = _numbered(ed, period=ed.reviewed, measure="growth", **same)
        base = _numbered(last, period=last.reviewed, measure="level", **same)
        if not growth or not base:
            continue
        constant = ed.indicator(level).price_basis == "constant"
        reason = "增速按不变价计算，不能直接乘在现价总量上" if constant else "上年报告的数乘以增速应得到今年的数"
        title = f"{called(ed, level)}：上年报告与增速"
        found = _claim("growth", title, level.figure, [growth[0].figure], reason, comparable=not constant)
        yield found._replace(judgement=judge(ed, found.claim, [base[0], growth[0]]))


def magnitudes(ed: Edition) -> Iterator[Found]:
    """A number a thousand times larger or smaller than the others of its kind: 万 for 亿."""
    money = _numbered(ed, measure="level")
    for group in _groups(money, "indicator", "measure") + _groups(money, "indicator", "item", "project"):
        amounts = {f.figure: f.value * ed.unit(f.unit).factor for f in group if f.value}
        for figure in group if len(amounts) > 2 else ():
            own = amounts.get(figure.figure)
            usual = median(value for id, value in amounts.items() if id != figure.figure)
            if own and not usual / TIMES < own < usual * TIMES:
                others = [id for id in amounts if id != figure.figure]
                reason = "与同类数字相差千倍以上，可能是万与亿之误，也可能确实如此"
                found = _claim("magnitude", f"{called(ed, figure)}：数量级", figure.figure, others, reason)
                yield found._replace(judgement=settled(Verdict.CANNOT_TELL))


def headings(ed: Edition) -> Iterator[Found]:
    """The numbers of the headings below each part, in order and without a gap."""
    last: dict[str, int] = {}
    unnumbered: Heading | None = None
    for heading in ed.source.outline:
        number = _ordinal(heading.section)
        if number is None:
            unnumbered = heading if heading.section else None
            continue
        expected = last.get(heading.part, 0) + 1
        if number != expected:
            gap = "、".join(f"（{_chinese(n)}）" for n in range(expected, number)) or f"（{_chinese(expected)}）"
            without = "，其间有一个标题没有编号" if unnumbered else ""
            reason = f"第{heading.part}部分的标题编号应当连续：（{_chinese(number)}）之前缺{gap}{without}"
            claim = Claim(kind="heading", title=f"第{heading.part}部分的标题编号", reason=reason)
            lines = tuple(h.line for h in (unnumbered, heading) if h)
            yield Found(f"heading-{heading.part}-{number}", claim, settled(Verdict.DIFFER), lines)
        last[heading.part], unnumbered = number, None


RULES = (
    headings, parts, twice, scopes, same_number, projects, growths, last_year, names, shared, magnitudes, targets,
)  # fmt: skip


def _holds(ed: Edition, found: Found) -> bool:
    try:
        return judge(ed, found.claim).verdict == Verdict.AGREE
    except JudgeError:
        return False


def _telling(figure: Figure) -> bool:
    """Whether two equal numbers are hardly chance: at least two significant digits."""
    return len(figure.value.normalize().as_tuple().digits) > 1


def _one_span(ed: Edition, a: Figure, b: Figure) -> bool:
    starts = [{mention.char_start for mention in ed.mentions(f)} for f in (a, b)]
    return bool(starts[0] & starts[1])


def _ordered(ed: Edition, a: Figure, b: Figure) -> bool:
    """Two classes or ranks of one kind: they have an order though no difference."""
    kinds = {(ed.unit(f.unit).base, ed.unit(f.unit).dimension in ORDINAL, f.measure) for f in (a, b) if f.unit}
    return len(kinds) == 1 and a.measure != "rank" and kinds.pop()[1]


def _parsed(ed: Edition, word: str):
    known = [row["unit"] for row in ed._ask("units", {})]
    for end in range(len(word), 1, -1):
        try:
            said = parse(word[:end], known)
        except PrintedError:
            continue
        if said.unit:
            return said
    return None


def _chinese(number: int) -> str:
    digits = {value: sign for sign, value in reversed(DIGITS.items())}
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{digits[tens]}十")
    return head + (digits[ones] if ones or not tens else "")


def _ordinal(section: str) -> int | None:
    """（四） → 4; None for a heading without a number."""
    inner = section.strip("（）()〔〕第节部分、. ")
    for number in range(1, 100):
        if inner in (_chinese(number), str(number)):
            return number
    return None
