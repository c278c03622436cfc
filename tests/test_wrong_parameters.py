"""Wrong parameters of every kind (benchmarks/wrong_parameters.py) are refused."""

import pytest
import wrong_parameters
from wrong_parameters import Wrong


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return wrong_parameters.prepare(tmp_path_factory.mktemp("wrong"))


@pytest.mark.parametrize("wrong", wrong_parameters.every(), ids=lambda wrong: wrong.kind)
def test_it_is_refused(root, monkeypatch, wrong: Wrong):
    """Exit code 2, a message without control characters; no timing here."""
    monkeypatch.setattr(wrong_parameters, "SECONDS", 60)
    assert wrong_parameters.run(root, wrong) == ""


def test_right_ones_are_taken(root):
    """What the trials differ from by a little is good."""
    typed = ("scenario", "own", "growth", "{gdp: -5}", "growth.revenue", "+5.5", "industry.top_projects", "7",
             "industry.sectors", "[water]", "as_of", "2026-06-30", "progress", "progress.csv")  # fmt: skip
    right = Wrong(
        "right", tuple(w for pair in zip(typed[::2], typed[1::2], strict=True) for w in ("-p", *pair))
    )
    assert wrong_parameters.run(root, right).startswith("exit 0")
