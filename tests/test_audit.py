"""planbook.audit.audit: every claim with its verdict, and the real report's contradictions."""

import json
from pathlib import Path

import books
import editions
import pytest
from reports import declare, write

from planbook import cli
from planbook.audit import audit
from planbook.edition import load
from planbook.edition.reads import changes

DATA = Path(__file__).resolve().parents[1] / "data"
CHECK = """
sums:
  kind: sum
  title: 合计
  figure: revenue-level-2025
  of: [loans-level-2025, subsidy-level-2025]
  reason: 两笔合成全部
"""
FIGURES = {
    "revenue-level-2025": "2.094亿元",
    "loans-level-2025": {"printed": "1.72亿元", "chapter": "livelihood"},
    "subsidy-level-2025": "595万元",
}


@pytest.fixture(scope="module")
def guangling():
    return {row.name: row for row in audit.rows(load("guangling-2026", DATA))}


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("key_levels_count", "cannot tell"),
        ("key_levels_money", "cannot tell"),
        ("key_levels_together", "differ"),
        ("key_investment_in_fixed_assets", "cannot tell"),
        ("investment_told_twice", "agree"),
        ("upper_funds", "agree"),
        ("online_growth", "agree"),
        ("bridging_funds_scope", "cannot tell"),
        ("bridging_projects_scope", "cannot tell"),
        ("zone_value_added", "cannot tell"),
        ("potato_kept", "cannot tell"),
        ("heading-42", "numbering"),
        ("target-contract_value-level-2026", "differ"),
        ("target-funds_in_place-level-2026", "differ"),
        ("target-contracts_started-count-2026", "agree"),
        ("scope-medical_staff_recruited-count-2025", "cannot tell"),
        ("coarse_grain", "not comparable"),
        ("forest_area", "not comparable"),
    ],
)
def test_what_guangling_is_known_for(guangling, name, verdict):
    """Each contradiction and each open scope that a careful reader finds, with the verdict it deserves."""
    assert guangling[name].verdict == verdict


def test_no_false_alarm(guangling):
    """Nothing else differs: a reader who follows one of these agrees."""
    differ = {
        name for name, row in guangling.items() if row.verdict == "differ" and row.claim.kind != "target"
    }
    assert differ == {"key_levels_together"}


def test_every_declared_check_is_judged(guangling):
    """None is lost on the way from the file to the page."""
    text = (DATA / "guangling-2026" / "checks.yml").read_text(encoding="utf-8")
    names = [line[:-1] for line in text.splitlines() if line[:1].isalpha() and line.endswith(":")]
    assert names and set(names) == {name for name, row in guangling.items() if row.declared}


@pytest.fixture
def data(tmp_path):
    data = write(tmp_path, FIGURES)
    declare(data, CHECK)
    return data


def test_a_row_in_words(data):
    """Printed, computed with its interval, difference, places: as text for people, the minus a true one."""
    (row,) = audit.rows(load(editions.EDITION, data))
    assert (row.computed, row.bounds, row.difference) == (
        "1.7795亿元",
        "1.7744至1.7846亿元",
        "+0.3145亿元",
    )
    assert row.seen == "2.094亿元；1.72亿元；595万元" and row.verdict == "differ"


@pytest.mark.parametrize(
    ("printed", "bounds"),
    [("超5.8%", "大于5.8%"), ("5.8%以上", "不小于5.8%"), ("不到4%", "小于4%"), ("不超过4%", "不大于4%")],
)
def test_bounds_with_one_end(tmp_path, printed, bounds):
    """Whether the end itself is one of the values is said."""
    data = write(tmp_path, {"gdp-growth-2025": "5%", "revenue-growth-2025": printed})
    text = "again: {kind: repeat, title: 甲, figure: gdp-growth-2025, of: [revenue-growth-2025], reason: 乙}"
    declare(data, text)
    row = next(row for row in audit.rows(load(editions.EDITION, data)) if row.name == "again")
    assert row.bounds == bounds


def test_equal_numbers_have_no_difference(tmp_path):
    """Nothing is said where there is nothing to say."""
    project = {"project": "cement_heat", "scenario": "planned", "printed": "52亿元"}
    data = write(tmp_path, {"investment-x-level-2025": project, "investment-x-level-2026": project})
    (row,) = audit.rows(load(editions.EDITION, data))
    assert (row.computed, row.bounds, row.difference) == ("", "", "")


def test_a_row_as_json(data):
    """Plain values, with verdict and fingerprint."""
    edition = load(editions.EDITION, data)
    told = json.loads(json.dumps(audit.rows(edition)[0].to_json(edition)))
    assert (told["check"], told["verdict"], told["declared"]) == ("sums", "differ", True)
    assert told["fingerprint"].startswith("sum-") and told["places"] == ["第一部分第1段"]


def test_the_command(tmp_path, monkeypatch, capsys):
    """It prints every check and how many have each verdict; a report that differs is no fault of the data."""
    project = books.make(tmp_path / "book", overview="simple")
    monkeypatch.chdir(project.root)
    declare(project.data, CHECK)
    assert cli.main(["check", "--audit"]) == 0
    told = capsys.readouterr().out
    assert (
        "differ (不一致): 合计\n    printed     3.15亿元；1820.5万元；91.3万元\n    computed    0.1912亿元 "
        in told
    )
    assert "below last year (目标低于2025年): 生产总值增速\n" in told
    ended = (
        ": 5 checks: 1 differ, 2 below last year, 2 cannot tell\nqingshi-2026: 1 matter on the audit's page\n"
    )
    assert told.endswith(ended)
    assert cli.main(["check", "--audit", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)[editions.EDITION]
    assert told["findings"] == []
    verdicts = {row["check"]: row["verdict"] for row in told["audit"]}
    assert verdicts["sums"] == "differ"
    assert verdicts["target-gdp-growth-2026"] == "below last year", "that is no contradiction"
    matters = {row["check"]: (row["matter"], row["tag"]) for row in told["audit"]}
    assert matters["sums"] == (1, "不一致") and matters["target-gdp-growth-2026"][0] is None


def test_rows_of_a_chapter(data):
    """Those that touch one of its figures."""
    edition = load(editions.EDITION, data)
    assert len(audit.rows(edition, "livelihood")) == 1 and audit.rows(edition, "ecology") == []


def test_a_declared_claim_replaces_the_same_one_found(tmp_path):
    """One relation, one row: the declared reason is the better one."""
    figures = {
        "loans-level-2025": "2.094亿元",
        "loans-a-level-2025": {"printed": "1.72亿元", "item": "甲"},
        "loans-b-level-2025": {"printed": "595万元", "item": "乙"},
    }
    data = write(tmp_path, figures)
    assert [row.declared for row in audit.rows(load(editions.EDITION, data))] == [False]
    text = CHECK.replace("revenue-level", "loans-level").replace(
        "[loans-level-2025, subsidy-level-2025]", "[loans-a-level-2025, loans-b-level-2025]"
    )
    declare(data, text)
    assert [row.declared for row in audit.rows(load(editions.EDITION, data))] == [True]


def test_a_declared_claim_on_other_parts_replaces_the_one_found(tmp_path):
    """Two rows on one whole are one too many, also where the declared one leaves a part out."""
    item = {
        "loans-a-level-2025": "1.72亿元",
        "loans-b-level-2025": "0.3亿元",
        "loans-c-level-2025": "600万元",
    }
    figures = {id: {"printed": printed, "item": id[6]} for id, printed in item.items()}
    data = write(tmp_path, {"loans-level-2025": "2.094亿元"} | figures)
    text = CHECK.replace("revenue-level", "loans-level").replace("subsidy-level", "loans-b-level")
    declare(data, text.replace("[loans-level-2025", "[loans-a-level-2025"))
    assert [row.declared for row in audit.rows(load(editions.EDITION, data))] == [True]


def test_a_declared_target_replaces_the_same_one_found(tmp_path):
    """The book does not tell a target twice."""
    figures = {
        "revenue-level-2026": {"printed": "3.3亿元", "scenario": "target"},
        "revenue-level-2025": "3.15亿元",
    }
    data = write(tmp_path, figures)
    text = "aim:\n  kind: target\n  title: 目标\n  figure: revenue-level-2026\n  of: [revenue-level-2025]\n"
    declare(data, f"{text}  reason: 目标与已达到的数相比\n")
    assert [row.name for row in audit.rows(load(editions.EDITION, data))] == ["aim"]


def test_verdicts_come_in_order(guangling):
    """What needs a reader's attention comes first."""
    order = [str(row.verdict) for row in guangling.values()]
    assert list(dict.fromkeys(order)) == ["differ", "cannot tell", "not comparable", "numbering", "agree"]
    assert sum(audit.counts(list(guangling.values())).values()) == len(guangling)


def test_what_an_audit_read(data):
    """A figure or the file of checks that changes makes it stale, a file that appears too."""
    edition = load(editions.EDITION, data)
    audit.rows(edition)
    record = edition.reads.record()
    assert changes(record, data) == []
    declare(data, "{}\n", "known_issues.yml")
    declare(data, CHECK + "\n")
    assert changes(record, data) == [
        "qingshi-2026/checks.yml changed",
        "qingshi-2026/known_issues.yml changed",
    ]
    editions.change(data, "figures", "loans-level-2025", printed="1.73亿元", value="1.73")
    assert "figures.csv row loans-level-2025 changed" in changes(record, data)
