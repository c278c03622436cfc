"""planbook turns a county's annual plan report into a book that can be read, checked and rerun."""

__version__ = "0.1.0"
