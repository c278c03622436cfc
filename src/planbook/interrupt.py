"""Ctrl-C: it stops the work, whatever it is at, and a process that has not ended soon after is ended.

The first one raises KeyboardInterrupt and those that follow do nothing, so that nothing that tidies up is
interrupted. What swallows it, or waits for something that will not come, has GRACE seconds.
"""

import os
import signal
import threading
import time

GRACE = 2.0  # seconds from Ctrl-C to the end
STOPPED = "stopped; the published book is whole"
CODE = 128 + signal.SIGINT
_stopped = threading.Event()


def listen() -> None:
    """Listen to Ctrl-C, unless whoever started this process has it ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        return
    ours, theirs = os.pipe()
    if hasattr(os, "set_blocking"):  # Python 3.11 on Windows has not
        os.set_blocking(theirs, False)
    # The system writes there at once; the handler waits until the main thread is back from what it is at.
    signal.set_wakeup_fd(theirs, warn_on_full_buffer=False)
    threading.Thread(target=_watch, args=[ours], daemon=True).start()
    signal.signal(signal.SIGINT, _stop)


def ignore() -> None:
    """The work is done or stopped, and that is told: there is nothing to stop any more."""
    _stopped.set()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _stop(*_: object) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


def _watch(pipe: int) -> None:
    while os.read(pipe, 1) != bytes([signal.SIGINT]):
        pass
    time.sleep(GRACE)
    if not _stopped.is_set():
        os.write(2, f"{STOPPED}\n".encode())
    os._exit(CODE)  # what we started ends with us
