"""A small stage of a county that does not exist, with every kind of output that a chapter can emit.

Nothing is executed: the notebooks are written as papermill and the finishing pass would leave them.
"""

import shutil
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

ROOT = Path(__file__).resolve().parent.parent
MYST = "application/vnd.planbook.myst"

PICTURE = """<svg xmlns="http://www.w3.org/2000/svg" width="360pt" height="200pt" viewBox="0 0 360 200">
<rect width="360" height="200" fill="#fff"/><rect x="80" y="60" width="200" height="24" fill="#12436D"/>
<rect x="80" y="110" width="240" height="24" fill="#fff" stroke="#F46A25" stroke-width="2"/></svg>
"""


def say(text: str, plain: str = "") -> nbformat.NotebookNode:
    """A cell whose output is a passage of MyST, as `show.say` emits it."""
    bundle = {MYST: text, "text/markdown": plain or text}
    return new_code_cell("show.say(ed, …)", outputs=[new_output("display_data", data=bundle)])


def picture(name: str, caption: str, alt: str, svg: str = PICTURE) -> nbformat.NotebookNode:
    """A cell that draws one picture, as `show.exhibit` emits it."""
    about = {"planbook": {"name": name, "caption": caption, "alt": alt, "figures": ["wool-2025"]}}
    bundle = {"image/svg+xml": svg, "text/plain": alt}
    output = new_output("display_data", data=bundle, metadata={"image/svg+xml": about})
    return new_code_cell("pic = show.bars(ed, …)", outputs=[output])


def heading(text: str, target: str, level: int = 2) -> nbformat.NotebookNode:
    return new_markdown_cell(f"({target})=\n{'#' * level} {text}")


TILES = """{.key-numbers}
- [羊毛产量]{.kn-label}
  [[**120**吨](#fig-wool-2025 "羊毛产量 · 2025年 · 预计")]{.kn-value}
  [预计 · 增速[6%](#fig-wool-growth-2025 "羊毛产量增速 · 2025年")]{.kn-note}
- [牧民合作社]{.kn-label}
  [[**35**个](#fig-coops-2025 "牧民合作社 · 2025年")]{.kn-value}
  [全市第一]{.kn-note}
- [草场面积]{.kn-label}
  [[约**3.2**万亩](#fig-pasture-2025 "草场 · 2025年")]{.kn-value}
- [新建棚圈]{.kn-label}
  [[≥**60**座](#fig-sheds-2026 "棚圈 · 2026年 · 目标")]{.kn-value}
  [目标]{.kn-note}
"""

CARDS = """{.chapter-cards}
- [产业](industry.ipynb)

  合作社[35个](#fig-coops-2025 "牧民合作社 · 2025年")。
- [全部数字](data.ipynb)
"""

TABLE = """```{table} 青石县畜牧业主要数字
:name: tab-livestock
:class: three-rules
| 指标 | 2025年 | 2026年 | 说明 |
| :-- | --: | --: | :-- |
| 羊毛产量（吨） | [120](#fig-wool-2025 "羊毛") | — | 预计 |
| 牧民合作社（个） | [35](#fig-coops-2025 "合作社") | [40](#der-coops-2026 "35 + 5") \\* | 推算 |
| 草场面积（万亩） | [约3.2](#fig-pasture-2025 "草场") | 3.2 | LONG_NOTE |
```
""".replace("LONG_NOTE", "口径未变，含承包到户和集体经营的全部天然草场与人工草场")

FOLD = """:::{dropdown} 图中数字
```{table} 羊毛产量，吨
| 年份 | 产量 |
| :-- | --: |
| 2025 | 120 |
| 2026 | 130 |
```
:::
"""


def figure_table() -> str:
    """The data page's table: a target in each row, and enough rows to filter."""
    rows = [("fig-wool-2025", "羊毛产量", "120吨"), ("fig-wool-growth-2025", "羊毛产量增速", "6%")]
    rows += [("fig-coops-2025", "牧民合作社", "35个"), ("fig-pasture-2025", "草场面积", "约3.2万亩")]
    rows += [("fig-sheds-2026", "新建棚圈", "不少于60座"), ("der-coops-2026", "牧民合作社（推算）", "40个")]
    rows += [(f"fig-well-{number}", f"第{number}号机井出水量", f"{number}0.5方") for number in range(1, 40)]
    lines = [
        f"| []{{#{target}}}{label} | {value} | 第一部分第{n}段 | 预计 |"
        for n, (target, label, value) in enumerate(rows)
    ]
    head = [
        "```{table} 全部数字",
        ":name: tab-figures",
        ":class: three-rules figure-table",
        "| 指标 | 数字 | 位置 | 状态 |",
    ]
    return "\n".join([*head, "| :-- | --: | :-- | :-- |", *lines, "```"])


CHAPTERS = {
    "overview": [
        heading("青石县一年", "overview", 1),
        say(
            '{.lead}\n2025年羊毛产量预计[120吨](#fig-wool-2025 "羊毛产量 · 2025年 · 预计")，'
            '增长[6%](#fig-wool-growth-2025 "增速")。'
        ),
        say(TILES),
        heading("产量与目标", "overview-output"),
        picture("wool-bars", "2025年与2026年羊毛产量", "横条图：羊毛产量，2025年120吨，2026年130吨"),
        say("条形从零开始，末端是数值。"),
        say(FOLD),
        say(TABLE),
        say(CARDS),
        heading("须留意的", "overview-cautions"),
        say(":::{note}\n产量是预计数，年报出来后会变。\n:::"),
    ],
    "industry": [
        heading("产业", "industry", 1),
        say(
            '青石县有[35个](#fig-coops-2025 "牧民合作社 · 2025年")牧民合作社，'
            "见{ref}`overview-output`和{numref}`wool-bars`。"
        ),
        picture("sheds", "棚圈建设", "横条图：新建棚圈不少于60座"),
        say(TABLE.replace("tab-livestock", "tab-livestock-2").replace("青石县畜牧业", "再看青石县畜牧业")),
    ],
    "data": [heading("全部数字", "data", 1), say(figure_table())],
}

TOC = """format: jb-book
root: chapters/overview
parts:
  - caption: 分章
    numbered: 1
    chapters:
      - file: chapters/industry
  - caption: 数据
    chapters:
      - file: chapters/data
"""


def write(stage: Path) -> Path:
    """Write the stage; returns it. The configuration is the repository's own."""
    (stage / "chapters").mkdir(parents=True)
    shutil.copyfile(ROOT / "_config.yml", stage / "_config.yml")
    (stage / "_toc.yml").write_text(TOC, encoding="utf-8")
    for name, cells in CHAPTERS.items():
        notebook = new_notebook(
            cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        )
        for number, cell in enumerate(notebook.cells):
            cell["id"] = f"{name}-{number}"
        nbformat.write(notebook, stage / "chapters" / f"{name}.ipynb")
    return stage
