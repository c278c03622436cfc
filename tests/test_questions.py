"""planbook.audit.questions: what a deputy may ask, found by rules in any edition's data."""

import shutil
from pathlib import Path

import pytest

from planbook.audit.questions import MOST, ask
from planbook.edition import load
from planbook.edition.model import Figure, Project, Statement, Task
from planbook.edition.years import Earlier

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "data"


@pytest.fixture(scope="module")
def counties(tmp_path_factory) -> Path:
    """A data folder with the shared vocabulary and the invented county's two editions."""
    data = tmp_path_factory.mktemp("counties") / "data"
    data.mkdir()
    for shared in DATA.glob("*.csv"):
        shutil.copyfile(shared, data / shared.name)
    for edition in ("qingshi-2026", "qingshi-2027"):
        shutil.copytree(HERE / "data" / "counties" / edition, data / edition)
    return data


def things(question) -> set[str]:
    """The evidence of a question: ids of figures, derived quantities, projects, tasks and statements."""
    kinds = {Project: "project", Task: "task", Statement: "statement"}
    return {getattr(one, kinds.get(type(one), "id")) for one in question.evidence}


# What a careful reader asked of this report: each by what it is about.
CAREFUL = {
    "a project that is to be started in both years": {"douyin_phase2_expansion", "douyin_phase2"},
    "key projects: how many, how much": {
        "key_projects-count-2025", "key_project_investment_total-county-level-2025",
    },
    "key projects against all investment": {
        "key_project_investment_completed-level-2025", "fixed_asset_investment-jan_dec-level-2025",
    },
    "a claim without a target": {"main_tasks_done"},
    "revenue: from 16.4 to 2": {
        "general_public_budget_revenue-growth-2025", "general_public_budget_revenue-growth-2026",
    },
    "what the growth of the whole rests on": {"gdp-growth-2026", "tertiary_value_added-growth-2026"},
    "incomes behind growth": {"urban_income-growth-2025", "gdp-growth-2025"},
    "signed and paid in": {"contract_value-level-2025", "funds_in_place-level-2025"},
    "one sum for two purposes": {
        "bridging_funds-industry-level-2025", "bridging_fund_projects-all-count-2025",
    },
    "projects without money": {"tanghe_water"},
}  # fmt: skip


def test_a_careful_readers_questions_are_found():
    """At least eight of the ten that a careful reader asked of Guangling's report are the program's."""
    asked = [things(question) for question in ask(load("guangling-2026", DATA))]
    hits = [what for what, about in CAREFUL.items() if any(about <= one for one in asked)]
    assert len(asked) == MOST and len(hits) >= 8, sorted(set(CAREFUL) - set(hits))


def test_another_county_is_asked_its_own(counties):
    """The invented county: a reservoir that is to be started again, guests that do not add up, incomes."""
    asked = [things(question) for question in ask(load("qingshi-2026", counties))]
    assert any("xikou_reservoir" in one for one in asked)
    assert any("tourist_visits-overnight-count-2025" in one for one in asked)
    assert any({"urban_income-growth-2025", "gdp-growth-2025"} <= one for one in asked)


@pytest.mark.parametrize("edition", ["qingshi-2026", "qingshi-2027"])
def test_every_question_has_its_evidence(counties, edition):
    """Ranked, not more than ten, none twice, each ends with a question mark and names what it rests on."""
    ed = load(edition, counties)
    found = ask(ed)
    assert 5 <= len(found) <= MOST
    assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)
    assert len({one.pieces for one in found}) == len(found)
    for one in found:
        assert one.evidence and str(one.pieces[-1]).endswith("？")
        own = [
            piece for piece in one.evidence if isinstance(piece, Figure) and not isinstance(piece, Earlier)
        ]
        assert all(ed.get(piece.figure) == piece for piece in own)


def test_without_commitments_numbers_are_still_asked_about(counties):
    """An edition without tasks and statements asks about its numbers only."""
    for name in ("tasks", "not_tasks", "statements", "projects"):
        shutil.move(counties / "qingshi-2026" / f"{name}.csv", counties / f"{name}.away")
    try:
        rows = (counties / "qingshi-2026" / "figures.csv").read_text("utf-8").splitlines(keepends=True)
        kept = [row for row in rows if not row.split(",")[4] or row.startswith("figure,")]
        (counties / "qingshi-2026" / "figures.csv").write_text("".join(kept), "utf-8")
        (counties / "qingshi-2026" / "checks.yml").unlink()
        (counties / "qingshi-2026" / "derived.yml").unlink()
        kinds = {one.kind for one in ask(load("qingshi-2026", counties))}
        assert "lower" in kinds and not kinds & {"bare", "claim", "claims", "projects"}
    finally:
        shutil.rmtree(counties / "qingshi-2026")
        shutil.copytree(HERE / "data" / "counties" / "qingshi-2026", counties / "qingshi-2026")
