"""One build at a time."""

import os
import subprocess
import sys

import pytest

from planbook.run import lock

HOLD = """
import sys, pathlib
from planbook.run import lock
with lock.held(pathlib.Path(sys.argv[1])):
    print('held', flush=True)
    sys.stdin.read()
"""


def test_a_second_build_is_told_who_holds_it(tmp_path):
    """While one holds the folder another is refused with its process id; a kill -9 frees it at once."""
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        other.stdout.readline()
        with (
            pytest.raises(lock.Busy, match=rf"another build is running \(process {other.pid}\)"),
            lock.held(tmp_path),
        ):
            pass
    finally:
        other.kill()
        other.communicate()
    with lock.held(tmp_path):
        assert (tmp_path / ".lock").read_text() == str(os.getpid())
