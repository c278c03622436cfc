"""What an accepted edition gives the next one: names of figures and items, projects, tasks with their ids."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from planbook.edition import document, folder, rows
from planbook.edition.finding import nearest
from planbook.errors import InputError

from . import ids, project, review, tables
from .match import Known, plain

_ALIKE = 0.75  # of the characters of a task's name that stand in a clause, in their order
_SHORTEST = 3  # characters of a project's name that is looked for


class Example:
    """An accepted edition. known: its names, each with indicator and item; codelists: its own, as text."""

    def __init__(self, data: Path, edition: str):
        self.edition = edition
        self.known = Known()
        self.indicators: list[review.Row] = []
        self.units: list[review.Row] = []
        self.projects: list[review.Row] = []
        self.tasks: list[review.Row] = []
        self.codelists = ""
        self.keys: dict[str, tuple[str, ...]] = {}
        self.stems: dict[tuple[str, ...], str] = {}
        if not edition:
            return
        names = ("indicators", "figures", "projects", "units", "tasks")
        tables = {name: rows.load(name, data, edition) for name in names}
        if (codes := data / edition / "codelists.csv").is_file():
            self.codelists = codes.read_text(encoding="utf-8")
        labels = {row["indicator"]: row["label_zh"] for row in tables["indicators"]}
        own = (data / edition).name
        self.indicators = [dict(row) for row in tables["indicators"] if f"{own}/" in row.file]
        self.units = [dict(row) for row in tables["units"] if f"{own}/" in row.file]
        self.projects = [dict(row) for row in tables["projects"]]
        self.tasks = [dict(row) for row in tables["tasks"]]
        for row in tables["figures"]:
            self.keys[row["figure"]] = _key(row)
            tail = f"-{ids.of_period(row['period'])}"
            if row["figure"].endswith(tail):
                self.stems.setdefault(_key(row), row["figure"].removesuffix(tail))
            if not row["project"]:
                measured = (row["measure"], row["unit"])
                self.known.add(row["indicator"], labels.get(row["indicator"], ""), row["item"], measured)

    def carry_over(self, made: tables.Tables, draft) -> None:
        """Projects and tasks that the edition knows keep their ids in what was drafted."""
        self._projects(made, draft)
        self._rename(made)
        self._tasks(made, draft.text)

    def _rename(self, made: tables.Tables) -> None:
        known = {_bare(row["name"]): row["project"] for row in self.projects}
        ids_of = {
            row["project"]: known[_bare(row["name"])] for row in made.projects if _bare(row["name"]) in known
        }
        for row in made.projects:
            if row["project"] in ids_of:
                row["project"] = row["continues"] = ids_of[row["project"]]
        once = {row["project"]: row for row in reversed(made.projects)}
        made.projects[:] = [row for row in made.projects if once[row["project"]] is row]
        renamed: dict[str, str] = {}
        taken = {row["figure"] for row in made.figures}
        for row in made.figures:
            row["project"] = ids_of.get(row["project"], row["project"])
            names = ("indicator", "item", "project", "measure", "period")
            stem, old = self.stems.get(_key(row), ""), row["figure"]
            wanted = f"{stem}-{ids.of_period(row['period'])}" if stem else ""
            if not wanted and row["project"] in ids_of.values():
                wanted = ids.figure(*(row[name] for name in names))
            if wanted and wanted not in taken:
                taken.add(wanted)
                renamed[old] = row["figure"] = wanted
        for row in made.figures:
            row["rank_of"] = renamed.get(row["rank_of"], row["rank_of"])
        for row in made.mentions:
            row["figure"] = renamed.get(row["figure"], row["figure"])
        for row in made.tasks:
            row["project"] = ids_of.get(row["project"], row["project"])
            row["figures"] = ";".join(renamed.get(id, id) for id in row["figures"].split(";"))
        made.ids = {number: renamed.get(id, id) for number, id in made.ids.items()}

    def _projects(self, made: tables.Tables, draft) -> None:
        """The projects of the edition that the text names again, whether beside money or not."""
        named = {_bare(row["name"]) for row in made.projects}
        for old in self.projects:
            name = _bare(old["name"])
            if len(name) < _SHORTEST or name in named:
                continue
            places = [at for at in _places(draft.text, name) if draft.line_of(at) > 1]
            if not places:
                continue
            last = places[-1]
            line = draft.lines[draft.line_of(last) - 1]
            planned = line.part != "review"
            stage = project.stage(project.clause_at(draft.text, last, last + len(name)), planned=planned)
            inside = [row for row in made.tasks if _holds(row, last)]
            for row in inside:
                row["project"] = row["project"] or old["project"]
            made.projects.append(
                {
                    **{key: old.get(key, "") for key in ("project", "name", "sector", "chapter")},
                    "stage": stage, "year": draft.years[1] if planned else draft.years[0], "note": "",
                    "commitment": inside[0]["commitment"] if inside else "", "role": old.get("role", ""),
                    "continues": old["project"],
                }
            )  # fmt: skip

    def _tasks(self, made: tables.Tables, text: str) -> None:
        """The tasks of the edition that are told again: known by their figures, else by their names."""
        keys = {row["figure"]: _key(row) for row in made.figures}
        free = {row["task"]: row for row in self.tasks}
        taken = {row["task"] for row in made.tasks}
        by_key: dict[tuple[str, ...], str] = {}
        for row in self.tasks:
            for id in filter(None, row["figures"].split(";")):
                by_key.setdefault(self.keys.get(id, ()), row["task"])
        for row in made.tasks:
            known = [keys[id] for id in row["figures"].split(";") if id in keys]
            old = next((by_key[key] for key in known if by_key.get(key) in free), "")
            if not old:
                clause = plain(text[int(row["char_start"]) : int(row["char_end"])])
                share, old = max(
                    ((_share(plain(t["name"]), clause), id) for id, t in free.items()), default=(0, "")
                )
                old = old if share >= _ALIKE else ""
            if old and old not in taken:
                last = free.pop(old)
                row.update({name: last[name] for name in ("task", "chapter", "topic", "name")}, continues=old)


def last_year(data: Path, like: str) -> Example:
    """The edition that `--from` names; an empty one for none.

    Raises:
        InputError: there is no such edition, or its tables cannot be read.
    """
    known = folder.editions(data)
    if like and like not in known:
        near = nearest(like, known)
        hint = f"; nearest: {near}" if near else ""
        raise InputError(f'--from: got "{like}", expected one of {", ".join(known) or "none"}{hint}')
    try:
        return Example(data, like)
    except rows.RowsError as error:
        raise InputError(str(error)) from None


def before(data: Path, county: str, planned: str) -> str:
    """The newest accepted edition of a county that plans an earlier year; "" for none."""
    known = []
    for edition in folder.editions(data):
        source = document.read(data / edition / "source.yml", data).data
        year = str(source.get("planned", ""))
        if source.get("county") == county and year < str(planned) and source.get("unreviewed") is not True:
            known.append((year, edition))
    return max(known, default=("", ""))[1]


def _key(row: review.Row) -> tuple[str, ...]:
    return tuple(row[name] for name in ("indicator", "item", "project", "measure"))


def _bare(name: str) -> str:
    return name.replace("“", "").replace("”", "").removesuffix("项目").removesuffix("工程")


def _places(text: str, words: str) -> Iterable[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _holds(row: review.Row, at: int) -> bool:
    return int(row["char_start"]) <= at < int(row["char_end"])


def _share(name: str, clause: str) -> float:
    """How much of a name's characters stand in a clause in their order, 0 to 1."""
    at = common = 0
    for letter in name:
        if (here := clause.find(letter, at)) >= 0:
            common, at = common + 1, here + 1
    return common / len(name) if len(name) >= _SHORTEST else 0.0
