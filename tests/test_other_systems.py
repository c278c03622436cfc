"""A machine without a fork server and without what only POSIX has, as Windows is: books are built.

This runs on Linux with the names taken away; what Windows itself does is not shown by it.
"""

import os
import subprocess
import sys

import books

# Run again by each process that multiprocessing spawns, as on Windows; what the standard library needs for
# itself on this system it has imported before.
PRELUDE = """
import asyncio, multiprocessing.popen_spawn_posix, os, signal, subprocess, sys, tempfile, types
import multiprocessing, multiprocessing.forkserver, multiprocessing.reduction, multiprocessing.util

for name in "fork killpg setsid pwrite set_blocking O_CLOEXEC O_NOFOLLOW O_NONBLOCK O_NOCTTY".split():
    vars(os).pop(name)
multiprocessing.context._concrete_contexts.pop("forkserver")

# Libraries go by sys.platform and need these when they run: only planbook's imports do without.
kill, dup = vars(signal).pop("SIGKILL"), vars(multiprocessing.reduction).pop("DupFd")
from planbook import cli
from planbook.run import descendants, execute, fork_server, forked

signal.SIGKILL, multiprocessing.reduction.DupFd = kill, dup

other = types.SimpleNamespace(**{**vars(sys), "platform": "win32"})
execute.sys = fork_server.sys = other  # only there: libraries believe in the real one

if __name__ == "__main__":
    sys.exit(cli.main(sys.argv[1:]))
"""


def run(project, *arguments: str) -> subprocess.CompletedProcess:
    script = project.root / "elsewhere.py"
    script.write_text(PRELUDE, encoding="utf-8")
    command = [sys.executable, str(script), *arguments]
    return subprocess.run(command, cwd=project.root, env=os.environ, capture_output=True, text=True)


def test_a_book_is_built(tmp_path):
    """With kernels started afresh; a second build has nothing to do."""
    project = books.make(tmp_path / "book", simple="simple")
    built = run(project, "build")
    assert built.returncode == 0, built.stderr
    assert (project.html / "index.html").is_file()
    assert run(project, "build").returncode == 0


def test_books_of_all_editions_are_built(tmp_path):
    """Each in a process that multiprocessing spawns."""
    project = books.make(tmp_path / "book", simple="simple")
    built = run(project, "build", "--all")
    assert built.returncode == 0, built.stderr
    assert (project.shelf / "qingshi-2026" / "html" / "index.html").is_file()
