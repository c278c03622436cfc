"""planbook.edition.numerals: every numeral of a text is seen, and worth what it says."""

import random
from decimal import Decimal

import pytest

from planbook.edition.numerals import LEXICON, arabic, chinese, roman, scan


def found(text, **how):
    return [numeral.text for numeral in scan(text, **how)]


def test_kinds_and_offsets():
    """Arabic, full-width, Roman, Chinese and enclosed numerals are found where they stand."""
    text = "①收１２．５万亩，达Ⅱ类、III类，五家，第十七届，二〇二五年，½"
    assert [(n.text, n.kind) for n in scan(text)] == [
        ("①", "enclosed"),
        ("１２．５万", "arabic"),
        ("Ⅱ", "roman"),
        ("III", "roman"),
        ("五", "chinese"),
        ("十七", "chinese"),
        ("二〇二五", "chinese"),
        ("½", "enclosed"),
    ]
    assert all(text[n.start : n.end] == n.text for n in scan(text))


@pytest.mark.parametrize(
    ("text", "numerals"),
    [
        ("3600余万元", ["3600余万"]),
        ("7万余件", ["7万"]),
        ("1,234.5元", ["1,234.5"]),
        ("增长5%，6%", ["5", "6"]),
        ("2025,2026年", ["2025", "2026"]),
        ("1.2.3", ["1.2", "3"]),
        ("748笔3460.87万元", ["748", "3460.87万"]),
        ("5-10年", ["5", "10"]),
        ("VOCs、IV期", ["IV"]),
        ("三点五倍，八点三十分", ["三点五", "八", "三十"]),
    ],
)
def test_where_a_numeral_ends(text, numerals):
    """Decimals, thousands and scales belong to a numeral; commas between numbers, dashes and units do not."""
    assert found(text) == numerals


def test_after_a_zero_stand_tens_or_ones():
    """零 says that the hundreds are left out: they cannot follow."""
    assert chinese("一千零二十") == 1020
    with pytest.raises(ValueError, match="fall"):
        chinese("一千零二百")


def test_ordinary_words_count_nothing():
    """The lexicon's words are passed over, unless the lexicon is left aside."""
    text = "进一步统一的一体化平台，零售百货，百姓十分满意，走进千家万户"
    assert found(text) == []
    assert found(text, lexicon=False) == ["一", "一", "一", "零", "百", "百", "十", "千", "万"]


@pytest.mark.parametrize(
    ("text", "numerals"),
    [
        ("三百姓", ["三百"]),
        ("三十分钟", ["三十"]),
        ("十分之一", ["十", "一"]),
        ("第一批", ["一"]),
        ("2万家", ["2万"]),
        ("上万家", ["万"]),
        ("一件事", ["一"]),
        ("三农", ["三"]),
        ("2一体", ["2", "一"]),
    ],
)
def test_a_word_that_touches_a_numeral_is_no_word(text, numerals):
    """百姓 is a word, 三百姓 is not; programmes and slogans are left to a person."""
    assert found(text) == numerals


def test_lexicon_is_sorted_out():
    """Every word of the lexicon holds a numeral character, else it would not be needed."""
    assert [word for word in LEXICON if not found(word, lexicon=False)] == []
    assert len(set(LEXICON)) == len(LEXICON)


def test_no_digit_is_ever_missed():
    """In any text every Arabic digit lies in exactly one numeral."""
    chance = random.Random(7)
    for _ in range(500):
        text = "".join(chance.choices("0123456789１２.,，万亿余多%一二百年第零售-", k=30))
        covered = [at for n in scan(text) for at in range(n.start, n.end)]
        assert len(covered) == len(set(covered))
        assert {at for at, c in enumerate(text) if c.isdigit()} <= set(covered)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("五", 5),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("百", 100),
        ("三百零五", 305),
        ("三百二十", 320),
        ("一千零五", 1005),
        ("一千零五十", 1050),
        ("两千", 2000),
        ("三万五千", 35000),
        ("一亿两千万", 120000000),
        ("一亿零五百万", 105000000),
        ("一千万零五百", 10000500),
        ("一万五千亿三千万", 1500030000000),
        ("一万万", 10**8),
        ("万亿", 10**12),
        ("一万亿", 10**12),
        ("十万", 100000),
        ("二〇二五", 2025),
        ("廿三", 23),
        ("卅", 30),
        ("零", 0),
        ("叁佰", 300),
    ],
)
def test_chinese_values(text, value):
    """Chinese numerals by place, by digit and in formal signs."""
    assert chinese(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "元",
        "三点",
        "点五",
        "百千",
        "五六",
        "二三百",
        "二百三百",
        "一千二",
        "零十",
        "万五亿",
        "五万三亿万",
        "三万五",
        "一亿三亿",
        "三万零",
        "三零万",
        "三点十",
    ],
)
def test_malformed_chinese_numerals(text):
    """What is no numeral, or could mean two numbers, is refused."""
    with pytest.raises(ValueError):
        chinese(text)


def test_decimals_keep_their_digits():
    """Printed zeros stay, in every width of digit."""
    assert str(arabic("13.30")) == "13.30"
    assert arabic("１,２３４．５０") == Decimal("1234.50") and str(arabic("１２．５０")) == "12.50"
    assert str(chinese("三点五〇")) == "3.50"
    assert [int(roman(text)) for text in ("Ⅲ", "IV", "XIV", "Ⅻ")] == [3, 4, 14, 12]
    for wrong in ("1,23", "1.", "", "一"):
        with pytest.raises(ValueError):
            arabic(wrong)
    with pytest.raises(ValueError):
        roman("IC")
