"""The books of all editions on the workers of a Dask cluster: the same bytes, whoever dies on the way."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from functools import partial

import books
import pytest
from test_library import EDITIONS, harm, pages, second_county

from planbook import library
from planbook.errors import InputError
from planbook.run.manifest import Request
from planbook.run.project import Project

pytest.importorskip("distributed", reason="the extra [cluster] is not installed")

from planbook.cluster import client


class Cluster:
    """A scheduler and workers, each a process of its own on this machine."""

    def __init__(self, folder):
        self.folder, self.file = folder, folder / "scheduler.json"
        self.workers: list[subprocess.Popen] = []
        self.scheduler = self._start(
            "scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", self.file
        )
        assert books.wait_for(self._address, 60)
        self.address = self._address()

    def _address(self) -> str:
        """Of the scheduler, once it has written all of its file."""
        with contextlib.suppress(OSError, ValueError):
            return json.loads(self.file.read_text(encoding="utf-8"))["address"]
        return ""

    def _start(self, kind, *arguments, **env):
        code = f"from distributed.cli.dask_{kind} import main; main()"
        command = [sys.executable, "-c", code, "--host", "127.0.0.1", *map(str, arguments)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": (self.folder / "log").open("ab")}
        return subprocess.Popen(command, env={**os.environ, **env}, cwd=self.folder, **quiet)

    def worker(self, nanny=False, **env) -> subprocess.Popen:
        options = ("--nthreads", 1, "--no-dashboard", "--local-directory", self.folder)
        watched = () if nanny else ("--no-nanny",)
        self.workers.append(self._start("worker", self.address, *options, *watched, **env))
        return self.workers[-1]

    def close(self):
        for process in (*self.workers, self.scheduler):
            process.terminate()
        for process in (*self.workers, self.scheduler):
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:  # distributed waits for its own tasks without an end
                process.kill()
                process.wait()


@pytest.fixture
def cluster(tmp_path):
    made = Cluster(tmp_path)
    with contextlib.closing(made):
        yield made


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """Two books that were built on this machine by itself; tests work on copies of what they are made of."""
    project = books.make(tmp_path_factory.mktemp("alone") / "book", overview="looks_up", industry="simple")
    second_county(project)
    library.build(project, Request())
    return project


@pytest.fixture
def project(alone, tmp_path):
    shutil.copytree(alone.root, tmp_path / "book", ignore=shutil.ignore_patterns("_build"))
    return Project(tmp_path / "book")


def build(project, cluster, exchange=None, **asked) -> list[str]:
    said: list[str] = []
    run = partial(client.build, scheduler=cluster.address, exchange=exchange)
    library.build(project, Request(**asked), said.append, run=run)
    return said


@pytest.mark.parametrize("way", ["shared folder", "archives"])
def test_the_same_books(alone, project, cluster, tmp_path, way):
    """Byte for byte, manifests too, said edition by edition; then nothing has changed or is left over."""
    cluster.worker(nanny=way == "archives")
    exchange = str(tmp_path / "exchange") if way == "archives" else None
    said = build(project, cluster, exchange)
    assert any(line.startswith("baihe-2026 (1 of 2)  [1/2] ") for line in said), said
    for edition in EDITIONS:
        assert pages(project, edition) == pages(alone, edition)
        assert project.of(edition).manifest.read_bytes() == alone.of(edition).manifest.read_bytes()
        assert (project.of(edition).html / "index.html").is_file()
    assert build(project, cluster, exchange) == ["nothing changed"]
    if exchange:
        assert not [path for path in (tmp_path / "exchange").rglob("*") if path.is_file()]


WAITS_ONCE = """
import pathlib, time

if edition == "baihe-2026" and not pathlib.Path({mark!r}).exists():
    pathlib.Path({mark!r}).touch()
    time.sleep(60)
"""


def test_a_killed_worker(project, cluster, tmp_path):
    """What it was at is built by another; no book is lost, none is half a book."""
    mark = tmp_path / "mark"
    books.edit(project, "industry", 4, WAITS_ONCE.format(mark=str(mark)))
    first = cluster.worker()

    def kill():
        if books.wait_for(mark.exists, 120):
            first.kill()
            cluster.worker()

    killer = threading.Thread(target=kill)
    killer.start()
    build(project, cluster)
    killer.join()
    assert first.wait() == -signal.SIGKILL
    for edition in EDITIONS:
        page = project.of(edition).html / "chapters" / "industry.html"
        assert page.is_file()
    assert build(project, cluster) == ["nothing changed"]


def test_an_edition_that_fails(project, cluster):
    """It is named with its reason, as on one machine; the other is built."""
    cluster.worker()
    harm(project, "qingshi-2026")
    with pytest.raises(library.Failed) as failed:
        build(project, cluster)
    assert list(failed.value.causes) == ["qingshi-2026"]
    assert str(failed.value).startswith("qingshi-2026: data/qingshi-2026/figures.csv:")
    assert project.of("baihe-2026").html.is_dir()


def test_another_program(project, cluster, tmp_path):
    """A worker with another planbook makes no book."""
    other = tmp_path / "other"
    shutil.copytree(library.__file__.rpartition("/")[0], other / "planbook")
    with (other / "planbook" / "pipeline.py").open("a", encoding="utf-8") as code:
        code.write("# another\n")
    time.sleep(0.05)
    cluster.worker(PYTHONPATH=str(other))
    with pytest.raises((InputError, library.Failed), match="has another planbook"):
        build(project, cluster)
    assert not any(project.of(edition).html.exists() for edition in EDITIONS)


def test_ctrl_c(project, cluster):
    """Exit code 130; the builds on the workers end, and the workers are free for others."""
    cluster.worker()
    shutil.copyfile(books.NOTEBOOKS / "slow.ipynb", project.notebook("industry"))
    command = [sys.executable, "-m", "planbook", "build", "--all", "--scheduler", cluster.address]
    process = subprocess.Popen(command, cwd=project.root, stderr=subprocess.PIPE, text=True)
    assert books.wait_for(lambda: len(books.processes(project)) >= 4, 90)  # servers, a build, its kernel
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=25)
    assert process.returncode == 130 and "Traceback" not in said, said
    assert books.wait_for(lambda: not books.processes(project))


def test_no_scheduler(project, monkeypatch):
    """Wrong input, with the next step; nothing is built."""
    monkeypatch.setattr(client, "PATIENCE", 1)
    with pytest.raises(
        InputError, match=r"--scheduler: got .*expected the address of a running Dask scheduler"
    ):
        library.build(project, Request(), run=partial(client.build, scheduler="tcp://127.0.0.1:1"))
    with pytest.raises(InputError, match="--scheduler: got"):
        library.build(project, Request(), run=partial(client.build, scheduler="nonsense://x"))


def test_an_address_that_cannot_be_written(project, cluster):
    with pytest.raises(InputError, match="--exchange: got"):
        build(project, cluster, exchange="nonsense://x")
