"""Questions about what a report promises and what it claims: projects, tasks, results without a number."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from planbook.audit.audit import Row
from planbook.audit.facts import Facts
from planbook.audit.question import EXAMPLES, Piece, Question, joined, money_of


def unstarted(facts: Facts, rows: list[Row]) -> Iterator[Question]:
    """Projects that both halves push for and that have not been started, or that the plan half drops."""
    ed = facts.ed
    again, dropped = [], []
    tasked = {task.project for task in ed.tasks()}
    for project in facts.projects.values():
        figures = facts.numbered(project=project.project)
        years = {figure.period for figure in figures}
        money = max((money_of(ed, figure) for figure in figures), default=Decimal(0))
        sums = [figure for figure in figures if money_of(ed, figure)][:1]
        going = project.stage in ("under_construction", "started", "planned")
        if {ed.reviewed, ed.planned} <= years and project.stage in ("planned", "proposed"):
            again.append((money, project, sums))
        elif years == {ed.reviewed} and going and money and project.project not in tasked:
            dropped.append((money, project, sums))
    pieces: list[Piece] = []
    for matter, wording in (
        (again, f"{ed.reviewed}年已经提出，{ed.planned}年又列为要开工的项目：开工没有？"),
        (dropped, f"{ed.reviewed}年在推进，{ed.planned}年计划没有再提：投产没有？"),
    ):
        if matter:
            _, project, sums = max(matter, key=lambda one: one[0])
            pieces += [project, *(("（", sums[0], "）") if sums else ()), wording]
    if pieces:
        yield Question("projects", 88 if again else 74, tuple(pieces))


def without_measure(facts: Facts, rows: list[Row]) -> Iterator[Question]:
    """Tasks that have no number, no money and no named project, and projects without money."""
    ed = facts.ed
    tasks = ed.tasks()
    bare = [task for task in tasks if not task.figure_ids and not task.project]
    pieces: list[Piece] = []
    if bare:
        rank = {word: number for number, word in enumerate(("complete", "ensure", "start", "push"))}
        firm = sorted(bare, key=lambda one: rank.get(one.commitment, len(rank)))
        pieces += [f"{ed.planned}年计划的", len(tasks), "项任务中，", len(bare)]
        pieces += ["项没有数字、资金和列名项目，例如", *joined(firm[:EXAMPLES]), "：年底怎样考核？"]
    stages = ("under_construction", "started", "planned", "proposed")
    moneyless = [
        project
        for project in facts.projects.values()
        if project.stage in stages
        and project.year >= ed.planned
        and not facts.numbered(project=project.project)
    ]
    if many := len(moneyless):
        first = sorted(moneyless, key=lambda one: stages.index(one.stage))[:EXAMPLES]
        pieces += [*joined(first), *(("等", many, "个列名项目") if many > EXAMPLES else ())]
        pieces += ["没有列出投资和规模：资金从哪里来，什么时候完工？"]
    if pieces:
        yield Question("bare", 62, tuple(pieces))


def claims(facts: Facts, rows: list[Row]) -> Iterator[Question]:
    """Results that the report claims without a number: the summary's first, then the others together."""
    ed = facts.ed
    statements = ed.statements(kind="claim")
    first = [one for one in statements if one.chapter == "overview"][:1]
    for one in first:
        yield Question("claim", 84, (one, f"：报告没有列出{ed.reviewed}年的目标或对照的数字，依据是什么？"))
    rest = [one for one in statements if one not in first]
    if rest:
        yield Question("claims", 52, (*joined(rest[:EXAMPLES]), "：报告没有给出数字，各是多少？"))
