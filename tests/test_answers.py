"""planbook.audit.answers: a chapter is stale when the audit's answer to it is another one, and only then."""

import json

import pytest
from editions import EDITION, append, change, copy, without_places

from planbook.audit import answers, audit
from planbook.edition import load, reads

GROWTH = {"gdp": 9.5}


@pytest.fixture
def data(tmp_path):
    return copy(tmp_path)


def record(data, ask, growth=None):
    """The record of a chapter that asked this, as JSON would give it back."""
    ed = load(EDITION, data, growth=growth)
    ask(ed)
    return json.loads(json.dumps(ed.reads.record()))


def changes(told, data):
    return reads.changes(told, data, answers.Today(data))


def ask(chapter):
    return lambda ed: (answers.rows(ed, chapter), answers.asked(ed, chapter))


@pytest.mark.parametrize("growth", [None, GROWTH])
@pytest.mark.parametrize("chapter", ["", "overview", "industry", "livelihood"])
def test_nothing_changed(data, chapter, growth):
    """The same data give the same answers, the reader's own rates included; but not other rates."""
    told = record(data, ask(chapter), growth)
    assert changes(told, data) == []
    kinds = {query["kind"] for query in told["queries"]}
    assert growth or kinds == {reads.COMPUTED}, "only the answers are recorded"
    assert f"{EDITION}/figures.csv" in told["files"] and f"{EDITION}/checks.yml" in told["files"]


def test_what_touches_it(data):
    """A figure of another chapter is nothing to it; one that a row or a question shows is, with all of it."""
    industry, overview, whole = (record(data, ask(name)) for name in ("industry", "overview", ""))
    change(data, "figures", "greenhouses-count-2026", note="按年底计")
    assert changes(industry, data) == ["audit target-greenhouses-count-2026 changed"]
    assert changes(overview, data) == []
    assert changes(whole, data) == changes(industry, data)


def test_a_new_row(tmp_path):
    """A contradiction that was not there before."""
    data = without_places(tmp_path)
    livelihood, industry = record(data, ask("livelihood")), record(data, ask("industry"))
    append(data, "figures.csv", "toilets-a,livelihood,toilets,,,level,2025,actual,12,个,eq,,,,12个,")
    append(data, "figures.csv", "toilets-b,livelihood,toilets,,,level,2026,target,9,个,eq,,,,9个,")
    names = {row.name for row in audit.rows(load(EDITION, data), "livelihood")}
    assert {line.split()[1] for line in changes(livelihood, data) if line.startswith("audit")} == names
    assert names and changes(industry, data) == []


def test_nothing_is_worked_out_for_equal_files(data):
    """Equal bytes need no audit; and data that cannot be judged are another answer."""
    told = record(data, ask("industry"))
    assert reads.changes(told, data, lambda *asked: pytest.fail("worked out again")) == []
    (data / EDITION / "figures.csv").write_text("figure\n", encoding="utf-8")
    assert any("broken added" in line for line in changes(told, data))


def test_a_quiet_question_hides_no_other(data):
    """What the audit looked up, and the chapter asks for itself, is recorded for the chapter too."""

    def both(ed):
        answers.rows(ed, "industry")
        ed.select(chapter="overview")

    told = record(data, both)
    change(data, "figures", "gdp-growth-2026", note="x")
    assert changes(told, data) == ["figures.csv row gdp-growth-2026 changed"]
