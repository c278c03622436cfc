"""style: what fits on a line, which characters can be drawn, and colours that can be seen."""

from pathlib import Path

import pytest

from planbook.book import pictures
from planbook.show import palette, style
from planbook.show.errors import MissingGlyph


def test_a_missing_glyph_is_named():
    """A character that the font lacks is an error with the character, its code and the text around it."""
    with pytest.raises(MissingGlyph, match=r"'😀' \(U\+1F600\) in '笑😀'"):
        style.width("笑😀")


def test_everything_in_the_test_edition_can_be_drawn():
    """Common characters, full-width signs, roman numerals and units are in both weights."""
    for weight in ("regular", "bold"):
        assert style.width("青石县〇一二㎡℃‰≥≤±×÷·—…“”（）Ⅰ Ⅱ Ⅲ % * −+", weight=weight) > 0


def test_wrapping_never_tears_a_number_or_starts_with_a_comma():
    """Lines stay in their room; numbers and words stay whole; closing marks stay behind."""
    lines = style.wrap("总投资228.88亿元，完成120.4亿元，VOCs排放。", 62)
    assert all(style.width(line) <= 62 or len(style.wrap(line, 62)) == 1 for line in lines)
    assert "".join(lines) == "总投资228.88亿元，完成120.4亿元，VOCs排放。"
    assert not any(line[0] in "，。" for line in lines)
    assert any("228.88" in line for line in lines) and any("VOCs" in line for line in lines)


def test_a_word_wider_than_its_room_is_cut():
    """Better a torn word than text off the canvas."""
    assert all(style.width(line) <= 40 for line in style.wrap("Pneumonoultramicroscopic", 40))


def test_balanced_lines():
    """A label of two lines has no single character on its second."""
    lines = style.balanced("一二三四五六七八九十一", 110)
    assert len(lines) == 2 and abs(len(lines[0]) - len(lines[1])) <= 1


def test_shortened():
    """What does not fit ends in an ellipsis and fits."""
    assert style.shortened("短", 100) == "短"
    cut = style.shortened("一二三四五六七八九十", 60)
    assert cut.endswith("…") and style.width(cut) <= 60


def test_measure_counts_chinese_characters():
    """Digits and Latin letters are half a character."""
    assert style.measure("低于2025年") == 5


def test_a_year_is_not_torn():
    """2025年 stands on one line wherever it ends: a year alone would be a number without an origin."""
    for room in range(60, 160, 4):
        lines = style.wrap("地区生产总值：5%左右，不可比：报告没有2025年12月31日的同口径数字", room)
        assert not [line for line in lines if line[-1].isdigit()]


COLOURS = {name: value for name, value in vars(palette).items() if name.isupper()}
TEXTS, MARKS = ("INK", "MUTED", "PLANNED_INK", "REVIEWED"), ("REVIEWED", "PLANNED", "CONTEXT")


def test_colours_can_be_told_from_paper():
    """4.5 to 1 for letters, 3 to 1 for marks (WCAG 2); a test in a browser measures the same on a dark
    page."""
    for name in TEXTS:
        assert contrast(COLOURS[name], palette.PAPER) >= 4.5, name
    for name in MARKS:
        assert contrast(COLOURS[name], palette.PAPER) >= 3, name


def test_every_colour_has_another_at_night():
    """The page's styles name each colour of the palette that a drawing can hold, by its exact spelling."""
    styles = (Path(pictures.__file__).parent / "static/pictures.css").read_text(encoding="utf-8")
    for name, value in COLOURS.items():
        assert name == "INK" or f'="{value}"]' in styles, name


def contrast(one: str, two: str) -> float:
    light = sorted(map(luminance, (one, two)))
    return (light[1] + 0.05) / (light[0] + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
