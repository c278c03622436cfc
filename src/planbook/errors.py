"""The ways in which a command ends badly; each message is written for the person who typed it."""


class PlanbookError(Exception):
    """Something that a person can put right; the message says what, where, and what to do next."""


class InputError(PlanbookError):
    """What was given cannot be used: parameters, data, notebooks, options. Exit code 2."""


class BuildError(PlanbookError):
    """The input was good and the work did not succeed: a chapter, the binder, the disk. Exit code 1."""


class BindError(BuildError):
    """Pages or a file for export could not be made; the message has one problem a line."""
