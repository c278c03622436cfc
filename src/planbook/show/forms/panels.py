"""Small panels: different units side by side, each with its own scale and its unit as heading; never two
axes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from planbook.edition import Edition
from planbook.show.forms import bar_style, bars
from planbook.show.forms.canvas import Canvas, finish

from .. import numbers, palette, style
from ..claims import Claim, two_years
from ..picture import Picture
from ..select import Exhibit
from ..style import MARGIN, Layout

HEADING = 26.0
GAP = 12.0


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

    def draw(layout: Layout) -> Canvas:
        room = max(bars.Block(layout, made).room for _, _, made in blocks)
        panels = [bars.Block(layout, made, room=room) for _, _, made in blocks]
        body = sum(HEADING + panel.height for panel in panels) + GAP * (len(panels) - 1)
        canvas = Canvas(ed, layout, body, bars.years(ed, every))
        top, drawn = canvas.top, []
        for (heading, unit, _), panel in zip(blocks, panels, strict=True):
            _heading(canvas, top, heading, unit)
            drawn += panel.draw(canvas, top + HEADING)
            top += HEADING + panel.height + GAP
        bar_style.bars(canvas, drawn)
        return canvas

    figures = [row.figure for row in every]
    if labels:  # what is called by its year alone is told with its panel's name
        several = {numbers.key(row.figure): heading for heading, _, made in blocks for row in made}
        labels = {id: f"{several[id]}，{label}" for id, label in labels.items() if id in several}
    table = bar_style.listing(ed, every, head=head, unit="", labels=labels)
    return finish(
        draw,
        title=title,
        subtitle=subtitle,
        note=bar_style.notes(every, converted=converted, note=remarks),
        alt=f"分组条形图：{caption}。{bar_style.spoken(ed, figures, labels)}。",
        caption=caption,
        name=name,
        figures=[numbers.key(f) for f in figures],
        table=table,
    )


def _heading(canvas: Canvas, top: float, heading: str, unit: str) -> None:
    layout, y = canvas.layout, top + HEADING / 2 - 1
    room = layout.inner - style.width(f"（{unit}）", layout.small) - 6
    heading = style.shortened(heading, room, layout.body, "bold")
    canvas.text(MARGIN, y, heading, weight="bold")
    if heading != unit:
        x = MARGIN + style.width(heading, layout.body, "bold") + 4
        canvas.text(x, y, f"（{unit}）", size=layout.small, color=palette.MUTED)
    canvas.rule(MARGIN, top + HEADING - 1, layout.right, top + HEADING - 1)


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
