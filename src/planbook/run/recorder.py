"""Inside a kernel: which files did the chapter open? An IPython extension, loaded by planbook's own runs.

What an edition reads it records itself, row by row; this catches the rest (a CSV read with pandas, the
actuals to date, a module beside the notebook), so that a chapter is never silently stale. Standard library
only.
"""

import json
import os
import sys
import tempfile
from importlib.util import source_from_cache
from pathlib import Path
from typing import Any

from planbook.edition import files
from planbook.run.hashing import file_digest, stamp

PACKAGE = str(Path(__file__).resolve().parents[1]) + os.sep
SYSTEM = ("/proc/", "/sys/", "/dev/", "/usr/", "/etc/", "/lib", "/var/", "/run/", "/bin/", "/opt/")


def load_ipython_extension(shell: Any) -> None:
    """Start recording into $PLANBOOK_FILES: {path relative to $PLANBOOK_ROOT, or absolute: sha256}."""
    target, root = os.environ.get("PLANBOOK_FILES"), os.environ.get("PLANBOOK_ROOT")
    if not target or not root:
        return
    hook = Hook(root)
    sys.addaudithook(hook)

    def write(*_: Any) -> None:
        temporary = Path(f"{target}.{os.getpid()}")
        temporary.write_text(json.dumps(hook.record()), encoding="utf-8")
        temporary.replace(target)

    shell.events.register("post_run_cell", write)


class Hook:
    """An audit hook that hashes each file as it is opened for reading, unless planbook.edition reads it."""

    def __init__(self, root: str):
        self.root = root.rstrip(os.sep) + os.sep
        temporary = os.path.realpath(tempfile.gettempdir()) + os.sep
        prefixes = {p + os.sep for p in (sys.prefix, sys.base_prefix, sys.exec_prefix)}
        self.outside = (*prefixes, *SYSTEM, temporary, PACKAGE)
        self.inside = (self.root + "_build" + os.sep, self.root + ".", PACKAGE, *prefixes)
        self._opened: dict[str, tuple[tuple[int, ...], str]] = {}  # path → its stamp and digest when opened

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if event != "open" or files.is_reading():
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
        if path in self._opened or not self._counts(path):
            return
        self._opened[path] = ((), "")  # for what opens it below
        self._opened[path] = stamp(Path(path)), _digest(path)

    def record(self) -> dict[str, str]:
        """The files by name, with the digest of what was read; MIXED where somebody has written since."""
        digests = {
            path: digest if stamp(Path(path)) == seen else files.MIXED
            for path, (seen, digest) in self._opened.items()
        }
        return {
            _name(path, self.root): digest for path, digest in sorted({**digests, **files.OTHERS}.items())
        }

    def _counts(self, path: str) -> bool:
        if path.startswith(self.root):
            return not path.startswith(self.inside) and os.path.isfile(path)  # noqa: PTH113
        hidden = f"{os.sep}." in path
        return not hidden and not path.startswith(self.outside) and os.path.isfile(path)  # noqa: PTH113


def _name(path: str, root: str) -> str:
    return Path(path).relative_to(root).as_posix() if path.startswith(root) else path


def _digest(path: str) -> str:
    try:
        return file_digest(Path(path))
    except OSError:
        return ""
