"""One topic of a chapter: its pictures, then one table with every figure, the two years side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from planbook.edition import Edition
from planbook.edition.model import SUFFIX, Figure, Pair

from . import exhibits, numbers, output, style
from .errors import ShowError
from .markup import Words, join, link, name, result, words
from .page import comparison
from .picture import Picture
from .select import Exhibit

LONGEST_TITLE = 22  # Chinese characters


def picture(ed: Edition, exhibit: Exhibit, line: int = 0) -> Picture | None:
    """The drawing of an exhibit, titled by its strongest claim that fits one line, else by its caption.

    None where the form cannot draw what it got, or the font a character: the topic's table has all of it.
    """
    try:
        claim = next((one for one in exhibit.claims(ed, line) if _fits(str(one))), None)
        title = str(claim) if claim else _cut(exhibit.caption)
        made = exhibit.module.draw(ed, exhibit, title, _subtitle(ed, exhibit, title), line)
    except (ShowError, ValueError):
        return None
    return made and made.with_counts(claim.counts if claim else ())


def _fits(title: str) -> bool:
    return style.measure(title) <= LONGEST_TITLE


def _cut(title: str) -> str:
    """A neutral title on one line."""
    if _fits(title):
        return title
    while title and not _fits(title + "…"):
        title = title[:-1]
    return title + "…"


def _subtitle(ed: Edition, exhibit: Exhibit, title: str) -> str:
    """What is shown, where the title does not say it, unit and order."""
    figures = exhibit.figures or [end for pair in exhibit.pairs for end in (pair.target, pair.actual) if end]
    unit = "" if exhibit.form == "panels" else numbers.common_unit(figures)
    by_value = exhibit.form in ("bars", "threshold") and exhibit.order == "value"
    by_gap = exhibit.form == "dumbbell" and exhibit.order == "gap"
    order = "从大到小" if by_value else "按差距从大到小" if by_gap else ""
    what = "" if title == exhibit.caption else exhibit.caption
    return "，".join(part for part in (what, f"单位：{unit}" if unit else "", order) if part)


def table(ed: Edition, figures, derived, *, caption: str, name: str) -> None:
    """Put the table of a topic: every figure once, a planned one beside the reviewed year's it compares with.

    The growth and the rank of a thing stand in its row; quantities that follow from the figures at the end,
    with a star.
    """
    rows = _told_apart(ed, joined(ed, figures))
    rows += [_derived_row(ed, one) for one in derived]
    heads = ["指标", f"{ed.reviewed}年", "增速", f"{ed.planned}年计划（草案）", "计划增速", "说明"]
    kept = [number for number in range(len(heads)) if any(row[number] for row in rows)]
    exhibits.table(
        ed,
        [heads[number] for number in kept],
        [[row[number] for number in kept] for row in rows],
        caption=caption,
        name=name,
        css="topic noted" if len(heads) - 1 in kept else "topic",
    )


def _told_apart(ed: Edition, rows: Sequence[Row]) -> list[list]:
    """The cells of some rows; those of one name in different units say theirs."""
    cells = [_cells(ed, row) for row in rows]
    units: dict[str, set[str]] = {}
    for one, row in zip(cells, rows, strict=True):
        units.setdefault(one[0], set()).add(row.main.unit)
    for one, row in zip(cells, rows, strict=True):
        if row.main.unit and len(units.get(one[0], ())) > 1:
            one[0] += f"（{row.main.unit}）"
    return cells


@dataclass
class Row:
    """One thing in both years. main: the figure that names the row; pairs: of what was reached and
    planned."""

    main: Figure
    reviewed: Figure | None = None
    growth: Figure | None = None
    planned: Figure | None = None
    aim: Figure | None = None
    ranks: list[Figure] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)

    @property
    def figures(self) -> list[Figure]:
        """Every figure of the row."""
        cells = (self.reviewed, self.growth, self.planned, self.aim)
        return [*(figure for figure in cells if figure is not None), *self.ranks]


def joined(ed: Edition, figures) -> list[Row]:
    """The rows of a table in which each of some figures stands once, in their order."""
    pairs = {pair.target.figure: pair for pair in ed.pairs(of=figures)}
    rows: list[Row] = []
    for figure in figures:
        ahead = figure.period == ed.planned
        own = [row for row in rows if _same(row.main, figure)]
        if figure.measure == "rank":
            slot = "ranks"
            row = next((one for one in own if one.main.period == figure.period), None)
        else:
            slot = (
                ("aim" if ahead else "growth")
                if figure.measure == "growth"
                else "planned"
                if ahead
                else "reviewed"
            )
            row = next((one for one in own if _takes(ed, one, figure, slot, pairs)), None)
        if row is None:
            row = Row(figure)
            rows.append(row)
        if slot == "ranks":
            row.ranks.append(figure)
        else:
            setattr(row, slot, figure)
        if pair := pairs.get(figure.figure):
            row.pairs.append(pair)
    return rows


def _same(a: Figure, b: Figure) -> bool:
    return (a.indicator, a.item, a.project) == (b.indicator, b.item, b.project)


def _takes(ed: Edition, row: Row, figure: Figure, slot: str, pairs: dict[str, Pair]) -> bool:
    """Whether a figure can stand in a row: its place is free, its year a column's, its measure the row's."""
    if getattr(row, slot) is not None or figure.period not in (ed.reviewed, ed.planned):
        return False
    if row.main.period not in (ed.reviewed, ed.planned):
        return False
    if slot in ("growth", "aim"):
        return row.main.measure in ("level", "count", "capacity", "growth")
    joins_growth = row.main.measure == "growth" and row.planned is None and row.reviewed is None
    return joins_growth or row.main.measure == figure.measure


def _cells(ed: Edition, row: Row) -> list:
    main = row.planned or row.reviewed or row.aim or row.growth or row.main
    ranked = not (row.reviewed or row.growth or row.planned or row.aim)
    when = "" if main.period in (ed.reviewed, ed.planned) else f"（{numbers.period(main)}）"
    named = name(ed, main)
    if main.measure == "growth":
        named = named.removesuffix(SUFFIX["growth"])
    remarks: list = []
    for pair in row.pairs:
        if pair.actual is not None and pair.actual in row.figures:
            what = SUFFIX["growth"] if pair.target.measure == "growth" and row.planned else ""
            remarks.append(join("", [what, comparison(ed, pair)]))
    for rank in row.ranks:
        of = next((f for f in row.figures if f.figure == rank.rank_of), None)
        by = "按增速" if of is not None and of.measure == "growth" else ""
        remarks.append(join("", [by, link(ed, rank)]))
    if row.reviewed is not None and row.reviewed.scenario != "actual":
        remarks.append(words(f"{numbers.scenario(row.reviewed)}数"))
    remarks += [words(note) for note in dict.fromkeys(one.note for one in row.figures if one.note)]
    ahead = ranked and row.main.period == ed.planned
    cells = [row.reviewed, row.growth, row.planned, row.aim]
    if ranked:
        cells[2 if ahead else 0] = row.ranks[0]
        remarks = remarks[1:]
    return [f"{named}{when}", *cells, join("；", remarks) if remarks else ""]


def _derived_row(ed: Edition, one) -> list:
    ahead = all(figure.period == ed.planned for figure in _sources(ed, one))
    inputs = [ed[id] for id in one.inputs]
    remark = words(one.caveat) if one.caveat else result(one.formula, inputs, one.formula)
    return [one.label, None if ahead else one, None, one if ahead else None, None, remark]


def _sources(ed: Edition, one) -> list:
    """The figures that a derived quantity comes from."""
    inputs = [ed[id] for id in one.inputs]
    return [
        figure
        for input_ in inputs
        for figure in (_sources(ed, input_) if numbers.is_derived(input_) else [input_])
    ]


def share_sentence(ed: Edition, part, whole, share) -> Words:
    """A part of a whole in one sentence, with its share."""
    sentences = [join("", [name(ed, one), numbers.mark(one), link(ed, one)]) for one in (part, whole)]
    return join(
        "", [sentences[0], "，相当于", sentences[1], "的", numbers.mark(share), link(ed, share), "。"]
    )


def put_picture(ed: Edition, exhibit: Exhibit, line: int = 0) -> bool:
    """Put an exhibit on the page, with how to read it and its numbers in a fold; whether it was drawn."""
    made = picture(ed, exhibit, line)
    if made is None:
        return False
    output.picture(made)
    output.put(exhibit.module.reading(ed, exhibit))
    exhibits.fold(ed, made.table, of=("picture", made.name))
    return True
