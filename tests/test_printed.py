"""planbook.edition.printed: a printed number says value, unit and bound, or is refused with the reason."""

import csv

import pytest
from editions import EDITION, GOOD

from planbook.edition.printed import AFTER, BEFORE, PrintedError, UnknownUnit, parse, relation

READ = """
70亿元 70 亿元 eq
13.30万平方米 13.30 万平方米 eq
3600余万元 3600 万元 gt
1300多名 1300 名 gt
10余个 10 个 gt
7万余件 7 万件 gt
三年多 3 年 gt
超1.8万个 1.8 万个 gt
超过80% 80 % gt
突破5000万元 5000 万元 gt
突破5000万元大关 5000 万元 gt
破百亿元 100 亿元 gt
60亿元以上 60 亿元 ge
90%以上 90 % ge
二级及以上 2 级 ge
不少于20个 20 个 ge
不低于3% 3 % ge
上百户 100 户 ge
≥5% 5 % ge
近5000人 5000 人 lt
近百家 100 家 lt
不到3% 3 % lt
不足三成 3 成 lt
不超过0.5‰ 0.5 ‰ le
3%以内 3 % le
4.5%以下 4.5 % le
约33.06万平方米 33.06 万平方米 approx
３万亩左右 3 万亩 approx
十来个 10 个 approx
５％ 5 % eq
1,234.5万元 1234.5 万元 eq
0.5个百分点 0.5 百分点 eq
百分之六点五 6.5 % eq
千分之三 3 ‰ eq
下降3.2% -3.2 % eq
-3.2% -3.2 % eq
下降超5% -5 % lt
超过80%以上 80 % ge
五家 5 家 eq
两座 2 座 eq
三百二十个 320 个 eq
百余家 100 家 gt
十余万亩 10 万亩 gt
三千万元 3000 万元 eq
五万千瓦 5 万千瓦 eq
30MW 30 MW eq
4.5万人次 4.5 万人次 eq
12大类 12 大类 eq
3亿5000万元 35000 万元 eq
1.2万亿元 1.2 万亿元 eq
一亿二千万元 12000 万元 eq
一亿二千余万元 12000 万元 gt
三亿五千万元 35000 万元 eq
两亿三千五百万斤 23500 万斤 eq
一亿零五百万元 10500 万元 eq
一亿零五万元 10005 万元 eq
三亿零二十万元 30020 万元 eq
三万零五百亩 30500 亩 eq
三万〇五百亩 30500 亩 eq
二十万零三千人 203000 人 eq
一亿二千万千瓦 12000 万千瓦 eq
1亿2千万元 12000 万元 eq
1亿2千余万元 12000 万元 gt
1亿零500万元 10500 万元 eq
1万亿2000亿元 12000 亿元 eq
3千万元 3000 万元 eq
5万3千亩 53000 亩 eq
3万零500亩 30500 亩 eq
3万零5亩 30005 亩 eq
2万3千千瓦 23000 千瓦 eq
800元/亩 800 元/亩 eq
二等奖 2 等奖 eq
Ⅱ类 2 类 eq
Ⅲ类标准 3 类 eq
III类水质标准 3 类 eq
全市第一 1 位 eq
全市第四 4 位 eq
列全省第3位 3 位 eq
第三名 3 位 eq
全县首位 1 位 eq
全省前三名 3 位 le
全市第一方阵 1 方阵 eq
56.2 56.2 - eq
"""

REFUSED = {
    "": "at most",
    "三分之一": "fraction",
    "一半": "fraction",
    "1/3": "fraction",
    "5-10年": "range",
    "5%至6%": "range",
    "三至五家": "range",
    "数十个": "no definite number",
    "几家": "no definite number",
    "约3000余人": "contradict",
    "不少于20个以下": "contradict",
    "完成70亿元": "words before",
    "与经济增长基本同步": "no number",
    "70亿元，增长6%": "more than one number",
    "五六家": "without a place",
    "5%%%": "no unit",
    "一千二": "ambiguous",
    "一万二": "ambiguous",
    "两万五元": "ambiguous",
    "一亿五": "ambiguous",
    "2亿5元": "ambiguous",
    "1.2亿5千万元": "do not fall",
    "3万5万元": "do not fall",
    "三万零": "behind 零",
    "7" * 50: "at most",
    "5<b>": "no unit",
    "下降-3%": "words before|no number",
    "百分之五元": "may follow",
}


@pytest.mark.parametrize("line", [line for line in READ.splitlines() if line])
def test_what_printed_numbers_say(line):
    """Value with its printed digits, unit without its hedge, bound: before, inside and after the number."""
    printed, value, unit, bound = line.split(" ")
    said = parse(printed)
    assert (str(said.value), said.unit or "-", said.bound) == (value, unit, bound)


@pytest.mark.parametrize(("printed", "why"), REFUSED.items())
def test_what_is_refused(printed, why):
    """What is no single number is refused, and the message says why."""
    with pytest.raises(PrintedError, match=why):
        parse(printed)


def test_known_units_decide():
    """With units given, the unit is one of them; a Chinese numeral leaves its scale to the longest."""
    units = {"亩", "万亩", "百户", "户"}
    assert parse("两万亩", units)[:2] == (2, "万亩")
    assert parse("两万亩", {"亩"})[:2] == (20000, "亩")
    assert parse("三百户", units)[:2] == (3, "百户")
    assert parse("三百户", {"户"})[:2] == (300, "户")
    with pytest.raises(UnknownUnit) as caught:
        parse("5万亩地", units)
    assert caught.value.unit == "万亩地"


@pytest.mark.parametrize("word", [word for words in BEFORE.values() for word in words])
def test_every_hedge_before(word):
    """Each hedge that stands before a number is read, and leaves value and unit alone."""
    said = parse(f"{word}百家" if word == "上" else f"{word}300家")
    assert said.unit == "家" and word in BEFORE[said.bound]


@pytest.mark.parametrize("word", [word for words in AFTER.values() for word in words])
def test_every_hedge_after(word):
    """Each hedge that stands after a number is read, and leaves value and unit alone."""
    said = parse(f"300家{word}")
    assert said.unit == "家" and word in AFTER[said.bound]


def test_relations():
    """A target in words has the bound of its relation."""
    said = {
        "与经济增长基本同步": "approx",
        "与经济增长同步": "eq",
        "高于经济增长水平": "gt",
        "不低于全省平均": "ge",
    }
    assert {words: relation(words) for words in said} == said
    with pytest.raises(PrintedError, match="relation"):
        relation("稳中有进")


def test_the_sample_edition_reads():
    """Every row of a sound edition is what its printed number says."""
    with (GOOD / "units.csv").open(encoding="utf-8") as stream:
        units = {row["unit"] for row in csv.DictReader(stream)}
    with (GOOD / EDITION / "figures.csv").open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["value"]]
    assert len(rows) > 40
    for row in rows:
        said = parse(row["printed"], units)
        assert (str(said.value), said.unit, said.bound) == (row["value"], row["unit"], row["bound"])
