"""Small books for the tests of running: a folder with chapters made of the notebooks in tests/notebooks/."""

import json
import shutil
from pathlib import Path

from planbook.run.project import Project

NOTEBOOKS = Path(__file__).parent / "notebooks"
HEADER = (
    "figure,chapter,indicator,item,project,measure,period,scenario,value,unit,bound,preliminary,rank_of,against,"
    "printed,note\n"
)
FIGURES = (
    "gdp-growth-2026,overview,gdp,,,growth,2026,target,5,%,approx,,,,5%左右,\n"
    "retail_sales-growth-2026,overview,retail_sales,,,growth,2026,target,4.5,%,eq,,,,4.5%,\n"
    "income-growth-2026,livelihood,income,,,growth,2026,target,,,approx,,,gdp,与经济增长同步,\n"
    "gdp-growth-2025,overview,gdp,,,growth,2025,actual,4.1,%,eq,true,,,4.1%,\n"
)


def make(folder: Path, **chapters: str) -> Project:
    """A book of the invented county 青石; `chapters` maps a chapter's name to one of tests/notebooks/."""
    (folder / "chapters").mkdir(parents=True)
    for chapter, notebook in chapters.items():
        shutil.copyfile(NOTEBOOKS / f"{notebook}.ipynb", folder / "chapters" / f"{chapter}.ipynb")
    first, *rest = chapters
    toc = f"format: jb-book\nroot: chapters/{first}\n"
    if rest:
        toc += "chapters:\n" + "".join(f"- file: chapters/{chapter}\n" for chapter in rest)
    (folder / "_toc.yml").write_text(toc, encoding="utf-8")
    (folder / "_config.yml").write_text("title: 青石县计划读本\n", encoding="utf-8")
    (folder / "params.yml").write_text("edition: qingshi-2026\n", encoding="utf-8")
    (folder / "extra.csv").write_text("a,b\n", encoding="utf-8")
    edition = folder / "data" / "qingshi-2026"
    edition.mkdir(parents=True)
    (edition / "source.yml").write_text(
        "edition: qingshi-2026\nreviewed: 2025\nplanned: 2026\n", encoding="utf-8"
    )
    (edition / "figures.csv").write_text(HEADER + FIGURES, encoding="utf-8")
    return Project(folder)


def edit(project: Project, chapter: str, number: int, source: str) -> None:
    """Replace the source of one cell (counted from 1) of a chapter."""
    path = project.notebook(chapter)
    book = json.loads(path.read_text(encoding="utf-8"))
    book["cells"][number - 1]["source"] = source
    path.write_text(json.dumps(book), encoding="utf-8")
