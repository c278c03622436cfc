"""sheet: the sheet to fill in, as it is written and as the reader takes it."""

import csv

import pytest
from editions import EDITION, append, with_tasks

from planbook.edition import load
from planbook.edition.outlook import outlook
from planbook.errors import InputError
from planbook.show import progress_sheet


@pytest.fixture
def ed(tmp_path):
    return load(EDITION, with_tasks(tmp_path))


def rows(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        heads, *found = csv.reader(stream)
    return [dict(zip((head.split(" ")[0] for head in heads), row, strict=True)) for row in found]


def test_a_row_for_each_target_and_task(ed, tmp_path):
    """Targets with their unit, then tasks; what is to be read beside them, what is to be filled in empty."""
    made = progress_sheet.write(ed, tmp_path / "sheet.csv")
    found = rows(made.path)
    assert (made.targets, made.tasks) == (len(ed.select(period="2026")), 4)
    assert len(found) == made.targets + made.tasks
    by_name = {row["name"]: row for row in found}
    toilets = by_name[ed.indicator("toilets").label_zh]
    assert (toilets["target"], toilets["indicator"], toilets["measure"], toilets["unit"]) == (
        "800座", "toilets", "count", "座",
    )  # fmt: skip
    assert (by_name["巡回医疗"]["target"], by_name["巡回医疗"]["task"]) == ("持续", "clinics")
    assert not any(row[name] for row in found for name in ("value", "state", "note", "office", "preliminary"))


def test_excel_opens_it(ed, tmp_path):
    """UTF-8 with a byte order mark, lines as Windows ends them, heads with a Chinese gloss."""
    raw = progress_sheet.write(ed, tmp_path / "sheet.csv").path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\r\n") == raw.count(b"\n")
    assert "value 目前数值" in raw.decode("utf-8-sig").splitlines()[0]


def test_the_sheet_is_taken_as_it_is(ed, tmp_path):
    """Untouched, and filled in here and there."""
    path = progress_sheet.write(ed, tmp_path / "sheet.csv").path
    untouched = outlook(ed, str(path), "2026-06-30")
    assert {one.state for one in untouched} == {"还没有数据", "无法量化"}
    text = path.read_text(encoding="utf-8-sig").replace("toilets,,,count,,座", "toilets,,,count,900,座")
    path.write_text(text.replace(",clinics,", ",clinics,推进中"), encoding="utf-8-sig")
    found = {one.target.id: one.state for one in outlook(ed, str(path), "2026-06-30")}
    assert (found["toilets-count-2026"], found["clinics"]) == ("已完成", "推进中")


def test_a_filled_sheet_is_never_lost(ed, tmp_path):
    """A file that exists is left alone, without --force; a folder that is missing is named."""
    path = tmp_path / "sheet.csv"
    path.write_text("filled in", encoding="utf-8")
    with pytest.raises(InputError, match=r"sheet\.csv exists already and may be filled in; .* --force"):
        progress_sheet.write(ed, path)
    assert path.read_text(encoding="utf-8") == "filled in"
    progress_sheet.write(ed, path, force=True)
    assert len(rows(path)) > 4
    with pytest.raises(InputError, match=r"expected a file in a folder that exists; make .*nowhere first"):
        progress_sheet.write(ed, tmp_path / "nowhere" / "sheet.csv")


def test_what_is_aimed_at_and_planned_is_one_row(tmp_path):
    """Two rows of one key (a target, and what is set down for it) would be a fault when read."""
    data = with_tasks(tmp_path)
    append(data, "figures.csv", "gdp-b-2026,overview,gdp,,,growth,2026,planned,5.6,%,eq,,,,5.6%,")
    ed = load(EDITION, data)
    found = [
        row for row in rows(progress_sheet.write(ed, tmp_path / "s.csv").path) if row["indicator"] == "gdp"
    ]
    assert [row["target"] for row in found] == ["5.5%"]
