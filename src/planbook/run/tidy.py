"""What lies in `_build/`: nothing in it is ever needed, and whatever stands in the way goes."""

import contextlib
import errno
import os
import shutil
from pathlib import Path


def remove(path: Path) -> None:
    """Remove a file, a link (not what it leads to), or a folder with all that is in it; nothing is fine too.

    Raises:
        OSError: it cannot be removed.
    """
    if path.is_symlink() or not path.is_dir():
        with contextlib.suppress(NotADirectoryError):
            path.unlink(missing_ok=True)
    else:
        shutil.rmtree(path, onerror=_once_more)


def _once_more(function: object, path: str, _: object) -> None:
    """A folder that may not be changed, as a chapter's own may leave it."""
    with contextlib.suppress(OSError):
        os.chmod(Path(path).parent, 0o700)  # noqa: PTH101
        os.chmod(path, 0o700)  # noqa: PTH101
    if Path(path).is_dir() and not Path(path).is_symlink():
        shutil.rmtree(path)
    else:
        Path(path).unlink(missing_ok=True)


def folder(path: Path) -> Path:
    """A folder, made with those above it; what stands there and is none is removed."""
    for place in (*reversed(path.parents), path):
        if os.path.lexists(place) and not place.is_dir():
            remove(place)
    path.mkdir(parents=True, exist_ok=True)
    return path


def read(path: Path) -> bytes:
    """What a file holds.

    Raises:
        OSError: there is no file; a pipe, which nobody may ever write to, is none.
    """
    if not path.is_file():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    return path.read_bytes()


def put(new: Path, target: Path) -> None:
    """A new file in the place of another one, at once; what stands there and is no file is removed."""
    if target.is_dir() and not target.is_symlink():
        remove(target)
    new.replace(target)
