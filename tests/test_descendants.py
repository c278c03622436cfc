"""The processes that another one started, wherever they have gone."""

import os
import subprocess
import sys

import books

from planbook.run import descendants

CHILDREN = """
import os, subprocess, sys, time
from planbook.run import descendants
descendants.adopt()
sleep = [sys.executable, "-c", "import time; print('here', flush=True); time.sleep(60)"]
subprocess.Popen(sleep)
away = f"import subprocess; subprocess.Popen({sleep!r}, start_new_session=True)"
subprocess.Popen([sys.executable, "-c", away]).wait()
time.sleep(60)
"""


def test_all_of_them_end():
    """Also one of its own session whose parent has ended, and those that bear a mark in their environment."""
    mark = f"PLANBOOK_TEST={os.getpid()}"
    env = {**os.environ, "PLANBOOK_TEST": str(os.getpid())}
    process = subprocess.Popen([sys.executable, "-c", CHILDREN], env=env, stdout=subprocess.PIPE, text=True)
    assert [process.stdout.readline() for _ in range(2)] == ["here\n", "here\n"]
    assert books.wait_for(lambda: len(descendants.of(process.pid)) == 2)
    below = descendants.of(process.pid)
    assert {process.pid, *below} == {*descendants.marked(mark)}
    descendants.kill(below)
    process.kill()
    process.wait()
    assert books.wait_for(lambda: not descendants.marked(mark))
