"""Inside a kernel: which files did the chapter open? An IPython extension, loaded by planbook's own runs.

What goes through `planbook.edition` is recorded there, row by row; this catches the rest (a CSV read with
pandas, a module beside the notebook), so that a chapter is never silently stale. Standard library only.
"""

import json
import os
import sys
import tempfile
from importlib.util import source_from_cache
from pathlib import Path
from types import FrameType
from typing import Any

from planbook.run.hashing import file_digest

PACKAGE = str(Path(__file__).resolve().parents[1]) + os.sep
LOOKED_UP = f"{PACKAGE}edition{os.sep}"
SYSTEM = ("/proc/", "/sys/", "/dev/", "/usr/", "/etc/", "/lib", "/var/", "/run/", "/bin/", "/opt/")


def load_ipython_extension(shell: Any) -> None:
    """Start recording into $PLANBOOK_FILES: {path relative to $PLANBOOK_ROOT, or absolute: sha256}."""
    target, root = os.environ.get("PLANBOOK_FILES"), os.environ.get("PLANBOOK_ROOT")
    if not target or not root:
        return
    opened: dict[str, None] = {}
    sys.addaudithook(_Hook(opened, root))

    def write(*_: Any) -> None:
        record = {_name(path, root): digest for path in list(opened) if (digest := _digest(path))}
        temporary = Path(f"{target}.{os.getpid()}")
        temporary.write_text(json.dumps(dict(sorted(record.items()))), encoding="utf-8")
        temporary.replace(target)

    shell.events.register("post_run_cell", write)


class _Hook:
    """An audit hook that notes each file opened for reading, unless the program's own rooms opened it."""

    def __init__(self, opened: dict[str, None], root: str):
        self.opened = opened
        self.root = root.rstrip(os.sep) + os.sep
        temporary = os.path.realpath(tempfile.gettempdir()) + os.sep
        prefixes = {p + os.sep for p in (sys.prefix, sys.base_prefix, sys.exec_prefix)}
        self.outside = (*prefixes, *SYSTEM, temporary, PACKAGE)
        self.inside = (self.root + "_build" + os.sep, self.root + ".", PACKAGE, *prefixes)

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if event != "open":
            return
        path, _, flags = args
        if isinstance(path, int) or (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)):
            return
        path = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 (a hook has to be quick)
        if path.endswith(".pyc"):
            try:
                path = source_from_cache(path)
            except ValueError:
                return
        if path in self.opened or not self._counts(path) or _recorded_elsewhere():
            return
        self.opened[path] = None

    def _counts(self, path: str) -> bool:
        if path.startswith(self.root):
            return not path.startswith(self.inside) and os.path.isfile(path)  # noqa: PTH113
        hidden = f"{os.sep}." in path
        return not hidden and not path.startswith(self.outside) and os.path.isfile(path)  # noqa: PTH113


def _recorded_elsewhere() -> bool:
    """Was the file opened on behalf of planbook.edition, which records rows instead of whole files?"""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        if frame.f_code.co_filename.startswith(LOOKED_UP):
            return True
        frame = frame.f_back
    return False


def _name(path: str, root: str) -> str:
    inside = path.startswith(root.rstrip(os.sep) + os.sep)
    return Path(path).relative_to(root).as_posix() if inside else path


def _digest(path: str) -> str | None:
    try:
        return file_digest(Path(path))
    except OSError:
        return None
