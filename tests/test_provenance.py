"""planbook.show.provenance: what the binder is told of an edition's numbers."""

import pytest
from editions import EDITION, GOOD, change, copy
from reports import two_years

from planbook.audit import audit
from planbook.bind.origin import Origins
from planbook.edition import load
from planbook.show import provenance


@pytest.fixture(scope="module")
def index():
    return provenance.index(load(EDITION, GOOD))


def test_every_number_is_there_once(index):
    """One entry for each figure and each derived quantity, under the id of its row in HTML."""
    ed = load(EDITION, GOOD)
    assert [row["id"] for row in index["figures"].values()] == [figure.figure for figure in ed.select()]
    assert [row["id"] for row in index["derived"].values()] == [one.derived for one in ed.derived()]
    assert "fig-households-served-count-2025" in index["figures"]


def test_places_carry_offsets_and_digest(index):
    """Part and paragraph for people, offsets and sha256 for programs."""
    (place,) = index["figures"]["fig-gdp-level-2025"]["places"]
    assert place["place"] == "第一部分第1段"
    assert place["end"] - place["start"] == len("86.4亿元") and len(place["sha256"]) == 12


def test_a_number_may_be_shown_in_other_units_and_in_digits(index):
    """As printed, converted within its dimension, counts in digits; never in a unit of something else."""
    forms = {id: row["forms"] for id, row in index["figures"].items()}
    assert {"86.4亿元", "864000万元"} <= set(forms["fig-gdp-level-2025"])
    assert {"五家", "5家"} <= set(forms["fig-processors-count-2025"])
    assert not [form for form in forms["fig-gdp-level-2025"] if "亩" in form]


def test_derived_quantities_name_their_inputs(index):
    """An input is a figure or another derived quantity, by its anchor."""
    rows = {**index["figures"], **index["derived"]}
    for row in index["derived"].values():
        assert row["formula"] and row["inputs"] and set(row["inputs"]) <= set(rows)


def test_what_is_worked_out_beside_a_target(index):
    """The difference from the reviewed year, with the figure that it is taken from; none for hedged ranks."""
    found = index["worked_out"]["fig-gdp-growth-2026"]
    assert {"forms": ["−0.3"], "inputs": ["fig-gdp-growth-2025"]} in found


def test_what_a_check_is_worked_out_from_has_an_origin(tmp_path):
    """Beside a figure may stand whatever the audit computes it from, also a number of last year's edition."""
    now = {"revenue-level-2025": "3.95亿元", "revenue-growth-2025": "5%"}
    ed = load(EDITION, two_years(tmp_path, now, {"revenue-level-2024": "3.07亿元"}))
    (row,) = audit.rows(ed)
    assert row.judgement.formula == "3.07亿元 ×（1 + 5%）"
    origins = Origins(provenance.index(ed))
    for at in ("fig-revenue-level-2025", "fig-revenue-growth-2025"):
        around = origins.around(at)
        assert ("3.07" in around) == (at == "fig-revenue-level-2025"), "only where the check stands"
        assert "3.07" not in origins.of(at, starred=True), "it is no form of this figure"


def test_names_with_numerals_only(index):
    """A name without a numeral excuses nothing and is not listed."""
    assert index["names"] and all(any(c.isnumeric() for c in name) for name in index["names"])


def test_parameters_and_assumptions(index):
    """The numbers among a page's parameters; what an assumed target shows is added, not put in place."""
    ed = load(EDITION, GOOD)
    own = load(EDITION, GOOD, growth={"gdp": 9.25})
    told = provenance.index(ed, own, {"chapters/x": {"threshold": 75.0, "n": [3], "on": True, "word": "7"}})
    assert told["given"] == {"chapters/x": ["3", "75"]}
    assert {"5.5%", "9.25%"} <= set(told["figures"]["fig-gdp-growth-2026"]["forms"])
    assert "9.25%" not in index["figures"]["fig-gdp-growth-2026"]["forms"]


def test_a_projects_note_is_the_editions_own_words(tmp_path):
    """A numeral in it (约占全省的1/3) is no statistic, as in a figure's note."""
    data = copy(tmp_path)
    change(data, "projects", "jingou_solar", note="约占全省的1/3")
    index = provenance.index(load(EDITION, data))
    assert "约占全省的1/3" in index["notes"]
