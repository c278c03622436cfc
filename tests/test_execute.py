"""Papermill with kernels that are forked from a warm process, and with ordinary ones."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from threading import Timer

import books
import nbformat
import pytest

from planbook.bind.finish import finish
from planbook.run import execute, kernels, warm
from planbook.run.kernels import Warm
from planbook.run.project import Project

AWKWARD = "a'b\"c{d}\\n\n雪 #"
FAILING = {"broken": "broken_cell", "dies": "dies", "slow": "slow"}
ALIKE = {"simple": "simple", "looks": "looks_up"}
OTHERS = {
    "leaks": "leaks",
    "again": "leaks",
    "one": "prints_random",
    "two": "prints_random",
    "opens": "opens_a_file",
}


class Run:
    """Chapters that were run: their ends by name, and what their finished notebooks say."""

    def __init__(self, project, workers: int, warm: bool, harm=lambda warm: None):
        books.edit(project, "awkward", 4, "import json\n\nprint(json.dumps([edition, top_projects]))")
        given = {"awkward": {"edition": AWKWARD, "top_projects": 3}, "dies": {"edition": "x"}}
        self.output = project.output
        jobs = [
            execute.Job(name, project.notebook(name), self.output / f"{name}.ipynb", given.get(name, {}))
            for name in project.chapters
        ]
        env = kernels.environment(project)
        with kernels.warm(project, plain=not warm):
            harm(Warm.current)
            with execute.running(jobs, env, workers, lambda end: end) as futures:
                self.ends = {name: future.result() for name, future in futures.items()}

    def printed(self, name: str) -> str:
        cells = nbformat.read(self.output / f"{name}.ipynb", as_version=4).cells
        return "".join(
            output.text for cell in cells for output in cell.get("outputs", []) if "text" in output
        )

    def finished(self, name: str) -> str:
        return nbformat.writes(finish(nbformat.read(self.output / f"{name}.ipynb", as_version=4)))


def _run(folder, chapters: dict[str, str], **how) -> Run:
    """Run chapters in a folder whose name papermill would take for a pattern, with short patience."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(execute, "CELL_TIMEOUT", 6)
        return Run(books.make(folder / "a {book}", awkward="simple", **chapters), **how)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """Ordinary kernels, two at a time."""
    return _run(tmp_path_factory.mktemp("plain"), {**ALIKE, **FAILING}, workers=2, warm=False)


@pytest.fixture(scope="module")
def forked(tmp_path_factory):
    """Forked kernels, all at once."""
    return _run(tmp_path_factory.mktemp("forked"), {**ALIKE, **FAILING, **OTHERS}, workers=9, warm=True)


@pytest.fixture(params=["plain", "forked"])
def either(request):
    return request.getfixturevalue(request.param)


def test_forked_kernels_say_what_ordinary_ones_say(plain, forked):
    """Byte for byte, pictures included."""
    for name in ALIKE:
        assert forked.finished(name) == plain.finished(name)
    assert forked.finished("simple").count('"image/png"') == 1
    assert "5.8%" in forked.finished("looks")


def test_forked_kernels_are_strangers(forked):
    """Nothing that one kernel did to its process is seen by another, and random numbers are not the same."""
    assert forked.printed("leaks") == forked.printed("again") == "1 yes\n"
    drawn = zip(forked.printed("one").split(), forked.printed("two").split(), strict=True)
    assert [one == two for one, two in drawn] == [False, False]


def test_pictures_are_left_to_the_kernels():
    """Whatever imports matplotlib_inline beforehand: each kernel imports it itself, or pictures are lost."""
    code = """
import sys
from planbook.run import warm
warm.PRELOADED = ("matplotlib_inline.backend_inline",)
warm.ROOMS = ()
warm.preload()
sys.exit("matplotlib_inline" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_a_chapter_read(forked):
    """Rows go to planbook.edition's record, other files to ours, neither into both."""
    opens, looks = forked.ends["opens"], forked.ends["looks"]
    assert opens.reads is None and list(opens.files) == ["extra.csv"]
    assert "gdp-growth-2025" in {row for query in looks.reads["queries"] for row in query["rows"]}
    assert looks.files == {}


def test_parameters_arrive_as_they_are(either):
    """Quotes, braces, newlines and other alphabets are values and nothing else."""
    assert json.loads(either.printed("awkward")) == [AWKWARD, 3]


def test_failures(either):
    """A failing cell, a kernel that dies and one that hangs: chapter, cell and cause; the others go on."""
    ends = either.ends
    assert isinstance(ends["simple"], execute.Done)
    assert str(ends["broken"]) == "chapters/broken.ipynb cell 4: KeyError: 'missing'  ← found[\"missing\"]"
    assert str(ends["dies"]).startswith("chapters/dies.ipynb cell 3: its kernel died")
    assert str(ends["slow"]) == "chapters/slow.ipynb cell 3: it ran longer than 6 s"
    assert all(ends[name].notebook.is_file() for name in FAILING)


def test_ordinary_kernels_when_the_warm_process_is_gone(plain, tmp_path):
    """A warm process that dies, with kernels asked of it, costs nothing but time."""
    run = _run(
        tmp_path, ALIKE, workers=2, warm=True, harm=lambda warm: Timer(0.7, warm._process.kill).start()
    )
    assert all(isinstance(end, execute.Done) for end in run.ends.values()), run.ends
    assert run.finished("simple") == plain.finished("simple")


def test_a_kernel_that_never_gets_ready(tmp_path):
    """Who asked for it is told, and can start an ordinary one."""
    with kernels.warm(Project(tmp_path), plain=False):
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", str(tmp_path / "x.json")]
        with (
            Path(os.devnull).open("r+b") as null,
            pytest.raises(kernels.NotWarm, match="before it was ready"),
        ):
            Warm.current.fork(command, os.environ, str(tmp_path / "nowhere"), [null.fileno()] * 3)


def test_news_of_a_kernel_in_any_order():
    """It may be ready before the process that forked it has told its number: nobody signals process 0."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    for news in ((warm.READY, 0), (warm.BORN, 4711)):
        theirs.send(warm.NEWS.pack(*news))
    kernel = kernels.Forked(ours)
    assert (kernel.pid, kernel.poll()) == (4711, None)
    theirs.send(warm.NEWS.pack(warm.ENDED, 3))
    assert kernel.wait() == kernel.poll() == 3
    theirs.close()


def test_the_warm_process_ends_with_the_build(tmp_path):
    """It and its kernels are gone when the context is left, and when the build is killed."""
    env = kernels.environment(Project(tmp_path))
    with Warm(env) as warm:
        process = warm._process
    assert process.poll() is not None

    child = os.fork()
    if child == 0:
        warm = Warm(env)
        (tmp_path / "pid").write_text(str(warm._process.pid))
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    orphan = int((tmp_path / "pid").read_text())
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
