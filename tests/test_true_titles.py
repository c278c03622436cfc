"""Whatever numbers an edition has, no title says what they do not bear: Guangling's own, changed so that
sentences written for the old numbers would be false."""

import csv

import editions
import pages
import pytest
import reports

from planbook.show.select import exhibits
from planbook.show.selector import Selector

BONDS, TREASURY = (f"upper_level_funds-{one}-level-2025" for one in ("special_bonds", "ultra_long_bonds"))


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A copy of Guangling's edition, where the chapters look for it."""
    folder = pages.county(tmp_path, pages.GUANGLING)
    monkeypatch.setenv("PLANBOOK_DATA", str(folder))
    monkeypatch.setattr(editions, "EDITION", pages.GUANGLING)
    return folder


def shown(chapter: str, screen) -> tuple[str, list[str]]:
    """All that a reader sees of a chapter, and what stands in its pictures."""
    screen.clear()
    pages.run(chapter, pages.GUANGLING, screen)
    return pages.everything(screen), pages.labels(screen)


def swap_rows(data, one: str, other: str) -> None:
    """Let two rows of figures.csv change places."""
    file = editions.path(data, "figures.csv")
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    at, to = ([row[0] for row in rows].index(id) for id in (one, other))
    rows[at], rows[to] = rows[to], rows[at]
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def test_the_largest_part_is_named_by_its_figure(data, screen):
    """The share belongs to the part that has it, in whatever order the file lists them."""
    assert "专项债占争取上级资金八成以上" in shown("projects", screen)[1]
    swap_rows(data, BONDS, TREASURY)
    editions.change(data, "figures", BONDS, value="0.3245", printed="0.3245亿元")
    editions.change(data, "figures", TREASURY, value="1.72", printed="1.72亿元")
    text, labels = shown("projects", screen)
    assert "专项债占争取上级资金八成" not in text and not any("专项债占" in label for label in labels)
    assert "超长期国债占争取上级资金八成以上" in labels


def test_parts_that_no_longer_sum_have_no_share(data, screen):
    """One of them five times as large, the whole as it was: nothing is called a part of it in a title."""
    editions.change(data, "figures", TREASURY, value="1.6", printed="1.6亿元")
    _, labels = shown("projects", screen)
    assert not any("占争取上级资金" in label and "以上" in label for label in labels)


def test_a_class_that_changes_does_not_stay(data, screen):
    """A target of class Ⅲ after class Ⅱ is not the same; Ⅱ after Ⅱ is. Nothing says 仍 or 再 by itself."""
    same = "与2025年相同"
    assert same in shown("ecology", screen)[0]
    editions.change(data, "figures", "national_section_water_class-level-2026", value="3", printed="Ⅲ类")
    text, _ = shown("ecology", screen)
    assert same not in text and "仍" not in text and "Ⅱ类" in text and "Ⅲ类" in text


def test_a_target_above_is_not_counted_below(data, screen):
    """One target raised above the reviewed year: one less of them lies below, in title and lead."""
    assert "6项增速目标均低于2025年" in shown("overview", screen)[0]
    editions.change(data, "figures", "gdp-growth-2026", value="9", printed="9%")
    text, labels = shown("overview", screen)
    assert "增速目标均低于2025年" not in text and "2026年有数字的6项增速目标中5项低于2025年" in text
    assert "有数字的6项增速目标中5项低于2025年" in "".join(labels)


def test_a_plan_above_what_was_done(data, screen):
    """More than the year before is planned: no title says that less is."""
    assert "2项任务均低于2025年" in shown("urban_rural", screen)[0]
    editions.change(data, "figures", "toilets_renovated-count-2026", value="9999", printed="9999座")
    text, _ = shown("urban_rural", screen)
    assert "均低于2025年" not in text and "2项任务中1项低于2025年" in text


def test_a_rounded_number_is_not_the_largest(tmp_path):
    """1.8万 may be less than 17900: neither part is told to be the largest of the whole."""
    figures = {
        "visits-count-2025": {"printed": "3.6万人次"},
        "visits-a-count-2025": {"printed": "1.8万人次", "item": "甲"},
        "visits-b-count-2025": {"printed": "17900人次", "item": "乙"},
    }
    ed = reports.edition(tmp_path, figures)
    (one,) = exhibits(Selector(ed), "industry")
    assert one.form == "stacked" and one.claims(ed) == []
    clear = {
        **figures,
        "visits-a-count-2025": {"printed": "18600人次", "item": "甲"},
        "visits-b-count-2025": {"printed": "17400人次", "item": "乙"},
    }
    clear_ed = reports.edition(tmp_path / "clear", clear)
    (one,) = exhibits(Selector(clear_ed), "industry")
    assert [str(claim) for claim in one.claims(clear_ed)] == ["甲占县医院诊疗一半以上"]
