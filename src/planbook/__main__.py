"""`python -m planbook …` is `planbook …`."""

import sys

from planbook import interrupt


def main() -> int:
    """One command; Ctrl-C ends it well from here on, also while it is still being imported."""
    interrupt.listen()
    try:
        from planbook import cli

        return cli.main()
    except KeyboardInterrupt:
        print(interrupt.STOPPED, file=sys.stderr)
        return interrupt.CODE
    finally:
        interrupt.ignore()


if __name__ == "__main__":
    sys.exit(main())
