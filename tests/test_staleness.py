"""Which chapters run again, and the reasons: decided without a kernel."""

import books
import pytest

from planbook.run import hashing, staleness
from planbook.run.cache import Cache
from planbook.run.notebook import Notebook


@pytest.fixture
def project(tmp_path):
    return books.make(tmp_path / "book", industry="simple", ecology="opens_a_file")


REACHING = {
    "industry": {"edition": "qingshi-2026", "top_projects": 12},
    "ecology": {"edition": "qingshi-2026"},
}


def survey(project, reaching=REACHING, published=()):
    notebooks = {name: Notebook.read(project.notebook(name)) for name in project.chapters}
    return staleness.survey(project, reaching, notebooks, dict(published))


def run_all(project, reaching=REACHING, reads=None, files=()):
    """As if every chapter had run: its record is kept with an empty notebook."""
    executed = project.root / "executed.ipynb"
    executed.write_text("{}", encoding="utf-8")
    return {
        v.chapter: Cache(project.output / "cache")
        .keep(v.chapter, staleness.record(v.now, reads, dict(files)), executed)
        .key
        for v in survey(project, reaching)
    }


def reasons(project, reaching=REACHING, published=()):
    return {v.chapter: list(v.reasons) for v in survey(project, reaching, published) if v.stale}


def test_never_run(project):
    """A chapter without a kept run is stale because it has not run."""
    assert reasons(project) == {"industry": ["it has not run yet"], "ecology": ["it has not run yet"]}


def test_nothing_changed(project):
    """What ran with the same content holds."""
    run_all(project)
    assert reasons(project) == {}


def test_a_notebook_changed(project):
    """An edited chapter is stale, by cell; the others hold."""
    run_all(project)
    books.edit(project, "industry", 4, "print('other')")
    assert reasons(project) == {"industry": ["notebook changed (cell 4)"]}


@pytest.mark.parametrize(
    ("kept", "added", "said"),
    [
        (5, 1, "notebook changed (cell 6)"),
        (5, 2, "notebook changed (cells 6, 7)"),
        (4, 0, "notebook changed (cells removed)"),
    ],
)
def test_cells_that_came_or_went(kept, added, said):
    """A cell at the end that is new is told by its number; one that is gone is told as gone."""
    before = list("abcde")
    assert staleness._cells(before, [*before[:kept], *"xyz"[:added]]) == [said]


def test_a_parameter_that_reaches_it_changed(project):
    """Only chapters that a parameter reaches run again; the old and the new value are told."""
    run_all(project)
    new = {**REACHING, "industry": {"edition": "qingshi-2026", "top_projects": 5}}
    assert reasons(project, new) == {"industry": ["parameter top_projects: 12 → 5"]}


def test_a_parameter_of_another_type_is_another_value(project):
    """1 and true and 1.0 are not the same parameter."""
    run_all(project, {**REACHING, "industry": {"top_projects": 1}})
    assert "industry" in reasons(project, {**REACHING, "industry": {"top_projects": True}})


def test_an_opened_file_changed_or_went(project):
    """A file that a chapter opened counts by content, not by date; another folder's files too."""
    extra = project.root / "extra.csv"
    run_all(project, files={"extra.csv": hashing.file_digest(extra)})
    extra.write_text(extra.read_text())
    assert reasons(project) == {}
    extra.write_text("other\n")
    assert reasons(project)["ecology"] == ["extra.csv changed"]
    extra.unlink()
    assert reasons(project)["ecology"] == ["extra.csv is gone"]


def test_the_code_changed(project, monkeypatch):
    """A changed file of `edition` or `show` makes the chapters stale, and is named."""
    run_all(project)
    before = hashing.code(hashing.CHAPTER_ROOMS)
    monkeypatch.setattr(hashing, "code", lambda rooms: {**before, "show/bars.py": "0"})
    assert reasons(project)["industry"] == ["code changed: show/bars.py"]


def test_a_library_changed(project, monkeypatch):
    """Another version of a library that shapes the output makes the chapters stale."""
    run_all(project)
    before = hashing.versions(hashing.CHAPTER_LIBRARIES)
    monkeypatch.setattr(hashing, "versions", lambda names: {**before, "matplotlib": "9.9"})
    assert reasons(project)["industry"] == [f"matplotlib {before['matplotlib']} → 9.9"]


def test_rows_that_were_looked_up(project, monkeypatch):
    """What planbook.edition says of the rows is the reason."""
    from planbook.edition import reads

    run_all(project, reads={"edition": "qingshi-2026", "queries": [], "files": {}})
    monkeypatch.setattr(reads, "changes", lambda *asked: ["figures.csv row gdp-growth-2026 changed"])
    assert reasons(project)["industry"] == ["figures.csv row gdp-growth-2026 changed"]


def test_going_back_finds_the_earlier_run(project):
    """Parameters that were there before need no new run; reasons compare with what is published."""
    first = run_all(project)
    other = {**REACHING, "industry": {"edition": "qingshi-2026", "top_projects": 5}}
    second = run_all(project, other)
    found = {v.chapter: v for v in survey(project, REACHING, second)}
    assert found["industry"].entry.key == first["industry"]
    third = {**REACHING, "industry": {"edition": "qingshi-2026", "top_projects": 6}}
    assert reasons(project, third, first) == {"industry": ["parameter top_projects: 12 → 6"]}


def test_where_the_data_stood_is_not_recorded(project):
    """A record holds no path of the machine: the same run elsewhere has the same key."""
    now = survey(project)[0].now
    here = staleness.record(now, {"edition": "x", "data": "/home/somebody/data", "queries": []}, {})
    assert "data" not in here["reads"]
