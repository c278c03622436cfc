"""A made-up county's book, already executed: every construct that chapters use."""

import json
from pathlib import Path

import nbformat

CONFIG = """\
title: 青石县经济社会发展计划读本
author: 青石县编书组
copyright: ""
only_build_toc_files: true
execute: {execute_notebooks: "off"}
parse:
  myst_enable_extensions: [attrs_block, attrs_inline, colon_fence, deflist]
html: {use_multitoc_numbering: true}
sphinx:
  extra_extensions: [planbook.book.extension]
  config: {language: zh_CN, nb_remove_code_source: true}
"""
TOC = """\
format: jb-book
root: chapters/overview
parts:
  - caption: 分章
    numbered: 1
    chapters:
      - file: chapters/industry
      - file: chapters/notes
  - caption: 数据
    chapters:
      - file: chapters/data
"""
SOURCE = {
    "edition": "qingshi-2031",
    "county": "青石县",
    "producer": "青石县发展改革局",
    "date": "2031-01-15",
    "title": "青石县2030年计划执行情况与2031年计划草案的报告",
    "presented_to": "青石县人民代表大会",
    "reviewed": 2030,
    "planned": 2031,
}
MYST = "application/vnd.planbook.myst"
HOSTILE = (
    '#panic("x") \\" ] } #{sys} $x$ <label> @ref *b* _i_ `c` // c /* c */ ~ -- #let a = 1 "引号" \\u{41}'
)


def svg(high: int = 220, label: str = "图") -> str:
    """A picture of the book's width, `high` points high, without text."""
    bars = "".join(
        f'<rect x="90" y="{40 + 24 * i}" width="{240 - 22 * i}" height="14" fill="#12436D"/>'
        for i in range((high - 60) // 24)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="360pt" height="{high}pt" viewBox="0 0 360 {high}">'
        f'<desc>{label}</desc><rect width="360" height="{high}" fill="white" stroke="#D9D9D9"/>{bars}</svg>'
    )


def say(text: str) -> nbformat.NotebookNode:
    """A code cell whose output is a bundle of planbook.show."""
    return code({"data": {MYST: text, "text/markdown": "plain"}, "metadata": {}})


def picture(name: str, caption: str, alt: str, high: int = 220) -> nbformat.NotebookNode:
    """A code cell whose output is a picture of planbook.show."""
    told = {"planbook": {"name": name, "caption": caption, "alt": alt, "figures": []}}
    return code(
        {"data": {"image/svg+xml": svg(high, name), "text/plain": alt}, "metadata": {"image/svg+xml": told}}
    )


def code(output: dict) -> nbformat.NotebookNode:
    cell = nbformat.v4.new_code_cell("show.something(ed)")
    cell.outputs = [nbformat.v4.new_output("display_data", **output)]
    return cell


def text(markdown: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_markdown_cell(markdown)


def table(
    name: str,
    caption: str,
    rows: list[tuple[str, ...]],
    head: tuple[str, ...],
    notes: str = "",
    unit: str = "亿元",
) -> str:
    """A three-rule table as planbook.show writes it."""
    lines = [
        f":::{{table}} {caption} [单位：{unit}]{{.table-unit}}",
        ":class: three-rules",
        f":name: {name}",
        "",
    ]
    marks = [":--"] + ["--:"] * (len(head) - 1)
    lines += ["| " + " | ".join(row) + " |" for row in (head, marks, *rows)] + [":::", ""]
    return "\n".join([*lines, *([f"{{.table-note}}\n{notes}\n"] if notes else [])])


LONG = (
    "这一段是为排版写的，说的是没有的事。青石县的河从北山流下来，经过三个镇，到了南边的湖里；湖边有一座老桥，桥上有“石龙”两个字。"
    * 3
)

OVERVIEW = [
    text("# 总览\n"),
    say(
        '青石县2030年地区生产总值预计[70亿元](#fig-gdp-level-2030 "地区生产总值 · 2030年")，增长'
        '[6%](#fig-gdp-growth-2030 "增速")，'
        '比上年多[3.9亿元\\*](#der-gain "70 − 66.1")。'
    ),
    say(
        "::::{grid} 2 2 4 4\n:gutter: 2\n\n"
        + "\n".join(
            f':::{{grid-item-card}} {label}\n[**{value}**](#fig-gdp-level-2030 "出处")\n\n{note}\n:::\n'
            for label, value, note in [
                ("地区生产总值", "70亿元", "增长6% · 预计"),
                ("一般公共预算收入", "2.46亿元", "增长16.4% · 全市第一"),
                ("规模以上工业增加值", "超12亿元", "增长8.1%"),
                ("城镇居民人均可支配收入", "3.6万元", "增长5.5%"),
            ]
        )
        + "::::\n"
    ),
    say(
        "{.key-numbers}\n- [地区生产总值]{.kn-label}\n"
        '  [[**70**亿元](#fig-gdp-level-2030 "2030年")]{.kn-value}\n  [预计]{.kn-note}\n'
        "- [规模以上工业企业完成的增加值增速]{.kn-label}\n  [[**8.15**%](#fig-gdp-growth-2030)]{.kn-value}\n"
    ),
    say("{.chapter-cards}\n- [产业](industry.ipynb)\n\n  五个发现。\n- [全部数字](data.ipynb)\n"),
    text("(overview-growth)=\n## 增速目标都低于上年\n"),
    picture("growth-rates", "2030年增速与2031年目标", "哑铃图：六项增速与目标，地区生产总值6%对5.5%"),
    say(
        "读图：左边的圆是2031年的目标，右边的圆是2030年的实际，见[](#growth-rates)和{numref}`growth-table`。"
        "\n换行后的第二句\nLatin words\nstay apart。"
    ),
    say(
        "::::{dropdown} 图中数字\n"
        + table(
            "growth-table",
            "增速与目标",
            [
                ("地区生产总值", '[6](#fig-gdp-growth-2030 "出处")&#8199;&#8199;', "5.5"),
                ("财政收入", "16.4&#8199;", "7&#8199;&#8200;"),
                ("工业增加值", "8.15", "−0.5"),
            ],
            ("指标", "2030年", "2031年目标"),
            "注：财政收入为一般公共预算收入；速度按可比价计算。",
            "%",
        )
        + "\n::::\n"
    ),
    text("### 小节\n\n" + LONG + "\n\n" + LONG),
    text("## 参数\n\n" + "| 参数 | 值 |\n| --- | --- |\n| edition | qingshi-2031 |\n"),
]

INDUSTRY = [
    text("# 产业\n\n首段。" + LONG),
    *[
        cell
        for number in range(1, 6)
        for cell in (
            text(f"(about-{number})=\n## 第{number}个发现\n"),
            picture(
                f"industry-{number}",
                f"第{number}个主题",
                f"条形图：第{number}个主题，最大70亿元",
                200 + 40 * (number % 4),
            ),
            say(f"第{number}张图的读法是这样的，一句话。" + LONG[: 40 * number]),
            say(
                "::::{dropdown} 图中数字\n"
                + table(
                    f"t-industry-{number}",
                    f"第{number}个主题",
                    [(f"第{i}项", str(70 - i), str(i)) for i in range(number + 2)],
                    ("项目", "2030年", "2031年"),
                )
                + "\n::::\n"
            ),
        )
    ],
    say(
        ":::{admonition} 需要注意\n:class: warning\n预计数不是最终数。\n\n- 头和只不能相加\n"
        "- 22和22是同一批人\n:::\n\n"
        ":::{note}\n本节数字来自报告。\n:::\n"
    ),
]

NOTES = """\
# 说明

范围
: 全县，不含市直。

预计
: 报告写成时年度还没有结束，
  数字尚未定案。

1. 第一条；
2. 第二条[^one]；
3. 第三条，见[产业一章](industry.ipynb)与[](#industry-2)、[网站](https://example.org/)。

- 甲
- 乙
  - 乙一
  - 乙二

> 引文一段。

正文里有 `code`、**粗体字**、*着重*，以及 H{sub}`2`O。

[^one]: 脚注里说明口径，见[](#growth-rates)。

***

最后一段。
"""


def data(rows: int) -> list[nbformat.NotebookNode]:
    anchors = ["[]{#fig-gdp-level-2030}", "[]{#fig-gdp-growth-2030}", "[]{#der-gain}"]
    cells = [
        (
            f"{anchors[i] if i < 3 else ''}第{i}项指标",
            "2030年",
            f"{i}.{i % 10}",
            "亿元",
            "预计" if i % 3 else "目标",
            "第一部分（一）第2段",
        )
        for i in range(rows)
    ]
    return [
        text("# 全部数字\n\n正文里的每个数字都通到这里。"),
        say(
            table(
                "all-figures",
                "全部数字",
                cells,
                ("指标", "时期", "数值", "单位", "状态", "出处"),
                unit="各行",
            )
        ),
        text("## 原样的文字\n"),
        say("{.quiet}\n" + escape(HOSTILE) + "\n"),
    ]


def escape(plain: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|$~^&!\"'@=:-/" else c for c in plain)


def stage(folder: Path, rows: int = 40, **replaced: list | str) -> Path:
    """Write the stage of the whole book; `replaced` are chapters by name, cells of a notebook or Markdown."""
    chapters = {"overview": OVERVIEW, "industry": INDUSTRY, "notes": NOTES, "data": data(rows), **replaced}
    (folder / "chapters").mkdir(parents=True, exist_ok=True)
    (folder / "_config.yml").write_text(CONFIG, "utf-8")
    (folder / "_toc.yml").write_text(TOC, "utf-8")
    (folder / "data" / SOURCE["edition"]).mkdir(parents=True, exist_ok=True)
    (folder / "data" / SOURCE["edition"] / "source.yml").write_text(
        json.dumps(SOURCE, ensure_ascii=False), "utf-8"
    )
    for name, content in chapters.items():
        if isinstance(content, str):
            (folder / "chapters" / f"{name}.md").write_text(content, "utf-8")
            continue
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.from_dict(json.loads(json.dumps(cell))) for cell in content]
        )
        notebook.metadata = {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
        }
        for index, cell in enumerate(notebook.cells):
            cell["id"] = f"cell-{index}"
        nbformat.write(notebook, folder / "chapters" / f"{name}.ipynb")
    return folder
