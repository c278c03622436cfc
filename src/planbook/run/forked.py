"""What runs in a fork server, and in what is forked from it (`planbook.run.fork_server` is the other side).

What has to hold for a forked kernel to say what an ordinary one says, each of which has once gone wrong:
- MPLBACKEND stands before matplotlib is imported, and no thread exists before the fork;
- `matplotlib_inline` hooks into the shell when it is imported, so that a kernel must import it itself;
- ipykernel reads its parent's process id when it is imported;
- a kernel has a fresh `__main__`, the search path of an ordinary kernel, and its own random numbers.
"""

import atexit
import contextlib
import gc
import importlib
import multiprocessing
import os
import pkgutil
import shutil
import signal
import sys
import threading
import types
from collections.abc import Mapping
from multiprocessing.connection import Connection

from planbook.run import descendants

PRELOADED = (  # with what these import: numpy, pandas, matplotlib
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "IPython.core.pylabtools",
    "matplotlib.backends.backend_svg",
    "seaborn",
    "planbook.run.recorder",
)
# and all of their modules: they are imported when first used
ROOMS = ("planbook.edition", "planbook.audit", "planbook.show")


def preload() -> None:
    """Import what chapters import. What is missing is imported, or missed, by the chapter itself."""
    # ipykernel does without it, and nobody debugs a build. (None bars an import: unknown to typeshed.)
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    parent = os.getppid()
    for name in PRELOADED:
        if os.getppid() != parent:
            sys.exit()  # the build was killed meanwhile
        _imported(name)
    for room in ROOMS:
        path = getattr(_imported(room), "__path__", ())
        for module in pkgutil.walk_packages(path, f"{room}.", onerror=lambda name: None):
            _imported(module.name)
    for name in [name for name in sys.modules if name.partition(".")[0] in ("matplotlib_inline", "debugpy")]:
        del sys.modules[name]


def _imported(name: str) -> types.ModuleType | None:
    with contextlib.suppress(Exception):
        return importlib.import_module(name)
    return None


def kernel(arguments: list[str], env: Mapping[str, str], cwd: str, ready: Connection) -> None:
    """In a forked process: be the kernel of `python -m ipykernel_launcher …`, and say when it is ready."""
    end_with_parent()
    multiprocessing.set_start_method(None, force=True)  # the chapter's own processes are its own matter
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    sys.argv = ["ipykernel_launcher", *arguments, f"--IPKernelApp.parent_handle={os.getppid()}"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()  # Python's own are seeded anew by every fork
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance()
    app.initialize()  # binds the sockets
    with ready:
        ready.send("ready")
    app.start()


def end_with_parent() -> None:
    """Leave Ctrl-C to the process that asked for this one, and end when it does, with all we started."""

    def wait() -> None:
        if parent := multiprocessing.parent_process():
            parent.join()
            descendants.kill(descendants.of(os.getpid()))
            descendants.kill_group(os.getpid())

    if hasattr(os, "setsid"):
        os.setsid()
    descendants.adopt()
    threading.Thread(target=wait, daemon=True).start()


def _prepare(imports: str) -> None:
    """In the server, before it serves."""
    # The build removes it; one that was killed cannot.
    atexit.register(shutil.rmtree, os.environ.pop("PLANBOOK_SOCKETS"), ignore_errors=True)
    os.setsid()  # Ctrl-C goes to the build, and a busy machine gives each session its share
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    if not os.environ.get("PLANBOOK_DEBUG"):
        os.dup2(null, 2)
    if sys.path[0] == "":
        del sys.path[0]  # the folder that the build was started in is nothing of the chapters'
    gc.disable()
    pkgutil.resolve_name(imports)()
    gc.freeze()  # nothing that is imported will be garbage, and its pages stay shared with what is forked
    gc.enable()
    if threads := len(os.listdir("/proc/self/task")) - 1:  # noqa: PTH208
        raise RuntimeError(f"{threads} threads after the imports: nothing can be forked")


if imports := os.environ.pop("PLANBOOK_PRELOAD", None):  # a fork server imports modules, it calls nothing
    _prepare(imports)
