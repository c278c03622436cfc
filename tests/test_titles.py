"""claims: what a title says holds for a reader of the figures as they are printed."""

import pytest
from editions import GOOD
from trial import Trial, figure, pair

from planbook.edition import load
from planbook.show import claims


def growth(id: str, printed: str, **more):
    return figure(id, id, printed, measure="growth", **more)


def test_a_fall_with_a_hedge_is_a_fall():
    """下降近13.6% falls, although its true value is only known to be larger than −13.6."""
    three = [growth("a", "下降5%"), growth("b", "下降近13.6%"), growth("c", "3%")]
    said = claims.falls(Trial(*three), three, "安全")
    assert str(said) == "安全3项增速中2项下降"
    assert str(claims.falls(Trial(*three), three[:2], "安全")) == "安全2项增速均为下降"


@pytest.mark.parametrize(
    ("targets", "said"),
    [
        (("30%以内", "40%以内"), "2项目标的上限均高于2025年"),
        (("30%以内", "40%"), "2项目标（含上限）均高于2025年"),
        (("30%以内", "40%以上"), "2项目标的界限均高于2025年"),
        (("30%以上", "40%以上"), "2项目标的下限均高于2025年"),
        (("30%", "40%"), "2项目标均高于2025年"),
    ],
)
def test_a_cap_above_last_year_is_a_cap(targets, said):
    """A target of at most 30 is not higher than the 20 that were reached; its cap is."""
    pairs = [pair(f"项{number}", "20%", target) for number, target in enumerate(targets)]
    assert str(claims.below(load("qingshi-2026", GOOD), pairs, "目标", short=True)) == said
