"""A draft as the tables of an edition: ids, items, mentions, tasks, projects, own indicators and units."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from planbook.edition.spans import digest

from . import ids, project, strength
from .clause import Clause
from .compose import Draft
from .figures import Figure
from .label import label
from .vocabulary import Vocabulary, base

Table = list[dict[str, str]]
_FREE = ("growth", "rank", "change", "completion")  # measures whose unit does not depend on the indicator
_TIERS = ("梯队", "集团")
_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


@dataclass
class Tables:
    """The rows of every table, and which figure's row (by its number in the draft) has which id.

    left_out: the figures that no edition can hold as they are (fractions), by number: why.
    """

    figures: Table = field(default_factory=list)
    mentions: Table = field(default_factory=list)
    not_figures: Table = field(default_factory=list)
    tasks: Table = field(default_factory=list)
    not_tasks: Table = field(default_factory=list)
    projects: Table = field(default_factory=list)
    indicators: Table = field(default_factory=list)
    units: Table = field(default_factory=list)
    ids: dict[int, str] = field(default_factory=dict)
    left_out: dict[int, str] = field(default_factory=dict)
    subjects: dict[str, str] = field(default_factory=dict)


def make(draft: Draft, vocabulary: Vocabulary, projects: dict[int, project.Project]) -> Tables:
    """The tables of a draft."""
    tables = Tables()
    _figures(tables, draft, vocabulary, projects)
    for other in draft.others:
        row = _place(draft.text, other.start, other.end, draft.line_of(other.start))
        tables.not_figures.append({**row, "reason": other.reason})
    for number, figure in enumerate(draft.figures):
        if number in tables.left_out and figure.kind != "worded":  # noqa: SIM102
            if not any(f["char_start"] == str(figure.start) for f in tables.mentions):
                row = _place(draft.text, figure.start, figure.end, figure.line)
                tables.not_figures.append({**row, "reason": "word"})
    tables.not_figures.sort(key=lambda row: int(row["char_start"]))
    for one in {p.project: p for p in projects.values()}.values():
        tables.projects.append(
            {
                "project": one.project, "name": one.name, "sector": one.sector, "stage": one.stage,
                "year": one.year, "chapter": one.chapter, "note": "", "commitment": one.commitment,
                "role": one.role, "continues": "",
            }
        )  # fmt: skip
    _tasks(tables, draft, vocabulary)
    return tables


def _place(text: str, start: int, end: int, line: int) -> dict[str, str]:
    return {
        "line": str(line), "char_start": str(start), "char_end": str(end), "sha256": digest(text[start:end]),
    }  # fmt: skip


def _figures(
    tables: Tables, draft: Draft, vocabulary: Vocabulary, projects: dict[int, project.Project]
) -> None:
    own: dict[tuple[str, str], str] = {}
    keys: dict[tuple[str, ...], dict[str, str]] = {}
    taken: set[str] = set()
    last: dict[tuple[int, str], list[dict[str, str]]] = {}
    sizes = {"project_investment"} & set(vocabulary.indicators)
    for number, figure in enumerate(draft.figures):
        if reason := _unfit(figure):
            tables.left_out[number] = reason
            continue
        named = projects.get(number)
        indicator, item = figure.matched.indicator, figure.matched.item
        if named and "元" in figure.unit and sizes:
            indicator, item = "project_investment", ""
        if not indicator:
            indicator, item = _own(tables, own, figure, draft), ""
        item = _end(item, figure)
        row = {
            "chapter": figure.chapter, "indicator": indicator, "item": item,
            "project": named.project if named else "", "measure": figure.measure, "period": figure.period,
            "scenario": figure.scenario, "value": "" if figure.value is None else format(figure.value, "f"),
            "unit": figure.unit, "bound": figure.bound, "preliminary": "true" if figure.preliminary else "",
            "rank_of": "", "against": figure.against, "printed": figure.printed, "note": "",
            "sign": figure.sign,
            "commitment": "",
        }  # fmt: skip
        row = _keyed(row, keys, figure)
        if "figure" not in row:
            wanted = ids.figure(indicator, row["item"], row["project"], row["measure"], row["period"])
            tail = wanted[len(wanted.rsplit("-", 2)[0]) :]
            row = {"figure": ids.unique(wanted, taken, tail), **row}
            keys[_key(row)] = row
            tables.figures.append(row)
        tables.ids[number] = row["figure"]
        tables.subjects.setdefault(row["figure"], figure.subject)
        near = last.setdefault((figure.sentence, indicator), [])
        if figure.measure == "rank" and near and not row["rank_of"]:
            row["rank_of"] = next(
                (f["figure"] for f in reversed(near) if f["measure"] == "growth"), near[-1]["figure"]
            )
        elif figure.measure != "rank":
            near.append(row)
        place = _place(draft.text, figure.start, figure.end, figure.line)
        mention = {"figure": row["figure"], **place}
        if mention not in tables.mentions[-4:]:
            tables.mentions.append(mention)
        own_unit(tables.units, figure.unit, vocabulary)


def _unfit(figure: Figure) -> str:
    """Why an edition cannot hold a figure as it is, "" where it can."""
    if figure.value is None and not (
        figure.kind == "worded" and figure.against and figure.scenario == "target"
    ):
        return "against?" if figure.kind == "worded" else "value?"
    if {"hedges?", "value?"} & set(figure.flags) or (figure.kind != "worded" and not figure.unit):
        return "value?"
    if figure.value is not None and figure.measure == "rank" and (figure.value % 1 or figure.value < 1):
        return "value?"
    return ""


def _key(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in ("indicator", "item", "project", "measure", "period", "scenario"))


def _end(item: str, figure: Figure) -> str:
    """The item with the end of a range that the figure is."""
    if "range" not in figure.flags:
        return item
    return item + {"ge": "下限", "le": "上限"}.get(figure.bound, "")


def _keyed(
    row: dict[str, str], keys: dict[tuple[str, ...], dict[str, str]], figure: Figure
) -> dict[str, str]:
    """The row that says the same already; else this one, its item made so that no two rows share a key."""
    same = ("value", "unit", "bound", "preliminary", "printed", "sign")
    first, tail = row["item"], row["item"][-2:] if "range" in figure.flags else ""
    for item in (first, figure.subject + tail, *(f"{figure.subject}（{n}）{tail}" for n in range(2, 99))):
        row["item"] = item
        id = keys.get(_key(row))
        if id is None:
            return row
        if all(id[name] == row[name] for name in same):
            return id
    return row


def _own(tables: Tables, own: dict[tuple[str, str], str], figure: Figure, draft: Draft) -> str:
    """The indicator of a subject that no list has; one for each dimension that it is measured in."""
    label = (figure.subject or "未定名")[:40]
    free = figure.measure in _FREE
    if figure.measure in ("rate", "share"):
        dimension = "ratio"
    else:
        dimension = "" if free else draft.vocabulary.dimension(figure.unit)
    if free:
        if known := next((id for (name, _), id in own.items() if name == label), ""):
            return known
    elif (label, "") in own:  # known by its growth only: it gets the unit now
        id = own.pop((label, ""))
        next(row for row in tables.indicators if row["indicator"] == id)["unit"] = figure.unit
        own[label, dimension] = id
    if (label, dimension) not in own:
        id = ids.unique(ids.own(label), {row["indicator"] for row in tables.indicators})
        own[label, dimension] = id
        unit = "" if free or figure.measure == "count" else figure.unit
        twin = any((row["label_zh"], row["unit"]) == (label, unit) for row in tables.indicators)
        named = f"{label}（{figure.unit}）" if twin else label  # 12户31人 of one subject are two counts
        tables.indicators.append(
            {
                "indicator": id, "label_zh": named, "label_en": "", "chapter": figure.chapter,
                "topic": draft.places.topic(label),
                "unit": unit, "price_basis": "", "better": "", "aliases": "",
            }
        )  # fmt: skip
    return own[label, dimension]


def own_unit(units: Table, unit: str, vocabulary: Vocabulary) -> None:
    """Add a unit that units.csv lacks to the edition's own: 万粒 is 10000 of 粒."""
    if not unit or unit in vocabulary.units:
        return
    bare = base(unit)
    known = {row["unit"] for row in units}
    its = vocabulary.units.get(bare)
    for name in dict.fromkeys((bare, unit)):
        if name in known or name in vocabulary.units:
            continue
        factor = 1
        for scale in name[: len(name) - len(bare)]:
            factor *= _SCALE.get(scale, 1)
        root = its["base"] if its and name != bare else bare
        if its and its["factor"].isdigit():
            factor *= int(its["factor"])
        dimension = its["dimension"] if its else "rank" if name in _TIERS else "count"
        units.append({"unit": name, "base": root, "factor": str(factor), "dimension": dimension})


def _tasks(tables: Tables, draft: Draft, vocabulary: Vocabulary) -> None:
    taken: set[str] = set()
    rows = {row["figure"]: row for row in tables.figures}
    starts = [figure.start for figure in draft.figures]
    strengths = strength.of(draft.words)
    for clause in draft.clauses:
        place = _place(draft.text, clause.start, clause.end, clause.line)
        if not clause.is_task:
            tables.not_tasks.append({**place, "reason": clause.reason})
            continue
        first, last = bisect_left(starts, clause.start), bisect_left(starts, clause.end)
        inside = [(number, draft.figures[number]) for number in range(first, last) if number in tables.ids]
        figures = list(dict.fromkeys(tables.ids[number] for number, _ in inside))
        for id in figures:
            row = rows[id]
            if (
                row["scenario"] in ("target", "planned")
                and not row["commitment"]
                and row["period"] == draft.years[1]
            ):
                row["commitment"] = clause.code
        known = [vocabulary.indicators.get(rows[id]["indicator"]) for id in figures]
        topics = [row["topic"] if row else "" for row in known]
        spans = [(figure.start - clause.start, figure.end - clause.start) for _, figure in inside]
        subject = inside[0][1].subject if inside else ""
        line = draft.lines[clause.line - 1]
        name = label(draft.text[clause.start : clause.end], strengths.bare(clause.word), spans, subject)
        topic = next(filter(None, topics), "") or draft.places.topic(name, clause.text, line.lead, line.head)
        tables.tasks.append(
            {
                "task": ids.unique(ids.task(name), taken), "chapter": draft.chapter_of(clause, inside),
                "topic": topic, "name": name, "commitment": clause.code,
                **_word(draft.text, clause), "figures": ";".join(figures),
                "project": next((rows[id]["project"] for id in figures if rows[id]["project"]), ""),
                **place, "note": "", "continues": "",
            }
        )  # fmt: skip
    _one_strength(tables, rows)


def _one_strength(tables: Tables, rows: dict[str, dict[str, str]]) -> None:
    """A figure of several tasks has the strength of one of them."""
    strengths: dict[str, list[str]] = {}
    for task in tables.tasks:
        for id in filter(None, task["figures"].split(";")):
            strengths.setdefault(id, []).append(task["commitment"])
    for id, codes in strengths.items():
        if rows[id]["commitment"] and rows[id]["commitment"] not in codes:
            rows[id]["commitment"] = codes[0]


def _word(text: str, clause: Clause) -> dict[str, str]:
    """The word of strength as it stands in the text; where blanks tear it apart, its first characters."""
    at, word = clause.word_at, clause.word
    if at < 0 or not word:
        at, word = clause.start, text[clause.start : clause.start + 2]
    elif text[at : at + len(word)] != word:
        word = text[at : at + 1]
    return {"word": word, "word_start": str(at)}
