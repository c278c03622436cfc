"""planbook.check.locate: with the text, every numeral is accounted for once and every place holds."""

import csv
import hashlib

import pytest
from editions import EDITION, GOOD, TEXT, change, copy, path

from planbook.check import check
from planbook.edition.spans import digest

WORDS = TEXT.read_text(encoding="utf-8")


def found(data, text=TEXT):
    return [(f.slug, f.file.rpartition("/")[2], f.row) for f in check(EDITION, data, text)]


def spoil(data, table, key, **fields):
    """Change a row and tell what the findings with the text say beyond those without."""
    change(data, table, key, **fields)
    without = found(data, None)
    return [one for one in found(data) if one not in without]


def span(words, start=0):
    at = WORDS.index(words, start)
    return {"char_start": str(at), "char_end": str(at + len(words)), "sha256": digest(words)}


@pytest.fixture
def data(tmp_path):
    return copy(tmp_path)


def not_figures(data):
    with path(data, "not_figures.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def append(data, table, *fields):
    with path(data, f"{table}.csv").open("a", encoding="utf-8") as stream:
        stream.write(",".join(map(str, fields)) + "\n")


def delete(data, table, number):
    file = path(data, f"{table}.csv")
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[: number - 1] + lines[number:]), encoding="utf-8")


def test_another_text_is_refused(data, tmp_path):
    """A text with another sha256 is refused with both, and nothing else is said of it."""
    other = tmp_path / "other.txt"
    other.write_text(WORDS.replace("86.4", "86.5"), encoding="utf-8")
    (finding,) = check(EDITION, data, other)
    assert finding.slug == "other-text" and finding.expected == hashlib.sha256(TEXT.read_bytes()).hexdigest()
    assert finding.got == hashlib.sha256(other.read_bytes()).hexdigest()
    assert found(data, tmp_path / "none.txt") == [("missing-file", "none.txt", None)]
    other.write_bytes(b"\xff\xfe")
    assert found(data, other) == [("encoding", "other.txt", 1)]
    assert found(data, tmp_path) == [("not-a-file", tmp_path.name, None)]


@pytest.mark.parametrize(
    ("fields", "slugs"),
    [
        ({"line": "8"}, {"wrong-line"}),
        ({"char_start": "99990", "char_end": "99996"}, {"outside", "uncovered"}),
        (span("12.5万"), {"wrong-characters", "uncovered"}),
    ],
)
def test_mentions_that_do_not_hold(data, fields, slugs):
    """A wrong line, a span beyond the text, a span somewhere else; what it leaves behind is uncovered."""
    assert {slug for slug, *_ in spoil(data, "mentions", "gdp-level-2025", **fields)} == slugs


def test_a_wrong_line_that_only_the_text_shows(data):
    """Line 6 lies between its neighbours, but the number stands in line 7."""
    assert spoil(data, "mentions", "gdp-level-2025", line="6") == [("wrong-line", "mentions.csv", 2)]


def test_a_numeral_in_neither_table(data):
    """It is told with its place and a row that could be pasted."""
    number = next(i for i, row in enumerate(not_figures(data), 2) if row["reason"] == "hotline")
    row = not_figures(data)[number - 2]
    delete(data, "not_figures", number)
    (finding,) = check(EDITION, data, TEXT)
    assert (finding.slug, finding.file, finding.row) == ("uncovered", TEXT.name, int(row["line"]))
    assert "“12345” in" in finding.got and ",".join(list(row.values())[:4]) in finding.expected


def test_the_words_around_a_numeral_stand_on_one_line(data):
    """A line break or a wide blank near it is no code in the message."""
    for number in range(len(not_figures(data)) + 1, 1, -1):
        delete(data, "not_figures", number)
    got = [finding.got for finding in check(EDITION, data, TEXT) if finding.slug == "uncovered"]
    assert any("⏎" in one for one in got)
    assert not [one for one in got if "\\x" in one or "\n" in one]


def test_a_numeral_in_both_tables(data):
    """A figure cannot be no figure as well, and a numeral is excused only once."""
    at = span("86.4亿元")
    append(data, "not_figures", 7, at["char_start"], at["char_end"], at["sha256"], "name")
    assert "claimed-twice" in {slug for slug, *_ in found(data)}


def test_several_figures_on_one_span(data):
    """One number of two subjects is two figures on the same span; a span that only overlaps is a fault."""
    row = path(data, "figures.csv").read_text(encoding="utf-8").splitlines()[1].split(",")
    row[0], row[3] = "gdp-whole-level-2025", "全部"
    append(data, "figures", *row)
    at = span("86.4亿元")
    append(data, "mentions", row[0], 7, at["char_start"], at["char_end"], at["sha256"])
    assert found(data) == []
    delete(data, "mentions", 52)
    append(data, "mentions", row[0], 7, int(at["char_start"]) - 1, at["char_end"], digest("为86.4亿元"))
    assert ("overlap", "mentions.csv", 52) in found(data)


def test_a_span_that_cuts_a_numeral(data):
    """A printed number that lost its first digit is found, even with a matching digest."""
    at = WORDS.index("86.4亿元")
    change(data, "figures", "gdp-level-2025", value="6.4", printed="6.4亿元")
    change(data, "mentions", "gdp-level-2025", char_start=str(at + 1), sha256=digest("6.4亿元"))
    assert found(data) == [("cut-numeral", "mentions.csv", 2)]


def test_an_excuse_without_a_numeral(data):
    """A row of not_figures.csv must hold a numeral and the digest of what stands there."""
    first = not_figures(data)[0]
    start = int(first["char_start"]) - 2
    append(data, "not_figures", 1, start, start + 1, digest(WORDS[start]), "word")
    assert found(data) == [("no-numeral", "not_figures.csv", 22)]
    append(data, "not_figures", 1, start - 1, start, "0" * 12, "word")
    assert ("wrong-digest", "not_figures.csv", 23) in found(data)


def test_words_of_the_lexicon_may_be_listed(data):
    """Listing a numeral that the lexicon passes over is allowed."""
    at = span("百姓")
    append(data, "not_figures", WORDS[: int(at["char_start"])].count("\n") + 1, *at.values(), "word")
    assert found(data) == []


@pytest.mark.parametrize(
    ("old", "new", "slug"),
    [
        (f"length: {len(WORDS)}", "length: 9", "wrong-length"),
        (f"lines: {len(WORDS.splitlines()) + 1}", "lines: 99", "wrong-length"),
        ("blank: [3, ", "blank: [", "wrong-blank"),
        ("- {line: 5,", "- {line: 6,", "wrong-outline"),
        ("line: 12, part: 一, section: （二）", "line: 12, part: 一, section: （三）", "wrong-outline"),
    ],
)
def test_what_source_yml_says_of_the_text(data, old, new, slug):
    """Length, lines, blank lines and headings are those of the text."""
    file = path(data, "source.yml")
    words = file.read_text(encoding="utf-8")
    assert old in words
    file.write_text(words.replace(old, new), encoding="utf-8")
    assert (slug, "source.yml", None) in found(data) and {name for _, name, _ in found(data)} == {
        "source.yml"
    }


def test_every_hedge_is_in_the_sample():
    """The sample edition holds every bound, measure and scenario, so that the checks above meet them."""
    with (GOOD / EDITION / "figures.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["bound"] for row in rows} == {"eq", "approx", "gt", "ge", "lt", "le"}
    assert {row["measure"] for row in rows} == {
        "level",
        "count",
        "capacity",
        "growth",
        "share",
        "rate",
        "rank",
    }
    assert {row["scenario"] for row in rows} == {"actual", "target", "planned"}
