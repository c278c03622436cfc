"""A finding: one thing that is wrong in the data, where, what was expected, what to do. Stdlib only."""

from __future__ import annotations

import difflib
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # controls, direction marks, surrogates, line separators
# slug: (what is wrong, what to do next)
UNREAD = (  # kinds after which nobody knows what else a file says
    "missing-file", "not-a-file", "unreadable", "too-large", "encoding", "nul", "empty-file", "bad-csv",
    "header", "ragged-row", "bad-yaml", "duplicate-key",
)  # fmt: skip
KINDS = {
    # files
    "no-edition": ("There is no such edition", "Correct its name, or make its folder with a source.yml."),
    "missing-file": ("The file does not exist", "Add it, or correct the folder's name."),
    "not-a-file": ("There is something else in the file's place", "Put the file there."),
    "unreadable": ("The file cannot be read", "Look at its permissions and its format."),
    "too-large": ("The file is larger than any edition", "Look at what it holds."),
    "encoding": ("The file is not UTF-8", "Save it as UTF-8 (in Excel: “CSV UTF-8”)."),
    "nul": ("The file holds NUL bytes", "It is damaged or no text; restore it."),
    "empty-file": ("The file is empty", "Write the header, or restore the file."),
    "bad-csv": ("The line is no CSV", "Look at the quotes around its fields."),
    "header": ("The header is not the one expected", "Restore the header; the order of the columns counts."),
    "ragged-row": (
        "The row has too few or too many fields",
        "Look for a missing comma, or one that needs quotes.",
    ),
    "stray-space": ("The field begins or ends with a blank", "Remove the blank."),
    "control-character": (
        "The field holds a control character",
        "Remove it; a field is one line of plain text.",
    ),
    "bad-yaml": ("The file is no plain YAML", "Correct the line; anchors and tags are not used here."),
    "duplicate-key": ("The key stands twice", "Keep one."),
    # one field
    "required": ("The field is empty", "Fill it in."),
    "unknown-code": (
        "The word is no code of codelists.csv",
        "Use one of its codes, or add a row: to data/codelists.csv, or to codelists.csv beside this file.",
    ),
    "unknown-word": ("The word is not in the column's vocabulary", "Use a word of data/README.md."),
    "unknown-field": ("There is no such field", "Correct its name or remove it."),
    "bad-slug": ("The id has the wrong form", "Use a–z, 0–9 and _, parts joined by -."),
    "bad-number": ("The value is no plain decimal", "Write digits only, as printed: 13.30, -3.2."),
    "bad-period": ("The period has the wrong form", "Write 2025, 2022/2025 or ../2025."),
    "bad-value": ("The value does not fit", "See data/README.md."),
    # rows together
    "duplicate-row": ("The key stands twice", "Give each row its own key, or delete one."),
    "same-name": ("Two rows have one name", "Give each its own name, or use one row for both."),
    "no-word": ("The name is a bare number", "Write what it is called."),
    "formula": ("A spreadsheet would compute the cell", "Begin it with a word."),
    "wrong-scale": ("The factor is not what the unit's name says", "Correct the factor, or the base."),
    "unknown-id": ("The id does not exist", "Correct it, or add its row."),
    "unknown-unit": ("The unit is not in units.csv", "Correct it, or add a row to units.csv."),
    "wrong-dimension": (
        "The unit measures something else",
        "Look at the measure, the unit and the indicator.",
    ),
    "unreadable-print": ("The printed number cannot be read", "Print number, unit and hedge only."),
    "not-as-printed": ("The field differs from what is printed", "Follow the text: printed decides."),
    "unit-loop": ("The base of a unit must be a unit with factor 1", "Correct the base or its factor."),
    "no-target": (
        "A row without a value must be a target against an indicator",
        "Fill in value, or against.",
    ),
    "two-targets": ("A row has a number or a reference, not both", "Empty value and unit, or against."),
    "bad-rank": ("A rank needs the unit 位 and a whole number", "Correct the row, or its measure."),
    "not-a-rank": ("Only a rank can rank something", "Empty rank_of, or correct the measure."),
    "bad-scenario": (
        "The time does not fit",
        "What was reached or built is past; what is aimed at is to come.",
    ),
    "no-mention": ("The figure has no place in the text", "Add its row to mentions.csv."),
    "bad-span": ("The span ends in the wrong place", "char_start < char_end, 0-based, end exclusive."),
    "bad-derivation": ("The derived quantity cannot be computed", "Correct its op, inputs or unit."),
    "wrong-source": ("The origin does not fit the folder or itself", "Correct it."),
    # actuals to date
    "not-planned": ("The plan has no such target or task", "Correct what names it, or leave the row out."),
    "target-or-task": (
        "The row must name one thing",
        "Fill in indicator, item, project and measure of a target, or task.",
    ),
    # the audit's files
    "bad-check": ("The check cannot be made", "Correct its kind, its figures or their units."),
    "typed-number": ("The sentence holds a typed number", "Write {figure-id} in its place."),
    "stale-note": ("The note belongs to no check", "Take its key from planbook check --audit, or delete it."),
    # with the text
    "other-text": ("This is not the text that the edition was read from", "Use the text with this sha256."),
    "wrong-length": ("The text is not as long as source.yml says", "Correct source.yml."),
    "outside": ("The span leaves the text", "Correct the offsets: code points of the whole text."),
    "wrong-line": ("The span is not in that line", "Correct line (1-based) or the offsets."),
    "wrong-characters": ("Other characters stand there", "Correct the offsets or what is printed."),
    "wrong-digest": (
        "The digest is not that of the characters there",
        "Recompute it after looking at the place.",
    ),
    "overlap": ("Two spans overlap without being the same", "One numeral, one span."),
    "claimed-twice": ("The numeral is a figure and no figure", "Delete one of the two rows."),
    "cut-numeral": ("The span cuts a numeral in two", "Move its ends to the numeral's."),
    "uncovered": ("A numeral of the text is in neither table", "Add a mention, or a row to not_figures.csv."),
    "uncovered-clause": (
        "A clause of the plan part is in neither table",
        "Add a row to tasks.csv, or one to not_tasks.csv with the reason.",
    ),
    "task-and-not": ("The clause is a task and no task", "Delete one of the rows, or move its ends."),
    "wrong-word": ("The word of strength does not stand there", "Correct word_start, or the word."),
    "other-commitment": ("The figure is said in another strength than its task", "Follow the text."),
    "apart": ("The task and its figure stand apart", "Correct the task's figures, or its span."),
    "no-numeral": ("There is no numeral in the span", "Correct the offsets, or delete the row."),
    "wrong-blank": (
        "The list is not that of the text's blank lines",
        "Copy the list; paragraphs count by it.",
    ),
    "wrong-outline": ("The outline is not that of the text", "Correct its lines and numbers."),
    "not-in-text": ("The text does not say so", "Write it as it is printed."),
}


@dataclass(frozen=True)
class Finding:
    """One fault. `row` is the line in the file (1-based, the header is 1), None for the file as a whole."""

    slug: str
    file: str
    row: int | None = None
    field: str = ""
    got: str = ""
    expected: str = ""
    nearest: str = ""

    @property
    def title(self) -> str:
        """What is wrong, in one clause."""
        return KINDS[self.slug][0]

    @property
    def next_step(self) -> str:
        """What to do about it."""
        return KINDS[self.slug][1]

    @property
    def place(self) -> str:
        """`data/guangling-2026/figures.csv:14 unit`."""
        return self.file + (f":{self.row}" if self.row else "") + (f" {self.field}" if self.field else "")

    def __str__(self) -> str:
        facts = (("got", self.got), ("expected", self.expected), ("nearest", self.nearest))
        details = "; ".join(f"{name} {value}" for name, value in facts if value)
        return visible(f"{self.place}: {self.title}{': ' + details if details else ''}. {self.next_step}")

    def to_json(self) -> dict[str, Any]:
        """The finding as plain JSON values, with title and next step."""
        return {**asdict(self), "title": self.title, "next": self.next_step}


def nearest(name: str, names: Iterable[str], cutoff: float = 0.5) -> str:
    """The one of `names` that looks most like `name`, or "" when none is alike by `cutoff` (0 to 1)."""
    return next(iter(difflib.get_close_matches(name, list(names), n=1, cutoff=cutoff)), "")


def is_invisible(text: str) -> bool:
    """Whether a text has a character that nobody sees and that may change what others look like, or one that
    is no character (U+FFFE)."""
    return not text.isprintable() and any(
        unicodedata.category(c) in INVISIBLE or ord(c) & 0xFFFE == 0xFFFE or "\ufdd0" <= c <= "\ufdef"
        for c in text
    )


def visible(text: str) -> str:
    """A text with such characters as JSON writes them: \\u001b."""
    return "".join(json.dumps(c)[1:-1] if is_invisible(c) else c for c in text)


def shown(text: object, limit: int = 60) -> str:
    """A value as it may stand in a message: quoted, on one line, never longer than `limit`."""
    plain = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in str(text))
    return f"“{plain[: limit - 1]}…”" if len(plain) > limit else f"“{plain}”"
