"""Slips that the tables show: a heading without its number, 万 for 亿, a name against its figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from statistics import median

from planbook.audit.claim import Claim
from planbook.audit.facts import Facts
from planbook.audit.found import Found, found, groups
from planbook.audit.verdict import Verdict, settled
from planbook.edition.model import Figure, Heading
from planbook.edition.numerals import chinese, scan
from planbook.edition.printed import Printed, PrintedError, parse

# A slip of 万 for 亿 is 10,000 times. Projects of one county rightly differ by some hundreds; the same thing
# in two years, or the cost of one kilowatt in two projects, does not.
FAR, NEAR = 1000, 100
REASON = "与同类数字的数量级不同，可能是万与亿之误，也可能确实如此"


def magnitudes(facts: Facts) -> Iterator[Found]:
    """A number far from the others of its kind, from last year's, or from what a kilowatt costs elsewhere."""
    figures = [figure for figure in facts.numbered() if figure.measure in ("level", "count", "capacity")]
    seen: set[str] = set()
    for times, fewest, amounts in (
        *((FAR, 3, _amounts(facts, group)) for group in groups(figures, "indicator", "measure", "period")),
        *((NEAR, 2, _amounts(facts, g)) for g in groups(figures, "indicator", "measure", "item", "project")),
        *((NEAR, 3, costs) for costs in _costs(facts)),
    ):
        for id, amount in amounts.items() if len(amounts) >= fewest else ():
            others = [other for other in amounts if other != id]
            usual = median(amounts[other] for other in others)
            if not usual / times < amount < usual * times and not seen & {id, *others[: fewest < 3]}:
                seen.add(id)
                figures = [facts.figures[one] for one in (id, *others)]
                one = found("magnitude", f"{facts.called(figures[0])}：数量级", figures, REASON)
                yield one._replace(judgement=settled(Verdict.CANNOT_TELL))


def _amounts(facts: Facts, group: list[Figure]) -> dict[str, Decimal]:
    return {f.figure: _in_base(facts, f) for f in group if f.number > 0}


def _in_base(facts: Facts, figure: Figure) -> Decimal:
    """The number of a figure in the base of its unit."""
    return figure.number * facts.units[figure.unit].factor


def _costs(facts: Facts) -> Iterator[Mapping[str, Decimal]]:
    """For each sector: the money of its projects, per unit of their capacity."""
    sectors: dict[str, dict[str, Decimal]] = defaultdict(dict)
    capacity = {f.project: f for f in facts.numbered(measure="capacity") if f.project and f.value}
    for money in facts.numbered(measure="level"):
        if money.project in capacity and facts.units[money.unit].dimension == "money" and money.number > 0:
            cost = _in_base(facts, money) / _in_base(facts, capacity[money.project])
            sectors[facts.projects[money.project].sector][money.figure] = cost
    yield from sectors.values()


def names(facts: Facts) -> Iterator[Found]:
    """The capacity in a project's name beside its capacity as a figure."""
    for figure in facts.numbered(measure="capacity"):
        project = facts.projects.get(figure.project)
        if project is None:
            continue
        for number in _numbers_in(project.name, list(facts.units)):
            named, own = facts.units[number.unit], facts.units[figure.unit]
            if (named.base, named.dimension) == (own.base, own.dimension):
                same = number.value * named.factor == figure.number * own.factor
                title = f"{project.name}：名称与容量"
                one = found("name", title, [figure], "项目名称里的容量应与写明的容量相同")
                verdict = Verdict.AGREE if same else Verdict.DIFFER
                formula = f"{number.value}{number.unit}"
                yield one._replace(judgement=settled(verdict)._replace(formula=formula))


def _numbers_in(name: str, units: list[str]) -> Iterator[Printed]:
    """The numbers with a known unit in a project's name: 夏初5万千瓦风电 → 5 of 万千瓦. A 5万吨级 berth is
    of a class, and says nothing of how much it handles."""
    for numeral in scan(name):
        for end in range(min(len(name), numeral.end + 4), numeral.start, -1):
            try:
                number = parse(name[numeral.start : end], units)
            except PrintedError:
                continue
            if number.unit:
                if not name.startswith("级", end):
                    yield number
                break


def headings(facts: Facts) -> Iterator[Found]:
    """The numbers of the headings below each part, in order and without a gap."""
    last: dict[str, int] = {}
    unnumbered: Heading | None = None
    for heading in facts.ed.source.outline:
        number = _ordinal(heading.section)
        if number is None:
            unnumbered = heading if heading.section else None
            continue
        expected = last.get(heading.part, 0) + 1
        if number != expected:
            missing = range(expected, number) or [expected]
            gap = "、".join(f"（{_chinese(n)}）" for n in missing)
            without = "，其间有一个标题没有编号" if unnumbered else ""
            reason = f"标题编号应当连续：（{_chinese(number)}）之前缺{gap}{without}"
            title = f"第{heading.part}部分的标题编号" if heading.part else "标题编号"
            lines = tuple(one.line for one in (unnumbered, heading) if one)
            claim = Claim(kind="heading", title=title, reason=reason)
            yield Found(f"heading-{heading.line}", claim, settled(Verdict.NUMBERING), lines)
        last[heading.part], unnumbered = number, None


def _ordinal(section: str) -> int | None:
    """（四） → 4; None for a heading without a number."""
    inner = section.strip("（）()〔〕第节部分、. ")
    try:
        return int(inner) if inner.isdecimal() else int(chinese(inner))
    except ValueError:
        return None


def _chinese(number: int) -> str:
    """A heading's number: 4 → 四, 12 → 十二."""
    signs, (tens, ones) = "零一二三四五六七八九", divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else f"{signs[tens]}十") + (signs[ones] if ones else "")
