"""select: which exhibit is made of which data, and of what no exhibit is made."""

import reports
from editions import EDITION

from planbook.edition import load
from planbook.show.select import exhibits
from planbook.show.selector import Selector

OVERVIEW, VILLAGE = {"chapter": "overview"}, {"chapter": "urban_rural"}


def chosen(folder, figures: dict, chapter: str = "industry", **files: str) -> list:
    """What is drawn in a chapter of a report with these figures only; files: checks, derived, exhibits."""
    data = reports.write(folder, figures)
    for file, text in files.items():
        reports.declare(data, text, f"{file}.yml")
    return exhibits(Selector(load(EDITION, data)), chapter)


def level(printed: str, item: str = "", **more) -> dict:
    return {"printed": printed, "item": item, **more}


def aim(printed: str, **more) -> dict:
    return {"printed": printed, "scenario": "target", **more}


def ids(exhibit) -> list[str]:
    """The figures of an exhibit, those of two years by pairs."""
    ends = [end.figure for pair in exhibit.pairs for end in (pair.actual, pair.target) if end is not None]
    return [figure.figure for figure in exhibit.figures] or ends


CROPS = {
    "crops-level-2025": level("10.0万亩"),
    "crops-millet-level-2025": level("6.0万亩", "谷子"),
    "crops-rape-level-2025": level("4.0万亩", "油菜"),
}


def test_a_whole_and_its_parts(tmp_path):
    """Parts that the audit finds to sum up to a figure of the same indicator are one bar with it."""
    (one,) = chosen(tmp_path, CROPS)
    assert (one.form, one.topic, one.whole.figure) == ("stacked", "farming", "crops-level-2025")
    assert ids(one) == ["crops-millet-level-2025", "crops-rape-level-2025"]
    assert one.caption == "种植面积的构成" and one.name == "industry-farming-stacked"


def test_parts_that_do_not_sum_are_no_whole(tmp_path):
    """Where the audit does not agree nothing is put together: 6 and 5 are not 10."""
    wrong = {**CROPS, "crops-rape-level-2025": level("5.0万亩", "油菜")}
    assert [one.form for one in chosen(tmp_path, wrong)] == []


def test_two_growth_targets(tmp_path):
    """Two rates beside their targets are one picture, a target in words beside them; one alone is none."""
    figures = {
        "gdp-growth-2025": level("5.8%", **OVERVIEW), "gdp-growth-2026": aim("5.5%", **OVERVIEW),
        "revenue-growth-2025": level("7.2%", **OVERVIEW), "revenue-growth-2026": aim("4%", **OVERVIEW),
        "urban_income-growth-2025": level("5%", **OVERVIEW),
        "urban_income-growth-2026": aim("与经济增长基本同步", **OVERVIEW),
        "gdp-level-2025": level("86.4亿元", **OVERVIEW),
    }  # fmt: skip
    (one,) = chosen(tmp_path / "two", figures, "overview")
    assert (one.form, one.noun) == ("dumbbell", "增速目标") and "gdp-level-2025" not in ids(one)
    assert len(one.pairs) == 3 and ids(one)[:2] == ["gdp-growth-2025", "gdp-growth-2026"]
    del figures["revenue-growth-2026"], figures["urban_income-growth-2025"]
    assert chosen(tmp_path / "one", figures, "overview") == []


def test_two_rates_beside_their_targets(tmp_path):
    """Shares and rates of a topic are not mixed with growth rates."""
    (one,) = chosen(
        tmp_path,
        {
            "clean_heating-share-2025": level("85%", **VILLAGE),
            "clean_heating-share-2026": aim("90%", **VILLAGE),
            "waste-rate-2025": level("80%", **VILLAGE), "waste-rate-2026": aim("82%", **VILLAGE),
            "roads-growth-2025": level("3%", **VILLAGE), "roads-growth-2026": aim("4%", **VILLAGE),
        },
        "urban_rural",
    )  # fmt: skip
    assert (one.form, one.noun, len(one.pairs)) == ("dumbbell", "比率目标", 2)


TWO_YEARS = {
    "crops-millet-level-2025": level("6.0万亩", "谷子"), "crops-millet-level-2026": aim("5万亩", item="谷子"),
    "crops-rape-level-2025": level("4.0万亩", "油菜"), "crops-rape-level-2026": aim("5000亩", item="油菜"),
}  # fmt: skip


def test_amounts_of_both_years_on_one_scale(tmp_path):
    """Two amounts in units that convert stand side by side; one alone does not."""
    (one,) = chosen(tmp_path / "two", TWO_YEARS)
    assert (one.form, one.noun) == ("paired", "目标") and ids(one) == list(TWO_YEARS)
    assert chosen(tmp_path / "one", dict(list(TWO_YEARS.items())[:2])) == []


def test_amounts_of_both_years_on_scales_of_their_own(tmp_path):
    """Other units, or a number that nobody would see beside the largest: a panel each, told by its year."""
    other = {**TWO_YEARS, "sheep-level-2025": "9.6万只", "sheep-level-2026": aim("10万只")}
    small = {**TWO_YEARS, "crops-rape-level-2026": aim("1000亩", item="油菜")}
    for number, (figures, many) in enumerate(((other, 3), (small, 2))):
        (one,) = chosen(tmp_path / str(number), figures)
        assert one.form == "panels" and len(one.groups) == many and one.order == "given"
        assert [one.labels[id] for id in list(figures)[:2]] == ["2025年", "2026年"]


def test_planned_figures_are_tasks(tmp_path):
    """What is only planned is called 任务, not 目标."""
    figures = {id: {**told, "scenario": told.get("scenario", "actual")} for id, told in TWO_YEARS.items()}
    figures["crops-rape-level-2026"]["scenario"] = "planned"
    assert [one.noun for one in chosen(tmp_path, figures)] == ["任务"]


PARTS = {
    "roads-level-2025": level("40.0公里", **VILLAGE),
    "roads-a-level-2025": level("30.0公里", "甲", **VILLAGE),
    "roads-b-level-2025": level("20.0公里", "乙", **VILLAGE),
}
CHECK = """
{name}:
  kind: part
  title: 其中
  figure: roads-level-2025
  of: [{part}]
  reason: "其中{{{part}}}"
"""
SHARE = """
{name}:
  label: 占比
  op: share
  inputs: [{part}, roads-level-2025]
  unit: "%"
  decimals: 1
"""


def test_parts_beside_their_totals(tmp_path):
    """Two derived shares whose part is declared one of the whole, and certainly not more; a share alone does
    not say so."""
    both = [{"name": f"s{part[6]}", "part": part} for part in list(PARTS)[1:]]
    checks, shares = ("".join(text.format(**one) for one in both) for text in (CHECK, SHARE))
    (one,) = chosen(tmp_path / "both", PARTS, "urban_rural", checks=checks, derived=shares)
    assert one.form == "bullet"
    assert [getattr(f, "figure", "") or f.derived for f in one.figures] == [
        "roads-a-level-2025", "roads-level-2025", "sa", "roads-b-level-2025", "roads-level-2025", "sb",
    ]  # fmt: skip
    alone = CHECK.format(**both[0])
    assert chosen(tmp_path / "one", PARTS, "urban_rural", checks=alone, derived=shares) == []
    more = {**PARTS, "roads-b-level-2025": level("50.0公里", "乙", **VILLAGE)}
    assert chosen(tmp_path / "more", more, "urban_rural", checks=checks, derived=shares) == []


def rates(*printed: str) -> dict:
    return {f"clean_heating-{n}-share-2025": level(one, f"第{n}", **VILLAGE) for n, one in enumerate(printed)}


def test_rates_on_one_line(tmp_path):
    """Three rates of a topic and a year, up to 150%, and not all the same."""
    (one,) = chosen(tmp_path / "line", rates("85%", "超90%", "104.5%"), "urban_rural")
    assert one.form == "threshold" and len(one.figures) == 3
    assert one.caption == "乡村：2025年的比率"
    for number, printed in enumerate([("85%", "90%"), ("85%", "90%", "151%"), ("85%", "85%", "85%")]):
        assert chosen(tmp_path / str(number), rates(*printed), "urban_rural") == []


def test_rates_of_two_years_are_two_lines(tmp_path):
    """Two of this year and one of the next are no three."""
    figures = {**rates("85%", "90%"), "clean_heating-x-share-2026": aim("95%", item="别的", **VILLAGE)}
    assert chosen(tmp_path, figures, "urban_rural") == []


def items(*printed: str, indicator="crops", measure="level") -> dict:
    return {f"{indicator}-{n}-{measure}-2025": level(one, f"第{n}") for n, one in enumerate(printed)}


def test_items_of_one_indicator(tmp_path):
    """Three amounts, of what is counted four, not all the same, at most fifteen."""
    (one,) = chosen(tmp_path / "three", items("6.0万亩", "4000亩", "超1.0万亩"))
    assert one.form == "bars" and len(one.figures) == 3 and one.caption == "种植面积，2025年"
    counts = {"indicator": "processors", "measure": "count"}
    (four,) = chosen(tmp_path / "four", items("5家", "6家", "7家", "8家", **counts))
    assert four.form == "bars"
    assert chosen(tmp_path / "few", items("6.0万亩", "4000亩")) == []
    assert chosen(tmp_path / "same", items("6.0万亩", "6.0万亩", "6.0万亩")) == []
    assert chosen(tmp_path / "counts", items("5家", "6家", "7家", **counts)) == []
    assert chosen(tmp_path / "many", items(*(f"{n}.0万亩" for n in range(1, 17)))) == []


def test_items_in_several_units(tmp_path):
    """A panel for each unit that two of them have; a unit of one alone makes a table of all."""
    mixed = items("6.0万亩", "4000亩", "3.0万只", "2.0万只", indicator="sheep")
    (one,) = chosen(tmp_path / "mixed", mixed)
    assert one.form == "panels"
    assert {head: len(group) for head, group in one.groups.items()} == {"万亩": 2, "万只": 2}
    assert chosen(tmp_path / "alone", items("6.0万亩", "4000亩", "3.0万只", indicator="sheep")) == []


def growths(*printed: str) -> dict:
    names = ("crops", "sheep", "herbs", "processors", "cooperatives")
    return {f"{name}-growth-2025": one for name, one in zip(names, printed, strict=False)}


def test_growth_alone(tmp_path):
    """Three rates of a topic without targets, those in words not counted."""
    (one,) = chosen(tmp_path / "three", growths("5%", "下降3%", "8.2%"))
    assert (one.form, one.noun, len(one.figures)) == ("bars", "农业", 3)
    ed = load(EDITION, tmp_path / "three/data")
    assert [str(claim) for claim in one.claims(ed)] == ["农业3项增速中1项下降"]
    assert chosen(tmp_path / "two", growths("5%", "下降3%", "与经济增长基本同步")) == []


def test_each_figure_is_drawn_once(tmp_path):
    """What one rule has taken is not there for the next: growth with a target is no bar besides."""
    figures = growths("5%", "下降3%", "8.2%", "4%", "6%") | {
        f"{name}-growth-2026": aim("4%") for name in ("crops", "sheep")
    }
    one, two = chosen(tmp_path, figures)
    assert (one.form, two.form) == ("dumbbell", "bars") and not set(ids(one)) & set(ids(two))
    assert len(two.figures) == 3


def test_a_project_is_no_item(tmp_path):
    """Figures of named projects stand with their project and in no topic's picture."""
    figures = items("6.0万亩", "4000亩", "1.0万亩")
    assert chosen(tmp_path, {id: {**told, "project": "cement_heat"} for id, told in figures.items()}) == []


WISH = """
industry:
  topics: [works]
  exhibits:
    - form: bars
      figures: [crops-1-level-reviewed, crops-0-level-reviewed]
      caption: 两种作物
      note: 按播种面积
    - form: bars
      figures: [crops-1-level-reviewed, gone-level-reviewed]
      caption: 缺一个
"""


def test_the_edition_s_own_wishes(tmp_path):
    """What exhibits.yml asks for goes before the rules, which draw the rest; a wish with a figure that the
    edition lacks is left out."""
    figures = items("6.0万亩", "4000亩", "1.0万亩", "2.0万亩", "3.0万亩")
    wished, ruled = chosen(tmp_path, figures, exhibits=WISH)
    assert wished.caption == "两种作物" and ids(wished) == ["crops-1-level-2025", "crops-0-level-2025"]
    assert (wished.note, wished.order) == ("按播种面积", "given")
    assert ids(ruled) == ["crops-2-level-2025", "crops-3-level-2025", "crops-4-level-2025"]


def test_names_are_unique(tmp_path):
    """Several pictures of one form and topic are told apart by number; names are what a file may bear."""
    figures = items("6.0万亩", "4000亩", "1.0万亩")
    figures |= {f"crops-{n}-level-2026": aim(f"{n}.0万亩", item=f"另{n}") for n in range(4, 7)}
    figures |= items("7.0万只", "4.0万只", "1.0万只", indicator="sheep")
    names = [one.name for one in chosen(tmp_path, figures)]
    assert names == ["industry-farming-bars", "industry-farming-bars-2", "industry-farming-bars-3"]
    village = chosen(tmp_path / "village", rates("85%", "超90%", "104.5%"), "urban_rural")
    assert [one.name for one in village] == ["urban-rural-village-threshold"]


def test_the_order_of_targets_is_the_reader_s(tmp_path):
    """Largest gap first, or as the report has them; only a dumbbell is ordered so."""
    figures = {
        "gdp-growth-2025": level("5.8%", **OVERVIEW), "gdp-growth-2026": aim("5.5%", **OVERVIEW),
        "revenue-growth-2025": level("7.2%", **OVERVIEW), "revenue-growth-2026": aim("4%", **OVERVIEW),
    }  # fmt: skip
    selector = Selector(reports.edition(tmp_path / "aims", figures))
    assert [exhibits(selector, "overview", order)[0].order for order in ("gap", "given")] == ["gap", "given"]
    crops = reports.edition(tmp_path / "bars", items("6.0万亩", "4000亩", "1.0万亩"))
    (bars,) = exhibits(Selector(crops), "industry", "given")
    assert bars.order == "value"


def test_topics_in_the_order_of_the_report(tmp_path):
    """By the first figure of each, but those first that the edition wants first."""
    figures = {"crops-level-2025": "6.0万亩", "power-capacity-2025": "50MW", "sheep-level-2025": "3万只"}
    plain = Selector(reports.edition(tmp_path / "plain", figures)).topics("industry")
    assert {topic: len(them) for topic, them in plain.items()} == {"farming": 2, "energy": 1}
    data = reports.write(tmp_path / "wish", figures)
    reports.declare(data, "industry:\n  topics: [energy, works]\n", "exhibits.yml")
    assert list(Selector(load(EDITION, data)).topics("industry")) == ["energy", "farming"]
