"""Where a number comes from, what is derived from it, and where the published book shows it."""

import difflib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from planbook.edition import files
from planbook.errors import InputError
from planbook.run import hashing, manifest
from planbook.run.project import ALL, Project

INDEX = "provenance.json"
_HALF = str.maketrans("０１２３４５６７８９．，％−＊", "0123456789.,%-*")


def trace(project: Project, asked: str, text: Path | None = None) -> list[dict[str, Any]]:
    """What the published book knows of a figure, a derived quantity, or every one that is printed so.

    Args:
        asked: an id (gdp-level-2025), a number as printed or shown (70亿元, 6%, 70), or a name in Chinese.
        text: the report's text, to quote the sentence around each place.

    Returns:
        One mapping each: id, name, printed, status, places, formula, inputs, derived (what follows from it),
        worked_out (what the book computes beside it and shows with a star), uses (page, exhibit and words).

    Raises:
        InputError: no book yet, nothing of that kind (with the nearest ids), or another text.
    """
    index = _index(project)
    report = _read(text, index) if text else None
    rows = {**index["figures"], **index["derived"]}
    anchors = list(_matching(index, rows, asked))
    if not anchors:
        ids = [row["id"] for row in rows.values()]
        near = difflib.get_close_matches(asked, ids, n=3, cutoff=0.4)
        hint = f"; nearest: {', '.join(near)}" if near else ""
        raise InputError(f'trace: no figure has the id, and none is printed, "{asked}"{hint}')
    return [_described(index, rows, anchor, report) for anchor in anchors]


def _index(project: Project) -> dict[str, Any]:
    how = f"planbook build {ALL}" if project.edition else "planbook build"
    path = project.html / INDEX
    if not path.is_file():
        raise InputError(f"trace: there is no book yet; build it with: {how}")
    published = manifest.read(project.manifest) or {}
    built = published.get("outputs", {}).get(INDEX)
    try:
        index: dict[str, Any] = json.loads(path.read_bytes())
        whole = {"figures", "derived", "uses", "sha256"} <= index.keys()
    except (OSError, ValueError, AttributeError, RecursionError):
        whole = False
    if not whole or built not in (None, hashing.file_digest(path)):
        raise InputError(f"trace: the book in {project.html} is not as it was built; mend it with: {how}")
    return index


def _read(path: Path, index: dict[str, Any]) -> str:
    text, fault = files.same_text(path, str(path), index["sha256"])
    if fault:
        raise InputError(f"--source: {fault}")
    return text


def _matching(index: dict[str, Any], rows: dict[str, dict[str, Any]], asked: str) -> Iterator[str]:
    """The anchors of what was asked: by id, else by number, else by name."""
    wanted = re.sub(r"\s", "", asked.translate(_HALF)).rstrip("*")
    by_id = [anchor for anchor, row in rows.items() if asked in (row["id"], anchor)]
    forms = {anchor: [use["shown"] for use in uses] for anchor, uses in index["uses"].items()}
    by_number = [anchor for anchor, row in rows.items() if wanted in _numbers(row, forms.get(anchor, ()))]
    by_name = [anchor for anchor, row in rows.items() if asked and asked in row["name"]]
    yield from by_id or by_number or by_name


def _numbers(row: dict[str, Any], shown: Iterable[str]) -> set[str]:
    """How a row can be asked for by its number: as printed, as the book shows it, and without unit."""
    forms = [form.translate(_HALF).rstrip("*") for form in (row["printed"], *shown)]
    bare = re.findall(r"-?\d[\d,]*(?:\.\d+)?", row["printed"].translate(_HALF))
    return {*forms, *bare, *(number.replace(",", "") for number in bare)}


def _described(
    index: dict[str, Any], rows: dict[str, dict[str, Any]], anchor: str, report: str | None
) -> dict[str, Any]:
    row = rows[anchor]
    about = {key: value for key, value in row.items() if key not in ("tip", "places", "inputs")}
    if "places" in row:
        about["places"] = [_place(place, report) for place in row["places"]]
    if "inputs" in row:
        about["inputs"] = [_brief(rows[one]) for one in row["inputs"]]
    about["derived"] = [_brief(one) for one in index["derived"].values() if anchor in one["inputs"]]
    about["worked_out"] = [
        {"shown": list(shown), "with": [_brief(rows[other]) for other in inputs if other != anchor]}
        for inputs, shown in _worked_out(index, anchor).items()
    ]
    about["uses"] = index["uses"].get(anchor, [])
    return about


def _worked_out(index: dict[str, Any], anchor: str) -> dict[tuple[str, ...], dict[str, None]]:
    """What the book works out from a figure, by all the figures that it takes."""
    results: dict[tuple[str, ...], dict[str, None]] = {}
    for entry in (entry for entries in index["ledger"].values() for entry in entries):
        if anchor in entry.get("inputs", ()) and entry["shown"] != entry["formula"]:
            results.setdefault(tuple(entry["inputs"]), {})[entry["shown"]] = None
    return results


def _brief(row: dict[str, Any]) -> dict[str, str]:
    return {key: row[key] for key in ("id", "name", "printed")}


def _place(place: dict[str, Any], report: str | None) -> dict[str, Any]:
    about = {
        "place": place["place"],
        "line": place["line"],
        "fragment": f"char={place['start']},{place['end']}",
        "sha256": place["sha256"],
    }
    if report is not None:
        from planbook.edition.places import sentence

        before, number, after = sentence(report, place["start"], place["end"])
        about["sentence"] = f"{before}【{number}】{after}"
    return about
