"""The warm process: imports what chapters import, once, and forks a kernel for each of them.

Run as `python -m planbook.run.warm FD`, where FD is one end of a socket pair (see `planbook.run.kernels`). A
request is one message: a JSON object and four file descriptors, namely stdin, stdout, stderr, and a socket on
which goes back what becomes of the kernel: that it is born, with its process id; that it is ready, its
sockets bound, so that whoever connects need not try again; that it has ended, with its exit code. The process
lives for one build only, so no code in it can be older than the files. When the other end goes away, it and
its kernels end.

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
import json
import os
import pkgutil
import select
import signal
import socket
import struct
import sys
import types
from pathlib import Path

LARGEST = 1 << 20  # bytes of a request: the environment is most of it
NEWS = struct.Struct("ii")  # one of these, and a number
BORN, READY, ENDED = range(3)

PRELOADED = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    "ipykernel.heartbeat",
    "IPython.core.completer",
    "IPython.core.magics",
    "IPython.core.pylabtools",
    "numpy",
    "pandas",
    "pandas.io.parsers.readers",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "seaborn",
    "planbook.run.recorder",
)
ROOMS = (
    "planbook.edition",
    "planbook.show",
)  # and all of their modules: the rooms import them when first used


def main() -> int:
    control = socket.socket(fileno=int(sys.argv[1]))
    gc.disable()
    preload()
    gc.freeze()  # nothing that is imported will be garbage, and its pages stay shared with the kernels
    gc.enable()
    if threads := len(os.listdir("/proc/self/task")) - 1:  # noqa: PTH208
        print(f"{threads} threads after the imports: kernels cannot be forked", file=sys.stderr)
        return 1
    return serve(control)


def preload() -> None:
    """Import what chapters import. What is missing is imported, or missed, by the chapter itself."""
    sys.modules["debugpy"] = None  # ipykernel does without it, and nobody debugs a build
    for name in PRELOADED:
        _import(name)
    for room in ROOMS:
        if found := _import(room):
            for module in pkgutil.walk_packages(found.__path__, f"{room}.", onerror=lambda name: None):
                _import(module.name)
    for name in [name for name in sys.modules if name.partition(".")[0] in ("matplotlib_inline", "debugpy")]:
        del sys.modules[name]


def _import(name: str) -> types.ModuleType | None:
    try:
        return importlib.import_module(name)
    except Exception as error:
        print(f"not imported beforehand: {name}: {error!r}", file=sys.stderr)
        return None


def serve(control: socket.socket) -> int:
    """Fork kernels until the other end of `control` goes away."""
    woken, wake = os.pipe()
    for end in (woken, wake):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda *_: control.shutdown(socket.SHUT_RDWR))  # as if the other end went
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the build decides
    kernels: dict[int, socket.socket] = {}
    try:
        while True:
            ready, _, _ = select.select([control, woken, *kernels.values()], [], [])
            if woken in ready:
                os.read(woken, 4096)
            _reap(kernels)
            for pid, line in list(kernels.items()):
                if line in ready and line.fileno() >= 0 and not line.recv(1):
                    _kill(pid)  # nobody waits for this kernel any more
            if control in ready:
                message, descriptors, _, _ = socket.recv_fds(control, LARGEST, 4)
                if not message:
                    return 0
                line = socket.socket(fileno=descriptors[3])
                pid = os.fork()
                if pid == 0:
                    signal.set_wakeup_fd(-1)
                    for other in (control, *kernels.values()):
                        other.close()
                    for end in (woken, wake):
                        os.close(end)
                    kernel(json.loads(message), descriptors[:3], line)
                for descriptor in descriptors[:3]:
                    os.close(descriptor)
                kernels[pid] = line
                line.send(NEWS.pack(BORN, pid))
    finally:
        for pid in kernels:
            _kill(pid)


def _reap(kernels: dict[int, socket.socket]) -> None:
    while kernels:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        if line := kernels.pop(pid, None):
            with line, contextlib.suppress(OSError):  # the other end may be gone
                line.send(NEWS.pack(ENDED, os.waitstatus_to_exitcode(status)))


def _kill(pid: int) -> None:
    with contextlib.suppress(OSError):  # it may have ended by itself
        os.killpg(pid, signal.SIGKILL)


def kernel(request: dict, streams: list[int], line: socket.socket) -> None:
    """In the forked process: become the kernel that `request` describes. Does not return."""
    code = 1
    try:
        _settle(request, streams)
        from ipykernel.kernelapp import IPKernelApp

        try:
            app = IPKernelApp.instance()
            app.initialize()
            with line:
                line.send(NEWS.pack(READY, 0))
            app.start()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        if os.environ.get("PLANBOOK_DEBUG"):
            import traceback

            traceback.print_exc()
    finally:
        os._exit(code)


def _settle(request: dict, streams: list[int]) -> None:
    """Leave nothing of the warm process behind in the kernel."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, descriptor in enumerate(streams):
        os.dup2(descriptor, number)
    for descriptor in streams:
        if descriptor > 2:
            os.close(descriptor)
    sys.stdin = sys.__stdin__ = open(0, closefd=False)  # noqa: SIM115
    sys.stdout = sys.__stdout__ = open(1, "w", buffering=1, closefd=False)  # noqa: SIM115
    sys.stderr = sys.__stderr__ = open(2, "w", buffering=1, closefd=False)  # noqa: SIM115

    os.environ.clear()
    os.environ.update(request["env"])
    os.environ["JPY_PARENT_PID"] = str(os.getppid())
    os.chdir(request["cwd"])
    sys.path[0] = request["cwd"]
    command = request["command"]
    arguments = command[command.index("-m") + 2 :]
    sys.argv = ["ipykernel_launcher", *arguments, f"--IPKernelApp.parent_handle={os.getppid()}"]
    sys.modules["__main__"] = types.ModuleType("__main__")

    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()  # Python's own are seeded anew by every fork


if __name__ == "__main__":
    # `python -m` has put the working directory first on the path; it is nothing of the chapters'.
    sys.path[0] = str(Path(__file__).parents[2])
    os._exit(main())  # without Python's own end, which takes a while and has nothing to save
