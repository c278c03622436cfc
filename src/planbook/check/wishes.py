"""What is wrong with exhibits.yml: chapters, topics, figures that do not exist, numbers that were typed."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from planbook.audit.claim import FIELD
from planbook.audit.entries import sentence
from planbook.audit.facts import Facts
from planbook.edition import document
from planbook.edition.exhibits import FILE, Wish
from planbook.edition.fields import faults
from planbook.edition.finding import Finding, nearest, shown


def check(facts: Facts) -> Iterator[Finding]:
    """What is wrong with the file: chapters, topics and ids that do not exist, and numbers that were
    typed."""
    ed = facts.ed
    read = document.optional(ed.data / ed.id / FILE, ed.data)
    yield from read.findings
    chapters, topics = ed.codes("chapter"), ed.codes("topic")
    for chapter, entry in read.data.items():
        line = read.lines.get(chapter)

        def finding(slug: str, field: str, got: str, expected: str = "", near: str = "") -> Finding:
            return Finding(slug, read.file, line, f"{chapter}.{field}", got, expected, near)  # noqa: B023

        if chapter not in chapters:
            wanted = ", ".join(chapters)
            yield Finding(
                "unknown-id", read.file, line, chapter, expected=wanted, nearest=nearest(chapter, chapters)
            )
            continue
        try:
            wish = Wish.model_validate(entry)
        except ValidationError as error:
            yield from faults(error, Wish, read.file, line, chapter)
            continue
        for topic in (*wish.topics, *(one.topic for one in wish.exhibits if one.topic)):
            if topic not in topics:
                expected = "a row topic,… of codelists.csv"
                yield finding("unknown-code", "topics", shown(topic), expected, nearest(topic, topics))
        ids = [*wish.key_numbers, *(id for one in wish.exhibits for id in (*one.figures, one.whole) if id)]
        known = [*facts.figures, *ed.derivations()]
        for id in ids:
            if ed.get(id) is None:
                yield finding("unknown-id", "figures", shown(id), "a figure", nearest(ed.dated(id), known))
        for one in wish.exhibits:
            if one.form == "bullet" and len(one.figures) % 3:
                parts = "threes: a part, its whole, the share of it"
                yield finding("bad-value", "figures", f"{len(one.figures)} figures of a bullet", parts)
        sentences = [("lead", wish.lead)]
        sentences += [(field, getattr(one, field)) for one in wish.exhibits for field in ("caption", "note")]
        for field, template in sentences:
            for slug, _, got, expected, near in sentence(facts, field, template):
                yield finding(slug, field, got, expected, near)
            if field != "lead" and set(FIELD.findall(template)) - {"reviewed", "planned"}:
                yield finding("bad-value", field, shown(template), "{reviewed} and {planned} only")
