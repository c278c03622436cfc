"""The parts that every chapter ends with: the plan beside what was reached, the cautions, the source."""

from __future__ import annotations

from . import numbers, output, prose
from .exhibits import table
from .markup import Words, escape, join, link, name, words
from .tables import computed

AUDIT = Words("报告的数字之间对不对得上，见[核对](audit.ipynb)。", "报告的数字之间对不对得上，见核对。")
DATA_PAGE = "figure-table"


def plan(ed, chapter: str, *, notes=()) -> None:
    """Put a table of the chapter's planned-year figures beside the reviewed-year figures they compare with.

    A target without a number shows its words; the difference of two rates is in 百分点; what differs in
    scope is 不可比, with the reason.
    """
    # What has a number to stand beside comes first; the sort keeps the report's order within both groups.
    pairs = sorted(ed.pairs(chapter), key=lambda pair: pair.actual is None)
    rows = [[name(ed, pair.target), pair.actual, pair.target, comparison(ed, pair)] for pair in pairs]
    starred = any("\\*" in str(row[3]) for row in rows)
    remarks = ["* 由印出的两个数字相减。"] if starred else []
    if not rows:
        prose.quiet(f"本报告没有这一方面的{ed.planned}年数字。")
        return
    table(
        ed,
        ["指标", f"{ed.reviewed}年", f"{ed.planned}年", "比较"],
        rows,
        name=f"plan-{chapter.replace('_', '-')}",
        caption=f"{ed.planned}年的目标、任务与{ed.reviewed}年可比的数字",
        notes=[*notes, *remarks],
        css="plan",
    )


def comparison(ed, pair) -> Words:
    """One pair in a few words: a difference where both numbers are plain, else why there is none."""
    target, actual = pair.target, pair.actual
    if actual is None:
        return words(f"{ed.reviewed}年无同口径数字")
    if not pair.comparable:
        return words(f"不可比：{pair.why}" if pair.why else "不可比")
    if target.value is None or actual.value is None:
        return words("没有数字，不作比较")
    hedged = {figure.bound for figure in (target, actual)} - {"eq"}
    if hedged:
        return words("只有约数，不计算差" if hedged == {"approx"} else "只有界限，不计算差")
    how = f"{numbers.text(target)}减{numbers.text(actual)}"
    if target.unit == actual.unit == "%":
        return computed(f"{numbers.signed(numbers.gap(target, actual))}{numbers.POINTS}", target, how)
    if target.unit == actual.unit:
        return computed(f"{numbers.signed(numbers.gap(target, actual))}{target.unit}", target, how)
    return words("单位不同，不计算差")


def cautions(ed, chapter: str, *more, **values) -> None:
    """Put what a reader of the chapter has to know: estimates, hedges, ranks among unknown many, price basis,
    targets in words; the author's own sentences (`more`, templates as in `say`); the way to the audit."""
    figures = ed.select(chapter=chapter)
    points = [
        _listed(ed, "预计数，报告时尚未核定：", [f for f in figures if f.preliminary]),
        _listed(
            ed,
            "报告只给出界限或约数，不是确数：",
            [f for f in figures if f.value is not None and f.bound != "eq"],
        ),
        _listed(ed, "位次只说第几，没有说共有多少：", [f for f in figures if f.measure == "rank"]),
        _listed(ed, "目标只有文字、没有数字，本书不替它补数：", [f for f in figures if f.value is None]),
        _listed(
            ed,
            "增速按不变价计算，不能直接乘在现价总量上：",
            [f for f in figures if f.measure == "growth" and ed.indicator(f).price_basis == "constant"],
        ),
        _scope(ed, figures),
        *(prose.sentence(ed, template, **values) for template in more),
    ]
    points = [point for point in (*points, AUDIT) if point is not None]
    output.put(
        "{.cautions}\n" + "\n".join(f"- {point}" for point in points),
        "\n".join(f"- {point.plain}" for point in points),
    )


def _scope(ed, figures) -> Words | None:
    said = prose.notes(ed, figures)
    return words(f"范围和定义：{said}。") if said else None


def _listed(ed, head: str, figures) -> Words | None:
    if not figures:
        return None
    said = [join("", [_called(ed, figure), link(ed, figure)]) for figure in figures]
    return join("", [head, join("、", said), "。"])


def _called(ed, figure) -> str:
    """A name that tells years apart where both stand in one list."""
    planned = figure.scenario in ("target", "planned")
    return (f"{ed.planned}年" if planned else "") + name(ed, figure)


def source(ed, chapter: str = "") -> None:
    """Put where the numbers of a chapter (none named: of all) come from, with the way to their rows."""
    about = ed.source
    many = len(ed.select(chapter=chapter) if chapter else ed.select())
    whose = "本章" if chapter else "本书"
    said = f"{whose}数字出自{about.producer}《{about.title}》（{numbers.day(about.date)}）。"
    counted = f"{many}个数字"
    output.put(
        f"{{.source}}\n{escape(said)}{whose}的[{counted}](#{DATA_PAGE})都在数据页有自己的一行，正文中的每个数字都链接到那里。",
        f"{escape(said)}{whose}的{counted}都在数据页有自己的一行。",
    )
