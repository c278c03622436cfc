"""planbook.edition.document: YAML is plain values; tricks and faults become findings."""

import pytest
from editions import EDITION, GOOD, copy, edit, path

from planbook.edition import document


def read(data, name="source.yml"):
    return document.read(path(data, name), data)


def test_a_sound_file():
    """Values, and the line of each top-level key."""
    found = read(GOOD)
    assert found.findings == [] and found.data["county"] == "青石县" and found.lines["county"] == 4


@pytest.mark.parametrize(
    ("fault", "slug", "line", "got"),
    [
        ("alias_bomb", "bad-yaml", 1, "anchor"),
        ("python_tag", "bad-yaml", 4, "tag"),
        ("deep_nest", "bad-yaml", 1, "nest"),
        ("yaml_list", "bad-yaml", 1, "no mapping"),
        ("bad_indent", "bad-yaml", 11, ""),
        ("duplicate_key", "duplicate-key", 21, "county"),
    ],
)
def test_broken_files(tmp_path, fault, slug, line, got):
    """Anchors, tags, deep nests, duplicate keys and bad syntax: one finding each, at its line."""
    (found,) = read(copy(tmp_path, fault)).findings
    assert (found.slug, found.row) == (slug, line) and got in found.got + found.field


@pytest.mark.parametrize(("lists", "refused"), [(11, False), (12, True)])
def test_how_deep_a_nest_may_be(tmp_path, lists, refused):
    """Twelve levels, the mapping of the file among them; lists that stand side by side are no nest."""
    file = tmp_path / "a.yml"
    file.write_text(f"a: {'[' * lists}{']' * lists}\nb: [[1], [2], [3]]\n", encoding="utf-8")
    assert bool(document.read(file, tmp_path).findings) is refused


def test_harmless_tags_too(tmp_path):
    """A tag that YAML itself would accept is refused as well: values are plain."""
    data = copy(tmp_path)
    edit(data, "source.yml", "county: 青石县", "county: !!str 青石县")
    assert [(f.slug, f.row) for f in read(data).findings] == [("bad-yaml", 4)]


def test_a_megabyte_is_refused(tmp_path):
    """A file beyond all measure is not handed to the parser."""
    data = copy(tmp_path)
    path(data, "source.yml").write_text("a: " + "x" * 2**21, encoding="utf-8")
    assert [f.slug for f in read(data).findings] == ["bad-yaml"]
    path(data, "source.yml").unlink()
    assert [f.slug for f in document.read(data / EDITION / "source.yml", data).findings] == ["missing-file"]
