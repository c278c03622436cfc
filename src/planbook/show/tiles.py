"""Key numbers and ways into the chapters: lists of label, number and standing.

In the book CSS makes tiles of them; in print and to a listener they stay what they are, lists.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from planbook.edition import Edition, Figure

from . import markup, numbers, output
from .markup import Words, escape, escape_inner, join, link, marked, name, tooltip, words

SHORT = 5  # letters of a label that stand on one line in any tile
LARGE = 0.9  # width of a tile's digit, in letters of the text
LONG = 7.0  # letters; a number that is wider needs a wide tile
_END = re.compile(r"（[^（）]{1,6}）$|.{2}$")


def key_numbers(ed: Edition, figures, *, labels: Mapping[str, str] | None = None) -> None:
    """Tiles for three to five figures or derived quantities, or their ids; what the edition lacks falls away.

    Under each number: its year and standing, its growth, its rank, and what is planned, as far as the edition
    has them. Tiles with a long number get the class `wide`: five of them do not stand side by side."""
    figures = [
        figure for figure in (ed.get(i) if isinstance(i, str) else i for i in figures) if figure is not None
    ]
    if not figures:
        return
    tiles = []
    for figure in figures:
        label = (labels or {}).get(numbers.key(figure)) or name(ed, figure)
        head = [marked(_label(label), "kn-label"), marked(_big(ed, figure), "kn-value")]
        tile = markup.raw("\n  ", head, " ")
        if under := _under(ed, figure):
            notes = marked(markup.raw(" ", [marked(one, "kn-year") for one in under], "；"), "kn-note")
            tile = markup.raw("\n  ", [tile, Words(notes, f"（{notes.plain}）", notes.entries)], "")
        tiles.append(tile)
    wide = any(_width(ed, figure) > LONG for figure in figures)
    put(tiles, wide)


def put(tiles: Sequence[Words], wide: bool = False) -> None:
    """Put a list of tiles; its classes say how many there are, and whether they need room."""
    output.put(markup.listed(tiles, f"key-numbers .of-{len(tiles)}{' .wide' if wide else ''}"))


def without_aim(ed: Edition, figures) -> None:
    """Put which of the numbers reached have no target of the planned year; nothing where all have one."""
    aims = {figure.indicator for figure in ed.select(period=ed.planned) if figure.scenario != "actual"}
    alone = [
        figure
        for figure in figures
        if not numbers.is_derived(figure) and figure.period != ed.planned and figure.indicator not in aims
    ]
    if alone:
        named = "、".join(dict.fromkeys(ed.indicator(figure).label_zh for figure in alone))
        output.put_words(words(f"报告没有列出{ed.planned}年目标的：{named}。"), "quiet")


def _label(text: str) -> Words:
    """A tile's label whose end stays together: never one letter on a line of its own."""
    end = _END.search(text)
    if end is None or len(text) <= SHORT:
        return words(text)
    return markup.raw("", [words(text[: end.start()]), marked(end[0], "whole")])


def _width(ed: Edition, figure: numbers.Quantity) -> float:
    """About how wide a tile's number is set, in widths of a letter of the text; digits are set larger."""
    part = numbers.parts(figure)
    if not part.number:
        return 0.0  # words break
    return len(part.full) - len(part.number) + LARGE * len(part.number)


def masthead(ed: Edition) -> None:
    """Put the head of the landing page: the county and its years, then whose report it is, of which day. On
    the page the first line is the title (see `planbook.book.sections`)."""
    about = ed.source
    draft = "（草案）" if about.status in ("", "draft") else ""
    draft += "　草稿" if about.unreviewed else ""
    standing = ["据", about.producer, marked(numbers.day(about.date), "whole"), "的报告"]
    lines = (
        ("headline", words(f"{about.county}{ed.reviewed}年执行情况和{ed.planned}年计划{draft}")),
        ("standing", join("", standing)),
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


def _aim(ed: Edition, figure: Figure, growth: Figure | None) -> Words | None:
    """What is planned of a figure, or of its growth: 2026年计划不少于666座."""
    for one in (figure, growth):
        if one is None:
            continue
        same = {"indicator": one.indicator, "item": one.item, "project": one.project, "measure": one.measure}
        for target in ed.select(period=ed.planned, **same):
            if target.scenario != "actual":
                what = "增速" if one is growth else ""
                head = f"{ed.planned}年{numbers.scenario(target)}{what}"
                return join("", [head, numbers.mark(target), link(ed, target)])
    return None


def _big(ed: Edition, figure: numbers.Quantity) -> Words:
    """The number as a link, its digits bold: 超**1.8**万个."""
    part = numbers.parts(figure)
    behind = part.full[len(part.before) + len(part.number) :] + numbers.star(figure)
    bold = f"{escape_inner(part.before)}**{part.number}**{escape_inner(behind)}"
    bold = bold if part.number else f"**{escape(part.words)}**"
    shown = part.full + numbers.star(figure) if part.number else part.words
    return markup.entered(shown, numbers.anchor(figure), tooltip(ed, figure), myst=bold)


def _under(ed: Edition, figure: numbers.Quantity) -> list[Words]:
    """What stands under a number, one piece a year: 2025年预计，增速6%（全市第一） and 2026年目标增速5%."""
    if numbers.is_derived(figure):
        caveat = figure.caveat or numbers.status(figure)
        return [words(caveat)] if caveat else []
    status = numbers.status(figure)
    own = [words(f"{numbers.period(figure)}{status}")]
    if figure.scenario != "actual":
        return own
    if figure.measure in ("growth", "rank"):
        aim = _aim(ed, figure, None)
        return own + ([aim] if aim is not None else [])
    same = {"indicator": figure.indicator, "period": figure.period, "scenario": figure.scenario}
    siblings = [
        other
        for other in ed.select(**same)
        if other.item == figure.item and other.project == figure.project and other.figure != figure.figure
    ]
    growth = next((other for other in siblings if other.measure == "growth"), None)
    ranks = [other for other in siblings if other.measure == "rank"]
    of_growth = [rank for rank in ranks if growth is not None and rank.rank_of == growth.figure]
    of_figure = [rank for rank in ranks if (rank.rank_of or figure.figure) == figure.figure]
    if growth is not None:
        rank = marked(join("", ["（", link(ed, of_growth[0]), "）"]), "whole") if of_growth else ""
        own.append(join("", [marked(join("", ["增速", link(ed, growth)]), "whole"), rank]))
    if of_figure:
        own.append(link(ed, of_figure[0]))
    pieces = [join("，", own)]
    aim = _aim(ed, figure, growth) if figure.period == ed.reviewed else None
    return pieces + ([aim] if aim is not None else [])
