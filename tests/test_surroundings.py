"""What a command finds around it: it works, and works the same."""

import os
import sys

import pytest

from planbook.errors import InputError
from planbook.run import surroundings


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    monkeypatch.setattr(os, "environ", dict(os.environ))
    monkeypatch.setattr(sys, "warnoptions", ["error"])


@pytest.mark.parametrize("epoch", ["abc", "1e9", "-1", " 1", "１", "9" * 20, "253402300800"])
def test_a_wrong_day(tmp_path, epoch):
    """It is refused at once, and not by each kernel after a minute."""
    os.environ["SOURCE_DATE_EPOCH"] = epoch
    with pytest.raises(InputError, match=r"SOURCE_DATE_EPOCH: got .* expected seconds since 1970"):
        surroundings.settle(tmp_path)


def test_a_right_day(tmp_path):
    """Nothing is nothing; a number stays."""
    for epoch, after in (("", None), ("1767225600", "1767225600")):
        os.environ["SOURCE_DATE_EPOCH"] = epoch
        surroundings.settle(tmp_path)
        assert os.environ.get("SOURCE_DATE_EPOCH") == after


@pytest.mark.parametrize("home", [None, "", "/proc", "/nowhere", "relative"])
def test_no_home(tmp_path, home):
    """Who has none that can be written to gets one; whoever has one keeps it."""
    os.environ.pop("HOME", None)
    if home is not None:
        os.environ["HOME"] = home
    surroundings.settle(tmp_path / "home")
    assert os.environ["HOME"] == str(tmp_path / "home") and (tmp_path / "home").is_dir()
    surroundings.settle(tmp_path / "other")
    assert os.environ["HOME"] == str(tmp_path / "home")


def test_warnings_are_no_errors(tmp_path):
    """PYTHONWARNINGS=error is for those who write libraries."""
    os.environ["PYTHONWARNINGS"] = "error"
    surroundings.settle(tmp_path)
    assert "PYTHONWARNINGS" not in os.environ and sys.warnoptions == []
