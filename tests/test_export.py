"""planbook.export: what is published goes out, what is stale is built first, failures leave the old file."""

import json
import re
import subprocess
import sys
import zipfile

import books
import pytest
import workbooks
from editions import change

from planbook import export, pipeline
from planbook.errors import BindError, BuildError, InputError
from planbook.formats import data
from planbook.run import manifest
from planbook.run.manifest import Request
from planbook.run.parameters import models


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A small book that was never built."""
    return books.make(tmp_path_factory.mktemp("export") / "book", overview="looks_up", industry="simple")


def test_nothing_built_yet(project):
    """The book is built and published first, and says so; the file stands in _build/export."""
    said: list[str] = []
    made = export.export(project, "excel", said.append)
    assert made == project.output / "export" / "qingshi-2026.xlsx"
    assert said[0] == "nothing has been built yet: the book first"
    assert (project.html / "index.html").is_file()
    assert {row["编号"] for row in workbooks.table(made, "全部数字")} >= {"gdp-level-2025"}


def test_no_chapter_runs_again(project):
    """An export of what is published runs and binds nothing, and gives the same bytes."""
    first = export.export(project, "data").read_bytes()
    before = project.manifest.read_bytes()
    said: list[str] = []
    assert export.export(project, "data", said.append).read_bytes() == first
    assert said[0] == "nothing changed" and len(said) == 2
    assert project.manifest.read_bytes() == before
    assert not (project.output / "stage").exists()


def test_new_data_are_published_first(project):
    """A changed row goes into the published book and into the export."""
    before = manifest.read(project.manifest)["chapters"]["overview"]["key"]
    change(project.data, "figures", "gdp-growth-2025", note="经核定")
    said: list[str] = []
    made = export.export(project, "excel", said.append)
    (row,) = [row for row in workbooks.table(made, "全部数字") if row["编号"] == "gdp-growth-2025"]
    assert row["说明"] == "经核定"
    assert any("gdp-growth-2025 changed" in line for line in said)
    assert manifest.read(project.manifest)["chapters"]["overview"]["key"] != before


def test_edited_while_it_is_written(project, monkeypatch):
    """The file holds one state of the data, the later one; edited each time: none, and the old one stays."""
    made = export.export(project, "excel")
    notes = iter(["再核定", *"一二三"])

    def edited(book, out):
        if pending.pop():
            change(project.data, "figures", "gdp-growth-2025", note=next(notes))
        write(book, out)

    write = export.FORMATS["excel"].write
    monkeypatch.setitem(export.FORMATS, "excel", export.FORMATS["excel"]._replace(write=edited))
    pending, said = [False, True], []
    export.export(project, "excel", said.append)
    assert "something was edited meanwhile: once more" in said
    (row,) = [row for row in workbooks.table(made, "全部数字") if row["编号"] == "gdp-growth-2025"]
    assert row["说明"] == "再核定"
    pending, old = [True] * export.ATTEMPTS, made.read_bytes()
    with pytest.raises(BuildError, match="edited each time"):
        export.export(project, "excel")
    assert made.read_bytes() == old
    change(project.data, "figures", "gdp-growth-2025", note="经核定")


def test_a_chapter_that_fails(project):
    """The older file stays, the message names the chapter."""
    old = export.export(project, "data").read_bytes()
    notebook = project.notebook("industry").read_bytes()
    try:
        books.edit(project, "industry", 3, "raise ValueError('no sheep')")
        with pytest.raises(BuildError, match="industry"):
            export.export(project, "data")
        assert (project.output / "export" / "qingshi-2026-data.zip").read_bytes() == old
    finally:
        project.notebook("industry").write_bytes(notebook)


def test_a_format_that_fails(project, monkeypatch):
    """What stands in the way is one message with the file's name; an older file of that name stays."""
    old = export.export(project, "data").read_bytes()

    def fail(*_, **__):
        raise BindError("notes.csv: no")

    monkeypatch.setattr(data, "export", fail)
    with pytest.raises(BuildError, match=r"qingshi-2026-data\.zip could not be made:\nnotes\.csv: no"):
        export.export(project, "data")
    assert (project.output / "export" / "qingshi-2026-data.zip").read_bytes() == old
    assert not (project.output / "stage").exists()


def test_parameters_of_the_published_book(project):
    """What was built with -p or -f goes out with it; a later change of params.yml or of the file counts."""
    other = project.root / "other.yml"
    other.write_text("scenario: plan\n")
    options = (("edition", "qingshi-2026"), ("industry.top_projects", "7"))
    asked = Request(files=(other,), options=options)
    pipeline.build(project, asked)
    told = manifest.read(project.manifest)
    again = export.again(told, project)
    assert again.files == (other,)
    assert again.options == options
    export.export(project, "data")
    assert manifest.read(project.manifest)["parameters"] == told["parameters"]
    other.write_text("scenario: klingon\n")
    with pytest.raises(InputError, match=r"other\.yml:1 scenario"):
        export.export(project, "data")


def test_values_as_the_command_line_takes_them(project):
    """Mappings, lists and paths come back as text that gives the same value."""
    told = {
        "parameters": {
            "book": {
                "growth": {"gdp": 5.5},
                "progress": "data/now.csv",
                "as_of": "2026-06-30",
                "edition": "a",
            },
            "chapters": {"industry": {"top_projects": 5}},
            "given": {
                "growth": "-p growth.gdp",
                "progress": "-p progress",
                "as_of": "-p as_of",
                "industry.top_projects": "-p industry.top_projects",
                "edition": "params.yml:2",
            },
        }
    }
    again = export.again(told, project)
    assert again.files == ()
    assert again.options == (
        ("growth", '{"gdp": 5.5}'),
        ("progress", str(project.root / "data/now.csv")),
        ("as_of", "2026-06-30"),
        ("industry.top_projects", "5"),
    )


def test_a_book_that_quotes_the_text(project):
    """It goes out as it is published; when it is stale only its reader can build it, and is told so."""
    pipeline.build(project, Request())
    told = manifest.read(project.manifest)
    manifest.write(project.manifest, {**told, "source": "0" * 64})
    said: list[str] = []
    export.export(project, "data", said.append)
    assert len(said) == 1, "neither run nor bound again"
    change(project.data, "figures", "gdp-growth-2025", note="又核定")
    try:
        with pytest.raises(
            BuildError, match=r"overview: .*gdp-growth-2025 changed(.|\n)*build --source FILE"
        ):
            export.export(project, "data")
    finally:
        change(project.data, "figures", "gdp-growth-2025", note="经核定")
        manifest.write(project.manifest, told)


def test_what_a_killed_export_left(project):
    """A stage that was left behind is no obstacle."""
    (project.output / "stage" / "chapters").mkdir(parents=True)
    assert export.export(project, "data").is_file()
    assert not (project.output / "stage").exists()


def test_a_run_that_is_lost(project):
    """When the cache no longer holds what is published, the way out is named."""
    told = manifest.read(project.manifest)
    broken = {
        **told,
        "chapters": {**told["chapters"], "industry": {**told["chapters"]["industry"], "key": "0"}},
    }
    with pytest.raises(BuildError, match=r"what was kept of industry is damaged or gone: planbook build"):
        export._entries(project, broken)


@pytest.mark.parametrize(
    ("kind", "asked", "said"),
    [
        ("page", {}, "export page: which CHAPTER? One of overview, industry"),
        (
            "page",
            {"chapter": "industri"},
            'CHAPTER: got "industri", expected one of overview, industry; nearest: industry',
        ),
        ("excel", {"style": "gb9704"}, 'export excel: got style "gb9704", which only pdf, word can have'),
        ("pdf", {"chapter": "industry"}, 'export pdf: got chapter "industry", which only page can have'),
        ("pdf", {"style": "gb9705"}, '--style: got "gb9705", expected one of gb9704'),
    ],
)
def test_what_does_not_fit_a_format_is_refused(project, kind, asked, said):
    """Before anything is built or written."""
    with pytest.raises(InputError, match=re.escape(said)):
        export.export(project, kind, **asked)


def test_a_page_and_the_site(project):
    """Each stands where the other exports go, under a name of its own, and the pages do not offer it."""
    page = export.export(project, "page", chapter="overview")
    site = export.export(project, "site")
    folder = project.output / "export"
    assert (page, site) == (folder / "qingshi-2026-overview.html", folder / "qingshi-2026-site.zip")
    with zipfile.ZipFile(site) as packed:
        assert "qingshi-2026/index.html" in packed.namelist()
    register = (
        json.loads((project.output / "exports.json").read_text("utf-8"))
        if (project.output / "exports.json").is_file()
        else {}
    )
    assert not {page.name, site.name} & set(register)


def test_the_command(project):
    """It prints the file and nothing else to standard output; the help names every format."""
    command = [sys.executable, "-m", "planbook", "export"]
    done = subprocess.run([*command, "data"], cwd=project.root, text=True, capture_output=True)
    assert (done.returncode, done.stdout) == (0, f"{project.output}/export/qingshi-2026-data.zip\n"), (
        done.stderr
    )
    wrong = subprocess.run([*command, "docx"], cwd=project.root, text=True, capture_output=True)
    assert wrong.returncode == 2 and "invalid choice: 'docx'" in wrong.stderr
    shown = subprocess.run([*command, "--help"], cwd=project.root, text=True, capture_output=True).stdout
    assert all(f"{kind}:" in shown for kind in export.FORMATS)


def test_the_cover_tells_the_parameters():
    """Each parameter that is not as usual, by its meaning, those of chapters behind the book's."""
    book = {"edition": "qingshi-2026", "scenario": "plan", "growth": {}, "progress": "", "as_of": ""}
    given = {"book": book, "chapters": {"industry": models.model("industry")().model_dump()}}
    assert list(export._parameters(given)) == []
    book["as_of"] = "2026-06-30"
    given["chapters"]["industry"]["top_projects"] = 3
    (first, day), (second, count) = export._parameters(given)
    assert (day, count) == ("2026-06-30", 3)
    assert all(name and "_" not in name and "：" not in name for name in (first, second))
