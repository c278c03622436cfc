"""The plan part as data: every commitment, how firmly it is said, and the clauses that commit to nothing.

tasks.csv and not_tasks.csv cover the plan part between them, as mentions.csv and not_figures.csv cover the
numerals: "is a promise missing?" is a question that a program answers, given the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from planbook.edition.fields import Tables, coded, unknown
from planbook.edition.finding import Finding, shown
from planbook.edition.model import Source, Task
from planbook.edition.spans import digest, line_starts

TASK, OTHER = "tasks", "not_tasks"
CLAUSE = re.compile(r"[^。；！？，：\n]+")
SOUND = re.compile(r"\w")  # what has to be covered: letters, digits, Chinese; not punctuation


def tasks(tables: Tables) -> Iterator[Finding]:
    """What is wrong with tasks.csv and not_tasks.csv, without the text."""
    file = tables.files[TASK]
    of_figure: dict[str, list[Task]] = {}
    for line, task in tables.typed[TASK]:
        for column in ("chapter", "topic"):
            if word := getattr(task, column):
                yield from coded(tables, file, line, column, word)
        if task.project and task.project not in tables.keys["projects"]:
            yield unknown(tables, TASK, line, "project", task.project, "projects")
        for id in task.figure_ids:
            of_figure.setdefault(id, []).append(task)
            if id not in tables.keys["figures"]:
                yield unknown(tables, TASK, line, "figures", id, "figures")
    for line, figure in tables.typed["figures"]:
        strengths = {task.commitment: task.task for task in of_figure.get(figure.figure, ())}
        if strengths and figure.commitment and figure.commitment not in strengths:
            expected = ", ".join(f"{shown(word)} as task {task}" for word, task in strengths.items())
            file, got = tables.files["figures"], shown(figure.commitment)
            yield Finding("other-commitment", file, line, "commitment", got, expected)
    yield from _projects(tables)
    yield from _together(tables)
    spans = []
    for table in (TASK, OTHER):
        for line, row in tables.typed[table]:
            if row.char_start >= row.char_end:
                got, expected = str(row.char_end), f"> {row.char_start}"
                yield Finding("bad-span", tables.files[table], line, "char_end", got, expected)
            else:
                spans.append((row.char_start, row.char_end, table, line))
    yield from _twice(tables, sorted(spans))


def _projects(tables: Tables) -> Iterator[Finding]:
    """A project is said as firmly as one of its tasks, and assisted where it is said so."""
    of_project: dict[str, dict[str, str]] = {}
    for _, task in tables.typed[TASK]:
        of_project.setdefault(task.project, {})[task.commitment] = task.task
    file = tables.files["projects"]
    for line, project in tables.typed["projects"]:
        strength, strengths = project.commitment, of_project.get(project.project, {})
        if strength and strengths and strength not in strengths:
            expected = ", ".join(f"{shown(word)} as task {task}" for word, task in strengths.items())
            yield Finding("other-commitment", file, line, "commitment", shown(strength), expected)
        if strength and project.role and (project.role == "assist") != (strength == "assist"):
            expected = "assist" if strength == "assist" else "own, or empty"
            yield Finding("other-commitment", file, line, "role", shown(project.role), expected)


def _together(tables: Tables) -> Iterator[Finding]:
    """What is planned in a task's span is a figure of a task there; a task's figures stand in its span."""
    places: dict[str, list[tuple[int, int]]] = {}
    for _, mention in tables.typed["mentions"]:
        places.setdefault(mention.figure, []).append((mention.char_start, mention.char_end))
    tasks = sorted(tables.typed[TASK], key=lambda typed: typed.row.char_start)
    starts = [task.char_start for _, task in tasks]
    for _, figure in tables.typed["figures"]:
        for start, end in places.get(figure.figure, ()) if figure.scenario != "actual" else ():
            around = [one for one in tasks[: bisect_right(starts, start)] if end <= one.row.char_end]
            if around and not any(figure.figure in task.figure_ids for _, task in around):
                line, task = around[-1]
                expected = f"{figure.figure} too, which stands in its span"
                yield Finding("apart", tables.files[TASK], line, "figures", shown(task.figures), expected)
    for line, task in tables.typed[TASK]:
        for id in task.figure_ids:
            spans = places.get(id, [])
            if spans and not any(task.char_start <= start < task.char_end for start, _ in spans):
                expected = f"a figure from {task.char_start} to {task.char_end}"
                yield Finding("apart", tables.files[TASK], line, "figures", shown(id), expected)


def _twice(tables: Tables, spans: list[tuple[int, int, str, int]]) -> Iterator[Finding]:
    """Spans of the two tables that overlap, and clauses that stand in not_tasks.csv twice."""
    reach: dict[str, tuple[int, int]] = {
        TASK: (0, 0),
        OTHER: (0, 0),
    }  # table → end of what came before, its row
    for start, end, table, line in spans:
        for other, (last, row) in reach.items():
            if start < last and not table == other == TASK:  # tasks may share a span
                slug = "task-and-not" if table != other else "overlap"
                got, near = f"from {start}", f"{tables.files[other]}:{row} reaches to {last}"
                yield Finding(slug, tables.files[table], line, "char_start", got, near)
        reach[table] = max(reach[table], (end, line))


def statements(tables: Tables) -> Iterator[Finding]:
    """What is wrong with statements.csv, without the text."""
    for line, row in tables.typed["statements"]:
        for column in ("chapter", "topic"):
            if word := getattr(row, column):
                yield from coded(tables, tables.files["statements"], line, column, word)


def locate(text: str, name: str, source: Source, tables: Tables) -> Iterator[Finding]:
    """What the text says of these tables: spans, lines, digests, words of strength, clauses that are
    missing."""
    starts = line_starts(text)
    for table in (TASK, OTHER, "statements"):
        for line, row in tables.typed[table]:
            file = tables.files[table]
            characters = text[row.char_start : row.char_end]
            if row.char_end > len(text):
                yield Finding("outside", file, line, "char_end", str(row.char_end), f"≤ {len(text)}")
                continue
            if row.line != bisect_right(starts, row.char_start):
                got, expected = str(row.line), str(bisect_right(starts, row.char_start))
                yield Finding("wrong-line", file, line, "line", got, expected)
            if row.sha256 != digest(characters):
                yield Finding("wrong-digest", file, line, "sha256", row.sha256, digest(characters))
            word = getattr(row, "word", "")
            start = getattr(row, "word_start", -1)
            if table == TASK and text[start : start + len(word)] != word:
                yield Finding(
                    "wrong-word", file, line, "word_start", shown(text[start : start + 6]), shown(word)
                )
            elif table == "statements" and word and word not in characters:
                yield Finding("wrong-word", file, line, "word", shown(word), "a word of the span")
    if tables.typed[TASK] or tables.typed[OTHER]:
        yield from _uncovered(text, name, source, tables, starts)


def _uncovered(text: str, name: str, source: Source, tables: Tables, starts: list[int]) -> Iterator[Finding]:
    covered = bytearray(len(text))
    for table in (TASK, OTHER):
        for _, row in tables.typed[table]:
            first, last = row.char_start, min(row.char_end, len(text))
            covered[first:last] = b"\1" * max(0, last - first)
    begin = plan_start(text, source)
    headings = {heading.line for heading in source.outline}
    for match in CLAUSE.finditer(text, begin):
        line = bisect_right(starts, match.start())
        bare = [at for at in range(*match.span()) if not covered[at] and SOUND.match(text[at])]
        if not bare or line in headings:
            continue
        first, last = bare[0], bare[-1] + 1
        row = f"{line},{first},{last},{digest(text[first:last])},"
        yield Finding(
            "uncovered-clause", name, line, f"char={first},{last}", shown(text[first:last], 40),
            f"a row of tasks.csv, or of not_tasks.csv, such as {row}…",
        )  # fmt: skip


def plan_start(text: str, source: Source) -> int:
    """Where the plan part begins: as source.yml says, else behind the second part's heading, else at 0."""
    parts = list(dict.fromkeys(heading.part for heading in source.outline if heading.part))
    lines = text.split("\n")
    if source.plan_line:
        return sum(len(line) + 1 for line in lines[: source.plan_line - 1])
    for heading in source.outline:
        if len(parts) > 1 and heading.part == parts[1] and not heading.section:
            return sum(len(line) + 1 for line in lines[: heading.line])
    return 0
