"""One chapter of any county: what a notebook puts on its page, part by part.

A notebook names its chapter and its parameters and calls the parts in their order; what stands in them
follows from the figures. A part without anything to say puts nothing on the page, and its heading goes with
it (see `planbook.book.sections`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from planbook.edition import Edition, Figure, load

from . import audit, fulfilment, output, page, progress, projects, questions, select, tasks, tiles, topic
from .key_figures import chosen
from .leads import lead
from .selector import Selector

NOTHING = "报告没有这一方面的数字。"


class Chapter:
    """The figures of one chapter of an edition, and the parts of its page.

    name: a code of codelists.csv's `chapter`. edition: a folder in data/, empty for the only or newest one.
    growth: the reader's own rates, used with scenario "own" only; progress, as_of: actuals to date, a CSV
    file and the day up to which they go; line: what rates are measured by, in per cent (0: nothing); order:
    of targets, "gap" or "given". Raises EditionError for an edition that is not there or not whole.
    """

    def __init__(
        self,
        name: str,
        edition: str = "",
        *,
        scenario: str = "plan",
        growth: dict[str, float] | None = None,
        progress: str = "",
        as_of: str = "",
        line: int = 0,
        order: str = "gap",
    ):
        self.name = name
        self._part = "" if name == "overview" else name  # the overview speaks of all
        self.ed: Edition = load(edition, growth=growth if scenario == "own" else None)
        self._progress, self._as_of, self._line, self._order = progress, as_of, line, order
        self._selector = Selector(self.ed, self._part)
        self._tables: dict[str, str] = {}  # figure → the label of the table in which it stands
        self.ed.word("chapter", name)
        page.unreviewed(self.ed)

    @cached_property
    def figures(self) -> list[Figure]:
        """The figures of the chapter, in the report's order."""
        return self.ed.select(chapter=self.name)

    @cached_property
    def exhibits(self) -> list[select.Exhibit]:
        """What is drawn in the chapter."""
        return select.exhibits(self._selector, self.name, self._order)

    # ---- the parts of a page

    def masthead(self) -> None:
        """Whose report this is, of which years."""
        tiles.masthead(self.ed)

    def lead(self) -> None:
        """The chapter's finding in one sentence, and which targets are the reader's own."""
        if not self.figures:
            output.put(NOTHING)
            return
        output.put_words(lead(self._selector, self.name, self.exhibits), "lead")
        progress.assumptions(self.ed, self.name)

    def key_numbers(self) -> None:
        """Three to five numbers as tiles, each with its growth and what is planned; which have no aim."""
        figures = chosen(self._selector, self.name)
        tiles.key_numbers(self.ed, figures)
        tiles.without_aim(self.ed, figures)

    def topics(self) -> None:
        """Every topic: its pictures, and a table of all its figures with the two years side by side."""
        derived = self._selector.derived(self.name)
        shares = {share.id: (part, whole, share) for part, whole, share in self._selector.shares(self.name)}
        for code, figures in self._selector.topics(self.name).items():
            slug = f"{self.name}-{code}".replace("_", "-")
            output.heading(self._selector.title(code), f"topic-{slug}")
            for exhibit in self.exhibits:
                drawn = exhibit.topic == code and topic.put_picture(self.ed, exhibit, self._line)
                if drawn and exhibit.form == "bullet":
                    shares = {id: share for id, share in shares.items() if share[2] not in exhibit.figures}
            self._tables |= {figure.figure: f"table-{slug}" for figure in figures}
            own = derived.get(code, [])
            for one in own:
                if one.id in shares:
                    output.put_words(topic.share_sentence(self.ed, *shares[one.id]))
            topic.table(
                self.ed,
                figures,
                own,
                caption=f"{self._selector.title(code)}：报告所列数据",
                name=f"table-{slug}",
            )

    def tasks(self) -> None:
        """What is promised, topic by topic, each task in the report's own strength."""
        tasks.tasks(self._selector, self.name)

    def promises(self) -> None:
        """What people will feel of the plan: tasks of livelihood and of town and village with an amount."""
        tasks.promises(self._selector)

    def questions(self) -> None:
        """What a deputy may ask: of the whole report on the overview, else what touches the chapter."""
        questions.put(self.ed, self._part)

    def audit(self) -> None:
        """The audit's result in short, with the ways to it."""
        audit.strip(self._selector.rows)

    def fulfilment(self) -> None:
        """What became of last year's plan, in one line, where the edition of that year is there."""
        fulfilment.strip(self.ed)

    def projects(self, top: int = 0, sectors: Sequence[str] = (), stages: Sequence[str] = ()) -> None:
        """The named projects with their money, largest first; top: how many stand open (0: all)."""
        derived = self._selector.derived(self.name).get("", [])
        projects.table(self.ed, self.name, derived, top=top, sectors=sectors, stages=stages)

    def progress(self) -> None:
        """How far each target has come, where actuals to date are given."""
        progress.outlook(self.ed, self.name, progress=self._progress, as_of=self._as_of)

    def progress_of_all(self) -> None:
        """How many targets of each chapter are in which state, where actuals to date are given."""
        progress.outlook(self.ed, progress=self._progress, as_of=self._as_of)

    def chapters(self) -> None:
        """The ways into the other chapters, each with its finding."""
        chapters = []
        for code in self.ed.chapters():
            if code != self.name:
                drawn = select.exhibits(self._selector, code)
                chapters.append((code, self.ed.word("chapter", code), lead(self._selector, code, drawn)))
        tiles.cards(chapters)

    def cautions(self) -> None:
        """What to be careful about: estimates, bounds, ranks, price basis; the way to the audit."""
        page.cautions(self.ed, self.name, tables=self._tables)

    def source(self) -> None:
        """Where the numbers come from."""
        page.source(self.ed, self.name)
