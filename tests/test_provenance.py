"""planbook.show.provenance: what the binder is told of an edition's numbers."""

import pytest
from editions import EDITION, GOOD, change, copy

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


def test_derived_quantities_name_their_inputs(index):
    """An input is a figure or another derived quantity, by its anchor."""
    rows = {**index["figures"], **index["derived"]}
    assert index["derived"]
    for row in index["derived"].values():
        assert row["formula"] and row["inputs"] and set(row["inputs"]) <= set(rows)


def test_names_with_numerals_only(index):
    """A name without a numeral excuses nothing and is not listed."""
    assert index["names"] and all(any(c.isnumeric() for c in name) for name in index["names"])


def test_numbers_among_the_parameters():
    """By page, as text: a title may measure by one of them. Yes, no and words are no numbers."""
    values = {"chapters/x": {"threshold": 75.0, "n": [3], "on": True, "word": "7"}}
    assert provenance.given(values) == {"chapters/x": ["3", "75"]}


def test_a_projects_note_is_the_editions_own_words(tmp_path):
    """A numeral in it (约占全省的1/3) is no statistic, as in a figure's note."""
    data = copy(tmp_path)
    change(data, "projects", "jingou_solar", note="约占全省的1/3")
    index = provenance.index(load(EDITION, data))
    assert "约占全省的1/3" in index["notes"]
