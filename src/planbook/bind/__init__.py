"""Binding: executed notebooks → a published book. Knows Sphinx; knows nothing of how notebooks are run."""


class BindError(Exception):
    """The pages could not be made; the message says where and why, one problem a line."""
