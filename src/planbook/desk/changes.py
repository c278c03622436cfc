"""What the last build changed, in words: parameters, figures, numbers and pictures by their names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from planbook.edition import rows
from planbook.edition.model import SUFFIX
from planbook.errors import InputError
from planbook.run import diff, manifest
from planbook.run.project import Project

from . import forms

KINDS = {"parameter": "参数", "figure": "数据", "number": "书中的数字", "picture": "图"}
MOST = 400  # of one page


def of(project: Project, chapters: Mapping[str, str]) -> list[dict[str, str]]:
    """The changes from the book before to this one; none after the first. `chapters`: code → title."""
    try:
        found = diff.diff(project, "last", "now")
    except InputError:  # the first book
        return []
    edition = (manifest.read(project.manifest) or {})["parameters"]["book"].get("edition", "")
    named = _figures(project, edition)
    return [
        {
            "kind": KINDS.get(one.kind, one.kind),
            "where": chapters.get(one.where, one.where),
            "name": parameter(one.name, chapters) if one.kind == "parameter" else _name(one.name, named),
            "old": _value(one, one.old), "new": _value(one, one.new),
        }
        for one in found[:MOST]
    ]  # fmt: skip


def _value(one: diff.Change, value: str | None) -> str:
    if one.kind == "picture":
        return "—" if value is None else "重画了" if value == one.new and one.old else "有"
    text = "—" if value in (None, "") else str(value)
    return text.replace(" (another field)", "（别的栏改了）")


def parameter(name: str, chapters: Mapping[str, str]) -> str:
    """What a parameter is called on the desk's form, with its chapter."""
    chapter, _, own = name.rpartition(".")
    title = forms.TITLES.get(own, own)
    return f"{chapters.get(chapter, chapter)}：{title}" if chapter else title


def _name(name: str, named: Mapping[str, str]) -> str:
    id = re.sub(r"^fig-", "", name)
    return named.get(id, id)


def _figures(project: Project, edition: str) -> dict[str, str]:
    """The figures of an edition by id: what each is, and of when."""
    if edition not in project.editions():
        return {}
    labels = {row["indicator"]: row["label_zh"] for row in rows.load("indicators", project.data, edition)}
    projects = {row["project"]: row["name"] for row in rows.load("projects", project.data, edition)}
    return {
        row["figure"]: "".join(
            (
                row["period"], "年" if row["period"].isdigit() else " ",
                projects.get(row["project"], ""), labels.get(row["indicator"], row["indicator"]),
                f"：{row['item']}" if row["item"] else "", SUFFIX.get(row["measure"], ""),
            )
        )
        for row in rows.load("figures", project.data, edition)
    }  # fmt: skip
