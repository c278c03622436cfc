"""planbook.book.stage: what the binder is given, with the report's text and without."""

import hashlib
import json
import shutil

import books
import nbformat
import pytest
from editions import EDITION, TEXT
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from sourced import KERNEL, ROOT

from planbook import pipeline
from planbook.errors import InputError
from planbook.run.manifest import Request


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A book of one page, the data page, with the repository's own configuration; not built yet."""
    project = books.make(tmp_path_factory.mktemp("stage") / "book", data="simple")
    shutil.copyfile(ROOT / "_config.yml", project.root / "_config.yml")
    parameters = new_code_cell(f'edition: str = "{EDITION}"', metadata={"tags": ["parameters"]})
    shown = new_code_cell(
        "from planbook import show\nfrom planbook.edition import load\n\nshow.figure_table(load(edition))"
    )
    notebook = new_notebook(cells=[parameters, new_markdown_cell("# 数据"), shown], metadata=KERNEL)
    nbformat.write(notebook, project.notebook("data"))
    return project


def build(project, **asked) -> list[str]:
    said: list[str] = []
    pipeline.build(project, Request(**asked), said.append)
    return said


@pytest.mark.parametrize("text", ["别的\n", None])
def test_another_text_is_refused(project, tmp_path, text):
    """Both hashes, or the name of a file that is not there, before any kernel starts."""
    other = tmp_path / "other.txt"
    if text:
        other.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        build(project, source=other)
    assert "other.txt" in str(refused.value)
    for known in (text or "").encode() and (text.encode(), TEXT.read_bytes()):
        assert hashlib.sha256(known).hexdigest() in str(refused.value)
    assert not (project.output / "cache").exists() and not project.html.exists()


def test_with_the_text_and_without_it_again(project):
    """The same chapters, other pages; only the manifest's hash tells of the text once it is gone."""
    assert [line for line in build(project, source=TEXT) if line.startswith("[")]
    report = project.html / "chapters/report.html"
    assert "百姓都说好" in report.read_text(encoding="utf-8")
    told = json.loads(project.manifest.read_text(encoding="utf-8"))
    assert told["source"] == hashlib.sha256(TEXT.read_bytes()).hexdigest()
    kept = [path for path in project.output.rglob("*") if path.is_file() and project.html not in path.parents]
    assert not [path for path in kept if "百姓都说好".encode() in path.read_bytes()]
    assert build(project, source=TEXT) == ["nothing changed"]

    said = build(project)
    (pages,) = [line for line in said if not line.startswith("chapter ")]
    assert pages.startswith("pages ")
    assert not report.exists() and json.loads(project.manifest.read_text(encoding="utf-8"))["source"] is None
    for path in project.html.rglob("*.html"):
        assert "百姓都说好" not in path.read_text(encoding="utf-8")
    assert build(project) == ["nothing changed"]


def test_a_missing_text_is_not_no_text(project):
    """A book that is up to date is not taken for what was asked."""
    build(project)
    with pytest.raises(InputError, match=r"nowhere\.txt"):
        build(project, source=project.root / "nowhere.txt")
