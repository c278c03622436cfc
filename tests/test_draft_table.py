"""Tables: the row, the head of the column and the unit say what a number is about."""

import io

import pytest
from drafting import HEAD, drafted

from planbook.draft import read

ROWS = [
    ["序号", "指标名称", "单位", "2025年计划", "2025年完成", "比上年增长（%）", "2026年目标"],
    ["1", "地区生产总值", "亿元", "85", "86.4", "5.2", "91"],
    ["2", "其中：第一产业增加值", "亿元", "20左右", "20.6", "4.0", "21.5"],
    ["3", "城镇登记失业率", "%", "4.5以内", "3.4", "—", "4.5以内"],
    ["4", "粮食产量", "万吨", "20", "20.5", "1.1", "20以上"],
]


def cells(rows, *names):
    text = "\n".join([HEAD, "一、2025年计划执行情况", "总体平稳。", *("\t".join(row) for row in rows), ""])
    return [tuple(str(getattr(one, name)) for name in names) for one in drafted(text).figures]


def test_a_cell_is_a_figure_of_its_row():
    """Subject from the row, unit from its column, standing from the head; a serial number is none."""
    got = cells(ROWS[:2], "printed", "subject", "measure", "period", "scenario", "unit")
    assert got == [
        ("85", "地区生产总值", "level", "2025", "planned", "亿元"),
        ("86.4", "地区生产总值", "level", "2025", "actual", "亿元"),
        ("5.2", "地区生产总值", "growth", "2025", "actual", "%"),
        ("91", "地区生产总值", "level", "2026", "target", "亿元"),
    ]


def test_hedges_and_rates_of_a_cell():
    """20左右 is about 20 and 4.5以内 at most 4.5; a rate in % is a rate, a growth stands under its head."""
    got = cells([ROWS[0], *ROWS[2:]], "printed", "subject", "measure", "bound")
    assert ("20左右", "第一产业增加值", "level", "approx") in got
    assert ("4.5以内", "城镇登记失业率", "rate", "le") in got
    assert ("1.1", "粮食产量", "growth", "eq") in got
    assert ("20以上", "粮食产量", "level", "ge") in got


def test_a_unit_in_brackets_and_a_growth_told_by_its_unit():
    """生产总值（亿元） names its unit; % beside an indicator that is no rate is its growth."""
    rows = [
        ["指标", "2025年实际", "2026年预期"],
        ["生产总值（亿元）", "86.4", "91"],
        ["生产总值（%）", "5.2", "5.5"],
    ]
    got = cells(rows, "subject", "measure", "unit")
    assert got == [
        ("生产总值", "level", "亿元"), ("生产总值", "level", "亿元"),
        ("生产总值", "growth", "%"), ("生产总值", "growth", "%"),
    ]  # fmt: skip


def docx() -> bytes:
    from docx import Document

    document = Document()
    document.add_paragraph(HEAD)
    document.add_paragraph("一、2025年计划执行情况")
    table = document.add_table(rows=0, cols=len(ROWS[0]))
    for row in ROWS:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    layout = document.add_table(rows=1, cols=1)
    layout.rows[0].cells[0].text = "小麦、玉米种植面积分别达到12.5万亩、8.3万亩。" * 8
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def html() -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td><p>{cell}</p></td>' for cell in row)}</tr>" for row in ROWS)
    prose = f"<p>{HEAD}</p><p>一、2025年计划执行情况</p><p>{'总体平稳，稳中有进。' * 30}</p>"
    return f"<html><body><div>{prose}<table>{rows}</table></div></body></html>".encode()


@pytest.mark.parametrize("raw", [docx(), html()], ids=["docx", "html"])
def test_the_rows_of_a_file_stay_rows(tmp_path, raw):
    """A row of a table is a line with tabs; a table of one cell only lays out the page and is prose."""
    (tmp_path / "report").write_bytes(raw)
    text = read.read(tmp_path / "report").text
    assert "\t".join(ROWS[1]) in text.split("\n")
    assert all("12.5万亩" not in line or "\t" not in line for line in text.split("\n"))
