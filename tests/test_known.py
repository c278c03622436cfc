"""planbook.audit.known: the register of known issues, which the program reads and never writes."""

import editions
from reports import declare, write

from planbook.audit import audit
from planbook.edition import load

FIGURES = {
    "loans-a-level-2025": {"printed": "1.98亿元", "item": "产业"},
    "loans-b-level-2025": {"printed": "1.98亿元", "item": "三个方面", "line": 14},
}


def noted(data, **fields):
    """The one row of the audit, with a note of these fields in the register."""
    key = audit.rows(load(editions.EDITION, data))[0].fingerprint
    entry = {"check": "loans", "status": "open", "note": "去问", "seen": "1.98亿元；1.98亿元", **fields}
    declare(data, f"{key}:\n" + "".join(f"  {k}: {v}\n" for k, v in entry.items()), "known_issues.yml")
    return audit.rows(load(editions.EDITION, data))[0]


def test_a_note_stands_beside_its_finding(tmp_path):
    """By fingerprint; while the numbers are those that it was written for, it holds."""
    row = noted(write(tmp_path, FIGURES))
    assert (row.note.status, row.note.note, row.changed) == ("open", "去问", False)


def test_a_note_on_other_numbers(tmp_path):
    """The fingerprint does not depend on the numbers: the note stays, and the row says that they changed."""
    data = write(tmp_path, FIGURES)
    for figure in FIGURES:
        editions.change(data, "figures", figure, value="1.89", printed="1.89亿元")
    row = noted(data)
    assert row.note is not None and row.changed


def test_a_note_with_the_editions_years(tmp_path):
    """{reviewed} and {planned} are its years here too."""
    data = write(tmp_path, FIGURES)
    row = noted(data, note='"{planned}年再问，{reviewed}年的"')
    assert row.note.note == "2026年再问，2025年的"
    assert row.to_json(load(editions.EDITION, data))["note"] == row.note.note


def test_no_rerun_touches_the_register(tmp_path):
    """Its bytes are the same after an audit and a check, whatever the findings."""
    data = write(tmp_path, FIGURES)
    noted(data)
    register = data / editions.EDITION / "known_issues.yml"
    before = register.read_bytes()
    edition = load(editions.EDITION, data)
    audit.rows(edition)
    audit.check(edition, data)
    assert register.read_bytes() == before
