"""Where a figure stands in the report, for people: 第一部分（二）第3段."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from .model import Heading, Source

_ENDS = "。！？；\n"


class Place(NamedTuple):
    """A place in the text: line (1-based), part and section as in the outline, paragraph below the heading.

    Paragraph 0 is the heading itself.
    """

    line: int
    part: str
    section: str
    paragraph: int

    def __str__(self) -> str:
        part = f"第{self.part}部分" if self.part and not self.part.startswith("第") else self.part
        section = self.section
        if section and not section.startswith(("（", "(", "〔", "第")):
            section = f"（{section}）"
        paragraph = f"第{self.paragraph}段" if self.paragraph else "标题"
        return f"{part or '开头'}{section}{paragraph}"


class Outline:
    """The headings of a text in order. Blank lines (source.yml: text.blank) are no paragraphs."""

    def __init__(self, source: Source):
        self._headings = sorted(source.outline, key=lambda heading: heading.line)
        self._lines = [heading.line for heading in self._headings]
        self._blank = sorted(source.text.blank)

    def place(self, line: int) -> Place:
        """The place of a line."""
        index = bisect_right(self._lines, line) - 1
        heading = (
            self._headings[index] if index >= 0 else Heading.model_construct(line=0, part="", section="")
        )
        between = bisect_right(self._blank, line) - bisect_right(self._blank, heading.line)
        return Place(line, heading.part, heading.section, line - heading.line - between)

    def places(self, lines: Iterable[int]) -> list[Place]:
        """The places of several lines, each once, in order."""
        return [self.place(line) for line in sorted(set(lines))]


def sentence(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The sentence around [start, end): what comes before, the stretch itself, what comes after.

    A semicolon ends one too: reports string dozens of them together.
    """
    first = max(text.rfind(sign, 0, start) for sign in _ENDS) + 1
    ends = [at for sign in _ENDS if (at := text.find(sign, end)) >= 0]
    last = min(ends, default=len(text) - 1) + 1
    return text[first:start].lstrip(), text[start:end], text[end:last].rstrip()
