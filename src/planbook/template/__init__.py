"""A folder for a book of one's own: `make` lays it down, `update` brings it to the installed version.

`shipped` knows what belongs to it. The files stand in the repository once, where its own book uses them; the
wheel has a copy (setup.py).
"""
