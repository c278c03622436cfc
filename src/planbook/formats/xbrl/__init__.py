"""Inline XBRL: one page and a small taxonomy, each figure a tagged fact, packed as a report package.

    edition ──facts──▶ facts ──page──▶ reports/<edition>.xhtml
                         └──taxonomy──▶ taxonomy/: schema, labels, presentation, dimensions, calculations

A fact is what the report says and nothing more: concept (indicator and measure), period, scenario, item,
project, unit, and the printed digits with their scale. Derived quantities and a reader's own growth rates are
no facts of the report and stay out.

- The concept's period is a duration: the data do not know stocks from flows. Only what is cumulative to the
  end of a year with an unknown start is an instant, and a concept of its own.
- A hedge (超, 不少于) is a dimension, for it changes which values the number allows, and every tool carries
  dimensions along. What only tells a number's standing (预计, 力争, its place, its note) is a footnote.
- Items are words of the edition, so they are a typed dimension; projects have ids, so they are members.
- The entity is the county's name in the edition's id, in a scheme under `.invalid` (RFC 2606), which no
  registry can own.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planbook.edition import Edition
    from planbook.formats.cover import Cover


def export(edition: "Edition", out: Path, *, cover: "Cover") -> Path:
    """Write the report package of an edition at `out`, whole or not at all; same edition, same bytes.

    Args:
        edition: without a reader's own growth rates.
        cover: what the head of the page says; its date is that of the archive.
    """
    from planbook.formats import archive
    from planbook.formats.xbrl import package
    from planbook.formats.xbrl.facts import facts

    return archive.put(archive.pack(package.members(edition, facts(edition), cover), cover.built), out)
