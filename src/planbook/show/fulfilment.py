"""What became of last year's plan: its targets, projects and tasks beside this year's report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from planbook.audit import fulfilment as audit
from planbook.audit.fulfilment import Course, Followed, Outcome, Result
from planbook.edition import Edition, load
from planbook.edition.model import Figure

from . import exhibits, numbers, output, page
from .markup import Words, count, escape, join, link, marked, name, raw, result, words
from .tasks import anchor, linked, strength

WORDS = {
    Result.MET: "达到", Result.SHORT: "未达到", Result.CANNOT_TELL: "不能判断",
    Result.NOT_COMPARABLE: "不可比", Result.NOT_REPORTED: "报告未列",
}  # fmt: skip
ORDER = (Result.SHORT, Result.CANNOT_TELL, Result.NOT_COMPARABLE, Result.MET, Result.NOT_REPORTED)
NOTHING = "没有这个县上一年的报告，不能对照上一年的计划。"
PAGE = "fulfilment"


class Fulfilment:
    """The page of an edition, part by part; a part without rows puts nothing on it."""

    def __init__(self, edition: str = ""):
        self.ed = load(edition)
        page.unreviewed(self.ed)
        self._found = audit.fulfilment(self.ed)

    def lead(self) -> None:
        """How many of last year's targets were reached."""
        if self._found is None:
            output.put(escape(NOTHING))
            return
        output.put_words(_summary(self._found), "lead")
        output.put(
            escape(
                "结果按两份报告所列的数字判断：上一年报告的目标，对照本报告里同一指标、同一口径的完成数。基数调整过的总量"
                "不能判断是否达到；报告没有列出的，不等于没有完成。"
            )
        )

    def targets(self) -> None:
        """Each target with its number, the missed first, beside what was reached."""
        if self._found is None:
            return
        ed, before = self.ed, self._found.before
        outcomes = [one for one in self._found.outcomes if one.result is not Result.NOT_REPORTED]
        rows = [self._target(one) for result in ORDER for one in outcomes if one.result is result]
        heads = ["指标", f"{before.planned}年计划", f"{ed.reviewed}年完成", "完成减计划", "结果", "说明"]
        _table(ed, heads, rows, f"{before.planned}年计划的目标与完成情况", "last-targets")
        rest = [one for one in self._found.outcomes if one.result is Result.NOT_REPORTED]
        rows = [[words(name(before, one.target)), self._planned(one.target)] for one in rest]
        _table(
            ed, heads[:2], rows, f"{before.planned}年计划提出、本报告没有列出完成数的目标",
            "last-unreported",
        )  # fmt: skip

    def projects(self) -> None:
        """The projects through the reports that name them: those that stand still or are not named first."""
        if self._found is None:
            return
        courses = sorted(self._found.courses, key=lambda one: (one.advance or 0, one.advance is not None))
        rows = [
            [one.before.name, self.ed.word("sector", one.before.sector), *self._steps(one), _moved(one)]
            for one in courses
        ]
        heads = ["项目", "行业", *(f"{year}年报告" for year in self._reports()), "变化"]
        _table(self.ed, heads, rows, "上一年列名、当时没有建成的项目", "last-projects")

    def tasks(self) -> None:
        """The tasks: what their numbers or projects say, and whether this year's plan goes on with them."""
        if self._found is None:
            return
        before = self._found.before
        followed = self._found.tasks
        worth = [one for one in followed if one.outcomes or one.course or one.now]
        rows = [self._task(one) for result in ORDER for one in worth if one.result is result]
        heads = ["任务", "力度", "结果", "依据", f"{self.ed.planned}年计划"]
        caption = f"{before.planned}年计划的任务"
        _table(self.ed, heads, rows, caption, "last-tasks")
        rest = [one for one in followed if one not in worth]
        if rest:
            head = join(
                "",
                [
                    f"{before.planned}年计划的另外", count(len(rest), "项"),
                    f"任务没有数字和列名项目可以对照，{self.ed.planned}年计划里也没有延续它们的任务：",
                ],
            )  # fmt: skip
            output.put_words(head)
            shown = [
                join(
                    "",
                    [
                        marked(one.task.word, "strength"),
                        _beside(one.task.name, one.task.chapter, anchor(one.task)),
                    ],
                )
                for one in rest
            ]
            output.put_words(join("；", shown), "unmentioned")

    def restatements(self) -> None:
        """Numbers of one year that the two reports tell differently."""
        if self._found is None:
            return
        before = self._found.before
        rows = [
            [words(name(self.ed, one.later)), f"{one.later.period}年", self._earlier(one.first), one.later]
            for one in self._found.restatements
        ]
        heads = ["指标", "年份", f"{before.planned}年报告", f"{self.ed.planned}年报告"]
        notes = ["后一份报告的数可能经过核定或普查修订，两个数不同不等于哪一个错。"]
        _table(self.ed, heads, rows, "两份报告中不同的同一个数", "last-restated", notes=notes)

    def source(self) -> None:
        """Where the numbers of both years come from."""
        if self._found is not None:
            about = self._found.before.source
            output.put(
                escape(f"上一年的计划出自{about.producer}《{about.title}》（{numbers.day(about.date)}）。")
            )
        page.source(self.ed)

    # ---- cells

    def _target(self, one: Outcome) -> list:
        called = name(self._before, one.target)
        return [
            words(called), self._planned(one.target), self._reached(one), _gap(one),
            _tag(one.result), words(one.why),
        ]  # fmt: skip

    @property
    def _before(self) -> Edition:
        assert self._found is not None
        return self._found.before

    def _planned(self, target: Figure) -> Words:
        """A target as the report before printed it, with its strength and where it stands there."""
        place = "、".join(map(str, self._before.places(target.figure)))
        there = _beside(place, "data", numbers.anchor_of(target.figure))
        told = [one for one in (words(numbers.strength(target)), there) if one]
        return join(" ", [self._earlier(target), marked(join(" ", told), "place")])

    def _earlier(self, figure: Figure) -> Words:
        """A number of the report before, which has its only row here."""
        anchor = Words(f"[]{{#{numbers.anchor(figure)}}}", "")
        return raw("", [anchor, link(self._before, figure)])

    def _reached(self, one: Outcome) -> Words | str:
        if one.actual is None:
            return ""
        return join("", [numbers.mark(one.actual), link(self.ed, one.actual)])

    def _reports(self) -> list[str]:
        """The planned years of the reports of which the courses are told."""
        assert self._found is not None
        return sorted({year for one in self._found.courses for year, _ in one.steps})

    def _steps(self, course: Course) -> list[Words | str]:
        stages = dict(course.steps)
        steps: list[Words | str] = []
        for year in self._reports():
            project = stages.get(year)
            firm = self.ed.word("commitment", project.commitment) if project and project.commitment else ""
            stage = self.ed.word("stage", project.stage) if project else ""
            told = f"{stage}（{firm}）" if firm and firm != stage else stage
            steps.append(words(told) if project else words("不再列名" if year in stages else ""))
        return steps

    def _task(self, one: Followed) -> list:
        now = join("", [strength(one.now), linked(one.now)]) if one.now else ""
        told = _tag(one.result) if one.outcomes or one.result is Result.MET else ""
        name = _beside(one.task.name, one.task.chapter, anchor(one.task))
        return [name, marked(one.task.word, "strength"), told, self._basis(one), now]

    def _basis(self, one: Followed) -> Words | str:
        """The numbers or the project by which a task is judged."""
        pieces = [self._numbers(outcome) for outcome in one.outcomes]
        if one.course is not None:
            now = one.course.now
            stage = self.ed.word("stage", now.stage) if now else "本报告不再列名"
            pieces.append(words(f"{one.course.before.name}：{stage}"))
        return join("；", pieces) if pieces else ""

    def _numbers(self, outcome: Outcome) -> Words:
        planned = link(self._before, outcome.target)
        if outcome.actual is None:
            return join("", ["计划", planned, "，报告未列完成数"])
        return join("", ["计划", planned, "，完成", self._reached(outcome)])


def strip(ed: Edition) -> None:
    """Put the message in one line, with the way to the page; nothing without an edition before."""
    found = audit.fulfilment(ed)
    if found is not None and found.outcomes:
        way = Words(f"[逐项对照]({PAGE}.ipynb)", "")
        output.put_words(raw("", [_summary(found), way]), "audit-strip")


def _summary(found: audit.Fulfilment) -> Words:
    """2026年计划的38项目标：达到19项，未达到5项，…。"""
    counts = Counter(one.result for one in found.outcomes)
    order = (Result.MET, Result.SHORT, Result.CANNOT_TELL, Result.NOT_COMPARABLE, Result.NOT_REPORTED)
    told = [join("", [WORDS[one], count(counts[one], "项")]) for one in order if counts[one]]
    head = [f"{found.before.planned}年计划的", count(counts.total(), "项"), "目标，按本报告所列："]
    return join("", [*head, join("，", told), "。"])


def _beside(text: str, chapter: str, target: str) -> Words:
    """Words that lead into last year's book where it stands beside this one; the binder knows."""
    return Words(f"[{escape(text)}](#beside-{chapter}--{target})", escape(text)) if text else words("")


def _tag(of: Result) -> Words:
    return marked(WORDS[of], f"verdict .{of.replace(' ', '-')}")


def _gap(one: Outcome) -> Words | str:
    """Reached minus planned, where both are of one unit."""
    target, actual = one.target, one.actual
    if one.gap is None or actual is None or actual.unit != target.unit:
        return ""
    unit = numbers.POINTS if target.unit == "%" else target.unit
    formula = f"完成{numbers.text(actual)} − 计划{numbers.text(target)}"
    return result(f"{numbers.signed(numbers.gap(actual, target))}{unit}*", [target, actual], formula)


def _moved(course: Course) -> str:
    """How far a project came since the report before."""
    if course.now is None:
        return "不再列名"
    if course.now.stage == "built":
        return "建成"
    return "前进" if (course.advance or 0) > 0 else "阶段未变" if course.advance == 0 else "阶段后退"


def _table(ed: Edition, heads, rows: Iterable[list], caption: str, named: str, *, notes=()) -> None:
    """A table of the columns that have anything in them."""
    rows = list(rows)
    kept = [number for number in range(len(heads)) if any(row[number] for row in rows)]
    exhibits.table(
        ed, [heads[n] for n in kept], [[row[n] for n in kept] for row in rows], caption=caption, name=named,
        notes=notes,
    )  # fmt: skip
