"""`python -m planbook …` is `planbook …`."""

import _signal  # what `signal` is made of: that one is long in coming, and Ctrl-C would be heard by nobody
import sys

if hasattr(_signal, "pthread_sigmask"):  # one that comes before main() listens waits for it
    _signal.pthread_sigmask(_signal.SIG_BLOCK, {_signal.SIGINT})

from planbook import interrupt


def main() -> int:
    """One command; Ctrl-C ends it well from here on, also while it is still being imported."""
    try:
        try:
            interrupt.listen()
            from planbook import cli

            return cli.main()
        except Exception:
            interrupt.check()
            raise
        finally:
            interrupt.ignore()
    except KeyboardInterrupt:
        interrupt.say()
        return interrupt.CODE


if __name__ == "__main__":
    sys.exit(main())
