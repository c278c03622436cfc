"""planbook.show.audit: the audit's page, entry by entry."""

import re

import editions
import pytest
from reports import declare, edition, write

from planbook.audit import audit, matters
from planbook.edition import load
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
AGAIN = """
again:
  kind: repeat
  title: 全部与一级
  figure: cooperatives-count-2025
  of: [processors-count-2025]
  reason: 应当相同
"""
NUMBERING = ("part: 一, section: （二）", "part: 一, section: （三）")


@pytest.fixture
def ed(tmp_path):
    data = write(tmp_path, FIGURES)
    declare(data, CHECKS)
    return load(editions.EDITION, data)


@pytest.fixture
def made(monkeypatch):
    """The page of an edition, which is loaded already."""

    def make(ed):
        monkeypatch.setattr(page, "load", lambda edition: ed)
        return page.Audit()

    return make


def put(ed):
    page.entries(ed, matters.matters(audit.rows(ed)))


def test_an_entry(ed, screen):
    """Verdict and title; printed numbers are links, computed ones starred; reason and what is open."""
    put(ed)
    myst, plain = screen.myst[0], screen.plain[0]
    assert "- []{#audit-open}[不能判断]{.verdict .cannot-tell} **三级之和**" in myst
    assert "](#fig-cooperatives-count-2025" in myst and "预计" in myst
    assert "109家\\*" in myst and "相差[−22家\\*]{.computed}" in myst
    assert "三级相加应得" in plain and "87家。可能重叠。" in plain


def test_each_place_leads_to_a_figure(ed, screen):
    """A place is a link to the row of a figure that stands there; a heading has none and is no link."""
    put(ed)
    assert re.search(
        r"\[\[第一部分第1段\]\(#fig-cooperatives-count-2025 \".*\"\)\]\{\.place\}", screen.myst[0]
    )
    editions.edit(ed.data, "source.yml", *NUMBERING)
    put(load(editions.EDITION, ed.data))
    assert (
        "[第一部分（三）标题]{.place}" in screen.myst[1] and "[编号]{.verdict .numbering}" in screen.myst[1]
    )


def test_rows_of_one_matter_are_one_entry(ed, screen):
    """The figures once, then each row; a row with another verdict than the entry's says so."""
    declare(ed.data, CHECKS + AGAIN)
    ed = load(editions.EDITION, ed.data)
    rows = [row for row in audit.rows(ed) if row.declared]
    page.entries(ed, matters.matters(rows))
    (myst,) = screen.myst
    assert myst.count("报告所列：") == 1 and "[不一致]{.verdict .differ} **全部与一级**" in myst
    assert "  - [不能判断]{.verdict .cannot-tell} **三级之和**：按[" in myst


def test_names_and_years(tmp_path, screen):
    """Figures are called as in the book, with the year where years differ."""
    aim = {"scenario": "target"}
    figures = {"revenue-level-2025": "3.15亿元", "revenue-level-2026": aim | {"printed": "3.3亿元"}}
    figures["revenue-growth-2026"] = aim | {"printed": "4%"}
    put(edition(tmp_path, figures))
    said = screen.plain[0]
    assert "2026年财政收入3.3亿元；2025年财政收入3.15亿元；2026年财政收入增速4%" in said


def test_a_note_with_its_status(ed, screen):
    """A person's note stands behind the reason, and says when its numbers have changed."""
    (row,) = [row for row in audit.rows(ed) if row.claim.kind == "sum"]
    note = f"{row.fingerprint}:\n  check: 甲\n  status: open\n  note: 去问\n  seen: 86家\n"
    declare(ed.data, note, "known_issues.yml")
    put(load(editions.EDITION, ed.data))
    assert "【**待核实**】去问。" in screen.plain[0] and "需要重看" in screen.plain[0]


def test_an_estimate_is_marked_once(tmp_path, screen):
    """Also where the item's own name says that it is one."""
    item = {"printed": "3.16亿元", "item": "全年预计", "preliminary": "true"}
    put(edition(tmp_path, {"revenue-level-2025": "3.2亿元", "revenue-x-level-2025": item}))
    assert "（全年预计）3.16亿元" in screen.plain[0]


def test_what_a_number_may_be(tmp_path, screen):
    """A rounded number stands for an interval; a hedge says itself what it leaves open."""
    figures = {"revenue-level-2025": "3.2亿元", "revenue-x-level-2025": {"printed": "3.16亿元", "item": "甲"}}
    put(edition(tmp_path / "eq", figures))
    figures["revenue-x-level-2025"]["printed"] = "超3.1亿元"
    put(edition(tmp_path / "gt", figures))
    assert "3.16亿元即3.155至3.165亿元" in screen.plain[0]
    assert "超3.1亿元即大于3.1亿元" in screen.plain[1]


def test_no_findings(ed, screen):
    """Nothing is put where nothing is found."""
    page.entries(ed, [])
    assert screen.plain == []


def test_targets(ed, screen):
    """What was reached, the target, and where the one lies from the other, in neutral words: no fault."""
    rows = [row for row in audit.rows(ed) if row.claim.kind == "target"]
    page.aims(ed, rows, caption="甲", anchor="aims")
    said = screen.plain[0]
    assert said.index("3.15亿元") < said.index("3亿元以上") < said.index("−0.15亿元")
    assert "下限低于2025年" in said


def test_targets_in_words(tmp_path, screen, made):
    """They stand in a table of their own, beside what they are measured by."""
    figures = {"gdp-growth-2025": "6%", "urban_income-growth-2025": "5%"}
    aim = {"printed": "与经济增长基本同步", "scenario": "target", "against": "gdp"}
    figures["urban_income-growth-2026"] = aim
    made(edition(tmp_path, figures)).aims()
    said = screen.plain[-1]
    assert "以文字表述" in said and "增速6%" in said and "按目标的文字没有达到" in said


def test_lead_and_tally(ed, screen, made):
    """Matters are counted, in digits; a heading without its number is told apart."""
    editions.edit(ed.data, "source.yml", *NUMBERING)
    found = made(load(editions.EDITION, ed.data))
    found.lead()
    found.tally()
    assert "有1组：0组不一致，1组因报告" in screen.plain[0] and "另有1处标题编号不连续" in screen.plain[0]
    assert screen.plain[1] == "- 不一致 0组\n- 不能判断 1组\n- 不可比 0组\n- 相符 0组\n- 编号 1处"
    assert "[**1组**](#audit-open){.counted}" in screen.myst[1] and "0组**](" not in screen.myst[1]


def test_agreement(tmp_path, screen, made):
    """What might have failed stands open; what can hardly fail is counted in one sentence."""
    figures = {
        "revenue-level-2025": "3.2亿元",
        "revenue-x-level-2025": {"printed": "3.16亿元", "item": "甲"},
        "gdp-level-2025": "86.4亿元",
        "gdp-x-level-2025": {"printed": "36.42亿元", "item": "县城"},
    }
    made(edition(tmp_path, figures)).agree()
    assert "**生产总值" not in screen.plain[0] and "相符 **" in screen.plain[0]
    assert screen.plain[1] == "另有1项不会出错的核对，未列。"


@pytest.mark.parametrize(("rounding", "said"), [("rounded", "四舍五入"), ("truncated", "舍去尾数")])
def test_how_digits_are_read(ed, screen, made, rounding, said):
    """The page says that intervals decide, as in the standard, and how this report's digits are read."""
    editions.edit(ed.data, "source.yml", "planned: 2026\n", f"planned: 2026\nrounding: {rounding}\n")
    made(load(editions.EDITION, ed.data)).reading()
    assert "XBRL Calculations 1.1" in screen.plain[0] and said in screen.plain[0]


def test_the_same_counts_on_the_overview(ed, screen):
    """The strip that leads to the page counts matters as the page does, and names what does not hold."""
    from planbook.show.audit import strip

    declare(ed.data, CHECKS + AGAIN)
    strip(audit.rows(load(editions.EDITION, ed.data)))
    counts = "- 报告中能互相核对的数字：1组\n- **1组** 不一致\n"
    assert screen.plain == [f"{counts}- 不一致的是：全部与一级。逐条核对"]
