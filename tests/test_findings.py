"""findings: a title never claims more than the figures bear."""

from decimal import Decimal

import pytest
from trial import Trial, derived, figure, pair

from planbook.show import findings

ED = Trial()


def f(printed: str, id: str = "x", **more):
    return figure(id, more.pop("label", "某"), printed, **more)


def test_finding_falls_back():
    """The neutral text stands in when the claim does not hold."""
    assert findings.finding(True, "甲最大", "甲与乙") == "甲最大"
    assert findings.finding(False, "甲最大", "甲与乙") == "甲与乙"


@pytest.mark.parametrize(
    "printed, low, high",
    [
        ("56.2亿元", "56.15", "56.25"),
        ("超80%", "80", "Infinity"),
        ("90%以上", "90", "Infinity"),
        ("近5000亩", "-Infinity", "5000"),
        ("3万亩左右", "2.7", "3.3"),
    ],
)
def test_span_opens_hedges_and_rounding(printed, low, high):
    """A printed number stands for an interval: rounding for exact ones, open ends for bounds, ten per cent
    for 约."""
    assert findings.span(ED, f(printed)) == (Decimal(low), Decimal(high))


def test_targets_and_counts_are_exact():
    """A target of 5% means 5, not 4.5 to 5.5; so does a count."""
    assert findings.span(ED, f("5%", scenario="target", period="2026")) == (5, 5)
    assert findings.span(ED, f("12座", measure="count")) == (12, 12)
    assert findings.span(ED, f("与经济增长基本同步")) is None


def test_largest_needs_a_certain_winner():
    """A tie, a hedge that reaches over, another dimension or a lone figure gives the neutral title."""
    a, b, c = f("6.3万亩", "a", label="谷子"), f("2.5万亩", "b"), f("5000亩", "c")
    assert findings.largest(ED, [b, a, c], "{label}面积最大", "面积") == "谷子面积最大"
    assert findings.smallest(ED, [b, a, c], "{label}最小", "面积") == "某最小"
    assert findings.first_of(ED, [b, a, c], "{count}种里{label}最多", "面积") == "三种里谷子最多"
    assert findings.largest(ED, [a, f("6.3万亩", "d")], "{label}", "面积") == "面积"
    assert findings.largest(ED, [a, f("超2万亩", "d")], "{label}", "面积") == "面积"
    assert findings.largest(ED, [a, f("3万只", "d")], "{label}", "面积") == "面积"
    assert findings.largest(ED, [a], "{label}", "面积") == "面积"


def test_all_below_counts_only_targets_with_numbers():
    """Six of eight targets have numbers, so at most six can be below; one that is not makes the title
    neutral."""
    pairs = [pair("甲", "16.4%", "2%"), pair("乙", "5.4%", "5%"), pair("丙", "5%", "与经济增长基本同步")]
    text = "{count}项有数字的目标都低于2025年"
    assert findings.all_below(ED, pairs, text, "目标与上年") == "两项有数字的目标都低于2025年"
    assert findings.count_below(ED, [*pairs, pair("丁", "3%", "3%")]) == 2
    assert findings.all_below(ED, [*pairs, pair("丁", "3%", "3%")], text, "目标与上年") == "目标与上年"
    assert findings.all_below(ED, [*pairs, pair("丁", "3%", "2%以上")], text, "目标与上年") == "目标与上年"
    assert findings.all_below(ED, pairs[2:], text, "目标与上年") == "目标与上年"
    assert findings.all_below(ED, [pair("戊", "3%", "4%")], "{count}项高", "平", above=True) == "一项高"


def test_rose_and_fell():
    """A rise or fall must be certain; one step of the last printed digit is enough."""
    assert findings.rose(ED, f("5.4%"), f("5.5%"), "上升", "变化") == "上升"
    assert findings.rose(ED, f("5.4%"), f("5.4%"), "上升", "变化") == "变化"
    assert findings.fell(ED, f("1843座"), f("666座"), "减少", "变化") == "减少"
    assert findings.fell(ED, f("10座"), f("约9.5座"), "减少", "变化") == "变化"
    assert findings.rose(ED, f("5%", scenario="target", period="2026"), f("5%以上"), "上升", "变化") == "变化"
    assert findings.rose(ED, None, f("5.5%"), "上升", "变化") == "变化"


@pytest.mark.parametrize(
    "part, whole, said",
    [
        ("1.72亿元", "2.094亿元", "八成以上"),
        ("20.43亿元", "39.29亿元", "一半以上"),
        ("5000万元", "2亿元", "一成以上"),
        ("约5000万元", "9000万元", "三分之一以上"),
        ("5000万元", "1亿元", "四分之一以上"),
        ("1万元", "2亿元", None),
        ("3亿元", "2亿元", None),
        ("1亿元", "超2亿元", None),
    ],
)
def test_share_says_the_largest_certain_fraction(part, whole, said):
    """Shares in words, rounding and hedges counted against the claim; a part above the whole claims
    nothing."""
    assert findings.share(ED, f(part), f(whole), "占{share}", "构成") == (f"占{said}" if said else "构成")


def test_all_at_least():
    """A bound counts from its bound; a rounded figure from the lower end of its rounding."""
    rates = [f("78%"), f("超过80%"), f("90%以上")]
    assert findings.all_at_least(ED, rates, 75, "{count}项都在七成五以上", "几项比率") == "三项都在七成五以上"
    assert findings.all_at_least(ED, rates, 78, "{count}项", "几项比率") == "几项比率"


def test_derived_quantities_bring_their_interval():
    """A derived quantity is compared by its interval, not by its rounded value."""
    near = derived("d", "比", "50%")
    assert findings.below(ED, near, f("50.4%")) is False
    assert findings.below(ED, near, f("50.6%")) is True
