"""tiles: key numbers with their standing, growth and rank."""

from trial import DATA

from planbook.edition import load
from planbook.show import tiles


def test_a_tile_brings_its_siblings(screen):
    """Under a level stand 预计, growth, rank and what is planned, as far as the edition has them; unknown ids
    fall away."""
    tiles.key_numbers(load("qingshi-2026", DATA), ["gdp-level-2025", "revenue-level-2025", "nothing-here"])
    assert screen.plain == [
        "- 生产总值 **86.4**亿元（2025年预计，增速5.8%；2026年目标增速5.5%）\n"
        "- 财政收入 **3.15**亿元（2025年，增速7.20%（全市第二）；2026年目标增速4%）"
    ]


def test_tiles_are_a_list_with_classes(screen):
    """The book gets a list whose parts CSS can name; hedges and stars stay outside the bold digits."""
    tiles.key_numbers(
        load("qingshi-2026", DATA), ["sheep-level-2025", "revenue_to_gdp", "crops-millet-level-2026"]
    )
    made = screen.myst[0]
    assert made.startswith(
        "{.key-numbers .of-3}\n- [羊存栏]{.kn-label}\n  [[超**9.6**万只](#fig-sheep-level-2025 "
    )
    assert "**3.65**\\%\\*](#der-revenue-to-gdp " in made
    assert "[[2026年目标]{.kn-year}]{.kn-note}" in made


def test_what_has_no_aim_is_said(screen):
    """A reached number whose indicator has no target is named once below the tiles; others are not."""
    ed = load("qingshi-2026", DATA)
    tiles.without_aim(ed, [ed["gdp-level-2025"], ed["cooperatives-count-2025"], ed["revenue_to_gdp"]])
    assert screen.plain == ["报告没有列出2026年目标的：合作社。"]


def test_the_end_of_a_label_stays_together(screen):
    """The last letters of a long label cannot be parted, so none stands alone on a line."""
    ed = load("qingshi-2026", DATA)
    tiles.key_numbers(ed, ["sheep-level-2025"], labels={"sheep-level-2025": "规模以上工业增加值"})
    assert screen.myst[0].startswith("{.key-numbers .of-1}\n- [规模以上工业增[加值]{.whole}]{.kn-label}")
    assert screen.plain[0].startswith("- 规模以上工业增加值 ")


def test_no_numbers_no_tiles(screen):
    """An edition without any of the numbers has no tiles."""
    tiles.key_numbers(load("qingshi-2026", DATA), ["nothing-here"])
    assert screen == []
