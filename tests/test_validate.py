"""planbook.check.validate: all that is wrong is found at once, with its place, and never a traceback."""

import random
import shutil
from pathlib import Path

import pytest
from editions import BROKEN, EDITION, GOOD, TEXT, change, copy, edit, path

from planbook.check import check
from planbook.edition import rows
from planbook.edition.finding import KINDS, UNREAD

FIGURES = f"data/{EDITION}/figures.csv"


def told(data, source=None):
    """The findings, short: slug, file without its folders, line, field."""
    return [(f.slug, f.file.rpartition("/")[2], f.row, f.field) for f in check(EDITION, data, source)]


def test_a_sound_edition_has_no_findings():
    """With and without its text."""
    assert check(EDITION, GOOD) == [] and check(EDITION, GOOD, TEXT) == []


ROW_FAULTS = [
    # (table, row, what to set, the finding's slug and field, nearest)
    ("figures", "gdp-level-2025", {"measure": "levle"}, "unknown-word", "measure", "level"),
    ("figures", "gdp-level-2025", {"chapter": ""}, "required", "chapter", ""),
    ("figures", "gdp-level-2025", {"preliminary": "yes"}, "unknown-word", "preliminary", ""),
    ("figures", "gdp-level-2025", {"value": "86，4"}, "bad-number", "value", ""),
    ("figures", "gdp-level-2025", {"period": "2025年"}, "bad-period", "period", ""),
    (
        "figures",
        "income_gap-level-to_2025",
        {"period": "2026/2025", "figure": "income_gap-level-2026_2025"},
        "bad-period",
        "period",
        "",
    ),
    ("figures", "gdp-level-2025", {"indicator": "gpd"}, "unknown-id", "indicator", "gdp"),
    (
        "figures",
        "power-cement_heat-capacity-2025",
        {"project": "cement_heating"},
        "unknown-id",
        "project",
        "cement_heat",
    ),
    (
        "figures",
        "revenue-rank-2025",
        {"rank_of": "revenue-grwth-2025"},
        "unknown-id",
        "rank_of",
        "revenue-growth-2025",
    ),
    ("figures", "urban_income-growth-2026", {"against": "gdq"}, "unknown-id", "against", "gdp"),
    ("figures", "gdp-level-2025", {"unit": "亿园"}, "unknown-unit", "unit", "亿元"),
    ("figures", "gdp-level-2025", {"unit": ""}, "required", "unit", ""),
    ("figures", "gdp-level-2025", {"printed": "86.4亿园"}, "unknown-unit", "printed", "亿元"),
    ("figures", "gdp-level-2025", {"printed": "完成86.4亿元"}, "unreadable-print", "printed", ""),
    ("figures", "gdp-level-2025", {"value": "86.5"}, "not-as-printed", "value", ""),
    ("figures", "revenue-growth-2025", {"value": "7.2"}, "not-as-printed", "value", ""),
    ("figures", "gdp-level-2025", {"unit": "万元"}, "not-as-printed", "unit", ""),
    ("figures", "gdp-level-2025", {"bound": "approx"}, "not-as-printed", "bound", ""),
    ("figures", "rural_income-growth-2026", {"bound": "ge"}, "not-as-printed", "bound", ""),
    ("figures", "gdp-growth-2025", {"unit": "亿元", "printed": "5.8亿元"}, "wrong-dimension", "unit", ""),
    ("figures", "crops-millet-level-2025", {"indicator": "sheep"}, "wrong-dimension", "unit", ""),
    ("figures", "gdp-level-2025", {"value": ""}, "no-target", "value", ""),
    ("figures", "urban_income-growth-2026", {"scenario": "actual"}, "no-target", "scenario", ""),
    ("figures", "urban_income-growth-2026", {"printed": "稳步增长"}, "unreadable-print", "printed", ""),
    ("figures", "gdp-growth-2026", {"against": "gdp"}, "two-targets", "against", ""),
    ("figures", "urban_income-growth-2026", {"unit": "%"}, "two-targets", "unit", ""),
    ("figures", "revenue-rank-2025", {"value": "1.5"}, "bad-rank", "value", ""),
    ("figures", "gdp-growth-2025", {"rank_of": "gdp-level-2025"}, "not-a-rank", "rank_of", ""),
    ("figures", "gdp-growth-2025", {"scenario": "target"}, "bad-scenario", "period", ""),
    ("figures", "toilets-count-2026", {"scenario": "actual"}, "bad-scenario", "period", ""),
    ("figures", "gdp-level-2025", {"figure": "GDP"}, "bad-slug", "figure", ""),
    ("figures", "gdp-level-2025", {"period": "2024"}, "bad-slug", "figure", ""),
    ("figures", "gdp-level-2025", {"figure": "gross-level-2025"}, "bad-slug", "figure", ""),
    ("figures", "gdp-level-2025", {"printed": "86.5亿元"}, "not-as-printed", "value", ""),
    ("mentions", "gdp-level-2025", {"figure": "gdp-levle-2025"}, "unknown-id", "figure", "gdp-level-2025"),
    ("mentions", "gdp-level-2025", {"figure": "gdp-growth-2025"}, "no-mention", "figure", ""),
    ("mentions", "gdp-level-2025", {"char_end": "3"}, "bad-span", "char_end", ""),
    ("mentions", "gdp-level-2025", {"char_end": "x"}, "bad-number", "char_end", ""),
    ("mentions", "gdp-level-2025", {"sha256": "0" * 12}, "wrong-digest", "sha256", ""),
    ("mentions", "gdp-level-2025", {"sha256": "short"}, "bad-value", "sha256", ""),
    ("mentions", "herbs-level-2025", {"line": "2"}, "wrong-line", "line", ""),
    ("projects", "river", {"sector": "watre"}, "unknown-code", "sector", "water"),
    ("projects", "river", {"stage": "finished"}, "unknown-word", "stage", ""),
    ("projects", "river", {"year": "2025"}, "bad-scenario", "year", ""),
    ("projects", "cement_heat", {"year": "2026"}, "bad-scenario", "year", ""),
    ("projects", "cement_heat", {"stage": "under_construction", "year": "2015"}, "bad-scenario", "year", ""),
    ("projects", "river", {"project": "cement_heat"}, "duplicate-row", "project", ""),
    ("indicators", "gdp", {"unit": "亿圆"}, "unknown-unit", "unit", "亿元"),
    ("indicators", "gdp", {"topic": "headlines"}, "unknown-code", "topic", "headline"),
    ("indicators", "gdp", {"label_zh": ""}, "required", "label_zh", ""),
    ("units", "万元", {"base": "圆"}, "unknown-id", "base", ""),
    ("units", "元", {"factor": "2"}, "unit-loop", "base", ""),
    ("units", "万元", {"dimension": "land"}, "wrong-dimension", "dimension", ""),
    ("units", "万元", {"factor": "0"}, "bad-value", "factor", ""),
]


@pytest.mark.parametrize(("table", "row", "fields", "slug", "field", "close"), ROW_FAULTS)
def test_faults_in_rows(tmp_path, table, row, fields, slug, field, close):
    """Each fault in a row is found in that row and field, with the nearest name where there is one."""
    data = copy(tmp_path)
    change(data, table, row, **fields)
    name = fields.get(rows.HEADERS[table][0], row) if table != "mentions" else row
    found = [f for f in check(EDITION, data) if (f.slug, f.field) == (slug, field)]
    assert found, told(data)
    assert [f.nearest for f in found if f.nearest] == ([close] if close else [])
    if slug != "no-mention":
        assert all(f.file.endswith(f"{table}.csv") and f.row for f in found), name


OTHER_FAULTS = [
    ("codelists.csv", "bound,lt,lt,Lt\n", "", "unknown-id", "bound"),
    ("codelists.csv", "bound,lt,lt,Lt", "bound,less,lt,Lt", "unknown-word", "code"),
    ("source.yml", "edition: qingshi-2026", "edition: qingshi-2025", "wrong-source", "edition"),
    ("source.yml", "reviewed: 2025", "reviewed: 2026", "wrong-source", "planned"),
    ("source.yml", "- {line: 5,", "- {line: 9,", "wrong-source", "outline"),
    ("source.yml", "blank: [3, ", "blank: [3, 3, ", "wrong-source", "text.blank"),
    ("derived.yml", "op: gap", "op: gab", "unknown-word", "gap_gdp.op"),
    ("derived.yml", "label: 平均每笔贷款", 'label: ""', "required", "loan_mean.label"),
    ("derived.yml", "unit: 万元/笔", "unit: 万元/比", "unknown-unit", "loan_mean.unit"),
    (
        "derived.yml",
        "[loans-level-2025, loans-count-2025]",
        "[loans-level-2025, loan-count-2025]",
        "unknown-id",
        "loan_mean.inputs",
    ),
    (
        "derived.yml",
        "[loans_left, loans-level-2025]",
        "[loans_left_share, loans-level-2025]",
        "bad-derivation",
        "loans_left_share",
    ),
    (
        "derived.yml",
        "inputs: [loans-level-2025, loans-count-2025]\n",
        "input: []\n",
        "unknown-field",
        "loan_mean.input",
    ),
    ("derived.yml", "loan_mean:", "gdp-level-2025:", "duplicate-row", "gdp-level-2025"),
]


@pytest.mark.parametrize(("file", "old", "new", "slug", "field"), OTHER_FAULTS)
def test_faults_in_other_files(tmp_path, file, old, new, slug, field):
    """Codelists, source.yml and derived.yml are checked like the tables, by line."""
    data = copy(tmp_path)
    edit(data, file, old, new)
    assert (slug, field) in [(s, f) for s, name, _, f in told(data) if name == file], told(data)


@pytest.mark.parametrize(
    ("table", "row", "fields"),
    [("projects", "river", {"sector": "watre"}), ("indicators", "gdp", {"topic": "headlines"})],
)
def test_an_open_vocabulary_says_where_it_stands(tmp_path, table, row, fields):
    """Sectors and topics are rows of codelists.csv: the next step is to use one or to add one."""
    data = copy(tmp_path)
    change(data, table, row, **fields)
    (finding,) = check(EDITION, data)
    assert "codelists.csv" in finding.next_step and "add a row" in finding.next_step
    assert "README" not in str(finding)


def test_a_span_of_another_length(tmp_path):
    """The message says how long it is and how long it must be, and nothing that it is not."""
    data = copy(tmp_path)
    row = path(data, "mentions.csv").read_text(encoding="utf-8").splitlines()[1].split(",")
    change(data, "mentions", "gdp-level-2025", char_end=str(int(row[3]) - 1))
    (finding,) = [one for one in check(EDITION, data) if one.field == "char_end"]
    assert "got 5 characters; expected 6 for “86.4亿元”" in str(finding)
    assert "empty" not in str(finding) and "negative" not in str(finding)


@pytest.mark.parametrize("fault", sorted(p.name for p in BROKEN.iterdir()))
def test_broken_files(tmp_path, fault):
    """A broken file is told once, at the top, whatever follows from it."""
    (spoilt,) = [p.name for p in (BROKEN / fault).rglob("*.*")]
    assert [name for _, name, _, _ in told(copy(tmp_path, fault))].count(spoilt) == 1


@pytest.mark.parametrize("how", ["absent", "a quote", "a comma", "empty", "another header"])
@pytest.mark.parametrize("file", ["indicators.csv", "units.csv", "codelists.csv", *(
    f"{EDITION}/{table}.csv" for table in ("figures", "mentions", "projects")
)])  # fmt: skip
def test_a_file_that_cannot_be_read_is_one_fault(tmp_path, file, how):
    """What its rows would have said is not asked for as long as nobody can read them."""
    data = copy(tmp_path)
    lines = (data / file).read_text(encoding="utf-8").split("\n")
    middle = len(lines) // 2
    lines[middle] = {"a quote": lines[middle].replace(",", ',"', 1), "a comma": lines[middle] + ",x"}.get(
        how, lines[middle]
    )
    lines[0] = lines[0].replace(",", ",x", 1) if how == "another header" else lines[0]
    (data / file).write_text("" if how == "empty" else "\n".join(lines), encoding="utf-8")
    if how == "absent":
        (data / file).unlink()
    findings = check(EDITION, data, TEXT)
    if (file, how) == (f"{EDITION}/mentions.csv", "absent"):  # it may be: then every numeral is uncovered
        assert {f.slug for f in findings} == {"uncovered"}
    else:
        assert [(f.file, f.slug in UNREAD) for f in findings] == [(f"data/{file}", True)]


def test_all_findings_at_once(tmp_path):
    """Faults in several files are told together, in the order of files and lines."""
    data = copy(tmp_path)
    change(data, "figures", "loans-count-2025", measure="cuont")
    change(data, "figures", "gdp-level-2025", value="86.5", bound="gt")
    change(data, "units", "万公斤", dimension="weight")
    path(data, "projects.csv").unlink()
    found = told(data)
    assert [one for one in found if one[0] != "wrong-dimension"] == [
        ("not-as-printed", "figures.csv", 2, "bound"),
        ("not-as-printed", "figures.csv", 2, "value"),
        ("unknown-word", "figures.csv", 30, "measure"),
        ("missing-file", "projects.csv", None, ""),
    ]
    assert {one[1:] for one in found if one[0] == "wrong-dimension"} == {("units.csv", 15, "dimension")}


def test_an_edition_that_is_not_there(tmp_path):
    """No edition, a path for a name, no data folder at all: one finding that names what there is."""
    for name in ("qingshi-2025", "../good", "", "a\0b", "编"):
        (found,) = check(name, GOOD)
        assert found.slug == "no-edition" and EDITION in found.expected
    assert [f.slug for f in check(EDITION, tmp_path / "none")] == ["no-edition"]
    (tmp_path / "file").write_text("x")
    assert [f.slug for f in check(EDITION, tmp_path / "file")] == ["no-edition"]
    (tmp_path / "d" / EDITION).mkdir(parents=True)
    assert {f.slug for f in check(EDITION, tmp_path / "d")} == {"missing-file"}


def test_nothing_makes_it_raise(tmp_path):
    """Whatever single byte, line or file is spoilt, and however: findings or none, never an exception."""
    chance = random.Random(11)
    files = [p for p in copy(tmp_path).rglob("*.*") if p.is_file()]
    clean = {file: file.read_bytes() for file in files}
    junk = [
        b"",
        b"\0",
        b"\xff",
        b'"',
        b",",
        b"\n",
        b"\r",
        b"\xe2\x80\xae",
        b"9" * 30,
        b"'",
        b": ",
        b"- ",
        b"[",
        b"{",
        b"&a ",
        b"*a",
    ]
    data = tmp_path / "data"
    for _ in range(60):
        file = chance.choice(files)
        raw = clean[file]
        for _ in range(chance.choice((1, 1, 5))):
            at = chance.randrange(len(raw) + 1)
            raw = raw[:at] + chance.choice(junk) + raw[at + chance.choice((0, 1, 3, 400)) :]
        file.write_bytes(raw)
        for finding in check(EDITION, data, TEXT):
            assert str(finding) and finding.to_json()
        file.write_bytes(clean[file])
    assert check(EDITION, data, TEXT) == []


def test_single_digits_that_are_changed(tmp_path):
    """Even without the text, a changed digit in figures.csv or mentions.csv is found."""
    chance = random.Random(3)
    data = copy(tmp_path)
    missed = []
    for name in ("figures.csv", "mentions.csv"):
        file = path(data, name)
        clean = file.read_text(encoding="utf-8")
        places = [i for i, c in enumerate(clean) if c.isascii() and c.isdigit()]
        for at in chance.sample(places, 25):
            other = chance.choice([d for d in "0123456789" if d != clean[at]])
            file.write_text(clean[:at] + other + clean[at + 1 :], encoding="utf-8")
            if not check(EDITION, data):
                missed.append((name, at, clean[max(0, at - 20) : at + 5]))
        file.write_text(clean, encoding="utf-8")
    assert missed == []


def test_every_kind_of_finding_is_used():
    """No finding is declared that nothing can raise, and none raised that is not declared."""
    source = "".join(
        p.read_text(encoding="utf-8")
        for p in Path(rows.__file__).parents[1].glob("*/*.py")
        if p.name != "finding.py"
    )
    assert [slug for slug in KINDS if f'"{slug}"' not in source] == []


def test_a_folder_in_place_of_each_file(tmp_path):
    """A folder where a file should be is told for each of them."""
    data = copy(tmp_path)
    for file in [p for p in data.rglob("*.*") if p.is_file()]:
        kept = file.read_bytes()
        file.unlink()
        file.mkdir()
        if file.name != "source.yml":  # without one it is no edition
            assert ("not-a-file", file.name, None, "") in told(data)
        check(EDITION, data)
        shutil.rmtree(file)
        file.write_bytes(kept)
