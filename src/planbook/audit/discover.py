"""Claims that the program finds by itself in any edition, without knowing the report.

Each rule looks at the tables alone and yields what it would be right to expect of the figures there. A rule
is silent where it cannot be sure: an alarm has to be one that a reader shares.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from planbook.audit import slips
from planbook.audit.facts import Facts
from planbook.audit.found import Found, found, groups, telling
from planbook.audit.verdict import JudgeError, Verdict, judge, measured, settled
from planbook.edition.model import Figure
from planbook.edition.units import ORDINAL
from planbook.errors import InputError

OVERLAP = "细项之间可能有重叠，报告没有说明"
REVISED = "基数可能已经修订，报告没有说明"
PARTLY = "细项可能不是全部的一部分，报告没有说明"
AMOUNTS = ("level", "count", "capacity")  # measures whose parts can make a whole
WAITING = ("planned", "proposed")  # stages of a project that has still to be started
OF_WHICH = "其中"


def discover(facts: Facts) -> list[Found]:
    """Every claim that the rules find, in the rules' order."""
    return [one for rule in RULES for one in rule(facts)]


def parts(facts: Facts) -> Iterator[Found]:
    """A whole and its items in one period: told again (one item), or parts that claim to sum (several)."""
    columns = ("indicator", "project", "measure", "period", "scenario")
    for group in groups(facts.numbered(), *columns):
        wholes, items = [f for f in group if not f.item], [f for f in group if f.item]
        items = [f for f in items if not _inside(f, items)]
        if len(wholes) != 1 or not items or len({facts.units[f.unit].base for f in group}) > 1:
            continue
        title, family = facts.called(wholes[0]), [wholes[0], *items]
        again = found("repeat", f"{title}：两处", family, "同一指标在两处写到，应当相同")
        total = found("sum", f"{title}：细项之和与全部", family, "列出的细项应合成全部", unless=OVERLAP)
        some = found("part", f"{title}：细项与全部", family, "列出的细项不应超过全部", unless=PARTLY)
        if len(items) == 1 and _holds(facts, again):
            yield again
        elif wholes[0].measure in AMOUNTS:
            fits_in_part = len(items) == 1 or (_holds(facts, some) and not _holds(facts, total))
            yield some if fits_in_part else total


def twice(facts: Facts) -> Iterator[Found]:
    """One figure that stands in several paragraphs."""
    for figure in facts.numbered():
        if len(facts.lines[figure.figure]) > 1:
            yield found("repeat", facts.called(figure), [figure], "报告在不止一处写到这个数，各处相同")


def scopes(facts: Facts) -> Iterator[Found]:
    """One number under two items of an indicator: the same amount, the same count, two scopes."""
    columns = ("indicator", "project", "measure", "period", "scenario", "value", "unit")
    for group in groups(_amounts(facts), *columns):
        for a, b in combinations(group, 2):
            one_span = facts.starts[a.figure] & facts.starts[b.figure]
            if a.item and b.item and telling(a) and not one_span:
                title = f"{facts.indicator(a).label_zh}：{a.item}，{b.item}"
                reason = "两处数字相同而范围不同，报告没有说明哪一处的范围为准"
                yield found("scope", title, [a, b], reason)


def same_number(facts: Facts) -> Iterator[Found]:
    """Two things of one topic with the same count in the same paragraph: perhaps one thing, told twice."""
    for group in groups(_amounts(facts), "value", "unit", "measure", "period"):
        for a, b in combinations(group, 2):
            one_topic = len({facts.indicator(f).topic for f in (a, b)}) == 1
            one_paragraph = facts.lines[a.figure] & facts.lines[b.figure]
            if a.indicator != b.indicator and one_topic and one_paragraph and telling(a):
                title = f"{facts.called(a)}与{facts.called(b)}"
                yield found("scope", title, [a, b], "同一段里两个数相同，是不是同一批，报告没有说明")


def projects(facts: Facts) -> Iterator[Found]:
    """The size of a named project, told for two years. Where it is the same and the project has still to be
    started, that is not the point: what became of it in the first year?"""
    ed = facts.ed
    for group in groups(facts.numbered(scenario="planned"), "indicator", "project", "item", "measure"):
        first, *again = group
        for figure in again if first.project else ():
            title = f"{facts.called(figure)}：两处"
            one = found("repeat", title, [figure, first], "同一项目的规模在两处写到，应当相同")
            project = facts.projects.get(first.project)
            if project is None or project.stage not in WAITING or not _holds(facts, one):
                yield one
                continue
            reason = (
                f"{ed.reviewed}年和{ed.planned}年两部分都写到这个项目，阶段仍是待开工："
                f"{ed.reviewed}年推进到哪一步，从数字里看不出"
            )
            one = found("again", f"{project.name}：两年都列为待开工", [figure, first], reason)
            yield one._replace(judgement=settled(Verdict.CANNOT_TELL))


def growths(facts: Facts) -> Iterator[Found]:
    """A planned level with its growth, and the level that it grows from."""
    ed = facts.ed
    for level in facts.numbered(period=ed.planned, measure="level"):
        same = {"indicator": level.indicator, "item": level.item, "project": level.project}
        bases = facts.numbered(period=ed.reviewed, scenario="actual", measure="level", **same)
        for growth in facts.numbered(period=ed.planned, measure="growth", **same):
            for base in bases[:1]:
                title = f"{facts.called(level)}：{ed.reviewed}年数与{ed.planned}年增速"
                reason = f"{ed.reviewed}年的数乘以增速应得到{ed.planned}年的目标"
                yield found("growth", title, [level, base, growth], reason)


def last_year(facts: Facts) -> Iterator[Found]:
    """This edition's level and growth against the level in last year's edition of the same county. That base
    may have been revised since: a difference accuses nobody."""
    ed = facts.ed
    before = f"{ed.id.rpartition('-')[0]}-{ed.reviewed}"
    there = [ed.reads.note_file(f"{before}/{name}") for name in ("source.yml", "figures.csv")]
    if not all(there):
        return
    from planbook.edition.lookup import load

    try:
        last = Facts(load(before, ed.data))
    except InputError:  # it is not whole yet, which its own check tells
        return
    for level in facts.numbered(period=ed.reviewed, scenario="actual", measure="level"):
        same = {name: getattr(level, name) for name in ("indicator", "item", "project", "scenario")}
        growth = facts.numbered(period=ed.reviewed, measure="growth", **same)
        base = last.numbered(period=last.ed.reviewed, measure="level", **same)
        if not growth or not base:
            continue
        constant = facts.indicator(level).price_basis == "constant"
        one = found(
            "growth",
            f"{facts.called(level)}：{last.ed.reviewed}年数与{ed.reviewed}年增速",
            [level, growth[0]],
            "增速按不变价计算，不能直接乘在现价总量上"
            if constant
            else f"上一份报告的{last.ed.reviewed}年数乘以增速，应得到{ed.reviewed}年的数",
            comparable=not constant,
            unless="" if constant else REVISED,
        )
        figures = [level, base[0], growth[0]]
        yield one._replace(judgement=judge(one.claim, figures, facts.units))


def targets(facts: Facts) -> Iterator[Found]:
    """A target beside what was reached, a target in words also beside what it is measured by; without such a
    number, or of another kind, it cannot be compared."""
    ed = facts.ed
    for target, actual, comparable, why in ed.pairs():
        if target.scenario != "target" or target.measure == "rank" or actual is None:
            continue
        title, better = facts.called(target), facts.indicator(target).better
        other = _yardstick(facts, target, actual)
        if other is not None:
            reason = f"{ed.planned}年的目标以{facts.called(other)}衡量，这里用{ed.reviewed}年的数比照"
            if facts.indicator(actual).price_basis != facts.indicator(other).price_basis:
                reason += "；两个增速的价格口径可能不同，只作参考"
            one = found("target", title, [target, actual, other], reason)
            yield one._replace(judgement=measured(target, actual, other, facts.called(other), facts.units))
        elif target.value is None or not (comparable or _ordered(facts, target, actual)):
            yield found("target", title, [target, actual], why, comparable=False)
        elif better and not (better == "higher" and target.bound in ("le", "lt")):  # a cap is no aim
            yield found("target", title, [target, actual], f"目标与{ed.reviewed}年相比")


RULES = (
    slips.headings, parts, twice, scopes, same_number, projects, growths, last_year,
    slips.names, slips.magnitudes, targets,
)  # fmt: skip


def _holds(facts: Facts, one: Found) -> bool:
    try:
        figures = [facts.figures[id] for id in one.claim.ids]
        return judge(one.claim, figures, facts.units).verdict == Verdict.AGREE
    except JudgeError:
        return False


def _inside(figure: Figure, others: list[Figure]) -> bool:
    """Whether an item is a part of another item, and no part of the whole beside it: its name or its note
    says so, or its name goes on where another's ends (企业, 企业中新办的)."""
    longer = any(figure.item != other.item and figure.item.startswith(other.item) for other in others)
    return longer or OF_WHICH in figure.item or OF_WHICH in figure.note


def _amounts(facts: Facts) -> list[Figure]:
    """Exact amounts and counts of what was done: two of these are hardly equal by chance. Rates of unlike
    things are (均增长5%), and what is aimed at is round."""
    return [
        figure
        for figure in facts.numbered(bound="eq", scenario="actual")
        if figure.measure in AMOUNTS and facts.units[figure.unit].dimension != "ratio"
    ]


def _yardstick(facts: Facts, target: Figure, actual: Figure) -> Figure | None:
    """What a target in words is measured by, in the reviewed year: the growth of GDP for 与经济增长同步."""
    if target.value is not None or not target.against or actual.value is None:
        return None
    same = {"indicator": target.against, "measure": target.measure, "item": "", "project": ""}
    others = facts.numbered(period=facts.ed.reviewed, scenario="actual", unit=actual.unit, **same)
    return others[0] if others else None


def _ordered(facts: Facts, a: Figure, b: Figure) -> bool:
    """Two classes of one kind (Ⅱ类): they have an order though no difference."""
    kinds = {(facts.units[f.unit].base, facts.units[f.unit].dimension, f.measure) for f in (a, b)}
    return len(kinds) == 1 and facts.units[a.unit].dimension in ORDINAL
