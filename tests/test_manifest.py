"""What a build was made of, and whether there is anything to do: decided without running anything."""

import json
import shutil
import time

import books
import pytest

from planbook.run import hashing, manifest
from planbook.run.manifest import Request


@pytest.fixture
def project(tmp_path):
    """A book as if it had been built: one page, and the state of the build that made it."""
    project = books.make(tmp_path / "book", overview="simple")
    project.html.mkdir(parents=True)
    (project.html / "index.html").write_text("page", encoding="utf-8")
    conclude(project)
    return project


def conclude(project, request=Request(), opened=(), kept=False, reads=None):  # noqa: B008 (frozen)
    told = {
        "opened": dict(opened),
        "outputs": hashing.tree(project.output, "html"),
        "chapters": {"overview": {"reads": reads} | ({"kept although": ["x"]} if kept else {})},
    }
    manifest.conclude(project, manifest.fingerprint(project, request), request, told)


def unchanged(project, request=Request()) -> bool:  # noqa: B008 (frozen)
    return manifest.unchanged(project, manifest.fingerprint(project, request))


def test_nothing_to_do(project):
    """The same content, whatever the dates of the files."""
    assert unchanged(project)
    for path in project.root.rglob("*"):
        path.touch()
    assert unchanged(project)


@pytest.mark.parametrize(
    "name",
    ["chapters/overview.ipynb", "params.yml", "_toc.yml", "_config.yml", "data/qingshi-2026/figures.csv"],
)
def test_something_changed(project, name):
    """Every file of the book counts."""
    with (project.root / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert not unchanged(project)


def test_something_new(project):
    """A new edition, or a page beside the chapters, counts too."""
    (project.data / "new.csv").write_text("x")
    assert not unchanged(project)


def test_another_request(project, tmp_path):
    """Other options or files are another book; the number of workers is not."""
    assert not unchanged(project, Request(options=(("edition", "x"),)))
    more = tmp_path / "more.yml"
    more.write_text("scenario: plan\n")
    asked = Request(files=(more,))
    assert not unchanged(project, asked)
    conclude(project, asked)
    assert unchanged(project, asked)
    more.write_text("scenario: plan \n")
    assert not unchanged(project, asked)
    conclude(project)
    assert unchanged(project, Request(jobs=8, plain=True))


def test_a_file_that_a_chapter_opened(project):
    """What lies outside of the book's own folders counts as the chapters saw it."""
    extra = project.root / "extra.csv"
    conclude(project, opened={"extra.csv": hashing.file_digest(extra)})
    assert unchanged(project)
    extra.write_text("other")
    assert not unchanged(project)


def test_the_program_and_the_libraries(project, monkeypatch):
    """A changed file of the program, or another version of any library, has to be looked at."""
    installed = hashing.installed()
    monkeypatch.setattr(hashing, "installed", lambda: {**installed, "pandas": "0"})
    assert not unchanged(project)


@pytest.mark.parametrize("harm", ["page", "extra", "manifest", "state", "half"])
def test_what_is_published_is_not_what_was_published(project, harm):
    """A changed, missing or additional page, a missing or damaged record: look again."""
    if harm == "page":
        (project.html / "index.html").write_text("other")
    elif harm == "extra":
        (project.html / "more.html").write_text("x")
    elif harm == "half":
        (project.output / "state.json").write_text('{"fingerprint":')
    else:
        (project.output / f"{harm}.json").unlink()
    assert not unchanged(project)


def test_a_chapter_that_was_kept_stale(project):
    """After --only the book is whole but not up to date."""
    conclude(project, kept=True)
    assert not unchanged(project)


def test_the_manifest_before_stays(project):
    """The last manifest that said something else is kept for `planbook diff`."""
    first = json.loads(project.manifest.read_text())
    conclude(project, opened={"a": "b"})
    conclude(project, opened={"a": "b"})
    assert json.loads((project.output / "previous.json").read_text()) == first


def test_the_book_of_one_edition(project):
    """Another edition's data are nothing to it, unless a chapter looked something up in them."""
    shutil.copytree(project.data / "qingshi-2026", project.data / "baihe-2026")
    book = project.of("qingshi-2026")
    book.html.mkdir(parents=True)
    conclude(book, reads={"edition": "qingshi-2026"})
    (project.data / "baihe-2026" / "figures.csv").write_text("", encoding="utf-8")
    assert unchanged(book) and not unchanged(project)
    conclude(book, reads={"edition": "qingshi-2026", "others": [{"edition": "baihe-2026"}]})
    assert not unchanged(book)
    conclude(book)
    (project.data / "units.csv").write_text("", encoding="utf-8")
    assert not unchanged(book)


def test_an_edit_during_the_build(project):
    """Somebody edits a file while the build runs, and puts it back: the next build looks at everything."""
    seen, params = manifest.fingerprint(project, Request()), project.params
    before = params.read_bytes()
    time.sleep(0.02)  # the system's clock has steps
    params.write_bytes(b"edition: x\n")
    params.write_bytes(before)
    told = {"opened": {}, "outputs": hashing.tree(project.output, "html"), "chapters": {}}
    manifest.conclude(project, seen, Request(), told)
    assert not unchanged(project)


def test_an_edit_of_the_program_during_the_build(project, monkeypatch):
    """The same for the program's own files: which of the two ran, nobody knows."""
    seen = manifest.fingerprint(project, Request())
    monkeypatch.setattr(hashing, "STARTED", 0)
    told = {"opened": {}, "outputs": hashing.tree(project.output, "html"), "chapters": {}}
    manifest.conclude(project, seen, Request(), told)
    monkeypatch.undo()
    assert not unchanged(project)
