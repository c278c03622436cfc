"""Tables that an edition adds to, and files that it may do without."""

import csv

import pytest
from editions import EDITION, change, copy, edit, path, without_places

from planbook.audit import audit
from planbook.check import check
from planbook.edition import EditionError, exhibits, load
from planbook.edition.rows import read


@pytest.fixture
def data(tmp_path):
    return without_places(tmp_path)


def own(data, table, text):
    (data / EDITION / f"{table}.csv").write_text(text, encoding="utf-8")


def add(data, **fields):
    """Another row of figures.csv: an actual count of 2025 in chapter industry, but for these fields."""
    plain = {"chapter": "industry", "measure": "count", "period": "2025", "scenario": "actual", "bound": "eq"}
    file = path(data, "figures.csv")
    header = file.read_text(encoding="utf-8").partition("\n")[0].split(",")
    with file.open("a", encoding="utf-8", newline="") as stream:
        csv.DictWriter(stream, header, extrasaction="ignore", lineterminator="\n").writerow(plain | fields)


def told(data):
    return [(f.slug, f.file, f.row, f.field) for f in check(EDITION, data)]


def test_a_label_is_enough_for_an_indicator(data):
    """Two columns make an indicator that figures can use; whatever else it might say is empty."""
    own(data, "indicators", "indicator,label_zh\nwool,羊毛\n")
    add(data, figure="wool-count-2025", indicator="wool", value="5", unit="家", printed="5家")
    assert check(EDITION, data) == []
    wool = load(EDITION, data).indicator("wool-count-2025")
    assert (wool.label_zh, wool.unit, wool.topic, wool.better) == ("羊毛", "", "", "")


def test_a_name_is_enough_for_a_unit(data):
    """It counts single things, converts to itself, and to nothing else."""
    own(data, "units", "unit\n台\n")
    add(data, figure="processors-a-count-2025", indicator="processors", item="机器", value="5", unit="台",
        printed="5台")  # fmt: skip
    assert check(EDITION, data) == []
    ed = load(EDITION, data)
    unit, machines = ed.unit("台"), ed["processors-a-count-2025"]
    assert (unit.base, unit.factor, unit.dimension) == ("台", 1, "count")
    assert ed.interval(machines)[:2] == (5, 5)
    with pytest.raises(ValueError, match="台"):
        ed.convert(machines, "家")


def test_own_codes(data):
    """A sector, a topic and a chapter of the edition's own are as good as the shared ones and come behind."""
    own(
        data,
        "codelists",
        "codelist,code,label_zh\nsector,wool,羊毛\ntopic,wool,羊毛\nchapter,coast,海岸\nchapter,sea,海\n",
    )
    own(data, "indicators", "indicator,label_zh,chapter,topic\nwool,羊毛,coast,wool\n")
    change(data, "projects", "river", sector="wool")
    add(data, figure="wool-count-2025", chapter="coast", indicator="wool", value="5", unit="家",
        printed="5家")  # fmt: skip
    assert check(EDITION, data) == []
    ed = load(EDITION, data)
    assert ed.word("sector", "wool") == ed.word("topic", "wool") == "羊毛"
    assert ed.codes("chapter")[-2:] == ("coast", "sea")
    assert ed.chapters()[0] == "overview" and ed.chapters()[-1] == "coast"  # of 海 nothing is told
    assert [f.figure for f in ed.select(topic="wool")] == ["wool-count-2025"]


@pytest.mark.parametrize(
    ("table", "text", "first"),
    [
        ("indicators", "indicator,label_zh\nwool,羊毛\ngdp,总值\n", "line 2"),
        ("units", "unit\n台\n万元\n", "line 3"),
        ("codelists", "codelist,code,label_zh\ntopic,wool,羊毛\nchapter,overview,总览\n", "line 2"),
    ],
)
def test_a_shared_row_is_not_told_again(data, table, text, first):
    """The finding stands in the edition's own file and names the shared one with its line."""
    own(data, table, text)
    (found,) = [f for f in check(EDITION, data) if f.slug == "duplicate-row"]
    assert (found.file, found.row) == (f"data/{EDITION}/{table}.csv", 3)
    assert found.expected == f"one row, {first} of data/{table}.csv is one"


@pytest.mark.parametrize(
    ("table", "text", "slug", "field", "close"),
    [
        ("indicators", "indicator,label_zh\nWool,羊毛\n", "bad-slug", "indicator", ""),
        ("indicators", "indicator,label_zh\nwool,\n", "required", "label_zh", ""),
        ("indicators", "indicator,label_zh,topic\nwool,羊毛,farmin\n", "unknown-code", "topic", "farming"),
        ("indicators", "indicator,label_zh,chapter\nwool,羊毛,reforn\n", "unknown-code", "chapter", "reform"),
        ("indicators", "indicator,label_zh,unit\nwool,羊毛,万公金\n", "unknown-unit", "unit", "万公斤"),
        ("units", "unit,base,factor,dimension\n打,件,12,count\n", "unknown-id", "base", ""),
        ("units", "unit,base,factor,dimension\n打,万元,12,money\n", "unit-loop", "base", ""),
        ("units", "unit,base,factor,dimension\n打,个,12,person\n", "wrong-dimension", "dimension", ""),
        ("units", "unit,base,factor,dimension\n打,个,,\n", "required", "factor", ""),
        ("codelists", "codelist,code,label_zh\nmeasure,levle,水平\n", "unknown-word", "code", "level"),
    ],
)
def test_a_fault_in_an_own_file_names_that_file(data, table, text, slug, field, close):
    """With its line there, and the nearest name where there is one."""
    own(data, table, text)
    found = [f for f in check(EDITION, data) if (f.slug, f.field) == (slug, field)]
    assert [(f.file, f.row, f.nearest) for f in found] == [(f"data/{EDITION}/{table}.csv", 2, close)]


@pytest.mark.parametrize(
    ("table", "text"),
    [("indicators", "indicator\nwool\n"), ("units", "base\n台\n"), ("codelists", "codelist,code\ntopic,a\n"),
     ("units", "unit,name\n台,台\n"), ("indicators", "label_zh,indicator\n羊毛,wool\n")],
)  # fmt: skip
def test_the_header_of_an_own_file(data, table, text):
    """The columns that nothing can replace must be there, no others, and in their order."""
    own(data, table, text)
    assert ("header", f"data/{EDITION}/{table}.csv", 1, "") in told(data)
    with pytest.raises(EditionError, match=rf"{EDITION}/{table}\.csv:1"):
        load(EDITION, data)


@pytest.mark.parametrize(
    ("table", "column"), [("indicators", "aliases"), ("units", "dimension"), ("codelists", "label_en")]
)
def test_a_shared_file_needs_all_columns(data, table, column):
    """What every edition reads is whole: leaving a column out is for own files."""
    shared = data / f"{table}.csv"
    lines = [line.split(",") for line in shared.read_text(encoding="utf-8").splitlines()]
    at = lines[0].index(column)
    shared.write_text("\n".join(",".join(f[:at] + f[at + 1 :]) for f in lines) + "\n", encoding="utf-8")
    (found,) = [f for f in check(EDITION, data) if f.slug == "header"]
    assert (found.file, found.got) == (f"data/{table}.csv", f"“no {column}”")


def test_a_shared_file_must_be_there(data):
    """An own file does not stand for the shared one."""
    own(data, "units", (data / "units.csv").read_text(encoding="utf-8"))
    (data / "units.csv").unlink()
    assert ("missing-file", "data/units.csv", None, "") in told(data)


# ---- files that may be absent

OPTIONAL = (
    "mentions.csv", "not_figures.csv", "projects.csv", "derived.yml", "checks.yml", "known_issues.yml",
    "exhibits.yml",
)  # fmt: skip
DOCUMENTS = {
    "derived.yml": "ratio: {label: 占比, op: share, inputs: [revenue-level-reviewed, gdp-level-reviewed],"
    ' unit: "%", decimals: 1}\n',
    "checks.yml": "a: {kind: order, title: 甲, figure: gdp-level-reviewed, of: [revenue-level-reviewed],"
    " reason: 乙}\n",
    "known_issues.yml": "sum-0: {check: 甲, status: corrected, note: 乙, seen: 丙}\n",
    "exhibits.yml": "overview: {key_numbers: [gdp-level-reviewed, revenue-level-reviewed]}\n",
}


@pytest.fixture
def whole(tmp_path):
    """A sound edition that has every optional file, and no figure that a project must explain."""
    data = copy(tmp_path)
    with path(data, "figures.csv").open(encoding="utf-8", newline="") as stream:
        figures = list(csv.DictReader(stream))
    gone = {row["figure"] for row in figures if row["project"]}
    for name in ("figures.csv", "mentions.csv"):
        file = path(data, name)
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = "".join(line for line in lines if line.partition(",")[0] not in gone)
        file.write_text(kept, encoding="utf-8")
    for name, text in DOCUMENTS.items():
        (data / EDITION / name).write_text(text, encoding="utf-8")
    assert check(EDITION, data) == []
    return data


@pytest.mark.parametrize("name", OPTIONAL)
def test_a_file_that_is_absent(whole, name):
    """It says the same as an empty one: nothing to complain of, and the edition loads with its figures."""
    (whole / EDITION / name).unlink()
    assert check(EDITION, whole) == []
    ed = load(EDITION, whole)
    assert ed.select() and ed["gdp-level-2025"].printed == "86.4亿元"


def test_figures_and_a_source_are_enough(whole):
    """Without any optional file there are no projects, places, quantities, claims of people or wishes."""
    for name in OPTIONAL:
        (whole / EDITION / name).unlink()
    assert check(EDITION, whole) == []
    ed = load(EDITION, whole)
    assert (ed.projects(), ed.places("gdp-level-2025"), ed.derived()) == ([], [], [])
    assert not any(row.declared for row in audit.rows(ed)) and exhibits.wishes(ed) == {}


@pytest.mark.parametrize("name", OPTIONAL)
def test_a_misspelt_name(whole, name):
    """A file of almost the name of one that is absent is told: its rows would be passed over in silence."""
    stem, _, ending = name.rpartition(".")
    (whole / EDITION / name).rename(whole / EDITION / f"{stem[:-1]}.{ending}")
    (found,) = [f for f in check(EDITION, whole) if f.slug == "missing-file"]
    assert (found.file, found.nearest) == (f"data/{EDITION}/{name}", f"{stem[:-1]}.{ending}")


def test_a_misspelt_own_table(data):
    """An edition's own units in unit.csv are told; other files beside it are nobody's business."""
    own(data, "unit", "unit\n台\n")
    own(data, "sources", "a\n")
    assert [(f.slug, f.file, f.nearest) for f in check(EDITION, data)] == [
        ("missing-file", f"data/{EDITION}/units.csv", "unit.csv")
    ]


@pytest.mark.parametrize("name", ["figures.csv", "source.yml"])
def test_what_cannot_be_absent(whole, name):
    """Without figures or a source there is no edition."""
    (whole / EDITION / name).unlink()
    assert "missing-file" in {f.slug for f in check(EDITION, whole)}
    with pytest.raises(EditionError):
        load(EDITION, whole)


# ---- figures.csv as it was before a list could fall, and rows that say the same


def drop(data, column):
    file = path(data, "figures.csv")
    with file.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.reader(stream))
    at = lines[0].index(column)
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(line[:at] + line[at + 1 :] for line in lines)


def test_figures_without_the_column_sign(data):
    """An older file is as good as before: nothing falls in it but what its printed number says."""
    drop(data, "sign")
    assert check(EDITION, data) == []
    assert {figure.sign for figure in load(EDITION, data).select()} == {""}


def test_figures_without_another_column(data):
    """Only that column came later."""
    drop(data, "note")
    (found,) = [f for f in check(EDITION, data) if f.slug == "header"]
    assert (found.file, found.got) == (f"data/{EDITION}/figures.csv", "“no note”")


def test_two_rows_about_the_same(data):
    """Another id does not make another figure: the second row is told with the line of the first."""
    same = next(row for row in read("figures", data, EDITION).rows if row["figure"] == "gdp-level-2025")
    add(data, **(same | {"figure": "gdp-again-level-2025", "value": "86.5", "printed": "86.5亿元"}))
    (found,) = check(EDITION, data)
    assert (found.slug, found.file, found.row) == ("duplicate-row", f"data/{EDITION}/figures.csv", 52)
    assert "line 2 is one" in found.expected


@pytest.mark.parametrize(
    "fields", [{"item": "县城"}, {"measure": "rate", "unit": "%", "printed": "86.4%"}, {"period": "2024"}]
)
def test_rows_about_something_else(data, fields):
    """A part, another measure or another year is another figure."""
    same = next(row for row in read("figures", data, EDITION).rows if row["figure"] == "gdp-level-2025")
    row = same | fields
    add(data, **(row | {"figure": f"gdp-other-{row['measure']}-{row['period']}"}))
    assert "duplicate-row" not in {f.slug for f in check(EDITION, data)}


@pytest.mark.parametrize(
    ("table", "row"), [("figures", "sheep-level-2025"), ("projects", "river"), ("indicators", "sheep")]
)
def test_an_unknown_chapter(data, table, row):
    """A chapter is a row of codelists.csv: one that is not there is told with the nearest."""
    change(data, table, row, chapter="industy")
    (found,) = check(EDITION, data)
    assert (found.slug, found.field, found.got, found.nearest) == (
        "unknown-code", "chapter", "“industy”", "industry",
    )  # fmt: skip
    edit(data, "codelists.csv", "chapter,ecology", "chapter,industy,工业,\nchapter,ecology")
    assert check(EDITION, data) == []
