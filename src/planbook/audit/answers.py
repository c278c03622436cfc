"""What a chapter asks of the audit: the rows and questions that touch it.

The audit compares everything with everything; a chapter shows what came out. So what is recorded as read is
the answer, not all that it was worked out from, and a chapter is stale when its answer is another one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from planbook.audit import audit, questions
from planbook.audit.audit import Row
from planbook.audit.question import Question
from planbook.edition import Edition, load
from planbook.edition.model import Derived, Model
from planbook.errors import PlanbookError

ROWS, QUESTIONS = "audit", "question"
_AUDITED: WeakKeyDictionary[Edition, list[Row]] = WeakKeyDictionary()  # the whole audit is the same for all


def rows(ed: Edition, chapter: str = "") -> list[Row]:
    """The audit's rows that touch a figure of a chapter; without one, all."""
    quiet = ed.unrecorded
    answer = _rows(quiet, chapter)
    ed.reads.note_computed(ROWS, _asked(ed, chapter), _of_rows(quiet, answer), quiet.reads)
    return answer


def asked(ed: Edition, chapter: str = "") -> list[Question]:
    """The questions with evidence in a chapter; without one, those of the whole report."""
    quiet = ed.unrecorded
    answer = _questions(quiet, chapter)
    ed.reads.note_computed(QUESTIONS, _asked(ed, chapter), _of_questions(answer), quiet.reads)
    return answer


class Today:
    """What the data answer today, for a comparison with what was recorded; each edition is judged once."""

    def __init__(self, data: Path):
        self.data = data
        self._editions: dict[str, Edition] = {}
        self._answers: dict[str, dict[str, str]] = {}

    def __call__(self, what: str, edition: str, args: Mapping[str, Any]) -> dict[str, str]:
        """The digests of an answer. Of data that cannot be judged there is one, which was never recorded."""
        asked = json.dumps([what, edition, args])
        if asked not in self._answers:
            self._answers[asked] = self._answer(what, edition, args)
        return self._answers[asked]

    def _answer(self, what: str, edition: str, args: Mapping[str, Any]) -> dict[str, str]:
        key = json.dumps([edition, args["growth"]])
        try:
            if key not in self._editions:
                self._editions[key] = load(edition, self.data, growth=args["growth"])
            ed, chapter = self._editions[key], args["chapter"]
            if what == ROWS:
                return _of_rows(ed, _rows(ed, chapter))
            return _of_questions(_questions(ed, chapter))
        except PlanbookError as error:
            return {"broken": str(error)}


def _asked(ed: Edition, chapter: str) -> dict[str, Any]:
    return {"chapter": chapter, "growth": dict(sorted(ed.growth.items()))}


def _rows(ed: Edition, chapter: str) -> list[Row]:
    if ed not in _AUDITED:
        _AUDITED[ed] = audit.rows(ed)
    return [row for row in _AUDITED[ed] if not chapter or any(one.chapter == chapter for one in row.figures)]


def _questions(ed: Edition, chapter: str) -> list[Question]:
    every = questions.ask(ed, _rows(ed, ""), most=99 if chapter else questions.MOST)
    return [one for one in every if not chapter or chapter in {_chapter(ed, piece) for piece in one.evidence}]


def _chapter(ed: Edition, piece: Any) -> str:
    while isinstance(piece, Derived):
        piece = ed[piece.inputs[0]]
    chapter: str = piece.chapter
    return chapter


def _of_rows(ed: Edition, answer: list[Row]) -> dict[str, str]:
    return {row.name: _digest([row.to_json(ed), *map(_plain, row.figures)]) for row in answer}


def _of_questions(answer: list[Question]) -> dict[str, str]:
    return {f"{n} {one.kind}": _digest([*map(_plain, one.pieces)]) for n, one in enumerate(answer, 1)}


def _plain(piece: Any) -> Any:
    return piece.model_dump(mode="json") if isinstance(piece, Model) else piece


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
