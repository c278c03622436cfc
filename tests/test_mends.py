"""Nothing in `_build/` is ever needed: whatever is damaged or stands in the way, the next build is good."""

import json
import os
import shutil

import books
import pytest

from planbook import export, pipeline
from planbook.run import hashing, manifest
from planbook.run.manifest import Request
from planbook.run.project import Project

FILES = ("manifest.json", "previous.json", "state.json", "times.json", "exports.json", ".lock")
FOLDERS = ("html", "cache", "export", "failed", "run", "stage", "new", "cache/pages", "cache/overview")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    project = books.make(tmp_path_factory.mktemp("built") / "book", overview="looks_up")
    export.export(project, "data")
    return project


@pytest.fixture
def project(built, tmp_path):
    shutil.copytree(built.root, tmp_path / "book")
    return Project(tmp_path / "book")


@pytest.fixture
def elsewhere(tmp_path):
    """A folder that a link in `_build/` leads to, and that nobody may touch."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "mine").write_text("mine")
    yield tmp_path / "elsewhere"
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["mine"]


def gone(path):
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif path.is_symlink() or path.exists():
        path.unlink()


def files_for_folders(output, elsewhere):
    for name in FOLDERS[:-2]:
        gone(output / name)
        (output / name).write_text("x")


def folders_for_files(output, elsewhere):
    for name in FILES:
        gone(output / name)
        (output / name / "more").mkdir(parents=True)
    for path in (output / "cache/overview").iterdir():
        gone(path)
        (path / "more").mkdir(parents=True)


def files_in_the_cache(output, elsewhere):
    for name in FOLDERS[-2:]:
        gone(output / name)
        (output / name).write_text("x")
    gone(output / "state.json")


def links_that_lead_away(output, elsewhere):
    for name in ("html", "failed", "run", "stage", "new"):
        gone(output / name)
        (output / name).symlink_to(elsewhere)


def links_that_lead_nowhere(output, elsewhere):
    for name in (*FILES, *FOLDERS[:-2]):
        gone(output / name)
        (output / name).symlink_to("nowhere")


def pipes(output, elsewhere):
    for name in (*FILES, "run", "stage", "new", "failed"):
        gone(output / name)
        os.mkfifo(output / name)


def bytes_turned(output, elsewhere):
    """One byte of every file in the cache."""
    for path in (path for path in (output / "cache").rglob("*") if path.is_file()):
        raw = bytearray(path.read_bytes())
        if raw:
            raw[len(raw) // 2] ^= 1
            path.write_bytes(raw)
    gone(output / "state.json")


def everything(output, elsewhere):
    gone(output)
    output.write_text("x")


HARMS = (files_for_folders, folders_for_files, files_in_the_cache, links_that_lead_away,
         links_that_lead_nowhere, pipes, bytes_turned, everything)  # fmt: skip


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_the_next_build_is_good(project, elsewhere, harm):
    """Whatever stands where a build's own files and folders belong, and whatever became of them."""
    harm(project.output, elsewhere)
    pages = pipeline.build(project, Request())
    assert "5.8%" in (pages / "chapters" / "overview.html").read_text(encoding="utf-8")
    assert manifest.whole(project, manifest.read(project.manifest)) and not project.html.is_symlink()
    assert not [name for name in ("run", "stage", "new") if os.path.lexists(project.output / name)]
    assert pipeline.build(project, Request()) == pages


SHAPES = (
    "",
    "{",
    "[]",
    "5",
    "null",
    '"x"',
    "{}",
    '{"chapters": 5, "parameters": 7}',
    '{"digest": ""}',
    "[" * 9999,
)


@pytest.mark.parametrize("shape", SHAPES, ids=range(len(SHAPES)))
def test_any_json(project, shape):
    """A file that is not as it was written counts for nothing, whatever JSON it holds."""
    for name in FILES[:-1]:
        (project.output / name).write_text(shape)
        assert manifest.read(project.output / name) is None
    told = json.loads(json.dumps({"chapters": {}, "n": [1, 2.5, None], "雪": "县"}))
    manifest.write(project.manifest, told)
    assert manifest.read(project.manifest) == told
    edited = project.manifest.read_text(encoding="utf-8").replace("2.5", "2.6")
    project.manifest.write_text(edited, encoding="utf-8")
    assert manifest.read(project.manifest) is None


def test_an_export_without_a_cache(project):
    """What is kept of the runs is gone: they run again, and the file goes out."""
    shutil.rmtree(project.output / "cache")
    said: list[str] = []
    assert export.export(project, "data", said.append).is_file()
    assert "run again, for what was kept of it is damaged or gone: overview" in said


def test_a_file_of_parameters_that_is_gone(project):
    """The parameters in force are known from the build."""
    more = project.root / "more.yml"
    more.write_text("edition: qingshi-2026\n")
    pipeline.build(project, Request(files=(more,)))
    more.unlink()
    assert export.export(project, "data").is_file()


@pytest.mark.parametrize("what", ["link", "pipe"])
def test_what_is_no_file_among_the_data(project, what):
    """It is told by its name, and the book stays."""
    path = project.data / "qingshi-2026" / "old.csv"
    path.symlink_to("nowhere") if what == "link" else os.mkfifo(path)
    before = hashing.tree(project.output, "html")
    with pytest.raises(Exception, match=r"data/qingshi-2026/old\.csv: expected a file that can be read"):
        pipeline.build(project, Request(force=True))
    assert hashing.tree(project.output, "html") == before
