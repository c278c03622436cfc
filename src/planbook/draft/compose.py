"""A report's text in, its draft out. Read this first: every stage is one module and one line here."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

from planbook.edition import folder

from . import about, figures, fold, match, numbers, outline, place, table, task, words
from .clause import Clause
from .numbers import Other
from .vocabulary import Vocabulary


@dataclass(frozen=True)
class Draft:
    """What was read: the text, its lines, its figures, the other numerals, the clauses of the plan part.

    plan_line: the first line of the plan part, 0 where its heading tells.
    """

    text: str
    years: tuple[str, str]
    lines: list[outline.Line]
    figures: list[figures.Figure]
    others: list[Other]
    clauses: list[Clause]
    outline: list[dict[str, object]]
    plan_line: int
    vocabulary: Vocabulary
    words: words.Words
    places: place.Places
    starts: list[int] = field(default_factory=list)

    def line_of(self, at: int) -> int:
        """The 1-based line of an offset."""
        return bisect_right(self.starts, at)

    def chapter_of(self, clause: Clause, inside) -> str:
        """The chapter of a task: of its figures, else by its words."""
        if clause.code == "expect" and self.lines[clause.line - 1].part == outline.TARGET:
            return "overview"
        if inside:
            return inside[0][1].chapter
        line = self.lines[clause.line - 1]
        placed = self.places.of(clause.text, line.text[:120], line.lead, line.head, match.Matched("", 0, ""))
        return placed.chapter if placed.chapter != place.UNPLACED else "overview"


def draft(
    text: str,
    data: Path | None = None,
    edition: str = "",
    years: tuple[str, str] | None = None,
    first: match.Known | None = None,
    flags: tuple[str, ...] = (),
    lists: words.Words | None = None,
) -> Draft:
    """The draft of a report.

    edition: whose own tables and words are used besides the shared ones. first: the names that an
    accepted edition uses. flags: doubts of every row (ocr). lists: the words, else the edition's.
    """
    data = data or folder.places()[-1]
    lists = lists or words.load(data / edition if edition else None)
    vocabulary = Vocabulary(data, edition, lists["units"])
    matcher, places = match.Matcher(vocabulary, first), place.Places(lists, vocabulary)
    folded = fold.fold(text)
    years = years or about.years(folded.text)
    lines = outline.lines(folded.text, lists, years[1])
    cells = table.find(folded.text, vocabulary, lists)
    in_tables = [cell.number for cell in cells.values()]
    quantities, others = numbers.find(folded.text, vocabulary, lists, in_tables)
    drafted = figures.find(text, folded, lines, quantities, lists, matcher, places, years, flags, cells)
    spread = [
        other._replace(start=span[0], end=span[1]) for other in others for span in [folded.span(*other[:2])]
    ]
    spans = [(f.start, f.end) for f in drafted] + [other[:2] for other in spread]
    spread += [Other(a, b, "word", ("numeral?",)) for a, b in numbers.account(folded, text, spans)]
    rows, plan_line = outline.outline(lines)
    plain = sorted(
        {(q.start, q.end) for q in quantities} | {(f.at, f.at + 1) for f in drafted if f.kind == "worded"}
    )
    headings = {row["line"] for row in rows}
    parts = task.clauses(
        folded, lines, plain, lists, headings, outline.first_plan_line(lines, rows, plan_line)
    )
    starts = [0, *(at + 1 for at, c in enumerate(text) if c == "\n")]
    clauses = [task.unfolded(one, folded) for one in parts]
    return Draft(
        text, years, lines, drafted, sorted(spread), clauses, rows, plan_line, vocabulary, lists, places,
        starts
    )  # fmt: skip
