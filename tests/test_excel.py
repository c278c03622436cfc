"""planbook.formats.excel: the workbook of the invented edition, read back with another library."""

import re
import shutil
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import typst_toy
import workbooks
from editions import EDITION, GOOD, append, change, copy, with_tasks

from planbook.edition import load
from planbook.edition.outlook import outlook
from planbook.errors import BindError
from planbook.formats import excel
from planbook.formats.cover import Cover
from planbook.formats.excel import formulas, tables

PICTURES = [
    (
        "crops-both",
        "谷子和荞麦",
        "crops-millet-level-2025 crops-millet-level-2026 crops-buckwheat-level-2025",
    ),
    ("power", "装机", "power-cement_heat-capacity-2025 power-jingou_solar-capacity-2025 power_planned"),
    ("ranks", "位次", "revenue-rank-2025 industry-rank-2025"),
]


def stage(folder: Path) -> Path:
    """A stage whose chapter on industry shows some pictures."""
    cells = []
    for name, caption, figures in PICTURES:
        cell = typst_toy.picture(name, caption, f"条形图：{caption}")
        cell["outputs"][0]["metadata"]["image/svg+xml"]["planbook"]["figures"] = figures.split()
        cells.append(cell)
    return typst_toy.stage(folder, industry=cells)


def make(folder: Path, data: Path = GOOD, **more: str) -> Path:
    here = stage(folder / "stage")
    cover = Cover.of(here, [("edition", EDITION)])
    return excel.export(load(EDITION, data), here, folder / "a.xlsx", cover=cover, **more)


@pytest.fixture(scope="module")
def ed():
    return load(EDITION, GOOD)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    return make(tmp_path_factory.mktemp("excel"))


def test_every_figure_is_a_number(made, ed):
    """Each figure has one row: a number, hedge and unit beside it, and its words."""
    found = {row["编号"]: row for row in workbooks.table(made, "全部数字")}
    assert list(found) == [figure.figure for figure in ed.select()]
    for id, row in found.items():
        figure = ed[id]
        assert row["数值"] is None if figure.value is None else Decimal(str(row["数值"])) == figure.value
        assert (row["单位"] or "", row["原文数字"]) == (figure.unit, figure.printed)
        assert bool(row["限定"]) == (figure.bound != "eq")
        assert bool(row["预计"]) == figure.preliminary


def test_printed_decimals_are_kept(made):
    """38.60公里 is shown with two decimals, a negative number with a true minus."""
    sheet = openpyxl.load_workbook(made)["全部数字"]
    shown = {row[11].value: (row[4].value, row[4].number_format) for row in sheet.iter_rows(min_row=6)}
    assert shown["roads-level-2025"] == (38.6, '0.00;"−"0.00')
    assert shown["gdp-growth-2025"] == (5.8, '0.0;"−"0.0')
    assert shown["sheep-level-2025"][1].startswith("0.0;")


def test_a_target_in_words_has_no_number(made):
    """与经济增长基本同步 stays words: an empty cell, neither 0 nor a formula, on every sheet."""
    for tab in ("全部数字", "总览"):
        (row,) = [
            r for r in workbooks.table(made, tab, computed=False) if r["编号"] == "urban_income-growth-2026"
        ]
        assert row["数值"] is None and row["原文数字"] == "与经济增长基本同步"


def test_a_sheet_for_every_chapter(made, ed):
    """Front matter, the chapters that have figures, comparisons; the contents lead to each of them."""
    book = openpyxl.load_workbook(made)
    chapters = [ed.word("chapter", c) for c in dict.fromkeys(f.chapter for f in ed.select())]
    assert book.sheetnames[:3] == ["封面", "目录", "说明"]
    assert set(chapters) | {"目标对照", "具体项目", "推算数", "全部数字", "图表"} <= set(book.sheetnames)
    links = [cell.hyperlink.location for (cell,) in book["目录"]["A4:A99"] if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[2:]]


def test_sheets_are_accessible(made):
    """One table a sheet, no merged cells, no empty row or column in it, heads frozen, filters on."""
    book = openpyxl.load_workbook(made)
    names = set()
    for sheet in book.worksheets[1:]:
        (table,) = sheet.tables.values()
        names.add(table.name)
        assert not sheet.merged_cells.ranges
        assert table.autoFilter is not None and table.name.isascii()
        first = int(re.search(r"\d+", table.ref)[0])
        assert sheet.freeze_panes == f"B{first + 1}" and sheet.print_title_rows == f"${first}:${first}"
        rows = [[cell.value for cell in row] for row in sheet[table.ref]]
        assert all(rows[0]) and all(any(cell is not None for cell in row) for row in rows)
        assert sheet["A1"].value and sheet.column_dimensions["A"].width > 6
    assert len(names) == len(book.worksheets) - 1


def test_charts_stand_with_their_chapter(made):
    """Below the chapter's table, in the book's colours: one a year, what is derived hatched."""
    book = openpyxl.load_workbook(made)
    sheet = book["产业"]
    assert len(sheet._charts) == sum(len(each._charts) for each in book) > 0
    (table,) = sheet.tables.values()
    last = int(re.search(r"\d+$", table.ref)[0])
    assert all(chart.anchor._from.row >= last for chart in sheet._charts)
    with zipfile.ZipFile(made) as packed:
        drawn = "".join(packed.read(n).decode() for n in packed.namelist() if n.startswith("xl/charts/"))
    assert {"12436D", "F46A25"} <= set(re.findall(r'srgbClr val="(\w+)"', drawn))
    assert 'prst="wdUpDiag"' in drawn and "28A197" not in drawn


def test_sheets_can_be_printed(made):
    """A4 across, one page wide; ids are folded away, and letters come out at 8 pt at least."""
    for sheet in openpyxl.load_workbook(made).worksheets[1:]:
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
        (table,) = sheet.tables.values()
        widths, hidden = [], []
        for cell in sheet[table.ref][0]:
            column = next(
                one for one in sheet.column_dimensions.values() if one.min <= cell.column <= one.max
            )
            (hidden if column.hidden else widths).append((cell.value, column.width))
        assert all(head.endswith(("编号", "用到的数字")) for head, _ in hidden)
        assert not any(head.endswith("编号") for head, _ in widths)
        paper = (297 - 2 * 10.2) / 25.4 * 72
        assert 10.5 * paper / sum(5.25 * width for _, width in widths) >= 8


def test_counts_are_those_of_the_book(made, ed):
    """The contents say how many groups were checked, as the audit's page does; and the key numbers and not
    the parameters stand on the cover."""
    from planbook.audit import audit, matters
    from planbook.audit.audit import Verdict

    counts = matters.counts(matters.matters(audit.rows(ed)))
    groups = counts.total() - counts[Verdict.NUMBERING]
    book = openpyxl.load_workbook(made)
    (title,) = [row[1].value for row in book["目录"].iter_rows(min_row=4) if row[0].value == "核对"]
    assert title == f"报告自身数字的{groups}组核对，{len(workbooks.table(made, '核对'))}行"
    cover = [str(cell.value) for row in book["封面"].iter_rows() for cell in row if cell.value]
    assert not any("参数" in text for text in cover)
    assert "86.4亿元（预计）" in cover
    assert any(str(row["项"]).startswith("参数：edition") for row in workbooks.table(made, "说明"))


def test_formulas_give_the_numbers_of_the_book(made, ed):
    """Every derived value is a formula on figures, and each formula gives what the book says."""
    numbers = {row["编号"]: row["数值"] for row in workbooks.table(made, "全部数字")}
    checked = 0
    for tab in openpyxl.load_workbook(made).sheetnames[3:-1]:
        told, written = (workbooks.table(made, tab, computed) for computed in (True, False))
        for values, cells in zip(told, written, strict=True):
            for head, formula in cells.items():
                if isinstance(formula, str) and formula.startswith("="):
                    assert workbooks.calculate(formula, numbers, values) == pytest.approx(
                        values[head], abs=1e-9
                    )
                    checked += 1
    derived = {row["编号"]: row["数值"] for row in workbooks.table(made, "推算数")}
    assert derived == {one.id: pytest.approx(float(one.value)) for one in ed.derived()}
    written = [row["数值"] for row in workbooks.table(made, "推算数", computed=False)]
    assert all(str(cell).startswith("=ROUND") for cell in written) and checked > 2 * len(written)


def test_targets_beside_actuals(made, ed):
    """A row for each pair; a difference only where both numbers are exact and comparable."""
    rows = {row["2026年编号"]: row for row in workbooks.table(made, "目标对照")}
    assert list(rows) == [pair.target.figure for pair in ed.pairs()]
    gdp, greenhouses = rows["gdp-growth-2026"], rows["greenhouses-count-2026"]
    assert (gdp["2025年数值"], gdp["2026年数值"], gdp["相差"], gdp["相差的单位"]) == (
        5.8,
        5.5,
        -0.3,
        "个百分点",
    )
    assert greenhouses["相差"] is None and greenhouses["比较"] and greenhouses["2026年限定"]


def test_what_differs_in_scope_has_no_difference(tmp_path):
    """A running total is not subtracted from a year's target, though both are exact and of one unit."""
    data = copy(tmp_path)
    change(data, "figures", "gdp-growth-2025", period="../2025")
    found = workbooks.table(make(tmp_path, data), "目标对照")
    (gdp,) = [row for row in found if row["2026年编号"] == "gdp-growth-2026"]
    assert gdp["2025年数值"] == 5.8 and gdp["相差"] is None and "不可比" in gdp["比较"]


def test_projects_with_their_money(made):
    """A project's money is a number; its capacity stands beside it in words."""
    rows = {row["编号"]: row for row in workbooks.table(made, "具体项目")}
    heat = rows["cement_heat"]
    assert (heat["投资"], heat["单位"], heat["年份"]) == (2.4, "亿元", 2025) and "50MW" in heat["其他数字"]


def test_tasks_in_the_report_s_own_strength(tmp_path):
    """A row for each task: class and word of strength, its figures, project and place."""
    found = {row["编号"]: row for row in workbooks.table(make(tmp_path, with_tasks(tmp_path)), "任务")}
    toilets = found["toilets"]
    assert [toilets[head] for head in ("力度", "原文用词", "任务", "章", "项目")] == [
        "完成", "完成", "改造厕所", "城乡", "农村改厕",
    ]  # fmt: skip
    assert "800座" in toilets["数字"] and "240万元" in toilets["数字"]
    assert list(found) == ["gdp", "toilets", "school", "clinics"]
    assert found["clinics"]["说明"] == "每月一次" and found["clinics"]["位置"]


def test_main_indicators_as_the_annex_has_them(made):
    """附表: exact numbers as numbers, others in the report's words; what it does not list says so."""
    found = {row["指标名称"]: row for row in workbooks.table(made, "主要指标表")}
    gdp = found["生产总值"]
    assert list(gdp.values()) == ["生产总值", "亿元", "报告未列", 86.4, 5.8, "报告未列", 5.5]
    assert list(gdp)[2:] == ["2025年计划", "2025年完成", "增长%", "2026年计划", "计划增长%"]
    assert "与经济增长基本同步" in {row["计划增长%"] for row in found.values()}
    sheet = openpyxl.load_workbook(made)["主要指标表"]
    absent = [
        cell for row in sheet.iter_rows(min_col=4, max_col=4) for cell in row if cell.value == "报告未列"
    ]
    assert absent and all(cell.alignment.horizontal == "right" for cell in absent)


def test_progress_where_it_is_given(tmp_path):
    """A row for each target and task with its state; without a file of actuals no such sheet."""
    data, file = with_tasks(tmp_path), tmp_path / "p.csv"
    head = "indicator,item,project,measure,value,unit,preliminary,note,task,state,leader,office,evidence"
    rows = ("toilets,,,count,301,座,true,,,,,,", ",,,,,,,=1+1,clinics,推进中,王某,卫健局,纪要")
    file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    made = make(tmp_path, data, progress=str(file), as_of="2026-06-30")
    found = {row["编号"]: row for row in workbooks.table(made, "进展")}
    toilets, clinics = found["toilets-count-2026"], found["clinics"]
    assert [toilets[head] for head in ("类别", "目标", "目前", "单位", "预计", "状态")] == [
        "目标", "800座", 301, "座", "预计", "未达序时进度",
    ]  # fmt: skip
    assert toilets["依据"] == "达到目标的37.6%，低于序时进度12.4个百分点"
    assert [clinics[head] for head in ("类别", "力度", "状态", "说明", "牵头领导", "责任单位", "佐证")] == [
        "任务", "持续", "推进中", "=1+1", "王某", "卫健局", "纪要",
    ]  # fmt: skip
    assert len(found) == len(outlook(load(EDITION, data), str(file), "2026-06-30"))
    file.write_text(f"{head}\n", encoding="utf-8")
    untold = make(tmp_path / "untold", data, progress=str(file), as_of="2026-06-30")
    assert "责任单位" not in workbooks.table(untold, "进展")[0]
    assert "进展" not in openpyxl.load_workbook(make(tmp_path / "bare", data)).sheetnames


def test_terms_and_the_strength_of_projects(tmp_path):
    """名词解释 where the edition explains any; a project says how firmly the plan names it."""
    data = copy(tmp_path)
    folder = data / EDITION
    head, *lines = (folder / "projects.csv").read_text(encoding="utf-8").splitlines()
    lines = [f"{line},{'strive' if line.startswith('river,') else ''}" for line in lines]
    (folder / "projects.csv").write_text("\n".join([f"{head},commitment", *lines]), encoding="utf-8")
    terms = "term,meaning,origin,line\n三管三必须,管行业必须管安全,国务院文件,3\n"
    (folder / "glossary.csv").write_text(terms, encoding="utf-8")
    made = make(tmp_path, data)
    assert workbooks.table(made, "名词解释") == [
        {"名词": "三管三必须", "解释": "管行业必须管安全", "出处": "国务院文件"}
    ]
    strength = {row["编号"]: row["力度"] for row in workbooks.table(made, "具体项目")}
    assert strength["river"] == "力争" and strength["cement_heat"] is None


def test_pictures_become_charts(made, ed):
    """A picture of one unit is a native chart with its alternative text; ranks are not; MW is converted."""
    rows = workbooks.table(made, "图表")
    assert {row["图"] for row in rows} == {"谷子和荞麦（万亩）", "装机（万千瓦）"}
    assert [row["2025年"] for row in rows if row["图"] == "装机（万千瓦）"][:2] == [5, 3]
    assert (rows[0]["项"], rows[0]["2025年"], rows[0]["2026年"]) == ("谷子", 12.5, 12)
    with zipfile.ZipFile(made) as found:
        charts = [name for name in found.namelist() if name.startswith("xl/charts/chart")]
        drawing = found.read("xl/drawings/drawing1.xml").decode()
        first = found.read("xl/charts/chart1.xml").decode()
    assert len(charts) == 2 and 'descr="条形图：谷子和荞麦"' in drawing
    assert f"{ed.word('bound', 'approx')}12" in first, "a number with a hedge bears it in the chart"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "{=1}"])
def test_text_is_never_a_formula(tmp_path, text):
    """Whatever the data say is text, also where it begins like a formula, and stays so when edited."""
    data = copy(tmp_path)
    change(data, "figures", "crops-millet-level-2025", item=text, note=text)
    change(data, "projects", "river", name=text)
    book = openpyxl.load_workbook(make(tmp_path, data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert len(cells) >= 4
    assert all(cell.data_type == "s" for cell in cells)
    assert all(cell.quotePrefix for cell in cells if text[0] in "=+-@")


def test_same_bytes(made, tmp_path):
    """Two workbooks of the same edition are equal; the date in them is the report's, not the clock's."""
    assert make(tmp_path).read_bytes() == made.read_bytes()
    told = openpyxl.load_workbook(made).properties
    assert f"{told.created:%Y-%m-%d}" == f"{told.modified:%Y-%m-%d}" == typst_toy.SOURCE["date"]


def test_an_edition_that_lacks_much(tmp_path):
    """Without derived quantities, projects or pictures there is a workbook all the same."""
    data = copy(tmp_path)
    folder = data / EDITION
    (folder / "derived.yml").write_text("{}\n")
    header = (folder / "projects.csv").read_text("utf-8").splitlines()[0]
    (folder / "projects.csv").write_text(header + "\n", "utf-8")
    lines = (folder / "figures.csv").read_text("utf-8").splitlines()
    kept = [line for line in lines if ",2025,actual" in line and line.split(",")[4] == ""]
    kept.insert(0, lines[0])
    (folder / "figures.csv").write_text("\n".join(kept) + "\n", "utf-8")
    for name in ("checks.yml", "known_issues.yml"):
        (folder / name).unlink(missing_ok=True)
    here = typst_toy.stage(tmp_path / "bare", industry="# 产业\n")
    out = excel.export(load(EDITION, data), here, tmp_path / "b.xlsx", cover=Cover.of(here))
    assert "图表" not in openpyxl.load_workbook(out).sheetnames
    assert workbooks.table(out, "全部数字")


def test_where_nothing_can_be_written(tmp_path, ed):
    """A target that no file system takes is one clear error."""
    here = stage(tmp_path / "stage")
    with pytest.raises(BindError, match="too long"):
        excel.export(ed, here, tmp_path / f"{'a' * 300}.xlsx", cover=Cover.of(here))


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice on this machine")
def test_a_spreadsheet_program_agrees(made, tmp_path):
    """LibreOffice opens it, computes every formula anew and gets the same numbers."""
    profile = tmp_path / "profile" / "user"
    profile.mkdir(parents=True)
    always = '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"'
    (profile / "registrymodifications.xcu").write_text(
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f'{always} oor:op="fuse"><value>0</value></prop></item></oor:items>'
    )
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{profile.parent}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(tmp_path / "out"), str(made)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    ours = openpyxl.load_workbook(made, data_only=True)
    theirs = openpyxl.load_workbook(tmp_path / "out" / made.name, data_only=True)
    for sheet in ours:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float):
                    assert theirs[sheet.title][cell.coordinate].value == pytest.approx(cell.value, abs=1e-9)


MORE = {  # rows behind those of the invented county, and what they make of the note on totals
    "pigs in heads": (
        ["sheep-pigs-level-2025,industry,sheep,猪,,level,2025,actual,3,头,eq,,,,3头,,"],
        "只和头不能相加。",
    ),
    "two levels": (
        [f"processors-{n}-count-2025,industry,processors,{level}级龙头企业,,count,2025,actual,3,家,eq,,,,3家,,"
         for n, level in enumerate("县省")],
        "省、县各级龙头企业可能重叠，不能相加。",
    ),
    "prizes of two levels": (
        [f"dance-{n}-rank-2025,livelihood,dance,{level}运动会,,rank,2025,actual,3,位,eq,,,,第三名,,"
         for n, level in enumerate("省市")],
        None,
    ),
    "one level": (
        ["processors-a-count-2025,industry,processors,省龙头企业,,count,2025,actual,3,家,eq,,,,3家,,"],
        None,
    ),
    "nothing": ([], None),
}  # fmt: skip


@pytest.mark.parametrize("case", MORE)
def test_what_never_adds_up_is_told_where_it_exists(tmp_path, case):
    """Animals counted in unlike units, one thing at several levels of government; else no word of totals."""
    data, (lines, told) = copy(tmp_path), MORE[case]
    append(data, "units.csv", "头,头,1,animal")
    append(data, "figures.csv", *lines)
    assert dict(tables.notes(load(EDITION, data))).get("合计") == told


def test_hedged_numbers_round_towards_truth(ed):
    """What is more than a bound is rounded down in the workbook too, what is exact half up."""
    entries = ed.derivations()
    used = {one.bound: formulas.derived(ed, entries, one) for one in ed.derived()}
    assert used["gt"].startswith("ROUNDDOWN(ROUND(") and used["eq"].startswith("ROUND(")


CHAPTERS = {"overview": "总/览:一?", "industry": "目录", "ecology": "全部数字", "livelihood": "长" * 40,
            "urban_rural": "长" * 41, "projects": "图表", "reform": "'引'"}  # fmt: skip


def test_any_name_of_a_chapter(tmp_path):
    """Excel forbids some signs, more than 31 of them, and equal names: the sheet is named otherwise, and the
    links of the contents lead to it."""
    data = copy(tmp_path)
    for code, label in CHAPTERS.items():
        text = (data / "codelists.csv").read_text("utf-8")
        (data / "codelists.csv").write_text(
            re.sub(rf"(?m)^chapter,{code},[^,]*", f"chapter,{code},{label}", text)
        )
    book = openpyxl.load_workbook(make(tmp_path, data))
    names = book.sheetnames
    assert len({name.lower() for name in names}) == len(names) and max(map(len, names)) <= 31
    assert not [name for name in names if set(name) & set("[]:*?/\\") or name[0] == "'"]
    assert {"目录 2", "全部数字 2", "图表 2", "全部数字", "图表", "总 览 一"} <= set(names)
    links = [cell.hyperlink.location for (cell, *_) in book["目录"].iter_rows(min_row=4) if cell.hyperlink]
    assert links and {link.rpartition("!")[0].strip("'").replace("''", "'") for link in links} <= set(names)


def test_the_readers_own_targets(tmp_path):
    """A target that the reader assumed stands in the workbook as such, and what follows from it follows."""
    here = stage(tmp_path / "stage")
    ed = load(EDITION, GOOD, growth={"gdp": -5})
    made = excel.export(ed, here, tmp_path / "a.xlsx", cover=Cover.of(here, []))
    found = {row["编号"]: row for row in workbooks.table(made, "全部数字")}
    assumed = found["gdp-growth-2026"]
    assert (assumed["数值"], assumed["原文数字"], assumed["预计"]) == (-5, "-5%", "读者假定")
    [target] = [row for row in workbooks.table(made, "目标对照") if row["2026年编号"] == "gdp-growth-2026"]
    assert (target["2026年数值"], target["性质"]) == (-5, "读者假定")
