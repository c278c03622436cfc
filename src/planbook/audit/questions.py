"""Questions that a deputy may ask of a report: made by rules from the data of any edition, ranked.

Each rule looks for one kind of thing that a report leaves open, and yields questions with their weight (0 to
100) and the evidence: figures, derived quantities, tasks, projects and statements stand in the question's
pieces themselves, so that every one can be linked. `ask` ranks them, and lets no kind crowd out the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from planbook.audit import audit
from planbook.audit.audit import Row, Verdict
from planbook.audit.facts import Facts
from planbook.audit.matters import grouped, size
from planbook.audit.promises import claims, unstarted, without_measure
from planbook.audit.question import EXAMPLES, Piece, Question, listed, money_of
from planbook.audit.shortfalls import shortfalls
from planbook.edition.derived import HUNDRED, ONE
from planbook.edition.model import Derived, Figure
from planbook.edition.pairs import ABOVE, BELOW

if TYPE_CHECKING:
    from planbook.edition.lookup import Edition

MOST = 10
OF_A_KIND = {"scope": 3}  # questions of one kind; of any other two
SMALL_SHARE = 33  # per cent: a part that is asked about
# The national accounts' parts of GDP, in the base vocabulary.
PARTS = (
    "primary_value_added", "secondary_value_added", "tertiary_value_added", "industrial_value_added",
    "construction_value_added",
)  # fmt: skip


def ask(ed: Edition, rows: Iterable[Row] | None = None, most: int = MOST) -> list[Question]:
    """The questions of an edition, the weightiest first; rows: its audit, where it is known already."""
    facts = Facts(ed)
    known = list(rows) if rows is not None else audit.rows(ed)
    questions = sorted((one for rule in RULES for one in rule(facts, known)), key=lambda one: -one.weight)
    kept: list[Question] = []
    for one in questions:
        common = [len(one.figures & other.figures) for other in kept]
        again = any(shared > 1 and 2 * shared >= len(one.figures) for shared in common)
        if not again and sum(other.kind == one.kind for other in kept) < OF_A_KIND.get(one.kind, 2):
            kept.append(one)
    return kept[:most]


def contradictions(facts: Facts, rows: list[Row]) -> Iterator[Question]:
    """Numbers that cannot hold together, or only if a scope is what the report does not say: one question for
    each matter."""
    verdicts = (Verdict.DIFFER, Verdict.CANNOT_TELL)
    apart = ("target", "again", "magnitude")  # other rules ask of these
    for matter in grouped([row for row in rows if row.verdict in verdicts and row.claim.kind not in apart]):
        wrong = [row for row in matter if row.verdict == Verdict.DIFFER]
        first = max(wrong or matter, key=size)
        pieces = (f"{first.claim.title}：", *listed(facts, _figures([first, *matter])))
        if wrong:
            weight = 90 + min(size(first), 1) * 10
            yield Question("contradiction", weight, (*pieces, "，不能同时成立，以哪个为准？"))
            continue
        reason = (first.claim.unless or first.claim.reason).rstrip("。")
        plain = "" if "{" in reason else f"，{reason}"
        yield Question("scope", _scope_weight(facts, matter), (*pieces, f"{plain}，应当怎样理解？"))


def _scope_weight(facts: Facts, matter: list[Row]) -> float:
    """Money and main indicators matter more; numbers that differ more than numbers that are only told twice;
    保持 is plan language, and hardly ever meant to the digit."""
    figures = _figures(matter)
    weight = 55 + (14 if any(row.judgement.difference for row in matter) else 0)
    weight += 6 if any(money_of(facts.ed, figure) for figure in figures) else 0
    weight += 4 if any(figure.chapter == "overview" for figure in figures) else 0
    weight += 3 if len(matter) > 1 else 0
    weight -= 12 if any(row.claim.kind == "kept" for row in matter) else 0
    return weight - (6 if len(figures) < 2 * len(matter) else 0)


def lower_targets(facts: Facts, rows: list[Row]) -> Iterator[Question]:
    """Targets below what was reached: the largest fall of a rate, and of an amount."""
    ed = facts.ed
    falls: dict[bool, list[tuple[Decimal, Figure, Figure]]] = {True: [], False: []}
    for pair in ed.pairs():
        target, actual = pair.target, pair.actual
        compared = ed.compare(pair) if pair.comparable else None
        if actual is None or compared is None or compared.difference is None or target.scenario != "target":
            continue
        lower = facts.indicator(target).better == "lower"
        if compared.side == (ABOVE if lower else BELOW):
            growth = target.measure == "growth"
            fall = abs(compared.difference)
            if not growth and actual.value:
                fall = fall / abs(target.number - compared.difference or ONE) * HUNDRED
            falls[growth].append((fall, target, actual))
    for growth, pairs in falls.items():
        if not pairs:
            continue
        fall, target, actual = max(pairs, key=lambda one: one[0])
        why = f"{ed.reviewed}年有没有一次性因素？" if growth else "为什么定得更低？"
        weight = 60 + min(float(fall), 20)
        what = "的下限" if target.bound in ("ge", "gt") else ""
        yield Question(
            "lower", weight,
            (f"{facts.called(target)}{ed.planned}年目标{what}是", target, f"，{ed.reviewed}年是", actual,
             f"，{why}"),
        )  # fmt: skip


def sources_of_growth(facts: Facts, rows: list[Row]) -> Iterator[Question]:
    """A growth target of the whole that no named part exceeds: the rest has to grow faster."""
    ed = facts.ed
    whole = ed.get("gdp-growth-planned")
    growths = [ed.get(f"{name}-growth-planned") for name in PARTS]
    parts = [part for part in growths if isinstance(part, Figure) and part.value is not None]
    if not isinstance(whole, Figure) or whole.value is None or not parts:
        return
    if max(part.number for part in parts) <= whole.value > min(part.number for part in parts):
        yield Question(
            "sources", 78,
            (f"{facts.called(whole)}目标是", whole, "，而所列部分的目标是", *listed(facts, parts),
             "，都不高于它：其余部分要增长多少，靠什么？"),
        )  # fmt: skip


def words_for_numbers(facts: Facts, rows: list[Row]) -> Iterator[Question]:
    """A target in words, measured by another indicator, that the reviewed year would not have met."""
    ed = facts.ed
    for target in facts.figures.values():
        if target.value is not None or not target.against or target.scenario != "target":
            continue
        own = next((pair.actual for pair in ed.pairs() if pair.target is target), None)
        other = ed.get(f"{target.against}-{target.measure}-reviewed")
        if own is None or own.value is None or not isinstance(other, Figure) or other.value is None:
            continue
        short = own.value < other.value or (target.bound == "gt" and own.value == other.value)
        if short and own.unit == other.unit:
            yield Question(
                "words", 68,
                (f"{facts.called(target)}要求", target, f"，而{ed.reviewed}年是", own,
                 f"，{facts.called(other)}是", other, f"：{ed.planned}年怎样保证？"),
            )  # fmt: skip


def small_parts(facts: Facts, rows: list[Row]) -> Iterator[Question]:
    """Money paid in that is a small part of the money signed, and the like."""
    ed = facts.ed
    parts = {
        (row.figures[0].figure, f.figure) for row in rows if row.claim.kind == "part" for f in row.figures[1:]
    }
    for id, entry in ed.derivations().items():
        if entry.op != "share":
            continue
        part, whole, share = ed.get(entry.inputs[0]), ed.get(entry.inputs[1]), ed.get(id)
        if not isinstance(part, Figure) or not isinstance(whole, Figure) or not isinstance(share, Derived):
            continue
        money = part.unit and ed.unit(part.unit).dimension == "money" and whole.chapter == "projects"
        if (whole.figure, part.figure) not in parts or not money or share.value >= SMALL_SHARE:
            continue
        pieces: list[Piece] = [
            f"{facts.called(whole)}",
            whole,
            f"，{facts.called(part)}",
            part,
            "，只相当于",
            share,
        ]
        target = next((p.target for p in ed.pairs() if p.actual is part and p.target.value is not None), None)
        pieces += [f"；{ed.planned}年目标是", target, "，怎样落实？"] if target else ["，其余什么时候到位？"]
        yield Question("small", 81 if target else 70, tuple(pieces))


def rates_from_nowhere(facts: Facts, rows: list[Row]) -> Iterator[Question]:
    """Rates that are to be reached, without a word on where they stand."""
    ed = facts.ed
    lone = [
        pair.target
        for pair in ed.pairs()
        if pair.actual is None
        and pair.target.scenario == "target"
        and pair.target.measure in ("rate", "share")
        and pair.target.value is not None
        and pair.target.value < HUNDRED
    ][:EXAMPLES]
    if lone:
        yield Question("base", 50, (*listed(facts, lone), f"：{ed.reviewed}年是多少，要提高多少？"))


def _figures(matter: list[Row]) -> list[Figure]:
    return list({figure.figure: figure for row in matter for figure in row.figures}.values())


RULES = (
    contradictions, lower_targets, sources_of_growth, words_for_numbers, small_parts,
    rates_from_nowhere, unstarted, without_measure, claims, shortfalls,
)  # fmt: skip
