"""planbook.edition.lookup: load an edition and look things up in it."""

import subprocess
import sys
from decimal import Decimal

import pytest
from editions import BROKEN, EDITION, GOOD, change, copy, edit, path
from pydantic import TypeAdapter

from planbook.edition import Derived, EditionError, UnitError, UnknownFigure, files, load, reads


@pytest.fixture
def edition():
    return load(EDITION, GOOD)


def ids(figures):
    return [figure.figure for figure in figures]


def test_figures_by_id(edition):
    """A figure, a derived quantity, and the edition's years for -reviewed and -planned."""
    found = edition["revenue-growth-2025"]
    assert (str(found.value), found.unit, found.printed, found.id) == (
        "7.20",
        "%",
        "7.20%",
        "revenue-growth-2025",
    )
    assert edition["revenue-growth-reviewed"] is found and edition["gdp-growth-planned"].value == Decimal(
        "5.5"
    )
    assert isinstance(edition["revenue_to_gdp"], Derived)
    assert (len(edition), edition.reviewed, edition.planned, edition.source.year) == (
        50,
        "2025",
        "2026",
        2026,
    )


def test_unknown_ids(edition):
    """`[]` names the nearest id; `get` gives None, also for a derived quantity that lacks an input."""
    with pytest.raises(
        UnknownFigure, match="has no figure 'gpd-level-2025'; the nearest is 'gdp-level-2025'"
    ):
        edition["gpd-level-2025"]
    assert edition.get("gpd-level-2025") is None and edition.get("gdp-level-2025").unit == "亿元"


def test_a_derived_quantity_that_lacks_an_input(tmp_path):
    """It is an error that names both, and `get` gives None."""
    data = copy(tmp_path)
    edit(data, "derived.yml", "[loans-level-2025, loans-count-2025]", "[loans-level-2025, loans-count-2024]")
    found = load(EDITION, data)
    assert found.get("loan_mean") is None
    with pytest.raises(UnknownFigure, match="loan_mean needs 'loans-count-2024'"):
        found["loan_mean"]


def test_select(edition):
    """Conditions on raw fields and on the indicator's topic, several words each, in file order."""
    assert ids(edition.select(indicator="crops", scenario="actual")) == [
        "crops-millet-level-2025", "crops-buckwheat-level-2025", "crops-rape-level-2025",
    ]  # fmt: skip
    assert len(edition.select()) == 50
    assert ids(edition.select(topic="energy", period=("2025", "2026"))) == ids(
        edition.select(indicator="power")
    )
    assert ids(edition.select(preliminary="true")) == ["gdp-level-2025", "gdp-growth-2025"]
    assert edition.select(item="玉米") == []


@pytest.mark.parametrize(
    ("conditions", "error", "why"),
    [
        ({"chaper": "industry"}, TypeError, "no 'chaper'"),
        ({"chapter": "farming"}, ValueError, "none of overview"),
        ({"measure": ("level", "levle")}, ValueError, "levle"),
        ({"period": 2025}, TypeError, "string"),
        ({"period": (2025,)}, TypeError, "string"),
    ],
)
def test_a_misspelt_condition_is_an_error(edition, conditions, error, why):
    """A slip never looks like an edition without figures."""
    with pytest.raises(error, match=why):
        edition.select(**conditions)


def test_pairs(edition):
    """Each planned figure beside the reviewed year's, and in Chinese why the two cannot be compared."""
    pairs = {pair.target.figure: pair for pair in edition.pairs()}
    assert pairs["gdp-growth-2026"].comparable and pairs["gdp-growth-2026"].actual.figure == "gdp-growth-2025"
    assert pairs["crops-millet-level-2026"].actual.item == "谷子"
    income = pairs["urban_income-growth-2026"]
    assert (income.actual, income.comparable, income.why) == (None, False, "报告没有2025年的同口径数字")
    assert {p.target.chapter for p in edition.pairs("industry")} == {"industry"}
    assert all(bool(p.why) != p.comparable for p in pairs.values())


@pytest.mark.parametrize(
    ("table", "row", "fields", "target", "why"),
    [
        ("figures", "herbs-level-2025", {"unit": "座"}, "herbs-level-2026", "单位不同（座，万公斤）"),
        ("figures", "herbs-level-2025", {"period": "../2025"}, "herbs-level-2026", "累计数"),
        ("figures", "herbs-level-2026", {"value": "", "unit": ""}, "herbs-level-2026", "目标没有数字"),
        ("figures", "dance-rank-2025", {"period": "2026"}, "dance-rank-2025", "同口径"),
        ("figures", "gdp-growth-2026", {"measure": "rank", "indicator": "dance"}, "gdp-growth-2026", "位次"),
    ],
)
def test_pairs_that_cannot_be_compared(tmp_path, table, row, fields, target, why):
    """Other units, spans of years, targets in words and ranks are not subtracted."""
    data = copy(tmp_path)
    change(data, table, row, **fields)
    (pair,) = [p for p in load(EDITION, data).pairs() if p.target.figure == target]
    assert not pair.comparable and why in pair.why


def test_labels_and_indicators(edition):
    """A figure is called by its item, else its project, else its indicator."""
    assert edition.label("crops-rape-level-2025") == "油菜"
    assert edition.label(edition["power-jingou_solar-capacity-2025"]) == "金沟光伏一期"
    assert edition.label("gdp-growth-2025") == "生产总值" and edition.label("loan_mean") == "平均每笔贷款"
    assert (
        edition.indicator("gdp").price_basis
        == edition.indicator(edition["gdp-growth-2025"]).price_basis
        == "constant"
    )
    assert edition.indicator("gdp-growth-2025").indicator == "gdp"
    with pytest.raises(UnknownFigure, match="'gdp'"):
        edition.indicator("gpd")


def test_places_and_mentions(edition):
    """Where a figure stands, and for a derived one where its inputs stand."""
    assert [str(place) for place in edition.places("herbs-level-2025")] == ["第一部分（一）第2段"]
    assert [str(place) for place in edition.places("gap_gdp")] == ["第一部分第1段", "第二部分第1段"]
    (mention,) = edition.mentions("herbs-level-2025")
    assert mention.char_end - mention.char_start == len("7万余公斤")


def test_projects_units_and_words(edition):
    """Projects by condition, units by name, exact conversion, Chinese names of codes."""
    assert [p.project for p in edition.projects(sector="energy", stage=("started", "planned"))] == [
        "jingou_solar", "jingou_solar_2",
    ]  # fmt: skip
    assert edition.unit("MW").factor == 1000
    assert str(edition.convert(edition["investment-river-level-2026"], "亿元")) == "0.8600"
    assert edition.word("sector", "energy") == "能源" and edition.word("sector", "none") == "none"
    with pytest.raises(UnitError, match="converted"):
        edition.convert(edition["gdp-level-2025"], "亩")


def test_frame(edition):
    """One row a figure, with labels and float values; those that were chosen, or all."""
    table = edition.frame(edition.select(indicator="crops"))
    assert list(table["label"]) == ["谷子", "荞麦", "油菜", "谷子", "荞麦"]
    assert table["value"].tolist() == [12.5, 2, 5000, 12, 3]
    assert len(edition.frame()) == 50 and edition.frame([]).empty


@pytest.mark.parametrize("fault", sorted(p.name for p in BROKEN.iterdir()))
def test_broken_editions_do_not_load(tmp_path, fault):
    """Each broken file is an EditionError that names the file."""
    data = copy(tmp_path, fault)
    with pytest.raises(EditionError, match=r"projects\.csv|source\.yml"):
        load(EDITION, data)


def test_broken_rows_do_not_load(tmp_path):
    """A field that its model refuses, and a broken derived.yml, point to `planbook check`."""
    data = copy(tmp_path)
    change(data, "figures", "gdp-level-2025", measure="levle")
    with pytest.raises(EditionError, match=r"figures.csv:2 measure.*planbook check qingshi-2026"):
        load(EDITION, data)
    data = copy(tmp_path / "other")
    edit(data, "derived.yml", "op: gap", "op: gab")
    with pytest.raises(EditionError, match=r"derived.yml: op.*planbook check"):
        load(EDITION, data)["gap_gdp"]


def test_each_table_is_read_and_typed_once(tmp_path, monkeypatch):
    """However many figures there are: one look at each file, one call of the library that types them."""
    data = copy(tmp_path)
    file = path(data, "figures.csv")
    header, *lines = file.read_text(encoding="utf-8").splitlines()
    many = [line.replace(",", f"_{n},", 1) for n in range(12) for line in lines]
    file.write_text("\n".join([header, *many]) + "\n", encoding="utf-8")
    opened, typed = [], []
    text_of, validate = files.text_of, TypeAdapter.validate_python
    monkeypatch.setattr(files, "text_of", lambda path, name: opened.append(path.name) or text_of(path, name))
    monkeypatch.setattr(
        TypeAdapter, "validate_python", lambda self, all_: typed.append(len(all_)) or validate(self, all_)
    )
    assert len(load(EDITION, data)) == 600
    assert sorted(opened) == sorted({*opened}) and "figures.csv" in opened
    assert typed.count(600) == 1 and len(typed) == 4


def test_a_question_is_answered_once(monkeypatch):
    """Asking again scans no table again."""
    asked = []
    ask = reads.ask
    monkeypatch.setattr(reads, "ask", lambda *question: asked.append(question[1:]) or ask(*question))
    edition = load(EDITION, GOOD)
    first = edition.select(indicator="crops", period="2025")
    scans = len(asked)
    assert scans and edition.select(indicator="crops", period="2025") == first
    assert len(asked) == scans


def test_loading_needs_no_pandas():
    """It would cost more than any edition; only `frame` asks for it."""
    program = "import sys; from planbook.edition import load; load(*sys.argv[1:]); print(*sys.modules)"
    command = [sys.executable, "-c", program, EDITION, GOOD]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert not {"pandas", "numpy"} & {*done.stdout.split()}
