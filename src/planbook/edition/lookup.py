"""An edition in use: load it, look up its figures; every question is noted (see reads.py)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from copy import copy
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from planbook.errors import PlanbookError

from . import document, files, folder, loading, model, newest, reads, rows
from .derived import DerivedError, Interval, compute, interval
from .finding import nearest
from .model import (
    SUFFIX,
    Derivation,
    Derived,
    Figure,
    Indicator,
    Mention,
    Pair,
    Project,
    Source,
    Statement,
    Task,
    Term,
    Unit,
)  # fmt: skip
from .pairs import Comparison, compare, pair
from .places import Outline, Place
from .scenario import numbered_growth
from .units import Units

if TYPE_CHECKING:
    import pandas


Row = TypeVar("Row", bound=model.Model)
_PERIOD_WORD = re.compile(r"(.+-(?:to_|\d{4}_)?)(reviewed|planned)")  # the period at the end of an id


class UnknownFigure(PlanbookError, KeyError):
    """No figure and no derived quantity has this id; the message names the nearest."""

    def __str__(self) -> str:
        return str(self.args[0])


def load(
    edition: str = "", data: str | Path | None = None, *, growth: Mapping[str, float] | None = None
) -> Edition:
    """An edition by name, such as "guangling-2026"; without one the only or newest.

    `growth` puts the reader's own rates, {indicator: per cent}, in the place of the report's growth targets.

    `data` is the folder that holds it; by default $PLANBOOK_DATA, then data/ in the working directory or
    above it, then the one beside this package. Raises EditionError when there is none or when its files are
    broken; whether they are right is for `planbook check` to say.
    """
    edition = edition or newest.named(data)
    ed = Edition(edition, folder.find(edition, data))
    reads.follow(ed.reads)
    if growth:
        ed._figures |= numbered_growth(ed.select(period=ed.planned), growth, ed.planned)
        ed.growth = dict(growth)
    return ed


class Edition:
    """The figures of one report, with their indicators, units, places, projects and derived quantities."""

    def __init__(self, edition: str, data: Path):
        self.id, self.data = edition, data
        self.growth: dict[str, float] = {}  # the reader's own rates
        self.reads = reads.Recorder(edition, data)
        with files.logged(self.reads.files):
            self._rows = loading.tables(reads.FOLLOWED, data, edition)
            self._source = loading.source(edition, data)
        self._answers: dict[str, list[rows.Row]] = {}  # question → its rows: many are asked again and again

        def models(kind: type[model.Model], table: str) -> dict[str, Any]:
            typed_rows = loading.models(kind, self._rows[table], table, edition)
            return {getattr(one, rows.HEADERS[table][0]): one for one in typed_rows}

        self._figures: dict[str, Figure] = models(Figure, "figures")
        self._indicators: dict[str, Indicator] = models(Indicator, "indicators")
        self._projects: dict[str, Project] = models(Project, "projects")
        self._units = Units(models(Unit, "units").values(), self._source.rounding)

    def __repr__(self) -> str:
        return f"<Edition {self.id}: {len(self)} figures>"

    def __len__(self) -> int:
        return len(self._figures)

    # ---- what the report says

    @property
    def source(self) -> Source:
        """source.yml: title, producer, dates, and the identity of the text."""
        self.reads.note_source()
        return self._source

    @property
    def reviewed(self) -> str:
        """The year that the report looks back on, as in `period`."""
        return self.source.reviewed

    @property
    def planned(self) -> str:
        """The year that the report plans, as in `period`."""
        return self.source.planned

    def __getitem__(self, id: str) -> Figure | Derived:
        """A figure or derived quantity by id; `-reviewed` or `-planned` at its end is the edition's year.

        Raises UnknownFigure naming the nearest id.
        """
        if (known := self._known(id)) is not None:
            return known
        id = self.dated(id)
        close = nearest(str(id), [*self._figures, *self._derivations])
        hint = f"; the nearest is {close!r}" if close else ""
        raise UnknownFigure(f"edition {self.id} has no figure {id!r}{hint}")

    def dated(self, id: str) -> str:
        """An id with the edition's years for its period's words: `-reviewed`, `-planned`, `-to_reviewed`,
        …"""
        match = _PERIOD_WORD.fullmatch(id)
        return f"{match[1]}{getattr(self.source, match[2])}" if match else id

    def get(self, id: str) -> Figure | Derived | None:
        """Like `ed[id]`, but None when this edition has no such figure, or none that the quantity needs."""
        try:
            return self._known(id)
        except UnknownFigure:
            return None

    def _known(self, id: str) -> Figure | Derived | None:
        id = self.dated(id)
        self._ask("figures", {"figure": id})
        if id in self._figures:
            return self._figures[id]
        self.reads.note_entry(id, self._entries)
        return self._derive(id, ()) if id in self._derivations else None

    def select(self, **conditions: str | tuple[str, ...]) -> list[Figure]:
        """The figures that meet every condition, in file order: select(chapter="industry", period="2025").

        Columns of figures.csv, and `topic` (of the figure's indicator); each a string or several, compared
        with the field as it stands in the file. A name or a fixed word that does not exist is an error.
        """
        return [self._figures[row["figure"]] for row in self._ask("figures", conditions, {"topic": ""})]

    def projects(self, **conditions: str | tuple[str, ...]) -> list[Project]:
        """The named projects that meet every condition, in file order."""
        return [self._projects[row["project"]] for row in self._ask("projects", conditions)]

    def chapters(self) -> list[str]:
        """The codes of the chapters that have figures, in the order of codelists.csv."""
        return [
            row["code"]
            for row in self._ask("codelists", {"codelist": "chapter"})
            if self.select(chapter=row["code"])
        ]

    def derivations(self) -> Mapping[str, Derivation]:
        """The entries of derived.yml by name, in file order."""
        self.reads.note_entry("", self._entries)
        return self._derivations

    def tasks(self, **conditions: str | tuple[str, ...]) -> list[Task]:
        """The commitments of the plan part that meet every condition, in file order."""
        return self._typed(Task, "tasks", conditions)

    def statements(self, **conditions: str | tuple[str, ...]) -> list[Statement]:
        """The claims without numbers, and the problems that the report names, in file order."""
        return self._typed(Statement, "statements", conditions)

    def glossary(self) -> list[Term]:
        """The terms that the edition explains, in file order."""
        return self._typed(Term, "glossary", {})

    def place(self, line: int) -> Place:
        """The place of a line of the text."""
        self.reads.note_source()
        return self._outline.place(line)

    def derived(self) -> list[Derived]:
        """Every derived quantity of the edition, in file order."""
        self.reads.note_entry("", self._entries)
        return [self._derive(name, ()) for name in self._derivations]

    def pairs(
        self, chapter: str | tuple[str, ...] | None = None, of: Iterable[Figure | Derived] | None = None
    ) -> list[Pair]:
        """Each planned figure beside the reviewed year's of the same indicator, item, project, measure.

        All of them, those of a chapter, or those `of` some figures, which have been looked up.
        """
        if of is not None:
            wanted = {figure.id for figure in of}
            named = (figure for name, figure in self._figures.items() if name in wanted)
            return [self._pair(target) for target in named if target.period == self.planned]
        within = {"chapter": chapter} if chapter else {}
        return [self._pair(target) for target in self.select(period=self.planned, **within)]

    def entries(self, file: str, kind: type[model.Entry]) -> dict[str, model.Entry]:
        """The entries of one of the edition's YAML files by name, in file order; none without the file.

        Entries that are wrong are left out: `planbook check` reports them, and no book is built until it is
        silent.
        """
        sound = {}
        for name, entry in self._yaml(file).data.items():
            with suppress(ValidationError):
                sound[name] = kind.model_validate(entry)
        return sound

    # ---- about a figure

    def indicator(self, figure: Figure | str) -> Indicator:
        """The indicator of a figure, or the one with this id (of a figure or of an indicator)."""
        name = figure.indicator if isinstance(figure, Figure) else figure
        if isinstance(name, str) and name not in self._indicators and name in self._figures:
            name = self._figures[name].indicator
        self._ask("indicators", {"indicator": str(name)})
        if name not in self._indicators:
            raise UnknownFigure(
                f"no indicator {name!r}; the nearest is {nearest(str(name), self._indicators)!r}"
            )
        return self._indicators[name]

    def label(self, figure: Figure | Derived | str) -> str:
        """What a figure is called in Chinese: its item, else its project, else its indicator."""
        figure = self[figure] if isinstance(figure, str) else figure
        if isinstance(figure, Derived):
            return figure.label
        if figure.item:
            return figure.item
        if figure.project and (project := self.projects(project=figure.project)):
            return project[0].name
        return self.indicator(figure).label_zh

    def places(self, figure: Figure | Derived | str) -> list[Place]:
        """Where a figure stands in the report, in its order; for a derived one, where its inputs stand."""
        figure = self[figure] if isinstance(figure, str) else figure
        if isinstance(figure, Derived):
            lines = {place.line for name in figure.inputs for place in self.places(name)}
        else:
            lines = {int(row["line"]) for row in self._ask("mentions", {"figure": figure.figure})}
        self.reads.note_source()
        return self._outline.places(lines)

    def mentions(self, figure: Figure | str) -> list[Mention]:
        """The spans of the text that print a figure, in file order."""
        raw = self._ask("mentions", {"figure": figure if isinstance(figure, str) else figure.figure})
        return loading.models(Mention, raw, "mentions", self.id)

    def unit(self, name: str) -> Unit:
        """A unit by its printed name. Raises UnitError naming the nearest."""
        self._ask("units", {"unit": name})
        return self._units[name]

    def word(self, codelist: str, code: str) -> str:
        """The Chinese name of a code: word("sector", "wind") → 风电. An unknown code comes back as it is."""
        labels = self._ask("codelists", {"codelist": codelist, "code": code})
        return labels[0]["label_zh"] if labels else code

    def interval(self, figure: Figure | Derived, unit: str = "") -> Interval | None:
        """All that a figure's rounding and hedge allow, in its own unit or another; None without a number.

        Raises UnitError when the units measure different things.
        """
        if figure.value is None:
            return None
        self._ask("units", {"unit": tuple(sorted({figure.unit, unit or figure.unit}))})
        self.reads.note_source()  # which says how digits are cut
        bounds = interval(figure, self._units)
        return bounds.scaled(self._units.ratio(figure.unit, unit)) if unit else bounds

    def compare(self, pair: Pair) -> Comparison | None:
        """On which side of the reviewed year's figure the target lies; None where they do not compare."""
        if pair.actual is None or pair.target.value is None or pair.actual.value is None:
            return None
        self._ask("units", {"unit": tuple(sorted({pair.target.unit, pair.actual.unit}))})
        self.reads.note_source()
        return compare(pair.target, pair.actual, self._units)

    def convert(self, figure: Figure | Derived, unit: str) -> Decimal:
        """A figure's value in another unit of the same dimension, exact; else UnitError."""
        if figure.value is None:
            raise DerivedError(f"{figure.id} is a target without a number")
        self._ask("units", {"unit": (figure.unit, unit)})
        return self._units.convert(figure.value, figure.unit, unit)

    def frame(self, figures: Iterable[Figure] | None = None) -> pandas.DataFrame:
        """The figures as a pandas table, one row each, by default all; `value` as float, `label` added."""
        import pandas  # loading it costs more than loading any edition

        chosen = list(self.select() if figures is None else figures)
        table = pandas.DataFrame([f.model_dump() for f in chosen], columns=list(Figure.model_fields))
        table["value"] = table["value"].astype(float)
        table.insert(1, "label", [self.label(figure) for figure in chosen])
        return table

    @cached_property
    def unrecorded(self) -> Edition:
        """The same edition, for what records its answer and not what it is worked out from."""
        twin = copy(self)
        twin.reads, twin._answers = reads.Recorder(self.id, self.data), {}
        twin.reads.files = self.reads.files
        return twin

    # ---- inside

    def _yaml(self, file: str) -> document.Document:
        """A YAML file of the edition's folder, such as checks.yml."""
        with files.logged(self.reads.files):
            read = document.read(self.data / self.id / file, self.data)
        self.reads.note_file(f"{self.id}/{file}")
        return read

    def _typed(self, kind: type[Row], table: str, conditions: dict[str, Any]) -> list[Row]:
        rows_ = self._ask(table, conditions)
        return loading.models(kind, rows_, table, self.id) if rows_ else []

    def _ask(
        self, table: str, conditions: dict[str, Any], extra: dict[str, str] | None = None
    ) -> list[rows.Row]:
        question = f"{table} {conditions}"
        if question not in self._answers:
            self._answers[question] = self._answer(table, conditions, extra)
        return self._answers[question]

    def _answer(self, table: str, conditions: dict[str, Any], extra: dict[str, str] | None) -> list[rows.Row]:
        known = [*rows.HEADERS[table], *(extra or ())]
        for name, value in conditions.items():
            if name not in known:
                raise TypeError(f"{table} have no {name!r}; there is {', '.join(known)}")
            for word in value if isinstance(value, tuple | list) else (value,):
                if not isinstance(word, str):
                    raise TypeError(f"{name} must be a string or several, got {word!r}")
                words = model.CODELISTS.get(name) or self.codes(name) or (word,)  # a slip would find nothing
                if word not in words:
                    raise ValueError(f"{name} {word!r} is none of {', '.join(words)}")
        answer = reads.ask(self._rows, table, conditions)
        self.reads.note(table, conditions, answer)
        return answer

    def codes(self, codelist: str) -> tuple[str, ...]:
        """The codes of an open vocabulary (chapter, topic, sector); none for any other column."""
        rows = self._rows["codelists"].by("codelist").get(codelist, ())
        return tuple(row["code"] for row in rows)

    def _pair(self, target: Figure) -> Pair:
        same = self.select(
            indicator=target.indicator, item=target.item, project=target.project, measure=target.measure
        )
        self._ask("units", {"unit": tuple(sorted({f.unit for f in (target, *same) if f.unit}))})
        return pair(target, same, self.reviewed, self._units)

    def _derive(self, name: str, above: tuple[str, ...]) -> Derived:
        if name in above:
            raise DerivedError(f"{name} is derived from itself: {' → '.join([*above, name])}")
        self.reads.note_entry(name, self._entries)
        if name not in self._results:
            entry = self._derivations[name]
            inputs = [self._input(name, id, above) for id in entry.inputs]
            labels = self._long_labels(inputs)
            dated = entry.model_copy(update={"inputs": tuple(figure.id for figure in inputs)})
            self._results[name] = compute(name, dated, inputs, labels, self._units)
        return self._results[name]

    def _input(self, name: str, id: str, above: tuple[str, ...]) -> Figure | Derived:
        if id in self._derivations:
            return self._derive(id, (*above, name))
        id = self.dated(id)
        self._ask("figures", {"figure": id})
        if id not in self._figures:
            raise UnknownFigure(f"{name} needs {id!r}, which edition {self.id} does not have")
        if self._figures[id].unit:
            self._ask("units", {"unit": self._figures[id].unit})
        return self._figures[id]

    def _long_labels(self, figures: list[Figure | Derived]) -> dict[str, str]:
        """What to call each input of a formula; those of one name are told apart by their period."""
        names = {figure.id: self._long_label(figure) for figure in figures}
        dated = {figure.id: _period(figure) + names[figure.id] for figure in figures}
        return dated if len(set(dated.values())) > len(set(names.values())) else names

    def _long_label(self, figure: Figure | Derived) -> str:
        if isinstance(figure, Derived):
            return figure.label
        name, label = self.indicator(figure).label_zh, self.label(figure)
        return (name if label == name else f"{name}（{label}）") + SUFFIX.get(figure.measure, "")

    @cached_property
    def _outline(self) -> Outline:
        return Outline(self._source)

    @cached_property
    def _derivations(self) -> dict[str, Derivation]:
        return loading.derivations(self.source, self._derived)

    @cached_property
    def _derived(self) -> document.Document:
        with files.logged(self.reads.files):
            return document.read(self.data / self.id / "derived.yml", self.data)

    @cached_property
    def _entries(self) -> dict[str, str]:
        return reads.entries_of(self._derived.text)

    @cached_property
    def _results(self) -> dict[str, Derived]:
        return {}


def _period(figure: Figure | Derived) -> str:
    start, _, end = getattr(figure, "period", "").rpartition("/")
    when = f"截至{end}年底" if start == ".." else f"{start}—{end}年" if start else f"{end}年" if end else ""
    aim = {"target": "目标", "planned": "计划"}.get(getattr(figure, "scenario", ""), "")
    return when + aim
