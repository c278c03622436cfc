"""claims: what a title may say holds for every value that rounding and hedges allow."""

import pytest
from trial import Trial, derived, figure, pair

from planbook.show import claims
from planbook.show.claims import Claim

ED = Trial()


def growth(id: str, printed: str, **more):
    return figure(id, id, printed, measure="growth", **more)


def aims(*ends: tuple[str | None, str]) -> list:
    """Pairs of the reviewed year's rate and the target, as printed."""
    return [
        pair(f"第{n}个", *one, why="" if one[0] and "%" in one[1] else "不可比") for n, one in enumerate(ends)
    ]


@pytest.mark.parametrize(
    ("one", "two", "less"),
    [
        ("17900人次", "18000人次", True),
        ("1.8万人次", "17900人次", False),  # 1.8万 may be 17500
        ("17900人次", "1.8万人次", False),
        ("1.7万人次", "17900人次", True),
        ("6000亩", "1万亩", False),  # 1 may be 0.6
        ("4999亩", "1.0万亩", True),
        ("超3万亩", "2.4万亩", False),
        ("2.4万亩", "超3万亩", True),
        ("近3万亩", "3.1万亩", True),
        ("约30万亩", "35万亩", False),  # 约30 is up to 40
        ("3万亩", "3万亩", False),
        ("近3万亩", "3万亩以上", True),  # they would meet at 3, which 近3 is not
        ("3万只", "4万亩", False),
    ],
)
def test_certainly_smaller(one, two, less):
    """In whatever unit, and only where no value that the printed number allows says otherwise."""
    kind = {"measure": "count"} if "人" in one else {}
    assert claims.is_less(ED, figure("a", "甲", one, **kind), figure("b", "乙", two, **kind)) is less


def test_words_are_never_smaller():
    """A figure without a number compares with nothing."""
    spoken = figure("w", "入", "与经济增长基本同步")
    assert not claims.is_less(ED, spoken, figure("a", "甲", "3亿元"))
    assert not claims.is_less(ED, figure("a", "甲", "3亿元"), spoken)


def test_the_largest():
    """One that is certainly above all the others; none where two may be equal, or where it stands alone."""
    a, b, c = figure("a", "甲", "3万亩"), figure("b", "乙", "9000亩"), figure("c", "丙", "超2.8万亩")
    spoken = figure("w", "丁", "与经济增长基本同步")
    assert claims.largest(ED, [b, a, spoken]) is a
    assert claims.largest(ED, [b, a, c]) is None  # 超2.8 may be more than 3
    assert claims.largest(ED, [a, spoken]) is None and claims.largest(ED, []) is None


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([("6%", "5%"), ("7%", "5.5%")], "2026年2项增速目标均低于2025年"),
        ([("6%", "7%"), ("7%", "8%")], "2026年2项增速目标均高于2025年"),
        ([("6%", "5%"), ("7%", "8%"), ("5%", "5%")], "2026年3项增速目标中1项低于2025年"),
        ([("6%", "5%以上"), ("7%", "不低于5%")], "2026年2项增速目标的下限均低于2025年"),
        ([("6%", "5%以上"), ("7%", "5%")], "2026年2项增速目标（含下限）均低于2025年"),
        ([("6%", "5%以上"), ("7%", "8%")], "2026年2项增速目标中1项的下限低于2025年"),
        ([("6.0%", "5.5%左右"), ("7%", "5%")], "2026年2项增速目标均低于2025年"),  # 5.6 at the most
        ([("6%", "6%左右"), ("7%", "5%")], "2026年2项增速目标中1项低于2025年"),
        ([("6%", "5%"), ("7%", "5%"), ("5%", "与经济增长基本同步")], "2026年有数字的2项增速目标均低于2025年"),
        ([("6%", "5%"), ("7%", "5%"), (None, "4%")], "2026年可比的2项增速目标均低于2025年"),
        ([("6%", "5%"), ("7%", "5%"), ("超80%", "85%")], "2026年可比的2项增速目标均低于2025年"),
        ([("6%", "5%"), ("超80%", "85%")], None),  # 超80 may be above 85
        ([("6%", "5%")], None),
        ([("6%", "5%"), ("5%", "与经济增长基本同步")], None),
        ([("6%", "6%"), ("7%", "8%")], None),  # none below, not all above
    ],
)
def test_targets_below_the_reviewed_year(pairs, said):
    """All, some, or all above; a floor is called one; what is about the same is not below; those in words or
    without a counterpart are left out and the claim says so."""
    claim = claims.below(ED, aims(*pairs), "增速目标")
    assert (claim and str(claim)) == said


def test_a_short_title_and_its_counts():
    """Without the planned year; the counts are those that the program counted, not digits of the words."""
    claim = claims.below(ED, aims(("6%", "5%"), ("7%", "8%"), ("5%", "4%")), "增速目标", short=True)
    assert str(claim) == "3项增速目标中2项低于2025年" and claim.counts == ("3", "2")
    assert claim.words == "[3项]{.counted}增速目标中[2项]{.counted}低于2025年"
    assert claim.words.plain == str(claim)
    assert Claim("占一半以上").counts == ()


def test_unchanged():
    """Only where every target is the reviewed year's number, and there are two."""
    same = claims.unchanged(ED, aims(("5%", "5%"), ("6%", "6.0%")), "目标")
    spoken = ("5%", "与经济增长基本同步")
    assert str(same) == "2026年2项目标与2025年相同"
    assert claims.unchanged(ED, aims(("5%", "5%"), ("6%", "7%")), "目标") is None
    assert claims.unchanged(ED, aims(("5%", "5%"), ("6%", "6%"), spoken), "目标") is None
    assert claims.unchanged(ED, aims(("5%", "5%")), "目标") is None


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        ("51万亩", "100万亩", "一半以上"),
        ("50万亩", "100万亩", "三分之一以上"),  # 49.5 to 100.5 need not be half
        ("超80万亩", "100万亩", None),  # more than 80 may be more than 100
        ("80.0万亩", "100.0万亩", "四分之三以上"),  # 79.95 of 100.05
        ("95.0万亩", "100.0万亩", "九成以上"),
        ("5000亩", "1.00万亩", "三分之一以上"),
        ("2万亩", "100万亩", None),
        ("90万亩", "超100万亩", None),  # the whole may be anything
        ("120万亩", "100万亩", None),
        ("3万只", "100万亩", None),
    ],
)
def test_a_share_that_is_certainly_reached(part, whole, said):
    """The largest of the round shares that no rounding can take away; nothing of what is no part."""
    claim = claims.share(ED, figure("p", "甲", part), figure("w", "乙", whole), "甲", "乙")
    assert (claim and str(claim)) == (said and f"甲占乙{said}")


def test_rates_that_fall():
    """How many certainly fall; 0.0% may be rounded from either side and is no fall; one alone is no claim."""
    a, b, c = growth("a", "下降3.2%"), growth("b", "4%"), growth("c", "0.0%")
    spoken = growth("w", "与经济增长基本同步")
    claim = claims.falls(ED, [a, b, spoken], "农业")
    assert str(claim) == "农业2项增速中1项下降" and claim.counts == ("2", "1")
    assert str(claims.falls(ED, [a, growth("d", "下降1%")], "农业")) == "农业2项增速均为下降"
    assert claims.falls(ED, [b, c], "农业") is None and claims.falls(ED, [a], "农业") is None


@pytest.mark.parametrize(
    ("rates", "said"),
    [
        (["91%", "90%以上", "62%"], "3个比率中有2个不低于90%"),
        (["62%", "不到90%"], "2个比率中有0个不低于90%"),
        (["91%", "90%"], "2个比率中至少有1个不低于90%"),  # 90 may be 89.5
        (["91%", "超83%"], "2个比率中至少有1个不低于90%"),
        (["62%", "超83%"], None),
    ],
)
def test_rates_that_reach_a_line(rates, said):
    """How many do whatever their hedges and rounding allow; at least so many where another may; nothing where
    only such a one may, or without a line."""
    rates = [figure(str(n), "率", one, measure="rate") for n, one in enumerate(rates)]
    claim = claims.reaching(ED, rates, 90, "")
    assert (claim and str(claim)) == said
    assert claims.reaching(ED, rates, 0, "") is None and claims.reaching(ED, [], 90, "") is None


def test_a_derived_quantity_has_its_own_interval():
    """Shares and comparisons work with what follows from the figures as well."""
    half = derived("d", "推算", "51万亩")  # one per cent either way
    whole = figure("w", "乙", "100.0万亩")
    assert str(claims.share(ED, half, whole, "甲", "乙")) == "甲占乙一半以上"
    assert claims.share(ED, derived("d", "推算", "50万亩"), whole, "甲", "乙").counts == ()
