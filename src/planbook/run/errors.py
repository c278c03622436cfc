"""The two ways in which a command ends badly; each message is written for the person who typed it."""


class InputWrong(Exception):
    """What was given cannot be used: parameters, data, notebooks, options. Exit code 2."""


class WorkFailed(Exception):
    """The input was good and the work did not succeed: a chapter, the binder, the disk. Exit code 1."""
