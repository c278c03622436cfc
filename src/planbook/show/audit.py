"""The audit's page: what the numbers say of one another, one entry a matter, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from planbook.audit import audit
from planbook.audit import matters as found_matters
from planbook.audit.audit import Row, Verdict
from planbook.audit.known import STATUS
from planbook.audit.matters import Matter
from planbook.edition import Edition, Figure, Place, load

from . import markup, numbers, output, page, prose
from .exhibits import table
from .markup import Words, count, escape, join, link, marked, name, result, strong, tooltip, words
from .tables import difference
from .tiles import put

CHANGED = "写下这一条之后数字变了，需要重看"
TALLY = (  # verdict, label of its tile, measure word, the target that its first entry has
    (Verdict.DIFFER, "不一致", "组", "audit-differ"),
    (Verdict.CANNOT_TELL, "不能判断", "组", "audit-open"),
    (Verdict.NOT_COMPARABLE, "不可比", "组", "audit-apart"),
    (Verdict.AGREE, "相符", "组", "audit-agree"),
    (Verdict.NUMBERING, "编号", "处", "audit-numbering"),
)
TARGETS = {verdict: target for verdict, _, _, target in TALLY}
NAMED = 3  # matters that the strip names
STANDARD = "XBRL Calculations 1.1"
READINGS = {
    "rounded": "本报告所列的数按四舍五入理解：列到一位小数的数，实际数值可以上下相差半个末位。",
    "truncated": "本报告所列的数按舍去尾数理解：列到一位小数的数，实际数值可以多出不足一个末位。",
}


class Audit:
    """The audit's page of an edition, part by part; a part without rows puts nothing on the page."""

    def __init__(self, edition: str = ""):
        self.ed = load(edition)
        page.unreviewed(self.ed)
        rows = audit.rows(self.ed)
        self._aims = [row for row in rows if row.claim.kind == "target" and row.verdict != "not comparable"]
        self._unsaid = found_matters.unsaid(rows)
        self._matters = found_matters.matters(rows)
        self._counts = found_matters.counts(self._matters)

    def lead(self) -> None:
        """How many groups of numbers can be checked against one another, and what comes of it."""
        many = self._counts
        slips = "另有{slips}标题编号不连续，不计在内。" if many[Verdict.NUMBERING] else ""
        prose.lead(
            self.ed,
            "报告中能够互相核对的数字有{all}：{differ}不一致，{open}因报告没有说明范围或定义而不能判断，"
            f"{{apart}}范围不同、不可比，{{agree}}相符。{slips}",
            all=count(many.total() - many[Verdict.NUMBERING], "组"),
            differ=count(many[Verdict.DIFFER], "组"),
            open=count(many[Verdict.CANNOT_TELL], "组"),
            apart=count(many[Verdict.NOT_COMPARABLE], "组"),
            agree=count(many[Verdict.AGREE], "组"),
            slips=count(many[Verdict.NUMBERING], "处"),
        )

    def tally(self) -> None:
        """The counts as tiles, each leading to its first entry."""
        tiles = [
            (label, self._counts[verdict], unit, target)
            for verdict, label, unit, target in TALLY
            if verdict != Verdict.NUMBERING or self._counts[verdict]
        ]
        tally(tiles)

    def findings(self) -> None:
        """What differs, what cannot be told, what does not compare, and headings without their number."""
        entries(self.ed, [matter for matter in self._matters if matter.verdict != Verdict.AGREE])

    def aims(self) -> None:
        """Targets beside what was reached, and targets in words beside what they are measured by."""
        ed = self.ed
        if not self._aims:
            return
        numbered = [row for row in self._aims if len(row.figures) == 2]
        short = [row for row in numbered if row.verdict == Verdict.DIFFER]
        high = [row for row in short if row.judgement.side.startswith("above")]
        sentence = "能与{reviewed}年相比的目标有{all}，其中{low}低于{reviewed}年水平"
        no_fault = "目标低于{reviewed}年水平不属于数据差错。"
        prose.say(
            ed,
            f"{sentence}{'，{high}上限高于{reviewed}年水平' if high else ''}。{no_fault}",
            all=count(len(numbered), "项"),
            low=count(len(short) - len(high), "项"),
            high=count(len(high), "项"),
        )
        aims(ed, numbered, caption=f"{ed.reviewed}年水平与{ed.planned}年目标", anchor="aims")
        in_words = [row for row in self._aims if row not in numbered]
        worded(
            ed, in_words, caption=f"{ed.planned}年以文字表述的目标与{ed.reviewed}年", anchor="aims-in-words"
        )

    def agree(self) -> None:
        """What can hold together and might not have; the rest of the agreements is only counted."""
        agreed = [matter for matter in self._matters if matter.verdict == Verdict.AGREE]
        entries(self.ed, agreed)
        if self._unsaid:
            parts = ["另有", count(len(self._unsaid), "项"), "不会出错的核对，未列。"]
            output.put_words(join("", parts if agreed else parts[1:]))

    def reading(self) -> None:
        """When numbers agree, and how this report's last digits are read."""
        rule = (
            "合计等数字是否一致，按所列数字允许的取值区间判断：两个区间有共同的数值就算相符，"
            "与{standard}的做法相同。"
        )
        prose.say(self.ed, rule + READINGS[self.ed.source.rounding], standard=words(STANDARD))

    def source(self) -> None:
        """Where the numbers come from."""
        page.source(self.ed)


def tally(items: Sequence[tuple[str, int, str, str]]) -> None:
    """Put counts as tiles: (label, how many, measure word, target of what is counted)."""
    tiles = []
    for label, many, unit, target in items:
        number = count(many, unit)
        # NOTE: MyST reads no span in a link in a span, so the class of a counted number is the link's own.
        shown = f"[**{number.plain}**](#{target}){{.counted}}" if many else f"**{number}**"
        value = marked(Words(shown, number.plain, number.entries), "kn-value")
        tiles.append(markup.raw("\n  ", [marked(label, "kn-label"), value], " "))
    put(tiles)


def strip(rows: Sequence[Row]) -> None:
    """Put how many groups of numbers were checked against one another, with what result, and what does not
    hold; nothing where nothing can be checked."""
    found = found_matters.matters(rows)
    counts = found_matters.counts(found)
    total = counts.total() - counts[Verdict.NUMBERING]
    if not total:
        return
    items = [join("", ["报告中能互相核对的数字：", count(total, "组")])]
    for verdict, label, unit, target in TALLY:
        if counts[verdict] and verdict != Verdict.NUMBERING:
            way = Words(f"[{label}](#{target})", label)
            items.append(markup.raw(" ", [strong(count(counts[verdict], unit)), way]))
    differ = [one.rows[0].claim.title for one in found if one.verdict == Verdict.DIFFER][:NAMED]
    ways = [Words("[逐条核对](audit.ipynb)", "逐条核对")]
    if differ:
        more = "等" if counts[Verdict.DIFFER] > NAMED else ""
        ways = [words(f"不一致的是：{'；'.join(differ)}{more}。"), *ways]
    output.put(markup.listed([*items, markup.raw("", ways)], "audit-strip"))


def entries(ed: Edition, matters: Sequence[Matter]) -> None:
    """Put matters as a list: verdict and title, what the report prints, what follows from it, why, and where.

    The first of each verdict is what the verdict's tile leads to. None: nothing.
    """
    if not matters:
        return
    items, seen = [], set()
    for matter in matters:
        first, several = matter.rows[0], len(matter.rows) > 1
        target = "" if matter.verdict in seen else f"[]{{#{TARGETS[matter.verdict]}}}"
        seen.add(matter.verdict)
        title = join(" ", [_tag(first), strong(words(first.claim.title))])
        printed, places = _printed(ed, matter), _places(ed, matter)
        number = printed if several else join("", [printed, _explanation(ed, first)])
        rows = [_line(ed, row, first) for row in matter.rows] if several else []
        head = markup.raw("", [Words(target, ""), title])
        listed = [markup.raw("\n  ", [markup.raw("", ["- ", row]) for row in rows])] if rows else []
        items.append(markup.raw("\n\n  ", [head, number, *listed, places, ""], "\n  "))
    output.put(markup.listed(items, "findings"))


def aims(ed: Edition, rows: Iterable[Row], *, caption: str, anchor: str) -> None:
    """Put targets beside what was reached: those that lie short first, the larger gap first."""
    rows = sorted(rows, key=_gap_order)
    lines = [
        [words(name(ed, row.figures[0])), row.figures[1], row.figures[0],
         difference(row.difference, *row.figures) if row.difference else "", row.judgement.word]
        for row in rows
    ]  # fmt: skip
    heads = ["指标", f"{ed.reviewed}年", f"{ed.planned}年目标", f"目标减{ed.reviewed}年", "相比"]
    table(ed, heads, lines, caption=caption, name=anchor)


def worded(ed: Edition, rows: Iterable[Row], *, caption: str, anchor: str) -> None:
    """Put targets in words: what was reached beside what the target is measured by."""
    lines = []
    for row in rows:
        target, actual, other = row.figures
        beside = join("", [name(ed, other), numbers.mark(other), link(ed, other)])
        lines.append([words(name(ed, target)), target, actual, beside, row.judgement.word])
    heads = ["指标", f"{ed.planned}年目标", f"{ed.reviewed}年", "以什么衡量", "比照"]
    notes = list(dict.fromkeys(f"{row.claim.reason}。" for row in rows))
    table(ed, heads, lines, caption=caption, name=anchor, notes=notes)


def _gap_order(row: Row) -> tuple[bool, bool, float]:
    rate = row.judgement.unit == "%"
    gap = abs(float(row.judgement.difference or 0)) if rate else found_matters.size(row)
    return (row.verdict == Verdict.AGREE, not rate, -gap)


def _tag(row: Row) -> Words:
    return marked(audit.WORDS[row.verdict], f"verdict .{row.verdict.replace(' ', '-')}")


def _line(ed: Edition, row: Row, first: Row) -> Words:
    """One row of a matter of several, with its own verdict where that is not the matter's."""
    title = [] if row is first else [strong(words(row.claim.title)), "："]
    own = [_tag(row)] if row.verdict != first.verdict else []
    return join(" ", [*own, join("", [*title, _explanation(ed, row)])])


def _printed(ed: Edition, matter: Matter) -> Words:
    """The figures of a matter, named as in the book, with their years where these differ."""
    figures = matter.figures
    if not figures:
        return words("")
    years = {numbers.period(figure) for figure in figures}
    printed = []
    for figure in figures:
        which = name(ed, figure) if len(figures) > 1 else ""
        year = numbers.period(figure) if len(years) > 1 else ""
        estimated = figure.preliminary and numbers.PRELIMINARY not in which
        mark = marked(numbers.PRELIMINARY, "preliminary") if estimated else ""
        printed.append(join("", [year, which, mark, link(ed, figure)]))
    return join("", ["报告所列：", join("；", printed), "。"])


def _explanation(ed: Edition, row: Row) -> Words:
    """What follows from the figures of a row, and why it should."""
    follows = _computed(ed, row)
    return join("", [*([follows, "。"] if follows else []), _reasons(ed, row)])


def _computed(ed: Edition, row: Row) -> Words | str:
    """What follows, with all that it may be, and how far the printed number is from it."""
    pieces: list[Words] = []
    formula = row.judgement.formula
    if row.computed or row.bounds:
        text = row.computed + (f"（{row.bounds}）" if row.computed and row.bounds else row.bounds)
        between = row.claim.kind == "between"
        before = ["应在"] if between else [link(ed, row.figures[1]), "即"]
        if row.computed:
            before = ["按", result(formula, row.figures, formula), "算得"]
        pieces.append(join("", [*before, result(f"{text}*", row.figures, formula)]))
    if row.difference:
        pieces.append(join("", ["相差", result(f"{row.difference}*", row.figures, formula)]))
    return join("，", pieces) if pieces else ""


def _reasons(ed: Edition, row: Row) -> Words:
    """Reason, what the report leaves open, and a person's note with its status."""
    claim = row.claim
    sentences = [claim.reason]
    if claim.unless and row.verdict == "cannot tell":
        sentences.append(claim.unless)
    parts = [join("", [_sentence(ed, one), "。"]) for one in sentences]
    if row.note:
        note = join("", ["【", strong(STATUS[row.note.status]), "】", _sentence(ed, row.note.note), "。"])
        parts += [note, *([words(f"（{CHANGED}）")] if row.changed else [])]
    return join("", parts)


def _sentence(ed: Edition, template: str) -> Words:
    return prose.sentence(ed, template.rstrip("。").strip(), data=True) or words("")


def _places(ed: Edition, matter: Matter) -> Words:
    """Where the figures stand, each place a link to the row of a figure that stands there."""
    standing = {place.line: figure for figure in reversed(matter.figures) for place in ed.places(figure)}
    return marked(
        join("、", [_place(ed, place, standing.get(place.line)) for place in matter.places]), "place"
    )


def _place(ed: Edition, place: Place, figure: Figure | None) -> Words:
    if figure is None:
        return words(place)
    # No number of the figure stands here, so this is no entry.
    place_link = f'[{escape(place)}](#{numbers.anchor(figure)} "{escape(tooltip(ed, figure))}")'
    return Words(place_link, str(place))
