"""planbook.edition.pairs: a target stands beside what it can be compared with, or says why not."""

from decimal import Decimal

import pytest
from editions import EDITION, GOOD
from trial import figure

from planbook.edition import load
from planbook.edition.model import Pair
from planbook.edition.pairs import Comparison, compare, pair

EDITION_READ = load(EDITION, GOOD)


def judge(target, *same):
    return pair(target, same, "2025", EDITION_READ._units)


@pytest.fixture
def target():
    return EDITION_READ["greenhouses-count-2026"]


@pytest.fixture
def actual():
    return EDITION_READ["greenhouses-count-2025"]


def test_the_year_itself(target, actual):
    """The year goes before a span, final before preliminary; targets and other years are not taken."""
    span = actual.model_copy(update={"period": "2022/2025"})
    early = actual.model_copy(update={"preliminary": True})
    older = actual.model_copy(update={"period": "2024"})
    assert judge(target, span, early, actual, older, target) == (target, actual, True, "")
    assert judge(target, target, older).actual is None


def test_why_not(target, actual):
    """Each obstacle has its reason in Chinese."""
    words = target.model_copy(update={"value": None, "unit": ""})
    assert judge(target).why == "报告没有2025年的同口径数字"
    assert judge(words, actual).why == "目标没有数字"
    assert (
        judge(target, actual.model_copy(update={"period": "../2025"})).why
        == "报告的是累计数，不是2025年当年数"
    )
    assert judge(target, actual.model_copy(update={"unit": "家"})).why == "单位不同（家，座）"
    rank = EDITION_READ["dance-rank-2025"]
    assert (
        judge(rank.model_copy(update={"period": "2026", "scenario": "target"}), rank).why
        == "位次或等级，不作加减"
    )


def test_units_of_one_base_are_comparable(target, actual):
    """亿元 beside 万元 is no obstacle: they convert."""
    loan = EDITION_READ["loans-level-2025"]
    assert judge(loan.model_copy(update={"unit": "亿元", "scenario": "target"}), loan).comparable


TARGET = {"scenario": "target", "period": "2026"}
SIDES = [
    # target, actual, side, what, difference
    ("60亿元", "55.92亿元", "above", "目标", "4.08"),
    ("60亿元以上", "65.92亿元", "below", "下限", "-5.92"),
    ("超过60亿元", "55.92亿元", "above", "下限", "4.08"),
    ("4.5%以下", "4.2%", "above", "上限", "0.3"),
    ("不到4.5%", "4.8%", "below", "上限", "-0.3"),
    ("5.5%", "5.5%", "same", "目标", "0.0"),
    ("5.54%", "5.5%", "same", "目标", "0.04"),  # 5.5 may be 5.54
    ("5.55%", "5.5%", "above", "目标", "0.05"),
    ("5.5%左右", "5.6%", "near", "目标", "-0.1"),
    ("5.5%左右", "5.7%", "below", "目标", "-0.2"),
    ("5.5%左右", "6.7%", "below", "目标", "-1.2"),
    ("8600万元", "0.5亿元", "above", "目标", "3600"),  # in the target's unit
    ("0.86亿元", "5000万元", "above", "目标", "0.36"),
    ("3类", "2类", "above", "目标", None),  # places in an order
    ("前三名", "第五名", "below", "上限", None),
    ("85%", "超80%", "open", "目标", None),
    ("85%以上", "80%以上", "open", "下限", None),
    ("75%", "超80%", "below", "目标", None),
    ("80%", "超80%", "below", "目标", None),
    ("80人", "近100人", "open", "目标", None),
    ("120人", "近100人", "above", "目标", None),
    ("100人", "近100人", "above", "目标", None),
    ("100人", "约100人", "same", "目标", "0"),
]


@pytest.mark.parametrize(("target", "actual", "side", "what", "difference"), SIDES)
def test_on_which_side_a_target_lies(target, actual, side, what, difference):
    """A floor or a cap counts as its number; 左右 takes in its neighbours; an actual that is a bound leaves
    open all that it allows, and gives no difference."""
    found = compare(figure("t", "", target, **TARGET), figure("a", "", actual), EDITION_READ._units)
    assert found == Comparison(side, what, None if difference is None else Decimal(difference))


@pytest.mark.parametrize(
    ("target", "actual"), [("60亿元", "20万亩"), ("与经济增长基本同步", "5%"), ("5%", "与经济增长基本同步")]
)
def test_nothing_can_be_said(target, actual):
    """Units that do not convert and targets in words have no side."""
    assert compare(figure("t", "", target, **TARGET), figure("a", "", actual), EDITION_READ._units) is None


def test_an_edition_compares_its_pairs():
    """As for single figures; a pair without an actual has no side; the units are followed."""
    ed = load(EDITION, GOOD)
    sides = {pair.target.figure: ed.compare(pair) for pair in ed.pairs()}
    assert sides["gdp-growth-2026"] == Comparison("below", "目标", Decimal("-0.3"))
    assert sides["sheep-level-2026"].side == "open" and sides["toilets-count-2026"].side == "below"
    assert sides["urban_income-growth-2026"] is sides["school_places-count-2026"] is None
    loans = ed["loans-level-2025"]
    aim = loans.model_copy(update={"value": Decimal(1), "unit": "亿元", "scenario": "target"})
    assert ed.compare(Pair(aim, loans, True, "")).side == "above"
    assert {"unit": ["万元", "亿元"]} in [query["args"] for query in ed.reads.record()["queries"]]


def test_all_that_a_figure_allows():
    """In its own unit, or in another of one base; nothing for a target in words."""
    ed = load(EDITION, GOOD)
    assert ed.interval(ed["gdp-level-2025"])[:2] == (Decimal("86.35"), Decimal("86.45"))
    assert ed.interval(ed["gdp-level-2025"], "万元")[:2] == (863500, 864500)
    assert ed.interval(ed["urban_income-growth-2026"]) is None
    with pytest.raises(ValueError, match="亩"):
        ed.interval(ed["gdp-level-2025"], "亩")
