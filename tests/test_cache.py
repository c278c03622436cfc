"""Executed notebooks, kept by what went into them."""

import pytest

from planbook.run import cache
from planbook.run.cache import Cache


@pytest.fixture
def kept(tmp_path):
    return Cache(tmp_path / "cache")


@pytest.fixture
def executed(tmp_path):
    path = tmp_path / "executed.ipynb"
    path.write_text("{}", encoding="utf-8")
    return path


def test_an_entry_is_found_by_its_record(kept, executed):
    """The same record has the same key, whatever the order of its names; another has another."""
    one = kept.keep("industry", {"a": 1, "b": 2}, executed)
    assert kept.keep("industry", {"b": 2, "a": 1}, executed).key == one.key
    assert kept.keep("industry", {"a": 1, "b": 3}, executed).key != one.key
    assert kept.entry("industry", one.key).record == {"a": 1, "b": 2}
    assert kept.entry("projects", one.key) is None


@pytest.mark.parametrize("harm", ["truncate", "edit", "remove", "cut", "list", "folder"])
def test_a_damaged_entry_is_none(kept, executed, harm):
    """A record that was cut short, edited, or lost its notebook counts for nothing."""
    entry = kept.keep("industry", {"a": 1}, executed)
    record = entry.notebook.with_suffix(".json")
    if harm == "truncate":
        record.write_text(record.read_text()[:-3])
    elif harm == "edit":
        record.write_text('{"a": 2}')
    elif harm == "list":
        record.write_text("[]")
    elif harm == "cut":
        entry.notebook.write_text("{")
    elif harm == "folder":
        entry.notebook.unlink()
        entry.notebook.mkdir()
    else:
        entry.notebook.unlink()
    assert kept.entry("industry", entry.key) is None
    assert list(kept.entries("industry")) == []
    assert kept.entry("industry", kept.keep("industry", {"a": 1}, executed).key)


def test_only_the_latest_are_kept(kept, executed, monkeypatch):
    """The oldest runs of a chapter go when there are too many of them; using one makes it the latest."""
    monkeypatch.setattr(cache, "KEPT", 2)
    first = kept.keep("industry", {"n": 1}, executed)
    kept.keep("industry", {"n": 2}, executed)
    kept.touch(first)
    kept.keep("industry", {"n": 3}, executed)
    assert [entry.record["n"] for entry in kept.entries("industry")] == [3, 1]
    assert len(list(first.notebook.parent.glob("*"))) == 4
