"""claims: what a title says holds for a reader of the figures as they are printed."""

from trial import Trial, figure

from planbook.show import claims


def growth(id: str, printed: str, **more):
    return figure(id, id, printed, measure="growth", **more)


def test_a_fall_with_a_hedge_is_a_fall():
    """下降近13.6% falls, although its true value is only known to be larger than −13.6."""
    three = [growth("a", "下降5%"), growth("b", "下降近13.6%"), growth("c", "3%")]
    said = claims.falls(Trial(*three), three, "安全")
    assert str(said) == "安全3项增速中2项下降"
    assert str(claims.falls(Trial(*three), three[:2], "安全")) == "安全2项增速均为下降"
