"""Falls that a list says once, changes in points, and completion: what their rows may say."""

import csv
from decimal import Decimal

import pytest
from editions import EDITION, change, path, without_places
from trial import UNITS, figure

from planbook.audit.facts import Facts
from planbook.check import check
from planbook.edition import load


@pytest.fixture
def data(tmp_path):
    return without_places(tmp_path)


def add(data, **fields):
    plain = {"chapter": "overview", "period": "2025", "scenario": "actual", "bound": "eq"}
    header = path(data, "figures.csv").read_text(encoding="utf-8").partition("\n")[0].split(",")
    with path(data, "figures.csv").open("a", encoding="utf-8", newline="") as stream:
        csv.DictWriter(stream, header, lineterminator="\n").writerow(plain | fields)


def told(data):
    return [(f.slug, f.field, f.got, f.expected) for f in check(EDITION, data)]


# 分别下降15.1%、17%、约3%、4%以上: only the first says that it falls
FALLS = [
    ("-17", "eq", "17%", []),
    ("17", "eq", "17%", [("not-as-printed", "value", "17", "“-17”")]),
    ("-3", "approx", "约3%", []),
    ("-4", "le", "4%以上", []),
    ("-4", "ge", "4%以上", [("not-as-printed", "bound", "ge", "“le”")]),
    ("-4", "lt", "超过4%", []),
    ("-4", "ge", "不超过4%", []),
    ("-4", "gt", "近4%", []),
    ("-17", "eq", "下降17%", [("not-as-printed", "sign", "“-1”", "“”")]),
    ("-17", "eq", "-17%", [("not-as-printed", "sign", "“-1”", "“”")]),
]


@pytest.mark.parametrize(("value", "bound", "printed", "findings"), FALLS)
def test_a_list_of_falls(data, value, bound, printed, findings):
    """The row falls by its sign and its bound turns round; a number that falls by itself has no sign."""
    add(data, figure="gdp-a-growth-2025", indicator="gdp", item="甲", measure="growth", value=value,
        unit="%", bound=bound, printed=printed, sign="-1")  # fmt: skip
    found = [(f.slug, f.field) for f in check(EDITION, data)]
    assert found == [one[:2] for one in findings]
    if not findings:
        assert load(EDITION, data)["gdp-a-growth-2025"].value == Decimal(value)


def test_a_list_says_unit_and_fall_once(data):
    """下降15.1、17、18.2%: a bare number has the row's unit, and falls."""
    add(data, figure="gdp-a-growth-2025", indicator="gdp", item="甲", measure="growth", value="-15.1",
        unit="%", printed="15.1", sign="-1")  # fmt: skip
    assert check(EDITION, data) == []


@pytest.mark.parametrize("sign", ["-", "1", "+1", "下降"])
def test_what_a_sign_can_be(data, sign):
    """-1 or nothing."""
    change(data, "figures", "gdp-growth-2025", sign=sign)
    (found,) = [f for f in check(EDITION, data) if f.field == "sign"]
    assert (found.slug, found.expected) == ("unknown-word", "empty, -1")


def test_words_cannot_fall(data):
    """A target without a number has no sign."""
    change(data, "figures", "urban_income-growth-2026", sign="-1")
    assert [one[:2] for one in told(data)] == [("two-targets", "sign")]


@pytest.mark.parametrize(
    ("printed", "fields", "wording", "factor"),
    [
        ("17%", {"value": "-17", "sign": "-1"}, "下降17%", "1 − 17%"),
        ("下降3.2%", {}, "下降3.2%", "1 − 3.2%"),
        ("5.40%", {}, "5.40%", "1 + 5.40%"),
        ("约3%", {"value": "-3", "sign": "-1"}, "下降约3%", "1 − 3%"),
    ],
)
def test_what_the_book_says(printed, fields, wording, factor):
    """A fall is called one wherever its number stands; in a formula it is taken from one."""
    one = figure("gdp-growth-2025", "", printed, measure="growth", **fields)
    assert (one.wording, one.factor) == (wording, factor)


def test_what_follows_from_a_fall(data):
    """The base of a level that fell is larger, and the formula says how."""
    change(data, "figures", "revenue-growth-2025", value="-7.20", sign="-1")
    assert check(EDITION, data) == []
    base = load(EDITION, data)["revenue_base"]
    assert base.formula == "财政收入3.15亿元 ÷（1 − 财政收入增速7.20%）"
    assert base.value == Decimal("3.39") and base.low < base.value < base.high


def test_a_printed_growth_with_blanks(data):
    """Blanks of the text stay in the number; the name stands before it."""
    change(data, "figures", "revenue-growth-2025", printed="7.20 %")
    assert check(EDITION, data) == []
    assert load(EDITION, data)["revenue_base"].formula == "财政收入3.15亿元 ÷（1 + 财政收入增速7.20 %）"


# ---- change and completion

MEASURES = [
    ("change", "0.6", "百分点", "0.6个百分点", []),
    ("change", "-0.6", "百分点", "下降0.6个百分点", []),
    ("change", "0.6", "%", "0.6%", ["wrong-dimension"]),
    ("change", "0.6", "亿元", "0.6亿元", ["wrong-dimension"]),
    ("completion", "104.5", "%", "104.5%", []),
    ("completion", "980", "‰", "980‰", []),
    ("completion", "104.5", "百分点", "104.5个百分点", ["wrong-dimension"]),
    ("completion", "104.5", "亿元", "104.5亿元", ["wrong-dimension"]),
    ("growth", "0.6", "百分点", "0.6个百分点", ["wrong-dimension"]),
]


@pytest.mark.parametrize(("measure", "value", "unit", "printed", "slugs"), MEASURES)
def test_units_of_change_and_completion(data, measure, value, unit, printed, slugs):
    """A change is in points, a completion in hundredths; whatever the unit of the indicator's level."""
    add(data, figure=f"gdp-a-{measure}-2025", indicator="gdp", item="甲", measure=measure, value=value,
        unit=unit, printed=printed)  # fmt: skip
    found = check(EDITION, data)
    assert [f.slug for f in found] == slugs and {f.field for f in found} <= {"unit"}


def test_a_wanted_completion_may_be_of_the_reviewed_year(data):
    """完成年度任务的100%以上 is an aim of the year that is over; no other target is."""
    add(data, figure="gdp-completion-2025", indicator="gdp", measure="completion", scenario="target",
        value="100", unit="%", bound="ge", printed="100%以上")  # fmt: skip
    assert check(EDITION, data) == []
    change(data, "figures", "gdp-completion-2025", measure="share", figure="gdp-share-2025")
    assert [one[:2] for one in told(data)] == [("bad-scenario", "period")]


def test_how_they_are_called(data):
    """The name says what is told of the indicator."""
    add(data, figure="gdp-change-2025", indicator="gdp", measure="change", value="0.6", unit="百分点",
        printed="0.6个百分点")  # fmt: skip
    add(data, figure="gdp-completion-2025", indicator="gdp", measure="completion", value="98", unit="%",
        printed="98%")  # fmt: skip
    facts = Facts(load(EDITION, data))
    names = [facts.called(facts.figures[f"gdp-{one}-2025"]) for one in ("change", "completion", "level")]
    assert names == ["生产总值变化", "生产总值完成进度", "生产总值"]


def test_a_change_may_be_below_zero():
    """不到0.6个百分点 leaves room for a fall, as a growth does and a completion does not."""
    lows = {}
    for measure, printed in (("change", "不到0.6个百分点"), ("growth", "不到6%"), ("completion", "不到60%")):
        lows[measure] = UNITS.interval(figure("gdp-x-2025", "", printed, measure=measure)).low
    assert lows == {"change": Decimal("-Infinity"), "growth": Decimal("-Infinity"), "completion": 0}
