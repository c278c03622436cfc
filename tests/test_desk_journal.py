"""The journal: what it has acknowledged is there after anything; half a line was never acknowledged."""

import json
import os
import signal
import subprocess
import sys
import time

import desks
import pytest

from planbook.desk.journal import Journal
from planbook.desk.review import Review
from planbook.errors import BuildError, InputError

# Decides one row after the other and says each that is acknowledged, until it is killed.
DECIDER = """
import sys
import time
from pathlib import Path
from planbook.desk import decisions
from planbook.desk.review import Review
review = Review(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
while True:
    for id in list(review.rows("numerals")):
        note = f"{time.monotonic_ns()}"
        review.commit("x", {"numerals": {id: {**review.row(id), "state": "changed", "note": note}}}, {})
        sys.stdout.write(f"{id} {note}\\n")
        sys.stdout.flush()
"""

# Decides all rows together and says each time that it is acknowledged.
BULK = (
    DECIDER.partition("while")[0]
    + """
while True:
    note = f"{time.monotonic_ns():020}"
    rows = {id: {**review.row(id), "state": "changed", "note": note} for id in review.rows("numerals")}
    review.commit("x", {"numerals": rows}, {})
    sys.stdout.write(f"{note}\\n")
    sys.stdout.flush()
"""
)


def test_entries_come_back_in_their_order(tmp_path):
    journal = Journal(tmp_path / "journal.jsonl")
    journal.start({"tables": {}})
    for number in range(3):
        journal.append({"n": number, "say": "接受 “86.4亿元”\n"})
    again = Journal(tmp_path / "journal.jsonl")
    assert again.base == {"tables": {}}
    assert [entry["n"] for entry in again.entries] == [0, 1, 2]


@pytest.mark.parametrize("left", [b'{"n":1', b"{}", b'{"n":1,"say":"\xe6'])
def test_half_a_line_is_cut_off(tmp_path, left):
    """A line without its end was never acknowledged; what comes next begins a line of its own."""
    journal = Journal(tmp_path / "journal.jsonl")
    journal.start({})
    journal.append({"n": 0})
    with journal.path.open("ab") as file:
        file.write(left)
    again = Journal(journal.path)
    again.append({"n": 1})
    assert [entry["n"] for entry in Journal(journal.path).entries] == [0, 1]


def test_damage_inside_is_told(tmp_path):
    """Nothing is passed over in silence."""
    journal = Journal(tmp_path / "journal.jsonl")
    journal.start({})
    with journal.path.open("ab") as file:
        file.write(b"{broken\n{}\n")
    with pytest.raises(InputError, match=r"journal\.jsonl"):
        Journal(journal.path)


def test_each_entry_is_on_the_disk_before_it_holds(tmp_path, monkeypatch):
    """The disk is asked for each; when it fails the entry is not there, and the next one is whole."""
    journal = Journal(tmp_path / "journal.jsonl")
    journal.start({})
    synced = []
    monkeypatch.setattr(os, "fsync", synced.append)
    journal.append({"n": 0})
    assert len(synced) == 1

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BuildError, match="not taken down"):
        journal.append({"n": 1})
    monkeypatch.undo()
    assert [entry["n"] for entry in journal.entries] == [0]
    journal.append({"n": 2})
    assert [entry["n"] for entry in Journal(journal.path).entries] == [0, 2]


def test_the_journal_before_is_kept(tmp_path):
    """A new beginning throws nothing away."""
    journal = Journal(tmp_path / "journal.jsonl")
    journal.start({"old": 1})
    journal.append({"n": 0})
    journal.start({"new": 1})
    (kept,) = tmp_path.glob("journal-*.jsonl")
    assert [json.loads(line) for line in kept.read_text().splitlines()] == [{"old": 1}, {"n": 0}]


def test_kill_in_a_bulk_decision_leaves_all_of_it_or_nothing(tmp_path):
    """Every row at once, again and again: one decision is one line of the journal, whole or cut off."""
    project = desks.project(tmp_path / "book")
    for turn in range(3):
        command = [sys.executable, "-c", BULK, str(project.data), str(project.output), desks.EDITION]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        said = [process.stdout.readline()]
        time.sleep(0.07 * turn + 0.013)
        process.send_signal(signal.SIGKILL)
        said += [line for line in process.stdout.read().splitlines() if line]
        process.wait()
        review = Review(project.data, project.output, desks.EDITION)
        (note,) = {row["note"] for row in review.rows("numerals").values()}
        assert int(note) >= int(said[-1])


def test_kill_at_any_moment_loses_nothing(tmp_path):
    """A process that decides without a pause is killed five times; what it acknowledged is there."""
    project = desks.project(tmp_path / "book")
    kept: dict[str, str] = {}
    for turn in range(5):
        command = [sys.executable, "-c", DECIDER, str(project.data), str(project.output), desks.EDITION]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        said = [process.stdout.readline()]
        time.sleep(0.11 * turn + 0.013)
        process.send_signal(signal.SIGKILL)
        said += process.stdout.read().splitlines()
        process.wait()
        acknowledged = dict(line.split() for line in said if len(line.split()) == 2)
        entries = Journal(project.output / "draft" / desks.EDITION / "journal.jsonl").entries
        written = {(id, row["note"]) for entry in entries for id, row in entry["to"]["numerals"].items()}
        assert acknowledged and acknowledged.items() <= written
        kept |= acknowledged
        review = Review(project.data, project.output, desks.EDITION)
        now = {id: review.row(id) for id in kept}
        later = [id for id, note in kept.items() if now[id]["note"] != note]
        assert len(later) <= 1  # what was being decided may be there although nobody was told
        assert all(int(now[id]["note"]) > int(kept[id]) for id in later)
        assert {row["state"] for row in now.values()} == {"changed"}
        kept = {id: row["note"] for id, row in now.items()}
    assert kept
