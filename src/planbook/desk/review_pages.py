"""The review: a row beside its text, the decision on it, the next one. Plain forms; scripts only add keys."""

from __future__ import annotations

import random
import secrets
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from planbook.draft import accept as accepting
from planbook.draft import review as drafted
from planbook.errors import InputError

from . import decisions, fields, listing, lookup, marks, spans, words
from .decisions import Refused
from .findings import Findings
from .listing import Filter
from .record import CLAUSES, NUMERALS
from .review import Review, Stale, table_of, waits
from .view import Form, desk_of, go, message, number, opened, page, posted

_SAMPLE = 12  # rows of a sample before a bulk decision
_PAGE = 200  # rows of a list
_samples: dict[str, tuple[str, list[str]]] = {}  # what was shown: nonce → edition, ids


def look(request: Request) -> Response:
    """GET /review/EDITION?at=ID&…: the row that is asked for, else the first that waits."""
    review, findings = opened(request)
    asked = Filter.of(request.query_params)
    at = request.query_params.get("at", "")
    asked = asked.for_table(table_of(at)) if at else asked
    if at not in review.record.tables[asked.table]:
        at = listing.following(review, asked, "") or next(iter(listing.rows(review, asked)), "")
    return _row(request, review, findings, asked, at)


def _row(
    request: Request, review: Review, findings: Findings, asked: Filter, at: str, status: int = 200,
    given: Mapping[str, str] | None = None, wrong: Mapping[str, str] | None = None, notice: str = "",
) -> Response:  # fmt: skip
    listed = listing.rows(review, asked)
    row = review.row(at) if at else None
    before, behind = listing.beside(review, asked, at) if at else ("", "")
    return page(
        request, "review.html", status, review=review, asked=asked, at=at, row=row,
        lines=marks.around(review, asked.table, int(row["line"])) if row else [],
        left={table: review.left(table) for table in (NUMERALS, CLAUSES)},
        whole={table: len(review.record.tables[table]) for table in (NUMERALS, CLAUSES)},
        waiting=sum(map(waits, listed.values())), found=len(listed), before=before, behind=behind,
        choices=listing.choices(review, asked.table), told=findings.about(at) if at else [],
        fresh=findings.fresh, last=review.record.last, version=review.record.version(at),
        fields=fields.of(review, at, given or {}, wrong or {}) if row else [],
        wrong=wrong or {}, notice=notice, reasons=lookup.reasons(review, asked.table),
        indicators=fields.indicators(review) if asked.table == NUMERALS else {},
        units=list(review.vocabulary.units), projects=list(review.record.tables["projects"].values()),
        missed=len(spans.missed(review)), stopping=sum(one.stops for one in findings.all),
        all_figures=list(lookup.figures(review).values()) if asked.table == CLAUSES else [],
        last_year=review.last_year.edition, items=review.last_year.items(),
        before_us=review.last_year.beside(row) if row else [],
        label=lambda id: lookup.label(review, id), filters=listing.FILTERS, rows=list(listed.items())[:_PAGE],
        bulk=sum(waits(one) and one["confidence"] == "high" for one in listed.values()),
    )  # fmt: skip


def decide(request: Request, form: Form) -> Response:
    """POST /review/EDITION/ID: accept, reject or change the row; then the next one that waits."""
    review, findings = opened(request)
    id = request.path_params["id"]
    asked = Filter.of(request.query_params).for_table(table_of(id))
    given = {name: ";".join(map(str, form.getlist(name))) for name in form}  # type: ignore[attr-defined]
    seen = {id: number(given.get("seen"))}
    try:
        row = review.row(id)
    except KeyError:
        return _row(request, review, findings, asked, "", 409, notice="这一行已经不在了：另一个窗口改过它")
    try:
        if given.get("do") == "accept" and fields.changed(review, id, given):
            made = decisions.change(review, id, given)  # what was filled in is meant, whichever button
        elif given.get("do") == "accept":
            made = decisions.accept(review, [id])
        elif given.get("do") == "reject":
            made = decisions.reject(review, id, given.get("reason", ""))
        elif given.get("do") == "change":
            made = decisions.change(review, id, given)
        else:
            raise InputError("没有说要做什么")
        review.commit(*made, seen)
    except Refused as refused:
        return _row(request, review, findings, asked, id, 422, given, refused.fields)
    except Stale as stale:
        return _row(request, review, findings, asked, id, 409, notice=str(stale))
    findings.refresh()
    following = listing.following(review, asked, id) if waits(row) else id
    return go(f"/review/{review.edition}?{asked.query(at=following)}")


def undo(request: Request, form: Form) -> Response:
    """POST /review/EDITION/undo: take back the last decision, and look at its row."""
    review, findings = opened(request)
    asked = Filter.of(request.query_params)
    try:
        entry = review.undo(number(str(form.get("n", ""))))
    except Stale as stale:
        return _row(request, review, findings, asked, "", 409, notice=str(stale))
    findings.refresh()
    ids = [id for table in (NUMERALS, CLAUSES) for id, row in entry["to"].get(table, {}).items() if row]
    table = table_of(ids[0]) if ids else asked.table
    return go(f"/review/{review.edition}?{asked.for_table(table).query(at=ids[0] if len(ids) == 1 else '')}")


def bulk(request: Request) -> Response:
    """GET /review/EDITION/bulk: a sample of the rows that are sure and wait; only what was shown counts."""
    review, _ = opened(request)
    asked = Filter.of(request.query_params)
    chosen = {
        id: row
        for id, row in listing.rows(review, asked).items()
        if row["state"] == drafted.NEW and row["confidence"] == "high" and row["kind"] != drafted.OPEN
    }
    nonce, ids = secrets.token_urlsafe(12), list(chosen)
    _samples[nonce] = review.edition, ids
    sample = random.Random(nonce).sample(ids, min(_SAMPLE, len(ids)))
    return page(
        request, "bulk.html", review=review, asked=asked, count=len(ids), nonce=nonce,
        sample=[(id, chosen[id]) for id in ids if id in sample], label=lambda id: lookup.label(review, id),
        codes={name: lookup.codes(review, name) for name in ("measure", "scenario", "chapter", "commitment")},
        reasons=lookup.reasons(review, asked.table),
    )  # fmt: skip


def bulk_accept(request: Request, form: Form) -> Response:
    """POST /review/EDITION/bulk: accept the rows of which a sample was shown, as far as they still wait."""
    review, findings = opened(request)
    asked = Filter.of(request.query_params)
    edition, ids = _samples.pop(str(form.get("nonce", "")), ("", []))
    if edition != review.edition or form.get("looked") != "yes":
        return message(request, "还没有看样本", "请先看一遍样本，勾选“看过了”，再成批接受。", 400)
    ids = [
        id for id in ids if (row := review.record.tables[asked.table].get(id)) and row["state"] == drafted.NEW
    ]
    if ids:
        review.commit(*decisions.accept(review, ids), {id: review.record.version(id) for id in ids})
    findings.refresh()
    return go(f"/review/{review.edition}?{asked.query()}")


def finish(request: Request, form: Form) -> Response:
    """POST /review/EDITION/finish: what was decided becomes the edition, if nothing stands in its way."""
    review, findings = opened(request)
    desk = desk_of(request)
    findings.wait()
    stops = [one for one in findings.all if one.stops]
    waits_ = {table: review.left(table) for table in (NUMERALS, CLAUSES)}
    if stops or any(waits_.values()):
        return page(request, "unfinished.html", 400, review=review, stops=stops, waits=waits_)
    with review.lock:
        accepted = accepting.accept(desk.project.data, desk.project.output, review.edition)
        review.follow()
    waiting = [
        f"{words.TABLES.get(name, name)} {count}"
        for one in accepted
        for name, _, count in [one.partition(": ")]
    ]
    return page(request, "finished.html", review=review, told=waiting)


_AT = "/review/{edition}"
ROUTES = [
    Route(_AT, look),
    Route(f"{_AT}/undo", posted(undo), methods=["POST"]),
    Route(f"{_AT}/bulk", bulk),
    Route(f"{_AT}/bulk", posted(bulk_accept), methods=["POST"]),
    Route(f"{_AT}/finish", posted(finish), methods=["POST"]),
    Route(f"{_AT}/{{id}}", posted(decide), methods=["POST"]),
]
