"""`python -m planbook …` is `planbook …`."""

import signal
import sys

if hasattr(signal, "pthread_sigmask"):  # one that comes before main() listens waits for it
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

from planbook import interrupt


def main() -> int:
    """One command; Ctrl-C ends it well from here on, also while it is still being imported."""
    try:
        try:
            interrupt.listen()
            from planbook import cli

            return cli.main()
        finally:
            interrupt.ignore()
    except KeyboardInterrupt:
        interrupt.say()
        return interrupt.CODE


if __name__ == "__main__":
    sys.exit(main())
