"""Questions about last year's plan: targets missed or not reported, projects that are named no more."""

from __future__ import annotations

from collections.abc import Iterator

from planbook.audit.audit import Row
from planbook.audit.facts import Facts
from planbook.audit.fulfilment import Fulfilment, Outcome, Result, fulfilment
from planbook.audit.question import EXAMPLES, Piece, Question, joined
from planbook.edition.derived import ZERO


def shortfalls(facts: Facts, rows: list[Row]) -> Iterator[Question]:
    """What the plan of the edition before asks of this report; nothing without such an edition."""
    told = fulfilment(facts.ed)
    if told is not None:
        yield from _missed(facts, told)
        yield from _unreported(told)
        yield from _unnamed(told)


def _missed(facts: Facts, told: Fulfilment) -> Iterator[Question]:
    earlier = Facts(told.before)
    missed = [one for one in told.outcomes if one.result is Result.SHORT and one.actual is not None]
    if not missed:
        return
    worst = sorted(missed, key=_share, reverse=True)[:EXAMPLES]
    pieces: list[Piece] = [f"{told.before.planned}年计划的目标没有达到的有", len(missed), "项，"]
    pieces += ["差得最多的是" if len(missed) > len(worst) else "是"]
    for number, one in enumerate(worst):
        assert one.actual is not None
        called = earlier.called(one.target)
        pieces += ["；" if number else "", f"{called}（计划", one.target, "，完成", one.actual, "）"]
    yield Question("missed", 89, (*pieces, f"：原因是什么，{facts.ed.planned}年怎样补上？"))


def _share(one: Outcome) -> float:
    """How far a target was missed, as a share of it; of rates the difference itself."""
    if one.gap is None or not one.target.value:
        return 0
    rate = one.target.unit == "%"
    return float(abs(one.gap) / 100 if rate else abs(one.gap / (one.target.value or ZERO)))


def _unreported(told: Fulfilment) -> Iterator[Question]:
    earlier = Facts(told.before)
    silent = [one.target for one in told.outcomes if one.result is Result.NOT_REPORTED]
    if not silent:
        return
    pieces: list[Piece] = [f"{told.before.planned}年计划的目标中", len(silent), "项没有列出完成数，"]
    pieces += ["例如" if len(silent) > EXAMPLES else "是"]
    for number, target in enumerate(silent[:EXAMPLES]):
        pieces += ["、" if number else "", f"{earlier.called(target)}（计划", target, "）"]
    yield Question("unreported", 72, (*pieces, "：各完成了多少？"))


def _unnamed(told: Fulfilment) -> Iterator[Question]:
    gone = [one.before for one in told.courses if one.now is None]
    if gone:
        more: list[Piece] = ["等", len(gone), "个项目"] if len(gone) > EXAMPLES else []
        year = told.before.planned
        yield Question(
            "unnamed", 75,
            (*joined(gone[:EXAMPLES]), *more, f"在{year}年计划里列名，本报告没有：进展怎样，还做不做？"),
        )  # fmt: skip
