"""A report's text in, its draft out. Read this first: every stage is one module and one line here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from planbook.edition import folder

from . import about, figures, fold, match, numbers, outline, place, task, words
from .numbers import Other
from .vocabulary import Vocabulary


@dataclass(frozen=True)
class Draft:
    """What was read: the text, its lines, its figures, the other numerals."""

    text: str
    years: tuple[str, str]
    lines: list[outline.Line]
    figures: list[figures.Figure]
    others: list[Other]
    clauses: list[task.Clause]


def draft(text: str, data: Path | None = None, edition: str = "", years: tuple[str, str] | None = None) -> Draft:
    """The draft of a report."""
    data = data or folder.places()[-1]
    lists = words.load(data / edition if edition else None)
    vocabulary = Vocabulary(data, edition, lists["units"])
    folded = fold.fold(text)
    years = years or about.years(folded.text)
    lines = outline.lines(folded.text, lists, years[1])
    quantities, others = numbers.find(folded.text, vocabulary, lists)
    matcher, places = match.Matcher(vocabulary), place.Places(lists, vocabulary)
    found = figures.find(text, folded, lines, quantities, lists, matcher, places, years)
    spread = [other._replace(start=span[0], end=span[1]) for other in others for span in [folded.span(*other[:2])]]
    spans = [(f.start, f.end) for f in found] + [other[:2] for other in spread]
    spread += [Other(a, b, "word", ("numeral?",)) for a, b in numbers.account(folded, text, spans)]
    plain = sorted({(q.start, q.end) for q in quantities} | {(f.at, f.at + 1) for f in found if f.kind == "worded"})
    parts = task.clauses(folded, lines, plain, lists)
    return Draft(text, years, lines, found, sorted(spread), [task.unfolded(one, folded) for one in parts])
