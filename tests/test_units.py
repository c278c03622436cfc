"""planbook.edition.units: exact conversion inside a dimension, refusal outside."""

from decimal import Decimal

import pytest
from editions import EDITION, GOOD

from planbook.edition import UnitError, load


@pytest.fixture(scope="module")
def units():
    return load(EDITION, GOOD)._units


@pytest.mark.parametrize(
    ("value", "source", "target", "result"),
    [
        ("495", "万元", "亿元", "0.0495"),
        ("0.3245", "亿元", "万元", "3245"),
        ("13.30", "万亩", "亩", "133000"),
        ("5", "亿元", "元", "500000000"),
        ("50", "MW", "万千瓦", "5.0"),
        ("30", "亩", "公顷", "2"),
        ("2.50", "亿元", "亿元", "2.50"),
    ],
)
def test_conversion_is_exact(units, value, source, target, result):
    """No float, no exponent in the result, and the printed digits survive."""
    assert str(units.convert(Decimal(value), source, target)) == result


def test_what_cannot_be_converted(units):
    """Other dimensions, other bases and unknown units are errors that name the units."""
    with pytest.raises(UnitError, match=r"座 .* 家"):
        units.convert(Decimal(1), "座", "家")  # both are counted, but a 座 is no 家
    with pytest.raises(UnitError, match=r"亿元 .*money.* 亩 .*land"):
        units.convert(Decimal(1), "亿元", "亩")
    with pytest.raises(UnitError, match=r"'亿园' is not in units.csv; the nearest is '亿元'"):
        units["亿园"]


def test_units_are_a_mapping(units):
    """Units are looked up, listed and counted like a dict."""
    assert "亩" in units and "里" not in units and len(units) == len(list(units)) == len(dict(units))
