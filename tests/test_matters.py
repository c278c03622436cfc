"""planbook.audit.matters: the audit's rows as a reader takes them."""

import editions
import pytest
from reports import declare, edition, write

from planbook.audit import audit, matters
from planbook.edition import load

LOANS = {
    "loans-level-2025": "8亿元",
    "loans-a-level-2025": {"printed": "4亿元", "item": "甲"},
    "loans-b-level-2025": {"printed": "6亿元", "item": "乙"},
}
AGAIN = """
again:
  kind: repeat
  title: 全部与甲
  figure: loans-level-2025
  of: [loans-a-level-2025]
  reason: 应当相同
"""
GIVEN = """
given:
  kind: repeat
  title: 个数相同
  figure: revenue-level-2025
  of: [subsidy-level-2025]
  given: [loans-level-2025, loans-level-2025]
  reason: 应当相同
"""


def found(data):
    return matters.matters(audit.rows(load(editions.EDITION, data)))


def test_rows_that_share_a_figure_are_one_matter(tmp_path):
    """It has the gravest verdict of them, and that row comes first."""
    data = write(tmp_path, LOANS)
    declare(data, AGAIN)
    (matter,) = found(data)
    assert [str(row.verdict) for row in matter.rows] == ["differ", "cannot tell"]
    assert matter.word == "不一致" and len(matter.figures) == 3


def test_what_a_row_depends_on_ties_it_too(tmp_path):
    """A claim that holds only where two figures are equal belongs to the matter of those figures."""
    data = write(tmp_path, LOANS | {"revenue-level-2025": "3亿元", "subsidy-level-2025": "2亿元"})
    declare(data, GIVEN)
    (matter,) = found(data)
    assert len(matter.rows) == 2


@pytest.mark.parametrize(("line", "many"), [(14, 1), (20, 2)])
def test_two_numbers_under_the_same_two_scopes(tmp_path, line, many):
    """An amount and a count that stand in the same two paragraphs raise one question."""
    figures = {
        "loans-a-level-2025": {"printed": "1.98亿元", "item": "产业"},
        "loans-b-level-2025": {"printed": "1.98亿元", "item": "三个方面", "line": 14},
        "cooperatives-a-count-2025": {"printed": "51家", "item": "产业"},
        "cooperatives-b-count-2025": {"printed": "51家", "item": "三个方面", "line": line},
    }
    assert len(found(write(tmp_path, figures))) == many


def test_the_weightiest_come_first(tmp_path):
    """By verdict, and within one by how far apart the numbers are as a part of the claimed one."""
    near = {"crops-level-2025": "100万亩", "crops-a-level-2025": {"printed": "102万亩", "item": "甲"}}
    far = {"loans-level-2025": "1亿元", "loans-a-level-2025": {"printed": "2亿元", "item": "甲"}}
    last = {"gdp-level-2025": "86.4亿元", "gdp-x-level-2025": {"printed": "86.42亿元", "item": "预计"}}
    made = found(write(tmp_path, {**last, **near, **far}))
    assert [matter.figures[0].indicator for matter in made] == ["loans", "crops", "gdp"]


def test_agreement_that_says_nothing(tmp_path):
    """A part below its whole and one print told twice are counted, not told; targets are neither."""
    figures = {
        "gdp-level-2025": {"printed": "86.4亿元", "line": (7, 14)},
        "revenue-level-2025": "3.2亿元",
        "revenue-x-level-2025": {"printed": "1.2亿元", "item": "税收"},
        "gdp-growth-2025": "5.8%",
        "gdp-growth-2026": {"printed": "6%", "scenario": "target"},
    }
    rows = audit.rows(edition(tmp_path, figures))
    assert matters.matters(rows) == []
    assert sorted(row.claim.kind for row in matters.unsaid(rows)) == ["part", "repeat"]


def test_a_heading_is_no_contradiction(tmp_path):
    """It is counted apart from numbers that differ."""
    data = write(tmp_path, {})
    editions.edit(data, "source.yml", "part: 一, section: （二）", "part: 一, section: （三）")
    assert matters.counts(found(data)) == {audit.Verdict.NUMBERING: 1}
