"""Fixtures that several tests share."""

import pytest
from trial import Screen

from planbook.show import output


@pytest.fixture
def screen(monkeypatch) -> Screen:
    """What a notebook would show: every bundle that planbook.show puts on the page, in order."""
    shown = Screen()
    monkeypatch.setattr(output, "publish", lambda data, metadata=None: shown.append((data, metadata)))
    return shown
