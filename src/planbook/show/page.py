"""What every chapter says of its figures: how targets compare, what to be careful about, the source."""

from __future__ import annotations

from collections.abc import Mapping

from planbook.edition import Edition, Pair
from planbook.edition.pairs import ABOVE, NEAR, OPEN, SAME

from . import numbers, output, prose
from .markup import Words, entered, escape, join, listed, marked, name, raw, words
from .tables import difference

AUDIT = Words("报告的数字之间是否一致，见[核对](audit.ipynb)。", "报告的数字之间是否一致，见核对。")
DATA_PAGE = "figure-table"
PROJECTS = "列名项目"
UNREVIEWED = "草稿：本书的数字和任务由程序从报告中读出，还没有人逐条核对，引用前请对照原文。"
EMPTY = "这一版还没有数据。先运行 planbook draft 报告.docx --edition {edition}，再运行 planbook build。"


def comparison(ed: Edition, pair: Pair) -> Words:
    """One pair in a few words: how far the target lies from the reviewed year, else why that is not said.

    The target counts by its printed number, which is called 下限 or 上限 where it is one.
    """
    target, actual = pair.target, pair.actual
    if actual is None:
        return words(f"{ed.reviewed}年无同口径数字")
    compared = ed.compare(pair)
    if compared is None:
        return words(f"不可比：{pair.why}" if pair.why else "不可比")
    if compared.side == SAME:
        return words(f"与{ed.reviewed}年相同")
    if not pair.comparable:
        return words(f"不可比：{pair.why}")
    if compared.side == OPEN:
        return words(f"{ed.reviewed}年只有界限，不计算差")
    what = "" if compared.what == "目标" else compared.what
    if compared.difference is None or target.unit != actual.unit:
        if compared.side == NEAR:
            return words(f"与{ed.reviewed}年相近")
        return words(f"{what}{'高于' if compared.side == ABOVE else '低于'}{ed.reviewed}年")
    about = "约" if "approx" in (target.bound, actual.bound) else ""
    unit = numbers.POINTS if target.unit == "%" else target.unit
    return difference(f"{what}{about}{numbers.signed(numbers.gap(target, actual))}{unit}", target, actual)


def unreviewed(ed: Edition) -> None:
    """Put at the head of a page that nobody has accepted the rows yet, or that there are none."""
    if ed.source.unreviewed:
        text = UNREVIEWED if ed.select() else EMPTY.format(edition=ed.source.edition)
        output.put(f"{{.unreviewed}}\n{text}", text)


def cautions(ed: Edition, chapter: str, *more, tables: Mapping[str, str] | None = None, **values) -> None:
    """Put what a reader of the chapter has to know: estimates, hedges, ranks among unknown many, targets in
    words, price basis, remarks on scope; the author's own sentences (`more`, templates as in `say`); the way
    to the audit. Each name leads to the table where its number stands.

    tables: the label of that table on the page, by figure."""
    figures = ed.select(chapter=chapter)
    growth = [f for f in figures if f.measure == "growth" and ed.indicator(f).price_basis == "constant"]
    dated = {
        "预计数，报告时尚未核定：": [f for f in figures if f.preliminary],
        "报告只给出界限或约数，不是确数：": [f for f in figures if f.value is not None and f.bound != "eq"],
        "位次只说第几，没有说共有多少：": [f for f in figures if f.measure == "rank"],
        "目标只有文字、没有数字，本书不替它补数：": [f for f in figures if f.value is None],
    }
    undated = {
        "增速按不变价计算，不能直接乘在现价总量上：": growth,
        "范围和定义另有说明，见所在的表：": [f for f in figures if f.note and f.measure != "rank"],
    }
    points = [
        join("", [head, join("、", _named(ed, some, tables or {}, years=kinds is dated)), "。"])
        for kinds in (dated, undated)
        for head, some in kinds.items()
        if some
    ]
    points += [made for template in more if (made := prose.sentence(ed, template, **values)) is not None]
    output.put(listed([*points, AUDIT], "cautions"))


def _named(ed: Edition, figures, tables: Mapping[str, str], *, years: bool) -> list[Words]:
    """The names of some figures, each once; those of projects are one. years: with the period of those that
    are not of the reviewed year."""
    named: dict[str, str] = {}
    for figure in figures:
        period = numbers.period(figure) if years and figure.period != ed.reviewed else ""
        called = PROJECTS if figure.project else period + name(ed, figure)
        named.setdefault(called, "" if figure.project else tables.get(figure.figure, ""))
    return [
        Words(f"[{escape(text)}](#{table})", escape(text)) if table else words(text)
        for text, table in named.items()
    ]


def source(ed: Edition, chapter: str = "") -> None:
    """Put where the numbers of a chapter come from, with the way to their rows; of all where none is named,
    or where it has none."""
    about = ed.source
    own = ed.select(chapter=chapter) if chapter else []
    whose, many = ("本章", len(own)) if own else ("本书", len(ed.select()))
    title = words(f"《{about.title}》")
    if about.url:
        title = Words(f"[{title}](<{about.url}>)", title.plain)
    day = marked(numbers.day(about.date), "whole")
    before = f"，受{about.on_behalf}委托" if about.on_behalf and not own else ""
    before += f"，向{about.presented_to}提出" if about.presented_to and not own else ""
    report = [f"{whose}数字出自{about.producer}", title, "（", day, before, "）。"]
    rows = entered(f"{many}个数字", DATA_PAGE)
    more = Words("都在数据页有自己的一行，正文中的每个数字都链接到那里。", "都在数据页有自己的一行。")
    output.put_words(raw("", [*map(words, report), words(f"{whose}的"), rows, more]), "source")
