"""planbook.show.audit: the tables of the audit's chapter."""

import editions
import pytest
from reports import declare, write

from planbook.edition import audit, load
from planbook.show import audit as page

CHECKS = """
levels:
  kind: sum
  title: 三级之和
  figure: cooperatives-count-2025
  of: [processors-count-2025, greenhouses-count-2025]
  reason: "三级相加应得{cooperatives-count-2025}"
  unless: 可能重叠
"""
FIGURES = {
    "cooperatives-count-2025": {"printed": "87家", "preliminary": "true"},
    "processors-count-2025": "22家",
    "greenhouses-count-2025": "87家",
    "revenue-level-2025": "3.15亿元",
    "revenue-level-2026": {"printed": "3亿元以上", "scenario": "target"},
}


@pytest.fixture
def ed(tmp_path):
    data = write(tmp_path, FIGURES)
    declare(data, CHECKS)
    return load(editions.EDITION, data)


def rows(ed, kind):
    return [row for row in audit.rows(ed) if row.claim.kind == kind]


def test_a_table_of_claims(ed, screen):
    """Printed numbers are links, computed ones starred links; reason, what is open and place stand there."""
    page.audit_table(ed, rows(ed, "sum"), caption="甲", name="sums")
    myst, plain = screen.myst[0], screen.plain[0]
    assert "](#fig-cooperatives-count-2025" in myst and "预计" in myst
    assert "109家\\*" in myst and "相差[−22家\\*](#fig-cooperatives-count-2025" in myst
    assert "三级相加应得" in plain and "87家。可能重叠。" in plain and "第一部分第1段" in plain
    assert ":class: three-rules audit" in myst


def test_a_note_with_its_status(ed, screen, tmp_path):
    """A person's note stands behind the reason, and says when its numbers have changed."""
    key = rows(ed, "sum")[0].fingerprint
    declare(ed.data, f"{key}:\n  check: 甲\n  status: open\n  note: 去问\n  seen: 86家\n", "known_issues.yml")
    page.audit_table(ed, rows(load(editions.EDITION, ed.data), "sum"), caption="甲", name="sums")
    assert "【**待核实**】去问。" in screen.plain[0] and "需要重看" in screen.plain[0]


def test_an_estimate_is_marked_once(tmp_path, screen):
    """Also where the item's own name says that it is one."""
    item = {"printed": "3.16亿元", "item": "全年预计", "preliminary": "true"}
    data = write(tmp_path, {"revenue-level-2025": "3.2亿元", "revenue-x-level-2025": item})
    ed = load(editions.EDITION, data)
    page.audit_table(ed, rows(ed, "repeat"), caption="甲", name="again")
    assert "全年预计3.16亿元" in screen.plain[0]


def test_what_a_number_may_be(tmp_path, screen):
    """Before rounding it lies in an interval; a hedge says itself what it leaves open."""
    figures = {"revenue-level-2025": "3.2亿元", "revenue-x-level-2025": {"printed": "3.16亿元", "item": "甲"}}
    ed = load(editions.EDITION, write(tmp_path / "eq", figures))
    page.audit_table(ed, rows(ed, "repeat"), caption="甲", name="again")
    figures["revenue-x-level-2025"]["printed"] = "超3.1亿元"
    ed = load(editions.EDITION, write(tmp_path / "gt", figures))
    page.audit_table(ed, rows(ed, "repeat"), caption="甲", name="again")
    assert "取整前3.155至3.165亿元" in screen.plain[0]
    assert "大于3.1亿元" in screen.plain[1] and "取整前" not in screen.plain[1]


def test_no_claims(ed, screen):
    """An edition without such claims has no such table."""
    page.audit_table(ed, [], caption="甲", name="sums")
    assert screen == []


def test_folded(ed, screen):
    """A long table can stand in a fold."""
    page.audit_table(ed, rows(ed, "sum"), caption="甲", name="sums", folded="全部")
    assert screen.myst[0].startswith("::::{dropdown} 全部")


def test_targets(ed, screen):
    """A target, what was reached, and where the one lies from the other, in neutral words."""
    page.aims(ed, rows(ed, "target"), caption="甲", name="aims")
    assert "下限低于上年实际，相差−0.15亿元" in screen.plain[0] and "3亿元以上" in screen.plain[0]


def test_tally(screen):
    """Counts lead to what they count, except none at all."""
    page.tally([("不一致", 3, "audit-differ"), ("不可比", 0, "audit-apart")])
    (tiles,) = screen.myst
    assert "[**[3]{.counted}项**](#audit-differ)" in tiles and "项**](#audit-apart" not in tiles
    assert screen.plain[0] == "- 不一致 3项\n- 不可比 0项"
