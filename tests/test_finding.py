"""planbook.edition.finding: a finding says what, where, got, expected, nearest and what to do."""

import json

from planbook.edition.finding import KINDS, Finding, nearest, shown


def test_a_finding_reads_as_one_line():
    """Place first, then the fault with its facts, then the next step."""
    found = Finding("unknown-unit", "data/x/figures.csv", 14, "unit", "“亿园”", "a row of units.csv", "亿元")
    assert str(found) == (
        "data/x/figures.csv:14 unit: The unit is not in units.csv: got “亿园”; expected a row of units.csv; "
        "nearest 亿元. Correct it, or add a row to units.csv."
    )
    assert (
        str(Finding("empty-file", "a.csv"))
        == "a.csv: The file is empty. Write the header, or restore the file."
    )


def test_a_finding_is_plain_json():
    """Every field, the title and the next step survive JSON."""
    told = json.loads(json.dumps(Finding("nul", "a.csv", 3).to_json()))
    assert told["slug"] == "nul" and told["row"] == 3 and told["title"] and told["next"]


def test_kinds_are_written_alike():
    """Titles are clauses without a stop, next steps sentences with one."""
    for slug, (title, step) in KINDS.items():
        assert (
            slug == slug.lower() and title[0].isupper() and not title.endswith(".") and step.endswith(".")
        ), slug


def test_values_in_messages_are_tame():
    """Control characters are spelled out and long values cut; a name far from all others has no nearest."""
    assert shown("a\x1b[31m\n") == "“a\\x1b[31m\\x0a”"
    assert len(shown("长" * 999)) < 70
    assert nearest("亿园", ["亿元", "万亩"]) == "亿元" and nearest("xyz", ["亿元"]) == ""
