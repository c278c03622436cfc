"""What an edition wants beyond the rules that choose exhibits: data/<edition>/exhibits.yml, one entry a
chapter.

Titles are never written there: a picture says what its form finds in the figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Literal

from pydantic import Field, ValidationError

from . import document
from .claim import FIELD
from .entries import sentence
from .facts import Facts
from .fields import faults
from .finding import Finding, nearest, shown
from .model import Model, OptionalSlug, Slug, Text

if TYPE_CHECKING:
    from .lookup import Edition

FILE = "exhibits.yml"
Form = Literal["bars", "stacked", "bullet", "threshold", "dumbbell", "paired"]


class Picture(Model):
    """One picture: a form, its figures (or derived quantities) in their order, and the whole they make."""

    form: Form
    figures: tuple[Slug, ...] = Field(
        min_length=2, description="of bullets in threes: a part, its whole, and the share of it"
    )
    whole: OptionalSlug = ""
    topic: OptionalSlug = Field("", description="where it stands; none: the topic of its first figure")
    caption: Text = Field(description="what is shown, in Chinese, without numbers")
    note: str = ""


class Wish(Model):
    """What one chapter has besides."""

    lead: str = Field("", description="the first sentence; numbers as {figure-id}")
    key_numbers: tuple[Slug, ...] = ()
    topics: tuple[Slug, ...] = Field((), description="topics that come first, in this order")
    exhibits: tuple[Picture, ...] = ()


def wishes(ed: Edition) -> dict[str, Wish]:
    """The entries of the file by chapter, years filled in; none without the file.

    Entries that are wrong are left out: `planbook check` tells them, and no book is built until it is silent.
    """
    ed.reads.note_file(f"{ed.id}/{FILE}")
    found = {}
    for chapter, entry in document.read(ed.data / ed.id / FILE, ed.data).data.items():
        with suppress(ValidationError):
            wish = ed.source.dated(Wish.model_validate(entry), "lead")
            pictures = tuple(ed.source.dated(one, "caption", "note") for one in wish.exhibits)
            found[chapter] = wish.model_copy(update={"exhibits": pictures})
    return found


def check(facts: Facts) -> Iterator[Finding]:
    """What is wrong with the file: chapters, topics and ids that do not exist, and numbers that were
    typed."""
    ed = facts.ed
    path = ed.data / ed.id / FILE
    if not path.exists():
        return
    read = document.read(path, ed.data)
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
                told = "threes: a part, its whole, the share of it"
                yield finding("bad-value", "figures", f"{len(one.figures)} figures of a bullet", told)
        sentences = [("lead", wish.lead)]
        sentences += [(field, getattr(one, field)) for one in wish.exhibits for field in ("caption", "note")]
        for field, template in sentences:
            for slug, _, got, expected, near in sentence(facts, field, template):
                yield finding(slug, field, got, expected, near)
            if field != "lead" and set(FIELD.findall(template)) - {"reviewed", "planned"}:
                yield finding("bad-value", field, shown(template), "{reviewed} and {planned} only")
