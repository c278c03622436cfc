"""planbook.edition.reads: what was asked is recorded, and asked again it tells what differs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from editions import EDITION, change, copy, edit, path

from planbook.edition import load, reads, rows


@pytest.fixture
def data(tmp_path):
    return copy(tmp_path)


def record(data, ask):
    """The record of a chapter that asked this, as JSON would give it back."""
    edition = load(EDITION, data)
    ask(edition)
    return json.loads(json.dumps(edition.reads.record()))


def test_nothing_changed(data):
    """A chapter that asked for everything is told nothing while nothing changed."""
    told = record(
        data,
        lambda e: (e.select(), e.pairs(), e.derived(), e.projects(), e.places("gdp-level-2025"), e.frame()),
    )
    assert reads.changes(told, data) == []
    assert told["edition"] == EDITION and f"{EDITION}/figures.csv" in told["files"]
    assert {query["kind"] for query in told["queries"]} >= {
        "figures",
        "derived",
        "projects",
        "mentions",
        "source",
    }


@pytest.mark.parametrize(
    ("ask", "touch", "message"),
    [
        (
            lambda e: e["gdp-level-2025"],
            ("figures", "gdp-level-2025", {"note": "x"}),
            "figures.csv row gdp-level-2025 changed",
        ),
        (
            lambda e: e.select(chapter="overview"),
            ("figures", "gdp-level-2025", {"chapter": "industry"}),
            "figures.csv row gdp-level-2025 deleted",
        ),
        (
            lambda e: e.select(chapter="ecology"),
            ("figures", "gdp-level-2025", {"chapter": "ecology"}),
            "figures.csv row gdp-level-2025 added",
        ),
        (
            lambda e: e.get("gdp-level-2030"),
            ("figures", "gdp-level-2025", {"figure": "gdp-level-2030"}),
            "figures.csv row gdp-level-2030 added",
        ),
        (
            lambda e: e.select(topic="energy"),
            ("indicators", "processors", {"topic": "energy"}),
            "figures.csv row processors-count-2025 added",
        ),
        (
            lambda e: e.label("gdp-level-2025"),
            ("indicators", "gdp", {"label_zh": "产值"}),
            "indicators.csv row gdp changed",
        ),
        (
            lambda e: e.label("power-cement_heat-capacity-2025"),
            ("projects", "cement_heat", {"name": "余热"}),
            "projects.csv row cement_heat changed",
        ),
        (
            lambda e: e.convert(e["gdp-level-2025"], "万元"),
            ("units", "万元", {"factor": "1"}),
            "units.csv row 万元 changed",
        ),
        (
            lambda e: e.places("gdp-level-2025"),
            ("mentions", "gdp-level-2025", {"line": "8"}),
            "mentions.csv row gdp-level-2025@87 changed",
        ),
        (
            lambda e: e.word("sector", "water"),
            ("codelists", "sector", None),
            "codelists.csv row sector/water changed",
        ),
        (
            lambda e: e["loan_mean"],
            ("figures", "loans-count-2025", {"note": "x"}),
            "figures.csv row loans-count-2025 changed",
        ),
        (
            lambda e: e["loans_left_share"],
            ("figures", "subsidy-level-2025", {"note": "x"}),
            "figures.csv row subsidy-level-2025 changed",
        ),
        (
            lambda e: e.pairs(),
            ("figures", "gdp-growth-2025", {"note": "x"}),
            "figures.csv row gdp-growth-2025 changed",
        ),
    ],
)
def test_what_was_asked_is_followed(data, ask, touch, message):
    """A row that was changed, deleted or added is told to the chapter that asked for it."""
    told = record(data, ask)
    table, row, fields = touch
    if fields is None:
        edit(data, "codelists.csv", "sector,water,水利,Water", "sector,water,水务,Water")
    else:
        change(data, table, row, **fields)
    assert reads.changes(told, data) == [message]


@pytest.mark.parametrize(
    ("ask", "touch"),
    [
        (lambda e: e["gdp-level-2025"], ("figures", "revenue-level-2025", {"note": "x"})),
        (lambda e: e.select(chapter="industry"), ("figures", "gdp-level-2025", {"note": "x"})),
        (lambda e: e["loan_mean"], ("figures", "gdp-level-2025", {"note": "x"})),
        (lambda e: e.projects(sector="water"), ("projects", "cement_heat", {"name": "余热"})),
    ],
)
def test_what_was_not_asked_is_left_alone(data, ask, touch):
    """A row that no query met is none of the chapter's business."""
    told = record(data, ask)
    table, row, fields = touch
    change(data, table, row, **fields)
    assert reads.changes(told, data) == []


def test_derived_and_source_files(data):
    """derived.yml is followed entry by entry, source.yml as a whole, a missing file is told."""
    told = record(data, lambda e: (e["loan_mean"], e.reviewed))
    edit(data, "derived.yml", "label: 每座厕所", "label: 一座厕所")
    assert reads.changes(told, data) == []
    edit(data, "derived.yml", "label: 平均每笔贷款", "label: 每笔贷款")
    edit(data, "source.yml", "date: 2026-02-03", "date: 2026-02-04")
    assert sorted(reads.changes(told, data)) == ["derived.yml entry loan_mean changed", "source.yml changed"]
    path(data, "figures.csv").unlink()
    assert f"{EDITION}/figures.csv is missing" in reads.changes(told, data)
    every = record(copy(data / "copy"), lambda e: e.derived())
    edit(data / "copy" / "data", "derived.yml", "loan_mean:", "loans_mean:")
    assert reads.changes(every, data / "copy" / "data") == [
        "derived.yml entry loan_mean deleted",
        "derived.yml entry loans_mean added",
    ]


OWN = {
    "indicators": "indicator,label_zh,topic\nwool,羊毛,energy\ncloth,布,\n",
    "units": "unit\n台\n套\n",
    "codelists": "codelist,code,label_zh\nsector,wool,羊毛\nsector,cloth,布\n",
}
ASKED = [
    ("indicators", lambda e: e.indicator("wool"), ("羊毛", "毛"), "indicators.csv row wool"),
    ("units", lambda e: e.unit("台"), ("台\n", "台,台,1,set\n"), "units.csv row 台"),
    ("codelists", lambda e: e.word("sector", "wool"), ("羊毛", "毛"), "codelists.csv row sector/wool"),
]


@pytest.mark.parametrize(("table", "ask", "edited", "row"), ASKED)
def test_own_rows_are_followed(data, table, ask, edited, row):
    """A row of the edition's own file is a change for the chapter that asked for it, and for no other."""
    own = data / EDITION / f"{table}.csv"
    own.write_text(OWN[table].replace("unit\n", "unit,base,factor,dimension\n").replace("套\n", "套,,,\n")
                   .replace("台\n", "台,,,\n"), encoding="utf-8")  # fmt: skip
    told, other = record(data, ask), record(data, lambda e: e["gdp-level-2025"])
    text = own.read_text(encoding="utf-8")
    old = edited[0].replace("台\n", "台,,,\n")
    own.write_text(text.replace(old, edited[1]), encoding="utf-8")
    assert reads.changes(told, data) == [f"{row} changed"]
    own.unlink()
    assert reads.changes(told, data) == [f"{row} deleted"] and reads.changes(other, data) == []


@pytest.mark.parametrize(
    ("table", "ask", "message"),
    [
        ("indicators", lambda e: e.select(topic="energy"), "figures.csv row loans-count-2025 added"),
        ("units", lambda e: e._ask("units", {}), "units.csv row 台 added"),
        ("codelists", lambda e: e.word("sector", "wool"), "codelists.csv row sector/wool added"),
    ],
)
def test_an_own_file_that_appears(data, table, ask, message):
    """Where a chapter asked before the edition had rows of its own, new ones that answer are a change."""
    change(data, "figures", "loans-count-2025", indicator="wool")
    told, other = record(data, ask), record(data, lambda e: (e["gdp-level-2025"], e.unit("亿元")))
    (data / EDITION / f"{table}.csv").write_text(OWN[table], encoding="utf-8")
    assert message in reads.changes(told, data)
    assert reads.changes(other, data) == []


def test_optional_files_that_come_and_go(data):
    """projects.csv, mentions.csv and derived.yml: the rows that answer are a change, in both directions."""
    ask = lambda e: (e.projects(sector="water"), e.mentions("gdp-level-2025"), e.derivations())  # noqa: E731
    there = record(data, ask)
    kept = {name: path(data, name).read_bytes() for name in ("projects.csv", "mentions.csv", "derived.yml")}
    for name in kept:
        path(data, name).unlink()
    gone = reads.changes(there, data)
    assert {"projects.csv row river deleted", "derived.yml entry gap_gdp deleted"} <= {*gone}
    assert any(line.startswith("mentions.csv row gdp-level-2025@") for line in gone)
    assert not any("missing" in line for line in gone)
    absent = record(data, ask)
    assert reads.changes(absent, data) == []
    for name, raw in kept.items():
        (data / EDITION / name).write_bytes(raw)
    assert [line.replace("added", "deleted") for line in reads.changes(absent, data)] == gone


@pytest.mark.parametrize(
    "told", [{}, {"edition": EDITION}, {"edition": 1, "queries": [{}], "files": {}}, [], {"files": 3}]
)
def test_a_damaged_record_counts_as_a_change(data, told):
    """What cannot be read never looks unchanged."""
    assert reads.changes(told, data) == ["the record of what was read is damaged"]


def test_the_record_is_written_at_exit(data, tmp_path):
    """With PLANBOOK_READS a process leaves its queries there; a second edition stands under `others`."""
    target = tmp_path / "reads.json"
    other = copy(tmp_path / "other")
    code = (
        "from planbook.edition import load\n"
        f"load('{EDITION}', r'{data}')['gdp-level-2025']; load('{EDITION}', r'{data}')['gdp-growth-2025']\n"
        f"load('{EDITION}', r'{other}')['revenue-level-2025']\n"
    )
    _python(code, PLANBOOK_READS=str(target))
    told = json.loads(target.read_text(encoding="utf-8"))
    assert [q["args"] for q in told["queries"]] == [
        {"figure": "gdp-growth-2025"},
        {"figure": "gdp-level-2025"},
    ]
    assert [one["data"] for one in told["others"]] == [str(other)]
    assert [p.name for p in tmp_path.iterdir() if "reads" in p.name] == ["reads.json"]


def test_the_record_is_written_after_each_cell(data, tmp_path):
    """In a kernel the record does not wait for the exit, which a killed kernel never sees."""
    target = tmp_path / "reads.json"
    code = (
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell.instance()\n"
        f"shell.run_cell(\"from planbook.edition import load; e = load('{EDITION}', r'{data}')\")\n"
        "shell.run_cell(\"e['gdp-level-2025']\")\n"
        "import os; os._exit(0)\n"
    )
    _python(code, PLANBOOK_READS=str(target))
    told = json.loads(target.read_text(encoding="utf-8"))
    assert [q["args"] for q in told["queries"]] == [{"figure": "gdp-level-2025"}]


def test_asking_again_needs_no_libraries():
    """`reads` and `rows` load none of pydantic, pandas, yaml: a check by content takes milliseconds."""
    code = (
        "import sys, planbook.edition.rows, planbook.edition.reads\n"
        "heavy = {'pydantic', 'pandas', 'yaml', 'numpy'}\nprint(sorted(heavy & set(sys.modules)))"
    )
    assert _python(code).strip() == "[]"


def _python(code, **environment):
    source = str(Path(reads.__file__).resolve().parents[2])
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": source, **environment},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", ["figures.csv", "source.yml", "derived.yml", "checks.yml"])
def test_what_is_recorded_is_what_was_read(data, name):
    """A file that is edited after it was read: the record has what was read, and not what it has become."""
    ed = load(EDITION, data)
    ed.select(), ed.derived(), ed.read_yaml("checks.yml"), ed.reviewed
    with path(data, name).open("a", encoding="utf-8") as file:
        file.write("x" if name == "figures.csv" else "\n# x\n")
    told = json.loads(json.dumps(ed.reads.record()))
    assert told["files"][f"{EDITION}/{name}"] != rows.file_digest(path(data, name))


def test_an_edition_loaded_twice(data, tmp_path):
    """Between two loads in one chapter somebody edits a table, and puts it back after the chapter: no state
    of the file gives such a run."""
    target, figures = tmp_path / "reads.json", path(data, "figures.csv")
    code = (
        "from pathlib import Path\nfrom planbook.edition import load\n"
        f"load('{EDITION}', r'{data}').select()\nfile = Path(r'{figures}')\n"
        "file.write_text(file.read_text('utf-8').replace(',note,', ',note,') + '\\n', 'utf-8')\n"
        f"load('{EDITION}', r'{data}').select()\n"
    )
    before = figures.read_bytes()
    _python(code, PLANBOOK_READS=str(target))
    figures.write_bytes(before)
    told = json.loads(target.read_text(encoding="utf-8"))
    assert reads.changes(told, data) == [f"{EDITION}/figures.csv {rows.MIXED}"]


def test_an_id_that_was_asked_for_in_vain(data):
    """A derived quantity that is added under a name that a chapter has asked for is a change."""
    told = record(data, lambda e: e.get("loans_double"))
    edit(data, "derived.yml", "loan_mean:", "loans_double:")
    assert "derived.yml entry loans_double added" in reads.changes(told, data)
