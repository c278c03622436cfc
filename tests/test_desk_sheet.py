"""The progress sheet in the desk: a table to fill in, workbooks in and out, all of it what a build takes."""

import io
import zipfile

import desks
import openpyxl
import pytest

from planbook.desk import sheet
from planbook.edition import load
from planbook.edition.actuals import GLOSSES
from planbook.errors import InputError


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return desks.project(tmp_path_factory.mktemp("sheet") / "book")


@pytest.fixture
def window(project):
    sheet.path(project, desks.EDITION).unlink(missing_ok=True)
    return desks.client(project)


def at(project, name):
    rows = sheet.rows(project, desks.EDITION)
    return next(n for n, row in enumerate(rows) if name in row["name"] and not row["task"])


def test_every_target_and_task_has_its_row(project, window):
    """The page shows each once, by name."""
    page = window.get(f"/sheet/{desks.EDITION}").text
    rows = sheet.rows(project, desks.EDITION)
    assert page.count('<th scope="row">') == len(rows)
    assert sum(bool(row["task"]) for row in rows) == len(load(desks.EDITION, project.data).tasks())


def test_what_is_filled_in_is_kept_and_used(project, window):
    """The number is in the file, in the page, and offered to the build."""
    number = at(project, "生产总值")
    assert "用进展表里填的数" not in window.get("/build").text
    answer = window.post(f"/sheet/{desks.EDITION}", data={f"value-{number}": "5.1"}, headers=desks.OURS)
    assert answer.status_code == 200 and 'value="5.1"' in answer.text
    assert sheet.rows(project, desks.EDITION)[number]["value"] == "5.1"
    assert "用进展表里填的数" in window.get("/build").text


def test_a_wrong_number_is_told(project, window):
    """It is kept, and the page says which row it is."""
    number = at(project, "生产总值")
    answer = window.post(f"/sheet/{desks.EDITION}", data={f"value-{number}": "5,1%"}, headers=desks.OURS)
    assert answer.status_code == 422 and "生产总值增速 目前数值：应为数字" in answer.text


def test_a_workbook_goes_out_and_comes_back(project, window):
    """As the desk writes it, filled in by hand, read again: the numbers stand in their rows."""
    raw = window.get(f"/sheet/{desks.EDITION}.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(raw))
    page = book.active
    assert [cell.value for cell in page[1]] == [f"{name} {gloss}" for name, gloss in GLOSSES.items()]
    number = at(project, "生产总值")
    page.cell(number + 2, list(GLOSSES).index("value") + 1).value = 5.2
    page.cell(number + 2, list(GLOSSES).index("note") + 1).value = "=1+1"
    out = io.BytesIO()
    book.save(out)
    files = {"file": ("进展.xlsx", out.getvalue())}
    window.post("/sheet/import", data={"edition": desks.EDITION}, files=files, headers=desks.OURS)
    assert sheet.rows(project, desks.EDITION)[number]["value"] == "5.2"
    again = openpyxl.load_workbook(io.BytesIO(window.get(f"/sheet/{desks.EDITION}.xlsx").content)).active
    assert {cell.data_type for row in again.iter_rows() for cell in row} <= {"s", "n"}  # no formula


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b"0" * (65 * 2**20))
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"PK\x03\x04 not a workbook", "不是能读的 xlsx"),
        (bomb(), "太大"),
        ("名称,数值\na,1\n".encode(), "表头缺少"),
        (b"indicator,measure,value,task\nno_such,level,1,\n", "计划里没有这一项"),
    ],
    ids=["damaged", "bomb", "other-head", "other-rows"],
)
def test_no_other_file_is_taken(project, window, raw, said):
    """It is said why, and the sheet stays as it was."""
    answer = window.post(
        "/sheet/import", data={"edition": desks.EDITION}, files={"file": ("a.xlsx", raw)}, headers=desks.OURS
    )
    assert answer.status_code == 400 and said in answer.text
    assert not sheet.path(project, desks.EDITION).exists()


def test_an_unknown_edition_has_none(window):
    assert window.get("/sheet/nowhere-2026").status_code == 400
    with pytest.raises(InputError, match="表头"):
        sheet.parse("a,b\n1,2\n")
