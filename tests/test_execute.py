"""Papermill with kernels that are forked from a fork server, and with ordinary ones."""

import asyncio
import gc
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import books
import nbformat
import pytest

from planbook.book.finish import finish
from planbook.run import execute, fork_server, forked
from planbook.run.notebook import Notebook
from planbook.run.project import Project

AWKWARD = "a'b\"c{d}\\n\n雪 #"
ASKED = """
import json, os, pathlib

forked = b"forkserver" in pathlib.Path(f"/proc/{os.getppid()}/cmdline").read_bytes()
print(json.dumps([edition, top_projects, forked]))
"""
PATIENCE = 15  # seconds; a busy machine needs some for the imports of an ordinary kernel
FAILING = {"slow": "slow", "broken": "broken_cell", "dies": "dies"}
ALIKE = {"simple": "simple", "looks": "looks_up", "itself": "tells_of_itself"}
OTHERS = {
    "leaks": "leaks",
    "again": "leaks",
    "one": "prints_random",
    "two": "prints_random",
    "opens": "opens_a_file",
}


class Run:
    """Chapters that were run: their ends by name, and what their finished notebooks say."""

    def __init__(self, project, workers: int, plain: bool = False, harm=lambda server: None):
        books.edit(project, "awkward", 4, ASKED)
        given = {"awkward": {"edition": AWKWARD, "top_projects": 3}, "dies": {"edition": "x"}}
        self.output = project.output
        jobs = [
            execute.Job(name, notebook, self.output / f"{name}.ipynb", given.get(name, {}))
            for name in project.chapters
            for notebook in [Notebook.read(project.notebook(name))]
        ]
        env = fork_server.environment(project)
        with fork_server.for_kernels(project, plain):
            harm(fork_server.CURRENT.get())
            with execute.running(jobs, env, workers, lambda end: end) as futures:
                self.ends = {name: future.result() for name, future in futures.items()}

    def printed(self, name: str) -> str:
        cells = nbformat.read(self.output / f"{name}.ipynb", as_version=4).cells
        return "".join(
            output.text for cell in cells for output in cell.get("outputs", []) if "text" in output
        )

    @property
    def forked(self) -> bool:
        """Were the kernels forked?"""
        return json.loads(self.printed("awkward"))[2]

    def finished(self, name: str) -> str:
        return nbformat.writes(finish(nbformat.read(self.output / f"{name}.ipynb", as_version=4)))


def _run(folder, chapters: dict[str, str], **how) -> Run:
    """Run chapters in a folder whose name papermill would take for a pattern."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(execute, "CELL_TIMEOUT", PATIENCE)
        return Run(books.make(folder / "a {book}", awkward="simple", **chapters), **how)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """Ordinary kernels, two at a time."""
    return _run(tmp_path_factory.mktemp("plain"), {**FAILING, **ALIKE}, workers=2, plain=True)


@pytest.fixture(scope="module")
def warm(tmp_path_factory):
    """Forked kernels, all at once."""
    return _run(tmp_path_factory.mktemp("forked"), {**FAILING, **ALIKE, **OTHERS}, workers=9)


@pytest.fixture(params=["plain", "warm"])
def either(request):
    return request.getfixturevalue(request.param)


def test_forked_kernels_say_what_ordinary_ones_say(plain, warm):
    """Byte for byte, pictures included, also of themselves: paths, environment, signals, `__main__`."""
    for name in ALIKE:
        assert warm.finished(name) == plain.finished(name)
    assert warm.finished("simple").count('"image/png"') == 1
    assert "5.8%" in warm.finished("looks")
    assert warm.forked and not plain.forked


def test_forked_kernels_are_strangers(warm):
    """Nothing that one kernel did to its process is seen by another, and random numbers are not the same."""
    assert warm.printed("leaks") == warm.printed("again") == "1 yes\n"
    drawn = zip(warm.printed("one").split(), warm.printed("two").split(), strict=True)
    assert [one == two for one, two in drawn] == [False, False]


def test_pictures_are_left_to_the_kernels():
    """Whatever imports matplotlib_inline beforehand: each kernel imports it itself, or pictures are lost."""
    code = """
import sys
from planbook.run import forked
forked.PRELOADED = ("matplotlib_inline.backend_inline",)
forked.ROOMS = ()
forked.preload()
sys.exit("matplotlib_inline" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_a_chapter_read(warm):
    """Rows go to planbook.edition's record, other files to ours, neither into both."""
    opens, looks = warm.ends["opens"], warm.ends["looks"]
    assert opens.reads is None and list(opens.files) == ["extra.csv"]
    assert "gdp-growth-2025" in {row for query in looks.reads["queries"] for row in query["rows"]}
    assert looks.files == {}


def test_parameters_arrive_as_they_are(either):
    """Quotes, braces, newlines and other alphabets are values and nothing else."""
    assert json.loads(either.printed("awkward"))[:2] == [AWKWARD, 3]


def test_no_event_loop_is_left_open(either):
    """A process that stays would be left with more and more of their files."""
    open_ = [
        one for one in gc.get_objects() if isinstance(one, asyncio.BaseEventLoop) and not one.is_closed()
    ]
    assert open_ == []


def test_failures(either):
    """A failing cell, a kernel that dies and one that hangs: chapter, cell and cause; the others go on."""
    ends = either.ends
    assert isinstance(ends["simple"], execute.Done)
    assert str(ends["broken"]) == "chapters/broken.ipynb cell 4: KeyError: 'missing'  ← found[\"missing\"]"
    assert str(ends["dies"]).startswith("chapters/dies.ipynb cell 3: its kernel died")
    assert str(ends["slow"]) == f"chapters/slow.ipynb cell 3: it ran longer than {PATIENCE} s"
    assert all(ends[name].notebook.is_file() for name in FAILING)


def _stub(folder: Path, patch: pytest.MonkeyPatch, source: str) -> None:
    """In the place of seaborn, which a fork server imports."""
    folder.mkdir(exist_ok=True)
    (folder / "seaborn.py").write_text(source, encoding="utf-8")
    patch.setenv("PYTHONPATH", f"{folder}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")


def _dies_waited_for(patch, folder):
    def harm(server):
        os.kill(server._forkserver_pid, signal.SIGSTOP)
        threading.Timer(0.5, os.kill, (server._forkserver_pid, signal.SIGKILL)).start()

    return harm


def _has_a_thread(patch, folder):
    sleeps = "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
    _stub(folder / "stub", patch, sleeps)
    return lambda server: None


def _never_starts(patch, folder):
    python = multiprocessing.spawn.get_executable()
    patch.setattr(fork_server.resource_tracker, "ensure_running", lambda: None)
    multiprocessing.set_executable("/bin/false")
    return lambda server: multiprocessing.set_executable(python)


def _ends(patch, folder):
    return lambda server: server.end()


def _cannot_be(patch, folder):
    patch.setattr(sys, "platform", "darwin")
    return lambda server: patch.undo()


AMISS = (_dies_waited_for, _has_a_thread, _never_starts, _ends, _cannot_be)


@pytest.mark.parametrize("amiss", AMISS, ids=[what.__name__.strip("_") for what in AMISS])
def test_ordinary_kernels_when_there_is_no_fork_server(tmp_path, monkeypatch, amiss):
    """Whatever is amiss with it costs nothing but time."""
    harm = amiss(monkeypatch, tmp_path)
    run = _run(tmp_path, {}, workers=1, harm=harm)
    assert isinstance(run.ends["awkward"], execute.Done) and not run.forked, run.ends


def test_a_kernel_that_never_gets_ready(tmp_path):
    """Who asked for it is told, and can start an ordinary one."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    with fork_server.for_kernels(Project(tmp_path), plain=False), ours:
        with theirs:
            nowhere = str(tmp_path / "nowhere")
            kernel = fork_server.CURRENT.get().start(forked.kernel, [], dict(os.environ), nowhere, theirs)
        with pytest.raises(EOFError):
            ours.recv()
        kernel.join()


def test_the_next_build_sees_what_was_edited(tmp_path, monkeypatch):
    """A module that fork servers import, edited between two builds of one process."""
    seen = []
    for said in ("old", "edited"):
        _stub(tmp_path / "stub", monkeypatch, f"SAID = {said!r}\n")
        project = books.make(tmp_path / said, one="leaks", awkward="simple")
        books.edit(project, "one", 3, "import seaborn\n\nprint(seaborn.SAID)")
        run = Run(project, workers=1)
        seen.append((run.printed("one"), run.forked))
    assert seen == [("old\n", True), ("edited\n", True)]


def test_two_builds_side_by_side(tmp_path):
    """Of one process, in threads: each has a fork server, and the end of one is not that of the other."""
    begun, both, runs = threading.Event(), threading.Barrier(2), {}

    def meet(server: fork_server.ForkServer) -> None:
        begun.set()
        both.wait()

    def build(name: str, seconds: int) -> None:
        project = books.make(tmp_path / name, sleeps="leaks", awkward="simple")
        books.edit(project, "sleeps", 3, f"import time\n\ntime.sleep({seconds})\nprint('awake')")
        runs[name] = Run(project, workers=2, harm=meet)

    threads = [threading.Thread(target=build, args=given) for given in (("short", 0), ("long", 2))]
    for thread in threads:
        thread.start()
        begun.wait(60)
    for thread in threads:
        thread.join()
    assert [(run.printed("sleeps"), run.forked) for run in runs.values()] == [("awake\n", True)] * 2
    assert "PLANBOOK_PRELOAD" not in os.environ and "PLANBOOK_ROOT" not in os.environ


def test_the_fork_server_ends_with_the_build(tmp_path):
    """It is gone when the context is left."""
    with fork_server.for_kernels(Project(tmp_path), plain=False) as end:
        pid = fork_server.CURRENT.get()._forkserver_pid
        os.kill(pid, 0)
        end()
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
