"""Key numbers and ways into the chapters: lists of label, number and standing.

In the book CSS makes tiles of them; in print and to a listener they stay what they are, lists.
"""

from __future__ import annotations

from collections.abc import Mapping

from planbook.edition import Edition, Figure

from . import markup, numbers, output
from .markup import Words, counted, escape, escape_inner, join, link, marked, name, tooltip, words


def key_numbers(ed: Edition, figures, *, labels: Mapping[str, str] | None = None) -> None:
    """Tiles for three to five figures or derived quantities, or their ids; what the edition lacks falls away.

    Under each number: 预计 or 目标, its growth, its rank, and what is planned, as far as the edition has
    them."""
    figures = [
        figure for figure in (ed.get(i) if isinstance(i, str) else i for i in figures) if figure is not None
    ]
    if not figures:
        return
    tiles = []
    for figure in figures:
        label = (labels or {}).get(numbers.key(figure)) or name(ed, figure)
        under = _under(ed, figure)
        tile = markup.raw("\n  ", [marked(label, "kn-label"), marked(_big(ed, figure), "kn-value")], " ")
        if under:
            note = Words(marked(under, "kn-note"), f"（{under.plain}）", under.entries)
            tile = markup.raw("\n  ", [tile, note], "")
        tiles.append(tile)
    output.put(markup.listed(tiles, "key-numbers"))


def masthead(ed: Edition) -> None:
    """Put the head of the landing page: whose report, before whom and when, in what standing, which years."""
    about = ed.source
    draft = "（草案）" if about.status in ("", "draft") else ""
    draft += "　草稿" if about.unreviewed else ""
    by = f"受{about.on_behalf}委托，" if about.on_behalf else ""
    to = f"向{about.presented_to}" if about.presented_to else ""
    lines = (
        ("county", words(about.county)),
        ("years", words(f"{ed.reviewed}年执行情况　{ed.planned}年计划{draft}")),
        ("title", words(f"《{about.title}》")),
        ("standing", words(f"{numbers.day(about.date)}，{by}{about.producer}{to}所作的报告。")),
        (
            "promise",
            join(
                "",
                ["整理成", counted(len(ed)), "项可以查证的数据：点任何一个数字，都能找到它在报告中的位置。"],
            ),
        ),
    )
    output.put(markup.listed((marked(line, f"masthead-{css}") for css, line in lines), "masthead"))


def cards(chapters) -> None:
    """Ways into the chapters: a list of (chapter, title, sentence)."""
    if not chapters:
        return
    ways = [
        (Words(f"[{escape(title)}]({chapter}.ipynb)", escape(title)), *([message] if message else []))
        for chapter, title, message in chapters
    ]
    output.put(markup.listed((markup.raw("\n\n  ", way, "：") for way in ways), "chapter-cards"))


def _planned(ed: Edition, figure: Figure, growth: Figure | None) -> list[Words]:
    """What is planned of a figure, or of its growth: 2026年计划 不少于666座."""
    for one in (figure, growth):
        if one is None:
            continue
        same = {"indicator": one.indicator, "item": one.item, "project": one.project, "measure": one.measure}
        for target in ed.select(period=ed.planned, **same):
            if target.scenario != "actual":
                what = "增速" if one is growth else ""
                return [
                    join(
                        "",
                        [
                            f"{ed.planned}年{numbers.scenario(target)}{what}",
                            numbers.mark(target),
                            link(ed, target),
                        ],
                    )
                ]
    return []


def _big(ed: Edition, figure: numbers.Quantity) -> Words:
    """The number as a link, its digits bold: 超**1.8**万个."""
    part = numbers.parts(figure)
    behind = part.full[len(part.before) + len(part.number) :] + numbers.star(figure)
    bold = f"{escape_inner(part.before)}**{part.number}**{escape_inner(behind)}"
    bold = bold if part.number else f"**{escape(part.words)}**"
    shown = part.full + numbers.star(figure) if part.number else part.words
    return markup.entered(shown, numbers.anchor(figure), tooltip(ed, figure), myst=bold)


def _under(ed: Edition, figure: numbers.Quantity) -> Words | None:
    if numbers.is_derived(figure):
        return words(figure.caveat) if figure.caveat else words(numbers.status(figure))
    pieces = [words(numbers.status(figure))] if numbers.status(figure) else []
    if figure.period != ed.reviewed:
        pieces.insert(0, words(numbers.period(figure)))
    if figure.measure in ("growth", "rank"):
        pieces += _planned(ed, figure, None) if figure.scenario == "actual" else []
        return join(" · ", pieces) if pieces else None
    siblings = [
        other
        for other in ed.select(indicator=figure.indicator, period=figure.period, scenario=figure.scenario)
        if other.item == figure.item and other.project == figure.project and other.figure != figure.figure
    ]
    growth = next((other for other in siblings if other.measure == "growth"), None)
    if growth is not None:
        pieces.append(join("", ["增速", link(ed, growth)]))
    about = {figure.figure, growth.figure if growth is not None else ""}
    rank = next(
        (
            other
            for other in siblings
            if other.measure == "rank" and (other.rank_of or figure.figure) in about
        ),
        None,
    )
    if rank is not None:
        same = growth is not None and rank.rank_of == growth.figure
        pieces.append(join("", ["增速", link(ed, rank)]) if same else link(ed, rank))
    if figure.scenario == "actual" and figure.period == ed.reviewed:
        pieces += _planned(ed, figure, growth)
    return join(" · ", pieces) if pieces else None
