"""Named projects: what money, capacity or a verb of building stands beside; sector and stage by words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import ids
from .clause import Clause
from .figures import Figure
from .outline import REVIEW
from .words import Words

_COUNTED = re.compile(
    r"^\d|\d.*?(?:个|项|处|座|所|家|条|公里|亩).{0,3}$|^(?:个|项)|^等|重点项目$|重大项目$|产业项目$"
)
_LONGEST, _SHORTEST = 30, 4


@dataclass(frozen=True)
class Project:
    """A project that a draft proposes."""

    project: str
    name: str
    sector: str
    stage: str
    year: str
    chapter: str
    commitment: str
    role: str
    line: int


def find(text: str, figures: list[Figure], clauses: list[Clause], words: Words, years) -> dict[int, Project]:
    """The projects of a report, by the number of the figure (in the list) that names them."""
    projects: dict[int, Project] = {}
    for at, figure in enumerate(figures):
        if "project" not in figure.flags and not ("post" in figure.flags and figure.subject.endswith("投资")):
            continue
        name = _whole(text, figure, figure.subject.removesuffix("投资"))
        if not _SHORTEST <= len(name) <= _LONGEST or _COUNTED.search(name):
            continue
        around = _clause(text, figure)
        planned = figure.rules[-1:] != (REVIEW,)
        clause = next((c for c in clauses if c.start <= figure.start < c.end), None)
        reached = stage(around, planned=planned)
        year = years[1] if reached in ("planned", "proposed") or planned else years[0]
        projects[at] = Project(
            ids.project(name), name, _sector(name, words), reached, year, figure.chapter,
            clause.code if clause and clause.is_task else "",
            "assist" if clause and clause.code == "assist" else "", figure.line,
        )  # fmt: skip
    return projects


def _whole(text: str, figure: Figure, name: str) -> str:
    """A name with the capacity that stands inside it: 云岭风电 → 云岭5万千瓦风电, as beside its money."""
    left = text[max(0, figure.start - 24) : figure.start].replace("“", "").replace("”", "")
    right = text[figure.end : figure.end + 24].replace("“", "").replace("”", "")
    bare = name.replace("“", "").replace("”", "")
    for at in range(1, len(bare)):
        if left.endswith(bare[:at]) and right.startswith(bare[at:]):
            return bare[:at] + figure.printed + bare[at:]
    return bare


def _clause(text: str, figure: Figure) -> str:
    """The clause around a figure, with what is said of a list at its end."""
    return clause_at(text, figure.start, figure.end)


def clause_at(text: str, begin: int, end: int) -> str:
    """The clause around some words."""
    start = max(text.rfind(mark, 0, begin) for mark in "，。；\n")
    ends = [at for mark in "，。；\n" if (at := text.find(mark, end)) >= 0]
    return text[start + 1 : min(ends, default=len(text))]


def stage(around: str, *, planned: bool) -> str:
    """The stage that the words around a project's name tell."""
    if planned:
        return "proposed" if "谋划" in around or "研究" in around else "planned"
    if re.search("加快|推进|序时|建设中|在建|进展", around) and not re.search(
        "开工|动工|建成|竣工|完工|投用", around
    ):
        return "under_construction"
    if re.search("建成|竣工|完工|投用|并网|通车|投产|落成|交付", around):
        return "built"
    return "started" if re.search("开工|动工|启动|破土", around) else "under_construction"


def _sector(name: str, words: Words) -> str:
    """The sector with most of its words in the name; the longest words count most."""
    score = {
        code: sum(len(w) ** 2 for w in some if w in name) for code, some in words.below("sector.").items()
    }
    best = max(score, key=lambda code: score[code])
    return best if score[best] else "manufacturing"
