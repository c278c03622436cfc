"""The annex of a book: the table of main indicators, what the report claims or names as a problem, its
terms."""

from __future__ import annotations

from planbook.edition import Edition, load

from . import exhibits, numbers, page, projects, tasks, topic
from .markup import marked, name, placed
from .selector import Selector

ABSENT = "报告未列"


class Annex:
    """The annex's page of an edition, part by part; a part without rows puts nothing on the page."""

    def __init__(self, edition: str = "", *, scenario: str = "plan", growth: dict[str, float] | None = None):
        self.ed = load(edition, growth=growth if scenario == "own" else None)
        page.unreviewed(self.ed)

    def indicators(self) -> None:
        """附表 主要指标表: what was planned and reached, and what is planned now; what is absent says so."""
        ed, rows = self.ed, main(self.ed)
        if not rows:
            return
        before, after = f"{ed.reviewed}年", f"{ed.planned}年"
        heads = ["指标", "单位", f"{before}计划", f"{before}完成", "增长", f"{after}计划（草案）", "计划增长"]
        exhibits.table(
            ed, heads, [_indicator(ed, row) for row in rows], caption="主要指标表", name="main-indicators"
        )

    def projects(self) -> None:
        """重点项目清单: the named projects with size, money and stage."""
        made = projects.short_list(self.ed)
        exhibits.table(
            self.ed, made.columns, made.rows, caption="重点项目清单", name="annex-projects", css="projects"
        )

    def livelihood(self) -> None:
        """民生实事清单: what people will feel of the plan, in the report's own strength."""
        ed = self.ed
        rows = [
            [tasks.linked(task), tasks.amounts(ed, task, felt), tasks.strength(task), placed(ed, task.line)]
            for task, felt in tasks.felt_by_people(ed)
        ]
        heads = ["事项", "数量", "力度", "位置"]
        exhibits.table(ed, heads, rows, caption="民生实事清单", name="annex-livelihood", css="tasks")

    def statements(self) -> None:
        """What the report claims without a number, and the problems that it names itself."""
        ed = self.ed
        for kind, caption in (("claim", "有评价、没有数字的内容"), ("problem", "报告自己列出的问题")):
            statements = ed.statements(kind=kind)
            rows = [
                [one.name, f"“{one.word}”" if one.word else "", ed.word("chapter", one.chapter),
                 placed(ed, one.line), one.note]
                for one in statements
            ]  # fmt: skip
            heads = ["内容", "原文用词", "章", "位置", "说明"]
            kept = [number for number in range(len(heads)) if any(row[number] for row in rows)]
            exhibits.table(
                ed, [heads[n] for n in kept], [[row[n] for n in kept] for row in rows], caption=caption,
                name=f"statements-{kind}", css="sentences",
            )  # fmt: skip

    def glossary(self) -> None:
        """名词解释: the terms of this report, with where they come from."""
        rows = [[one.term, one.meaning, one.origin, placed(self.ed, one.line)] for one in self.ed.glossary()]
        heads = ["名词", "解释", "出处", "首见"]
        exhibits.table(self.ed, heads, rows, caption="名词解释", name="glossary", css="sentences")

    def source(self) -> None:
        """Where the numbers come from."""
        page.source(self.ed)


def main(ed: Edition) -> list[topic.Row]:
    """The main indicators, a row each: the figures of the overview's first topic, as wholes."""
    topics = Selector(ed).topics("overview")
    figures = [f for code in list(topics)[:1] for f in topics[code] if not f.item]
    return [row for row in topic.joined(ed, figures) if len(row.figures) > len(row.ranks)]


def called(ed: Edition, row) -> tuple[str, str]:
    """What a main indicator is called, and its unit."""
    first = row.planned or row.reviewed or row.aim or row.growth or row.main
    level = row.reviewed or row.planned
    when = "" if first.period in (ed.reviewed, ed.planned) else f"（{numbers.period(first)}）"
    unit = level.unit if level is not None else ed.indicator(first).unit
    return f"{name(ed, first).removesuffix('增速')}{when}", unit


def _indicator(ed: Edition, row) -> list:
    absent = marked(ABSENT, "none")
    cells = [row.reviewed, row.growth, row.planned, row.aim]
    return [*called(ed, row), absent, *(absent if cell is None else cell for cell in cells)]
