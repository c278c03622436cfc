"""The draft's own projects and indicators as tables; the report of the year before beside the draft."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from . import decisions, lookup, words
from .decisions import Refused
from .record import NUMERALS
from .review import Review, Stale
from .view import Form, go, number, opened, page, posted

_NAMES = {"projects": "name", "indicators": "label_zh"}


def look(request: Request) -> Response:
    """GET /review/EDITION/own/TABLE: the projects, or the indicators that only this edition has."""
    review, _ = opened(request)
    return _table(request, review, {}, {})


def _table(
    request: Request, review: Review, given: Mapping[str, str], wrong: Mapping[str, str], status: int = 200,
    notice: str = "",
) -> Response:  # fmt: skip
    table = _asked(request)
    rows = {
        id: {**row, **{name: given.get(f"{name}-{id}", row[name]) for name in decisions.OWN[table]}}
        for id, row in sorted(review.record.tables[table].items(), key=lambda one: one[1][_NAMES[table]])
    }
    return page(
        request, "own.html", status, review=review, table=table, rows=rows, columns=decisions.OWN[table],
        titles=words.columns(table), choices=_choices(review, table), wrong=wrong, notice=notice,
        places=_places(review, table), seen=review.record.number, name=_NAMES[table],
    )  # fmt: skip


def save(request: Request, form: Form) -> Response:
    """POST /review/EDITION/own/TABLE: the rows as the table says, as one decision."""
    review, findings = opened(request)
    table = _asked(request)
    given = {name: str(value) for name, value in form.items()}
    try:
        with review.lock:
            say, to = decisions.own(review, table, given)
            late = [id for id in to[table] if review.record.version(id) > number(given.get("seen"))]
            if late:
                raise Stale("另一个窗口刚改过这张表；下面是现在的内容")
            if to[table]:
                review.commit(say, to, {id: review.record.version(id) for id in to[table]})
    except Refused as refused:
        return _table(request, review, given, refused.fields, 422)
    except Stale as stale:
        return _table(request, review, {}, {}, 409, str(stale))
    findings.refresh()
    return go(f"/review/{review.edition}/own/{table}")


def last_year(request: Request) -> Response:
    """GET /review/EDITION/last-year: what goes on from the report of the year before, and what does not."""
    review, _ = opened(request)
    return page(
        request, "last_year.html", review=review, edition=review.last_year.edition,
        compared=review.last_year.compared(review.record.tables),
    )  # fmt: skip


def _asked(request: Request) -> str:
    table: str = request.path_params["table"]
    if table not in decisions.OWN:
        raise KeyError(table)
    return table


def _choices(review: Review, table: str) -> dict[str, dict[str, str]]:
    """What can be chosen in a column, "" where it may be empty."""
    empty = {"": "—"}
    choices: dict[str, dict[str, str]] = {
        "chapter": lookup.codes(review, "chapter"), "stage": lookup.codes(review, "stage"),
        "sector": lookup.codes(review, "sector"), "topic": empty | lookup.codes(review, "topic"),
        "commitment": empty | lookup.codes(review, "commitment"),
        "role": {**empty, "own": "本县的", "assist": "配合的"},
        "better": {**empty, "higher": "越高越好", "lower": "越低越好"},
        "continues": {**empty, **{id: one["name"] for id, one in review.last_year.projects.items()}},
    }  # fmt: skip
    if table == "indicators":
        choices["chapter"] = empty | choices["chapter"]
    return choices


def _places(review: Review, table: str) -> dict[str, str]:
    """Where each row stands in the text, as the end of an address: a numeral of it, else its name."""
    column = {"projects": "project", "indicators": "indicator"}[table]
    places: dict[str, str] = {}
    for id, row in review.record.tables[table].items():
        if (at := review.text.rfind(row[_NAMES[table]])) >= 0:
            places[id] = f"/text#L{review.text.count(chr(10), 0, at) + 1}"
    for id, row in review.record.tables[NUMERALS].items():
        if row.get(column, "") in review.record.tables[table]:
            places[row[column]] = f"?at={id}"
    return places


_AT = "/review/{edition}"
ROUTES = [
    Route(f"{_AT}/last-year", last_year),
    Route(f"{_AT}/own/{{table}}", look),
    Route(f"{_AT}/own/{{table}}", posted(save), methods=["POST"]),
]
