"""Numerals of a report: what each says, and why others are no figures."""

# ruff: noqa: E501  (a sentence of a report is one line)

from decimal import Decimal
from itertools import pairwise

import pytest
from drafting import DATA
from hypothesis import given, settings
from hypothesis import strategies as st

from planbook.draft import compose, fold, numbers, words
from planbook.draft.vocabulary import Vocabulary
from planbook.edition import numerals

VOCABULARY = Vocabulary(DATA, "", words.own()["units"])


def read(text):
    folded = fold.fold(text)
    found, others = numbers.find(folded.text, VOCABULARY, words.own())
    return found, others, folded


@pytest.mark.parametrize(
    ("text", "printed", "value", "unit", "bound"),
    [
        ("产值突破3600余万元。", "突破3600余万元", "3600", "万元", "gt"),
        ("装机5万千瓦。", "5万千瓦", "5", "万千瓦", "eq"),
        ("修路5千米。", "5千米", "5", "千米", "eq"),
        ("惠及5千户。", "5千户", "5", "千户", "eq"),
        ("全网传播突破百亿次。", "突破百亿次", "100", "亿次", "gt"),
        ("产值超百亿元。", "超百亿元", "100", "亿元", "gt"),
        ("举办近百场演出。", "近百场", "100", "场", "lt"),
        ("八成以上资金用于民生。", "八成以上", "8", "成", "ge"),
        ("新开航线两条，", "两条", "2", "条", "eq"),
        ("投入12（不含农村）亿元。", "12（不含农村）亿元", "12", "亿元", "eq"),
        ("起降3万架（艘）次。", "3万架（艘）次", "3", "万架次", "eq"),
        ("改造廊道35条（段）。", "35条", "35", "条", "eq"),
        ("能耗下降3.2%。", "下降3.2%", "-3.2", "%", "eq"),
        ("利润率回落0.3个百分点。", "回落0.3个百分点", "-0.3", "百分点", "eq"),
        ("投资3亿5000万元。", "3亿5000万元", "35000", "万元", "eq"),
        ("百分之五的农户。", "百分之五", "5", "%", "eq"),
        ("标准提高到796元/月。", "796元/月", "796", "元/月", "eq"),
        ("惠及120余万儿童。", "120余万", "120", "万", "gt"),
        ("增速居全省第二。", "全省第二", "2", "位", "eq"),
        ("进入全市前三名。", "全市前三名", "3", "位", "le"),
        ("总量全国首位。", "全国首位", "1", "位", "eq"),
        ("荣获二等奖。", "二等奖", "2", "等奖", "eq"),
        ("水质达到Ⅱ类标准。", "Ⅱ类", "2", "类", "eq"),
        ("海水水质保持一类。", "一类", "1", "类", "eq"),
    ],
)
def test_a_number_says_value_unit_and_bound(text, printed, value, unit, bound):
    """Digits, scale, unit and hedges are one figure, read as `printed.parse` reads them."""
    found, _, folded = read(text)
    one = next(q for q in found if folded.text[q.start : q.end] == printed)
    assert (one.value, one.unit, one.bound) == (Decimal(value), unit, bound)


@pytest.mark.parametrize(
    ("text", "numeral", "reason"),
    [
        ("2026年工作。", "2026", "date"),
        ("1月至11月完成。", "11", "date"),
        ("第十四届会议。", "十四", "number"),
        ("“十五五”时期。", "十五五", "name"),
        ("35千伏变电站。", "35", "voltage"),
        ("12345热线。", "12345", "hotline"),
        ("连续3年增长。", "3", "duration"),
        ("未来5-10年发展。", "5", "duration"),
        ("600分以上的学生。", "600", "threshold"),
        ("70岁以上老人。", "70", "threshold"),
        ("每10万人拥有医生。", "10万", "threshold"),
        ("每万人口专利。", "万", "threshold"),
        ("产值超百亿元企业增至3家。", "百亿", "threshold"),
        ("产值超10亿元企业增至3家。", "10亿", "threshold"),
        ("5万吨级泊位建成。", "5万", "class"),
        ("4个千亿级产业。", "千亿", "class"),
        ("第三产业稳定。", "三", "number"),
        ("三产增加值稳定。", "三", "class"),
        ("（一）稳中有进", "一", "heading"),
        ("入选百强县500强企业。", "500", "name"),
        ("PM2.5浓度下降。", "2.5", "name"),
        ("建成331边防路。", "331", "name"),
        ("结构为1：1.2。", "1", "word"),
    ],
)
def test_a_numeral_that_is_no_figure_has_its_reason(text, numeral, reason):
    """What only names, dates, defines or numbers is no figure, and the reason says which."""
    _, others, folded = read(text)
    told = {folded.text[o.start : o.end]: o.reason for o in others}
    key = next(k for k in told if k.startswith(numeral))
    assert told[key] == reason


def test_a_unit_told_once_serves_the_whole_list():
    """In 2.1、3.4和5.6亿元 the first two are of 亿元 too, and the rows say that the unit is shared."""
    found, _, _ = read("三项投资分别为2.1、3.4和5.6亿元。")
    assert [(str(q.value), q.unit) for q in found] == [("2.1", "亿元"), ("3.4", "亿元"), ("5.6", "亿元")]
    assert "unit-shared" in found[0].flags and "unit-shared" not in found[2].flags


def test_the_scale_of_a_list_is_completed_by_its_last_unit():
    """62亿、54亿和31亿元 are three of 亿元; a rate per 10万 keeps its measure; 3600万棒 has a unit of its own."""
    found, _, _ = read("规模分别达到62亿、54亿和31亿元。")
    assert [(str(q.value), q.unit) for q in found] == [("62", "亿元"), ("54", "亿元"), ("31", "亿元")]
    found, others, _ = read("孕产妇死亡率降至5.6/10万。")
    assert [(str(q.value), q.unit) for q in found] == [("5.6", "/10万")] and not others
    found, _, _ = read("食用菌3600万莛，产值2亿元。")
    assert found[0].unit == "万莛" and "unit-new" in found[0].flags


def test_a_range_is_two_figures():
    """5%—5.5% is at least 5 and at most 5.5; 由3%提高至5% is no range."""
    found, _, _ = read("增长5%—5.5%。")
    assert [(str(q.value), q.bound) for q in found] == [("5", "ge"), ("5.5", "le")]
    found, _, _ = read("由3%提高至5%。")
    assert [q.bound for q in found] == ["eq", "eq"]


def test_a_fraction_is_one_figure_and_flagged():
    """三分之一 and 1/3 have no exact decimal: one figure without a value, never two numbers."""
    for text in ("占全市三分之一。", "占全市1/3。"):
        found, others, _ = read(text)
        assert [(q.value, q.flags) for q in found] == [(None, ("fraction",))] and not others


def test_a_structure_is_three_shares():
    """三次产业结构 with its ratio is three shares, another ratio none."""
    found, _, _ = read("三次产业结构调整为8.3∶41.4∶50.3。")
    assert [(str(q.value), q.unit) for q in found] == [("8.3", "%"), ("41.4", "%"), ("50.3", "%")]


def test_blanks_inside_a_line_do_not_tear_a_number_but_part_two():
    """Blanks are dropped, full-width is half-width, and 12 13 stay two numbers; places are those of the original."""
    found, _, folded = read("增长 ５．２ ％，另有12 13两组")
    assert folded.span(found[0].start, found[0].end) == (3, 8)
    assert str(found[0].value) == "5.2"
    assert "12 13" in folded.text


PIECES = st.sampled_from(
    [
        "2026年", "增长5.2%", "下降3%", "约12.5万亩", "8.3万千瓦", "、", "，", "。", "；", "和", "分别", "全市第一", "三个", "一批", "百亿",
        "“十五五”", "第十届", "三分之一", "1/3", "5%—6%", "7:3:2", "①", "Ⅲ类", "（一）", "35千伏", "十几家", "3亿5000万元", "两", "〇", "5 0", "\n",
        "达到", "投资", "1.2、3.4亿元", "1,234.5吨", "PM2.5", "12345", "元", "以上", "近百场", "八成以上", "　", "每10万人", "0", "亿", "个百分点", "\t", "\t86.4\t亿元\t5.2",
    ]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=40).map("".join))
def test_every_numeral_of_any_prose_is_in_exactly_one_list(text):
    """Whatever the text: each numeral that the witness sees lies in one span, of a figure or of another numeral."""
    draft = compose.draft(text, DATA, years=("2025", "2026"))
    figures = {(f.start, f.end) for f in draft.figures}
    others = {(o.start, o.end) for o in draft.others}
    assert not figures & others
    spans = sorted(figures | others)
    for (_, end), (start, _) in pairwise(spans):
        assert end <= start
    for numeral in numerals.scan(text):
        inside = [s for s in spans if s[0] < numeral.end and numeral.start < s[1]]
        assert inside and inside[0][0] <= numeral.start and numeral.end <= inside[-1][1]
