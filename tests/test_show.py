"""show: the names that a chapter uses."""

import subprocess
import sys

import pytest

from planbook import show


def test_every_name_is_there_and_stays_the_same():
    """Each name loads, twice the same object: no module takes the name of a function."""
    for name in show.__all__:
        assert callable(getattr(show, name))
    for name in show.__all__:
        assert getattr(show, name) is getattr(show, name) and callable(getattr(show, name)), name


def test_an_unknown_name_lists_what_there_is():
    """A slip is answered with the names."""
    with pytest.raises(AttributeError, match=r"no 'bar'; it has .*bars"):
        _ = show.bar


def test_a_page_without_pictures_loads_no_drawing():
    """Sentences, tables, the audit and the register need neither matplotlib nor seaborn."""
    code = (
        "import sys; from planbook import show; show.say, show.figure_table, show.Audit, show.Data;"
        "print(sorted({'matplotlib', 'seaborn', 'pandas'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"
