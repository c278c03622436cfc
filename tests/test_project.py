"""Where things are."""

import os
import subprocess
import sys

import books
import pytest

from planbook.run.project import NoProject, Project


@pytest.fixture
def project(tmp_path):
    return books.make(tmp_path / "book", overview="simple", industry="simple", data="no_parameters")


def test_found_from_below(project):
    """The book around a folder, however deep one stands in it."""
    (project.root / "chapters" / "deep").mkdir()
    assert Project.find(project.root / "chapters" / "deep").root == project.root.resolve()


def test_chapters_in_the_order_of_the_contents(project):
    """Root, parts, chapters and sections in reading order; pages that are not notebooks are passed over."""
    (project.root / "chapters" / "about.md").write_text("# 关于\n", encoding="utf-8")
    first = "chapters:\n  - file: chapters/data\n    sections:\n    - file: chapters/about\n"
    second = "chapters:\n  - file: chapters/industry\n"
    contents = f"format: jb-book\nroot: chapters/overview\nparts:\n- {first}- {second}"
    (project.root / "_toc.yml").write_text(contents, encoding="utf-8")
    assert Project(project.root).chapters == ("overview", "data", "industry")


@pytest.mark.parametrize(
    "contents",
    [
        "root: chapters/nowhere\n",
        "- a\n",
        "root: [\n",
        "",
        "root: 5\n",
        "root: [a]\n",
        "chapters: {a: b}\n",
        f"root: {'长' * 999}\n",
    ],
)
def test_contents_that_cannot_be_used(project, contents):
    """A missing chapter, another shape, bad YAML: one line that names the file."""
    (project.root / "_toc.yml").write_text(contents, encoding="utf-8")
    with pytest.raises(NoProject, match=r"^_toc\.yml[: ]"):
        _ = Project(project.root).chapters


def test_data_may_lie_elsewhere(project, tmp_path, monkeypatch):
    """PLANBOOK_DATA names the folder of the editions."""
    assert project.editions() == ["qingshi-2026"]
    monkeypatch.setenv("PLANBOOK_DATA", str(tmp_path))
    assert project.editions() == []


def test_the_book_of_one_edition(project):
    """It writes into a folder of its own, and of the data it is about all but the other editions."""
    (project.data / "baihe-2026").mkdir()
    (project.data / "baihe-2026" / "source.yml").write_text("edition: baihe-2026\n", encoding="utf-8")
    book = project.of("qingshi-2026")
    assert book.output == project.output / "editions" / "qingshi-2026"
    assert book.html.parent == book.manifest.parent == book.output
    assert {"qingshi-2026", "units.csv"} < {*book.mine} and "baihe-2026" not in book.mine
    assert project.mine == (".",)


def test_what_is_named_on_a_system_of_ascii(project):
    """A Chinese title is the name of no file there, and no fault."""
    code = "from planbook.run.project import Project; print([path.name for path in Project.find().besides])"
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, cwd=project.root, env=os.environ | ascii_only, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_path_that_is_no_utf_8(tmp_path):
    """Nothing that a build writes could name it."""
    root = tmp_path / os.fsdecode(b"caf\xe9")
    books.make(root, overview="simple")
    with pytest.raises(NoProject, match="the path is no UTF-8"):
        Project.find(root)
