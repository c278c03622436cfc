"""Which exhibit fits which data: rules over the shape of the figures of a chapter, topic by topic.

Each rule takes what it can draw and leaves the rest; whatever is left, and all that was drawn, stands in the
topic's table (see topic.py). The order: parts that the audit says make a whole; growth and rates beside
their targets; amounts in both years; parts beside their totals; rates on one line; items of one indicator;
growth rates alone. What an edition wants besides stands in its exhibits.yml.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from types import ModuleType
from typing import TypeVar

from planbook.audit import audit
from planbook.edition import Edition, Figure, Pair

from . import numbers
from .claims import Claim
from .markup import label, name
from .selector import Selector

AMOUNTS, RATES = ("level", "count", "capacity"), ("rate", "share", "completion")
MOST = 15  # bars of one picture; more are a table
PANELS = 8  # groups of one picture
Thing = TypeVar("Thing")
Key = TypeVar("Key")


@dataclass(frozen=True)
class Exhibit:
    """A picture that is to be drawn: a form, what it shows, and what is said beside it.

    figures: for the forms of single figures; pairs: for those of two years; whole: of stacked parts; groups:
    of panels, by heading. caption: the neutral title; claims: what else the title may say, strongest first.
    """

    form: str
    topic: str
    caption: str
    figures: tuple[numbers.Quantity, ...] = ()
    pairs: tuple[Pair, ...] = ()
    whole: numbers.Quantity | None = None
    groups: Mapping[str, Sequence[numbers.Quantity]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    noun: str = ""
    note: str = ""
    order: str = "value"
    name: str = ""

    @property
    def module(self) -> ModuleType:
        """The module of the form: its `claims`, its `reading`, its `draw`."""
        return import_module(f".forms.{self.form}", __package__)

    def claims(self, ed: Edition, line: int = 0) -> list[Claim]:
        """What the figures bear, the strongest first; `line`: what a rate is measured by (0: nothing)."""
        return [claim for claim in self.module.claims(ed, self, line) if claim is not None]


def exhibits(selector: Selector, chapter: str, order: str = "gap") -> list[Exhibit]:
    """What is drawn in a chapter, topic by topic: the edition's own wishes, then what the rules find."""
    topics = selector.topics(chapter)
    left = [figure for figures in topics.values() for figure in figures]
    chosen = [*_wished(selector, chapter)]
    drawn = {numbers.key(f) for one in chosen for f in (*one.figures, one.whole) if f is not None}
    left = [figure for figure in left if figure.figure not in drawn]
    for rule in RULES:
        for one, taken in rule(selector, chapter, left):
            ids = {figure.figure for figure in taken}
            left = [figure for figure in left if figure.figure not in ids]
            chosen.append(replace(one, order=order) if one.form == "dumbbell" else one)
    order_ = {topic: number for number, topic in enumerate(topics)}
    chosen.sort(key=lambda one: order_.get(one.topic, len(order_)))
    named: dict[str, int] = defaultdict(int)
    for number, one in enumerate(chosen):
        slug = f"{chapter}-{one.topic}-{one.form}".replace("_", "-")
        named[slug] += 1
        again = f"-{named[slug]}" if named[slug] > 1 else ""
        chosen[number] = replace(one, name=slug + again)
    return chosen


def _wished(selector: Selector, chapter: str) -> Iterator[Exhibit]:
    for wish in selector.own[chapter].exhibits if chapter in selector.own else ():
        figures = [figure for id in wish.figures if (figure := selector.ed.get(id)) is not None]
        whole = selector.ed.get(wish.whole) if wish.whole else None
        first = selector.first(figures[0]) if figures else None
        if first is None or len(figures) < len(wish.figures) or (wish.whole and whole is None):
            continue
        pairs = selector.ed.pairs(of=figures)
        yield Exhibit(
            wish.form, wish.topic or selector.topic(first), wish.caption, tuple(figures), tuple(pairs), whole,
            noun=_noun(pairs), note=wish.note, order="given",
        )  # fmt: skip


Choice = Iterator[tuple[Exhibit, list[Figure]]]


def compositions(selector: Selector, chapter: str, left: list[Figure]) -> Choice:
    """A whole and two to four parts of one indicator, where the audit says that they sum."""
    there = {figure.figure for figure in left}
    for row in selector.rows:
        if row.claim.kind != "sum" or row.verdict != audit.Verdict.AGREE:
            continue
        whole, *parts = row.figures
        one_indicator = {part.indicator for part in parts} == {whole.indicator}
        if one_indicator and 2 <= len(parts) <= 4 and there.issuperset(f.figure for f in row.figures):
            what = selector.ed.indicator(whole).label_zh
            topic = selector.topic(whole)
            yield Exhibit("stacked", topic, f"{what}的构成", tuple(parts), whole=whole), [whole, *parts]


def aims(selector: Selector, chapter: str, left: list[Figure]) -> Choice:
    """Two or more growth rates of a topic, or two or more rates, beside their targets."""
    ed, there = selector.ed, {figure.figure for figure in left}
    groups = _by(
        (pair for pair in ed.pairs(chapter) if pair.target.figure in there),
        lambda pair: (selector.topic(pair.target), _kind(pair.target.measure)),
    )
    for (topic, kind), pairs in groups.items():
        drawn = [pair for pair in pairs if pair.comparable]
        units = {end.unit for pair in drawn for end in _ends(pair)}
        if kind not in ("growth", "rate") or len(drawn) < 2 or units != {"%"}:
            continue
        noun = "增速目标" if kind == "growth" else "比率目标"
        caption = f"{selector.title(topic)}：{ed.reviewed}年与{ed.planned}年{noun}"
        taken = [end for pair in pairs for end in _ends(pair)]
        yield Exhibit("dumbbell", topic, caption, pairs=tuple(pairs), noun=noun), taken


def both_years(selector: Selector, chapter: str, left: list[Figure]) -> Choice:
    """Two or more amounts of a topic that both years have: one scale for one unit, else a panel each."""
    ed, there = selector.ed, {figure.figure for figure in left}
    groups = _by(
        (
            pair
            for pair in ed.pairs(chapter)
            if pair.comparable and pair.target.measure in AMOUNTS and pair.target.figure in there
        ),
        lambda pair: selector.topic(pair.target),
    )
    for topic, pairs in groups.items():
        # NOTE: only its name tells a panel from the others: of two things with one name the first is drawn.
        named = {name(ed, pair.target): pair for pair in reversed(pairs)}
        pairs = [pair for pair in pairs if named[name(ed, pair.target)] is pair][:PANELS]
        if len(pairs) < 2:
            continue
        ends = [end for pair in pairs for end in _ends(pair)]
        caption = f"{selector.title(topic)}：{ed.reviewed}年与{ed.planned}年"
        one = Exhibit("paired", topic, caption, tuple(ends), tuple(pairs), noun=_noun(pairs))
        if not _one_scale(ed, ends):
            headings = [name(ed, pair.target) for pair in pairs]
            groups_ = {head: _ends(pair) for head, pair in zip(headings, pairs, strict=True)}
            years = {end.figure: f"{end.period}年" for end in ends}
            one = replace(one, form="panels", groups=groups_, labels=years, order="given")
        yield one, ends


def parts(selector: Selector, chapter: str, left: list[Figure]) -> Choice:
    """Two or more parts of a topic beside totals of the same topic, where the audit says that they are
    parts."""
    ed = selector.ed
    groups = _by(
        (
            (part, whole, share)
            for part, whole, share in selector.shares(chapter)
            if not whole.project and selector.topic(part) == selector.topic(whole)
        ),
        lambda row: (selector.topic(row[1]), ed.unit(row[0].unit).base),
    )
    for (topic, _), rows in groups.items():
        if len(rows) > 1:
            caption = f"{selector.title(topic)}：部分与总量"
            yield Exhibit("bullet", topic, caption, tuple(f for row in rows for f in row)), []


def rates(selector: Selector, chapter: str, left: list[Figure]) -> Choice:
    """Three or more rates of a topic and a period, which are not all the same."""
    groups = _by(
        (
            figure
            for figure in left
            if figure.measure in RATES and figure.unit == "%" and figure.value is not None
        ),
        lambda figure: (selector.topic(figure), figure.period),
    )
    for (topic, _), figures in groups.items():
        if len(figures) < 3 or len({figure.value for figure in figures}) == 1 or not _fit_line(figures):
            continue
        caption = f"{selector.title(topic)}：{_when(selector.ed, figures[0])}的比率"
        yield Exhibit("threshold", topic, caption, tuple(figures)), figures


def items(selector: Selector, chapter: str, left: list[Figure]) -> Choice:
    """Three or more items of one indicator (four where they are counted): bars in one unit, panels in
    several."""
    ed = selector.ed
    groups = _by(
        (figure for figure in left if figure.item and figure.value is not None and figure.measure in AMOUNTS),
        lambda figure: (figure.indicator, figure.measure, figure.period, figure.scenario == "actual"),
    )
    for (_, measure, *_), figures in groups.items():
        what, topic = ed.indicator(figures[0]).label_zh, selector.topic(figures[0])
        caption = f"{what}，{_when(ed, figures[0])}"
        bases = _by(figures, lambda figure: ed.unit(figure.unit).base)
        least = 4 if measure == "count" else 3
        if len(bases) == 1 and least <= len(figures) <= MOST and len({f.value for f in figures}) > 1:
            yield Exhibit("bars", topic, caption, tuple(figures)), figures
        elif len(bases) > 1 and all(len(alike) > 1 for alike in bases.values()) and len(figures) <= MOST:
            panels = {numbers.common_unit(alike): alike for alike in bases.values()}
            yield Exhibit("panels", topic, caption, tuple(figures), groups=panels), figures


def growths(selector: Selector, chapter: str, left: list[Figure]) -> Choice:
    """Three or more growth rates of a topic that have no target beside them."""
    ed = selector.ed
    groups = _by(
        (
            figure
            for figure in left
            if figure.measure == "growth" and figure.scenario == "actual" and figure.value is not None
        ),
        lambda figure: (selector.topic(figure), figure.period),
    )
    for (topic, _), figures in groups.items():
        if 3 <= len(figures) <= MOST and {figure.unit for figure in figures} == {"%"}:
            noun = selector.title(topic)
            caption = f"{noun}：{_when(ed, figures[0])}增速"
            named = {figure.figure: _short(ed, figure) for figure in figures}
            yield Exhibit("bars", topic, caption, tuple(figures), labels=named, noun=noun), figures


RULES: tuple[Callable[[Selector, str, list[Figure]], Choice], ...] = (
    compositions, aims, both_years, parts, rates, items, growths,
)  # fmt: skip


def _by(things: Iterable[Thing], key: Callable[[Thing], Key]) -> dict[Key, list[Thing]]:
    groups: dict[Key, list[Thing]] = defaultdict(list)
    for thing in things:
        groups[key(thing)].append(thing)
    return dict(groups)


def _kind(measure: str) -> str:
    return "rate" if measure in RATES else measure


def _ends(pair: Pair) -> list[Figure]:
    return [end for end in (pair.actual, pair.target) if end is not None]


def _noun(pairs: Iterable[Pair]) -> str:
    """What planned figures are: 目标 where all are aimed at, else 任务."""
    return "目标" if {pair.target.scenario for pair in pairs} == {"target"} else "任务"


def _one_scale(ed: Edition, figures: list[Figure]) -> bool:
    """Whether figures can share a scale: one base, and none so small beside the others that nobody sees
    it."""
    bases = {(ed.unit(figure.unit).base, ed.unit(figure.unit).dimension) for figure in figures}
    if len(bases) > 1:
        return False
    sizes = [abs(ed.convert(figure, figures[0].unit)) for figure in figures]
    return min(sizes) * 50 >= max(sizes)


def _fit_line(figures: list[Figure]) -> bool:
    """Whether rates stand on a line from 0 to 100, or a little longer."""
    return all(0 <= figure.number <= 150 for figure in figures)


def _when(ed: Edition, figure: Figure) -> str:
    return numbers.period(figure) + ("" if figure.scenario == "actual" else numbers.scenario(figure))


def _short(ed: Edition, figure: Figure) -> str:
    """An indicator's name with its item: what a bar of several indicators is called."""
    whole = ed.indicator(figure).label_zh
    return f"{whole}（{figure.item}）" if figure.item and label(ed, figure) != whole else whole
