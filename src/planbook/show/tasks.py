"""What is promised: the tasks of a chapter by topic, each with the report's own word of strength.

A task with a number, money or a named project stands in a table; what has none of these is listed below,
once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from planbook.edition import Edition
from planbook.edition.model import Figure, Task

from . import exhibits, numbers, output
from .markup import Words, count, escape, join, link, listed, marked, name, placed, strong
from .selector import OTHER, Selector

GROWS = re.compile("增速|增长|增幅")  # in a task's name: its number is a growth
FELT = ("livelihood", "urban_rural")  # the chapters of what people will feel


def anchor(task: Task) -> str:
    """The target of a task on its chapter's page."""
    return f"task-{task.task}"


def tasks(selector: Selector, chapter: str) -> None:
    """Put the tasks of a chapter, topic by topic; nothing where the edition has none."""
    ed = selector.ed
    every = ed.tasks(chapter=chapter)
    if not every:
        return
    measured = [task for task in every if is_measured(task)]
    output.put_words(
        join(
            "",
            [
                f"{ed.planned}年计划（草案）在这一方面提出", count(len(every), "项"), "任务，其中",
                count(len(measured), "项"), "有数字或列名项目。力度一栏是报告自己的用词。",
            ],
        )
    )  # fmt: skip
    topics: dict[str, list] = {}
    for task in every:
        topics.setdefault(task.topic or OTHER, []).append(task)
    for code, group in topics.items():
        slug = f"{chapter}-tasks-{code}".replace("_", "-")
        title = selector.title(code)
        output.heading(f"{title}：任务", slug)
        rows = [_row(ed, task) for task in group if is_measured(task)]
        heads = ["力度", "任务", "数量", "资金", "位置", "说明"]
        kept = [number for number in range(len(heads)) if any(row[number] for row in rows)]
        exhibits.table(
            ed,
            [heads[number] for number in kept],
            [[row[number] for number in kept] for row in rows],
            caption=f"{title}：有数字或列名项目的任务",
            name=f"table-{slug}",
            css="tasks",
        )
        _bare(ed, [task for task in group if not is_measured(task)], whole=not rows)


def is_measured(task: Task) -> bool:
    """Whether a task has a number, money or a named project."""
    return bool(task.figure_ids or task.project)


def _row(ed: Edition, task: Task) -> list:
    figures = [figure for id in task.figure_ids if isinstance(figure := ed.get(id), Figure)]
    money = [figure for figure in figures if numbers.is_money(ed, figure)]
    rest = [figure for figure in figures if figure not in money]
    return [
        strength(task),
        _named(task),
        join("、", [_amount(ed, figure, figures, task.name) for figure in rest]) if rest else "",
        join("、", [_amount(ed, figure, figures, task.name) for figure in money]) if money else "",
        placed(ed, task.line),
        task.note,
    ]


def _amount(ed: Edition, figure: Figure, beside: Sequence[Figure], task: str) -> Words:
    """A figure of a task, with as much of its name as tells it from the others, and a growth from a level."""
    called = figure.item or (name(ed, figure) if not figure.project else ed.indicator(figure).label_zh)
    if len(beside) == 1:
        called = "增速" if figure.measure == "growth" and not GROWS.search(task) else ""
    return join("", [called, numbers.mark(figure), link(ed, figure)])


def _bare(ed: Edition, group, *, whole: bool) -> None:
    """Put tasks without a number as a list, said once for all of them."""
    if not group:
        return
    head = join(
        "",
        [
            count(len(group), "项"),
            "任务没有数字、资金和列名项目：" if not whole else "任务，都没有数字、资金和列名项目：",
        ],
    )
    items = []
    for task in group:
        note = f"（{task.note}）" if task.note else ""
        named = join("", [strong(strength(task)), _named(task), note])
        items.append(join(" ", [named, placed(ed, task.line)]))
    output.put_words(head)
    output.put(listed(items, "bare-tasks"))


def strength(task: Task) -> Words:
    """The report's own word of strength, with what it is a case of."""
    return marked(task.word, "strength")


def linked(task: Task) -> Words:
    """A task's name, leading to where its chapter tells it."""
    return Words(f"[{escape(task.name)}](#{anchor(task)})", escape(task.name))


def _named(task: Task) -> Words:
    return Words(f"[]{{#{anchor(task)}}}{escape(task.name)}", escape(task.name))


def felt_by_people(ed: Edition, chapters=FELT) -> list[tuple[Task, list[Figure]]]:
    """The tasks of these chapters with an amount that is no money, each with its amounts."""
    made = []
    for chapter in chapters:
        for task in ed.tasks(chapter=chapter):
            figures = [figure for id in task.figure_ids if isinstance(figure := ed.get(id), Figure)]
            felt = [
                f
                for f in figures
                if f.value is not None and not numbers.is_money(ed, f) and f.measure != "growth"
            ]
            if felt:
                made.append((task, felt))
    return made


def amounts(ed: Edition, task: Task, figures: Sequence[Figure]) -> Words:
    """The amounts of a task, told apart by their names."""
    return join("、", [_amount(ed, figure, figures, task.name) for figure in figures])


def promises(selector: Selector, chapters=FELT, most: int = 10) -> None:
    """Put what people will feel: tasks of these chapters with an amount that is no money."""
    ed = selector.ed
    made = felt_by_people(ed, chapters)
    rows = [
        [strength(task), linked(task), amounts(ed, task, felt)]
        for task, felt in made[:most]
    ]  # fmt: skip
    rest = f"（前{len(rows)}项，共{len(made)}项）" if len(made) > len(rows) else ""
    exhibits.table(
        ed, ["力度", "任务", "数量"], rows, caption=exhibits.counted_in(f"有数量的民生和城乡任务{rest}"),
        name="promises", css="tasks",
    )  # fmt: skip
