"""planbook.watch: a command that stays, and builds again after every change."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import books
import pytest

SRC = Path(__file__).resolve().parent.parent / "src"


class Watching:
    """`planbook build --watch` of a book, by a copy of the program."""

    def __init__(self, folder: Path):
        self.project = books.make(folder / "book", overview="simple", industry="looks_up")
        self.program = folder / "src"
        ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(SRC, self.program, ignore=ignored)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "planbook", "build", "--watch"],
            cwd=self.project.root,
            env={**os.environ, "PYTHONPATH": str(self.program), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def said(self) -> list[str]:
        """What is said until it watches again, or ends."""
        lines = []
        for line in self.process.stdout:
            if line.startswith("watching "):
                return lines
            lines.append(line.rstrip("\n"))
        return lines

    def write(self, name: str, text: str) -> None:
        (self.project.root / name).write_text(text, encoding="utf-8")

    def page(self, chapter: str) -> str:
        return (self.project.html / "chapters" / f"{chapter}.html").read_text(encoding="utf-8")


@pytest.fixture
def watching(tmp_path):
    its = Watching(tmp_path)
    yield its
    its.process.kill()
    its.process.wait()


@pytest.mark.slow
def test_a_change_is_built(watching):
    """A parameter, one that is wrong, a row, a chapter's cell, the program itself; then Ctrl-C."""
    index = f"{watching.project.html}/index.html"
    assert watching.said()[-1] == index
    kernels = books.processes(watching.project)

    watching.write("params.yml", "edition: qingshi-2026\nchapters:\n  overview:\n    order: report\n")
    assert "order" in "".join(watching.said())  # no notebook declares it: refused, and watched on
    watching.write("params.yml", "edition: qingshi-2027\n")
    assert "nearest: qingshi-2026" in "".join(watching.said())
    watching.write("params.yml", "edition: qingshi-2026\n")
    assert watching.said() == ["nothing changed", index]

    figures = watching.project.data / "qingshi-2026" / "figures.csv"
    text = figures.read_text(encoding="utf-8")
    figures.write_text(text.replace("5.8,%,eq,true,,,5.8%,", "5.8,%,eq,true,,,5.8%,初步"), encoding="utf-8")
    assert "[1/1] industry" in "".join(watching.said())
    books.edit(watching.project, "industry", 3, "print('新的一格')")
    assert "notebook changed (cell 3)" in "".join(watching.said())
    assert "新的一格" in watching.page("industry")
    assert set(kernels) <= set(books.processes(watching.project))  # the fork server is the first one

    (watching.program / "planbook" / "show" / "__init__.py").open("a").write("\n")
    assert "the program was changed: starting it anew" in watching.said()
    assert not set(kernels) & set(books.processes(watching.project))

    watching.process.send_signal(signal.SIGINT)
    assert watching.said() == ["stopped; the published book is whole"]
    assert watching.process.wait() == 130
    assert books.wait_for(lambda: not books.processes(watching.project))
    assert not list(watching.project.output.glob(".sockets.*"))


@pytest.mark.slow
def test_another_build_is_waited_for(tmp_path):
    """Whoever builds in a terminal meanwhile is not disturbed."""
    from planbook.run import lock

    project = books.make(tmp_path / "book", overview="simple")
    with lock.held(project.output):
        command = [sys.executable, "-m", "planbook", "build", "--watch"]
        process = subprocess.Popen(command, cwd=project.root, stderr=subprocess.PIPE, text=True)
        assert "another build is running" in process.stderr.readline()
    assert any(line.startswith("watching ") for line in process.stderr)
    process.send_signal(signal.SIGINT)
    assert process.wait() == 130


def test_all_editions_are_not_watched(tmp_path):
    project = books.make(tmp_path / "book", overview="simple")
    command = [sys.executable, "-m", "planbook", "build", "--watch", "--all"]
    done = subprocess.run(command, cwd=project.root, capture_output=True, text=True)
    assert done.returncode == 2
    assert "--watch and --all" in done.stderr
