"""What no value shows by itself: which names the data knows, and which values change nothing there."""

import books
import pytest
from editions import change

from planbook import pipeline
from planbook.run.manifest import Request
from planbook.run.parameters import consistency
from planbook.run.parameters.errors import Refused
from planbook.run.parameters.settings import resolve

ID = "qingshi-2026"
CHAPTERS = ("overview", "industry", "projects", "urban_rural", "livelihood")


@pytest.fixture
def project(tmp_path, monkeypatch):
    book = books.make(tmp_path / "book", **dict.fromkeys(CHAPTERS, "simple"))
    monkeypatch.chdir(book.root)
    return book


def said(project, *options: tuple[str, str]) -> list[str]:
    settled = resolve(project, options=options)
    return consistency.without_effect(project, settled.book, settled.chapters, settled.origin)


IDLE = [  # the invented county has three projects of chapter industry, all of energy
    (("industry.top_projects", "5"), ["only 3 projects of chapter industry"]),
    (("industry.top_projects", "3"), ["only 3 projects of chapter industry"]),
    (("industry.top_projects", "2"), []),
    (("industry.sectors", "[energy]"), []),
    (("industry.sectors", "[water]"), ['no project of sector "water"']),
    (
        ("industry.sectors", "[village, energy, water]"),
        ['no project of sector "village"', 'no project of sector "water"'],
    ),
    (("projects.stages", "[built, planned]"), []),
    (("projects.stages", "[proposed]"), ['no project at stage "proposed"']),
    (("overview.order", "given"), []),
    (("urban_rural.threshold", "50"), []),
    (("livelihood.threshold", "50"), []),  # 失业率
    (("livelihood.threshold", "0"), []),
    (("industry.sectors", "[]"), []),
]


@pytest.mark.parametrize(("option", "why"), IDLE, ids=lambda one: " ".join(one) if one else "")
def test_values_that_change_nothing(project, option, why):
    """A line for each, with who gave it and why nothing comes of it; nothing of those that do something."""
    assert said(project, option) == [f"-p {option[0]}: no effect in {ID}: {one}" for one in why]


def test_more_projects_than_by_default_is_no_idle_wish(project):
    """Where there are more projects than are listed, a larger number lists more, though not so many."""
    rows = [f"p{n},项目{n},energy,planned,2026,industry,\n" for n in range(20)]
    with (project.data / ID / "projects.csv").open("a", encoding="utf-8") as stream:
        stream.writelines(rows)
    assert said(project, ("industry.top_projects", "50")) == []
    assert said(project, ("industry.top_projects", "5")) == []


def test_an_edition_that_has_none_of_it(project):
    """No project, one growth target with a number, no rate in %: each is said with where it was given."""
    data = project.data
    projects = data / ID / "projects.csv"
    projects.write_text(projects.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    change(data, "figures", "revenue-growth-2026", item="县级")
    change(data, "figures", "unemployment-rate-2026", unit="‰")
    project.params.write_text(
        f"edition: {ID}\nchapters:\n  livelihood:\n    threshold: 60\n  overview: {{order: given}}\n", "utf-8"
    )
    assert said(project, ("industry.top_projects", "5"), ("projects.stages", "[built]")) == [
        f"params.yml:5 overview.order: no effect in {ID}: fewer than two growth targets with a number",
        f"params.yml:4 livelihood.threshold: no effect in {ID}: no rate or share in % in chapter livelihood",
        f"-p industry.top_projects: no effect in {ID}: no project of chapter industry",
        f'-p projects.stages: no effect in {ID}: no project at stage "built"',
    ]


def test_defaults_are_not_spoken_of(project):
    """Only what somebody gave is said to be idle."""
    assert said(project) == []


def test_an_unknown_sector_is_refused(project):
    """A code of no codelists.csv is a slip and told with the nearest; the edition's own list counts too."""
    with pytest.raises(Refused) as refused:
        said(project, ("industry.sectors", "[watre]"))
    expected = 'got "watre", expected a sector of codelists.csv; nearest: water'
    assert str(refused.value) == f"-p industry.sectors: {expected}"
    own = project.data / ID / "codelists.csv"
    own.write_text("codelist,code,label_zh,label_en\nsector,wool,羊毛,Wool\ntopic,wolle,a,b\n", "utf-8")
    assert said(project, ("industry.sectors", "[wool]")) != []
    with pytest.raises(Refused, match="nearest: wool"):
        said(project, ("industry.sectors", "[wolle]"))


def test_a_build_says_it(tmp_path, monkeypatch):
    """One line before the chapters run, and the book is built."""
    book = books.make(tmp_path / "book", industry="simple")
    monkeypatch.chdir(book.root)
    lines: list[str] = []
    pipeline.build(book, Request(options=(("industry.top_projects", "5"),)), lines.append)
    assert lines[0] == f"-p industry.top_projects: no effect in {ID}: only 3 projects of chapter industry"
    assert all(line.startswith("chapter ") and "have no page" in line for line in lines[1:-2])
    assert any(line.startswith("[1/1] industry") for line in lines)


def test_a_chapter_without_a_notebook_is_said(project):
    """Figures and tasks of a chapter that no notebook shows are counted, with what to do; the others not."""
    chapters = {chapter: {} for chapter in (*CHAPTERS, "reform", "ecology")}
    assert consistency.without_notebook(project, ID, chapters) == []
    del chapters["livelihood"]
    (line,) = consistency.without_notebook(project, ID, chapters)
    figures = (project.data / ID / "figures.csv").read_text("utf-8").count(",livelihood,")
    assert line.startswith(f"chapter livelihood: its {figures} figures and ")
    assert "chapters/livelihood.ipynb; next: copy the one of another chapter" in line
