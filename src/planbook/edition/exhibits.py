"""What an edition wants beyond the rules that choose exhibits: data/<edition>/exhibits.yml, one entry a
chapter.

Titles are never written there: a picture says what its form finds in the figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

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
    """What one chapter shows besides what the rules choose."""

    lead: str = Field("", description="the first sentence; numbers as {figure-id}")
    key_numbers: tuple[Slug, ...] = ()
    topics: tuple[Slug, ...] = Field((), description="topics that come first, in this order")
    exhibits: tuple[Picture, ...] = ()


def wishes(ed: Edition) -> dict[str, Wish]:
    """The sound entries of the file by chapter, years filled in; none without the file."""
    dated = {}
    for chapter, wish in ed.entries(FILE, Wish).items():
        pictures = tuple(ed.source.dated(one, "caption", "note") for one in wish.exhibits)
        dated[chapter] = ed.source.dated(wish, "lead").model_copy(update={"exhibits": pictures})
    return dated
