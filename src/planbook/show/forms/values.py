"""A value list: names at the left, numbers with their units at the right; for a few numbers of different
kinds."""

from __future__ import annotations

from .. import numbers, style
from ..picture import Picture
from ..style import MARGIN, SMALL
from . import marks
from .frame import INNER, Canvas

STEP = 26.0


@style.theme()
def values(
    ed,
    figures,
    *,
    title: str,
    caption: str,
    name: str,
    subtitle: str = "",
    note: str = "",
    labels=None,
    head: str = "指标",
) -> Picture | None:
    """A row for each figure in the given order, as printed; targets without a number show their words."""
    chosen = marks.resolve(ed, figures)
    if not chosen:
        return None
    said = [note.rstrip("。") + "。" if note else ""]
    if any(map(numbers.is_derived, chosen)):
        said.append("带*的是推算数，算法见数据页。")
    canvas = Canvas(
        title=title,
        subtitle=subtitle,
        body=STEP * len(chosen),
        foot=[f"注：{''.join(said)}" if any(said) else "", marks.source(ed)],
    )
    labels = labels or {}
    names = [labels.get(numbers.key(f)) or marks.name(ed, f) for f in chosen]
    for number, (figure, called) in enumerate(zip(chosen, names, strict=True)):
        y = canvas.top + (number + 0.5) * STEP
        standing = numbers.mark(figure) if numbers.is_derived(figure) else numbers.status(figure)
        mark = f"{standing} " if standing else ""
        value = style.shortened(numbers.text(figure) + numbers.star(figure), INNER * 0.6)
        planned = marks.year(ed, figure) == "planned"
        right = style.WIDTH - MARGIN - style.width(value, weight="bold")
        canvas.text(right, y, value, weight="bold", color=style.PLANNED_INK if planned else style.REVIEWED)
        canvas.text(right - 4, y, mark.strip(), size=SMALL, color=style.MUTED, ha="right")
        room = right - MARGIN - 10 - style.width(mark, SMALL)
        canvas.text(MARGIN, y, style.shortened(called, room))
        if number:
            canvas.rule(MARGIN, y - STEP / 2, style.WIDTH - MARGIN, y - STEP / 2)
    made = [marks.Row(f, 0.0, (), "", "reviewed", "eq", False) for f in chosen]
    return canvas.finish(
        alt=f"数字列表：{caption}。{marks.spoken(ed, chosen, labels)}。",
        caption=caption,
        name=name,
        figures=[numbers.key(f) for f in chosen],
        table=marks.listing(ed, made, head=head, unit="", labels=labels),
    )
