"""The text of a draft: all of it, a line whose marks are moved, a sentence whose numerals are paired anew."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from . import decisions, fields, listing, lookup, marks, spans, words
from .decisions import Refused
from .listing import Filter
from .record import NUMERALS
from .review import Review, Stale
from .view import Form, go, number, opened, page, posted

PAIRED = ("indicator", "item", "measure", "period", "scenario")  # what a list may have paired wrongly


def text(request: Request) -> Response:
    """GET /review/EDITION/text: the whole text, every numeral and clause a link, what was missed marked."""
    review, findings = opened(request)
    asked = Filter.of(request.query_params)
    whole = [one for one in findings.all if not one.ids]
    return page(
        request,
        "text.html",
        review=review,
        asked=asked,
        lines=marks.everything(review, asked.table),
        whole=whole,
        missed=len(spans.missed(review)),
    )


def line(request: Request) -> Response:
    """GET /review/EDITION/line/N: a line of the text with its rows in brackets, to be moved."""
    review, _ = opened(request)
    return _line(request, review, Filter.of(request.query_params))


def _line(
    request: Request, review: Review, asked: Filter, message: str | None = None, wrong: str = ""
) -> Response:
    at = request.path_params["number"]
    more = spans.missed(review) if request.query_params.get("missed") else ()
    shown = spans.bracketed(review, asked.table, at, more)
    return page(
        request, "line.html", 422 if wrong else 200, review=review, asked=asked, number=at,
        told=shown if message is None else message, wrong=wrong, seen=review.record.number,
    )  # fmt: skip


def move(request: Request, form: Form) -> Response:
    """POST /review/EDITION/line/N: the rows of the line as its brackets say."""
    review, findings = opened(request)
    asked, at, typed = (
        Filter.of(request.query_params),
        request.path_params["number"],
        str(form.get("told", "")),
    )
    try:
        with review.lock:
            made, seen = spans.move(review, asked.table, at, typed)
            late = [id for id in seen if review.record.version(id) > number(str(form.get("seen", "")))]
            if late:
                raise Stale("另一个窗口刚改过这一段；下面是现在的样子")
            entry = review.commit(*made, seen)
    except Refused as refused:
        return _line(request, review, asked, typed, str(refused))
    except Stale as stale:
        return _line(request, review, asked, None, str(stale))
    findings.refresh()
    at = next((id for id, row in entry["to"][asked.table].items() if row), "")
    return go(f"/review/{review.edition}?{Filter(asked.table).query(at=at)}")


def sentence(request: Request) -> Response:
    """GET /review/EDITION/sentence/ID: the numerals of a sentence side by side, to be paired anew."""
    review, _ = opened(request)
    return _sentence(request, review, {}, {})


def _sentence(
    request: Request, review: Review, given: Mapping[str, str], wrong: Mapping[str, str], status: int = 200
) -> Response:
    at = request.path_params["id"]
    rows = []
    for id in listing.sentence(review, at):
        row = {**review.row(id), "seen": str(review.record.version(id))}
        row["indicator"] = lookup.label(review, row["indicator"])
        row |= {name: given[f"{name}-{id}"] for name in (*PAIRED, "seen") if f"{name}-{id}" in given}
        rows.append((id, row))
    return page(
        request, "sentence.html", status, review=review, at=at, rows=rows, paired=PAIRED, wrong=wrong,
        titles=words.columns("figures"), indicators=fields.indicators(review),
        choices={name: lookup.codes(review, name) for name in ("measure", "scenario")}, asked=Filter(),
        lines=marks.lines(review, NUMERALS, [int(review.row(at)["line"])]),
    )  # fmt: skip


def pair(request: Request, form: Form) -> Response:
    """POST /review/EDITION/sentence/ID: the rows as the table says; each that changed is one decision."""
    review, findings = opened(request)
    given = {name: str(value) for name, value in form.items()}
    changed, wrong = {}, {}
    with review.lock:
        for id in listing.sentence(review, request.path_params["id"]):
            row = review.row(id)
            now = {**row, "indicator": lookup.label(review, row["indicator"])}
            mine = {name: given[f"{name}-{id}"].strip() for name in PAIRED if f"{name}-{id}" in given}
            if any(now[name] != value for name, value in mine.items()):
                changed[id] = {**mine, "new_indicator": given.get(f"new_indicator-{id}", "")}
                try:
                    decisions.change(review, id, changed[id])
                except Refused as refused:
                    wrong[id] = str(refused)
        if wrong:
            return _sentence(request, review, given, wrong, 422)
        late = [id for id in changed if review.record.version(id) != number(given.get(f"seen-{id}"))]
        if late:
            message = "另一个窗口刚改过这一句；下面是现在的内容"
            return _sentence(request, review, {}, {late[0]: message}, 409)
        for id, mine in changed.items():
            review.commit(*decisions.change(review, id, mine), {id: review.record.version(id)})
    findings.refresh()
    return go(f"/review/{review.edition}?at={request.path_params['id']}")


_AT = "/review/{edition}"
ROUTES = [
    Route(f"{_AT}/text", text),
    Route(f"{_AT}/line/{{number:int}}", line),
    Route(f"{_AT}/line/{{number:int}}", posted(move), methods=["POST"]),
    Route(f"{_AT}/sentence/{{id}}", sentence),
    Route(f"{_AT}/sentence/{{id}}", posted(pair), methods=["POST"]),
]
