"""What changed between two builds, by their manifests, or between two editions, by their figures."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from planbook.errors import InputError
from planbook.run import manifest
from planbook.run.parameters import consistency
from planbook.run.project import Project


@dataclass(frozen=True)
class Change:
    """One thing that is not the same: `kind` is parameter, figure, number or picture; None means absent."""

    kind: str
    name: str
    old: str | None
    new: str | None
    where: str = ""  # the chapter, for numbers and pictures

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def diff(project: Project, old: str, new: str) -> list[Change]:
    """What changed from `old` to `new`: both editions of `project.data`, or both builds.

    A build is named by its manifest.json or a folder that holds one (`_build`, or a copy of it); `last` and
    `now` are the manifests of the build before the last one that changed something, and of that one.

    Raises:
        InputError: one of them is neither, or they are of different kinds.
    """
    editions = project.editions()
    if old in editions and new in editions:
        return list(_editions(project.data, old, new))
    if (old in editions) != (new in editions):
        raise InputError(f"diff: {old} and {new} are not of one kind: two editions, or two builds")
    return list(_builds(_manifest(project, old), _manifest(project, new)))


def _manifest(project: Project, name: str) -> dict[str, Any]:
    named = {"last": project.output / "previous.json", "now": project.manifest}
    path = named.get(name, Path(name))
    for candidate in (path, path / "manifest.json", path / "_build" / "manifest.json"):
        if candidate.is_file() and (content := manifest.read(candidate)) and "chapters" in content:
            return content
    known = "an edition, a manifest.json, a folder with one, `last` or `now`"
    raise InputError(f'diff: got "{name}", expected {known}')


def _builds(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    yield from _changes("parameter", _flat(old["parameters"]), _flat(new["parameters"]))
    yield from _figures(old.get("figures", {}), new.get("figures", {}))
    for chapter in dict.fromkeys((*old["chapters"], *new["chapters"])):
        before = old["chapters"].get(chapter, {}).get("shown", {})
        after = new["chapters"].get(chapter, {}).get("shown", {})
        then, now = (
            {name: ", ".join(forms) for name, forms in side.get("numbers", {}).items()}
            for side in (before, after)
        )
        yield from _changes("number", then, now, chapter)
        yield from _changes("picture", before.get("pictures", {}), after.get("pictures", {}), chapter)


def _flat(parameters: Mapping[str, Any]) -> dict[str, str]:
    flat = {name: str(value) for name, value in parameters["book"].items()}
    for chapter, values in parameters["chapters"].items():
        flat |= {f"{chapter}.{name}": str(value) for name, value in values.items()}
    return flat


def _figures(old: Mapping[str, list[str]], new: Mapping[str, list[str]]) -> Iterator[Change]:
    """Figures of two builds: {id: [printed, digest of the row]}."""
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        if before != after:
            same = before and after and before[0] == after[0]
            note = " (another field)" if same else ""
            printed = f"{after[0]}{note}" if after else None
            yield Change("figure", name, before[0] if before else None, printed)


def _changes(kind: str, old: Mapping[str, str], new: Mapping[str, str], where: str = "") -> Iterator[Change]:
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield Change(kind, name, old.get(name), new.get(name), where)


def _editions(data: Path, old: str, new: str) -> Iterator[Change]:
    """Figures of two editions, joined by what they measure, by name, and by the year's part in the report."""
    yield from _changes("figure", _measured(data, old), _measured(data, new))


def _measured(data: Path, edition: str) -> dict[str, str]:
    from planbook.edition import rows

    labels = {row["indicator"]: row["label_zh"] for row in rows.load("indicators", data, edition)}
    projects = {row["project"]: row["name"] for row in rows.load("projects", data, edition)}
    words = {
        row["code"]: row["label_zh"]
        for row in rows.load("codelists", data, edition)
        if row["codelist"] in ("measure", "scenario")
    }
    reviewed, planned = consistency.years(data / edition)
    measured: dict[str, str] = {}
    for row in rows.load("figures", data, edition):
        parts = (
            labels.get(row["indicator"], row["indicator"]),
            row["item"],
            projects.get(row["project"], ""),
        )
        when = row["period"].replace(str(planned), "计划年").replace(str(reviewed), "回顾年")
        coded = (words.get(row[name], row[name]) for name in ("measure", "scenario"))
        name = " ".join(filter(None, (*parts, *coded, when)))
        measured[name] = "; ".join(filter(None, (measured.get(name), row["printed"])))
    return measured
