"""Does the text bear the data out? Every numeral accounted for exactly once, every place as the tables say.

The text stays outside the repository; it is known by its sha256, and all offsets are code points of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planbook.check import commitments, report, wording
from planbook.edition import files, numerals
from planbook.edition.finding import Finding, shown
from planbook.edition.model import Source
from planbook.edition.spans import digest, line_starts

if TYPE_CHECKING:
    from planbook.edition.fields import Tables

FIGURE, OTHER = "mentions", "not_figures"


class Span(NamedTuple):
    """A stretch of the text that a row claims: [start, end), its table and line, what it should hold."""

    start: int
    end: int
    table: str
    row: int
    text_line: int
    sha256: str
    printed: str | None


def locate(path: Path, source: Source | None, tables: Tables) -> list[Finding]:
    """What is wrong between an edition and its text. Another sha256 is refused, with both hashes."""
    if source is None:  # source.yml is broken, which is told already
        _, fault = files.text_of(path, path.name)
        return [fault] if fault else []
    text, fault = files.same_text(path, path.name, source.text.sha256)
    if fault:
        return [fault]
    return [
        *_whole(text, source, tables), *_spans(text, tables), *_numerals(text, path.name, tables),
        *commitments.locate(text, path.name, source, tables),
        *report.prove(text, source, tables.files[FIGURE].rpartition("/")[0] + "/source.yml"),
        *(() if source.unreviewed else wording.wording(text, tables)),
    ]  # fmt: skip


def _whole(text: str, source: Source, tables: Tables) -> Iterator[Finding]:
    file = tables.files[FIGURE].rpartition("/")[0] + "/source.yml"
    lines = text.split("\n")
    for name, declared, counted in (
        ("length", source.text.length, len(text)),
        ("lines", source.text.lines, len(lines)),
    ):
        if declared != counted:
            yield Finding("wrong-length", file, None, f"text.{name}", str(declared), str(counted))
    blank = tuple(number for number, line in enumerate(lines, 1) if not line.strip())
    if source.text.blank != blank:
        got = f"{len(source.text.blank)} lines"
        yield Finding("wrong-blank", file, None, "text.blank", got, f"[{', '.join(map(str, blank))}]")
    for heading in source.outline:
        words = lines[heading.line - 1].strip() if heading.line <= len(lines) else ""
        sign = "" if heading.section else f"{heading.part}、"
        sign = heading.section if heading.section.startswith("（") else sign
        printed = words.replace("(", "（").replace(")", "）").startswith((sign, f"第{heading.part}部分"))
        if not words or not (printed or heading.note):
            yield Finding(
                "wrong-outline", file, None, f"outline line {heading.line}", shown(words, 20), shown(sign)
            )


def _claims(tables: Tables) -> list[Span]:
    printed = {figure.figure: figure.printed for _, figure in tables.typed["figures"]}
    spans = [
        Span(m.char_start, m.char_end, FIGURE, line, m.line, m.sha256, printed.get(m.figure))
        for line, m in tables.typed[FIGURE]
    ]
    spans += [
        Span(n.char_start, n.char_end, OTHER, line, n.line, n.sha256, None) for line, n in tables.typed[OTHER]
    ]
    return sorted(span for span in spans if span.start < span.end)


def _spans(text: str, tables: Tables) -> Iterator[Finding]:
    """Is each span in the text, in its line, with its characters?"""
    starts = line_starts(text)
    for span in _claims(tables):
        file = tables.files[span.table]
        if span.end > len(text):
            yield Finding("outside", file, span.row, "char_end", str(span.end), f"≤ {len(text)}")
            continue
        line = bisect_right(starts, span.start)
        if span.text_line != line:
            yield Finding("wrong-line", file, span.row, "line", str(span.text_line), str(line))
        characters = text[span.start : span.end]
        if span.printed is not None and characters != span.printed:
            yield Finding(
                "wrong-characters", file, span.row, "char_start", shown(characters), shown(span.printed)
            )
        elif span.sha256 != digest(characters):
            expected = f"{digest(characters)} for {shown(characters)}"
            yield Finding("wrong-digest", file, span.row, "sha256", span.sha256, expected)


def _numerals(text: str, name: str, tables: Tables) -> Iterator[Finding]:
    """Is each numeral in exactly one span, and a numeral in each span that says there is one?"""
    starts = line_starts(text)
    spans = [span for span in _claims(tables) if span.end <= len(text)]
    for numeral in numerals.scan(text):
        line = bisect_right(starts, numeral.start)
        field = f"char={numeral.start},{numeral.end}"
        near = [span for span in spans if span.start < numeral.end and numeral.start < span.end]
        whole = {(s.start, s.end, s.table) for s in near if s.start <= numeral.start and numeral.end <= s.end}
        if not near:
            around = _one_line(text[max(0, numeral.start - 6) : numeral.end + 6])
            row = f"{line},{numeral.start},{numeral.end},{digest(numeral.text)},"
            yield Finding(
                "uncovered",
                name,
                line,
                field,
                f"“{numeral.text}” in {shown(around)}",
                f"a row, such as {row}…",
            )
        for span in near:
            if (span.start, span.end, span.table) not in whole:
                characters = text[span.start : span.end]
                yield Finding(
                    "cut-numeral",
                    tables.files[span.table],
                    span.row,
                    "char_start",
                    shown(characters),
                    shown(numeral.text),
                )
        if len(whole) > 1:
            files = {span.table for span in near}
            slug = "claimed-twice" if len(files) > 1 else "overlap"
            at = max(near, key=lambda span: (span.table == OTHER, span.row))
            others = ", ".join(f"{tables.files[s.table]}:{s.row}" for s in near if s is not at)
            yield Finding(
                slug, tables.files[at.table], at.row, "char_start", shown(numeral.text), f"not also {others}"
            )
    seen = [(n.start, n.end) for n in numerals.scan(text, lexicon=False)]
    for span in spans:
        if span.table == OTHER and not any(span.start < end and start < span.end for start, end in seen):
            yield Finding(
                "no-numeral", tables.files[OTHER], span.row, "char_start", shown(text[span.start : span.end])
            )


def _one_line(characters: str) -> str:
    """Characters of the text as they may stand in a message: a line break as ⏎, other blanks as one."""
    return "".join("⏎" if c == "\n" else " " if c.isspace() else c for c in characters)
