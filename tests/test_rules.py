"""planbook.check.rules: what the rules between rows allow (what they find is in test_validate)."""

import pytest
from editions import EDITION, GOOD, append, change, copy, path

from planbook.check import check, rules
from planbook.edition import rows
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


def test_spans_that_touch(tmp_path):
    """A span may begin where another ends."""
    data = copy(tmp_path)
    end = next(r for r in rows.load("mentions", data, EDITION) if r["figure"] == "gdp-level-2025")["char_end"]
    append(data, "not_figures.csv", f"7,{end},{int(end) + 1},{'0' * 12},word")
    assert check(EDITION, data) == []


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
        # the ends of a range are printed as plain numbers; a hedge that is printed is what it is
        ("gdp-growth-2026", {"item": "下限", "bound": "ge"}),
        ("visits-count-2025", {"item": "上限", "printed": "约4.8万人次", "bound": "approx"}),
    ],
)
def test_what_is_allowed(tmp_path, row, fields):
    """Bare numbers in lists, counts of another kind, and planned work that is also a target are no faults."""
    data = copy(tmp_path)
    change(data, "figures", row, **fields)
    spans = ("bad-span", "wrong-digest")  # the text of the sample says something else
    assert [f for f in check(EDITION, data) if f.slug not in spans] == []


def test_ids_that_look_alike_on_a_page(tmp_path):
    """Ids that differ in - and _ alone would have one address: figures, codes, derived quantities."""
    data = copy(tmp_path)
    file = path(data, "figures.csv")
    row = next(line for line in file.read_text("utf-8").splitlines() if line.startswith("gdp-level-2025,"))
    row = row.replace("gdp-level-2025,overview,gdp,,", "revenue-x_y-level-2025,overview,revenue,甲,")
    twice = row.replace("revenue-x_y-", "revenue-x-y-").replace(",甲,", ",乙,")
    file.write_text(f"{file.read_text('utf-8').rstrip()}\n{row}\n{twice}\n", "utf-8")
    with path(data, "codelists.csv").open("a", encoding="utf-8") as codes:
        codes.write("topic,a_b,甲,\ntopic,a-b,乙,\n")
    with path(data, "derived.yml").open("a", encoding="utf-8") as derived:
        derived.write(
            "gdp_level_2025: {label: 丙, op: share, inputs: [gdp-level-2025, revenue-level-2025],"
            " unit: '%', decimals: 1}\n"
        )
    got = [finding.got for finding in check(EDITION, data) if finding.slug == "duplicate-row"]
    assert got == ["“topic/a-b”", "“revenue-x-y-level-2025”", "“gdp_level_2025”"]


def test_two_codes_with_one_name(tmp_path):
    """A chapter with two topics of one name has two headings that nobody can tell apart."""
    data = copy(tmp_path)
    with path(data, "codelists.csv").open("a", encoding="utf-8") as codes:
        codes.write("topic,farms,农业,\nsector,farms,农业,\n")
    (finding, *rest) = check(EDITION, data)
    assert (finding.slug, finding.got) == ("same-name", "“农业”") and len(rest) < 2
