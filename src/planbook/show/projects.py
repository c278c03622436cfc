"""The named projects of a report: each with its sector, its stage and every figure that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planbook.edition import Edition, Figure

from . import exhibits, numbers, topic
from .markup import Words, join, link, marked, name, words
from .select import Exhibit
from .tables import Table, number

EVERY = "projects"  # the chapter that lists those of all chapters
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
    heads = ["项目", "行业", "阶段", "年份", "力度", "总投资", "其他数字", "说明"]
    rows = []
    for project in listed:
        whole = _whole(ed, figures[project.project])
        rest = [figure for figure in figures[project.project] if figure is not whole]
        notes = dict.fromkeys(one.note for one in (project, *figures[project.project]) if one.note)
        rows.append(
            [
                words(project.name),
                marked(ed.word("sector", project.sector), "fact-sector"),
                marked(ed.word("stage", project.stage), "fact-stage"),
                marked(f"{project.year}年", "fact-period") if project.year else "",
                marked(ed.word("commitment", project.commitment), "strength") if project.commitment else "",
                number(ed, whole) if whole is not None else "",
                join("；", [_other(ed, one, whole) for one in rest]),
                words("；".join(notes)),
            ]
        )
    kept = [column for column in range(len(heads)) if any(row[column] for row in rows)]
    return Table([heads[at] for at in kept], [[row[at] for at in kept] for row in rows], css="projects")


def short_list(ed: Edition) -> Table:
    """重点项目清单: every named project with its size, its money and how far it is, by money."""
    figures = {project.project: ed.select(project=project.project) for project in ed.projects()}
    most = {id: max((_amount(ed, one) for one in some), default=0) for id, some in figures.items()}
    rows = []
    for project in sorted(ed.projects(), key=lambda project: -most[project.project]):
        whole = _whole(ed, figures[project.project])
        rest = [figure for figure in figures[project.project] if figure is not whole]
        size = join("；", [_other(ed, one, whole) for one in rest]) if rest else ""
        rows.append([words(project.name), size, whole or "", ed.word("stage", project.stage)])
    return Table(["项目", "规模", "总投资", "阶段"], rows)


def _whole(ed: Edition, figures) -> Figure | None:
    """A project's investment as a whole, as last stated."""
    planned = [one for one in figures if numbers.is_money(ed, one) and one.scenario == "planned"]
    return max(planned, key=lambda figure: figure.period, default=None)


def _other(ed: Edition, figure: Figure, whole: Figure | None) -> Words:
    """Another figure of a project, with what tells it from the investment as a whole."""
    again = whole is not None and (figure.indicator, figure.measure) == (whole.indicator, whole.measure)
    if not again:
        return join("", [_kind(ed, figure), numbers.mark(figure), link(ed, figure)])
    what = "总投资" if figure.scenario == "planned" else "完成"
    return join("", [numbers.period(figure), what, numbers.mark(figure), link(ed, figure)])


def _amount(ed: Edition, figure: Figure) -> float:
    """The money of a figure in the base unit, 0 for what is none."""
    return float(figure.number * ed.unit(figure.unit).factor) if numbers.is_money(ed, figure) else 0


def _kind(ed: Edition, figure: Figure) -> str:
    """What a project's figure is: its indicator, or its item."""
    called = name(ed, figure)
    return (figure.item or ed.indicator(figure).label_zh) if "（" in called else called


def _picture(ed: Edition, chapter: str, listed, figures) -> None:
    """The money of the projects as bars, where there are enough."""
    money = [
        max((f for f in figures[p.project] if numbers.is_money(ed, f)), key=lambda f: f.period, default=None)
        for p in listed
    ]
    money = [figure for figure in money if figure is not None and figure.chapter == chapter][:MOST]
    if len(money) < FEWEST:
        return
    labels = {figure.figure: ed.label(figure) for figure in money}
    slug = f"projects-of-{chapter}-bars".replace("_", "-")
    drawn = Exhibit("bars", "", "列名项目的总投资", tuple(money), labels=labels, name=slug)
    topic.put_picture(ed, replace(drawn, note="是项目的总投资，不是当年投资"))
