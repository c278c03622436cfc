"""Ctrl-C: it stops the work, whatever it is at, and a process that has not ended soon after is ended.

The first one raises Interrupted and those that follow do nothing, so that nothing that tidies up is
interrupted. What swallows it, or waits for something that will not come, has GRACE seconds.
"""

import os
import signal
import threading
import time

GRACE = 2.0  # seconds from Ctrl-C to the end
STOPPED = "stopped; the published book is whole"
CODE = 128 + signal.SIGINT
_came = threading.Event()
_stopped = threading.Event()
_message = threading.Lock()  # whoever has it has written the message


class Interrupted(KeyboardInterrupt):
    """Ctrl-C.

    Of a type of its own: once a plain KeyboardInterrupt has come out of an exec() or eval() of text (so
    dataclasses and named tuples are made), `python -m` ends as if nobody had caught it, by the signal.
    """


def listen() -> None:
    """Listen to Ctrl-C, also to one that was held back; not where whoever started this process ignores it."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        ours, theirs = os.pipe()
        if hasattr(os, "set_blocking"):  # Python 3.11 on Windows has not
            os.set_blocking(theirs, False)
        # The system writes there at once; the handler waits until the main thread is back from what it is at.
        signal.set_wakeup_fd(theirs, warn_on_full_buffer=False)
        threading.Thread(target=_watch, args=[ours], daemon=True).start()
        signal.signal(signal.SIGINT, _stop)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def check() -> None:
    """Raise Interrupted if Ctrl-C has come: while a class is made, Python makes another error of it."""
    if _came.is_set():
        raise Interrupted


def ignore() -> None:
    """The work is done or stopped: there is nothing to stop any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.set_wakeup_fd(-1)
    _stopped.set()


def say() -> None:
    """Say once that it was stopped, whatever has become of the streams."""
    if _message.acquire(blocking=False):
        os.write(2, f"{STOPPED}\n".encode())


def _stop(*_: object) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _came.set()
    raise Interrupted


def _watch(pipe: int) -> None:
    while os.read(pipe, 1) != bytes([signal.SIGINT]):
        pass
    time.sleep(GRACE)
    if not _stopped.is_set():
        say()
    os._exit(CODE)  # what we started ends with us
