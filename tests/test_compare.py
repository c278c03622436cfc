"""planbook compare: one indicator over counties and years, with DuckDB and without."""

import csv
import io
import json
import random
import re
import shutil
from pathlib import Path

import pytest

from planbook import cli, library
from planbook.compare import gather, page, store
from planbook.compare.gather import Observations, Subject
from planbook.compare.observations import Observation, of_edition
from planbook.compare.ranking import lines, ranking, steps
from planbook.edition import folder
from planbook.errors import InputError
from planbook.run import hashing
from planbook.run.project import Project

HERE = Path(__file__).parent
NAMES = ("guangling-2026", "qingshi-2026", "qingshi-2027")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with three editions of two counties."""
    root = tmp_path / "project"
    (root / "chapters").mkdir(parents=True)
    (root / "_toc.yml").write_text("format: jb-book\nroot: chapters/overview\n", encoding="utf-8")
    data = root / "data"
    data.mkdir()
    for name in ("indicators.csv", "units.csv", "codelists.csv"):
        shutil.copyfile(HERE.parent / "data" / name, data / name)
    shutil.copytree(HERE.parent / "data" / NAMES[0], data / NAMES[0])
    for name in NAMES[1:]:
        shutil.copytree(HERE / "data" / "counties" / name, data / name)
    monkeypatch.chdir(root)
    monkeypatch.delenv("PLANBOOK_DATA", raising=False)
    return root


@pytest.fixture(params=["duckdb", "without"])
def way(request, monkeypatch):
    """With the parts on disk, and without DuckDB."""
    if request.param == "duckdb":
        pytest.importorskip("duckdb")
    else:
        monkeypatch.setattr(gather, "find_spec", lambda name: None)
    return request.param


def found(project: Path) -> Observations:
    return Observations(project / "data", project / "_build" / "compare")


def one(county: str, printed: str, **more) -> Observation:
    """An observation made by hand: growth in per cent of 2026, unless something else is said."""
    number = re.sub(r"[^\d.-]", "", printed)
    about = {
        "edition": f"{county}-2027", "county": county, "planned": 2027, "figure": "gdp-growth-2026",
        "indicator": "gdp", "label": "地区生产总值", "price_basis": "constant", "item": "", "project": "",
        "measure": "growth", "period": "2026", "scenario": "actual", "value": number, "unit": "%",
        "base": "%", "dimension": "ratio", "amount": float(number) if number else None, "bound": "eq",
        "preliminary": False,
        "printed": printed, "commitment": "", "note": "", "line": 1,
    }  # fmt: skip
    return Observation(**about | more)


def test_order_ties_and_what_has_no_rank():
    rows = [
        one("a", "5.4%"), one("b", "6.0%"), one("c", "5.4%"), one("d", "4%"),
        one("e", "超6%", bound="gt"), one("f", "", amount=None), one("g", "7亿元", base="元", unit="亿元"),
        one("h", "9%", price_basis="current"), one("i", "5%", preliminary=True, note="不含开发区"),
    ]  # fmt: skip
    made = ranking(rows, "2026")
    assert [(place.rank, place.observation.county) for place in made.ranked] == [
        (1, "b"), (2, "a"), (2, "c"), (4, "i"), (5, "d"),
    ]  # fmt: skip
    assert {place.observation.county: place.why for place in made.places if not place.rank} == {
        "e": "只有界限", "f": "没有数字", "g": "单位不同（亿元）", "h": "价格口径不同",
    }  # fmt: skip
    assert next(place.why for place in made.ranked if place.observation.county == "i") == "预计；不含开发区"


def test_a_targets_floor_counts_as_it_stands():
    floor = one("a", "6%以上", bound="ge", scenario="target", amount=6.0)
    made = ranking([floor, one("b", "5%", scenario="target"), one("c", "7%", scenario="target")], "2026")
    assert [(place.rank, place.observation.county, place.why) for place in made.places] == [
        (1, "c", ""), (2, "a", "下限"), (3, "b", ""),
    ]  # fmt: skip


def test_the_latest_report_of_a_county_counts():
    earlier = one("a", "5.6%", edition="a-2026", planned=2026, period="2025")
    later = one("a", "5.5%", edition="a-2027", planned=2027, period="2025")
    made = ranking([later, earlier], "2025")
    assert [place.observation.printed for place in made.places] == ["5.5%"]


def test_units_are_brought_to_one_and_ranks_have_the_first_on_top():
    rows = [
        one("a", "1.2亿元", unit="亿元", base="元", amount=1.2e8, measure="level"),
        one("b", "9000万元", unit="万元", base="元", amount=9e7, measure="level"),
        one("c", "2亿元", unit="亿元", base="元", amount=2e8, measure="level"),
    ]
    made = ranking(rows, "2026")
    assert [place.observation.county for place in made.ranked] == ["c", "a", "b"]
    assert (made.unit, made.factor) == ("亿元", pytest.approx(1e8))
    places = [
        one(name, f"第{n}", measure="rank", unit="位", base="位", amount=n)
        for name, n in (("x", 3.0), ("y", 1.0))
    ]
    first = ranking(places, "2026", lower_first=True).ranked[0]
    assert first.observation.county == "y"


def test_targets_beside_what_the_next_report_says():
    target = one("a", "5%", scenario="target", edition="a-2026", planned=2026)
    again = one("a", "5%", scenario="target", edition="a-2027", planned=2027)  # told again, not reached
    actual = one("a", "5.4%")
    later = one("a", "5.1%", edition="a-2029", planned=2029)  # the base was revised
    (step,) = steps([target, again, later, actual, one("b", "3%")])
    assert (step.county, step.target, step.actual) == ("a", "5%", "5.4%")
    assert step.target_at.startswith("a-2026:") and step.actual_at.startswith("a-2027:")
    assert step.gap == pytest.approx(0.4)


def test_with_and_without_duckdb_say_the_same(project, monkeypatch):
    """Every subject has the same observations whether they come from the parts or from the CSV files."""
    pytest.importorskip("duckdb")
    with_parts = found(project)
    monkeypatch.setattr(gather, "find_spec", lambda name: None)
    without = found(project)
    assert with_parts.subjects() == without.subjects()
    for subject in with_parts.subjects():
        ours, theirs = (sorted(x.of(subject.indicator, subject.measure)) for x in (with_parts, without))
        assert ours == theirs
        asked = (subject.indicator, subject.measure)
        for planned in (False, True):
            years = with_parts.years(*asked, planned=planned)
            assert years == without.years(*asked, planned=planned)
            orders = [x.ranks(*asked, years, planned=planned) for x in (with_parts, without)]
            assert orders[0] == orders[1]
        assert with_parts.measures(subject.indicator) == without.measures(subject.indicator)
        assert with_parts.steps(*asked) == without.steps(*asked)


def test_the_order_in_sql_is_the_order_in_python(tmp_path):
    """Every rule, on made-up observations: units, prices, bounds, ties, words, two reports, two numbers."""
    pytest.importorskip("duckdb")
    dice = random.Random(2026)
    rows = []
    for number in range(240):
        county, planned = f"c{dice.randrange(20)}", dice.choice((2026, 2027))
        amount = dice.choice((None, 0.0, 3.0, 4.5, float(dice.randrange(1, 9))))
        base, unit = dice.choice((("元", "亿元"), ("元", "亿元"), ("元", "万元"), ("吨", "吨")))
        rows.append(
            one(
                county, "" if amount is None else f"{amount}{unit}", edition=f"{county}-{planned}",
                planned=planned, figure=f"f{number}", base=base, unit=unit, amount=amount,
                price_basis=dice.choice(("constant", "constant", "current")),
                bound=dice.choice(("eq", "eq", "approx", "gt")), preliminary=dice.random() < 0.2,
                note=dice.choice(("", "", "不含开发区")), period=dice.choice(("2025", "2026")),
                measure=dice.choice(("growth", "level", "rank")),
                scenario=dice.choice(("actual", "actual", "target", "planned")),
            )
        )  # fmt: skip
    (tmp_path / "data").mkdir()
    kept = store.Store(tmp_path / "data", tmp_path / "compare")
    (tmp_path / "compare").mkdir()
    part = kept._write(rows, "made up")
    entry = {"part": part, "digest": "0", "stamp": []}
    kept._write_index({"format": store.FORMAT, "editions": {one.edition: entry for one in rows}, "mixed": []})
    for measure in ("growth", "level", "rank"):
        for targets in (False, True):
            standing = [
                one for one in rows if one.measure == measure and (one.scenario != "actual") == targets
            ]
            for year in ("2025", "2026"):
                made = lines(ranking(standing, year, lower_first=measure == "rank").places)
                assert made, (measure, targets, year)
                assert kept.ranks("gdp", measure, "", targets, [year]) == made


def test_every_figure_is_an_observation(project):
    for name in NAMES:
        with (project / "data" / name / "figures.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        made = list(of_edition(project / "data", name))
        assert [(row["figure"], row["value"]) for row in rows] == [(one.figure, one.value) for one in made]
        assert all(one.line for one in made)


def test_a_draft_says_so(project, capsys):
    """Wherever its figures are ranked: nobody has accepted them."""
    with (project / "data" / "guangling-2026" / "source.yml").open("a", encoding="utf-8") as file:
        file.write("unreviewed: true\n")
    found = Observations(project / "data", project / "_build" / "compare")
    drafts = {one.edition: "草稿" in one.remark for one in found.ranks("gdp", "growth", ["2025"])}
    assert drafts["guangling-2026"] and sum(drafts.values()) == 1 < len(drafts)


def test_only_what_is_new_is_read(project):
    """An edition that comes, changes or goes is the only one that is written; nothing else is written."""
    pytest.importorskip("duckdb")
    data, place = project / "data", project / "_build" / "compare"
    kept = store.Store(data, place)
    assert kept.refresh() == list(NAMES)
    (first,) = place.glob("part-*")
    assert kept.refresh() == []
    shutil.copytree(data / NAMES[1], data / "baihe-2026")
    assert kept.refresh() == ["baihe-2026"]
    assert first.exists()
    figures = data / NAMES[1] / "figures.csv"
    figures.write_text(figures.read_text("utf-8").replace("5.6,%", "5.7,%", 1), encoding="utf-8")
    assert kept.refresh() == [NAMES[1]]
    values = {one.edition: one.value for one in kept.select("figure = 'gdp-growth-2025'")}
    assert (values[NAMES[1]], values["baihe-2026"]) == ("5.7", "5.6")
    shutil.rmtree(data / "baihe-2026")
    kept.refresh()
    assert "baihe-2026" not in {one.edition for one in kept.select("true")}


def test_parts_are_joined_and_damage_is_mended(project, monkeypatch):
    pytest.importorskip("duckdb")
    monkeypatch.setattr(store, "MOST_PARTS", 2)
    data, place = project / "data", project / "_build" / "compare"
    kept = store.Store(data, place)
    kept.refresh()
    for number in range(4):
        shutil.copytree(data / NAMES[1], data / f"county{number}-2026")
        kept.refresh()
    assert len(list(place.glob("part-*"))) <= 2
    assert {one.edition for one in kept.select("true")} == {*folder.editions(data)}
    (place / "index.json").write_text("{", encoding="utf-8")
    assert len(kept.refresh()) == 7
    for part in place.glob("part-*"):
        part.unlink()
    assert len(kept.refresh()) == 7


def test_an_edition_that_cannot_be_read_is_passed_over(project, way):
    path = project / "data" / NAMES[1] / "figures.csv"
    path.write_text("figure,chapter\n", encoding="utf-8")
    said: list[str] = []
    rows = Observations(project / "data", project / "_build" / "compare", said.append)
    assert {one.edition for one in rows.of("gdp", "growth")} == {NAMES[0], NAMES[2]}
    assert len(said) == 1
    assert said[0].startswith(f"{NAMES[1]}: passed over: data/{NAMES[1]}/figures.csv")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("GDP增速", ("gdp", "growth")), ("gdp", ("gdp", "")), ("地区生产总值", ("gdp", "")),
        ("固投", ("fixed_asset_investment", "")),
        ("财政收入增长", ("general_public_budget_revenue", "growth")),
    ],
)  # fmt: skip
def test_names_of_an_indicator(project, typed, expected):
    assert found(project).named(typed) == expected


def run(capsys, *typed: str) -> tuple[int, str, str]:
    code = cli.main(["compare", *typed])
    out = capsys.readouterr()
    return code, out.out, out.err


def test_the_command(project, way, capsys):
    code, out, _ = run(capsys, "gdp", "--measure", "growth", "--year", "2025")
    assert code == 0
    assert re.search(r"1 +2025 +广灵县 +6% +guangling-2026:\d+ +预计", out)
    assert re.search(r"2 +2025 +青石县 +5.5%", out)
    rows = list(
        csv.DictReader(io.StringIO(run(capsys, "gdp", "--measure", "growth", "--csv", "--year", "all")[1]))
    )
    assert {row["period"] for row in rows} == {"2025", "2026"}
    named = json.loads(run(capsys, "固投", "--targets", "--json")[1])
    assert [(one["county"], one["target"], one["actual"]) for one in named] == [("青石县", "5%", "5.8%")]
    assert "indicator" in run(capsys)[1]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("gdpp",), 'INDICATOR: got "gdpp"'),
        (("gdp", "--measure", "rate"), "gdp: no edition has it as rate; it is in growth"),
        (("gdp", "--year", "1999"), '--year: got "1999", expected all or one of 2025, 2026'),
        (("--targets",), "which INDICATOR?"),
        (("gdp", "--item", "某某"), "gdp (某某): no edition has it"),
    ],
)
def test_wrong_questions(project, way, capsys, typed, message):
    code, _, err = run(capsys, *typed)
    assert code == 2
    assert message in err
    assert "Traceback" not in err


def test_sql(project, capsys):
    pytest.importorskip("duckdb")
    query = "SELECT edition, count(*) AS figures FROM observations GROUP BY edition ORDER BY edition"
    rows = json.loads(run(capsys, "--sql", query, "--json")[1])
    assert [one["edition"] for one in rows] == list(NAMES)
    code, _, err = run(capsys, "--sql", "SELEC 1")
    assert code == 2
    assert "--sql: " in err


def test_many_editions_need_duckdb(project, monkeypatch):
    monkeypatch.setattr(gather, "find_spec", lambda name: None)
    monkeypatch.setattr(gather, "MOST_WITHOUT", 2)
    with pytest.raises(InputError, match=r"3 editions: .*pip install 'planbook\[compare\]'"):
        found(project)


def test_pages_of_the_shelf(project, way):
    """Each value leads to its county's row; what cannot be compared says why; hostile names stay text."""
    source = project / "data" / NAMES[1] / "source.yml"
    source.write_text(
        source.read_text("utf-8").replace("county: 青石县", 'county: "<b>青石县"'), encoding="utf-8"
    )
    shelf = project / "_build" / "editions"
    shelf.mkdir(parents=True)
    listing = page.write(found(project), shelf, "")
    names = set(re.findall(r'href="([a-z0-9_]+-[a-z]+\.html)"', listing.read_text("utf-8")))
    assert names == {path.name for path in (shelf / "compare").glob("*-*.html")}
    assert "gdp-growth.html" in names
    assert "industrial_value_added-rank.html" not in names  # each is a place in another city
    assert "drinking_water_class-level.html" not in names
    text = (shelf / "compare" / "gdp-growth.html").read_text("utf-8")
    assert 'href="../guangling-2026/html/chapters/data.html#fig-gdp-growth-2025">6%' in text
    assert "<b>" not in text
    before = {path: path.stat().st_mtime_ns for path in (shelf / "compare").iterdir()}
    page.write(found(project), shelf, "")
    assert {path: path.stat().st_mtime_ns for path in (shelf / "compare").iterdir()} == before


def subject(counties: int) -> Subject:
    return Subject("tea_output", "茶叶产量", "level", counties, counties)


def tea(county: str, printed: str, unit: str, factor: float, **more) -> Observation:
    amount = float(printed.removesuffix(unit)) * factor
    return one(county, printed, unit=unit, base="吨", amount=amount, measure="level", **more)


def test_a_page_brings_units_to_one_and_draws_each_county():
    rows = [
        tea("甲县", "1.2万吨", "万吨", 1e4), tea("甲县", "1.1万吨", "万吨", 1e4, period="2025"),
        tea("乙县", "9000吨", "吨", 1), tea("乙县", "8000吨", "吨", 1, period="2025", preliminary=True),
        tea("丙县", "2万吨", "万吨", 1e4),
        tea("丙县", "3万吨", "万吨", 1e4, scenario="target", period="2027"),
    ]  # fmt: skip
    ((name, text),) = page.pages(subject(3), rows, "", "")
    assert name == "tea_output-level.html"
    assert re.search(r">折合万吨<.*>9000吨</a></td><td[^>]*>0.9</td>", text, re.S)
    assert "中位数1.2万吨" in text
    panels = re.findall(r'<li><a[^>]*>(..)</a><svg class="panel"', text)
    assert panels == ["甲县", "乙县"]  # 丙县 has one year; in the order of the newest year
    assert '<tr data-marks="preliminary">' in text


def test_older_years_of_many_counties_have_pages_of_their_own(monkeypatch):
    monkeypatch.setattr(page, "MANY", 2)
    rows = [tea(f"县{n}", f"{n}吨", "吨", 1, period=period) for n in range(70) for period in ("2025", "2026")]
    rows.append(tea("县1", "9吨", "吨", 1, period="2027", scenario="target"))
    made = dict(page.pages(subject(70), rows, "", ""))
    older = ["tea_output-level-2025.html", "tea_output-level-2027-plan.html"]
    assert sorted(made) == sorted([*older, "tea_output-level.html"])
    for name in older:
        assert f'href="{name}"' in made["tea_output-level.html"]
        assert 'href="tea_output-level.html"' in made[name]
    assert made["tea_output-level.html"].count('<svg class="panel"') == page.PANELS
    assert made["tea_output-level.html"].count("<rect") <= 40  # bars, not a dot each


def test_pages_are_made_again_only_where_something_was_written(project, way, monkeypatch):
    """Nothing is asked of the table while data, program and pages are as they were."""
    book, made = Project(project), []
    (project / "_build" / "editions").mkdir(parents=True)
    write = page.write
    monkeypatch.setattr(page, "write", lambda *given: made.append(1) or write(*given))
    monkeypatch.setattr(hashing, "_is_settled", lambda path: True)  # somebody may work on the program

    def pages() -> int:
        assert library._compare(book, "", lambda line: None)
        return len(made)

    assert [pages(), pages()] == [1, 1]
    (project / "_build" / "editions" / "compare" / "gdp-growth.html").unlink()
    assert [pages(), pages()] == [2, 2]
    figures = project / "data" / NAMES[1] / "figures.csv"
    figures.write_text(figures.read_text("utf-8"), encoding="utf-8")
    assert [pages(), pages()] == [3, 3]


def test_one_county_alone_is_no_comparison(project, way):
    shutil.rmtree(project / "data" / NAMES[0])
    (project / "_build" / "editions").mkdir(parents=True)
    assert page.write(found(project), project / "_build" / "editions", "") is None
