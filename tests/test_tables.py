"""tables: three rules, decimal alignment, the unit said once, hostile cells stay text."""

import pytest
from trial import Trial, derived, figure

from planbook.show.errors import ShowError
from planbook.show.tables import Table, difference

ED = Trial()
A, B, C = figure("a", "甲", "1.25亿元"), figure("b", "乙", "超3亿元"), figure("c", "丙", "495万元")


def rows(text: str) -> list[list[str]]:
    """The cells of a Markdown table, head and body."""
    lines = [line for line in text.split("\n") if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in [lines[0], *lines[2:]]]


def test_a_common_unit_is_said_once_at_the_top():
    """Numbers lose the common unit, the caption carries it; what was converted is said below."""
    made = Table(["项", "数"], [["甲", A], ["丙", C]], caption="投资", name="money", unit="亿元").myst(ED)
    assert made.startswith(":::{table} 投资 [单位：亿元]{.table-unit}\n:class: three-rules\n:name: money\n")
    assert "[1.25](#fig-a " in made and "[0.0495](#fig-c " in made
    assert "{.table-note}\n原文用万元的数字已换算为亿元。" in made


def test_numbers_stand_on_their_decimal_point():
    """A column of numbers is right-aligned and padded behind; a column of words is left-aligned."""
    made = Table(["项", "数"], [["甲", A], ["乙", B]], unit="亿元").plain(ED)
    assert "| :-- | --: |" in made
    assert rows(made)[1:] == [["甲", "1.25"], ["乙", "超3&#8199;&#8199;&#8200;"]]


def test_mixed_units_stay_with_their_numbers():
    """Without a common unit each number keeps its own, unpadded."""
    assert rows(Table(["项", "数"], [["甲", A], ["丙", C]]).plain(ED))[1:] == [
        ["甲", "1.25亿元"],
        ["丙", "495万元"],
    ]


def test_preliminary_and_derived_are_marked():
    """预计 stands before the number, the star behind a derived one, with the note that explains it."""
    early = figure("e", "戊", "70亿元", preliminary="true")
    made = Table(["项", "数"], [["戊", early], ["己", derived("d", "己", "63.6亿元")]], unit="亿元").myst(ED)
    assert "[预计]{.preliminary} [70](#fig-e " in made
    assert "[63.6\\*](#der-d " in made
    assert "{.table-note}\n\\* 由报告所列数字推算" in made


def test_an_empty_cell_and_a_target_in_words():
    """Nothing is a dash, words are words: never a zero, never an invented number."""
    words = figure("w", "入", "与经济增长基本同步")
    assert rows(Table(["项", "数"], [["甲", None], ["入", words]]).plain(ED))[1:] == [
        ["甲", "—"], ["入", "与经济增长基本同步"],
    ]  # fmt: skip


def test_a_worked_out_number_is_starred_and_linked():
    """A gap carries its star, its row and how it was worked out."""
    gap = difference("−14.4", A, B)
    assert gap == '[−14.4\\*](#fig-a "1.25亿元减超3亿元")'
    (entry,) = gap.entries
    assert entry == ("−14.4*", "fig-a", "1.25亿元减超3亿元", ("fig-a", "fig-b"), "1.25亿元减超3亿元")
    assert "| --: |" in Table(["差"], [[gap], [None]]).plain(ED)


@pytest.mark.parametrize("hostile", ["a|b", "`x`", "{abbr}`x`", "$x$", "<b>", "[l](u)", "\n:::\n", "# h"])
def test_hostile_cells_captions_and_notes(hostile):
    """Whatever a label holds, the table keeps its shape and opens no markup."""
    made = Table([hostile], [[hostile]], caption=hostile, name="x", unit=hostile, notes=[hostile]).myst(ED)
    assert made.count("\n:::") == 1
    for mark in "`{$<[":
        stripped = made.replace(":::{table}", "").replace("]{.table-unit}", "").replace("[单位", "")
        stripped = stripped.replace("{.table-note}", "")
        assert stripped.count(mark) == stripped.count(f"\\{mark}")


def test_a_ragged_row_and_a_bad_name_are_named():
    """Mistakes of the author are errors that say what is wrong."""
    with pytest.raises(ShowError, match="a row has 1 cells, the table has 2 columns"):
        Table(["a", "b"], [["x"]])
    with pytest.raises(ShowError, match="'Bad Name'"):
        Table(["a"], [], name="Bad Name")
