"""Widths of table columns."""

from planbook.formats.tree.widths import GAP, SLACK, Text, columns, natural


def texts(*rows):
    return [Text(r, c, cell) for r, row in enumerate(rows) for c, cell in enumerate(row)]


def test_short_cells_stand_on_one_line_with_some_slack():
    """A table that fits is not torn apart to fill the measure."""
    found = columns(texts(("指标", "数值"), ("粮食", "6.3")), 2, 51.0)
    assert found[0] == 2.0 + SLACK + GAP
    assert sum(found) < 51.0


def test_numbers_stay_whole_beside_long_text():
    """A short cell keeps its width whatever the long column would like to have."""
    found = columns(texts(("项目", "金额", "说明"), ("甲", "3600余万元", "很长的说明" * 30)), 3, 51.0)
    assert found[1] >= Text(0, 0, "3600余万元").natural + GAP
    assert abs(sum(found) - 51.0) < 0.6


def test_width_goes_where_it_saves_lines():
    """Of two long columns the longer one gets more."""
    rows = [("长" * 20, "长" * 60)] * 20
    found = columns(texts(*rows), 2, 40.0)
    assert found[1] > 1.5 * found[0]


def test_too_many_columns_still_fit():
    """Even where every column is wider than its share the table stays within the measure."""
    found = columns(texts(tuple("七个字的短词啊" for _ in range(12))), 12, 51.0)
    assert sum(found) <= 51.01


def test_a_long_latin_word_is_not_counted_whole_where_it_may_break():
    """Ids break after hyphens and underscores, so they do not take the table's width."""
    assert Text(0, 0, "general_public_budget_revenue-growth-2025").least < 8.0
    assert Text(0, 0, "x" * 60).least == 11.0


def test_natural_width_is_that_of_the_longest_cells():
    """The width of a table without a line break: its longest cells and the gaps."""
    assert natural(texts(("四个字长", "一"), ("二", "三个字")), 2) == 4.0 + 3.0 + 2 * GAP


def test_empty_table_has_widths():
    """A column without any text has a width all the same."""
    assert len(columns([], 3, 51.0)) == 3
