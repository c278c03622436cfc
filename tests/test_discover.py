"""planbook.audit.discover: claims found in any edition, and silence where none can be made."""

import editions
import pytest
from reports import edition, two_years, write

from planbook.audit import audit
from planbook.edition import load

AIM = {"scenario": "target"}


def found(tmp_path, figures):
    """(kind, verdict) of every claim found, sorted."""
    return sorted((row.claim.kind, str(row.verdict)) for row in audit.rows(edition(tmp_path, figures)))


def crop(printed, item, **more):
    return {"printed": printed, "item": item, **more}


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        # told again: a whole and one item that agrees with it
        (
            {"gdp-level-2025": "86.4亿元", "gdp-x-level-2025": crop("86.42亿元", "预计")},
            [("repeat", "agree")],
        ),
        ({"gdp-level-2025": "86.4亿元", "gdp-x-level-2025": crop("36.42亿元", "县城")}, [("part", "agree")]),
        (
            {"gdp-level-2025": "86.4亿元", "gdp-x-level-2025": crop("96.42亿元", "县城")},
            [("part", "cannot tell")],
        ),
        (  # two wholes: which is it?
            {
                "gdp-level-2025": "86.4亿元",
                "gdp-b-level-2025": "50亿元",
                "gdp-x-level-2025": crop("36.42亿元", "县城"),
            },
            [],
        ),
        ({"gdp-growth-2025": "5.8%", "gdp-x-growth-2025": crop("6.8%", "县城")}, []),  # rates have no parts
        # parts that claim to sum
        (
            {
                "crops-level-2025": "14.5万亩",
                "crops-a-level-2025": crop("12.5万亩", "谷子"),
                "crops-b-level-2025": crop("2万亩", "荞麦"),
            },
            [("sum", "agree")],
        ),
        (
            {
                "crops-level-2025": "24.5万亩",
                "crops-a-level-2025": crop("12.5万亩", "谷子"),
                "crops-b-level-2025": crop("2万亩", "荞麦"),
            },
            [("part", "agree")],
        ),
        (
            {
                "crops-level-2025": "13.5万亩",
                "crops-a-level-2025": crop("12.5万亩", "谷子"),
                "crops-b-level-2025": crop("2万亩", "荞麦"),
            },
            [("sum", "cannot tell")],
        ),
        (  # a part of a part is no part of the whole beside it
            {
                "crops-level-2025": "14.5万亩",
                "crops-a-level-2025": crop("12.5万亩", "谷子"),
                "crops-b-level-2025": crop("2万亩", "荞麦"),
                "crops-c-level-2025": crop("1.3万亩", "谷子新品种"),
                "crops-d-level-2025": crop("1.1万亩", "有机地", note="其中数"),
            },
            [("sum", "agree")],
        ),
        # items without a whole, and items of unlike units
        (
            {
                "crops-a-level-2025": crop("12.5万亩", "谷子"),
                "crops-b-level-2025": crop("2万亩", "荞麦"),
            },
            [],
        ),
        # one figure in two paragraphs
        ({"gdp-level-2025": {"printed": "86.4亿元", "line": (7, 14)}}, [("repeat", "agree")]),
        # one number under two scopes
        (
            {
                "loans-a-level-2025": crop("1.98亿元", "产业"),
                "loans-b-level-2025": crop("1.98亿元", "三个方面", line=14),
            },
            [("scope", "cannot tell")],
        ),
        (
            {"loans-a-level-2025": crop("2亿元", "产业"), "loans-b-level-2025": crop("2亿元", "三个方面")},
            [],  # one significant digit may be chance
        ),
        # two things with one count in a paragraph, of one topic
        ({"cooperatives-count-2025": "22家", "processors-count-2025": "22家"}, [("scope", "cannot tell")]),
        (
            {"cooperatives-count-2025": "22家", "processors-count-2025": {"printed": "22家", "line": 14}},
            [],
        ),
        ({"cooperatives-count-2025": "20家", "processors-count-2025": "20家"}, []),
        ({"cooperatives-count-2025": "22家", "service_points-count-2025": "22家"}, []),  # other topics
        # rates may be equal by chance, and targets are round
        (
            {"cooperatives-growth-2025": "3.6%", "processors-growth-2025": "3.6%"},
            [],
        ),
        (
            {
                "cooperatives-count-2026": {"printed": "22家", "scenario": "planned"},
                "processors-count-2026": {"printed": "22家", "scenario": "planned"},
            },
            [],
        ),
        (
            {
                "loans-a-growth-2026": AIM | crop("5.5%", "甲"),
                "loans-b-growth-2026": AIM | crop("5.5%", "乙", line=14),
            },
            [],
        ),
        # a list that shares one number can hardly fail
        (
            {
                "crops-a-level-2025": crop("2.5万亩", "谷子", start=90),
                "crops-b-level-2025": crop("2.5万亩", "荞麦", start=90),
            },
            [],
        ),
        # level, growth and the year before
        (
            {
                "revenue-level-2025": "3.15亿元",
                "revenue-level-2026": AIM | {"printed": "3.3亿元"},
                "revenue-growth-2026": AIM | {"printed": "4%"},
            },
            [("growth", "differ"), ("target", "agree")],
        ),
        # targets
        (
            {"gdp-growth-2025": "5.8%", "gdp-growth-2026": AIM | {"printed": "5.5%"}},
            [("target", "differ")],
        ),
        (
            {
                "urban_income-growth-2025": "5.8%",
                "urban_income-growth-2026": AIM | {"printed": "与经济增长基本同步", "against": "gdp"},
            },
            [("target", "not comparable")],  # by what is not told
        ),
        (
            {
                "gdp-growth-2025": "6%",
                "urban_income-growth-2025": "5%",
                "urban_income-growth-2026": AIM | {"printed": "与经济增长基本同步", "against": "gdp"},
            },
            [("target", "differ")],
        ),
        ({"revenue-rank-2025": "全市第二", "revenue-rank-2026": AIM | {"printed": "全市第一"}}, []),
        (  # work set down for two years is not one project
            {
                "crops-a-level-2025": crop("2万亩", "谷子", scenario="planned"),
                "crops-a-level-2026": crop("3万亩", "谷子", scenario="planned"),
            },
            [],
        ),
        (  # neither direction is wanted
            {
                "crops-a-level-2025": crop("2万亩", "谷子"),
                "crops-a-level-2026": crop("1万亩", "谷子", scenario="target"),
            },
            [],
        ),
        ({"sheep-level-2025": "9.6万只", "sheep-level-2026": AIM | {"printed": "8万只以内"}}, []),  # a cap
        (  # work set down for a year is no aim
            {
                "toilets-count-2025": "1260座",
                "toilets-count-2026": {"printed": "800座", "scenario": "planned"},
            },
            [],
        ),
        ({"water-level-2025": "Ⅱ类", "water-level-2026": AIM | {"printed": "Ⅲ类"}}, [("target", "differ")]),
    ],
)
def test_rules(tmp_path, figures, expected):
    """What each rule finds in a report made for it, and what it leaves alone."""
    assert found(tmp_path, figures) == expected


def test_a_project_that_waits_in_both_years(tmp_path):
    """Its size told again says little; that it has still to be started does, and the numbers cannot tell."""
    project = {"project": "cement_heat", "scenario": "planned", "printed": "52亿元"}
    data = write(tmp_path, {"investment-x-level-2025": project, "investment-x-level-2026": project})
    editions.change(data, "projects", "cement_heat", stage="planned")
    (row,) = audit.rows(load(editions.EDITION, data))
    assert (row.claim.kind, row.verdict) == ("again", "cannot tell") and "2025年" in row.claim.reason


def test_the_size_of_a_project_told_twice(tmp_path):
    """It is the same in both years, or the report contradicts itself."""
    project = {"project": "cement_heat", "scenario": "planned"}
    figures = {"investment-x-level-2025": project | {"printed": "52亿元"}}
    same = figures | {"investment-x-level-2026": project | {"printed": "52亿元"}}
    other = figures | {"investment-x-level-2026": project | {"printed": "25亿元"}}
    assert found(tmp_path / "same", same) == [("repeat", "agree")]
    assert found(tmp_path / "other", other) == [("repeat", "differ")]


@pytest.mark.parametrize(("printed", "verdict"), [("3.15亿元", "agree"), ("4.15亿元", "cannot tell")])
def test_last_years_edition(tmp_path, printed, verdict):
    """Where there is one, its level grown by this year's rate may be this year's level. Bases are revised, so
    one that is not accuses nobody; real growth is apart."""
    now = {
        "revenue-level-2025": printed, "revenue-growth-2025": "5%",
        "gdp-level-2025": "86.4亿元", "gdp-growth-2025": "5.8%",
    }  # fmt: skip
    data = two_years(tmp_path, now, {"revenue-level-2024": "3.00亿元", "gdp-level-2024": "80亿元"})
    rows = {row.figures[0].indicator: row for row in audit.rows(load(editions.EDITION, data))}
    assert {name: str(row.verdict) for name, row in rows.items()} == {
        "revenue": verdict,
        "gdp": "not comparable",
    }
    assert "修订" in rows["revenue"].claim.unless


def test_silence_in_a_sound_report():
    """The invented county's report contradicts itself nowhere: only its targets are told."""
    rows = audit.rows(load(editions.EDITION, editions.GOOD))
    assert {row.claim.kind for row in rows if row.verdict == "differ"} <= {"target"}
    assert not [row for row in rows if row.verdict == "cannot tell" and row.claim.kind != "target"]
