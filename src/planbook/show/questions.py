"""The questions that a deputy may ask, each with its evidence linked."""

from __future__ import annotations

from planbook.audit import answers
from planbook.edition import Edition, years
from planbook.edition.model import Project, Statement, Task
from planbook.edition.years import Earlier

from . import numbers, output, tasks
from .markup import Words, counted, escape, join, link, listed, placed, words


def put(ed: Edition, chapter: str = "") -> None:
    """Put the questions with evidence in a chapter as a numbered list, without one those of the whole report;
    nothing where the rules have none."""
    if asked := answers.asked(ed, chapter):
        pieces = [join("", [_piece(ed, piece) for piece in one.pieces]) for one in asked]
        output.put(listed(pieces, "questions", "1."))


def _piece(ed: Edition, piece) -> Words:
    if isinstance(piece, str):
        return words(piece)
    if isinstance(piece, int):
        return counted(piece)
    if isinstance(piece, Task):
        return Words(f"[{escape(piece.name)}](#{tasks.anchor(piece)})", escape(piece.name))
    if isinstance(piece, Statement):
        lead = f"报告称“{piece.word}”" if piece.word else "报告称"
        return join("", [f"{lead}（{piece.name}，", placed(ed, piece.line), "）"])
    if isinstance(piece, Project):
        return words(piece.name)
    if isinstance(piece, Earlier) and (before := years.before(ed)) is not None:
        return link(before, piece)
    return join("", [numbers.mark(piece), link(ed, piece)])
