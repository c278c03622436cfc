"""Where each value comes from, and what is said about one that cannot be used."""

import shutil

import books
import pytest

from planbook.run.parameters.errors import Refused
from planbook.run.parameters.settings import resolve


@pytest.fixture
def project(tmp_path, monkeypatch):
    book = books.make(tmp_path / "book", industry="simple", ecology="no_parameters")
    monkeypatch.chdir(book.root)
    return book


def faults(project, text: str | None = None, files=(), options=()) -> list[str]:
    if text is not None:
        project.params.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        resolve(project, files, options)
    return str(refused.value).splitlines()


def test_later_sources_win(project, tmp_path):
    """Defaults, params.yml, -f FILE, -p NAME VALUE: each overrides those before it; the origin is known."""
    assert resolve(project).chapters["industry"]["top_projects"] == 12
    project.params.write_text(
        "edition: qingshi-2026\nchapters: {industry: {top_projects: 3}}\n", encoding="utf-8"
    )
    assert resolve(project).chapters["industry"]["top_projects"] == 3
    more = tmp_path / "more.yml"
    more.write_text("chapters:\n  industry:\n    top_projects: 4\n", encoding="utf-8")
    assert resolve(project, [more]).chapters["industry"]["top_projects"] == 4
    settled = resolve(project, [more], [("industry.top_projects", "5"), ("industry.top_projects", "6")])
    assert settled.chapters["industry"]["top_projects"] == 6
    assert settled.origin["edition"] == "params.yml:1"
    assert settled.origin["industry.top_projects"] == "-p industry.top_projects"


def test_a_book_without_params_file(project):
    """params.yml is not needed."""
    project.params.unlink()
    assert resolve(project, options=[("edition", "qingshi-2026")]).book["edition"] == "qingshi-2026"


def beside(project, name: str, planned: int) -> None:
    """Another edition in the data folder."""
    shutil.copytree(project.data / "qingshi-2026", project.data / name)
    source = project.data / name / "source.yml"
    source.write_text(source.read_text("utf-8").replace("planned: 2026", f"planned: {planned}"), "utf-8")


def test_without_an_edition_the_newest_is_meant(project):
    """The only one, or that of the latest planned year; chapters and manifest get its name."""
    project.params.unlink()
    assert resolve(project).book["edition"] == "qingshi-2026"
    beside(project, "baihe-2025", 2025)
    beside(project, "baihe-2027", 2027)
    settled = resolve(project)
    assert settled.reaching("industry", ("edition",)) == {"edition": "baihe-2027"}
    assert settled.in_force["book"]["edition"] == "baihe-2027" and "edition" not in settled.origin
    assert resolve(project, options=[("edition", "qingshi-2026")]).book["edition"] == "qingshi-2026"


def test_several_newest_editions(project):
    """They are listed, the older ones are not, and one is asked for."""
    project.params.unlink()
    beside(project, "baihe-2026", 2026)
    beside(project, "baihe-2025", 2025)
    wanted = "expected one of baihe-2026, qingshi-2026, which plan the same year: name one with -p edition"
    assert faults(project) == [f'default edition: got "", {wanted}']


def test_only_declared_names_reach_a_chapter(project):
    """A chapter gets the book's and its own parameters that its notebook declares, no others."""
    settled = resolve(project)
    assert settled.reaching("industry", ("edition", "top_projects", "other")) == {
        "edition": "qingshi-2026",
        "top_projects": 12,
    }
    assert settled.reaching("ecology", ()) == {}


def test_everything_wrong_is_told_at_once(project, tmp_path):
    """All sources, all faults, each with its place, in one refusal."""
    text = """\
editon: qingshi-2026
scenario: mine
as_of: 2026-02-30
growth: {gdp: 700}
chapters:
  industry:
    top_projects: 120
    top_project: 3
    edition: x
  indutry: {}
"""
    found = faults(project, text, [tmp_path / "none.yml"], [("top_projects", "5"), ("growth.gdp", "much")])
    assert found == [
        "params.yml:1 editon: expected the name of a parameter; nearest: edition",
        "params.yml:8 industry.top_project: expected the name of a parameter of industry; "
        "nearest: industry.top_projects",
        "params.yml:9 industry.edition: expected a parameter of industry (edition holds for the whole book); "
        "nearest: edition",
        "params.yml:10 chapters.indutry: expected the name of a chapter; nearest: industry",
        f"{tmp_path}/none.yml -f: expected a file that can be read (The file does not exist)",
        "-p top_projects: expected the name of a parameter; nearest: industry.top_projects",
        'params.yml:2 scenario: got "mine", expected one of plan, own',
        'params.yml:3 as_of: got "2026-02-30", expected a date such as 2026-06-30',
        "params.yml:4 growth.gdp: got 700, expected a number from -50 to 100",
        "params.yml:7 industry.top_projects: got 120, expected a whole number from 1 to 60",
        '-p growth.gdp: got "much", expected a number from -50 to 100',
    ]


def test_a_wrong_value_is_not_hidden_by_a_later_one(project):
    """What a file gives is checked although an option overrides it."""
    found = faults(
        project,
        "edition: qingshi-2026\nchapters: {industry: {top_projects: many}}\n",
        options=[("industry.top_projects", "5")],
    )
    assert found == ['params.yml:2 industry.top_projects: got "many", expected a whole number from 1 to 60']


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "edition: [1",
            "params.yml:2: expected YAML that can be read (The file is no plain YAML: did not find expected",
        ),
        ("- edition\n", "params.yml:1: expected a mapping of names to values (no mapping: “['edition']”)"),
        ("chapters: 5\n", "params.yml:1 chapters: got 5, expected a mapping of names to values"),
        ("edition: a\nedition: b\n", "params.yml:2 edition: expected one value (line 1 gives one too)"),
        (
            "edition: !!python/object/apply:os.getcwd []\n",
            "params.yml:1: expected YAML that can be read (The file is no plain YAML: the tag",
        ),
        ("edition: no\n", 'params.yml:1 edition: got "no", expected one of qingshi-2026'),
        ("edition: false\n", "params.yml:1 edition: got False, expected text"),
        ("growth: {gdp: 5, gdp: 6}\n", "params.yml:1 gdp: expected one value (line 1 gives one too)"),
        ('edition: "\\e[31m"\n', "params.yml:1: expected YAML that can be read (The field holds a control"),
        (
            "a: &a [x]\nb: [*a, *a]\n",
            "params.yml:1: expected YAML that can be read (The file is no plain YAML",
        ),
        ("growth: {gdp: 1_0}\n", 'params.yml:1 growth.gdp: got "1_0", expected a number from -50 to 100'),
        ("growth: {gdp: " + "9" * 5000 + "}\n", 'params.yml:1 growth.gdp: got "999'),
        ("as_of: 20260630\n", "params.yml:1 as_of: got 20260630, expected a date such as 2026-06-30"),
        ("as_of: 2026-W27-2\n", 'params.yml:1 as_of: got "2026-W27-2", expected a date such as 2026-06-30'),
        ("as_of: '20260630'\n", 'params.yml:1 as_of: got "20260630", expected a date such as 2026-06-30'),
        ("edition:\n", "params.yml:1 edition: got None, expected text"),
        (
            "chapters: {industry: {top_projects: 1.5}}\n",
            "params.yml:1 industry.top_projects: got 1.5, expected a",
        ),
    ],
)
def test_files_that_cannot_be_used(project, text, said):
    """Bad YAML, wrong shapes, names given twice, YAML's own traps: told by line; nothing is executed."""
    assert faults(project, text)[0].startswith(said)


def test_a_file_that_is_not_text(project):
    """Bytes that are not UTF-8 are a fault of the file, not of the program."""
    project.params.write_bytes(b"edition: \xff\xfe\n")
    assert faults(project)[0].startswith(
        "params.yml:1: expected YAML that can be read (The file is not UTF-8"
    )


def test_values_on_the_command_line_are_read_as_what_the_parameter_is(project):
    """Numbers must be ASCII digits, text stays text, one entry of a mapping can be given by itself."""
    settled = resolve(
        project,
        options=[
            ("industry.top_projects", "7"),
            ("scenario", "own"),
            ("growth", "{gdp: 6}"),
            ("growth.revenue", "5.5"),
        ],
    )
    assert settled.chapters["industry"]["top_projects"] == 7
    assert settled.book["growth"] == {"gdp": 6, "revenue": 5.5}
    for text in ("７", "7.0", "seven", "", "1e1"):
        assert faults(project, options=[("industry.top_projects", text)])[0].startswith(
            "-p industry.top_projects: got"
        )


def test_one_entry_of_a_mapping_overrides_that_entry(project):
    """`-p growth.gdp` stands over params.yml's rate for gdp, and beside its other rates."""
    project.params.write_text("edition: qingshi-2026\nscenario: own\ngrowth: {gdp: 5, revenue: 3}\n", "utf-8")
    assert resolve(project, options=[("growth.gdp", "6")]).book["growth"] == {"gdp": 6, "revenue": 3}


CONTRADICTIONS = [
    ({"edition": "qingshi-2025"}, '-p edition: got "qingshi-2025", expected one of qingshi-2026; nearest: q'),
    (
        {"edition": "../data/qingshi-2026"},
        '-p edition: got "../data/qingshi-2026", expected one of qingshi-2026',
    ),
    ({"scenario": "own"}, '-p scenario: got "own", expected growth rates too'),
    ({"growth": "{gdp: 6}"}, "-p growth: got {'gdp': 6.0}, expected scenario own"),
    (
        {"scenario": "own", "growth": "{gdpp: 6}"},
        '-p growth growth.gdpp: got "gdpp", expected a growth target with a number: gdp, revenue',
    ),
    (
        {"scenario": "own", "growth": "{urban_income: 6}"},
        '-p growth growth.urban_income: got "urban_income", expected a growth target with a number',
    ),
    ({"progress": "extra.csv"}, '-p progress: got "extra.csv", expected as_of too'),
    ({"as_of": "2026-06-30"}, '-p as_of: got "2026-06-30", expected progress too'),
    (
        {"as_of": "2025-06-30", "progress": "extra.csv"},
        '-p as_of: got "2025-06-30", expected a day of the plan\'s year 2026',
    ),
    (
        {"as_of": "2026-06-30", "progress": "none.csv"},
        '-p progress: got "none.csv", expected a CSV file that exists',
    ),
]


@pytest.mark.parametrize(
    ("options", "said"), CONTRADICTIONS, ids=[", ".join(given) for given, _ in CONTRADICTIONS]
)
def test_pairs_that_contradict(project, options, said):
    """What no single value shows: a missing edition, halves of a pair, names that only the data knows."""
    assert any(line.startswith(said) for line in faults(project, options=options.items()))


def test_a_path_counts_from_where_it_was_written(project, tmp_path):
    """Relative to its file or the working directory; kept from the root, handed on from chapters/."""
    actuals = tmp_path / "elsewhere" / "actuals.csv"
    actuals.parent.mkdir()
    actuals.write_text("a\n", encoding="utf-8")
    settled = resolve(project, options=[("progress", "extra.csv"), ("as_of", "2026-06-30")])
    assert settled.book["progress"] == "extra.csv"
    assert settled.reaching("industry", ("progress",)) == {"progress": "../extra.csv"}
    more = tmp_path / "elsewhere" / "more.yml"
    more.write_text("progress: actuals.csv\nas_of: 2026-06-30\n", encoding="utf-8")
    assert resolve(project, [more]).book["progress"] == str(actuals)


def test_the_book_of_one_edition(project):
    """Where the folder makes a book of each edition, that one's edition holds, whatever params.yml says."""
    project.params.write_text("edition: nowhere-2026\n", encoding="utf-8")
    settled = resolve(project.of("qingshi-2026"))
    assert settled.book["edition"] == "qingshi-2026"
    assert settled.origin["edition"] == "--all"
