"""The processes that a chapter started: they end with it, whatever session they are in. Standard library
only."""

import contextlib
import ctypes
import os
import signal
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # for Windows they are one


def adopt() -> None:
    """Have what a child of this process leaves behind become a child of this process, where Linux can."""
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def of(pid: int) -> list[int]:
    """The processes below one, the nearest first."""
    children = defaultdict(list)
    for child in _all():
        with contextlib.suppress(OSError):
            about = Path(f"/proc/{child}/stat").read_bytes().rpartition(b")")[2].split()
            children[int(about[1])].append(child)
    pids = [pid]
    for one in pids:
        pids += children[one]
    return pids[1:]


def marked(mark: str) -> list[int]:
    """The processes that were started with this in their environment: `NAME=value`."""
    pids = []
    for pid in _all():
        with contextlib.suppress(OSError):
            if os.fsencode(mark) in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0"):
                pids.append(pid)
    return pids


def kill(pids: Iterable[int]) -> None:
    """End some processes; those that have ended are fine too."""
    for pid in pids:
        if pid != os.getpid():
            with contextlib.suppress(OSError):
                os.kill(pid, KILL)


def kill_group(leader: int) -> None:
    """End a process and all of its group; where there are no groups, itself. It may have ended."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(leader, KILL)
        else:
            os.kill(leader, KILL)


def _all() -> list[int]:
    try:
        return [int(name) for name in os.listdir("/proc") if name.isdecimal()]  # noqa: PTH208
    except OSError:
        return []
