"""A county's annual plan report as a book that can be read, checked and rerun."""
