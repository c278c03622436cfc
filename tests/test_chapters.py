"""What each chapter of a build needs: decided without a kernel."""

import books
import pytest

from planbook.errors import InputError
from planbook.run import chapters, manifest, schedule
from planbook.run.cache import Cache
from planbook.run.manifest import Request
from planbook.run.parameters.settings import resolve
from planbook.run.staleness import record


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A book whose chapters have run and stand in the manifest."""
    project = books.make(tmp_path / "book", overview="looks_up", industry="simple")
    monkeypatch.chdir(project.root)
    executed = project.root / "executed.ipynb"
    executed.write_text("{}")
    cache, told = Cache(project.output / "cache"), {}
    for verdict in survey(project):
        told[verdict.chapter] = {
            "key": cache.keep(verdict.chapter, record(verdict.now, None, {}), executed).key
        }
    book = resolve(project).book
    manifest.write(project.manifest, {"chapters": told, "parameters": {"book": book}})
    return project


def survey(project, options=(), **asked):
    return chapters.survey(project, resolve(project, options=options), Request(**asked))


def stale(verdicts) -> list[str]:
    return [verdict.chapter for verdict in verdicts if verdict.stale]


def test_nothing_is_stale(project):
    """What ran with the same content is shown again."""
    assert stale(survey(project)) == []


def test_force(project):
    """--force runs everything; with --only, that chapter."""
    assert stale(survey(project, force=True)) == ["overview", "industry"]
    assert stale(survey(project, force=True, only=("industry",))) == ["industry"]


def test_only(project):
    """Chapters that were not asked for keep their last run, with the reasons why they are stale."""
    books.edit(project, "overview", 3, "print('other')")
    five = (("industry.top_projects", "5"),)
    overview, industry = survey(project, five, only=("industry",))
    assert industry.stale and not overview.stale and overview.kept
    assert overview.reasons == ("notebook changed (cell 3)",)


def test_only_when_a_chapter_never_ran(project):
    """A chapter that has no run cannot be kept: it runs too, and the book is whole."""
    for path in (project.output / "cache" / "overview").iterdir():
        path.unlink()
    assert stale(survey(project, only=("industry",))) == ["overview"]


def test_a_parameter_that_nothing_uses(project):
    """A value that no notebook declares is refused; its default may stand in params.yml."""
    project.params.write_text("edition: qingshi-2026\nscenario: plan\n", encoding="utf-8")
    survey(project)
    own = (("scenario", "own"), ("growth.gdp", "6"))
    with pytest.raises(
        InputError, match='-p scenario: got "own", expected a parameter that a chapter declares'
    ):
        survey(project, own)
    with pytest.raises(InputError, match=r"industry\.sectors: .* that chapters/industry\.ipynb declares"):
        survey(project, (("industry.sectors", "[energy]"),))


def test_unknown_names(project):
    """All unknown chapters at once, each with the nearest."""
    with pytest.raises(InputError) as wrong:
        survey(project, only=("indutsry", "overveiw"))
    assert [line.rpartition(": ")[2] for line in str(wrong.value).splitlines()] == ["industry", "overview"]


def test_what_failed_is_told_with_what_is_kept(tmp_path):
    """Each failure, where its notebook lies, which results are kept, that readers see no change."""
    from planbook.run.execute import ChapterFailed

    failed = schedule.Failed([ChapterFailed("a", 3, "KeyError: 'x'", tmp_path / "a.ipynb")], ["b", "c"])
    assert str(failed).splitlines() == [
        "chapters/a.ipynb cell 3: KeyError: 'x'",
        f"    the failed notebook: {tmp_path}/a.ipynb",
        "the results of b, c are kept for the next build",
        "the published book is as it was",
    ]


def test_actuals_to_date_fit_the_targets(project):
    """A progress file that names no target is refused before any kernel, with line and nearest name."""
    (project.root / "p.csv").write_text(
        "indicator,item,project,measure,value,unit,preliminary,note\ngpd,,,growth,5,%,,\n", "utf-8"
    )
    asked = resolve(project, options=(("progress", "p.csv"), ("as_of", "2026-06-30")))
    with pytest.raises(InputError, match=r"progress: p\.csv:2 indicator.*nearest gdp///growth"):
        chapters.require_sound_edition(project, asked)
