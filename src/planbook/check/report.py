"""source.yml: is what it says of the report possible in itself, and with the text, does the text say so?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from planbook.edition import document, numerals
from planbook.edition.fields import faults
from planbook.edition.finding import Finding, shown
from planbook.edition.model import Source

_SECTION = re.compile(r"（([一二三四五六七八九十]+)）")
_HEADING = re.compile(r"\s*(?:[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十]+部分)")
_LONGEST_HEADING = 40  # characters; a longer line that begins with （一） is a paragraph
# Of source.yml what a report prints itself, if it prints it; the county's name may be left out.
PRINTED = ("producer", "presented_to", "session", "on_behalf", "speaker", "speaker_office")


def read(edition: str, data: Path) -> tuple[Source | None, list[Finding]]:
    """The edition's source.yml, and all that is wrong with it; None where it cannot be used."""
    file = document.read(data / edition / "source.yml", data)
    if file.findings:
        return None, file.findings
    try:
        source = Source.model_validate(file.data)
    except ValidationError as error:
        return None, list(faults(error, Source, file.file, None))
    return source, [
        Finding(
            "wrong-source", file.file, file.lines.get(field.partition(".")[0]), field, shown(got), expected
        )
        for field, got, expected in (*_possible(source, edition), *_outline(source))
    ]


Fault = tuple[str, object, str]  # field, got, expected


def _possible(source: Source, edition: str) -> Iterator[Fault]:
    if source.edition != edition:
        yield "edition", source.edition, edition
    if source.year != int(source.reviewed) + 1:
        yield "planned", source.planned, f"the year after {source.reviewed}"
    if str(source.date.year) not in (source.reviewed, source.planned):
        yield "date", source.date, f"a day in {source.reviewed} or {source.planned}"
    publication = source.publication
    if publication.written and publication.published and publication.written > publication.published:
        yield (
            "publication.published",
            publication.published,
            f"a day after {publication.written}, when it was written",
        )
    for name, day in (("written", publication.written), ("published", publication.published)):
        if day and str(day.year) < source.reviewed:
            yield f"publication.{name}", day, f"a day in {source.reviewed} or later"
    years = {numerals.arabic(year) for year in re.findall(r"(\d{4})年", source.title)}
    both = {int(source.reviewed), source.year}
    if years and (not years & both or (len(years) > 1 and not both <= years)):
        yield "title", source.title, f"{source.reviewed}年 and {source.planned}年, the edition's years"
    blank = list(source.text.blank)
    if blank != sorted(set(blank)) or any(not 1 <= line <= source.text.lines for line in blank):
        yield "text.blank", blank, f"rising lines up to {source.text.lines}"


def _outline(source: Source) -> Iterator[Fault]:
    """Lines rise; parts and sections are numbered on, but where a heading's note says what is printed."""
    lines = [heading.line for heading in source.outline]
    if lines != sorted(set(lines)) or any(line > source.text.lines for line in lines):
        yield "outline", lines, f"rising lines up to {source.text.lines}"
    parts: list[str] = []
    part, count = "", 0
    for heading in source.outline:
        if heading.part != part:
            if heading.part in parts or (heading.section and parts and not heading.note):
                got = f"part {heading.part} in line {heading.line}"
                yield "outline", got, f"part {part}, or the heading that opens part {heading.part} before it"
            part, count = heading.part, 0
            parts.append(part)
        if not heading.section:
            continue
        count += 1
        if (match := _SECTION.fullmatch(heading.section)) is None:
            continue
        number = int(numerals.chinese(match[1]))
        if number != count and not heading.note:
            got, expected = (
                f"{heading.section} in line {heading.line}",
                "a note on it, if the report prints it so",
            )
            yield "outline", got, f"number {count} of part {part}; {expected}"
        count = number


def prove(text: str, source: Source, file: str) -> Iterator[Finding]:
    """With the report's text: names as it prints them, and its headings in the outline."""
    plain = re.sub(r"\s", "", text)
    if source.county not in plain:
        yield Finding(
            "not-in-text", file, None, "county", shown(source.county), "the county's name as printed"
        )
    for field in PRINTED:
        name = re.sub(r"\s", "", getattr(source, field))
        if name in plain or name.removeprefix(source.county) in plain:  # the empty one, too
            continue
        if near := alike(name, plain):
            yield Finding("not-in-text", file, None, field, shown(name), "as printed", near)
    known = {heading.line for heading in source.outline}
    for number, line in enumerate(text.split("\n"), 1):
        is_short = len(line.strip()) <= _LONGEST_HEADING and not line.rstrip().endswith(("。", "；", "，"))
        if known and number not in known and is_short and _HEADING.match(line):
            expected = f"a heading {{line: {number}, …}} in it"
            yield Finding("wrong-outline", file, None, "outline", shown(line.strip(), 20), expected)


def alike(name: str, text: str) -> str:
    """Where a text has a name but for one character, or two that changed places; "" where it has not."""
    half = len(name) // 2
    for piece, before in ((name[:half], 0), (name[half:], half)):
        for match in re.finditer(re.escape(piece), text) if piece else ():
            for more in (0, 1, -1):
                start = match.start() - (before and before + more)
                window = text[max(0, start) : start + len(name) + more]
                if start >= 0 and _one_edit(name, window):
                    return window
    return ""


def _one_edit(one: str, other: str) -> bool:
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return len(one) + len(other) == 1 or len(one) == len(other) == 1 or (len(one) == 2 and one == other[::-1])
