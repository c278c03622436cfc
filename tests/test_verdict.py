"""planbook.audit.verdict: whether a claim holds, from intervals and nothing else."""

from decimal import Decimal

import pytest
from trial import UNITS, figure

from planbook.audit.claim import Claim
from planbook.audit.verdict import JudgeError, judge, measured


def said(kind, *printed, given=(), better="", **more):
    """The judgement on figures printed like this, the claimed one first; (printed, fields) for more."""
    told = [(one, {}) if isinstance(one, str) else one for one in printed]
    figures = [figure(f"f{n}-level-2025", f"项{n}", text, **fields) for n, (text, fields) in enumerate(told)]
    equal = [figure(f"g{n}-count-2025", "", one, measure="count") for n, one in enumerate(given)]
    claim = Claim(kind=kind, title="甲", figure="f0-level-2025", reason="理由", **more)
    return judge(claim, figures, UNITS._units, equal, better)


GROWTH = {"measure": "growth"}
COUNT = {"measure": "count"}
TARGET = {"scenario": "target", "period": "2026"}
PLANNED = {"scenario": "planned", "period": "2026"}


@pytest.mark.parametrize(
    ("kind", "printed", "verdict"),
    [
        ("sum", ("2.09亿元", "1.72亿元", "0.32亿元", "495万元"), "agree"),
        ("sum", ("2.09亿元", "1.72亿元", "0.32亿元", "595万元"), "agree"),  # the roundings leave room
        ("sum", ("2.094亿元", "1.72亿元", "0.3245亿元", "2495万元"), "differ"),
        ("sum", (("87个", COUNT), ("7个", COUNT), ("15个", COUNT), ("87个", COUNT)), "differ"),
        ("sum", ("10亿元", "4亿元", "超3亿元"), "agree"),
        ("sum", ("6亿元", "4亿元", "超3亿元"), "differ"),
        ("repeat", ("56.2亿元", "56.23亿元"), "agree"),
        ("repeat", ("56.2亿元", "56.25亿元"), "agree"),  # 56.245 rounds to both
        ("repeat", ("56.2亿元", "56.26亿元"), "differ"),
        ("repeat", ("0.5亿元", "5000万元"), "agree"),
        ("part", ("56.23亿元", "56.83亿元"), "differ"),
        ("part", ("56.2亿元", "30.4亿元"), "agree"),
        ("part", ("突破5000万元", "3600余万元"), "agree"),
        ("part", ("不到3000万元", "3600余万元"), "differ"),
        ("part", ("不到3000万元", "3000余万元"), "differ"),
        ("part", ("不到3000万元", ("3000万元", PLANNED)), "differ"),  # one open end is enough
        ("part", (("3000万元", PLANNED), "3000余万元"), "differ"),
        ("part", (("3000万元", PLANNED), ("3000万元", PLANNED)), "agree"),
        ("order", (("651座", COUNT), ("1014家", COUNT)), "differ"),  # counts of unlike things, as pieces
        ("ratio", (("16.0%", {"measure": "share"}), "6.4亿元", "40亿元"), "agree"),
        ("ratio", (("26.0%", {"measure": "share"}), "6.4亿元", "40亿元"), "differ"),
        ("growth", (("6600万元以上", TARGET), "6000万元", ("10%", GROWTH | TARGET)), "agree"),
        ("growth", (("6600万元以上", TARGET), "6600万元", ("10%", GROWTH | TARGET)), "differ"),  # the floor
        ("growth", ("38.3亿元", "36.3亿元", ("5.4%", GROWTH)), "agree"),
        ("growth", ("38.3亿元", "38.3亿元", ("5.4%", GROWTH)), "differ"),
        ("kept", (("3万亩左右", PLANNED), "2.3万亩"), "differ"),
        ("kept", (("3万亩左右", PLANNED), "2.6万亩"), "agree"),
        ("between", (("6%", GROWTH), ("6.5%", GROWTH), ("7.6%", GROWTH)), "agree"),  # 6 may be 6.46
        ("between", (("6.0%", GROWTH), ("6.5%", GROWTH), ("7.6%", GROWTH)), "differ"),
        ("scope", ("1.98亿元", "1.98亿元"), "cannot tell"),
        ("scope", ("1.98亿元", "2.98亿元"), "not comparable"),
        ("scope", ("6.6亿元",), "cannot tell"),
    ],
)
def test_verdicts(kind, printed, verdict):
    """Two numbers agree when one value satisfies both; rounding and hedges are the only tolerance."""
    assert said(kind, *printed).verdict == verdict


def test_what_the_report_leaves_open():
    """A difference that an open scope would explain is no verdict; a number that fits needs no excuse."""
    assert said("sum", "8亿元", "4亿元", "6亿元", unless="可能重叠").verdict == "cannot tell"
    assert said("sum", "10亿元", "4亿元", "6亿元", unless="可能重叠").verdict == "agree"


def test_scopes_that_differ_are_not_compared():
    """Without a common scope there is no arithmetic, however the numbers stand."""
    judged = said("sum", "9亿元", "4亿元", "6亿元", comparable=False)
    assert (judged.verdict, judged.computed, judged.difference) == ("not comparable", None, None)


def test_a_premise_that_fails():
    """A claim that holds only where two figures are equal is silent where they are not."""
    assert said("repeat", "9亿元", "4亿元", given=("87个", "87个")).verdict == "differ"
    judged = said("repeat", "9亿元", "4亿元", given=("87个", "80个"))
    assert (judged.verdict, judged.word) == ("not comparable", "前提不成立")


@pytest.mark.parametrize(
    ("target", "actual", "better", "verdict", "word", "english"),
    [
        ("60亿元以上", "65.92亿元", "higher", "differ", "下限低于2025年", "below last year"),
        ("60亿元以上", "55.92亿元", "higher", "agree", "下限高于2025年", "above last year"),
        ("5%", "5.4%", "higher", "differ", "目标低于2025年", "below last year"),
        ("6%", "6%", "higher", "agree", "与2025年相同", "same as last year"),
        ("4.5%以下", "4.2%", "lower", "differ", "上限高于2025年", "above last year"),
        ("4.5%以下", "4.8%", "lower", "agree", "上限低于2025年", "below last year"),
        ("85%以上", "超80%", "higher", "cannot tell", "不能判断", "cannot tell"),
        ("75%以上", "超80%", "higher", "differ", "下限低于2025年", "below last year"),
        ("80%", "超80%", "higher", "differ", "目标低于2025年", "below last year"),
    ],
)
def test_targets_are_told_neutrally(target, actual, better, verdict, word, english):
    """The words say where the target lies; which side is the wanted one is the indicator's."""
    judged = said("target", (target, TARGET), actual, better=better)
    assert (judged.verdict, judged.word, judged.english) == (verdict, word, english)


@pytest.mark.parametrize(
    ("bound", "own", "other", "verdict", "word"),
    [
        ("approx", "5%", "6%", "differ", "2025年低于经济增速，按目标的文字没有达到"),
        ("eq", "6%", "6%", "agree", "2025年与经济增速相同，达到了目标的要求"),
        ("gt", "6%", "6%", "cannot tell", "2025年与经济增速相同，是否达到不能判断"),  # 6.4 against 5.6?
        ("gt", "6.1%", "4.7%", "agree", "2025年高于经济增速，达到了目标的要求"),
        ("lt", "6.1%", "4.7%", "differ", "2025年高于经济增速，按目标的文字没有达到"),
        ("le", "4.7%", "6.1%", "agree", "2025年低于经济增速，达到了目标的要求"),
    ],
)
def test_targets_in_words(bound, own, other, verdict, word):
    """What was reached beside what the target is measured by, each with all that its rounding allows."""
    target = figure("a-growth-2026", "甲", "同步", bound=bound, **TARGET, **GROWTH)
    reached, beside = (figure("b-growth-2025", "乙", one, **GROWTH) for one in (own, other))
    judged = measured(target, reached, beside, "经济增速", UNITS._units)
    assert (judged.verdict, judged.word) == (verdict, word)


def test_a_class_is_exact():
    """Ⅱ类 is no rounded number: nothing lies between it and Ⅲ类."""
    assert said("kept", ("Ⅱ类", TARGET), "Ⅱ类").bounds == (2, 2, False, False)


def test_what_is_computed():
    """The value in the printed unit, all that it may be, and printed minus computed."""
    judged = said("sum", "2.094亿元", "1.72亿元", "0.3245亿元", "495万元")
    assert (judged.computed, judged.unit) == (Decimal("2.0940"), "亿元")
    assert judged.bounds == (Decimal("2.0889"), Decimal("2.0991"), False, True)
    assert judged.difference == 0 and judged.formula == "1.72亿元 + 0.3245亿元 + 495万元"
    assert said("part", "56.23亿元", "56.83亿元").difference == Decimal("-0.60")
    assert said("part", "56.23亿元", "6.83亿元").difference is None  # the rest is no difference
    assert said("order", ("651座", COUNT), ("1014家", COUNT)).unit == ""  # 座 less 家 has none


@pytest.mark.parametrize(
    ("kind", "printed"),
    [
        ("sum", ("9亿元", "4亿元", "6万亩")),
        ("order", ("9亿元", "4万亩")),
        ("growth", ("9亿元", "4亿元", "6亿元")),
        ("ratio", ("9%", "4亿元", "0亿元")),
        ("part", ("与经济增长基本同步", "5%")),
    ],
)
def test_what_cannot_be_judged(kind, printed):
    """Units that do not convert, a divisor that may be zero, a target in words: an error, never a guess."""
    with pytest.raises(JudgeError):
        said(kind, *printed)
