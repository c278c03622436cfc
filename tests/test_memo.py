"""planbook.run.memo: builds that follow each other in one process make the book of a build from nothing."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import books
import pytest

from planbook import pipeline
from planbook.run import fork_server, hashing
from planbook.run.manifest import Request
from planbook.run.memo import MOST, Memo
from planbook.run.project import Project

ROOT = Path(__file__).resolve().parent.parent
FIGURES, EXHIBITS = (f"data/qingshi-2026/{name}" for name in ("figures.csv", "exhibits.yml"))
INDUSTRY = "chapters/industry.ipynb"


def replaced(file: str, old: str, new: str):
    """A change of one input: some of its text becomes another."""

    def change(root: Path) -> None:
        path = root / file
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def gone(file: str):
    return lambda root: (root / file).unlink()


STEPS = {
    "a parameter": replaced("params.yml", "edition", "chapters:\n  industry:\n    top_projects: 2\nedition"),
    "a row": replaced(FIGURES, "7.20,%,eq,,,,7.20%", "7.20,%,eq,true,,,7.20%"),
    "a note": replaced(FIGURES, "座,gt,,,,1200余座,", "座,gt,,,,1200余座,含两处旧棚"),
    "a lead": replaced(EXHIBITS, "", "industry:\n  lead: 谷子{crops-millet-level-2025}。\n"),
    "a cell": replaced(INDUSTRY, "page.lead()", 'show.say(page.ed, \\"谷物为主。\\"); page.lead()'),
    "the title": replaced("_config.yml", "县级经济社会发展计划读本", "青石县读本"),
    "no lead": gone(EXHIBITS),
    "the row as it was": replaced(FIGURES, "7.20,%,eq,true,,,7.20%", "7.20,%,eq,,,,7.20%"),
}  # fmt: skip


def book(folder: Path) -> Project:
    """Three chapters of the repository with the invented county's data."""
    made = books.make(folder, overview="simple", industry="simple", data="simple")
    for chapter in made.chapters:
        shutil.copyfile(ROOT / "chapters" / f"{chapter}.ipynb", made.notebook(chapter))
    shutil.copyfile(ROOT / "_config.yml", made.root / "_config.yml")
    return made


def files(project: Project) -> dict[str, str]:
    """Every file of the published book, by content."""
    return hashing.tree(project.output, "html")


@pytest.mark.slow
def test_the_book_of_a_build_from_nothing(tmp_path):
    """Whatever changes, one thing after the other, and back; compared after every second change."""
    project, memo = book(tmp_path / "book"), Memo()
    with fork_server.for_kernels(project, False):
        pipeline.build(replace(project, memo=memo), Request())
        for number, (name, change) in enumerate(STEPS.items(), 1):
            change(project.root)
            pipeline.build(replace(Project(project.root), memo=memo), Request())
            data = (project.html / "chapters/data.html").read_text(encoding="utf-8")
            assert '列出的项目数：<span class="parameter">2</span>' in data
            assert 'href="overview.html' in data and 'class="used-in">—<' not in data
            if number % 2:
                continue
            clean = Project(tmp_path / "clean")
            shutil.copytree(project.root, clean.root, ignore=shutil.ignore_patterns("_build"))
            pipeline.build(clean, Request())
            assert files(project) == files(clean), name
            shutil.rmtree(clean.root)


def test_a_value_is_made_once_for_a_key():
    memo, made = Memo(), []
    for _ in range(2):
        assert memo.of("sum", lambda: 1, lambda: made.append(1) or 7) == 7
    assert memo.of("sum", lambda: 2, lambda: made.append(2) or 8) == 8
    assert memo.of("product", lambda: 1, lambda: made.append(3) or 9) == 9
    assert made == [1, 2, 3]


def test_what_changes_while_it_is_made_is_not_kept():
    """Somebody writes to a file after its digest was taken, and puts it back afterwards."""
    memo, state = Memo(), ["old"]

    def make() -> str:
        state[0] = "new"
        return "made of new"

    assert memo.of("check", lambda: state[0], make) == "made of new"
    state[0] = "old"
    assert memo.of("check", lambda: state[0], lambda: "made of old") == "made of old"


def test_a_failure_is_not_kept():
    memo = Memo()
    with pytest.raises(ValueError):
        memo.of("check", lambda: 1, lambda: int("x"))
    assert memo.of("check", lambda: 1, lambda: 5) == 5


def test_it_does_not_grow():
    memo = Memo()
    for number in range(1000):
        memo.of("run", lambda number=number: number, lambda: json.dumps("x"))
    assert len(memo._kinds["run"]) == MOST
