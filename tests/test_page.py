"""page: how a target compares, cautions, source."""

import pytest
from editions import copy, path
from trial import DATA, Trial, figure, pair

from planbook.edition import load
from planbook.show import page


@pytest.fixture
def ed():
    return load("qingshi-2026", DATA)


@pytest.mark.parametrize(
    "given, said",
    [
        (pair("甲", "16.4%", "2%"), "−14.4个百分点\\*"),
        (pair("甲", "5.4%", "5%"), "−0.4个百分点\\*"),
        (pair("甲", "1260座", "800座"), "−460座\\*"),
        (pair("甲", "65.92亿元", "60亿元以上"), "下限−5.92亿元\\*"),
        (pair("甲", "2.3万亩", "3万亩左右"), "约+0.7万亩\\*"),
        (pair("甲", "5%", "与经济增长基本同步", why="目标没有数字"), "不可比：目标没有数字"),
        (pair("甲", "3.6万亩", "7000亩", why="口径不同"), "不可比：口径不同"),
        (pair("甲", None, "7000亩"), "2025年无同口径数字"),
        (pair("甲", "5000亩", "1万亩"), "高于2025年"),
        (pair("甲", "2万亩", "1000亩以上"), "下限低于2025年"),
        (pair("甲", "23000亩", "2万亩左右"), "与2025年相近"),
        (pair("甲", "5.0%", "5%"), "与2025年相同"),
        (pair("甲", "超80%", "85%"), "2025年只有界限，不计算差"),
    ],
)
def test_comparison(given, said):
    """Rates differ in percentage points, numbers of one unit by their difference, a floor called one; in two
    units only the side is said; a bound in the reviewed year and another scope are not compared."""
    made = page.comparison(Trial(), given)
    assert made.startswith(f"[{said}](") if said.endswith("\\*") else made == said


def test_cautions_name_what_is_not_firm(ed, screen):
    """Estimates, ranks among unknown many, targets in words and constant prices are listed by name, each
    leading to the table where its number stands, if it stands in one."""
    tables = {"revenue-rank-2025": "table-of-money"}
    page.cautions(ed, "overview", "财政收入{revenue-level-2025}。", tables=tables)
    points = screen.plain[0].split("\n")
    assert [point[:8] for point in points] == [
        "- 预计数，报告", "- 位次只说第几", "- 目标只有文字", "- 增速按不变价", "- 财政收入3.",
        "- 报告的数字之",
    ]  # fmt: skip
    assert points[1].endswith("财政收入位次、规上工业增加值位次。")
    assert "[财政收入位次](#table-of-money)、规上工业增加值位次。" in screen.myst[0]
    assert screen.myst[0].startswith("{.cautions}\n- ")


def test_source_leads_to_the_data_page(ed, screen):
    """The source names title, producer and date, and links to the register."""
    page.source(ed, "overview")
    assert "](#figure-table)" in screen.myst[0]
    assert ed.source.title in screen.plain[0] and "2026年2月3日" in screen.plain[0]


def test_hostile_names(screen):
    """A reason or a label with markup in it stays text."""
    made = page.comparison(Trial(), pair("甲", "3万亩", "4万亩", why="`x` | <b>"))
    assert made == "不可比：\\`x\\` \\| \\<b\\>"
    assert figure("x", "<b>", "3万亩").item == "<b>"


def test_a_chapter_without_figures_has_the_books_source(tmp_path, screen):
    """Nothing is counted where there is nothing: the sentence is that of the whole book."""
    file = path(copy(tmp_path), "figures.csv")
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if ",reform," not in line), "utf-8")
    empty = load("qingshi-2026", tmp_path / "data")
    page.source(empty, "reform")
    page.source(empty)
    assert screen.plain[0] == screen.plain[1]


def test_a_caution_tells_the_years_of_a_list_apart(ed):
    """What is not of the reviewed year has its own period, also where that is not the planned year."""
    later = ed["gdp-growth-2026"].model_copy(update={"period": "2026/2030"})
    figures = (ed["gdp-growth-2025"], ed["gdp-growth-2026"], later)
    assert page._named(ed, figures, {}, years=True) == [
        "生产总值增速", "2026年生产总值增速", "2026—2030年生产总值增速",
    ]  # fmt: skip
    assert page._named(ed, figures, {}, years=False) == ["生产总值增速"]
