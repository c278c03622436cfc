"""The data page: every figure with its anchor, place and standing; the files to take away; what was changed
of the parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from planbook.edition import Derived, Edition, Figure, load
from planbook.show import numbers, output
from planbook.show.history import history
from planbook.show.markup import (
    Entry,
    Words,
    count,
    entries,
    escape,
    join,
    listed,
    marked,
    name,
    result,
    words,
)
from planbook.show.page import DATA_PAGE, source, unreviewed

FILES = (
    ("figures.csv", "全部数字，一行一个（CSV）"),
    ("mentions.csv", "每个数字在原文中的位置（CSV）"),
    ("tasks.csv", "计划的任务，一行一项（CSV）"),
    ("projects.csv", "项目（CSV）"),
    ("statements.csv", "没有数字的判断和报告自己列出的问题（CSV）"),
    ("glossary.csv", "名词解释（CSV）"),
    ("derived.yml", "推算数的算法（YAML）"),
    ("source.yml", "报告的名称、日期和结构（YAML）"),
    ("csv-metadata.json", "给程序读的说明：每个数字的概念、单位和在原文中的位置（CSV on the Web）"),
)
COLUMNS = ("指标", "数值", "时期", "口径", "位置", "用在")
DERIVED_COLUMNS = ("推算数", "数值", "算法", "说明", "用在")
DERIVED = "derived-figures"  # the section of the derived ones
UNKNOWN = "—"  # where the binder will say on which pages a figure stands, for a Jupyter that cannot know


class Data:
    """The data page of an edition, part by part."""

    def __init__(self, edition: str = "", *, scenario: str = "plan", growth: dict[str, float] | None = None):
        self.ed = load(edition, growth=growth if scenario == "own" else None)
        unreviewed(self.ed)

    def lead(self) -> None:
        """What stands here, and where a number comes from."""
        has_derived = bool(self.ed.derivations())
        output.put(
            "本页是全书的数据总表：报告里的每个数字一行，正文、表和图里的数字都链接到这里。口径一栏说明属于哪一章，是实绩、"
            "预计、目标还是计划；位置一栏是数字在报告中的部分和段落；用在一栏列出用到它的每一页、每张图表，点一下就能回去。"
        )
        parts = ["除了日期、编号、参数和本书的计数，书里的每个数字要么是报告所列的"]
        if has_derived:
            parts += ["，要么由报告的数字推算（带*，算法见", Words(f"[推算数](#{DERIVED})", "推算数"), "）"]
        output.put_words(join("", [*parts, "。"]))

    def downloads(self) -> None:
        """The edition's files to take away."""
        downloads(self.ed)

    def figures(self) -> None:
        """Every figure, then every derived quantity, one row each."""
        figure_table(self.ed)

    def source(self) -> None:
        """Where the numbers come from."""
        source(self.ed)


def figure_table(ed: Edition) -> None:
    """Put the register of all figures, one row each with the anchor `fig-<id>`; then the derived ones
    (`der-<id>`)."""
    figures, computed = ed.select(), ed.derived()
    planned = {pair.actual.figure: pair.target for pair in ed.pairs() if pair.actual is not None}
    past = history(ed)
    rows = [_row(ed, one, planned.get(one.figure), past.get(one.figure)) for one in figures]
    output.put(_register(_counted("全部数字", rows), DATA_PAGE, COLUMNS, rows), kind="rows")
    if computed:
        more = [_derived_row(ed, figure) for figure in computed]
        output.heading("推算数", DERIVED)
        output.put(_register(_counted("推算数", more), "derived-table", DERIVED_COLUMNS, more), kind="rows")


def _counted(caption: str, rows) -> Words:
    return join("", [f"{caption}（", count(len(rows), "个"), "）"])


def _row(ed: Edition, figure: Figure, planned: Figure | None, earlier: Words | None = None) -> list[Words]:
    """A row; planned: the figure of the planned year beside it; earlier: its history. What readers filter by
    has a class."""
    places = words("；".join(map(str, ed.places(figure.figure))))
    if (
        places and ed.source.url
    ):  # where the report is published; the book's own page of it, if any, goes before
        places = Words(f"[{places}](<{ed.source.url}>)", places.plain)
    facts = {
        "chapter": ed.word("chapter", figure.chapter),
        "standing": numbers.scenario(figure) or "实绩",
        "strength": numbers.strength(figure),
        "mark": numbers.mark(figure),
        "planned": f"有{numbers.scenario(planned)}" if planned is not None else "",
    }
    standing = join(" · ", [marked(word, f"fact-{kind}") for kind, word in facts.items() if word])
    return [
        _anchored(figure, name(ed, figure)),
        _own(figure, numbers.text(figure)),
        marked(numbers.period(figure), "fact-period"),
        join("。", [standing, *([figure.note] if figure.note else []), *([earlier] if earlier else [])]),
        marked(places, "place"),
        marked(UNKNOWN, "used-in"),
    ]


def _derived_row(ed: Edition, figure: Derived) -> list[Words]:
    return [
        _anchored(figure, figure.label),
        _own(figure, numbers.text(figure) + "*"),
        result(figure.formula, map(ed.__getitem__, figure.inputs), figure.formula),
        words(figure.caveat),
        marked(UNKNOWN, "used-in"),
    ]


def _anchored(figure: numbers.Quantity, label: str) -> Words:
    """What a row is about: its target and its name; where there is no book, its id, which data files and
    commands know."""
    return Words(
        f"[]{{#{numbers.anchor(figure)}}}{escape(label)}", f"{escape(label)} {escape(numbers.key(figure))}"
    )


def _own(figure: numbers.Quantity, text: str) -> Words:
    """A number in its own row."""
    return Words(f"[{escape(text)}]{{.own}}", escape(text), [Entry(text, numbers.anchor(figure))])


def _register(caption: Words, label: str, heads, rows) -> Words:
    lines = [f":::{{table}} {caption}", ":class: three-rules figure-table", f":name: {label}", ""]
    pieces = [caption, *(cell for row in rows for cell in row)]
    return Words("\n".join([*lines, *_grid(heads, rows), ":::"]), _plain(heads, rows), entries(pieces))


def _plain(heads, rows) -> str:
    return "\n".join(_grid(heads, [[cell.plain for cell in row] for row in rows]))


def _grid(heads, rows) -> list[str]:
    sides = ["--:" if head == COLUMNS[1] else ":--" for head in heads]
    return [f"| {' | '.join(line)} |" for line in (heads, sides, *rows)]


def downloads(ed: Edition, base: str = "../data") -> None:
    """Put a list of the edition's files. base: where the book keeps them, seen from the page."""
    made = "csv-metadata.json"  # which the book makes itself
    files = [(file, meaning) for file, meaning in FILES if file == made or (ed.data / ed.id / file).is_file()]
    output.put(
        listed(
            (Words(f"[{use}]({base}/{ed.id}/{file})", use) for file, use in files),
            "downloads",
        )
    )


SETTINGS = {  # parameter → how it is called in the book
    "scenario": "目标", "growth": "假定的增速（%）", "progress": "年中进展", "as_of": "进展数据截至",
    "order": "目标图的次序", "top_projects": "列出的项目数", "sectors": "只列这些行业的项目",
    "stages": "只列这些阶段的项目", "threshold": "比率图上的界线（%）",
}  # fmt: skip
CODES = {
    ("scenario", "own"): "读者自己假定的增速", ("scenario", "plan"): "报告自己的目标",
    ("order", "gap"): "按差距从大到小", ("order", "given"): "按报告的次序",
}  # fmt: skip
LISTS = {"sectors": "sector", "stages": "stage"}  # parameter → the codelist of its values
CHANGED = "本书改动了下面的设置，书里的数字、图和标题由此算出："
UNCHANGED = "本书没有改动任何设置。"
RERUN = (
    "可以改动的有：目标（报告自己的，或读者自己假定的增速）、年中进展、列出哪些项目、目标图的次序、比率图上的界线。"
    "改动后重新生成，全书的数字、图和标题跟着变；做法见本项目说明文件的“重算”一节。"
)


def settings(ed: Edition, changed: Iterable[tuple[str, object, str]]) -> dict[str, Any]:
    """What was changed of the parameters, in words, and what can be; changed: see `models.changed`.

    `before` and `after`: sentences; `changed`: what each change is about, and its value.
    """
    pairs = list(_changes(ed, changed))
    return {"before": CHANGED if pairs else UNCHANGED, "changed": pairs, "after": RERUN}


def _changes(ed: Edition, changed: Iterable[tuple[str, object, str]]) -> Iterator[tuple[str, str]]:
    """What each is about, and its value."""
    for label, value, meaning in changed:
        chapter, _, name = label.rpartition(".")
        where = f"{ed.word('chapter', chapter)}：" if chapter in ed.codes("chapter") else ""
        called = SETTINGS.get(name) or re.split("[：，；]", meaning or name)[0]
        yield f"{where}{called}：", _in_words(ed, name, value)


def _in_words(ed: Edition, name: str, value: object) -> str:
    """A parameter's value for people: no code, no path of a file."""
    if isinstance(value, str) and (name, value) in CODES:
        return CODES[name, value]
    if name == "progress" and value:
        return "已给出"
    if name in LISTS and isinstance(value, list | tuple):
        known = ed.codes(LISTS[name])
        value = [ed.word(LISTS[name], code) if code in known else code for code in value]
    if isinstance(value, Mapping):
        labels = {figure.indicator: ed.indicator(figure).label_zh for figure in ed.select()}
        value = {labels.get(key, key): item for key, item in value.items()}
    return value_in_words(value)


def value_in_words(value: object) -> str:
    """A parameter's value for people: nothing is —, yes and no are words, lists and mappings are listed."""
    if value is None or value in ("", [], {}, ()):
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        return "；".join(f"{key} {value_in_words(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return "、".join(map(value_in_words, value))
    return str(value)
