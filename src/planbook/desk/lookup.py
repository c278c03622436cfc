"""The vocabulary at hand: indicators by any name, projects, codes; new ones made on the spot."""

from __future__ import annotations

from collections.abc import Iterator

from planbook.draft import ids, match
from planbook.draft.review import FIGURE, REJECTED, Row
from planbook.edition.finding import nearest
from planbook.errors import InputError

from .record import CLAUSES, NUMERALS
from .review import Review

_SHOWN = 6


class Unknown(InputError):
    """Words that name nothing, or several things; the message names those that are meant, perhaps."""


def indicators(review: Review) -> dict[str, Row]:
    """Every indicator by id: the shared ones, the edition's own, those that the draft brings along."""
    return {**review.vocabulary.indicators, **review.record.tables["indicators"]}


def names(review: Review) -> Iterator[tuple[str, str]]:
    """Every name of every indicator, with its id; labels before aliases."""
    known = indicators(review)
    yield from ((row["label_zh"], id) for id, row in known.items())
    for id, row in known.items():
        yield from ((name, id) for name in row.get("aliases", "").split(";") if name)


def label(review: Review, indicator: str) -> str:
    """An indicator's name; its id where it has none."""
    row = indicators(review).get(indicator)
    return row["label_zh"] if row else indicator


def indicator(review: Review, typed: str, row: Row, make: bool) -> tuple[str, dict[str, Row]]:
    """The indicator that some words mean, and the rows that are to be added for it.

    make: words that name none make a new one, of the row's chapter and unit.

    Raises:
        Unknown: they name none.
    """
    known = indicators(review)
    if typed in known:
        return typed, {}
    plain = match.plain(typed)
    for name, id in names(review):
        if match.plain(name) == plain:
            return id, {}
    if make and plain:
        id = ids.unique(ids.own(typed), set(known))
        free = row.get("measure") in ("growth", "rank", "change", "completion", "count")
        made = {
            "indicator": id, "label_zh": typed[:40], "label_en": "", "chapter": row.get("chapter", ""),
            "topic": "", "unit": "" if free else row.get("unit", ""), "price_basis": "", "better": "",
            "aliases": "",
        }  # fmt: skip
        return id, {id: made}
    near = _alike(review, typed)
    hint = f"相近的有：{'、'.join(near)}。" if near else ""
    raise Unknown(f"没有叫“{typed}”的指标。{hint}选一个相近的，或者勾选“新建”")


def _alike(review: Review, typed: str) -> list[str]:
    every = dict.fromkeys(name for name, _ in names(review))
    inside = [name for name in every if typed in name or name in typed]
    close = nearest(typed, every, 0.4)
    return list(dict.fromkeys([*([close] if close else []), *inside]))[:_SHOWN]


def project(review: Review, typed: str, row: Row, make: bool) -> tuple[str, dict[str, Row]]:
    """The named project that some words mean ("" for none), and the rows that are to be added for it.

    Raises:
        Unknown: there is none of that name.
    """
    known = review.record.tables["projects"]
    if not typed or typed in known:
        return typed, {}
    for id, one in known.items():
        if match.plain(one["name"]) == match.plain(typed):
            return id, {}
    if not make:
        near = nearest(typed, [one["name"] for one in known.values()], 0.4)
        hint = f"相近的有：{near}。" if near else ""
        raise Unknown(f"没有叫“{typed}”的项目。{hint}选一个，或者勾选“新建”")
    id = ids.unique(ids.project(typed), set(known))
    reviewed, planned = review.years
    built = row.get("scenario") == "actual"
    made = {
        "project": id, "name": typed, "sector": next(iter(review.vocabulary.codes["sector"])),
        "stage": "under_construction" if built else "planned", "year": reviewed if built else planned,
        "chapter": row.get("chapter") or "projects", "note": "", "commitment": "", "role": "",
        "continues": "",
    }  # fmt: skip
    return id, {id: made}


def figures(review: Review) -> dict[str, str]:
    """Every figure by name, as printed, in the text's order: {id: "粮食产量 4.1亿斤（第9行）"}."""
    rows = [row for row in review.record.tables[NUMERALS].values() if row["kind"] == FIGURE]
    rows.sort(key=lambda row: int(row["char_start"]))
    named: dict[str, str] = {}
    for row in rows:
        if row["state"] != REJECTED:
            name = label(review, row["indicator"]) + (f"：{row['item']}" if row["item"] else "")
            named.setdefault(row["figure"], f"{name} {row['printed']}（第{row['line']}行）")
    return named


def figure(review: Review, typed: str) -> str:
    """The id of the figure that a name means.

    Raises:
        Unknown: there is none, or the words are in the names of several.
    """
    named = figures(review)
    if typed in named:
        return typed
    meant = [id for id, name in named.items() if name == typed]
    meant = meant or [id for id, name in named.items() if typed in name]
    if len(meant) == 1:
        return meant[0]
    near = [named[id] for id in meant[:_SHOWN]] or [nearest(typed, named.values(), 0.4) or ""]
    hint = f"：{'、'.join(filter(None, near))}" if any(near) else ""
    raise Unknown(f"{'有几个' if meant else '没有'}叫“{typed}”的数字{hint}")


def codes(review: Review, codelist: str) -> dict[str, str]:
    """The codes of a list, with their names."""
    return dict(review.vocabulary.codes.get(codelist, {}))


def reasons(review: Review, table: str) -> dict[str, str]:
    """Why a numeral may be no figure, or a clause no task."""
    return codes(review, {NUMERALS: "reason", CLAUSES: "not_task_reason"}[table])
