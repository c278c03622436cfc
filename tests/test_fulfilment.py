"""What became of last year's plan: 青石 2027 beside its plan for 2026, and single cases made by hand."""

import csv
import shutil
from decimal import Decimal
from pathlib import Path

import pages
import pytest
import yaml

from planbook.audit import answers
from planbook.audit.fulfilment import Result, fulfilment
from planbook.book import stage
from planbook.check import check
from planbook.edition import load, naming, years
from planbook.run.project import Project
from planbook.show import output

HERE = Path(__file__).parent
COUNTIES = HERE / "data" / "counties"
BEFORE, NOW = "qingshi-2026", "qingshi-2027"


@pytest.fixture
def data(tmp_path):
    """The shared tables and the two years of 青石."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("indicators.csv", "units.csv", "codelists.csv"):
        shutil.copyfile(HERE.parent / "data" / name, folder / name)
    for name in (BEFORE, NOW):
        shutil.copytree(COUNTIES / name, folder / name)
    return folder


def change(data: Path, edition: str, table: str, key: str, **fields: str) -> None:
    """Write other fields into the row of a table that its first column names."""
    path = data / edition / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    chosen = [row for row in rows if next(iter(row.values())) == key]
    assert chosen, key
    chosen[0].update(fields)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def outcome(data: Path, target: str):
    told = fulfilment(load(NOW, data))
    return next(one for one in told.outcomes if one.target.figure == target)


def test_targets_of_the_year_before(data):
    """Met, missed, a cap, a class, a rate about, words that can be measured or not, silence."""
    told = {
        "gdp-growth-2026": (Result.MET, Decimal("-0.1")),  # 5.5%左右, 5.4%
        "industrial_value_added-growth-2026": (Result.SHORT, Decimal("-0.7")),  # 7%以上, 6.3%
        "import_export-growth-2026": (Result.SHORT, Decimal("-7.2")),  # 6%, 下降1.2%
        "pm25-level-2026": (Result.MET, Decimal(-2)),  # 20以下, 18
        "bathing_water_class-level-2026": (Result.MET, None),
        "rural_income-growth-2026": (Result.MET, None),  # 快于城镇居民
        "urban_income-growth-2026": (Result.NOT_COMPARABLE, None),  # 与经济增长同步
        "consumer_prices-growth-2026": (Result.NOT_REPORTED, None),
        "tea_output-level-2026": (Result.MET, Decimal("0.03")),
    }
    seen = {name: outcome(data, name) for name in told}
    assert {name: (one.result, one.gap) for name, one in seen.items()} == told


@pytest.mark.parametrize(
    ("fields", "result"),
    [
        ({"value": "1.28", "printed": "1.28万吨"}, Result.MET),  # the very number
        ({"value": "1.27", "printed": "1.27万吨"}, Result.SHORT),
        ({"value": "1.2", "printed": "超1.2万吨", "bound": "gt"}, Result.CANNOT_TELL),  # may be 1.3
        ({"value": "1.3", "printed": "超1.3万吨", "bound": "gt"}, Result.MET),
        ({"value": "1.3", "printed": "不到1.3万吨", "bound": "lt"}, Result.CANNOT_TELL),
        ({"value": "12800", "unit": "吨", "printed": "12800吨"}, Result.MET),
        ({"value": "12700", "unit": "吨", "printed": "12700吨"}, Result.SHORT),
        ({"value": "1.3", "unit": "万个", "printed": "1.3万个"}, Result.NOT_COMPARABLE),
    ],
)
def test_hedges_and_units_of_what_was_reached(data, fields, result):
    change(data, NOW, "figures", "tea_output-level-2026", **fields)
    assert outcome(data, "tea_output-level-2026").result is result


def test_a_revised_base_is_never_a_missed_target(data):
    """The later report tells last year's number otherwise: an amount that lies short cannot be told."""
    change(data, NOW, "figures", "tea_output-level-2026", value="1.20", printed="1.20万吨")
    assert outcome(data, "tea_output-level-2026").result is Result.SHORT
    other = load(BEFORE, data)["tea_output-level-2025"].value - Decimal("0.2")
    with (data / NOW / "figures.csv").open("a", encoding="utf-8") as file:
        file.write("tea_output-level-2025,industry,tea_output,,,level,2025,actual,")
        file.write(f"{other},万吨,eq,,,,{other}万吨,,,\n")
    told = fulfilment(load(NOW, data))
    assert "tea_output-level-2025" in {one.later.figure for one in told.restatements}
    assert outcome(data, "tea_output-level-2026").result is Result.CANNOT_TELL


def test_a_growth_that_leads_back_to_another_base(data):
    """Where the level and its growth do not give last year's level, the base was revised."""
    change(data, BEFORE, "figures", "retail_sales-growth-2026", measure="level", value="60", unit="亿元",
           printed="60亿元", figure="retail_sales-level-2026")  # fmt: skip
    change(data, NOW, "figures", "retail_sales-growth-2026", value="5.0", printed="5.0%")
    one = outcome(data, "retail_sales-level-2026")  # 48.62, then 51.04, which is 5.0% more
    assert one.result is Result.SHORT
    change(data, NOW, "figures", "retail_sales-growth-2026", value="9.1", printed="9.1%")
    assert outcome(data, "retail_sales-level-2026").result is Result.CANNOT_TELL


def test_projects_through_the_reports(data):
    told = fulfilment(load(NOW, data))
    courses = {one.before.project: one for one in told.courses}
    assert courses["xikou_reservoir"].advance == 1
    assert courses["cold_chain"].advance == 0
    assert courses["tea_expo"].now is None
    change(data, NOW, "projects", "cold_chain", project="logistics_park", continues="cold_chain")
    again = {one.before.project: one for one in fulfilment(load(NOW, data)).courses}
    assert again["cold_chain"].now.project == "logistics_park"


def test_tasks_go_on_by_id_or_by_what_they_continue(data):
    def now(task: str):
        return next(one for one in fulfilment(load(NOW, data)).tasks if one.task.task == task).now

    assert now("heritage").word == "修缮"
    path = data / NOW / "tasks.csv"
    text = path.read_text(encoding="utf-8").replace("note\n", "note,continues\n", 1)
    lines = [line if n == 0 else line + "," for n, line in enumerate(text.splitlines())]
    lines = [
        line.replace("heritage,", "old_houses,", 1) + "heritage" if "heritage," in line else line
        for line in lines
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert now("heritage").task == "old_houses"
    assert check(NOW, data) == []
    path.write_text(path.read_text(encoding="utf-8").replace(",heritage\n", ",heritag\n"), encoding="utf-8")
    (finding,) = check(NOW, data)
    assert (finding.slug, finding.field, finding.nearest) == ("unknown-id", "continues", "heritage")


def test_only_the_same_county_of_the_year_before_counts(data):
    assert years.before(load(NOW, data)).id == BEFORE
    assert years.before(load(BEFORE, data)) is None
    assert [one.id for one in years.series(load(NOW, data))] == [BEFORE, NOW]
    path = data / BEFORE / "source.yml"
    path.write_text(path.read_text("utf-8").replace("county: 青石县", "county: 白石县"), "utf-8")
    assert years.before(load(NOW, data)) is None
    assert [naming.name_before(one) for one in ("a-b-2027", "2027", "a")] == ["a-b-2026", "", ""]


def test_questions_ask_for_what_is_missing(data):
    kinds = {one.kind for one in answers.asked(load(NOW, data))}
    assert "missed" in kinds
    shutil.rmtree(data / BEFORE)
    assert not {one.kind for one in answers.asked(load(NOW, data))} & {"missed", "unreported", "unnamed"}


def test_an_answer_is_stale_when_the_year_before_comes_or_changes(data):
    """What a chapter asked of the year before is recorded, also that there was none."""
    from planbook.edition import reads

    hidden = data.parent / BEFORE
    shutil.move(data / BEFORE, hidden)
    ed = load(NOW, data)
    answers.asked(ed)
    record = ed.reads.record()
    assert reads.changes(record, data, answers.Today(data)) == []
    shutil.move(hidden, data / BEFORE)
    assert any("question" in line for line in reads.changes(record, data, answers.Today(data)))


def test_the_page_of_a_book(data, screen, monkeypatch):
    """Every target, project and task of the plan stands on the page, what was missed first."""
    monkeypatch.setenv("PLANBOOK_DATA", str(data))
    pages.run("fulfilment", NOW, screen)
    text = "\n".join(shown.get(output.GFM, "") for shown, _ in screen)
    told = fulfilment(load(NOW, data))
    assert f"{len(told.outcomes)}项目标" in text
    for one in told.outcomes:
        assert one.target.printed in text
    for one in told.courses:
        assert one.before.name in text
    for one in told.tasks:
        assert one.task.name in text
    assert text.index("未达到") < text.index("6.4%")
    screen.clear()
    shutil.rmtree(data / BEFORE)
    pages.run("fulfilment", NOW, screen)
    assert "没有这个县上一年的报告" in "\n".join(shown.get(output.GFM, "") for shown, _ in screen)


def test_a_book_knows_whether_last_years_stands_beside_it(data, tmp_path, monkeypatch):
    """On the shelf of all editions it does; a book by itself has nothing to lead to."""
    monkeypatch.delenv("PLANBOOK_DATA", raising=False)
    (tmp_path / "_config.yml").write_text("title: 读本\n", encoding="utf-8")
    alone = Project(tmp_path)

    def beside(project: Project, edition: str) -> str | None:
        place = tmp_path / "stage"
        place.mkdir(exist_ok=True)
        stage._name_the_book(place, project, edition)
        config = yaml.safe_load((place / "_config.yml").read_text("utf-8"))
        return config["sphinx"]["config"]["html_context"].get("beside")

    assert beside(alone.of(NOW), NOW) == BEFORE
    assert beside(alone.of(BEFORE), BEFORE) is None
    assert beside(alone, NOW) is None


def test_chapters_that_need_the_year_before(tmp_path):
    """Without that edition the chapter is no part of the book."""
    from planbook.run import chapters
    from planbook.run.manifest import Request
    from planbook.run.parameters import settings

    project = Project(HERE.parent)
    asked = settings.resolve(project, (), ())
    names = [one.chapter for one in chapters.survey(project, asked, Request())]
    assert "fulfilment" in project.chapters
    assert "fulfilment" not in names
