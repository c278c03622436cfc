"""planbook.audit.entries: what is wrong with checks.yml and known_issues.yml."""

import editions
import pytest
from reports import declare, write

from planbook.audit import audit
from planbook.check import check
from planbook.edition import load

FIGURES = {
    "gdp-level-2025": "86.4亿元",
    "revenue-level-2025": "3.15亿元",
    "crops-a-level-2025": {"printed": "2万亩", "item": "谷子"},
}
GOOD = {
    "kind": "part", "title": "甲", "figure": "gdp-level-2025", "of": "[revenue-level-2025]", "reason": "乙",
}  # fmt: skip
NOTE = {"check": "甲", "status": "open", "note": "去问", "seen": "3.15亿元"}


def entry(**fields):
    return "a:\n" + "".join(f"  {name}: {value}\n" for name, value in fields.items() if value is not None)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, []),
        ({"figure": "gpd-level-2025"}, ["unknown-id a.figure “gpd-level-2025” gdp-level-2025"]),
        ({"of": "[revenue-levle-2025]"}, ["unknown-id a.of “revenue-levle-2025” revenue-level-2025"]),
        ({"kind": "party"}, ["unknown-word a.kind “party” part"]),
        ({"kind": "heading"}, ["unknown-word a.kind “heading” "]),
        ({"kind": "sum"}, ["bad-check a.of 1 figures "]),
        ({"given": "[gdp-level-2025]"}, ["bad-check a.given 1 figures "]),
        ({"figure": None}, ["required a.figure  "]),
        ({"of": "[crops-a-level-2025]"}, ["bad-check a 万亩 (land) cannot be converted to 亿元 (money) "]),
        ({"reason": "共3.15亿元"}, ["typed-number a.reason “3.15” "]),
        ({"reason": "2025年的数"}, []),
        ({"reason": '"{gpd-level-2025}"'}, ["unknown-id a.reason “gpd-level-2025” gdp-level-2025"]),
        ({"unless": '"{"'}, ["bad-value a.unless “{” "]),
        ({"becuase": "乙"}, ["unknown-field a.becuase  "]),
        ({"reason": None}, ["required a.reason  "]),
    ],
)
def test_checks(tmp_path, fields, told):
    """Each fault with its entry and field, what it got and the nearest name."""
    data = write(tmp_path, FIGURES)
    declare(data, entry(**(GOOD | fields)))
    findings = audit.check(load(editions.EDITION, data), data)
    assert [f"{f.slug} {f.field} {f.got} {f.nearest}" for f in findings] == told
    assert all(f.row == 1 and f.file == "data/qingshi-2026/checks.yml" for f in findings)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, ["stale-note"]),
        ({"status": "corrected"}, []),  # what was corrected is no longer found
        ({"status": "done"}, ["unknown-word"]),
        ({"note": "共3个"}, ["typed-number", "stale-note"]),
        ({"seen": None}, ["required"]),
    ],
)
def test_notes(tmp_path, fields, told):
    """A note belongs to a check, and its sentence holds no typed number."""
    data = write(tmp_path, FIGURES)
    declare(data, entry(**(NOTE | fields)), "known_issues.yml")
    assert [f.slug for f in audit.check(load(editions.EDITION, data), data)] == told


@pytest.mark.parametrize("text", ["a: 3\n", "- a\n", "a: [\n", "a: &b {kind: part}\n", "3: {kind: part}\n"])
def test_files_that_are_no_entries(tmp_path, text):
    """Whatever the file holds, it becomes findings."""
    data = write(tmp_path, FIGURES)
    for file in ("checks.yml", "known_issues.yml"):
        declare(data, text, file)
    findings = audit.check(load(editions.EDITION, data), data)
    assert {f.file for f in findings} == {
        "data/qingshi-2026/checks.yml",
        "data/qingshi-2026/known_issues.yml",
    }


def test_planbook_check_tells_them(tmp_path):
    """They are part of what an edition is checked for, also beside faults elsewhere."""
    data = editions.copy(tmp_path)
    declare(data, entry(**(GOOD | {"figure": "gpd-level-2025"})))
    assert [finding.slug for finding in check(editions.EDITION, data)] == ["unknown-id"]
    editions.change(data, "figures", "gdp-level-2025", unit="亿园")
    assert "unknown-unit" in [finding.slug for finding in check(editions.EDITION, data)]
