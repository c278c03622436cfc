"""planbook.edition.rules: what the rules between rows allow (what they find is in test_validate)."""

import pytest
from editions import EDITION, GOOD, change, copy

from planbook.edition import check, rows, rules
from planbook.edition.fields import typed
from planbook.edition.model import TABLES


def test_rules_are_silent_on_a_sound_edition():
    """No rule finds anything; without a source the rules about years are left out."""
    found = []
    tables = typed({table: rows.read(table, GOOD, EDITION) for table in TABLES}, found)
    assert [*found, *rules.tables(tables, None), *rules.figures(tables, None)] == []


def test_spans_that_overlap(tmp_path):
    """Two spans that share characters without being the same are found without the text."""
    data = copy(tmp_path)
    start = next(r for r in rows.load("mentions", data, EDITION) if r["figure"] == "gdp-level-2025")[
        "char_start"
    ]
    change(data, "mentions", "gdp-growth-2025", char_start=str(int(start) + 2), char_end=str(int(start) + 6))
    assert "overlap" in {f.slug for f in check(EDITION, data)}


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        (
            "crops-millet-level-2025",
            {"printed": "12.5", "unit": "万亩"},
        ),  # the unit stands elsewhere in a list
        ("trained-count-2025", {"unit": "户", "printed": "近百户"}),  # counted things of another kind
        ("misdiagnosis-rate-2025", {"unit": "%", "printed": "不超过0.5%"}),
        ("toilets-count-2026", {"scenario": "target"}),
    ],
)
def test_what_is_allowed(tmp_path, row, fields):
    """Bare numbers in lists, counts of another kind, and planned work that is also a target are no faults."""
    data = copy(tmp_path)
    change(data, "figures", row, **fields)
    spans = ("bad-span", "wrong-digest")  # the text of the sample says something else
    assert [f for f in check(EDITION, data) if f.slug not in spans] == []
