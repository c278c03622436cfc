"""planbook.desk.jobs: builds that follow each other in one process, which may die at any moment."""

import os
import signal
from functools import partial

import books
import pytest

from planbook import pipeline, worker
from planbook.desk.jobs import DONE, FAILED, STOPPED, Jobs
from planbook.run.manifest import Request


@pytest.fixture
def jobs(tmp_path):
    made = Jobs(books.make(tmp_path / "book", overview="simple", industry="looks_up"))
    yield made
    made.close()
    assert books.wait_for(lambda: not books.processes(made.project))


def begin(jobs, **options: str):
    task = partial(pipeline.build, jobs.project, Request(options=tuple(options.items())))
    return jobs.start("build", "做书", task)


def end(job) -> str:
    assert books.wait_for(lambda: job.state != "running", 120)
    return job.state


def builder(jobs) -> int:
    """The process that builds."""
    return jobs._builder._process.pid


@pytest.mark.slow
def test_one_process_builds(jobs):
    """It stays when a build fails; one that was killed or stopped is followed by another, the book whole."""
    assert end(begin(jobs)) == DONE
    first = builder(jobs)
    wrong = begin(jobs, edition="nowhere")
    assert end(wrong) == FAILED and "nowhere" in wrong.why
    assert end(begin(jobs)) == DONE and jobs.last.lines == ["nothing changed"]
    assert builder(jobs) == first

    whole = jobs.project.manifest.read_bytes()
    books.edit(jobs.project, "industry", 3, "import time; time.sleep(100)")
    job = begin(jobs)
    assert books.wait_for((jobs.project.output / "stage").is_dir)
    os.kill(first, signal.SIGKILL)
    assert end(job) == FAILED
    job = begin(jobs)
    assert books.wait_for((jobs.project.output / "stage").is_dir)
    jobs.stop()
    assert end(job) == STOPPED
    assert jobs.project.manifest.read_bytes() == whole

    books.edit(jobs.project, "industry", 3, "print('好')")
    assert end(begin(jobs)) == DONE
    assert builder(jobs) != first
    assert "好" in (jobs.project.html / "chapters" / "industry.html").read_text(encoding="utf-8")


def test_a_program_that_was_changed_is_begun_anew(jobs, monkeypatch):
    """What was warm is ended, and the job done by what is new."""
    jobs.warm()
    before, do = (
        {builder(jobs), jobs._builds._forkserver_pid, jobs._kernels._forkserver_pid},
        worker.Worker.do,
    )

    def outdated(self, task, say):
        monkeypatch.setattr(worker.Worker, "do", do)
        return worker.Outcome("", outdated=True)

    monkeypatch.setattr(worker.Worker, "do", outdated)
    assert end(begin(jobs)) == DONE
    assert not before & {builder(jobs), jobs._builds._forkserver_pid, jobs._kernels._forkserver_pid}
