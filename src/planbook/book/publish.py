"""Publishing: the new book takes the place of the old one in one step.

Two folders on one file system are exchanged with Linux's `renameat2(RENAME_EXCHANGE)`: at every moment the
target is either the whole old book or the whole new one, also for a process that is killed between any two
instructions. A symbolic link that is moved over (the usual way) was not chosen: the target could then not
be a plain folder that a person copies, that plain `jupyter-book build .` writes into and that `file://`
shows under its own name.

Where the system call is missing (macOS, some network file systems) the old book is moved aside and the new
one moved in: two renames, with a moment between them in which the target is missing. `recover` mends what a
kill then left.
"""

import contextlib
import ctypes
import errno
import os
import shutil
from pathlib import Path

from planbook.run import tidy

RENAME_EXCHANGE = 2
AT_FDCWD = -100
UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


def publish(new: Path, target: Path) -> None:
    """Put the folder `new` in the place of `target` and remove what stood there.

    The caller holds the build's lock. `new` and `target` lie on one file system; `new` is gone afterwards.

    Raises:
        OSError: nothing was published, or (full disk while the old book was removed) the new book was.
    """
    recover(target)
    if not (target.exists() or target.is_symlink()):
        target.parent.mkdir(parents=True, exist_ok=True)
        new.rename(target)
        return
    if exchange(new, target):
        with contextlib.suppress(OSError):
            tidy.remove(new)
        return
    old = _aside(target)
    target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def recover(target: Path) -> None:
    """Finish or undo what a publication that was killed left behind; harmless when there was none."""
    old = _aside(target)
    if old.exists():
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(target)


def exchange(one: Path, other: Path) -> bool:
    """Swap two paths atomically; False where the system cannot.

    Raises:
        OSError: the system can, and refused.
    """
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    renameat2.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    if renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in UNSUPPORTED:
        return False
    raise OSError(code, os.strerror(code), str(one), None, str(other))


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")
