"""From parameters to the published book, with real kernels and the real binder on a small book."""

import json
import shutil

import books
import pytest

from planbook import pipeline
from planbook.book import binding
from planbook.errors import InputError
from planbook.run import chapters, fork_server, lock, manifest, schedule
from planbook.run.manifest import Request


def build(project, **asked) -> list[str]:
    """Build and return what was said."""
    said: list[str] = []
    pipeline.build(project, Request(**asked), said.append)
    return said


def reasons(said: list[str]) -> dict[str, str]:
    """The chapters that ran, and why."""
    return {line.split()[1]: line.split("  ")[-1] for line in said if line.startswith("[")}


def pages(project) -> dict[str, str]:
    return json.loads(project.manifest.read_text(encoding="utf-8"))["outputs"]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A book that was built once; tests work on copies of it."""
    project = books.make(
        tmp_path_factory.mktemp("built") / "book",
        overview="looks_up",
        industry="simple",
        ecology="opens_a_file",
    )
    said = build(project)
    assert reasons(said) == dict.fromkeys(("overview", "industry", "ecology"), "it has not run yet")
    return project


@pytest.fixture
def project(built, tmp_path):
    shutil.copytree(built.root, tmp_path / "book", symlinks=True)
    return type(built)(tmp_path / "book")


def test_the_pages_show_what_the_chapters_said(built):
    """Every chapter's page is there, with its outputs and without the cell of injected parameters."""
    assert "5.8%" in (built.html / "chapters" / "overview.html").read_text(encoding="utf-8")
    industry = (built.html / "chapters" / "industry.html").read_text(encoding="utf-8")
    assert ("qingshi-2026 12" in industry and "image/png" in industry) or ".png" in industry
    assert "# Parameters" not in industry
    left = {path.name for path in built.output.iterdir()}
    assert left == {"html", "cache", "manifest.json", "state.json", "times.json", ".lock"}


def test_nothing_changed(project, monkeypatch):
    """An unchanged book is recognised by hashes alone: nothing is run, bound or even imported for it."""
    monkeypatch.setattr(chapters, "survey", lambda *_: pytest.fail("looked at the chapters"))
    build(project)  # the copy lies in another folder: only the first build may look
    assert build(project) == ["nothing changed"]


def test_one_row_changed(project):
    """A changed figure runs the chapter that looked it up, names the row, and changes its page."""
    figures = project.data / "qingshi-2026" / "figures.csv"
    text = figures.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("gdp-growth-2025,"))
    figures.write_text(text.replace(row, f"{row[:-1]}预计为全年数,"), encoding="utf-8")
    said = build(project)
    assert reasons(said) == {"overview": "figures.csv row gdp-growth-2025 changed"}


def test_a_row_that_nobody_looked_up_changed(project):
    """Another row's change runs nothing; the data page's downloads are the new ones."""
    figures = project.data / "qingshi-2026" / "figures.csv"
    text = figures.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("revenue-growth-2026,"))
    figures.write_text(text.replace(row, f"{row[:-1]}年初预算口径,"), encoding="utf-8")
    assert not reasons(build(project))


def test_a_parameter_of_one_chapter(project):
    """One chapter's parameter runs that chapter; other pages keep their bytes; the way back is free."""
    before = pages(project)
    said = build(project, options=(("industry.top_projects", "5"),))
    assert reasons(said) == {"industry": "parameter top_projects: 12 → 5"}
    assert "qingshi-2026 5" in (project.html / "chapters" / "industry.html").read_text(encoding="utf-8")
    after = pages(project)
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    assert changed and all(
        any(word in n for word in ("industry", "parameters", "search", "_images")) for n in changed
    ), changed
    said = build(project)
    assert not reasons(said)
    assert pages(project) == before


@pytest.mark.parametrize(
    "how", [{"jobs": 1, "plain": True}, {"jobs": 8}], ids=["ordinary, one", "forked, eight"]
)
def test_the_same_bytes(project, how):
    """Whatever the number of workers and the kind of kernels: the same pages and the same manifest."""
    build(project)
    before = project.manifest.read_bytes()
    shutil.rmtree(project.html)
    assert len(reasons(build(project, force=True, **how))) == 3
    assert project.manifest.read_bytes() == before
    assert manifest.whole(project, json.loads(before))


def test_only(project):
    """--only runs one chapter and keeps the whole book; what was kept stale is said, and not forgotten."""
    (project.root / "extra.csv").write_text("other\n", encoding="utf-8")
    said = build(project, only=("industry",), options=(("industry.top_projects", "5"),))
    assert "kept as it was, although stale: ecology (extra.csv changed)" in said
    assert list(reasons(said)) == ["industry"]
    assert (project.html / "chapters" / "ecology.html").is_file()
    told = json.loads(project.manifest.read_text(encoding="utf-8"))
    assert told["chapters"]["ecology"]["kept although"] == ["extra.csv changed"]
    assert list(reasons(build(project))) == ["ecology"]


def test_only_cannot_mix_books(project):
    """A parameter of the whole book cannot change for one chapter only."""
    shutil.copytree(project.data / "qingshi-2026", project.data / "qingshi-2027")
    told = project.data / "qingshi-2027" / "source.yml"
    text = told.read_text(encoding="utf-8").replace("edition: qingshi-2026", "edition: qingshi-2027")
    told.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"edition .qingshi-2026 → qingshi-2027. holds for the whole book"):
        build(project, only=("industry",), options=(("edition", "qingshi-2027"),))


def test_a_chapter_that_fails(project):
    """The old book stands, the message names chapter, cell and cause, the others' results are kept."""
    before = pages(project)
    books.edit(project, "industry", 4, "found = {}\nfound['missing']")
    (project.root / "extra.csv").write_text("other\n", encoding="utf-8")
    with pytest.raises(schedule.Failed) as failed:
        build(project)
    kept = project.output / "failed" / "industry.ipynb"
    assert str(failed.value).splitlines() == [
        "chapters/industry.ipynb cell 4: KeyError: 'missing'  ← found['missing']",
        f"    the failed notebook: {kept}",
        "the results of ecology are kept for the next build",
        "the published book is as it was",
    ]
    assert "KeyError" in kept.read_text(encoding="utf-8")
    assert manifest.whole(project, {"outputs": before})
    books.edit(project, "industry", 4, "print('mended')")
    assert list(reasons(build(project))) == ["industry"]


def test_wrong_data_start_no_kernel(project, monkeypatch):
    """Data that do not pass `check` are refused with their findings before anything runs."""
    figures = project.data / "qingshi-2026" / "figures.csv"
    figures.write_text(figures.read_text(encoding="utf-8").replace(",5.8,%", ",5.9,%"), encoding="utf-8")
    monkeypatch.setattr(schedule, "start", lambda *_: pytest.fail("ran"))
    with pytest.raises(InputError, match=r"figures\.csv:\d+ value: .*got “5\.9”; expected “?5\.8"):
        build(project)


def test_pages_that_somebody_changed_are_made_again(project):
    """A published page that is not what was published counts as a change."""
    build(project)
    (project.html / "index.html").write_text("harmed", encoding="utf-8")
    assert not any("nothing changed" in line for line in build(project))
    assert "harmed" not in (project.html / "index.html").read_text(encoding="utf-8")


def test_remains_of_a_killed_build_do_no_harm(project):
    """Folders that a killed build left behind are swept away by the next one."""
    for name in ("stage", "run", "new"):
        (project.output / name).mkdir()
        (project.output / name / "left").write_text("x")
    build(project, options=(("industry.top_projects", "6"),))
    assert not any((project.output / name).exists() for name in ("stage", "run", "new"))


def test_what_a_killed_build_left_goes(project):
    """Also when nothing has changed; but not what a build has that is running."""
    build(project)
    for name in lock.GUARDED:
        (project.output / name / "chapters").mkdir(parents=True)
    with lock.held(project.output):
        assert build(project) == ["nothing changed"]
    assert all((project.output / name).is_dir() for name in lock.GUARDED)
    assert build(project) == ["nothing changed"]
    assert not any((project.output / name).exists() for name in lock.GUARDED)


def test_no_process_for_kernels_that_nobody_wants(project, monkeypatch):
    """Back to earlier parameters: the fork server ends before the pages are made."""
    build(project, options=(("industry.top_projects", "5"),))
    seen = []
    real = binding.publish

    def publish(*given):
        seen.append(fork_server.CURRENT.get()._forkserver_pid)
        return real(*given)

    monkeypatch.setattr(binding, "publish", publish)
    assert not reasons(build(project))
    assert seen == [None]
