"""Every numeral of a Chinese text: where it stands and what it is worth. Standard library only.

`scan` is the witness of completeness: a numeral that it sees must be a figure's mention or a row of
not_figures.csv. It therefore rather sees too much. The only Chinese numeral characters it
passes over are those inside a short lexicon of ordinary words (进一步, 零售, 百姓), and it knows no
report, place or programme.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

DIGITS = (
    {c: i for i, c in enumerate("零一二三四五六七八九")}
    | {"〇": 0, "○": 0, "两": 2}
    | {c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", start=1)}
)
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
TENS = {"廿": 20, "卅": 30}
LARGE = {"万": 10**4, "亿": 10**8}
_CHINESE = "".join(c for c in (DIGITS | SMALL | TENS | LARGE) if c != "○")
_ROMAN_SIGNS = {chr(0x2160 + i): i + 1 for i in range(12)} | {chr(0x2170 + i): i + 1 for i in range(12)}
_ROMAN_LETTERS = {"I": 1, "V": 5, "X": 10}

ARABIC = (
    r"(?:\d{1,3}(?:[,\u2009\u202f]\d{3})+(?!\d)|\d+)"  # thousands in groups, or a plain run
    r"(?:[.．]\d+)?"
)
CHINESE = rf"[{_CHINESE}][{_CHINESE}○]*(?:点[零〇一二三四五六七八九]+(?![十百千]))?"
ROMAN = r"[Ⅰ-Ⅻⅰ-ⅻ]+|(?<![A-Za-z])[IVX]+(?=[类级期型])"
# ①⑴⒈ ㈠ ㊀ ❶ ½: they number paragraphs or break a whole; never parsed, always seen
ENCLOSED = r"[①-⒛⓪-⓿❶-➓㈠-㈩㊀-㊉¼-¾⅐-⅞]"
_SCALE = r"(?:[余多来]?[十百千万亿]+)?"  # 3万, 3600余万: the scale belongs to the numeral before it
_NUMERAL = re.compile(
    rf"(?P<arabic>{ARABIC}{_SCALE})|(?P<roman>{ROMAN})|(?P<enclosed>{ENCLOSED})"
    rf"|(?P<chinese>{CHINESE}(?:[余多来][十百千万亿]+)?)"
)

# Ordinary words that hold a numeral character and never count anything. Programmes, slogans and names
# (三农, 一网通办) are deliberately absent: a person lists those in not_figures.csv.
LEXICON = tuple(
    re.findall(
        r"\S+",
        """
        进一步 统一 一体化 一体推进 一体 一致 一定 一些 一样 一般 一直 一起 一切 一律 一旦 一系列 一整套
        一方面 一大批 一批 唯一 单一 专一 万一 同一 (?<!分)之一 逐一 始终如一 一同 一并 一共 一向 一贯 一经
        一再 一度 一时 一举 一跃 一道 一路 一带 一线 一流 一手 一把手 一揽子 一站式 一次性 一条龙 一连串
        一对一 一边 一视同仁 一如既往 一以贯之 一心一意 一丝不苟 一鼓作气 独一无二 万无一失 千方百计
        千家万户 千头万绪 千锤百炼 五湖四海 五花八门 四通八达 四面八方 十分(?![之钟]) 十足
        百姓 百货 百般 百科 百分点 百分比 (?<![上数几近超破])万家 万物 万众 万能 万象 八方 四周 四处
        五谷 五金 两岸 两侧 两旁 两翼 两端 千瓦 千伏 千克 千米 千卡 千帕 千赫
        批零 零售 零散 零星 零工 零件 零部件 零碎 零食 零钱 清零 归零 零容忍 零距离 零门槛 零就业
        第一时间 队伍 入伍 退伍 陆续 大陆 登陆 陆地 收拾
        """,
    )
)
_LEXICON = re.compile("|".join(sorted(LEXICON, key=len, reverse=True)))
_COUNTING = set(_CHINESE) | {"第"}


class Numeral(NamedTuple):
    """A numeral of a text: code points [start, end), characters, kind (arabic, chinese, roman, enclosed)."""

    start: int
    end: int
    text: str
    kind: str


def scan(text: str, *, lexicon: bool = True) -> list[Numeral]:
    """Every numeral of `text` in order. With `lexicon=False` those inside ordinary words are reported too."""
    seen = _without_words(text) if lexicon else text
    return [
        Numeral(m.start(), m.end(), text[m.start() : m.end()], m.lastgroup or "")
        for m in _NUMERAL.finditer(seen)
    ]


def _without_words(text: str) -> str:
    """`text` with the lexicon's words blanked, length kept. One that touches a numeral stays: 三百货."""

    def blank(match: re.Match[str]) -> str:
        word, before, after = match[0], text[: match.start()][-1:], text[match.end() : match.end() + 1]
        touches = (word[0] in _CHINESE and (before in _COUNTING or before.isdigit()) and before) or (
            word[-1] in _CHINESE and after in _COUNTING and after
        )
        return word if touches else "\0" * len(word)

    return _LEXICON.sub(blank, text)


def arabic(text: str) -> Decimal:
    """The exact value of Arabic digits: `１,234.50` → Decimal("1234.50"). Else ValueError."""
    if not re.fullmatch(ARABIC, text):
        raise ValueError(f"not a number in Arabic digits: {text!r}")
    plain = re.sub("[,\u2009\u202f]", "", text).replace("．", ".")
    return Decimal("".join(c if c == "." else str(unicodedata.digit(c)) for c in plain))


def roman(text: str) -> Decimal:
    """The value of a Roman numeral, as one sign (Ⅲ) or in letters (III). Else ValueError."""
    values = [_ROMAN_LETTERS.get(c, _ROMAN_SIGNS.get(c, 0)) for c in text]
    if not values or 0 in values:
        raise ValueError(f"not a Roman numeral: {text!r}")
    pairs = zip(values, [*values[1:], 0], strict=True)
    return Decimal(sum(-a if a < b else a for a, b in pairs))


def chinese(text: str) -> Decimal:
    """The value of a Chinese numeral: 三百零五, 两千, 二〇二五, 三点五, 百 (=100). Else ValueError."""
    whole, point, fraction = text.partition("点")
    if not whole or any(
        c not in DIGITS and c not in SMALL and c not in TENS and c not in LARGE for c in whole
    ):
        raise ValueError(f"not a Chinese numeral: {text!r}")
    if point:
        if not fraction or any(c not in DIGITS for c in fraction):
            raise ValueError(f"digits must follow 点: {text!r}")
        return chinese(whole) + Decimal("0." + "".join(str(DIGITS[c]) for c in fraction))
    # 二〇二五 is told digit by digit; 五六 is not 56 but five or six
    if all(c in DIGITS for c in whole) and (len(whole) > 3 or (len(whole) > 1 and set(whole) & set("零〇○"))):
        return Decimal("".join(str(DIGITS[c]) for c in whole))
    return Decimal(_by_places(whole))


def scale(signs: str) -> Decimal:
    """What signs of scale multiply by: 万 → 10000, 千万 → 10⁷, none → 1."""
    return chinese(signs) if signs else Decimal(1)


_SCALES = (("万亿", 10**12), ("万万", 10**8), ("亿", 10**8), ("万", 10**4))  # the largest first


def _by_places(text: str) -> int:
    """A numeral written with places (三千零五十万, 一亿零五百万). They must fall, else something else was
    meant: in 一亿二千万 the 千 counts 万."""
    for sign, scale in _SCALES:
        head, found, tail = text.partition(sign)
        if not found:
            continue
        if head[-1:] in ("零", "〇", "○") or any(c in LARGE for c in head if scale <= 10**4):
            raise ValueError(f"the places do not fall: {text!r}")
        count, rest = _by_places(head) if head else 1, _tail(tail, text)
        if not 0 < count < 10**8 or rest >= scale:
            raise ValueError(f"the places do not fall: {text!r}")
        return count * scale + rest
    return _section(text)


def _tail(tail: str, text: str) -> int:
    """What stands behind 万 or 亿. A bare digit there needs its place, or 零: 一万二 is 12000 to some."""
    plain = tail.lstrip("零〇○")
    if tail and not plain:
        raise ValueError(f"no digit behind 零: {text!r}")
    if plain == tail and len(tail) == 1 and tail in DIGITS:
        raise ValueError(f"ambiguous, write the place of the last digit: {text!r}")
    return _by_places(plain) if plain else 0


def _section(text: str) -> int:
    """A numeral below 万: 三百零五, 廿三, 百."""
    section, digit, place = 0, None, 10**4
    for c in text:
        if c in TENS:
            section, place = section + TENS[c], 10
        elif c in DIGITS:
            if digit:
                raise ValueError(f"two digits without a place between them: {text!r}")
            if DIGITS[c] == 0:
                place = min(place, 100)  # after 零 a bare digit is a digit of ones: 一千零五
            digit = DIGITS[c]
        else:
            if SMALL[c] >= place or (digit == 0 and not section):
                raise ValueError(f"the places do not fall: {text!r}")
            section, digit, place = section + (digit or 1) * SMALL[c], None, SMALL[c]
    if digit and place in (100, 1000) and not set(text) & set("零〇○"):
        raise ValueError(f"ambiguous, write the place of the last digit: {text!r}")
    return section + (digit or 0)
