"""What a number is about, how it measures, when and in what standing, and where the book tells it."""

# ruff: noqa: E501  (a sentence of a report is one line)

import pytest
from drafting import brief, plan, review


def told(sentence, *names):
    return [tuple(str(getattr(figure, name)) for name in names) for figure in review(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # what stands before the number, without verbs and adverbials
        ("全县社会消费品零售总额完成38亿元。", [("38亿元", "社会消费品零售总额")]),
        # the subject of the number before
        ("地区生产总值完成83亿元、同比增长4%。", [("83亿元", "地区生产总值"), ("4%", "地区生产总值")]),
        # lists with 分别: a head said once, a prefix said once
        (
            "牛、猪、羊存栏分别达到4万头、6万头、8万只。",
            [("4万头", "牛存栏"), ("6万头", "猪存栏"), ("8万只", "羊存栏")],
        ),
        ("火灾事故起数和伤亡人数分别下降11%、16%。", [("下降11%", "火灾事故起数"), ("16%", "火灾事故伤亡人数")]),
        ("城乡居民低保标准分别提高到760元和640元。", [("760元", "城镇居民低保标准"), ("640元", "农村居民低保标准")]),
        ("运输业、住宿和餐饮业增加值分别增长9%、15%。", [("9%", "运输业增加值"), ("15%", "住宿和餐饮业增加值")]),
        (
            "城镇居民、农村居民人均收入分别提高3.9%、6.1%。",
            [("3.9%", "城镇居民人均收入"), ("6.1%", "农村居民人均收入")],
        ),
        # the subjects of the numbers before, in their order
        (
            "接待国内游客410万人次、入境游客9万人次，分别增长6%、39%。",
            [("410万人次", "国内游客"), ("9万人次", "入境游客"), ("6%", "国内游客"), ("39%", "入境游客")],
        ),
        # one number for several things
        ("及时受理率、按期办结率均为100%。", [("100%", "及时受理率"), ("100%", "按期办结率")]),
        # the noun behind
        ("撤并2所农村小学校，", [("2所", "撤并农村小学校")]),
        ("20个村完成生活污水治理。", [("20个", "村完成生活污水治理")]),
        # a word that says nothing alone
        ("省重点项目7个，总投资149亿元。", [("7个", "省重点项目"), ("149亿元", "省重点项目总投资")]),
        # a project with its money
        ("投资6亿元的海风10万千瓦风电开工。", [("6亿元", "海风10万千瓦风电投资"), ("10万千瓦", "海风风电")]),
        # against the whole: the subject before it
        ("服务业增加值增长7.3%，高于全国1.2个百分点。", [("7.3%", "服务业增加值"), ("1.2个百分点", "服务业增加值")]),
        # no separator between two counts
        ("将38户95人纳入监测。", [("38户", ""), ("95人", "")]),
        # three shares of a structure
        ("三次产业结构为8.3∶41.4∶50.3。", [("8.3", "第一产业占比"), ("41.4", "第二产业占比"), ("50.3", "第三产业占比")]),
    ],
)  # fmt: skip
def test_a_number_is_about_the_words_of_the_report(sentence, expected):
    """Each construct of a list, an inherited, a post-placed or a generic subject gets the report's own words."""
    found = brief(review(sentence))
    assert [printed for printed, _ in found] == [printed for printed, _ in expected]
    for (_, got), (_, wanted) in zip(found, expected, strict=True):
        if wanted:
            assert len(got) <= len(wanted) + 8
            assert wanted in got or all(part in got for part in (wanted[:4], wanted[-2:])), (got, wanted)


def test_a_list_that_does_not_come_out_even_is_flagged():
    """Three names and two numbers are never paired by guessing: the rows are of low confidence."""
    found = review("甲镇、乙镇、丙镇茶园分别达到3万亩、2万亩。")
    assert {figure.confidence for figure in found} == {"low"}
    assert all("pairing?" in figure.flags for figure in found)


def test_a_fall_said_once_is_the_sign_of_the_others():
    """分别下降13%、18%: the second is printed 18% and is worth −18, as its `sign` says."""
    second = review("火灾起数和伤亡人数分别下降13%、18%。")[1]
    assert (str(second.value), second.printed, second.sign) == ("-18", "18%", "-1")


@pytest.mark.parametrize(
    ("sentence", "measures"),
    [
        ("覆盖率提升至62%，", ["rate"]),
        ("游客提升6%，", ["growth"]),
        ("对工业增长贡献率达72.9%。", ["share"]),
        ("民间投资占比提高1.8个百分点。", ["change"]),
        ("税收收入7亿元，完成年初预算的103.2%。", ["level", "completion"]),
        ("光伏装机达到70MW。", ["capacity"]),
        ("牛存栏4万头，家庭农场46家。", ["level", "count"]),
        ("旅游收入增长近7倍。", ["growth"]),
        ("排名提升4位。", ["change"]),
        ("工业增速全市第三。", ["rank"]),
        ("90%的村通了公路。", ["share"]),
    ],
)
def test_how_a_number_measures(sentence, measures):
    """到 and 至 make a rate of what would be growth; points are a change; counters count."""
    assert [figure.measure for figure in review(sentence)] == measures


@pytest.mark.parametrize(
    ("sentence", "period", "scenario", "preliminary"),
    [
        ("预计全年生产总值完成83亿元。", "2025", "actual", True),
        ("生产总值完成83亿元。", "2025", "actual", False),
        ("总投资3亿元的水厂建成。", "2025", "planned", False),
        ("常住人口由2024年的72万人增加到75万人。", "2024", "actual", False),
        ("五年来，生产总值年均增长5.4%。", "2021/2025", "actual", False),
        ("开工以来累计完成投资96亿元。", "../2025", "actual", False),
        ("增速连续三年位居全市第一。", "2023/2025", "actual", False),
        ("到2030年装机达到100万千瓦。", "2030", "target", False),
    ],
)
def test_when_and_in_what_standing_in_the_part_that_looks_back(sentence, period, scenario, preliminary):
    """Scopes: an estimate, a named year, a span of years, a project's whole size."""
    first = review(sentence)[0]
    assert (first.period, first.scenario, first.preliminary) == (period, scenario, preliminary)


@pytest.mark.parametrize(
    ("sentence", "scenario"),
    [
        ("力争产值突破90亿元。", "target"),
        ("保费收入30亿元以上。", "target"),
        ("新建水厂2座。", "planned"),
        ("推动投资2亿元的水厂开工。", "planned"),
        ("经济社会发展主要预期目标是：生产总值增长5%。", "target"),
    ],
)
def test_what_is_aimed_at_and_what_is_set_down(sentence, scenario):
    """力争, 以上 and 预期目标 make a target; work and money set down are planned."""
    assert plan(sentence).figures[0].scenario == scenario


def test_a_target_in_words_has_no_number():
    """高于经济增长 is a target measured by another indicator: value empty, bound from the words."""
    found = plan("主要预期目标是：农村居民收入增长高于经济增长，城镇居民收入与经济增长基本同步。").figures
    assert [(f.value, f.bound, f.against) for f in found] == [(None, "gt", "gdp"), (None, "approx", "gdp")]


def test_the_indicator_is_found_by_its_names_and_the_dimension_must_fit():
    """规上工业增加值 is an alias; a level in 人 is never an indicator in 亿元."""
    found = review("规上工业增加值增长6%，社零总额48亿元，茶叶加工车间38人。")
    assert [f.matched.indicator for f in found][:2] == ["industrial_value_added", "retail_sales"]
    assert found[2].matched.indicator not in ("industrial_value_added", "retail_sales")
    assert review("固定资产投资38人。")[0].matched.indicator != "fixed_asset_investment"


def test_the_chapter_follows_from_subject_clause_and_paragraph():
    """Theme words and the indicator's own chapter decide; an unplaced number goes with its paragraph."""
    found = review(
        "民生改善。城镇新增就业2860人，幼儿园学位新增300个，另有9个。", "造林3万亩，湿地修复2万亩。"
    )
    assert [figure.chapter for figure in found] == [
        "livelihood",
        "livelihood",
        "livelihood",
        "ecology",
        "ecology",
    ]


def test_parts_are_found_by_words_and_not_by_number():
    """A heading without a number, or one that says nothing, takes its part from words or from the text below."""
    text = "2025年工作回顾\n完成投资3亿元。\n二、奋力开创新局面\n今年，新建学校2所。\n2026年工作安排\n新建医院1所。\n"
    from drafting import drafted

    assert [f.scenario for f in drafted(text, years=("2025", "2026")).figures] == [
        "actual",
        "planned",
        "planned",
    ]


@pytest.mark.parametrize(
    ("sentence", "subjects"),
    [
        # what a list says once: ranks of government, a sum of its members, a verb, a prefix, an end
        ("实施省、市、县重点工程12项、35项、96项。", ["省重点工程", "市重点工程", "县重点工程"]),
        ("甲镇、乙镇二镇茶园面积分别为3万亩、2万亩。", ["甲镇", "乙镇"]),
        (
            "粮食、果品、蔬菜三大产业产值分别增长3%、4%、5%。",
            ["粮食产业产值", "果品产业产值", "蔬菜产业产值"],
        ),
        ("新建、改造提升灌区2处、3处。", ["新建灌区", "改造提升灌区"]),
        ("煤层气抽采量、利用量分别为6亿立方米、5亿立方米。", ["煤层气抽采量", "煤层气利用量"]),
        ("婚前、孕前检查率分别为97%、98%。", ["婚前检查率", "孕前检查率"]),
        # what a number is compared with is no subject
        ("税收7亿元，为年初预算的101%。", ["税收", "税收"]),
        ("茶叶产量3万吨，是“十三五”末的1.5倍。", ["茶叶产量", "茶叶产量"]),
        ("财政收入4亿元，剔除一次性因素后增长2%。", ["财政收入", "财政收入"]),
        # what was gained stands beside; the growth behind it is of the whole again
        ("财政收入4亿元，增收3000万元，增长7%。", ["财政收入", "财政收入增收", "财政收入"]),
        # a part of the whole before, another half, a predicate alone
        ("工业投资21亿元，占全部投资的46%。", ["工业投资", "工业投资占全部投资"]),
        ("养老设施覆盖率城市100%、农村64%。", ["养老设施覆盖率城市", "养老设施覆盖率农村"]),
        ("新开工亿元项目15个，竣工11个。", ["新开工亿元项目", "亿元项目竣工"]),
        ("总量、增速分列全市第二、第四，工业产值30亿元。", ["总量", "增速", "工业产值"]),
    ],
)
def test_what_a_sentence_says_once_is_said_of_all(sentence, subjects):
    """Ranks, sums, verbs, prefixes and ends of a list; comparisons, gains and parts of what stands before."""
    got = [subject for _, subject in brief(review(sentence))]
    assert len(got) == len(subjects)
    for one, wanted in zip(got, subjects, strict=True):
        assert wanted in one and len(one) <= len(wanted) + 8, (one, wanted)
