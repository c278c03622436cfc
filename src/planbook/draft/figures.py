"""The figures of a report: each number with what it is about, how it measures, when, in what standing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from . import confidence, grammar, measure, place, scope, series, subject, table, wording
from .fold import Folded
from .match import Matched, Matcher
from .outline import PLAN, TARGET, Line
from .quantity import Quantity
from .words import Words

_SENTENCE = re.compile(r"[^。！？\n]+[。！？\n]?")
_LOWER = re.compile(r"(?:低于[^，。；\d]{0,10}|[^降减]低|少)$")


@dataclass(frozen=True)
class Figure:
    """A drafted figure. `start`, `end`: its span in the original text; `at`: its start in the plain one."""

    start: int
    end: int
    at: int
    line: int
    printed: str
    subject: str
    measure: str
    period: str
    scenario: str
    value: Decimal | None
    unit: str
    bound: str
    preliminary: bool
    chapter: str
    matched: Matched
    kind: str = ""
    sign: str = ""
    against: str = ""
    flags: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    clear: float = 0.0
    sentence: int = 0
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def confidence(self) -> str:
        """high, middle or low."""
        return confidence.of(self.subject, self.flags, self.matched.score)


def find(
    original: str,
    folded: Folded,
    lines: list[Line],
    numbers: list[Quantity],
    words: Words,
    matcher: Matcher,
    places: place.Places,
    years: tuple[str, str],
    flags: tuple[str, ...] = (),
    cells: Mapping[int, table.Cell] | None = None,
) -> list[Figure]:
    """Every figure of a report, in the order of the text. cells: the numbers of its tables."""
    text, rules = folded.text, grammar.of(words)
    starts = [line.start for line in lines]
    figures: list[Figure] = []
    at = 0
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        inside = []
        while at < len(numbers) and numbers[at].start < end:
            inside.append(numbers[at])
            at += 1
        line = lines[bisect_right(starts, start) - 1]
        if not inside and line.part not in (TARGET, PLAN):
            continue
        if table.is_row(line.text):
            made = [_cell(cells[one.start], line, rules, years) for one in inside if cells]
        else:
            made = _sentence(text, start, end, inside, line, rules, years)
        if line.part in (TARGET, PLAN) and not table.is_row(line.text):
            made += _worded(text, start, end, line, rules, years, made)
        for one in sorted(made, key=lambda f: f.at):
            a, b = folded.span(one.start, one.end)
            clause = text[max(start, one.start - 60) : min(end, one.end + 20)]
            clause = one.extra.get("clause", clause)
            matched = matcher.find(one.subject, one.measure, one.unit)
            if matched.item and rules.verbs_front.fullmatch(matched.item):
                matched = matched._replace(item="")
            placed = places.of(one.subject, clause, line.lead, line.head, matched)
            figures.append(
                replace(
                    one, start=a, end=b, line=line.number, printed=original[a:b], matched=matched,
                    sentence=start,
                    flags=(*one.flags, *flags),
                    chapter=placed.chapter, clear=placed.clear,
                    before=original[max(0, a - 20) : a].replace("\n", "⏎"),
                    after=original[b : b + 12].replace("\n", "⏎"),
                )
            )  # fmt: skip
    chapters = place.settled([(figure.line, figure.chapter, figure.clear) for figure in figures])
    return [replace(figure, chapter=chapter) for figure, chapter in zip(figures, chapters, strict=True)]


def _sentence(text, start, end, numbers, line: Line, rules, years) -> list[Figure]:
    made: list[Figure] = []
    before: tuple[str, str] | None = None
    for named in subject.name(rules, text, series.runs(text, start, end, numbers)):
        number = named.number
        how = measure.of(rules, named, before)
        before = (number.unit, how)
        when = scope.of(rules, text, start, line, named, how, years)
        value, bound, sign, doubts = _signed(named, how)
        lead = named.run.left
        low = number.start - len(lead) if named.place == 0 else named.run.numbers[0].start - len(lead)
        made.append(
            Figure(
                number.start, number.end, number.start, line.number, "", subject.brief(named.subject), how,
                when.period, when.scenario, value, number.unit, bound, when.preliminary, "",
                Matched("", 0, ""), number.kind, sign,
                flags=tuple(dict.fromkeys((*number.flags, *named.flags, *doubts))),
                rules=tuple(dict.fromkeys((*named.flags, line.part))),
                extra={"clause": text[max(start, low) : min(end, number.end + 20)]},
            )
        )  # fmt: skip
    return made


def _cell(cell: table.Cell, line: Line, rules, years) -> Figure:
    """A number of a table as a figure."""
    number, named = cell.number, table.named(cell)
    how = table.measure(cell, measure.of(rules, named, None))
    when = table.scope(cell, line, years)
    return Figure(
        number.start, number.end, number.start, line.number, "", subject.brief(cell.label), how,
        when.period, when.scenario, number.value, number.unit, number.bound, when.preliminary, "",
        Matched("", 0, ""), "", "", flags=(*number.flags, "table"), rules=("table", line.part),
        extra={"clause": f"{cell.label}{cell.head}"},
    )  # fmt: skip


def _signed(named: subject.Named, how: str):
    """A falling word said once for a list, or apart from its number: value, bound, sign, doubts."""
    number, first = named.number, named.run.numbers[0]
    value, bound = number.value, number.bound
    if value is None or value < 0 or number.unit not in ("%", "百分点", "‰"):
        return value, bound, "", ()
    if named.place > 0 and first.value is not None and first.value < 0 and number.unit == first.unit:
        rising = re.search("增长|上升|提高", named.run.left)
        return -value, scope_flip(bound), "-1", ("sign-shared",) if not rising else ("sign",)
    if how == "change" and _LOWER.search(named.run.left.rsplit("，", 1)[-1]):
        return -value, scope_flip(bound), "-1", ()
    return value, bound, "", ()


def scope_flip(bound: str) -> str:
    """A bound seen from the other side: less than a fall is more than its negative."""
    return {"gt": "lt", "lt": "gt", "ge": "le", "le": "ge"}.get(bound, bound)


def _worded(text, start, end, line: Line, rules, years, made: list[Figure]) -> list[Figure]:
    figures = []
    for one in wording.find(rules, text, start, end):
        if any(figure.start < one.end and one.start < figure.end for figure in made):
            continue
        figures.append(
            Figure(
                one.start, one.end, one.start, line.number, "", subject.brief(one.subject), "growth",
                years[1], "target",
                None, "", one.bound, False, "", Matched("", 0, ""), "worded", "", one.against, ("word",),
                (line.part,), extra={"clause": text[max(start, one.start - 20) : one.end]},
            )
        )  # fmt: skip
    return figures
