"""exhibits.yml: what an edition wants besides the rules, however it is filled in."""

import json
import re

import pytest
from editions import EDITION, change, copy, path
from trial import Trial, figure

from planbook.check import check
from planbook.show import Chapter, leads


@pytest.fixture
def wished(tmp_path, monkeypatch):
    """A function that writes wishes for the overview; returns what `check` finds, and the chapter."""

    def write(**wish):
        data = copy(tmp_path)
        path = data / EDITION / "exhibits.yml"
        path.write_text(json.dumps({"overview": wish}, ensure_ascii=False), "utf-8")
        monkeypatch.setenv("PLANBOOK_DATA", str(data))
        return [str(finding) for finding in check(EDITION, data)], Chapter("overview", EDITION)

    return write


def test_bullets_go_in_threes(wished):
    """A bullet of two figures is refused: a part without its share, or a share without its whole."""
    two = {"form": "bullet", "figures": ["gdp-level-2025", "revenue-level-2025"], "caption": "部分与总量"}
    (finding,), _ = wished(exhibits=[two])
    assert "2 figures of a bullet" in finding and "threes" in finding


def test_a_derived_quantity_can_be_the_first_key_number(wished, screen):
    """The lead then says the reviewed year, and the planned year before a target that follows."""
    found, chapter = wished(key_numbers=["revenue_to_gdp", "gdp-growth-2026"])
    chapter.lead()
    assert not found and screen.plain


def test_a_lead_says_which_year_and_that_it_is_planned(wished, screen):
    """A figure of another year is told with that year, and a target as a target, in words too."""
    _, chapter = wished(key_numbers=["urban_income-growth-2026", "gdp-level-2025"])
    chapter.lead()
    said = "2026年青石县居民收入增速目标与经济增长基本同步，2025年生产总值预计86.4亿元；"
    assert screen.plain[0].startswith(said)


def test_a_fall_is_told_as_printed():
    """下降超过3% stays so, with its hedge: less than −3%, not less than a fall of 3%."""
    falls = [figure("a", "甲", "下降超过3%", measure="growth")]
    assert leads._named(Trial(*falls), falls[0], []).plain == "甲下降超过3%"


def test_no_two_things_of_a_page_have_one_name(tmp_path, monkeypatch, screen):
    """A county's own topic may be called like a part of the page (projects, source): every target is one."""
    data = copy(tmp_path)
    for topic in ("projects", "source"):
        change(data, "indicators", {"projects": "sheep", "source": "processors"}[topic], topic=topic)
        with path(data, "codelists.csv").open("a", encoding="utf-8") as codes:
            codes.write(f"topic,{topic},某类{topic},\n")
    assert check(EDITION, data) == []
    monkeypatch.setenv("PLANBOOK_DATA", str(data))
    page = Chapter("industry", EDITION)
    page.topics()
    page.projects()
    own = ["industry-topics", "industry-projects", "industry-source"]  # of the notebook
    names = own + [name for text in screen.myst for name in re.findall(r"^:name: (.*)", text, re.M)]
    assert len(names) == len(set(names)) and "table-industry-projects" in names


def test_two_things_of_one_name_are_one_panel(tmp_path, monkeypatch):
    """What is both planned and aimed at counts once, in the picture and in its title alike."""
    data = copy(tmp_path)
    file = path(data, "figures.csv")
    rows = file.read_text("utf-8")
    twice = next(line for line in rows.splitlines() if line.startswith("toilets-count-2026,"))
    twice = twice.replace("toilets-count-2026,", "toilets-again-count-2026,").replace(",planned,", ",target,")
    file.write_text(f"{rows.rstrip()}\n{twice}\n", "utf-8")
    monkeypatch.setenv("PLANBOOK_DATA", str(data))
    page = Chapter("urban_rural", EDITION)
    drawn = [pair.target for one in page.exhibits for pair in one.pairs]
    assert len({one.indicator for one in drawn}) == len(drawn)


def test_a_character_that_no_font_has(tmp_path, monkeypatch, screen):
    """The picture falls away, its numbers stand in the table, and the page is made."""
    data = copy(tmp_path)
    for row in ("crops-millet-level-2025", "crops-millet-level-2026"):
        change(data, "figures", row, item="㵲水谷子")
    change(data, "indicators", "crops", label_zh="㵲水种植面积")
    monkeypatch.setenv("PLANBOOK_DATA", str(data))
    Chapter("industry", EDITION).topics()
    assert "㵲水谷子" in "".join(screen.plain)
