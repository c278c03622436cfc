"""A form for the parameters, made from their models: type, bounds, choices and meaning stand there once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from planbook.edition import rows
from planbook.run.parameters import consistency, models, settings
from planbook.run.parameters.errors import NOTHING, Refused
from planbook.run.project import Project

from .view import title

CHOICES = {
    "scenario": {"plan": "报告自己的目标", "own": "自己假定的增速"},
    "order": {"gap": "按差距从大到小", "given": "按报告的次序"},
}  # fmt: skip
TITLES = {
    "edition": "报告", "scenario": "目标情景", "growth": "自己假定的增速，%", "progress": "年中进展",
    "as_of": "进展截至", "order": "目标图的次序", "top_projects": "列出多少个项目", "sectors": "只列这些行业",
    "stages": "只列这些阶段", "threshold": "比率图的界线，%",
}  # fmt: skip
HELP = {
    "edition": "用哪一份报告的数据", "scenario": "目标按报告，还是按自己假定的增速",
    "growth": "情景选“自己假定的增速”时填；书里处处注明是假定", "progress": "各项目标和任务目前达到多少",
    "as_of": "进展数据算到哪一天", "order": "目标图的次序", "top_projects": "列出多少个项目",
    "sectors": "一个都不选就是全部", "stages": "一个都不选就是全部", "threshold": "0 为不画",
}  # fmt: skip
SHEET = "sheet"  # the value by which the form asks for the desk's own progress sheet: a form holds no paths


@dataclass
class Field:
    """One thing to be filled in. `kind`: choice, choices, number, date, text, rates or sheet."""

    name: str
    title: str
    help: str
    kind: str
    value: Any
    choices: dict[str, str] = field(default_factory=dict)
    low: Any = None
    high: Any = None
    wrong: list[str] = field(default_factory=list)

    @property
    def hint(self) -> str:
        """What is accepted, in words."""
        if self.kind != "number":
            return {"date": "如 2026-06-30，可以不填", "rates": "每项从 -50 到 100，可以不填"}.get(
                self.kind, ""
            )
        return f"从 {self.low} 到 {self.high} 的整数" if self.low is not None else "一个整数"


def fields(
    project: Project, edition: str, in_force: Mapping[str, Any], sheet: Path
) -> list[tuple[str, list[Field]]]:
    """The form, group by group: of the book, then of each chapter that can vary.

    in_force: {"book": …, "chapters": …} (see `models.in_force`).
    """
    labels = _labels(project, edition)
    groups = [("全书", [_field(name, one, in_force["book"][name], project, edition, labels, sheet)
                      for name, one in models.Book.model_fields.items()])]  # fmt: skip
    for chapter, values in in_force["chapters"].items():
        mine = models.model(chapter).model_fields
        made = [
            _field(f"{chapter}.{name}", one, values[name], project, edition, labels, sheet)
            for name, one in mine.items()
        ]
        if made:
            groups.append((labels["chapter"].get(chapter, chapter), made))
    return groups


def options(
    groups: list[tuple[str, list[Field]]],
    given: Mapping[str, list[str]],
    base: settings.Settings,
    sheet: Path,
) -> list[tuple[str, str]]:
    """What was filled in that is not in force anyway, as `-p NAME VALUE` takes it; the fields hold it all."""
    choices = []
    for _, mine in groups:
        for one in mine:
            owner, _, name = one.name.rpartition(".")
            usual = (base.chapters[owner] if owner else base.book)[name]
            one.value, text = _filled(one, given, sheet)
            if one.kind == "rates":
                choices += [
                    (f"growth.{id}", rate) for id, rate in one.value.items() if str(usual.get(id)) != rate
                ]
            elif text != (usual if isinstance(usual, str) else json.dumps(usual, ensure_ascii=False)):
                choices.append((one.name, text))
    return choices


def blame(groups: list[tuple[str, list[Field]]], refused: Refused) -> list[str]:
    """Put each fault beside its field; what belongs to none is returned."""
    left = []
    for fault in refused.faults:
        owner = next((one for _, mine in groups for one in mine if _is_about(fault.name, one.name)), None)
        got = "" if fault.got is NOTHING else f"填的是“{fault.got}”；"
        sentence = f"{got}应为：{(owner and owner.hint) or _expected(fault.name, fault.expected)}"
        if owner:
            owner.wrong.append(sentence)
        else:
            left.append(f"{fault.name}：{sentence}")
    return left


def _is_about(fault: str, name: str) -> bool:
    return fault == name or fault.startswith(f"{name}.")


def _expected(name: str, expected: str) -> str:
    return {
        "scenario": "选“自己假定的增速”时，至少填一个增速",
        "growth": "只有选“自己假定的增速”时才能填增速",
        "progress": "进展表和截至日期要一起填",
    }.get(name, expected)


def _filled(one: Field, given: Mapping[str, list[str]], sheet: Path) -> tuple[Any, str]:
    """What was filled in, for the form, and as text for the parameter."""
    got = [value.strip() for value in given.get(one.name, ())]
    if one.kind == "choices":
        return got, json.dumps(got, ensure_ascii=False)
    if one.kind == "rates":
        rates = {
            id: value for id in one.choices if (value := (given.get(f"{one.name}.{id}") or [""])[0].strip())
        }
        return rates, ""
    if one.kind == "sheet":
        return SHEET if got == [SHEET] else "", str(sheet) if got == [SHEET] else ""
    return (got[0] if got else ""), (got[0] if got else "")


def _field(
    label: str, rule: FieldInfo, value: Any, project: Project, edition: str,
    labels: Mapping[str, Mapping[str, str]], sheet: Path,
) -> Field:  # fmt: skip
    name = label.rpartition(".")[2]
    extra: Any = rule.json_schema_extra
    made = Field(label, TITLES.get(name, name), HELP.get(name, extra["zh"]), "text", value)
    kind, annotation = models.kind(rule), rule.annotation
    inner = get_args(annotation)[0] if get_origin(annotation) is list else annotation
    if label == "edition":
        made.kind, made.choices = "choice", {one: title(project, one) for one in project.editions()}
    elif name in models.PATHS:
        made.kind, made.value = "sheet", SHEET if value else ""
        made.choices = {SHEET: "用进展表里填的数"} if sheet.is_file() else {}
    elif kind is dict:
        made.kind = "rates"
        targets = consistency.numbered_growth_targets(project.data / edition) if edition else []
        made.choices = {id: labels["indicator"].get(id, id) for id in targets}
    elif get_origin(inner) is Literal:
        words = {**labels.get("stage", {}), **CHOICES.get(name, {})}
        made.choices = {str(code): words.get(str(code), str(code)) for code in get_args(inner)}
        made.kind = "choices" if kind is list else "choice"
    elif kind is list:
        made.kind, made.choices = "choices", dict(labels["sector"])
    elif kind in (int, float):
        bounds = {
            key: getattr(one, key) for one in rule.metadata for key in ("ge", "le") if hasattr(one, key)
        }
        made.kind, made.low, made.high = "number", bounds.get("ge"), bounds.get("le")
    elif '"date"' in json.dumps(models.model(None).model_json_schema()["properties"].get(name, {})):
        made.kind = "date"
    return made


def _labels(project: Project, edition: str) -> dict[str, dict[str, str]]:
    """The words for codes: chapters, stages, indicators, the sectors of the edition's projects."""
    labels: dict[str, dict[str, str]] = {}
    for row in rows.load("codelists", project.data, edition or "-"):
        labels.setdefault(row["codelist"], {})[row["code"]] = row["label_zh"]
    indicators = rows.load("indicators", project.data, edition or "-")
    labels["indicator"] = {row["indicator"]: row["label_zh"] for row in indicators}
    there = {row["sector"] for row in rows.load("projects", project.data, edition)} if edition else set()
    labels["sector"] = {code: label for code, label in labels.get("sector", {}).items() if code in there}
    return labels
