"""planbook.edition.package: datapackage.json follows from the models, and other tools accept it."""

import json

import pytest
from editions import EDITION, GOOD, change, copy, path

from planbook.edition import rows
from planbook.edition.package import REFERENCES, describe

frictionless = pytest.importorskip("frictionless")


def validate(data):
    package = frictionless.Package.from_descriptor(describe(data, EDITION), basepath=str(data))
    report = package.validate()
    return [error.type for task in report.tasks for error in task.errors] + [
        error.type for error in report.errors
    ]


def test_a_sound_edition_is_accepted():
    """The Frictionless validator finds nothing in a sound edition."""
    assert validate(GOOD) == []


@pytest.mark.parametrize(
    ("table", "row", "fields", "error"),
    [
        ("figures", "gdp-level-2025", {"measure": "levle"}, "constraint-error"),
        ("figures", "gdp-level-2025", {"figure": "GDP"}, "constraint-error"),
        ("figures", "gdp-level-2025", {"printed": ""}, "constraint-error"),
        ("figures", "gdp-level-2025", {"value": "many"}, "type-error"),
        ("figures", "gdp-level-2025", {"indicator": "gpd"}, "foreign-key"),
        ("figures", "power-cement_heat-capacity-2025", {"project": "cement"}, "foreign-key"),
        ("figures", "gdp-level-2025", {"figure": "gdp-growth-2025"}, "primary-key"),
        ("mentions", "gdp-level-2025", {"sha256": "xyz"}, "constraint-error"),
    ],
)
def test_what_the_schema_refuses(tmp_path, table, row, fields, error):
    """Vocabularies, patterns, required fields, types, keys and references are in the schema."""
    data = copy(tmp_path)
    change(data, table, row, **fields)
    assert error in validate(data)


def test_every_table_and_column_is_described():
    """Names in order, Chinese titles, English descriptions; the same bytes each time."""
    told = describe(GOOD, EDITION)
    assert json.dumps(told) == json.dumps(describe(GOOD, EDITION))
    for resource in told["resources"]:
        fields = resource["schema"]["fields"]
        header = (GOOD / resource["path"]).read_text(encoding="utf-8").partition("\n")[0]
        assert ",".join(field["name"] for field in fields) == header
        assert all(field["title"] and field["description"] for field in fields) and resource["title"]
        assert not resource["path"].startswith(("/", ".."))
        assert not any("^$" in field.get("constraints", {}).get("pattern", "") for field in fields)
    assert {r["name"] for r in told["resources"] if r["schema"]["foreignKeys"]} == {*REFERENCES} - {"tasks"}


def test_several_editions_in_one_package():
    """Shared tables once, the others named by edition, references inside each."""
    told = describe(GOOD, [EDITION, EDITION])
    names = [resource["name"] for resource in told["resources"]]
    assert names[:3] == list(rows.SHARED) and f"{EDITION}.figures" in names
    mentions = next(r for r in told["resources"] if r["name"] == f"{EDITION}.mentions")
    assert mentions["schema"]["foreignKeys"][0]["reference"]["resource"] == f"{EDITION}.figures"


OWN = {
    "indicators": "indicator,label_zh,unit\nwool,羊毛,台\ncloth,布,\n",
    "units": '"unit","base","factor","dimension"\r\n台,,,\r\n打,个,12,count\r\n',
    "codelists": "codelist,code,label_zh\nsector,wool,羊毛\n",
}


@pytest.mark.parametrize("tables", [("indicators", "units"), ("units",), ("codelists",), (*OWN,)])
def test_own_tables_are_resources(tmp_path, tables):
    """What an edition adds stands in the package under its name and is accepted, also a unit by its name
    only; a column whose values stand in two files refers to neither."""
    data = copy(tmp_path)
    for table in tables:
        (data / EDITION / f"{table}.csv").write_text(OWN[table], encoding="utf-8", newline="")
    if {"indicators", "units"} <= {*tables}:
        change(data, "figures", "processors-count-2025", indicator="wool", unit="台")
    assert validate(data) == []
    told = {resource["name"]: resource for resource in describe(data, EDITION)["resources"]}
    assert {f"{EDITION}.{table}" for table in tables} == {name for name in told if "." in name}
    for table in tables:
        names = [field["name"] for field in told[f"{EDITION}.{table}"]["schema"]["fields"]]
        assert names == OWN[table].splitlines()[0].replace('"', "").split(",")
    keys = [key["fields"][0] for key in told["figures"]["schema"]["foreignKeys"]]
    assert [f"{key}s" not in tables for key in ("indicator", "unit")] == [
        key in keys for key in ("indicator", "unit")
    ]


def test_only_the_files_that_there_are(tmp_path):
    """Optional tables that are absent are no resources, and nothing refers to them; older figures have no
    sign."""
    data = copy(tmp_path)
    for table in ("mentions", "not_figures", "projects"):
        path(data, f"{table}.csv").unlink()
    figures = path(data, "figures.csv")
    lines = figures.read_text(encoding="utf-8").splitlines()
    figures.write_text("\n".join(line.rpartition(",")[0] for line in lines) + "\n", encoding="utf-8")
    told = describe(data, EDITION)["resources"]
    assert [resource["name"] for resource in told] == [*rows.SHARED, "figures"]
    assert told[-1]["schema"]["fields"][-1]["name"] == "note"
    assert validate(data) == []
