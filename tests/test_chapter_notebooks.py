"""The repository's chapters: short, of any county, one for each code of codelists.csv."""

import csv
import re
from pathlib import Path

import nbformat
import pytest

from planbook.run.project import Project

HERE = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((HERE / "chapters").glob("*.ipynb"))
TABLES = [table for folder in ("data", "tests/data") for table in (HERE / folder).rglob("indicators.csv")]
APART = {
    "fulfilment": "完成情况",
    "annex": "附表",
    "audit": "核对",
    "data": "数据",
}  # pages that belong to no chapter of the report
MOST = 40  # lines of code of one chapter
every_notebook = pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)


def codes(file: Path, column: str, **fields: str) -> dict[str, dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {row[column]: row for row in rows if fields.items() <= row.items()}


def cells(notebook: Path, kind: str) -> list:
    return [cell for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == kind]


def code_of(notebook: Path) -> list[str]:
    """The lines of code outside the `parameters` cell, without blank ones and comments."""
    own = [c for c in cells(notebook, "code") if "parameters" not in c.metadata.get("tags", [])]
    lines = [line.strip() for cell in own for line in cell.source.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


@every_notebook
def test_a_chapter_is_short(notebook):
    """What stands on the page follows from the figures: the notebook only calls the parts in their order."""
    assert 1 <= len(code_of(notebook)) <= MOST


@every_notebook
def test_a_chapter_names_no_indicator(notebook):
    """No id of any list of indicators stands in a notebook, so that it serves a county that has none of
    them."""
    known = {id for table in TABLES for id in codes(table, "indicator")}
    chapters = codes(HERE / "data" / "codelists.csv", "code", codelist="chapter")
    text = "\n".join(cell.source for kind in ("code", "markdown") for cell in cells(notebook, kind))
    words = set(re.findall(r"[a-z0-9_]+", text))
    assert len(known) > 100 and known & words - {*chapters} == set()


@every_notebook
def test_a_chapter_is_headed_by_its_name(notebook):
    """Its first line of text is the Chinese name of its code; the pages of no chapter have one too."""
    title = re.findall(r"^# (.+)$", "\n".join(cell.source for cell in cells(notebook, "markdown")), re.M)
    chapters = codes(HERE / "data" / "codelists.csv", "code", codelist="chapter")
    named = {code: row["label_zh"] for code, row in chapters.items()} | APART
    assert title == [named[notebook.stem]]


@every_notebook
def test_no_output_is_kept(notebook):
    """What a run shows stands in the built book only."""
    assert all(not cell.outputs and cell.execution_count is None for cell in cells(notebook, "code"))


def test_the_contents_list_every_chapter():
    """Each code of chapter is a page of the book, in the order of the list; the other pages come behind."""
    chapters = list(codes(HERE / "data" / "codelists.csv", "code", codelist="chapter"))
    assert Project(HERE).chapters == (*chapters, *APART)
    assert {path.stem for path in NOTEBOOKS} == {*chapters, *APART}
