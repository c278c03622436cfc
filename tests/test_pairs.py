"""planbook.edition.pairs: a target stands beside what it can be compared with, or says why not."""

import pytest
from editions import EDITION, GOOD

from planbook.edition import load
from planbook.edition.pairs import pair

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
