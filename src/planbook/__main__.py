"""`python -m planbook …` is `planbook …`."""

import sys

from planbook.cli import main

if __name__ == "__main__":
    sys.exit(main())
