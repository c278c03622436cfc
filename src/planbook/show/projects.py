"""The named projects of a report: each with its sector, its stage and every figure that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planbook.edition import Edition, Figure

from . import exhibits, numbers, topic
from .markup import Words, join, link, marked, name, words
from .select import Exhibit
from .tables import Table

EVERY = "projects"  # the chapter that lists those of all chapters
MONEY = "money"
FEWEST, MOST = 4, 15  # projects of one picture


def table(
    ed: Edition,
    chapter: str,
    derived=(),
    *,
    top: int = 0,
    sectors: Sequence[str] = (),
    stages: Sequence[str] = (),
) -> None:
    """Put the projects of a chapter, by money, the largest first; those behind the first `top` in a fold.

    The chapter `projects` lists all that the report names. Figures of the chapter that belong to a project
    stand here, and what is derived from them below.
    """
    own = [figure for figure in ed.select(chapter=chapter) if figure.project]
    named = {figure.project for figure in own}
    listed = [
        project
        for project in ed.projects()
        if chapter == EVERY or project.chapter == chapter or project.project in named
    ]
    if sectors:
        listed = [project for project in listed if project.sector in sectors]
    if stages:
        listed = [project for project in listed if project.stage in stages]
    if not listed and not derived:
        return
    figures = {project.project: ed.select(project=project.project) for project in listed}
    listed.sort(
        key=lambda project: -max((_amount(ed, figure) for figure in figures[project.project]), default=0)
    )
    shown, rest = (listed[:top], listed[top:]) if top else (listed, [])
    if not (sectors or stages):
        _picture(ed, chapter, shown, figures)
    slug = chapter.replace("_", "-")
    caption = f"列名项目，按总投资从大到小{f'（前{len(shown)}项，共{len(listed)}项）' if rest else ''}"
    if shown:
        made = _table(ed, shown, figures)
        exhibits.table(
            ed,
            made.columns,
            made.rows,
            caption=exhibits.counted_in(caption),
            name=f"table-projects-of-{slug}",
            css="projects",
        )
    if rest:
        whole = ("table", f"table-projects-of-{slug}") if shown else None
        exhibits.fold(ed, _table(ed, rest, figures), "其余项目", of=whole)
    if derived:
        topic.table(ed, [], derived, caption="由列名项目推算", name=f"table-projects-of-{slug}-derived")


def _table(ed: Edition, listed, figures) -> Table:
    heads = ["项目", "行业", "阶段", "力度", "总投资", "其他数字", "说明"]
    rows = []
    for project in listed:
        money = [figure for figure in figures[project.project] if is_money(ed, figure)]
        rest = [figure for figure in figures[project.project] if figure not in money]
        notes = dict.fromkeys(one.note for one in (project, *figures[project.project]) if one.note)
        stage = ed.word("stage", project.stage) + (f"（{project.year}年）" if project.year else "")
        rows.append(
            [
                words(project.name), ed.word("sector", project.sector), words(stage),
                marked(ed.word("commitment", project.commitment), "strength") if project.commitment else "",
                _sums(ed, money),
                join("；", [join("", [_kind(ed, one), link(ed, one)]) for one in rest]),
                words("；".join(notes)),
            ]
        )  # fmt: skip
    kept = [number for number in range(len(heads)) if any(row[number] for row in rows)]
    return Table(
        [heads[number] for number in kept], [[row[number] for number in kept] for row in rows], css="projects"
    )


def short_list(ed: Edition) -> Table:
    """重点项目清单: every named project with its size, its money and how far it is, by money."""
    figures = {project.project: ed.select(project=project.project) for project in ed.projects()}
    most = {id: max((_amount(ed, one) for one in some), default=0) for id, some in figures.items()}
    listed = sorted(ed.projects(), key=lambda project: -most[project.project])
    rows = []
    for project in listed:
        money = [figure for figure in figures[project.project] if is_money(ed, figure)]
        rest = [figure for figure in figures[project.project] if figure not in money]
        size = join("；", [join("", [_kind(ed, one), link(ed, one)]) for one in rest]) if rest else ""
        rows.append([words(project.name), size, _sums(ed, money), ed.word("stage", project.stage)])
    return Table(["项目", "规模", "总投资", "阶段"], rows)


def is_money(ed: Edition, figure: Figure) -> bool:
    """Whether a figure is an amount of money."""
    return figure.value is not None and figure.measure == "level" and ed.unit(figure.unit).dimension == MONEY


def _amount(ed: Edition, figure: Figure) -> float:
    """The money of a figure in the base unit, 0 for what is none."""
    return float(figure.number * ed.unit(figure.unit).factor) if is_money(ed, figure) else 0


def _sums(ed: Edition, money) -> Words | str:
    """The sums that are said of a project; the same sum of two years is told with both."""
    several = len(money) > 1
    sums = [
        join(
            "",
            [
                numbers.mark(figure),
                link(ed, figure),
                f"（{_what(ed, figure)}{numbers.period(figure)}）" if several else "",
            ],
        )
        for figure in money
    ]
    return join("；", sums) if sums else ""


def _what(ed: Edition, figure: Figure) -> str:
    """Which sum it is, where it is not the project's whole investment."""
    return "" if figure.scenario == "planned" else "完成，"


def _kind(ed: Edition, figure: Figure) -> str:
    """What a project's figure is: its indicator, or its item."""
    called = name(ed, figure)
    return (figure.item or ed.indicator(figure).label_zh) if "（" in called else called


def _picture(ed: Edition, chapter: str, listed, figures) -> None:
    """The money of the projects as bars, where there are enough."""
    money = [
        max((f for f in figures[p.project] if is_money(ed, f)), key=lambda f: f.period, default=None)
        for p in listed
    ]
    money = [figure for figure in money if figure is not None and figure.chapter == chapter][:MOST]
    if len(money) < FEWEST:
        return
    labels = {figure.figure: ed.label(figure) for figure in money}
    slug = f"projects-of-{chapter}-bars".replace("_", "-")
    drawn = Exhibit("bars", "", "列名项目的总投资", tuple(money), labels=labels, name=slug)
    topic.put_picture(ed, replace(drawn, note="是项目的总投资，不是当年投资"))
