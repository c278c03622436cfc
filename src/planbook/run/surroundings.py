"""What a process finds around it: made such that a build can work, and works the same everywhere."""

import contextlib
import os
import sys
import tempfile
import warnings
from pathlib import Path

from planbook.errors import InputError

DROPPED = ("PYTHONWARNINGS", "PYTHONSTARTUP", "PYTHONINSPECT", "PYTHONPROFILEIMPORTTIME", "PYTHONVERBOSE")
LATEST = 253402300799  # the last second of the year 9999


def settle(home: Path) -> None:
    """Settle the environment of this process and of those that it starts.

    Libraries' warnings are nothing to whoever builds a book, and an error to none. A user without a home that
    can be written to has it at `home`.

    Raises:
        InputError: SOURCE_DATE_EPOCH is no number of seconds.
    """
    for name in DROPPED:
        os.environ.pop(name, None)
    del sys.warnoptions[:]
    warnings.simplefilter("ignore")
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch == "":
        del os.environ["SOURCE_DATE_EPOCH"]
    elif epoch and not (epoch.isascii() and epoch.isdecimal() and len(epoch) < 13 and int(epoch) <= LATEST):
        raise InputError(
            f"SOURCE_DATE_EPOCH: got {epoch[:40]!r}, "
            "expected seconds since 1970, such as 1767225600, or nothing"
        )
    theirs = Path(os.environ.get("HOME") or "/nowhere")
    if not (theirs.is_absolute() and _is_writable(theirs)):
        os.environ["HOME"] = str(home)
        with contextlib.suppress(OSError):  # who may not write there will be told so
            home.mkdir(parents=True, exist_ok=True)


def _is_writable(folder: Path) -> bool:
    """Whether a file can be made there: of /proc, root is told that it could."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
