"""The questions that a deputy may ask, each with its evidence linked."""

from __future__ import annotations

from planbook.audit import questions
from planbook.edition import Edition
from planbook.edition.model import Project, Statement, Task

from . import numbers, output, tasks
from .markup import Words, counted, escape, join, link, listed, placed, words


def put(ed: Edition, rows, *, chapter: str = "") -> None:
    """Put the questions of an edition as a numbered list; nothing where the rules find none.

    rows: the audit. chapter: only those with evidence in it.
    """
    found = list(questions.ask(ed, rows, most=questions.MOST if not chapter else 99))
    if chapter:
        found = [one for one in found if chapter in {_chapter(ed, piece) for piece in one.evidence}]
    if not found:
        return
    asked = [join("", [_piece(ed, piece) for piece in one.pieces]) for one in found]
    output.put(listed(asked, "questions", "1."))


def _piece(ed: Edition, piece) -> Words:
    if isinstance(piece, str):
        return words(piece)
    if isinstance(piece, int):
        return counted(piece)
    if isinstance(piece, Task):
        return Words(f"[{escape(piece.name)}](#{tasks.anchor(piece)})", escape(piece.name))
    if isinstance(piece, Statement):
        said = f"报告称“{piece.word}”" if piece.word else "报告称"
        return join("", [f"{said}（{piece.name}，", placed(ed, piece.line), "）"])
    if isinstance(piece, Project):
        return words(piece.name)
    return join("", [numbers.mark(piece), link(ed, piece)])


def _chapter(ed: Edition, piece) -> str:
    while numbers.is_derived(piece):
        piece = ed[piece.inputs[0]]
    return piece.chapter
