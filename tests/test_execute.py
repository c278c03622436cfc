"""Papermill with kernels that are forked from a warm process, and with ordinary ones."""

import contextlib
import json
import os
import signal
import time
from pathlib import Path

import books
import pytest

from planbook.bind.finish import finish
from planbook.run import execute, kernels
from planbook.run.kernels import Warm


@pytest.fixture
def project(tmp_path):
    """A book in a folder whose name papermill would take for a pattern."""
    return books.make(
        tmp_path / "a {book}",
        simple="simple",
        leaks="leaks",
        again="leaks",
        random="prints_random",
        other="prints_random",
        opens="opens_a_file",
        looks="looks_up",
    )


def run(project, names, workers=2, warm=True, parameters=None):
    """Run chapters; the outcomes by name."""
    jobs = [
        execute.Job(
            name, project.notebook(name), project.output / f"{name}.ipynb", (parameters or {}).get(name, {})
        )
        for name in names
    ]
    env = kernels.environment(project.root, project.data, project.output / "scratch")
    with Warm.start(env) if warm else contextlib.nullcontext():
        ends = list(execute.run(jobs, env, workers))
    return {end.chapter if isinstance(end, execute.ChapterFailed) else end.job.chapter: end for end in ends}


def printed(project, name) -> str:
    import nbformat

    cells = nbformat.read(project.output / f"{name}.ipynb", as_version=4).cells
    return "".join(output.text for cell in cells for output in cell.get("outputs", []) if "text" in output)


def finished(project) -> dict[str, str]:
    import nbformat

    return {
        path.stem: nbformat.writes(finish(nbformat.read(path, as_version=4)))
        for path in sorted(project.output.glob("*.ipynb"))
    }


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """What ordinary kernels say, one after the other."""
    project = books.make(tmp_path_factory.mktemp("plain") / "book", simple="simple", looks="looks_up")
    run(project, project.chapters, workers=1, warm=False)
    return finished(project)


@pytest.mark.parametrize("workers", [1, 8])
def test_forked_kernels_say_what_ordinary_ones_say(plain, tmp_path, workers):
    """Byte for byte, pictures included, one at a time and all at once."""
    project = books.make(tmp_path / "book", simple="simple", looks="looks_up")
    ends = run(project, project.chapters, workers)
    assert all(isinstance(end, execute.Done) for end in ends.values()), ends
    assert finished(project) == plain
    assert plain["simple"].count('"image/png"') == 1
    assert "5.8%" in plain["looks"]


def test_forked_kernels_are_strangers(project):
    """Nothing that one kernel did to its process is seen by the next, and random numbers are not the same."""
    run(project, ["leaks", "again", "random", "other"], workers=1)
    assert printed(project, "leaks") == printed(project, "again") == "1 yes\n"
    assert printed(project, "random") != printed(project, "other")


def test_what_a_chapter_read(project):
    """Rows go to planbook.edition's record, other files to ours, neither into both."""
    ends = run(project, ["opens", "looks"])
    assert ends["opens"].reads is None and list(ends["opens"].files) == ["extra.csv"]
    rows = {row for query in ends["looks"].reads["queries"] for row in query["rows"]}
    assert "gdp-growth-2025" in rows
    assert ends["looks"].files == {}


def test_parameters_arrive_as_they_are(project):
    """Quotes, braces, newlines and other alphabets are values and nothing else."""
    text = "a'b\"c{d}\\n\n雪 #"
    source = "import json\nprint(json.dumps([edition, top_projects]))"
    books.edit(project, "simple", 4, source)
    run(project, ["simple"], parameters={"simple": {"edition": text, "top_projects": 3}})
    assert json.loads(printed(project, "simple")) == [text, 3]


@pytest.mark.parametrize("warm", [True, False], ids=["forked", "ordinary"])
def test_failures(tmp_path, warm, monkeypatch):
    """A failing cell, a kernel that dies and one that hangs: chapter, cell and cause; the others go on."""
    monkeypatch.setattr(execute, "CELL_TIMEOUT", 3)
    project = books.make(
        tmp_path / "book", broken="broken_cell", dies="dies", slow="slow", good="no_parameters"
    )
    ends = run(project, project.chapters, workers=4, warm=warm, parameters={"dies": {"edition": "x"}})
    assert isinstance(ends["good"], execute.Done)
    assert str(ends["broken"]) == "chapters/broken.ipynb cell 4: KeyError: 'missing'  ← found[\"missing\"]"
    assert str(ends["dies"]).startswith("chapters/dies.ipynb cell 3: its kernel died")
    assert str(ends["slow"]) == "chapters/slow.ipynb cell 3: it ran longer than 3 s"
    assert all(ends[name].notebook.is_file() for name in ("broken", "dies", "slow"))


def test_the_warm_process_ends_with_the_build(project):
    """It and its kernels are gone when the context is left, and when the build is killed."""
    env = kernels.environment(project.root, project.data, project.output / "scratch")
    with Warm(env) as warm:
        process = warm._process
    assert process.poll() is not None

    child = os.fork()
    if child == 0:
        warm = Warm(env)
        (project.root / "pid").write_text(str(warm._process.pid))
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    orphan = int((project.root / "pid").read_text())
    assert _gone(orphan, seconds=10)


def _gone(pid: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


def test_ordinary_kernels_when_the_warm_process_is_gone(plain, tmp_path):
    """A warm process that dies costs nothing but time."""
    project = books.make(tmp_path / "book", simple="simple", looks="looks_up")
    env = kernels.environment(project.root, project.data, project.output / "scratch")
    jobs = [execute.Job(n, project.notebook(n), project.output / f"{n}.ipynb", {}) for n in project.chapters]
    with Warm(env) as warm:
        warm._process.kill()
        ends = list(execute.run(jobs, env, 2))
    assert all(isinstance(end, execute.Done) for end in ends), ends
    assert finished(project) == plain
