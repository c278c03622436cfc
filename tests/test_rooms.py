"""Rooms: none imports what is above it, and nothing goes in circles (the contracts are in pyproject.toml)."""

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports
from sourced import ROOT


def test_imports(tmp_path, capsys):
    """Every import of the package, inside functions and for types alone too, keeps to the contracts."""
    status = lint_imports(str(ROOT / "pyproject.toml"), cache_dir=str(tmp_path), is_debug_mode=False)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out
