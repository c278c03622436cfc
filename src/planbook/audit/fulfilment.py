"""What became of last year's plan: the targets, projects and tasks of the edition before beside this report.

A target is judged by the report's own figure of the same indicator, item, project and measure for that year.
A level whose base was revised in between cannot be told from one that was missed, so it is never called
missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from planbook.edition import years
from planbook.edition.derived import HUNDRED
from planbook.edition.lookup import Edition
from planbook.edition.model import Figure, Project, Task
from planbook.edition.outlook import is_capped
from planbook.edition.pairs import ABOVE, BELOW, OPEN, compare, pair
from planbook.edition.units import ORDINAL
from planbook.edition.years import Earlier

from .bases import AMOUNTS, Bases, of_year

STAGES = ("proposed", "planned", "started", "under_construction", "built")


class Result(StrEnum):
    """What can be said of something that was planned."""

    SHORT = "short"
    CANNOT_TELL = "cannot tell"
    NOT_COMPARABLE = "not comparable"
    NOT_REPORTED = "not reported"
    MET = "met"


_WORST_FIRST = tuple(Result)


class Outcome(NamedTuple):
    """A target of the edition before, and what this report says was reached.

    gap: reached minus planned, in the target's unit; None where it would say nothing. why: in Chinese, what
    stands against a comparison.
    """

    target: Figure
    actual: Figure | None
    result: Result
    gap: Decimal | None = None
    why: str = ""


class Course(NamedTuple):
    """A project through the reports, the oldest first: None where a report does not name it any more."""

    steps: tuple[tuple[str, Project | None], ...]  # the planned year of the report, and what it says

    @property
    def before(self) -> Project:
        """The project as the edition before names it."""
        named = self.steps[-2][1]
        assert named is not None
        return named

    @property
    def now(self) -> Project | None:
        """The project as this report names it."""
        return self.steps[-1][1]

    @property
    def advance(self) -> int | None:
        """By how many stages it came forward since the report before; None: it is not named any more."""
        return None if self.now is None else STAGES.index(self.now.stage) - STAGES.index(self.before.stage)


class Followed(NamedTuple):
    """A task of the edition before: its targets, its project, and this report's task that goes on with it."""

    task: Task
    outcomes: tuple[Outcome, ...]
    course: Course | None
    now: Task | None

    @property
    def result(self) -> Result:
        """The worst of its targets; without one a built project meets it, else the report does not say."""
        if self.outcomes:
            return min((one.result for one in self.outcomes), key=_WORST_FIRST.index)
        built = self.course is not None and self.course.now is not None and self.course.now.stage == "built"
        return Result.MET if built else Result.NOT_REPORTED


class Fulfilment:
    """The plan of `before` beside the report of `ed`, which looks back on that year."""

    def __init__(self, ed: Edition, before: Edition):
        self.ed, self.before = ed, before
        self._bases = Bases(ed, before)
        self._units, self._same = self._bases.units, self._bases.same
        self.restatements = self._bases.restatements
        planned = before.select(period=before.planned, scenario=("target", "planned"))
        outcomes = [self._outcome(Earlier.of(target)) for target in planned]
        # The money and size of a named project are told by its course.
        self.outcomes = [one for one in outcomes if one.actual is not None or not one.target.project]
        self.courses = list(self._courses())
        self.tasks = list(self._tasks())

    # ---- figures

    def _outcome(self, target: Figure) -> Outcome:
        same = self._same(target)
        if target.value is None:
            return self._of_words(target, same)
        found = pair(target, same, self.ed.reviewed, self._units)
        actual = found.actual
        if actual is None:
            return self._completion(target) or Outcome(target, None, Result.NOT_REPORTED, None, found.why)
        ordinal = bool({self._units[one.unit].dimension for one in (target, actual)} & set(ORDINAL))
        if found.why and not (ordinal and actual.value is not None):
            return Outcome(target, actual, Result.NOT_COMPARABLE, None, found.why)
        if why := self._bases.revised(target):
            return Outcome(target, actual, Result.CANNOT_TELL, None, why)
        return self._compared(target, actual)

    def _compared(self, target: Figure, actual: Figure) -> Outcome:
        """A target and an actual with numbers of one kind."""
        compared = compare(target, actual, self._units)
        if compared is None:
            why = f"单位不同（{target.unit}，{actual.unit}）"
            return Outcome(target, actual, Result.NOT_COMPARABLE, None, why)
        gap = None if compared.difference is None else -compared.difference
        capped = is_capped(self.before, target)
        if compared.side == OPEN:
            towards = ("lt", "le") if capped else ("gt", "ge")
            value = self._units.convert(actual.number, actual.unit, target.unit)
            good = value <= target.number if capped else value >= target.number
            if actual.bound not in towards or not good:
                return Outcome(target, actual, Result.CANNOT_TELL, None, "报告只给出界限")
            return Outcome(target, actual, Result.MET)
        missed = compared.side == (BELOW if capped else ABOVE)
        return Outcome(target, actual, Result.SHORT if missed else Result.MET, gap)

    def _completion(self, target: Figure) -> Outcome | None:
        """By the report's own share of the year's plan, where it gives that and not the amount."""
        told = self._same(target, measure="completion")
        told = [one for one in told if (one.period, one.scenario) == (self.ed.reviewed, "actual")]
        if not told or told[0].value is None or target.measure not in AMOUNTS:
            return None
        met = told[0].value >= HUNDRED
        return Outcome(target, told[0], Result.MET if met else Result.SHORT, None, "报告只列出占计划的比例")

    def _of_words(self, target: Figure, same: list[Figure]) -> Outcome:
        """A target in words that names what it is measured by, and on which side of it: 高于经济增长."""
        actual = of_year(same, self.ed.reviewed)
        year = self.ed.reviewed
        if actual is None:
            return Outcome(target, None, Result.NOT_REPORTED, None, f"报告没有{year}年的同口径数字")
        other = {"indicator": target.against, "item": "", "project": "", "measure": target.measure}
        beside = of_year(self.ed.select(**other), year) if target.against else None
        if beside is None or None in (actual.value, beside.value) or target.bound not in ("gt", "ge"):
            return Outcome(target, actual, Result.NOT_COMPARABLE, None, "目标没有数字")
        if actual.unit != beside.unit:
            return Outcome(target, actual, Result.NOT_COMPARABLE, None, "单位不同")
        met = actual.number > beside.number or (target.bound == "ge" and actual.number == beside.number)
        return Outcome(target, actual, Result.MET if met else Result.SHORT)

    # ---- projects and tasks

    def _courses(self) -> Iterator[Course]:
        """The projects of the edition before that were not built yet, through all reports that name them."""
        editions = [*years.series(self.before), self.ed]
        now = {one.continues or one.project: one for one in self.ed.projects()}
        for project in self.before.projects():
            if project.stage == "built":
                continue
            steps: list[tuple[str, Project | None]] = [(self.ed.planned, now.get(project.project))]
            current: Project | None = project
            for edition in reversed(editions[:-1]):
                if current is None:
                    break
                steps.insert(0, (edition.planned, current))
                named = current.continues or current.project
                earlier = years.before(edition) if edition is not editions[0] else None
                current = next(iter(earlier.projects(project=named)), None) if earlier else None
            yield Course(tuple(steps))

    def _tasks(self) -> Iterator[Followed]:
        outcomes = {one.target.figure: one for one in self.outcomes}
        courses = {one.before.project: one for one in self.courses}
        now = {one.continues or one.task: one for one in self.ed.tasks()}
        for task in self.before.tasks():
            own = tuple(outcomes[id] for id in map(self.before.dated, task.figure_ids) if id in outcomes)
            yield Followed(task, own, courses.get(task.project), now.get(task.task))


def fulfilment(ed: Edition) -> Fulfilment | None:
    """The plan of the edition before beside this report; None where there is no such edition."""
    earlier = years.before(ed)
    return None if earlier is None else Fulfilment(ed, earlier)
