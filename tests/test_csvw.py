"""planbook.edition.csvw: the tables with SDMX's concepts and with places that a program can follow."""

import csv
import hashlib
import json
import re
from base64 import urlsafe_b64decode
from pathlib import Path

import pytest
from editions import EDITION, GOOD, TEXT, copy, path

from planbook.edition import csvw

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture(scope="module")
def metadata():
    return csvw.describe(GOOD, EDITION)


def test_columns_are_those_of_the_files(metadata):
    """Each table's columns in the order of its file; what is virtual comes last."""
    assert [table["url"] for table in metadata["tables"]] == ["figures.csv", "mentions.csv"]
    for table in metadata["tables"]:
        columns = table["tableSchema"]["columns"]
        real = [column["name"] for column in columns if not column.get("virtual")]
        assert ",".join(real) == (GOOD / EDITION / table["url"]).read_text("utf-8").partition("\n")[0]
        assert [column.get("virtual", False) for column in columns] == sorted(
            column.get("virtual", False) for column in columns
        )


def test_files_and_columns_that_are_absent(tmp_path):
    """No mentions, no table of them; figures of before the column sign have none."""
    data = copy(tmp_path)
    path(data, "mentions.csv").unlink()
    figures = path(data, "figures.csv")
    lines = figures.read_text(encoding="utf-8").splitlines()
    figures.write_text("\n".join(line.rpartition(",")[0] for line in lines) + "\n", encoding="utf-8")
    (table,) = csvw.describe(data, EDITION)["tables"]
    real = [column["name"] for column in table["tableSchema"]["columns"] if not column.get("virtual")]
    assert table["url"] == "figures.csv" and ",".join(real) == lines[0].removesuffix(",sign")


def test_the_concepts_are_sdmx(metadata):
    """Value, unit, period and area are found by tools that know SDMX."""
    figures = metadata["tables"][0]["tableSchema"]["columns"]
    concepts = {column["name"]: column.get("propertyUrl", "").rpartition("/")[2] for column in figures}
    assert concepts["value"] == "measure#obsValue"
    assert concepts["unit"] == "attribute#unitMeasure"
    assert concepts["period"] == "dimension#refPeriod"
    assert concepts["area"] == "dimension#refArea"


def test_a_place_leads_to_its_characters(metadata):
    """Followed by hand: the text by its hash, the characters by their offsets, equal to what was printed."""
    column = metadata["tables"][1]["tableSchema"]["columns"][-1]
    with (GOOD / EDITION / "mentions.csv").open(encoding="utf-8", newline="") as rows:
        row = next(row for row in csv.DictReader(rows) if row["figure"] == "gdp-level-2025")
    uri = re.sub(r"\{(\w+)\}", lambda name: row[name[1]], column["valueUrl"])
    digest, start, end = re.fullmatch(r"ni:///sha-256;([\w-]+)\?ct=text/plain#char=(\d+),(\d+)", uri).groups()
    raw = TEXT.read_bytes()
    assert urlsafe_b64decode(digest + "=") == hashlib.sha256(raw).digest()
    assert raw.decode("utf-8")[int(start) : int(end)] == "86.4亿元"


def test_mentions_are_about_their_figures(metadata):
    """Both tables speak of one subject, and the key of one is the key of the other."""
    figures, mentions = (table["tableSchema"] for table in metadata["tables"])
    assert figures["aboutUrl"] == mentions["aboutUrl"] == "figures.csv#figure={figure}"
    assert figures["primaryKey"] == mentions["foreignKeys"][0]["columnReference"] == "figure"


def test_the_file_in_data_is_what_the_program_makes():
    """Whoever changes a column writes it anew: python -m planbook.edition.csvw guangling-2026."""
    sources = sorted(DATA.glob("*/source.yml"))
    assert sources
    for source in sources:
        edition = source.parent.name
        text = (DATA / edition / csvw.NAME).read_text(encoding="utf-8")
        assert json.loads(text) == csvw.describe(DATA, edition)
        assert text == csvw.text(csvw.describe(DATA, edition))


def test_it_is_written_beside_the_tables(tmp_path, monkeypatch):
    """The command writes one file and nothing else."""
    data = copy(tmp_path)
    monkeypatch.setenv("PLANBOOK_DATA", str(data))
    before = {path.name for path in (data / EDITION).iterdir()}
    csvw.main(EDITION)
    assert {path.name for path in (data / EDITION).iterdir()} - before == {csvw.NAME}
