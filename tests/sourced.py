"""A book of the invented county in which every number has an origin: made by planbook.show, bound for real.

No kernel runs: the notebooks are written with the outputs that their cells would have.
"""

import shutil
from pathlib import Path

import nbformat
from editions import EDITION, GOOD, TEXT
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from planbook import show
from planbook.audit import audit, matters
from planbook.book import html, stage
from planbook.edition import load
from planbook.run.cache import Entry
from planbook.run.project import Project
from planbook.show import output

ROOT = Path(__file__).resolve().parent.parent
TOC = """format: jb-book
root: chapters/overview
parts:
- caption: 数据
  chapters:
  - file: chapters/audit
  - file: chapters/data
"""
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}

GIVEN = {"book": {"edition": EDITION}, "chapters": {}}


def _overview(ed) -> None:
    from planbook.show import topic  # imports matplotlib: not before conftest.py has limited its threads

    show.lead(ed, "生产总值{gdp-level-2025}，财政收入与它之比{revenue_to_gdp}。")
    show.key_numbers(ed, ["gdp-level-2025", "processors-count-2025"])
    crops = ed.select(indicator="crops", period="2025")
    picture = show.bars(ed, crops, title="谷子最多", caption="各类作物的面积", name="crops")
    show.exhibit(ed, picture, "谷子{crops-millet-level-2025}。")
    topic.table(ed, ed.select(chapter="overview"), [], caption="主要指标", name="table-overview")
    show.cautions(ed, "urban_rural")
    show.source(ed, "overview")


def _audit(ed) -> None:
    from planbook.show.audit import entries

    entries(ed, matters.matters(audit.rows(ed)))


def _data(ed) -> None:
    show.downloads(ed)
    show.figure_table(ed)


PAGES = (("overview", "总览", _overview), ("audit", "核对", _audit), ("data", "数据", _data))


def make(root: Path, monkeypatch, *, text: Path | None = None, extra: str = "") -> Project:
    """The book, published in `root`; `extra` is a passage of MyST at the end of the first chapter."""
    project = fill(root, monkeypatch, text=text, extra=extra)
    html.build(project.output / "stage", project.html)
    return project


def fill(root: Path, monkeypatch, *, text: Path | None = None, extra: str = "") -> Project:
    """The same as far as its stage."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / "_config.yml", root / "_config.yml")
    (root / "_toc.yml").write_text(TOC, encoding="utf-8")
    (root / "chapters").mkdir()
    shutil.copytree(GOOD, root / "data")
    project, ed = Project(root), load(EDITION, GOOD)
    entries = []
    for chapter, title, make_page in PAGES:
        bundles: list[tuple[dict, dict | None]] = []
        with monkeypatch.context() as patch:
            patch.setattr(output, "publish", lambda data, about=None, to=bundles: to.append((data, about)))
            make_page(ed)
        if extra and chapter == "overview":
            bundles.append(({output.MYST: extra}, None))
        cells = [new_markdown_cell(f"({chapter})=\n# {title}")]
        for data, about in bundles:
            shown = new_output("display_data", data=data, metadata=about or {})
            cells.append(new_code_cell("show.…", outputs=[shown]))
        notebook = project.output / "cache" / f"{chapter}.ipynb"
        notebook.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(new_notebook(cells=cells, metadata=KERNEL), notebook)
        entries.append(Entry(chapter, "key", {"parameters": {}}, notebook))
    (project.output / "stage/chapters").mkdir(parents=True)
    stage.fill(project.output / "stage", project, GIVEN, entries, text=text)
    return project


__all__ = ["EDITION", "TEXT", "fill", "make"]
