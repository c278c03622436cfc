"""planbook.edition.derived: what follows from the figures, never more precise than they are."""

from decimal import Decimal

import pytest
from editions import EDITION, GOOD, change, copy, edit, path

from planbook.edition import DerivedError, Interval, load
from planbook.edition.reads import changes

INFINITY = Decimal("Infinity")


def between(low, high, low_open=False, high_open=False):
    return Interval(Decimal(str(low)), Decimal(str(high)), low_open, high_open)


@pytest.fixture(scope="module")
def edition():
    return load(EDITION, GOOD)


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ("gdp-level-2025", between("86.35", "86.45", False, True)),
        ("revenue-growth-2025", between("7.195", "7.205", False, True)),
        ("industry-growth-2025", between("-3.25", "-3.15", False, True)),
        ("sheep-level-2025", between("9.6", "Infinity", True, True)),
        ("clean_heating-share-2025", between("85", "Infinity", False, True)),
        ("trained-count-2025", between(0, 100, False, True)),
        ("misdiagnosis-rate-2025", between(0, "0.5", False, False)),
        ("visits-count-2025", between("4.7", "4.9")),
        ("crops-millet-level-2026", between(11, 13)),
        ("toilets-count-2025", between(1260, 1260)),  # single things
        ("gdp-growth-2026", between("5.5", "5.5")),  # a target
        ("power-cement_heat-capacity-2025", between(50, 50)),  # a project's rated capacity
    ],
)
def test_what_a_figure_allows(edition, figure, expected):
    """Rounding and hedges are intervals; counts of single things, targets and rated capacities are exact."""
    assert edition.interval(edition[figure]) == expected


@pytest.mark.parametrize(
    ("printed", "unit", "expected"),
    [
        ("9万人次", "万人次", between("8.5", "9.5", False, True)),  # counted in tens of thousands: rounded
        ("9人次", "人次", between(9, 9)),
        ("9.0人次", "人次", between("8.95", "9.05", False, True)),  # no single things
    ],
)
def test_only_single_things_are_counted_exactly(tmp_path, printed, unit, expected):
    """A count in a larger unit is a rounded number, however few its digits."""
    data = copy(tmp_path)
    value = printed.removesuffix(unit)
    change(data, "figures", "visits-count-2025", printed=printed, value=value, unit=unit, bound="eq")
    found = load(EDITION, data)
    assert found.interval(found["visits-count-2025"]) == expected


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ("gdp-level-2025", between("86.4", "86.5", False, True)),
        ("industry-growth-2025", between("-3.3", "-3.2", True, False)),  # towards zero
        ("sheep-level-2025", between("9.6", "Infinity", True, True)),
        ("toilets-count-2025", between(1260, 1260)),
        ("gdp-growth-2026", between("5.5", "5.5")),
    ],
)
def test_a_county_that_cuts_digits_off(tmp_path, figure, expected):
    """`rounding: truncated` in source.yml: a printed 86.4 is at least that; hedges and exact numbers stay.
    What was computed is stale when it changes."""
    data = copy(tmp_path)
    edit(data, "source.yml", "planned: 2026\n", "planned: 2026\nrounding: truncated\n")
    found = load(EDITION, data)
    assert found.interval(found[figure]) == expected
    record = found.reads.record()
    edit(data, "source.yml", "rounding: truncated\n", "rounding: rounded\n")
    assert changes(record, data) == ["source.yml changed"]


def test_a_target_in_words_has_no_interval(edition):
    """A target without a number never becomes one."""
    assert edition.interval(edition["urban_income-growth-2026"]) is None


def test_interval_arithmetic():
    """Sums, differences, products and quotients hold every combination, and keep open ends open."""
    a, b = between(1, 2, False, True), between(3, 4)
    assert a + b == between(4, 6, False, True)
    assert a - b == between(-3, -1, False, True)
    assert b - a == between(1, 3, True, False)
    assert a * b == between(3, 8, False, True)
    assert between(1, 2, True) * b == between(3, 8, True)
    assert a / between(2, 4) == between("0.25", 1, False, True)
    assert between(-1, 2) * between(-3, 4) == between(-6, 8)
    assert between(-1, 1, True, False) * between(-1, 1) == between(-1, 1)  # one corner reaches each end
    assert between(0, 0) * between(1, 2, True, True) == between(0, 0)
    above = between(5, "Infinity", True, True)
    assert above + a == between(6, "Infinity", True, True)
    assert between(10, 10) / above == between(0, 2, True, True)
    with pytest.raises(DerivedError, match="zero"):
        a / between(-1, 1)


def test_intervals_that_touch():
    """Two numbers can both be right when their intervals share a value; an open end is not shared."""
    assert between(1, 2).touches(between(2, 3)) and not between(1, 2, False, True).touches(between(2, 3))
    assert between(1, 5).touches(between(2, 3)) and between(2, 3).touches(between(1, 5))
    assert not between(3, 4).touches(between(1, 2))


@pytest.mark.parametrize(
    ("name", "printed", "bound"),
    [
        ("revenue_to_gdp", "3.65%", "eq"),  # three digits over three
        ("gap_gdp", "−0.3个百分点", "eq"),
        ("revenue_base", "2.94亿元", "eq"),  # three decimals were asked for, two are carried
        ("revenue_planned", "32800万元", "eq"),  # 3.15 carries three digits
        ("power_planned", "18万千瓦", "eq"),  # exact, and no decimals are made up
        ("loan_mean", "32.51万元/笔", "eq"),
        ("subsidy_times", "19.9倍", "eq"),
        ("toilet_cost", "3000元", "eq"),
        ("sheep_per_processor", "超19000只/家", "gt"),  # 19200, with two digits; a bound is rounded down
        ("loans_left", "0.1729亿元", "eq"),
        ("loans_left_share", "95.0%", "eq"),  # from a derived quantity
    ],
)
def test_operations_and_their_digits(edition, name, printed, bound):
    """Each operation: no more digits than the poorest input, its hedge, a value inside its interval."""
    found = edition[name]
    assert (found.printed, found.bound) == (printed, bound)
    assert found.low <= found.high and found.id == name and found.formula
    last = (
        Decimal(1000)
        if bound == "gt"
        else Decimal(1).scaleb(-found.decimals) * (100 if found.value > 9999 else 1)
    )
    assert found.low - last <= found.value <= found.high + last


def test_a_sum_has_the_decimals_of_its_poorest_term(tmp_path):
    """3.15 and 2.4 are 5.6: the second decimal of 2.4 is not known."""
    data = copy(tmp_path)
    edit(
        data,
        "derived.yml",
        "op: difference\n  inputs: [loans-level-2025, subsidy-level-2025]",
        "op: sum\n  inputs: [revenue-level-2025, investment-cement_heat-level-2025]",
    )
    assert load(EDITION, data)["loans_left"].printed == "5.6亿元"


def test_a_bound_is_rounded_so_that_it_stays_true(tmp_path):
    """超9.69万只 over 5 is above 19380, so 超19300 and not 超19400."""
    data = copy(tmp_path)
    change(data, "figures", "sheep-level-2025", value="9.69", printed="超9.69万只")
    assert load(EDITION, data)["sheep_per_processor"].printed == "超19300只/家"


@pytest.mark.parametrize(("subsidy", "bound", "hedge"), [("ge", "le", "不超过"), ("gt", "lt", "不到")])
def test_what_is_left_of_a_bound_is_a_bound(tmp_path, subsidy, bound, hedge):
    """Less at least 91.3 is at most the rest; less more than 91.3 is below it."""
    data = copy(tmp_path)
    change(data, "figures", "loans-level-2025", bound="approx", printed="约1820.5万元")
    printed = {"ge": "91.3万元以上", "gt": "超91.3万元"}[subsidy]
    change(data, "figures", "subsidy-level-2025", bound=subsidy, printed=printed)
    left = load(EDITION, data)["loans_left"]
    assert left.bound == bound and left.printed.startswith(hedge)


def test_at_most_none_is_none(tmp_path):
    """Nothing that is counted lies below zero."""
    data = copy(tmp_path)
    change(data, "figures", "misdiagnosis-rate-2025", value="0", printed="不超过0‰")
    found = load(EDITION, data)
    assert found.interval(found["misdiagnosis-rate-2025"]) == between(0, 0)


def test_formula_and_status(edition):
    """The formula names the inputs as printed; inputs of one name are told apart; 预计 is inherited."""
    assert edition["revenue_to_gdp"].formula == "财政收入3.15亿元 ÷ 生产总值86.4亿元 × 100%"
    assert edition["gap_gdp"].formula == "2026年目标生产总值增速5.5% − 2025年生产总值增速5.8%"
    assert edition["revenue_to_gdp"].preliminary and not edition["loan_mean"].preliminary
    assert edition["revenue_to_gdp"].inputs == ("revenue-level-2025", "gdp-level-2025")


def test_intervals_are_rounded_outwards(edition):
    """The interval of an endless fraction holds the fraction."""
    found = edition["loan_mean"]
    assert found.low * 56 <= Decimal("1820.45") and found.high * 56 >= Decimal("1820.55")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("op: gap", "op: sum", "points"),
        ("unit: 百分点, decimals", "unit: 亿元, decimals", "百分点"),
        (
            "inputs: [loans-level-2025, subsidy-level-2025], unit: 倍",
            "inputs: [loans-level-2025, gdp-growth-2025], unit: 倍",
            "converted",
        ),
        (
            "inputs: [revenue-level-2025, revenue-growth-2025]",
            "inputs: [revenue-level-2025, gdp-level-2025]",
            "growth",
        ),
        (
            "inputs: [revenue-level-2025, revenue-growth-2025]",
            "inputs: [revenue-level-2025, revenue_to_gdp]",
            "must be a growth",
        ),
        ("inputs: [loans_left, loans-level-2025]", "inputs: [loans_left_share, loans-level-2025]", "itself"),
        (
            "[gdp-growth-planned, gdp-growth-reviewed]",
            "[urban_income-growth-2026, gdp-growth-2025]",
            "without a number",
        ),
        (
            "inputs: [investment-toilets_2026-level-2026, toilets-count-2026]",
            "inputs: [investment-toilets_2026-level-2026, toilets-count-2026, toilets-count-2025]",
            "two inputs",
        ),
    ],
)
def test_what_cannot_be_derived(tmp_path, old, new, why):
    """Unfit units, loops, targets in words and wrong numbers of inputs are errors, never guesses."""
    data = copy(tmp_path)
    edit(data, "derived.yml", old, new)
    with pytest.raises(DerivedError, match=why):
        load(EDITION, data).derived()


def test_division_by_zero(tmp_path):
    """A zero divisor is an error with the quantity's name."""
    data = copy(tmp_path)
    change(data, "figures", "loans-count-2025", value="0", printed="0笔")
    with pytest.raises(DerivedError, match="loan_mean: division"):
        load(EDITION, data)["loan_mean"]


def test_an_edition_without_derived_quantities(tmp_path):
    """derived.yml is optional."""
    data = copy(tmp_path)
    path(data, "derived.yml").unlink()
    assert load(EDITION, data).derived() == []
