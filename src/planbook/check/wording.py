"""With the report's text: are the words of the rows those that stand at their places?

Names may be put together from a list (甲、乙两个项目 is 甲项目 and 乙项目) or be our own words, so what
is not printed as it stands is a fault only where the text has almost the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planbook.check.report import alike
from planbook.edition.fields import Tables
from planbook.edition.finding import Finding, shown

PRELIMINARY = re.compile("预计|初步|快报|预估|估计|估算|测算|有望")
EXPECTED = re.compile("预计|初步核算|初步统计")  # right before a number they are said of it
_CLAUSE = re.compile("[。；！？，：\n]")
_JOINTS = set(
    "、，；：。的之以及和与等并或在为了“”《》（）()及其 "
)  # where a list may be cut and put together anew
_SHORTEST = 4  # characters; shorter words are like too many others


def wording(text: str, tables: Tables) -> Iterator[Finding]:
    """Projects, items, preliminary figures and terms against the text."""
    lines = text.split("\n")
    places: dict[str, list[tuple[int, int]]] = {}
    printed = {figure.figure: figure.printed for _, figure in tables.typed["figures"]}
    for _, mention in tables.typed["mentions"]:
        if text[mention.char_start : mention.char_end] != printed.get(mention.figure):
            continue  # the place is wrong, which is told already
        line = text.count("\n", 0, mention.char_start) + 1
        places.setdefault(mention.figure, []).append((line, mention.char_start))
    yield from _projects(text, lines, tables)
    yield from _figures(text, lines, places, tables)
    for line, term in tables.typed["glossary"]:
        first = next((number for number, words in enumerate(lines, 1) if term.term in words), None)
        if first is None:
            yield Finding(
                "not-in-text", tables.files["glossary"], line, "term", shown(term.term), "as printed"
            )
        elif first != term.line:
            expected = f"{first}, where it stands first"
            yield Finding("wrong-line", tables.files["glossary"], line, "line", str(term.line), expected)


def _projects(text: str, lines: Sequence[str], tables: Tables) -> Iterator[Finding]:
    for line, project in tables.typed["projects"]:
        if near := _otherwise(project.name, text, lines):
            file = tables.files["projects"]
            yield Finding("not-in-text", file, line, "name", shown(project.name), "the name as printed", near)


def _figures(
    text: str, lines: Sequence[str], places: dict[str, list[tuple[int, int]]], tables: Tables
) -> Iterator[Finding]:
    file = tables.files["figures"]
    for line, figure in tables.typed["figures"]:
        own = places.get(figure.figure, [])
        if not own:
            continue
        here = [lines[number - 1] for number, _ in own]
        joined, place = "\n".join(here), f"line {own[0][0]}"
        if near := _otherwise(figure.item, joined, here):
            yield Finding(
                "not-in-text", file, line, "item", shown(figure.item), f"as {place} prints it", near
            )
        elif len(figure.item) >= _SHORTEST and figure.item in text and figure.item not in joined:
            yield Finding("not-in-text", file, line, "item", shown(figure.item), f"a part that {place} names")
        if figure.preliminary and not PRELIMINARY.search(joined):
            expected = f"empty: {place} has no 预计 or 初步核算"
            yield Finding("not-in-text", file, line, "preliminary", "“true”", expected)
        clauses = [_CLAUSE.split(text[:start])[-1] for _, start in own]
        if figure.scenario == "actual" and not figure.preliminary and all(map(EXPECTED.search, clauses)):
            expected = f"true, after {shown(clauses[0], 30)}"
            yield Finding("not-in-text", file, line, "preliminary", "empty", expected)


def _otherwise(name: str, text: str, lines: Sequence[str]) -> str:
    """How a text prints a name that it has in almost these words; "" where it has it, or nothing like it."""
    plain = re.sub(r"\W", "", name)
    if len(plain) < _SHORTEST or name in text or plain in re.sub(r"\W", "", text):
        return ""
    return "" if any(_put_together(name, line) for line in lines) else alike(name, text)


def _put_together(name: str, line: str) -> bool:
    """Whether a name is made of pieces of a line, in their order, with whole words left out between them."""
    at, start = 0, 0
    while at < len(name):
        size = next((n for n in range(len(name) - at, 0, -1) if name[at : at + n] in line[start:]), 0)
        if not size or (size == 1 and at and name[at] not in _JOINTS):
            return False
        at_line = line.index(name[at : at + size], start)
        gap = line[start:at_line] if at else ""
        if len(gap) == 1 and gap not in _JOINTS:
            return False
        at, start = at + size, at_line + size
    return True
