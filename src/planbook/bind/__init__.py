"""Binding: executed notebooks → a published book. Knows Sphinx; knows nothing of how notebooks are run."""
