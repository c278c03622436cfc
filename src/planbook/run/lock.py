"""One build at a time: a lock on `_build/`, released by the system however a build ends."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from planbook.errors import BuildError
from planbook.run import tidy

GUARDED = ("run", "stage", "new")  # the folders that belong to the build that holds the lock
SOCKETS = ".sockets."  # the beginning of a folder's name, before the process that it belongs to


class Busy(BuildError):
    """Another build of the same book is running."""


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the folder for one build.

    Raises:
        Busy: another process holds it; the message names its process id.
    """
    lock = tidy.folder(folder) / ".lock"
    if lock.is_symlink() or (lock.exists() and not lock.is_file()):
        tidy.remove(lock)
    handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 20).decode("ascii", "replace").strip()
            raise Busy(f"another build is running (process {holder or 'unknown'}); try again later") from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)
