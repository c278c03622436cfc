"""What is edited while a build runs is never taken for what the build has read (benchmarks/edits.py)."""

import os

import edits
import pytest

EDITS = int(os.environ.get("PLANBOOK_EDITS", "2"))  # trials


@pytest.mark.slow
def test_an_edit_at_any_moment(tmp_path):
    """Whatever is edited whenever: the next build makes the pages that a build from nothing makes."""
    trials = edits.Trials(tmp_path, seed=EDITS)
    assert [wrong for _ in range(EDITS) if (wrong := trials.run())] == []
