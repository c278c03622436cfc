"""planbook.check.commitments: every clause of the plan part is a task, or says why it is none."""

import shutil
from pathlib import Path

import pytest
from editions import EDITION, append, change, path

from planbook.check import check
from planbook.check.locate import digest

HERE = Path(__file__).parent
COUNTIES = HERE / "data" / "counties"
TEXT = COUNTIES / f"{EDITION}.txt"
WORDS = TEXT.read_text(encoding="utf-8")


@pytest.fixture
def data(tmp_path):
    """The invented county with tasks, beside the shared tables."""
    data = tmp_path / "data"
    shutil.copytree(COUNTIES / EDITION, data / EDITION)
    for shared in (HERE.parent / "data").glob("*.csv"):
        shutil.copyfile(shared, data / shared.name)
    return data


def found(data, text=None):
    """Slug, table, field, got and expected of each finding."""
    return [(f.slug, Path(f.file).stem, f.field, f.got, f.expected) for f in check(EDITION, data, text)]


def rows(data, table):
    lines = path(data, f"{table}.csv").read_text(encoding="utf-8").splitlines()
    return [dict(zip(lines[0].split(","), line.split(","), strict=False)) for line in lines[1:]]


def delete(data, table, start):
    """The row whose span begins there is deleted; the row."""
    (row,) = [row for row in rows(data, table) if row["char_start"] == start]
    file = path(data, f"{table}.csv")
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if f",{start}," not in line), encoding="utf-8")
    return row


def test_a_sound_plan(data):
    """The tables cover the plan part between them."""
    assert found(data, TEXT) == []


@pytest.mark.parametrize(
    ("table", "key", "fields", "finding"),
    [
        ("tasks", "gdp_growth", {"chapter": "overveiw"}, ("unknown-code", "chapter", "“overveiw”")),
        ("tasks", "gdp_growth", {"topic": "headlin"}, ("unknown-code", "topic", "“headlin”")),
        ("tasks", "gdp_growth", {"project": "nowhere"}, ("unknown-id", "project", "“nowhere”")),
        ("tasks", "gdp_growth", {"figures": "gdp-level-2031"}, ("unknown-id", "figures", "“gdp-level-2031”")),
        ("tasks", "gdp_growth", {"char_end": "2827"}, ("bad-span", "char_end", "2827")),
        ("statements", "tea_sales", {"chapter": "industri"}, ("unknown-code", "chapter", "“industri”")),
        ("statements", "tea_sales", {"topic": "tee"}, ("unknown-code", "topic", "“tee”")),
    ],
)
def test_what_the_tables_show_without_the_text(data, table, key, fields, finding):
    """Codes, projects and figures that do not exist, and spans that end before they begin."""
    change(data, table, key, **fields)
    assert finding in [(slug, field, got) for slug, file, field, got, _ in found(data) if file == table]


@pytest.mark.parametrize(("table", "key"), [("tasks", "gdp_growth"), ("statements", "tea_sales")])
def test_a_topic_may_be_absent(data, table, key):
    """What belongs to a chapter as a whole."""
    change(data, table, key, topic="")
    assert found(data) == []


def test_a_figure_is_as_firm_as_its_task(data):
    """A commitment of figures.csv that none of its tasks has is told, with what the task says."""
    change(data, "figures", "gdp-growth-2026", commitment="ensure")
    change(data, "figures", "retail_sales-growth-2026", commitment="expect")
    assert found(data) == [
        ("other-commitment", "figures", "commitment", "“ensure”", "“expect” as task gdp_growth")
    ]


def test_a_clause_is_a_task_or_none(data):
    """One that stands in both tables, or twice among those that commit to nothing; tasks may share theirs."""
    task = next(row for row in rows(data, "tasks") if row["task"] == "gdp_growth")
    none = rows(data, "not_tasks")[0]
    both = ("line", "char_start", "char_end", "sha256")
    append(
        data, "tasks.csv", f"again,overview,,增速,expect,预期目标,2822,,,{','.join(task[f] for f in both)},"
    )
    assert found(data, TEXT) == []
    append(data, "not_tasks.csv", f"{','.join(task[f] for f in both)},aim")
    assert [one[:3] for one in found(data)] == [("task-and-not", "tasks", "char_start")] * 2
    line, start, end, _ = (none[field] for field in both)
    words = WORDS[int(start) + 2 : int(end)]
    append(data, "not_tasks.csv", f"{line},{int(start) + 2},{end},{digest(words)},aim")
    assert [one[:2] for one in found(data) if one[0] != "task-and-not"] == [("overlap", "not_tasks")]


@pytest.mark.parametrize(
    ("fields", "finding"),
    [
        ({"line": "35"}, ("wrong-line", "line", "35", "34")),
        ({"sha256": "0123456789ab"}, ("wrong-digest", "sha256", "0123456789ab", digest(WORDS[2827:2839]))),
        ({"word_start": "2823"}, ("wrong-word", "word_start", None, "“预期目标”")),
        ({"char_end": "999999"}, ("outside", "char_end", "999999", f"≤ {len(WORDS)}")),
    ],
)
def test_what_the_text_shows_of_a_task(data, fields, finding):
    """Its line, its words, where its word of strength stands, and that it ends inside the text."""
    change(data, "tasks", "gdp_growth", **fields)
    slug, field, got, expected = finding
    told = [one for one in found(data, TEXT) if one[0] == slug]
    assert [(one[2], one[4]) for one in told] == [(field, expected)] and got in (None, told[0][3])


def test_a_statement_holds_its_word(data):
    """The decisive word stands inside the span, wherever; without a word there is nothing to prove."""
    change(data, "statements", "tea_sales", word="不愁")
    assert found(data, TEXT) == [("wrong-word", "statements", "word", "“不愁”", "a word of the span")]
    change(data, "statements", "tea_sales", word="")
    assert found(data, TEXT) == []


def test_a_clause_in_neither_table(data):
    """It is told by its place, with a row that could be pasted; headings and what comes before need none."""
    row = delete(data, "not_tasks", "3061")
    start, end = int(row["char_start"]), int(row["char_end"])
    (finding,) = found(data, TEXT)
    assert finding[:4] == ("uncovered-clause", TEXT.stem, f"char={start},{end}", f"“{WORDS[start:end]}”")
    assert ",".join((row["line"], row["char_start"], row["char_end"], row["sha256"])) in finding[4]


def test_where_the_plan_begins(data):
    """Where `plan_line` says, else behind the second part's heading: what comes before needs no row."""
    file = path(data, "source.yml")
    source = file.read_text(encoding="utf-8")
    delete(data, "not_tasks", "2793")  # in line 34
    assert {slug for slug, *_ in found(data, TEXT)} == {"uncovered-clause"}
    file.write_text(f"{source}plan_line: 36\n", encoding="utf-8")
    assert found(data, TEXT) == []
    delete(data, "not_tasks", "3061")  # the first clause of line 36
    assert [slug for slug, *_ in found(data, TEXT)] == ["uncovered-clause"]
    file.write_text(f"{source}plan_line: 37\n", encoding="utf-8")
    assert found(data, TEXT) == []


def test_clauses_that_touch(data):
    """The first clause may begin with the text, and a clause where another ends."""
    append(data, "not_tasks.csv", f"1,0,3,{digest(WORDS[:3])},address", f"1,3,5,{digest(WORDS[3:5])},address")
    assert found(data, TEXT) == []
