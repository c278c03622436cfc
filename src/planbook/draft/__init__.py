"""A report's text → draft rows: every numeral and every clause read, nothing guessed silently.

Read compose.py first. Pure functions, word lists in words/*.txt, no language model: `run` is the only module
that writes. What a person accepts becomes the edition (accept.py).
"""
