"""planbook.edition.rows: tables as raw rows; a broken file becomes findings, never a traceback."""

import csv
import shutil

import pytest
from editions import EDITION, GOOD, copy, path

from planbook.edition import files, rows


def slugs(data, table="projects"):
    return [(f.slug, f.row) for f in rows.read(table, data, EDITION).findings]


def test_rows_know_their_line():
    """A row is its fields as text, with its line in the file."""
    first = rows.load("projects", GOOD, EDITION)[0]
    assert first.line == 2 and first["project"] == "cement_heat" and tuple(first) == rows.HEADERS["projects"]


@pytest.mark.parametrize(("table", "column"), [("figures", "note"), ("projects", "note")])
def test_columns_that_must_be_there(tmp_path, table, column):
    """A table that grew may lack its new columns, and no other."""
    data = copy(tmp_path)
    file = path(data, f"{table}.csv")
    with file.open(encoding="utf-8", newline="") as stream:
        kept = [{name: row[name] for name in row if name != column} for row in csv.DictReader(stream)]
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, kept[0])
        writer.writeheader()
        writer.writerows(kept)
    (finding,) = rows.read(table, data, EDITION).findings
    assert (finding.slug, finding.row) == ("header", 1)


@pytest.mark.parametrize(
    ("fault", "slug", "line"),
    [
        ("ragged_row", "ragged-row", 3),
        ("duplicated_header", "header", 1),
        ("reordered_header", "header", 1),
        ("gbk", "encoding", 2),
        ("nul_byte", "nul", 3),
        ("empty", "empty-file", None),
        ("only_blank_lines", "empty-file", None),
        ("unclosed_quote", "bad-csv", 3),
        ("stray_space", "stray-space", 3),
        ("direction_override", "control-character", 3),
        ("line_in_field", "control-character", 3),
    ],
)
def test_broken_files(tmp_path, fault, slug, line):
    """Each broken file gives the finding of its fault at its line; `load` refuses it with that finding."""
    data = copy(tmp_path, fault)
    assert slugs(data) == [(slug, line)]
    with pytest.raises(rows.RowsError, match=f"data/{EDITION}/projects.csv"):
        rows.load("projects", data, EDITION)


def test_what_is_no_file(tmp_path):
    """A missing file names its likeliest neighbour; a folder in its place is told as such."""
    data = copy(tmp_path)
    file = path(data, "projects.csv")
    file.rename(file.with_name("project.csv"))
    (missing,) = rows.read("projects", data, EDITION).findings
    assert (missing.slug, missing.nearest) == ("missing-file", "project.csv")
    file.mkdir()
    assert slugs(data) == [("not-a-file", None)]
    file.rmdir()
    file.with_name("project.csv").unlink()
    assert slugs(data) == []  # an optional file that is absent says the same as an empty one
    shutil.rmtree(data / EDITION)
    assert [f.slug for f in rows.read("figures", data, EDITION).findings] == ["missing-file"]


def test_huge_fields_and_files(tmp_path, monkeypatch):
    """A field of a megabyte and a file beyond all measure are findings."""
    data = copy(tmp_path)
    file = path(data, "projects.csv")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("金沟光伏一期", "沟" * 20_000), encoding="utf-8")
    assert slugs(data) == [("bad-value", 3)]
    file.write_text(text.replace("金沟光伏一期", "沟" * 2**20), encoding="utf-8")
    assert slugs(data) in ([("bad-csv", 3)], [("bad-value", 3)])  # other libraries raise csv's own limit
    monkeypatch.setattr(files, "LARGEST", 100)
    assert slugs(data) == [("too-large", None)]


def test_byte_order_mark_and_line_ends_are_harmless(tmp_path):
    """What Excel writes (a byte order mark, CRLF) reads as the same rows."""
    data = copy(tmp_path)
    file = path(data, "projects.csv")
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    same = rows.load("projects", GOOD, EDITION)
    assert rows.load("projects", data, EDITION) == same


def test_select_and_digest():
    """Conditions are equal strings or one of several; a digest changes with any field and its borders."""
    found = rows.load("figures", GOOD, EDITION)
    assert len(rows.select(found, {"indicator": "crops", "period": "2025"})) == 3
    assert len(rows.select(found, {"indicator": ("crops", "sheep")})) == 7
    assert rows.select(found, {"indicator": ()}) == []
    one, other = rows.Row([("a", "1"), ("b", "23")], 2), rows.Row([("a", "12"), ("b", "3")], 2)
    assert rows.digest(one) != rows.digest(other) and len(rows.digest(one)) == 12
    assert rows.digest(one) == rows.digest(rows.Row([("a", "1"), ("b", "23")], 9))


def test_keys_are_unique():
    """Each table's key tells its rows apart."""
    for table in rows.HEADERS:
        keys = [rows.key_of(table, row) for row in rows.load(table, GOOD, EDITION)]
        assert len(keys) == len(set(keys)), table
