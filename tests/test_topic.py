"""topic: every figure of a topic once, both years of a thing in one row, with its growth, rank and notes."""

import reports
from editions import EDITION

from planbook.edition import load
from planbook.show import topic
from planbook.show.select import Exhibit

FIGURES = {
    "sheep-level-2025": {"printed": "9.0万只", "note": "指年末数"},
    "sheep-growth-2025": "5%",
    "sheep-growth-rank-2025": {"printed": "全市第一", "measure": "rank", "rank_of": "sheep-growth-2025"},
    "sheep-rank-2025": {"printed": "全市第二", "rank_of": "sheep-level-2025"},
    "crops-millet-level-2025": {"printed": "6.0万亩", "item": "谷子"},
    "sheep-level-2026": {"printed": "10万只", "scenario": "target", "note": "指年末数"},
    "sheep-growth-2026": {"printed": "4%", "scenario": "target"},
    "herbs-level-2026": {"printed": "8万公斤", "scenario": "planned", "note": "不含野生"},
    "greenhouses-count-to_2025": {"printed": "1200座", "period": "../2025"},
    "greenhouses-count-2025": "300座",
    "greenhouses-count-2022_2025": {"printed": "700座", "period": "2022/2025"},
    "cooperatives-count-2022_2025": {"printed": "90家", "period": "2022/2025"},
    "cooperatives-growth-2025": "2%",
    "crops-millet-level-2030": {"printed": "20万亩", "item": "谷子", "period": "2030", "scenario": "target"},
    "households_served-growth-2025": "3%",
}


def table(screen, ed, figures=None, derived=()) -> list[dict[str, str]]:
    """The rows of the topic's table, each by its heads, with links taken away."""
    screen.clear()
    topic.table(ed, figures or ed.select(), derived, caption="数据", name="table-x")
    lines = [line for line in screen.plain[0].splitlines() if line.startswith("| ")]
    heads, _, *rows = ([cell.strip() for cell in line.strip("|").split(" | ")] for line in lines)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_every_figure_once(screen, tmp_path):
    """Each figure of the topic has one cell, in one row, in the order of the report."""
    ed = reports.edition(tmp_path, FIGURES)
    rows = topic.joined(ed, ed.select())
    stands = [figure.figure for row in rows for figure in row.figures]
    assert sorted(stands) == sorted(figure.figure for figure in ed.select())
    table(screen, ed)
    for id in FIGURES:
        id = id.replace("_", "-")
        assert screen.myst[0].count(f"](#fig-{id} ") - screen.myst[0].count(f"\\*](#fig-{id} ") == 1, id
    named = [row.main.indicator for row in rows]
    assert named.index("sheep") < named.index("crops") < named.index("herbs")


def test_both_years_stand_in_one_row(screen, tmp_path):
    """What was reached, its growth and rank, what is planned and the planned growth; what they differ by."""
    sheep = table(screen, reports.edition(tmp_path, FIGURES))[0]
    assert sheep == {
        "指标": "羊存栏", "2025年": "9.0万只", "增速（\\%）": "5", "2026年计划（草案）": "10万只",
        "计划增速": "4%",
        "说明": "\\+1.0万只\\*；增速−1个百分点\\*；按增速全市第一；全市第二；指年末数",
    }  # fmt: skip


def test_a_growth_without_a_level_is_not_called_growth_twice(screen, tmp_path):
    """It stands in the column of growth, under the indicator's name."""
    rows = table(screen, reports.edition(tmp_path, FIGURES))
    (row,) = [row for row in rows if row["增速（\\%）"] == "3"]
    assert row["指标"] == "带动农户" and row["2025年"] == "—"


def test_periods_other_than_the_two_years_are_named(screen, tmp_path):
    """Five years, all years up to now and 2030 have rows of their own that say so: never beside one year."""
    rows = table(screen, reports.edition(tmp_path, FIGURES))
    told = {row["指标"]: (row["2025年"], row["2026年计划（草案）"]) for row in rows}
    assert told["新建大棚"] == ("300座", "—")
    assert told["新建大棚（截至2025年底）"] == ("1200座", "—")
    assert told["新建大棚（2022—2025年）"] == ("700座", "—")
    assert told["合作社（2022—2025年）"] == ("90家", "—") and told["合作社"] == ("—", "—")
    assert "20万亩" in told["种植面积（谷子）（2030年）"]
    assert told["种植面积（谷子）"] == ("6.0万亩", "—")


def test_a_note_is_said_once_where_it_belongs(screen, tmp_path):
    """Both years with the same note say it once; what is only planned has its own."""
    rows = table(screen, reports.edition(tmp_path, FIGURES))
    assert [row["指标"] for row in rows if "指年末数" in row["说明"]] == ["羊存栏"]
    assert [row["说明"] for row in rows if row["指标"] == "药材销售量"] == ["不含野生"]


def test_columns_without_anything_are_left_out(screen, tmp_path):
    """A topic without plans has no columns for them."""
    ed = reports.edition(tmp_path, {"sheep-level-2025": "9.0万只", "herbs-level-2025": "8万公斤"})
    assert [list(row) for row in table(screen, ed)] == [["指标", "2025年"]] * 2


def test_a_rank_alone_has_a_row(screen, tmp_path):
    """Where nothing else is said of a thing, its rank stands in the column of its year."""
    (row,) = table(screen, reports.edition(tmp_path, {"dance-rank-2025": "第三名"}))
    assert row["指标"].startswith("广场舞") and row["2025年"] == "第三名"


def test_what_follows_stands_at_the_end_with_a_star(screen, tmp_path):
    """Under the year of the figures that it comes from, with its formula."""
    figures = {"gdp-level-2025": "86.4亿元", "revenue-level-2025": "3.15亿元"}
    data = reports.write(tmp_path, figures)
    entry = "label: 占比, op: share, inputs: [revenue-level-2025, gdp-level-2025], unit: '%', decimals: 2"
    reports.declare(data, f"part: {{{entry}}}\n", "derived.yml")
    ed = load(EDITION, data)
    last = table(screen, ed, ed.select(), ed.derived())[-1]
    assert last["指标"] == "占比" and last["2025年"] == "3.65%\\*" and "÷" in last["说明"]


def test_a_title_is_the_strongest_claim_that_fits(tmp_path):
    """Its counts go with the picture; a caption is cut to one line; what a form cannot draw is no picture."""
    figures = {
        "gdp-growth-2025": "5.8%", "gdp-growth-2026": {"printed": "5.5%", "scenario": "target"},
        "revenue-growth-2025": "7.2%", "revenue-growth-2026": {"printed": "4%", "scenario": "target"},
    }  # fmt: skip
    ed = reports.edition(tmp_path, figures)
    aims = Exhibit("dumbbell", "headline", "标题" * 20, pairs=tuple(ed.pairs()), noun="增速目标", name="aims")
    made = topic.picture(ed, aims)
    assert made.title == "2026年2项增速目标均低于2025年" and made.counts == ("2",)
    assert made.bundle()[1]["image/svg+xml"]["planbook"]["counts"] == ["2"]
    long = Exhibit("dumbbell", "headline", "标题" * 20, pairs=tuple(ed.pairs()), noun="很长" * 9, name="aims")
    assert topic.picture(ed, long).title.endswith("…") and topic.picture(ed, long).counts == ()
    mixed = Exhibit("threshold", "headline", "率", figures=(ed["gdp-growth-2025"],), name="mixed")
    assert topic.picture(ed, mixed) is not None
    aim = {"printed": "稳步增长", "scenario": "target"}
    words = reports.edition(tmp_path / "words", {"gdp-growth-2026": aim})
    spoken = Exhibit("threshold", "headline", "率", figures=tuple(words.select()), name="spoken")
    assert topic.picture(words, spoken) is None


def test_a_table_asks_only_for_its_own_pairs(screen, tmp_path):
    """What it reads of other topics would run its chapter again when only they change."""
    ed = reports.edition(tmp_path, FIGURES)
    table(screen, ed, ed.select(indicator="herbs"))
    read = {name for query in ed.reads.record()["queries"] for name in query["rows"]}
    assert "herbs-level-2026" in read and "sheep-level-2026" not in read


def test_rows_of_one_name_say_their_units(screen, tmp_path):
    """Loans are counted and have a sum: two rows, which nobody could tell apart by their name."""
    ed = reports.edition(
        tmp_path,
        {
            "cooperatives-count-2025": "748家",
            "cooperatives-level-2025": {"printed": "3460万元", "measure": "level"},
            "herbs-level-2025": "8万公斤",
        },
    )
    names = [row["指标"] for row in table(screen, ed)]
    assert len(set(names)) == 3
    assert [name.rpartition("（")[2] for name in names[:2]] == ["家）", "万元）"] and "（" not in names[2]
