"""planbook turns a county's annual plan report into a book that can be read, checked and rerun."""

import time

__version__ = "0.1.0"
STARTED = time.time_ns()  # what of the program is newer than this, this process may not have read
