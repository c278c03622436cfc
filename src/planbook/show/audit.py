"""The audit's page: how many claims have each verdict, and tables of them with places, reasons and notes."""

from __future__ import annotations

from collections.abc import Sequence

from planbook.edition import audit, load
from planbook.edition.known import STATUS

from . import numbers, output, page, prose
from .exhibits import fold, table
from .markup import Words, count, escape, join, link, marked, strong, words
from .markup import name as called
from .tables import NOTHING, Table, computed

CHANGED = "写下这一条之后数字变了，需要重看"


class Audit:
    """The audit's page of an edition, part by part; a part without rows puts nothing on the page."""

    def __init__(self, edition: str = ""):
        self.ed = load(edition)
        page.unreviewed(self.ed)
        rows = audit.rows(self.ed)
        self._aims = [row for row in rows if row.claim.kind == "target" and row.verdict != "not comparable"]
        self._rows = {
            verdict: [row for row in rows if row.verdict == verdict and row not in self._aims]
            for verdict in audit.Verdict
        }
        self._lower = [row for row in self._aims if row.verdict == audit.Verdict.DIFFER]

    def lead(self) -> None:
        """How many groups of numbers can be checked against one another, and how many hold."""
        differ, open_, apart, agree = (len(self._rows[verdict]) for verdict in audit.Verdict)
        prose.lead(
            self.ed,
            "报告里能够互相核对的数字有{all}：{agree}相符，{differ}不一致，{open}因为报告没有说明范围或定义而不能判断，"
            "{apart}范围不同、不可比。",
            all=count(differ + open_ + apart + agree, "组"), agree=count(agree, "组"),
            differ=count(differ, "组"), open=count(open_, "组"), apart=count(apart, "组"),
        )  # fmt: skip

    def tally(self) -> None:
        """The counts as tiles, each leading to its section."""
        counts = {verdict: len(rows) for verdict, rows in self._rows.items()}
        tally(
            [
                ("不一致", counts["differ"], "audit-differ"),
                ("不能判断", counts["cannot tell"], "audit-open"),
                ("不可比", counts["not comparable"], "audit-apart"),
                ("相符", counts["agree"], "audit-agree"),
                ("目标低于上年", len(self._lower), "audit-aims"),
            ]
        )

    def differ(self) -> None:
        """What cannot hold together under any reading."""
        self._put(
            "differ", "audit-differ", "不一致的数字",
            "报告所列的数字按任何一种读法都不能同时成立，或者编号不连续。这里只说不一致，不判断哪一个数该改。",
        )  # fmt: skip

    def cannot_tell(self) -> None:
        """What the report leaves open."""
        self._put(
            "cannot tell", "audit-open", "报告没有说明范围的数字",
            "数字有出入或者重合，但是报告没有说明范围或定义，有一种说法可以解释。问清楚了就能判断。",
        )  # fmt: skip

    def aims(self) -> None:
        """Targets beside what was reached the year before."""
        if not self._aims:
            return
        output.put(
            f"[]{{#audit-aims}}{escape('目标低于上年不是数据差错。这里只把两个数放在一起。')}",
            "目标低于上年不是数据差错。",
        )
        prose.say(
            self.ed,
            "能与{reviewed}年相比的目标有{all}，其中{lower}低于{reviewed}年。",
            all=count(len(self._aims), "项"),
            lower=count(len(self._lower), "项"),
        )
        aims(self.ed, self._aims, caption=f"{self.ed.planned}年的目标与{self.ed.reviewed}年", name="aims")

    def not_comparable(self) -> None:
        """What looks alike and has another scope."""
        self._put(
            "not comparable", "audit-apart", "范围不同的数字",
            "看上去是同一件事，但范围不同，相减或相加都没有意义。",
        )  # fmt: skip

    def agree(self) -> None:
        """What can hold together, in a fold."""
        self._put(
            "agree", "audit-agree", "相符的数字",
            "把四舍五入和“超”“以上”这类说法留下的余地算进去，数字可以同时成立。", folded="相符的全部核对",
        )  # fmt: skip

    def source(self) -> None:
        """Where the numbers come from."""
        page.source(self.ed)

    def _put(self, verdict: str, target: str, caption: str, meaning: str, folded: str = "") -> None:
        rows = self._rows[audit.Verdict(verdict)]
        if rows:
            output.put(f"[]{{#{target}}}{escape(meaning)}", meaning)
            audit_table(self.ed, rows, caption=caption, name=verdict.replace(" ", "-"), folded=folded)


def tally(items: Sequence[tuple[str, int, str]]) -> None:
    """Put counts as tiles: (label, how many, target of the section that lists them)."""
    myst, plain = ["{.key-numbers}"], []
    for label, many, target in items:
        number = count(many, "项")
        shown = f"[**{number}**](#{target})" if many else f"**{number}**"
        myst.append(f"- {marked(label, 'kn-label')}\n  {marked(Words(shown, str(number)), 'kn-value')}")
        plain.append(f"- {label} {number.plain}")
    output.put("\n".join(myst), "\n".join(plain))


def audit_table(ed, rows, *, caption: str, name: str, folded: str = "") -> None:
    """Put claims as a table: printed numbers, what follows from them, reason with note, places.

    folded: the title of the fold that holds the table; empty: it stands open. No rows: nothing.
    """
    if not rows:
        return
    cells = [
        [words(row.claim.title), _printed(ed, row.figures), _computed(row), _said(ed, row), _places(row)]
        for row in rows
    ]
    heads = ["核对", "报告所列", "算得与相差", "说明", "位置"]
    kept = [n for n in range(len(heads)) if any(line[n] for line in cells)]
    nothing = marked(NOTHING, "none")  # a phone shows cells one below the other, and skips these
    heads, cells = [heads[n] for n in kept], [[line[n] or nothing for n in kept] for line in cells]
    starred = any(row.computed or row.difference for row in rows)
    notes = ["* 由报告所列数字推算。相差是所列的数减去算得的数。"] if starred else []
    if folded:
        fold(ed, Table(heads, cells, notes=notes, css="audit"), folded)
    else:
        table(ed, heads, cells, caption=caption, name=name, notes=notes, css="audit")


def aims(ed, rows, *, caption: str, name: str) -> None:
    """Put targets beside what was reached the year before, and whether they lie above or below it."""
    lines = [
        [
            words(called(ed, row.figures[0])),
            *row.figures,
            join("，", [row.judgement.word, *_gap(row, "目标减上年")]),
        ]
        for row in rows
    ]
    heads = ["指标", f"{ed.planned}年目标", f"{ed.reviewed}年", "相比"]
    table(ed, heads, lines, caption=caption, name=name)


def _printed(ed, figures) -> Words:
    """The figures of a claim, each with as much of a name as tells it from the others."""
    labels = [ed.label(figure) for figure in figures]
    years = [numbers.period(figure) for figure in figures]
    said = []
    for figure, label, year in zip(figures, labels, years, strict=True):
        which = label if len(set(labels)) > 1 else year if len(set(years)) > 1 else ""
        estimated = figure.preliminary and numbers.PRELIMINARY not in which
        mark = marked(numbers.PRELIMINARY, "preliminary") if estimated else ""
        said.append(join("", [which, mark, link(ed, figure)]))
    return join("；", said)


def _computed(row) -> Words | str:
    """What follows, with all that it may be, and how far the printed number is from it."""
    pieces: list[Words] = []
    if row.computed or row.bounds:
        text = row.computed + (f"（{row.bounds}）" if row.computed and row.bounds else row.bounds)
        rounded = not row.computed and "至" in row.bounds  # 大于3600万元 says itself what it is
        before = ("应在" if row.claim.kind == "between" else "取整前") if rounded else ""
        pieces.append(join("", [before, computed(text, row.figures[0], row.judgement.formula)]))
    pieces += _gap(row, "所列的数减去算得的数")
    return join("，", pieces) if pieces else ""


def _gap(row, how: str) -> list[Words]:
    """How far the printed number is from the other one, if it is."""
    return [join("", ["相差", computed(row.difference, row.figures[0], how)])] if row.difference else []


def _said(ed, row) -> Words:
    """Reason, what the report leaves open, and a person's note with its status."""
    claim = row.claim
    sentences = [claim.reason]
    if claim.unless and row.verdict == "cannot tell":
        sentences.append(claim.unless)
    said = [join("", [_sentence(ed, one), "。"]) for one in sentences]
    if row.note:
        note = join("", ["【", strong(STATUS[row.note.status]), "】", _sentence(ed, row.note.note), "。"])
        said += [note, *([words(f"（{CHANGED}）")] if row.changed else [])]
    return join("", said)


def _sentence(ed, template: str) -> Words:
    return prose.sentence(ed, template.rstrip("。").strip()) or words("")


def _places(row) -> Words:
    return words("、".join(str(place) for place in row.places))
