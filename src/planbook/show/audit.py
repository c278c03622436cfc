"""The audit's page: how many claims have each verdict, and tables of them with places, reasons and notes."""

from __future__ import annotations

from collections.abc import Sequence

from planbook.edition.known import STATUS

from . import numbers, output, prose
from .exhibits import fold, table
from .markup import Words, count, join, link, marked, strong, words
from .markup import name as called
from .tables import NOTHING, Table, computed

CHANGED = "写下这一条之后数字变了，需要重看"


def tally(items: Sequence[tuple[str, int, str]]) -> None:
    """Put counts as tiles: (label, how many, target of the section that lists them)."""
    myst, plain = ["{.key-numbers}"], []
    for label, many, target in items:
        number = count(many, "项")
        shown = f"[**{number}**](#{target})" if many else f"**{number}**"
        myst.append(f"- {marked(label, 'kn-label')}\n  {marked(Words(shown, str(number)), 'kn-value')}")
        plain.append(f"- {label} {number.plain}")
    output.put("\n".join(myst), "\n".join(plain))


def audit_table(ed, rows, *, caption: str, name: str, folded: str = "") -> None:
    """Put claims as a table: printed numbers, what follows from them, reason with note, places.

    folded: the title of the fold that holds the table; empty: it stands open. No rows: one quiet sentence.
    """
    if not rows:
        prose.quiet("没有这一类的核对。")
        return
    cells = [
        [words(row.claim.title), _printed(ed, row.figures), _computed(row), _said(ed, row), _places(row)]
        for row in rows
    ]
    heads = ["核对", "印出的数", "算得与相差", "说明", "位置"]
    kept = [n for n in range(len(heads)) if any(line[n] for line in cells)]
    nothing = marked(NOTHING, "none")  # a phone shows cells one below the other, and skips these
    heads, cells = [heads[n] for n in kept], [[line[n] or nothing for n in kept] for line in cells]
    starred = any(row.computed or row.difference for row in rows)
    notes = ["* 由印出的数推算。相差是印出的数减去算得的数。"] if starred else []
    if folded:
        fold(ed, Table(heads, cells, notes=notes, css="audit"), folded)
    else:
        table(ed, heads, cells, caption=caption, name=name, notes=notes, css="audit")


def aims(ed, rows, *, caption: str, name: str) -> None:
    """Put targets beside what was reached the year before, and whether they lie above or below it."""
    lines = [
        [
            words(called(ed, row.figures[0])),
            *row.figures,
            join("，", [row.judgement.word, *_gap(row, "目标减上年实际")]),
        ]
        for row in rows
    ]
    heads = ["指标", f"{ed.planned}年目标", f"{ed.reviewed}年实际", "相比"]
    table(ed, heads, lines, caption=caption, name=name)


def _printed(ed, figures) -> Words:
    """The figures of a claim, each with as much of a name as tells it from the others."""
    labels = [ed.label(figure) for figure in figures]
    years = [numbers.period(figure) for figure in figures]
    said = []
    for figure, label, year in zip(figures, labels, years, strict=True):
        which = label if len(set(labels)) > 1 else year if len(set(years)) > 1 else ""
        estimated = figure.preliminary and numbers.PRELIMINARY not in which
        mark = marked(numbers.PRELIMINARY, "preliminary") if estimated else ""
        said.append(join("", [which, mark, link(ed, figure)]))
    return join("；", said)


def _computed(row) -> Words | str:
    """What follows, with all that it may be, and how far the printed number is from it."""
    pieces: list[Words] = []
    if row.computed or row.bounds:
        text = row.computed + (f"（{row.bounds}）" if row.computed and row.bounds else row.bounds)
        rounded = not row.computed and "至" in row.bounds  # 大于3600万元 says itself what it is
        before = ("应在" if row.claim.kind == "between" else "取整前") if rounded else ""
        pieces.append(join("", [before, computed(text, row.figures[0], row.judgement.formula)]))
    pieces += _gap(row, "印出的数减去算得的数")
    return join("，", pieces) if pieces else ""


def _gap(row, how: str) -> list[Words]:
    """How far the printed number is from the other one, if it is."""
    return [join("", ["相差", computed(row.difference, row.figures[0], how)])] if row.difference else []


def _said(ed, row) -> Words:
    """Reason, what the report leaves open, and a person's note with its status."""
    claim = row.claim
    sentences = [claim.reason]
    if claim.unless and row.verdict == "cannot tell":
        sentences.append(claim.unless)
    said = [join("", [_sentence(ed, one), "。"]) for one in sentences]
    if row.note:
        note = join("", ["【", strong(STATUS[row.note.status]), "】", _sentence(ed, row.note.note), "。"])
        said += [note, *([words(f"（{CHANGED}）")] if row.changed else [])]
    return join("", said)


def _sentence(ed, template: str) -> Words:
    return prose.sentence(ed, template.rstrip("。").strip()) or words("")


def _places(row) -> Words:
    return words("、".join(str(place) for place in row.places))
