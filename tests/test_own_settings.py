"""What Jupyter Book's manual says of _config.yml and _toc.yml holds for a book of planbook."""

import shutil

import books
import nbformat
import pytest
from editions import EDITION
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from sourced import KERNEL, ROOT

from planbook import pipeline
from planbook.errors import InputError
from planbook.run.manifest import Request
from planbook.run.project import Project

PICTURE = next((ROOT / "docs").glob("*.png"))
SETTINGS = {  # in the repository's own _config.yml
    "title: 县级经济社会发展计划读本\n": "title: 我们的2026读本\nlogo: logo.png\n",
    "only_build_toc_files": "bibtex_bibfiles: [more/works.bib]\nonly_build_toc_files",
    'author: ""\n': "author: 发展改革局\n",
    'copyright: ""\n': "copyright: '2026'\n",
    "html:\n": "html:\n  favicon: logo.png\n",
}
WORK = "@book{one,\n title={Statistics},\n author={Somebody},\n publisher={Press},\n year={2020}\n}\n"
PAGE = "# 使用说明\n\n![示意图](more/map.png)\n\n见{cite}`one`。\n\n```{bibliography}\n```\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A book with settings of its own, a page beside the chapters, and a chapter in a folder."""
    made = books.make(tmp_path_factory.mktemp("own") / "book", data="simple")
    root = made.root
    for folder in ("chapters/more", "more"):
        (root / folder).mkdir()
    parameters = new_code_cell(f'edition: str = "{EDITION}"', metadata={"tags": ["parameters"]})
    table = "from planbook import show\nfrom planbook.edition import load\n\nshow.figure_table(load(edition))"
    for chapter, cells in {"data": [new_code_cell(table)], "more/extra": []}.items():
        cells = [parameters, new_markdown_cell("# 一章"), *cells]
        nbformat.write(new_notebook(cells=cells, metadata=KERNEL), root / "chapters" / f"{chapter}.ipynb")
    for name in ("logo.png", "more/map.png"):
        shutil.copyfile(PICTURE, root / name)
    (root / "more" / "works.bib").write_text(WORK, encoding="utf-8")
    (root / "intro.md").write_text(PAGE, encoding="utf-8")
    config = (ROOT / "_config.yml").read_text(encoding="utf-8")
    for old, new in SETTINGS.items():
        assert old in config
        config = config.replace(old, new)
    (root / "_config.yml").write_text(config, encoding="utf-8")
    contents = "- file: intro\n- file: chapters/more/extra\n"
    (root / "_toc.yml").write_text(f"format: jb-book\nroot: chapters/data\nchapters:\n{contents}", "utf-8")
    return Project(root)


def test_a_book_of_ones_own(project):
    """Title, rights, logo, icon, bibliography; a page beside with its picture; a chapter in a folder."""
    assert project.chapters == ("data", "more/extra")
    html = pipeline.build(project, Request())
    page = (html / "intro.html").read_text(encoding="utf-8")
    for words in ("我们的2026读本", "2026.", "_static/logo.png", 'rel="icon"', "Press, 2020", "_images/map"):
        assert words in page, words
    assert (html / "chapters" / "more" / "extra.html").is_file()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: 5\n", r"_config\.yml: title: 5 is not of type 'string'"),
        ("- a\n", r"_config\.yml:1: "),
        ("title: [\n", r"_config\.yml:2: "),
        ("title: a\ntitle: b\n", r"_config\.yml:2 title: The key stands twice"),
        ("sphinx: {config: 5}\n", r"_config\.yml: sphinx\.config: 5 is not of type"),
        ("", r"_config\.yml: The file is empty"),
    ],
)
def test_settings_that_cannot_be_used(project, text, said):
    """Told before anything runs, with place, exit code 2."""
    before = (project.root / "_config.yml").read_text(encoding="utf-8")
    (project.root / "_config.yml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        pipeline.build(Project(project.root), Request())
    (project.root / "_config.yml").write_text(before, encoding="utf-8")


def test_contents_that_cannot_be_used(project):
    """A key that there is none of in a table of contents is told, and not passed over."""
    file = project.root / "_toc.yml"
    before = file.read_text(encoding="utf-8")
    file.write_text(f"{before}chapter: []\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"_toc\.yml: Unknown keys found: \{'chapter'\}"):
        pipeline.build(Project(project.root), Request())
    file.write_text(before, encoding="utf-8")
