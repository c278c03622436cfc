"""What people noted on the audit's findings: data/<edition>/known_issues.yml.

One entry a finding, by its fingerprint. The program reads the file and never writes it, so no rerun can lose
a note. A note remembers the numbers it was written for (`seen`); when they change, the audit says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from planbook.edition.model import Model, Text

if TYPE_CHECKING:
    from planbook.edition.lookup import Edition

FILE = "known_issues.yml"
STATUS = {"open": "待核实", "explained": "已说明", "corrected": "已更正"}


class Note(Model):
    """A person's word on one finding."""

    check: Text = Field(description="the finding's name, for people")
    status: Literal["open", "explained", "corrected"]
    note: Text = Field(description="in Chinese, shown in the book; {figure-id} for a number")
    seen: Text = Field(description="the printed numbers that the note is about")


def notes(ed: Edition) -> dict[str, Note]:
    """The sound notes by fingerprint; none without the file."""
    return {key: ed.source.dated(note, "note") for key, note in ed.entries(FILE, Note).items()}
