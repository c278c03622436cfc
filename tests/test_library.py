"""One book of each edition: apart from each other, from one fork server, and a page that lists them."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import books
import pytest

from planbook import export, library
from planbook.book import stage
from planbook.errors import InputError
from planbook.run import fork_server, lock
from planbook.run.manifest import Request

EDITIONS = ("baihe-2026", "qingshi-2026")

pytestmark = pytest.mark.slow


def second_county(project) -> None:
    """Beside qingshi-2026 an edition of another county."""
    shutil.copytree(project.data / "qingshi-2026", project.data / "baihe-2026")
    told = project.data / "baihe-2026" / "source.yml"
    text = told.read_text(encoding="utf-8").replace("edition: qingshi-2026", "edition: baihe-2026")
    told.write_text(text.replace("county: 青石县", "county: 白河县"), encoding="utf-8")


def build(project, **asked) -> list[str]:
    """Build all editions and return what was said."""
    said: list[str] = []
    library.build(project, Request(**asked), said.append)
    return said


def pages(project, edition: str) -> dict[str, str]:
    return json.loads(project.of(edition).manifest.read_text(encoding="utf-8"))["outputs"]


def harm(project, edition: str) -> None:
    """Data that do not pass `check`."""
    figures = project.data / edition / "figures.csv"
    figures.write_text(figures.read_text(encoding="utf-8").replace(",5.8,%", ",5.9,%"), encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Two books that were built once, with what was said; tests work on copies."""
    project = books.make(tmp_path_factory.mktemp("built") / "book", overview="looks_up", industry="simple")
    second_county(project)
    return project, build(project)


@pytest.fixture
def project(built, tmp_path):
    shutil.copytree(built[0].root, tmp_path / "book", symlinks=True)
    return type(built[0])(tmp_path / "book")


def test_each_edition_has_its_own_book(built):
    """Html, cache and manifest apart for each; titles of their own; the single book's place stays empty."""
    project, said = built
    for edition, county in zip(EDITIONS, ("白河县", "青石县"), strict=True):
        output = project.output / "editions" / edition
        left = {path.name for path in output.iterdir()}
        assert left == {"html", "cache", "manifest.json", "state.json", "times.json", ".lock"}
        assert f"<title>{county}" in (output / "html" / "index.html").read_text(encoding="utf-8") or (
            county in (output / "html" / "chapters" / "overview.html").read_text(encoding="utf-8")
        )
        industry = (output / "html" / "chapters" / "industry.html").read_text(encoding="utf-8")
        assert f"{edition} 12" in industry
    assert {path.name for path in project.output.iterdir()} <= {"editions", "compare"}
    assert any(line.startswith("baihe-2026 (1 of 2)  [1/2] ") for line in said), said
    assert any(line.startswith("qingshi-2026 (2 of 2)  pages ") for line in said), said


def test_the_list(built):
    """The page names both counties, what their books say of the report, and leads to them."""
    page = built[0].output / "editions" / "index.html"
    text = page.read_text(encoding="utf-8")
    for edition, county in zip(EDITIONS, ("白河县", "青石县"), strict=True):
        figures = (built[0].data / edition / "figures.csv").read_text(encoding="utf-8").splitlines()
        row = next(line for line in text.splitlines() if f'"{edition}/html/index.html">{county}<' in line)
        assert f"<td>{len(figures) - 1}</td>" in row and "<td>2025</td><td>2026</td>" in row
        assert (page.parent / edition / "html" / "index.html").is_file()


def test_the_same_book_as_one_by_itself(built, tmp_path):
    """A book among others has the bytes of the book that `planbook build -p edition` makes."""
    from planbook import pipeline

    project = type(built[0])(tmp_path / "book")
    shutil.copytree(built[0].root, project.root, ignore=shutil.ignore_patterns("_build"))
    pipeline.build(project, Request(options=(("edition", "baihe-2026"),)))
    alone = json.loads(project.manifest.read_text(encoding="utf-8"))
    assert alone["outputs"] == pages(built[0], "baihe-2026")


def test_nothing_changed(project, monkeypatch):
    """By hashes alone: no process is started for it."""
    build(project)
    monkeypatch.setattr(library.pool, "build", lambda *_: pytest.fail("built"))
    assert build(project) == ["nothing changed"]


def test_one_edition_changed(project):
    """Only the book of the edition that changed is built; the list follows it."""
    build(project)
    before = pages(project, "qingshi-2026")
    told = project.data / "baihe-2026" / "source.yml"
    told.write_text(told.read_text(encoding="utf-8").replace("白河县", "黑河县"), encoding="utf-8")
    said = build(project)
    assert said[0] == "nothing changed in 1 of 2"
    assert {line.split("  ")[0] for line in said[1:]} == {"baihe-2026 (1 of 2)"}
    assert pages(project, "qingshi-2026") == before
    assert "黑河县" in (project.shelf / "index.html").read_text(encoding="utf-8")


def test_an_older_edition_keeps_no_cache(project):
    """Its book stands, is known to be up to date by hashes alone, and is built anew when it has changed."""
    newer = project.data / "qingshi-2027"
    shutil.copytree(project.data / "qingshi-2026", newer)
    told = newer / "source.yml"
    text = told.read_text(encoding="utf-8").replace("edition: qingshi-2026", "edition: qingshi-2027")
    told.write_text(text, encoding="utf-8")
    build(project)
    kept = {one: (project.of(one).output / "cache").is_dir() for one in (*EDITIONS, "qingshi-2027")}
    assert kept == {"baihe-2026": True, "qingshi-2026": False, "qingshi-2027": True}
    assert (project.of("qingshi-2026").html / "index.html").is_file()
    assert build(project) == ["nothing changed"]


def test_what_all_books_have_lies_there_once(built):
    """A file of the theme is one file of the disk; each book has it under its own name."""
    first, other = (built[0].of(edition).html / "_static" / "basic.css" for edition in EDITIONS)
    assert first.samefile(other)
    pages = [built[0].of(edition).html / "index.html" for edition in EDITIONS]
    assert not pages[0].samefile(pages[1])


def test_one_edition_fails(project):
    """Its old book stands, the other is built, the message names it; mended, it is built."""
    before = pages(project, "qingshi-2026")
    (project.root / "params.yml").write_text(
        "edition: qingshi-2026\nchapters:\n  industry:\n    top_projects: 7\n", encoding="utf-8"
    )
    harm(project, "qingshi-2026")
    with pytest.raises(library.Failed) as failed:
        build(project)
    assert list(failed.value.causes) == ["qingshi-2026"]
    said = str(failed.value).splitlines()
    assert said[0].startswith("qingshi-2026: data/qingshi-2026/figures.csv:")
    assert said[-1] == "not built: qingshi-2026; up to date: 1 of 2"
    assert pages(project, "qingshi-2026") == before
    baihe = (project.of("baihe-2026").html / "chapters" / "industry.html").read_text(encoding="utf-8")
    assert "baihe-2026 7" in baihe
    assert "青石县" in (project.shelf / "index.html").read_text(encoding="utf-8")


KILLS_ITS_BUILD = """
import os, pathlib, signal, time

if edition == "baihe-2026":
    lock = pathlib.Path(os.environ["IPYTHONDIR"]).parents[1] / ".lock"
    os.kill(int(lock.read_text()), signal.SIGKILL)
    time.sleep(60)
"""


def test_a_build_that_dies(tmp_path):
    """It fails like others, alone; an edition that never had a book is listed without a link."""
    project = books.make(tmp_path / "book", overview="looks_up", industry="simple")
    second_county(project)
    books.edit(project, "industry", 4, KILLS_ITS_BUILD)
    with pytest.raises(library.Failed) as failed:
        build(project)
    assert failed.value.causes == {"baihe-2026": "its build died (exit code -9); out of memory?"}
    assert project.of("qingshi-2026").html.is_dir()
    page = (project.shelf / "index.html").read_text(encoding="utf-8")
    assert page.count("还没有成书") == 1


PRINTS_ITS_PARENT = """
import os, pathlib

command = pathlib.Path(f"/proc/{os.getppid()}/cmdline").read_bytes()
print(edition, os.getppid() if b"forkserver" in command else "ordinary")
"""


def test_one_fork_server(tmp_path):
    """All editions' kernels come from the same process."""
    project = books.make(tmp_path / "book", overview="looks_up", industry="simple")
    second_county(project)
    books.edit(project, "industry", 4, PRINTS_ITS_PARENT)
    build(project)
    parents = set()
    for edition in EDITIONS:
        page = project.of(edition).html / "chapters" / "industry.html"
        parents.add(re.search(rf"{edition} (\w+)", page.read_text(encoding="utf-8"))[1])
    assert len(parents) == 1 and parents != {"ordinary"}


def test_where_nothing_can_be_forked(project, monkeypatch):
    """A fresh process builds the same book."""
    before = pages(project, "qingshi-2026")
    shutil.rmtree(project.of("qingshi-2026").output)
    monkeypatch.setattr(fork_server.ForkServer, "begin", lambda *_: None)
    said = build(project)
    assert any(line.startswith("qingshi-2026 (2 of 2)  [2/2] ") for line in said), said
    assert pages(project, "qingshi-2026") == before


def test_a_file_of_one_of_many(project):
    """The export of one edition is made of its book and lies beside it; the other book is not touched."""
    build(project)
    before = pages(project, "qingshi-2026")
    made = export.export(project.of("baihe-2026"), "epub")
    assert made == project.of("baihe-2026").output / "export" / "baihe-2026.epub" and made.is_file()
    assert pages(project, "qingshi-2026") == before
    assert build(project) == ["nothing changed"]


CONTRADICTIONS = {
    "-p edition": {"options": (("edition", "qingshi-2026"),)},
    "--source": {"source": books.DATA / "units.csv"},
}


@pytest.mark.parametrize("option", CONTRADICTIONS)
def test_contradictions(project, option):
    """What names one edition cannot be asked of all of them."""
    with pytest.raises(InputError, match=f"--all and {option}: every edition, or that one"):
        build(project, **CONTRADICTIONS[option])


def test_a_file_that_names_an_edition(project, tmp_path):
    """A file of parameters that names one cannot either; params.yml may: it is for the single book."""
    file = tmp_path / "mine.yml"
    file.write_text("scenario: plan\nedition: qingshi-2026\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"mine\.yml:2 edition: every edition, or that one"):
        build(project, files=(file,))


def test_parameters_that_no_edition_can_use(project, monkeypatch):
    """They are wrong input, and nothing is built."""
    monkeypatch.setattr(library.pool, "build", lambda *_: pytest.fail("built"))
    with pytest.raises(InputError, match=r"-p editon: expected the name of a parameter; nearest: edition"):
        build(project, options=(("editon", "x"),))


def test_one_at_a_time(project):
    """While one build of all editions runs, a second is refused."""
    with lock.held(project.shelf), pytest.raises(lock.Busy):
        build(project)


COMMAND = (sys.executable, "-m", "planbook", "build", "--all")


def test_the_command(project):
    """Exit code 0 and the page; 1 for an edition that failed, named last; 2 for a contradiction."""

    def run(*arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run([*COMMAND, *arguments], cwd=project.root, text=True, capture_output=True)

    done = run("-p", "edition", "qingshi-2026")
    assert (done.returncode, done.stdout) == (2, "")
    done = run()
    assert (done.returncode, done.stdout) == (0, f"{project.shelf}/index.html\n"), done.stderr
    harm(project, "baihe-2026")
    done = run()
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "not built: baihe-2026; up to date: 1 of 2"


@pytest.fixture
def sleeping(project):
    """A build of all editions whose kernels sleep in a cell."""
    shutil.copyfile(books.NOTEBOOKS / "slow.ipynb", project.notebook("industry"))
    process = subprocess.Popen(
        COMMAND, cwd=project.root, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert books.wait_for(
        lambda: len(books.processes(project)) >= 6, 60
    )  # servers, builds, kernels: two of each
    time.sleep(0.5)
    return process


def test_ctrl_c(project, sleeping):
    """Exit code 130, the old books, and no process left."""
    before = pages(project, "qingshi-2026")
    os.killpg(sleeping.pid, signal.SIGINT)
    _, said = sleeping.communicate(timeout=25)
    assert (sleeping.returncode, said.splitlines()[-1]) == (130, "stopped; the published book is whole")
    assert "Traceback" not in said
    assert pages(project, "qingshi-2026") == before
    assert books.wait_for(lambda: not books.processes(project))
    for edition in EDITIONS:  # on a busy machine it is ended before it has tidied up; the next build does
        stage.sweep(project.of(edition))
        assert not (project.of(edition).output / "run").exists()


def test_kill(project, sleeping):
    """kill -9 of the command alone: builds, kernels and fork servers end, too."""
    sleeping.kill()
    sleeping.communicate(timeout=25)
    assert books.wait_for(lambda: not books.processes(project))
