"""The tables as a Frictionless data package, made from the models, so that nothing is declared twice."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from . import document, rows
from .model import TABLES, Model, Source

PROFILE = "tabular-data-package"
# column → the column that it points to
REFERENCES = {
    "units": {"base": ("units", "unit")},
    "indicators": {"unit": ("units", "unit")},
    "figures": {
        "indicator": ("indicators", "indicator"),
        "project": ("projects", "project"),
        "unit": ("units", "unit"),
        "rank_of": ("figures", "figure"),
        "against": ("indicators", "indicator"),
    },
    "mentions": {"figure": ("figures", "figure")},
    "tasks": {"project": ("projects", "project")},
}  # fmt: skip
OPEN = {"units": ("base", "factor", "dimension")}  # empty together: a unit of which only the name is given
KEYS = {
    "mentions": ["figure", "char_start"], "not_figures": ["char_start"], "not_tasks": ["char_start"],
    "codelists": ["codelist", "code"],
}  # fmt: skip
RULES = {"pattern": "pattern", "max_length": "maxLength", "ge": "minimum"}  # pydantic's → Frictionless's
TITLES = {
    "indicators": "指标",
    "units": "单位",
    "codelists": "代码表",
    "figures": "数字",
    "mentions": "数字在原文中的位置",
    "not_figures": "原文中不是统计数字的数",
    "projects": "项目",
    "tasks": "任务",
    "not_tasks": "计划部分中不是任务的句子",
    "statements": "没有数字的评价和报告自列的问题",
    "glossary": "名词解释",
}


_DRAFT = "草稿，未经人核对："


def describe(data_dir: str | Path, edition: str | Sequence[str]) -> dict[str, Any]:
    """The datapackage.json of `data_dir` with one edition, or several: tables are then named by edition.

    Table schemas with Chinese titles, English descriptions, vocabularies, keys and references. Paths are
    relative to `data_dir`, where the file belongs: the specification allows none that leave its folder.
    """
    data = Path(data_dir)
    names = [edition] if isinstance(edition, str) else list(edition)
    sources = [Source.model_validate(document.read(data / name / "source.yml", data).data) for name in names]
    resources = [_resource(table, data, f"{table}.csv", table, "", ()) for table in rows.SHARED]
    for name in names:
        under = "" if len(names) == 1 else f"{name}."
        there = [table for table in TABLES if (data / name / f"{table}.csv").exists()]
        own = [table for table in there if table in rows.SHARED]
        absent = [table for table in TABLES if table not in there and table not in rows.SHARED]
        resources += [
            _resource(table, data, f"{name}/{table}.csv", f"{name}.{table}", under, own) for table in own
        ]
        resources += [
            _resource(table, data, f"{name}/{table}.csv", under + table, under, [*own, *absent])
            for table in there
            if table not in rows.SHARED
        ]
    return {
        "profile": PROFILE,
        "name": names[0] if len(names) == 1 else "planbook",
        "title": sources[0].title if len(names) == 1 else "、".join(source.county for source in sources),
        "description": "Figures of a county's annual plan report, each with its place in the text.",
        "licenses": [
            {"name": "other", "title": licence} for licence in dict.fromkeys(s.licence for s in sources)
        ],
        "sources": [
            {"title": f"{_DRAFT * source.unreviewed}{source.producer}：{source.title}（{source.date}）"}
            for source in sources
        ],
        "resources": resources,
    }


def _resource(table: str, data: Path, path: str, name: str, under: str, own: Sequence[str]) -> dict[str, Any]:
    """One table. `own`: tables that no single file holds: a shared one to which the edition adds rows, and
    one that it does not have."""
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "title": TITLES[table],
        "description": (TABLES[table].__doc__ or "").strip(),
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": _schema(table, TABLES[table], header(data / path), under, own),
    }


def header(path: Path) -> list[str]:
    """The columns of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return next(csv.reader(stream))


def _schema(
    table: str, model: type[Model], header: Sequence[str], under: str, own: Sequence[str]
) -> dict[str, Any]:
    def name(other: str) -> str:
        return "" if other == table else other if other in rows.SHARED else under + other

    return {
        "fields": [
            _field(column, model.model_fields[column], column not in OPEN.get(table, ())) for column in header
        ],
        "missingValues": [""],
        "primaryKey": KEYS.get(table, [rows.HEADERS[table][0]]),
        "foreignKeys": [
            {"fields": [column], "reference": {"resource": name(other), "fields": [key]}}
            for column, (other, key) in REFERENCES.get(table, {}).items()
            if other not in own and column in header
        ],
    }


def _field(name: str, info: FieldInfo, closed: bool) -> dict[str, Any]:
    kind = _kind(info.annotation)
    words = get_args(info.annotation) if get_origin(info.annotation) is Literal else ()
    rules = {
        rule: value
        for one in info.metadata
        for rule in RULES
        if (value := getattr(one, rule, None)) is not None
    }
    constraints: dict[str, Any] = {"required": True} if closed and _is_required(info) else {}
    constraints |= {RULES[rule]: value for rule, value in rules.items() if kind != "boolean"}
    if "pattern" in constraints:  # an empty field is a missing value there, no text to be matched
        constraints["pattern"] = constraints["pattern"].removeprefix("^$|")
    if words:
        constraints["enum"] = [word for word in words if word]
    return {
        "name": name,
        "type": kind,
        "title": info.title,
        "description": info.description,
        **({"trueValues": ["true", "TRUE", "True"], "falseValues": ["false"]} if kind == "boolean" else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _is_required(info: FieldInfo) -> bool:
    """Whether the model refuses an empty field."""
    try:
        TypeAdapter(info.rebuild_annotation()).validate_python("")
    except ValidationError:
        return True
    return False


def _kind(annotation: Any) -> str:
    if get_origin(annotation) in (Union, UnionType):
        annotation = next(one for one in get_args(annotation) if one is not NoneType)
    return {Decimal: "number", int: "integer", bool: "boolean"}.get(annotation, "string")
