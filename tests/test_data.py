"""planbook.formats.data: the archive of the data, and data/datapackage.json of the repository."""

import codecs
import datetime
import json
import zipfile
from pathlib import Path

import pytest
from editions import EDITION, GOOD, change, copy

from planbook.edition.package import describe
from planbook.formats import data
from planbook.run.project import Project

HERE = Path(__file__).resolve().parent.parent
DAY = datetime.date(2031, 1, 15)


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory) -> Path:
    """The archive of the invented edition, unpacked; a manifest went along."""
    root = tmp_path_factory.mktemp("data")
    (root / "told.json").write_text('{"planbook": "0"}')
    made = data.export(GOOD, EDITION, root / "out" / "d.zip", manifest=root / "told.json", day=DAY)
    with zipfile.ZipFile(made) as found:
        found.extractall(root / "found")
    return root / "found"


def test_frictionless_accepts_it(unpacked):
    """An outside judge finds every table valid, its hash and length as told, the byte-order mark no fault."""
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.Package(str(unpacked / data.PACKAGE)).validate()
    assert report.valid, report.flatten(["name", "message"])
    assert len(report.tasks) == 7


def test_a_changed_table_is_noticed(unpacked, tmp_path):
    """A package whose table was edited is no longer valid: hash and length are in it."""
    frictionless = pytest.importorskip("frictionless")
    told = json.loads((unpacked / data.PACKAGE).read_text("utf-8"))
    for resource in told["resources"]:
        path = tmp_path / resource["path"]
        path.parent.mkdir(exist_ok=True)
        path.write_bytes((unpacked / resource["path"]).read_bytes())
    (tmp_path / data.PACKAGE).write_text(json.dumps(told), "utf-8")
    with (tmp_path / "units.csv").open("ab") as units:
        units.write("新单位,新单位,1,count\n".encode())
    kinds = {error.type for task in frictionless.Package(str(tmp_path / data.PACKAGE)).validate().tasks
             for error in task.errors}  # fmt: skip
    assert {"hash-count", "byte-count"} <= kinds


def test_excel_sees_that_it_is_unicode(unpacked):
    """Each CSV begins with one byte-order mark; behind it stand the bytes of the data folder."""
    tables = sorted(unpacked.rglob("*.csv"))
    assert tables
    for path in tables:
        plain = (GOOD / path.relative_to(unpacked)).read_bytes()
        assert path.read_bytes() == codecs.BOM_UTF8 + plain


def test_what_goes_along(unpacked):
    """The manifest and the edition's other files are in it."""
    names = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert {"manifest.json", f"{EDITION}/source.yml", f"{EDITION}/derived.yml", "datapackage.json"} <= names
    assert (unpacked / "manifest.json").read_text() == '{"planbook": "0"}'


def test_same_bytes(tmp_path):
    """Two archives of the same data are equal."""
    one, two = (data.export(GOOD, EDITION, tmp_path / name, day=DAY).read_bytes() for name in "ab")
    assert one == two


def test_a_negative_number_is_no_formula(tmp_path):
    """-3.2% as printed and -3.2 as a value go out as they are (`planbook check` refuses formulas)."""
    folder = copy(tmp_path)
    change(folder, "figures", "gdp-growth-2025", value="-6", printed="-6%")
    assert data.export(folder, EDITION, tmp_path / "d.zip").is_file()


def test_own_tables_are_packed(tmp_path):
    """An edition's own rows go along in a file of their own."""
    folder = copy(tmp_path)
    own = folder / EDITION / "indicators.csv"
    own.write_text("indicator,label_zh\nwool,羊毛\n", encoding="utf-8")
    with zipfile.ZipFile(data.export(folder, EDITION, tmp_path / "d.zip")) as packed:
        assert {"indicators.csv", f"{EDITION}/indicators.csv"} <= {*packed.namelist()}


def test_the_repository_describes_its_data():
    """data/datapackage.json is what the models say of every edition there is."""
    told = (HERE / "data" / data.PACKAGE).read_text("utf-8")
    assert told == data.text(describe(HERE / "data", Project(HERE).editions()))
