"""An exhibit: the picture, the sentences on how to read it, and a fold with the numbers behind it."""

from __future__ import annotations

import re

from planbook.edition import Edition

from . import output, prose
from .markup import Words, count, join, words
from .tables import Table

FOLD = "图中数字"


def exhibit(ed: Edition, picture, reading=(), *, optional: bool = False, **values) -> None:
    """Put a picture (None: nothing), its reading (a template or several) and the fold.

    optional: sentences whose figures the edition lacks fall away instead of failing.
    """
    if picture is None:
        return
    output.picture(picture)
    templates = [reading] if isinstance(reading, str) else reading
    sentences = [prose.sentence(ed, template, optional=optional, **values) for template in templates]
    sentences = [one for one in sentences if one is not None]
    if sentences:
        # Sentences of one reading are one paragraph: Chinese needs no space between them.
        output.put(join("", sentences))
    fold(ed, picture.table, of=("picture", picture.name))


def fold(ed: Edition, table: Table, title: str = FOLD, *, of: tuple[str, str] | None = None) -> None:
    """A table in a fold: closed on a screen, open in print. of: the exhibit that it belongs to, ("picture",
    its name), where it is none itself."""
    made = table.myst(ed)
    myst = "\n".join([f"::::{{dropdown}} {title}", ":class-container: fold", "", made, "::::"])
    plain = f"<details><summary>{title}</summary>\n\n{made.plain}\n\n</details>"
    output.put(Words(myst, plain, made.entries), *(of or _itself(table)))


def put(ed: Edition, table: Table) -> None:
    """A table on the page."""
    output.put(table.myst(ed), *_itself(table))


def _itself(table: Table) -> tuple[str, str]:
    """What a table is to its numbers: an exhibit when it has a number of its own."""
    return ("table", table.name) if table.name and table.caption else ("text", "")


def table(
    ed: Edition,
    columns,
    rows,
    *,
    caption: str,
    name: str,
    unit: str = "",
    units=None,
    notes=(),
    css: str = "",
) -> None:
    """Put a numbered three-rule table; see `Table` for what a cell may be. No rows: nothing."""
    if not rows:
        return
    made = Table(
        list(columns),
        [list(row) for row in rows],
        caption=caption,
        name=name,
        unit=unit,
        units=dict(units or {}),
        notes=list(notes),
        css=css,
    )
    put(ed, made)


def counted_in(caption: str) -> Words:
    """A caption in which every whole number, with its measure word, is a count of the program's."""
    made, at = [], 0
    for found in re.finditer(r"(\d+)(\w?)", caption):
        made += [words(caption[at : found.start()]), count(int(found[1]), found[2])]
        at = found.end()
    return join("", [*made, words(caption[at:])])
