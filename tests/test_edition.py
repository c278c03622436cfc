"""planbook.edition: its names are fetched when they are first used."""

import importlib

import pytest

import planbook
import planbook.edition


def test_every_name_exists():
    """Each public name can be had, and none is a module in disguise."""
    for name in planbook.edition.__all__:
        assert not isinstance(getattr(planbook.edition, name), type(planbook)), name
    assert set(planbook.edition._HOME) == set(planbook.edition.__all__)


def test_names_do_not_hide_modules():
    """No function shares its name with a module, so that importing the module cannot replace it."""
    for name in planbook.edition.__all__:
        with pytest.raises(ModuleNotFoundError):
            importlib.import_module(f"planbook.edition.{name}")


def test_unknown_names():
    """A name that is not there is the usual AttributeError."""
    with pytest.raises(AttributeError, match="lod"):
        _ = planbook.edition.lod
