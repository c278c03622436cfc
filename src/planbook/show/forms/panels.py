"""Small panels: different units side by side, each with its own scale and its unit as heading; never two
axes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from planbook.edition import Edition
from planbook.show.forms import bar_style, bars
from planbook.show.forms.canvas import INNER, Canvas

from .. import numbers, style
from ..claims import Claim, two_years
from ..picture import Picture
from ..select import Exhibit
from ..style import BODY, MARGIN, SMALL

HEADING = 20.0
GAP = 10.0


@style.theme()
def panels(
    ed: Edition,
    groups: Mapping[str, bar_style.Chosen],
    *,
    title: str,
    caption: str,
    name: str,
    subtitle: str = "",
    note: str = "",
    labels: bar_style.Labels = None,
    order: str = "value",
    head: str = "项目",
) -> Picture | None:
    """A block of bars for each group, under its heading with the unit.

    groups: {heading: figures} or, to be grouped by printed unit, a plain list of figures; ids will do.
    Panels that the edition lacks fall away; None when none is left.
    """
    if not isinstance(groups, dict):
        groups = _by_unit(bar_style.resolve(ed, groups))
    blocks = []
    for heading, figures in groups.items():
        chosen = bar_style.drawable(bar_style.resolve(ed, figures), f"{name}: {heading}")
        if chosen:
            unit = bar_style.unit_of(chosen, None)
            made = bar_style.rows(ed, chosen, unit, labels=labels)
            if order == "value":
                made.sort(key=lambda row: -row.value)
            blocks.append((heading, unit, made))
    if not blocks:
        return None
    every = [row for _, _, made in blocks for row in made]
    converted = "".join(
        numbers.conversion_note([row.figure for row in made], unit) for _, unit, made in blocks
    )
    own = "每组各用自己的尺度，组与组之间的条长不可相比。" if len(blocks) > 1 else ""
    remarks = "".join(part for part in (f"{note.rstrip('。')}。" if note else "", own) if part)
    body = sum(HEADING + bars.plot_height(made) for _, _, made in blocks) + GAP * (len(blocks) - 1)
    canvas = Canvas(
        title=title,
        subtitle=subtitle,
        body=body,
        keys=bars.years(ed, every),
        foot=[*bar_style.notes(every, converted=converted, note=remarks), bar_style.source(ed)],
    )
    room, top = bar_style.label_room(every), canvas.top
    for heading, unit, made in blocks:
        heading = style.shortened(heading, INNER - style.width(f"（{unit}）") - 4, BODY * 1.05)
        canvas.text(MARGIN, top + HEADING / 2 - 1, heading, weight="bold")
        if heading != unit:
            x = MARGIN + style.width(heading, BODY, "bold") + 4
            canvas.text(x, top + HEADING / 2 - 1, f"（{unit}）", size=SMALL, color=style.MUTED)
        canvas.rule(MARGIN, top + HEADING - 1, style.WIDTH - MARGIN, top + HEADING - 1)
        bars.plot(canvas, made, top + HEADING, room=room)
        top += HEADING + bars.plot_height(made) + GAP
    figures = [row.figure for row in every]
    if labels:  # what is called by its year alone is told with its panel's name
        several = {numbers.key(row.figure): heading for heading, _, made in blocks for row in made}
        labels = {id: f"{several[id]}，{label}" for id, label in labels.items() if id in several}
    table = bar_style.listing(ed, every, head=head, unit="", labels=labels)
    return canvas.finish(
        alt=f"分组条形图：{caption}。{bar_style.spoken(ed, figures, labels)}。",
        caption=caption,
        name=name,
        figures=[numbers.key(f) for f in figures],
        table=table,
    )


def _by_unit(figures: Iterable[numbers.Quantity]) -> dict[str, list[numbers.Quantity]]:
    groups: dict[str, list[numbers.Quantity]] = {}
    for figure in figures:
        if figure.value is not None:
            groups.setdefault(figure.unit, []).append(figure)
    return groups


def claims(ed: Edition, exhibit: Exhibit, line: int) -> list[Claim | None]:
    """How the two years compare, where the panels are of two years."""
    return two_years(ed, exhibit.pairs, exhibit.noun)


def reading(ed: Edition, exhibit: Exhibit) -> str:
    """How to read the picture."""
    return "每组一个单位，各有各的尺度。"


def draw(ed: Edition, exhibit: Exhibit, title: str, subtitle: str, line: int) -> Picture | None:
    """The picture of an exhibit."""
    return panels(
        ed, exhibit.groups, title=title, subtitle=subtitle, caption=exhibit.caption, name=exhibit.name,
        note=exhibit.note, labels=exhibit.labels, order=exhibit.order,
    )  # fmt: skip
