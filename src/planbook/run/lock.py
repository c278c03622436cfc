"""One build at a time: a lock on `_build/`, released by the system however a build ends."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from planbook.errors import BuildError
from planbook.run import tidy

GUARDED = ("run", "stage", "new")  # the folders that belong to the build that holds the lock
_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
_BEYOND = 1 << 20  # bytes: Windows lets nobody read what is locked
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
    handle = os.open(lock, _FLAGS, 0o644)
    try:
        try:
            _take(handle)
        except (BlockingIOError, PermissionError):
            os.lseek(handle, 0, os.SEEK_SET)
            holder = os.read(handle, 20).decode("ascii", "replace").strip()
            raise Busy(f"another build is running (process {holder or 'unknown'}); try again later") from None
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, str(os.getpid()).encode())
        yield
    finally:
        os.close(handle)


def _take(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, _BEYOND, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
