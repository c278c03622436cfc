"""marks: years, scales, notes that the forms share."""

import pytest
from trial import Trial, derived, figure

from planbook.show.errors import Crowded
from planbook.show.forms import bar_style

ACT, PLAN = figure("a", "甲", "3万亩"), figure("p", "乙", "4万亩", scenario="planned", period="2026")


def test_a_derived_quantity_takes_the_year_of_its_inputs():
    """Only what rests on planned figures alone has the planned year's colour."""
    ed = Trial(ACT, PLAN)
    assert (bar_style.year(ed, ACT), bar_style.year(ed, PLAN)) == ("reviewed", "planned")
    assert bar_style.year(ed, derived("d", "丙", "4万亩", inputs=["p"])) == "planned"
    assert bar_style.year(ed, derived("d", "丙", "4万亩", inputs=["a", "p"])) == "reviewed"


def test_one_colour_is_one_year():
    """The year counts and not the standing: what was planned for the reviewed year has that year's colour."""
    periods = {
        "2025": "reviewed",
        "../2025": "reviewed",
        "2022/2025": "reviewed",
        "2024": "before",
        "2030": "planned",
    }
    for period, colour in periods.items():
        for scenario in ("actual", "planned", "target"):
            made = figure("x", "甲", "3万亩", period=period, scenario=scenario)
            assert bar_style.year(Trial(), made) == colour, period


def test_scale_fills_the_room_exactly():
    """The longest bar with its text ends at the edge; negative bars get their room at the left."""
    factor, zero = bar_style.scale([10, 5], [20, 90], 200)
    assert zero == 0 and max(10 * factor + 20, 5 * factor + 90) <= 200.0001
    factor, zero = bar_style.scale([10, -10], [20, 20], 200)
    assert abs(zero - (10 * factor + 20)) < 0.01 and abs(20 * factor + 40 - 200) < 0.01
    assert bar_style.scale([0, 0], [20, 20], 200) == (1.0, 0.0)


def test_texts_without_room_for_bars():
    """Where the texts at the ends alone are wider than the picture there is no scale, but a clear error."""
    with pytest.raises(Crowded):
        bar_style.scale([10, 5], [220, 90], 200)


def test_resolve_drops_what_the_edition_lacks():
    """Ids and figures mix; unknown ids and None fall away."""
    assert bar_style.resolve(Trial(ACT), ["a", "gone", None, PLAN]) == [ACT, PLAN]
    assert bar_style.resolve(Trial(), None) == []
