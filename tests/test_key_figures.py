"""key_figures and leads: which numbers a chapter begins with, and what its first sentence says of them."""

import pytest
import reports
from editions import EDITION

from planbook.edition import load
from planbook.show.key_figures import chosen
from planbook.show.leads import lead
from planbook.show.select import exhibits
from planbook.show.selector import Selector

OVERVIEW = {"chapter": "overview"}
TARGET = {"scenario": "target"}


def keys(folder, figures: dict, chapter: str = "industry", wishes: str = "") -> list[str]:
    data = reports.write(folder, figures)
    if wishes:
        reports.declare(data, wishes, "exhibits.yml")
    return [figure.id for figure in chosen(Selector(load(EDITION, data)), chapter)]


def sentence(folder, figures: dict, chapter: str = "overview", wishes: str = "") -> str:
    data = reports.write(folder, figures)
    if wishes:
        reports.declare(data, wishes, "exhibits.yml")
    selector = Selector(load(EDITION, data))
    return lead(selector, chapter, exhibits(selector, chapter)).plain


def test_one_of_each_topic_then_their_next(tmp_path):
    """Five at the most, topic by topic in the report's order; what was reached goes before what is planned,
    levels before growth; of one indicator one figure, its whole rather than an item."""
    figures = {
        "crops-millet-level-2025": {"printed": "6.0万亩", "item": "谷子"},
        "crops-growth-2025": "5%",
        "crops-level-2026": {"printed": "11万亩", **TARGET},
        "crops-level-2025": "10.0万亩",
        "sheep-level-2025": "9.0万只",
        "herbs-level-2025": "8万公斤",
        "processors-count-2025": "5家",
        "power-capacity-2025": "50MW",
        "dance-rank-2025": "第三名",
        "income_gap-level-2026": {"printed": "缩小差距", **TARGET},
    }
    assert keys(tmp_path, figures) == [
        "crops-level-2025", "power-capacity-2025", "sheep-level-2025", "herbs-level-2025",
        "processors-count-2025",
    ]  # fmt: skip


def test_what_both_years_have_goes_first(tmp_path):
    """Of one topic the indicators with a plan come before the others."""
    figures = {"sheep-level-2025": "9.0万只", "crops-level-2025": "6万亩"}
    figures["crops-level-2026"] = {"printed": "7万亩", **TARGET}
    assert keys(tmp_path, figures) == ["crops-level-2025", "sheep-level-2025"]


def test_items_where_there_are_no_wholes(tmp_path):
    """A topic that has nothing but items gives its first."""
    figures = {
        "crops-millet-level-2025": {"printed": "6.0万亩", "item": "谷子"},
        "power-capacity-2025": "50MW",
    }
    assert keys(tmp_path, figures) == ["crops-millet-level-2025", "power-capacity-2025"]


def test_projects_fill_up_to_three(tmp_path):
    """A chapter with few figures beside its projects takes numbers of projects, of no more than it needs."""
    own = {"project": "cement_heat"}
    figures = {"power-capacity-2025": "50MW"}
    figures |= {
        f"investment-{n}-level-2025": {"printed": f"{n}.4亿元", "item": f"第{n}", **own} for n in range(1, 5)
    }
    assert keys(tmp_path, figures) == [
        "power-capacity-2025",
        "investment-1-level-2025",
        "investment-2-level-2025",
    ]


def test_nothing_has_no_key_figures(tmp_path):
    """A chapter without figures, and one with targets in words only."""
    assert keys(tmp_path / "none", {"sheep-level-2025": "9.0万只"}, "ecology") == []
    assert keys(tmp_path / "words", {"sheep-growth-2026": {"printed": "稳步增长", **TARGET}}) == []


def test_the_edition_s_own_key_figures(tmp_path):
    """As exhibits.yml lists them, derived quantities too; what the edition lacks falls away."""
    wish = "industry:\n  key_numbers: [sheep-level-reviewed, gone-level-reviewed, crops-level-reviewed]\n"
    figures = {"crops-level-2025": "6万亩", "sheep-level-2025": "9.0万只", "herbs-level-2025": "8万公斤"}
    assert keys(tmp_path, figures, wishes=wish) == ["sheep-level-2025", "crops-level-2025"]


AIMS = {
    "gdp-level-2025": {"printed": "86.4亿元", "preliminary": "true", **OVERVIEW},
    "gdp-growth-2025": {"printed": "5.8%", **OVERVIEW},
    "gdp-growth-2026": {"printed": "5.5%", **TARGET, **OVERVIEW},
    "revenue-growth-2025": {"printed": "7.2%", **OVERVIEW},
    "revenue-growth-2026": {"printed": "4%", **TARGET, **OVERVIEW},
}


def test_a_level_its_growth_and_the_claim(tmp_path):
    """County and year, the first figure with its growth under one name, then what the targets bear."""
    assert sentence(tmp_path, AIMS) == (
        "2025年青石县生产总值预计86.4亿元，增长5.8%；2026年2项增速目标均低于2025年。"
    )


def test_growth_without_a_level(tmp_path):
    """A report that gives growth only: 增长 with the number, the word 增速 not said."""
    figures = {id: told for id, told in AIMS.items() if "level" not in id and "2026" not in id}
    assert sentence(tmp_path, figures) == "2025年青石县生产总值增长5.8%，财政收入增长7.2%。"


def test_a_fall_is_said_as_one(tmp_path):
    """下降, and no minus in front of its number."""
    figures = {"industry-growth-2025": {"printed": "下降3.2%", **OVERVIEW}}
    assert sentence(tmp_path / "growth", figures) == "2025年青石县规上工业增加值下降3.2%。"
    figures["industry-level-2025"] = {"printed": "5亿元", **OVERVIEW}
    assert sentence(tmp_path / "both", figures) == "2025年青石县规上工业增加值5亿元，下降3.2%。"


def test_a_planned_figure_says_its_year(tmp_path):
    """Beside one of the reviewed year; where all are planned the sentence begins with that year."""
    figures = {
        "sheep-level-2025": "9.0万只",
        "power-capacity-2026": {"printed": "50MW", "scenario": "planned"},
    }
    assert sentence(tmp_path / "both", figures, "industry") == "2025年羊存栏9.0万只，2026年发电装机计划50MW。"
    del figures["sheep-level-2025"]
    assert sentence(tmp_path / "one", figures, "industry") == "2026年发电装机计划50MW。"


def test_no_figure_to_tell(tmp_path):
    """Ranks and words only: how many there are; none at all: nothing."""
    figures = {"dance-rank-2025": {"printed": "第三名", "chapter": "livelihood"}}
    assert sentence(tmp_path / "rank", figures, "livelihood") == "报告在这一方面有1项数据。".rstrip("。")
    assert sentence(tmp_path / "none", figures, "ecology") == ""


@pytest.mark.parametrize("id", ["gdp-level-reviewed", "gdp-level-2025"])
def test_the_edition_s_own_sentence(tmp_path, id):
    """A lead of exhibits.yml takes the place; one whose figure is gone leaves the rule's."""
    wish = f"overview:\n  lead: 总值{{{id}}}。\n"
    assert sentence(tmp_path / "own", AIMS, wishes=wish) == "总值预计86.4亿元。"
    gone = "overview:\n  lead: 总值{gone-level-reviewed}。\n"
    assert sentence(tmp_path / "gone", AIMS, wishes=gone).startswith("2025年青石县生产总值")
