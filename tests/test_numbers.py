"""numbers: printed form kept, hedges, minus, conversion, percentage points, alignment."""

from decimal import Decimal

import pytest
from trial import Trial, derived, figure

from planbook.edition import UnitError
from planbook.show import numbers

ED = Trial()


@pytest.mark.parametrize(
    "printed, bare, full",
    [
        ("3600余万元", "3600余", "3600余万元"),
        ("超1.8万亩", "超1.8", "超1.8万亩"),
        ("90%以上", "90以上", "90%以上"),
        ("不少于20个", "不少于20", "不少于20个"),
        ("约33.06万亩", "约33.06", "约33.06万亩"),
        ("３万亩左右", "3左右", "3万亩左右"),
        ("13.30万亩", "13.30", "13.30万亩"),
        ("1,260座", "1260", "1260座"),
        ("300多家", "300多", "300多家"),
        ("五家", "5", "5家"),
        ("下降3.2%", "−3.2", "−3.2%"),
        ("1.5个百分点", "1.5", "1.5个百分点"),
        ("6%", "6", "6%"),
    ],
)
def test_parts_keep_decimals_and_hedges(printed, bare, full):
    """A number without and with its unit: printed decimals and hedges stay, digits become half-width."""
    part = numbers.parts(figure("x", "某", printed))
    assert (part.bare, part.full) == (bare, full)


@pytest.mark.parametrize(
    "printed, measure",
    [("全市第一", "rank"), ("Ⅱ类", "level"), ("上百户", "count"), ("与经济增长基本同步", "growth")],
)
def test_words_stay_words(printed, measure):
    """Ranks, classes, hedges in words and targets in words never turn into digits."""
    assert numbers.parts(figure("x", "某", printed, measure=measure)).words == printed


def test_a_bound_without_a_hedge_in_print_gets_one():
    """The hedge is never lost: where the printed form shows none, a sign says it."""
    assert numbers.parts(figure("x", "某", "3万亩", bound="gt")).full == "超3万亩"
    assert numbers.parts(figure("x", "某", "3万亩", bound="le")).bare == "≤3"


def test_text_is_what_was_printed():
    """Prose keeps the printed form; only the minus and the width of digits change."""
    assert numbers.text(figure("x", "某", "1200余座")) == "1200余座"
    assert numbers.text(figure("x", "某", "３万千瓦")) == "3万千瓦"
    assert numbers.text(figure("x", "某", "-0.5%")) == "−0.5%"


def test_conversion_keeps_hedge_and_significant_digits():
    """495万元 is 0.0495亿元 and 3000万元 is 0.3亿元, not 0.3000; printed decimals stay significant."""
    assert numbers.converted(ED, figure("x", "某", "495万元"), "亿元").full == "0.0495亿元"
    assert numbers.converted(ED, figure("x", "某", "超3000万元"), "亿元").full == "超0.3亿元"
    assert numbers.converted(ED, figure("x", "某", "13.30万亩"), "亩").full == "133000亩"
    with pytest.raises(UnitError):
        numbers.converted(ED, figure("x", "某", "3万只"), "万亩")


def test_conversion_is_said():
    """A picture in one unit says which printed units were converted."""
    given = [figure("a", "甲", "3万亩"), figure("b", "乙", "4万亩"), figure("c", "丙", "700亩")]
    assert numbers.common_unit(given) == "万亩"
    assert numbers.conversion_note(given, "万亩") == "原文用亩的数字已换算为万亩。"
    assert numbers.conversion_note(given[:2], "万亩") == ""


def test_digits_have_a_true_minus_and_a_leading_zero():
    """−0.5 is written with U+2212 and its zero; there is no −0."""
    assert numbers.digits(Decimal("-.5")) == "−0.5"
    assert numbers.digits(Decimal("-0")) == "0"
    assert numbers.signed(Decimal("0.4")) == "+0.4"


def test_gap_has_the_decimals_of_the_poorer_rate():
    """A target is exact as printed; of two results the one with fewer decimals decides."""
    result, target = figure("a", "甲", "5.4%"), figure("b", "乙", "5%", scenario="target", period="2026")
    assert numbers.gap(target, result) == Decimal("-0.4")
    assert str(numbers.gap(figure("c", "丙", "16.40%"), figure("d", "丁", "2%"))) == "14"


def test_padding_brings_decimal_points_into_one_line():
    """Behind each number stands exactly what the widest one has more: digits, point, hedge."""
    column = [
        numbers.parts(figure(str(i), "某", p)) for i, p in enumerate(["1.25%", "3%", "90%以上", "16.4%"])
    ]
    assert numbers.padding(column) == [
        numbers.WIDE_SPACE * 2,
        numbers.FIGURE_SPACE * 2 + numbers.POINT_SPACE + numbers.WIDE_SPACE * 2,
        numbers.FIGURE_SPACE * 2 + numbers.POINT_SPACE,
        numbers.FIGURE_SPACE + numbers.WIDE_SPACE * 2,
    ]


def test_period_and_standing_in_words():
    """2022/2025, ../2025 and the scenarios read as Chinese."""
    assert numbers.period(figure("a", "甲", "3%", period="2022/2025")) == "2022—2025年"
    assert numbers.period(figure("a", "甲", "3%", period="../2025")) == "截至2025年底"
    assert numbers.status(figure("a", "甲", "3%", scenario="target", preliminary="true")) == "目标 · 预计"
    assert numbers.status(derived("d", "丁", "3%")) == "推算"
