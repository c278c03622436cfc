"""Invented editions (benchmarks/generate.py): whole under `check`, true to one another, drafted."""

import filecmp

import generate
import pytest

from planbook.check.validate import check
from planbook.draft import compose
from planbook.edition import rows


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Six counties with two reports each."""
    folder = tmp_path_factory.mktemp("generated")
    return folder, generate.generate(6, folder, years=2, seed=7)


def test_they_are_clean(made):
    """Every numeral and every clause is accounted for, every row is true to the text."""
    folder, editions = made
    for edition in editions:
        assert check(edition, folder / "data", folder / "texts" / f"{edition}.txt") == []


def test_the_same_from_the_same_seed(made, tmp_path):
    generate.generate(2, tmp_path, years=2, seed=7)
    for edition in ("county0001-2026", "county0002-2025"):
        for path in (tmp_path / "data" / edition).iterdir():
            assert filecmp.cmp(path, made[0] / "data" / edition / path.name, shallow=False)


def test_counties_are_unlike(made):
    texts = [path.read_text(encoding="utf-8") for path in (made[0] / "texts").iterdir()]
    assert len({text.splitlines()[5] for text in texts}) == len(texts)


def test_a_report_answers_the_plan_before(made):
    """What was planned is found among what was reached, in most cases; projects go on under their ids."""
    folder, _ = made
    before = rows.load("figures", folder / "data", "county0001-2025")
    after = rows.load("figures", folder / "data", "county0001-2026")
    planned = {(r["indicator"], r["measure"], r["project"]) for r in before if r["scenario"] != "actual"}
    reached = {(r["indicator"], r["measure"], r["project"]) for r in after if r["scenario"] == "actual"}
    assert len(planned & reached) > 0.7 * len(planned)
    old = {row["project"] for row in rows.load("projects", folder / "data", "county0001-2025")}
    new = {row["continues"] for row in rows.load("projects", folder / "data", "county0001-2026")} - {""}
    assert new and new <= old


def test_the_draft_finds_their_figures(made):
    """By place, value, indicator and measure nearly all; the strength of most tasks."""
    folder, editions = made
    scores = [score(folder, edition) for edition in editions[::3]]
    figures, strengths = (sum(one) / len(scores) for one in zip(*scores, strict=True))
    assert figures >= 0.97 and strengths >= 0.8, (figures, strengths)


def score(folder, edition) -> tuple[float, float]:
    """The shares of an edition's figures and tasks that a draft of its text has as they are."""
    data = folder / "data"
    draft = compose.draft((folder / "texts" / f"{edition}.txt").read_text(encoding="utf-8"), data)
    drafted = {
        (one.start, one.end, one.matched.indicator, one.measure, str(one.value)) for one in draft.figures
    }
    places = {row["figure"]: span(row) for row in rows.load("mentions", data, edition)}
    figures = [
        (*places[row["figure"]], row["indicator"], row["measure"], row["value"]) in drafted
        for row in rows.load("figures", data, edition)
    ]
    strengths = [
        any(
            one.code == row["commitment"] and one.start < span(row)[1] and span(row)[0] < one.end
            for one in draft.clauses
        )
        for row in rows.load("tasks", data, edition)
    ]
    return sum(figures) / len(figures), sum(strengths) / len(strengths)


def span(row) -> tuple[int, int]:
    return int(row["char_start"]), int(row["char_end"])
