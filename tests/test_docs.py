"""The documents: each kind of name has a home in which all of its names stand, and what they name exists."""

import argparse
import importlib
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from planbook import cli, show
from planbook.audit.claim import Claim
from planbook.audit.known import Note
from planbook.draft import review
from planbook.edition import actuals, exhibits, model, rows
from planbook.run.parameters import models

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "planbook"
NAMES = (
    "README.md", "README.zh.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "data/README.md",
    "benchmarks/README.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))),
)  # fmt: skip
DOCS = {name: (ROOT / name).read_text(encoding="utf-8") for name in NAMES}
ROOMS = {path.stem for path in PACKAGE.iterdir() if not path.name.startswith("_")} - {"py"}
every_document = pytest.mark.parametrize("name", NAMES)


def code(text: str) -> list[str]:
    """What stands in backticks."""
    return re.findall(r"`([^`\n]+)`", text)


def words(text: str) -> set[str]:
    """The names in backticks, `-j/--jobs` and `growth.gdp` taken apart too."""
    return {word for span in code(text) for word in (span, *re.findall(r"-{0,2}[\w-]+", span))}


def section(document: str, *names: str) -> str:
    """The sections whose headings have one of some names."""
    parts = re.split(r"^##? ", DOCS[document], flags=re.M)
    return "\n".join(part for part in parts if any(name in part.partition("\n")[0] for name in names))


# ---------------------------------------------------------------- what must be named


def commands() -> dict[str, argparse.ArgumentParser]:
    (choices,) = (one for one in cli.parser()._actions if isinstance(one, argparse._SubParsersAction))
    return dict(choices.choices)


@pytest.mark.parametrize("document, heading", [("README.md", "Commands"), ("README.zh.md", "命令")])
@pytest.mark.parametrize("command", commands())
def test_commands(command, document, heading):
    """Either README has a row for every command, and there every option of it, in its longest form."""
    (row,) = re.findall(rf"^\| `planbook {command}`.*$", section(document, heading), re.M)
    options = [one.option_strings for one in commands()[command]._actions if one.option_strings]
    assert {names[-1] for names in options} - {"--help"} <= words(row)


@pytest.mark.parametrize(
    "document, heading", [("README.md", "Rerun"), ("README.zh.md", "重算"), ("docs/parameters.md", "参数")]
)
@pytest.mark.parametrize("owner", [None, *models.CHAPTERS])
def test_parameters(owner, document, heading):
    """Either README has every parameter of the book and of each chapter, by the name that `-p` takes."""
    labels = {f"{owner}.{name}" if owner else name for name in models.model(owner).model_fields}
    assert labels <= set(code(section(document, heading)))


@pytest.mark.parametrize("table", model.TABLES)
def test_columns(table):
    """data/README.md has every column of a table where it tells of its file."""
    assert {*rows.HEADERS[table]} <= words(section("data/README.md", f"{table}.csv"))


@pytest.mark.parametrize(
    "file, models_",
    [
        ("source.yml", (model.Source, model.SourceText, model.Publication, model.Heading)),
        ("derived.yml", (model.Derivation,)),
        ("checks.yml", (Claim,)),
        ("known_issues.yml", (Note,)),
        ("exhibits.yml", (exhibits.Wish, exhibits.Picture)),
    ],
)
def test_fields(file, models_):
    """So with every key of a YAML file."""
    fields = {name for one in models_ for name in one.model_fields}
    assert fields <= words(section("data/README.md", file))


@pytest.mark.parametrize(
    "heading, codes",
    [
        ("figures.csv", (*get_args(model.Measure), *get_args(model.Scenario), *get_args(model.Bound))),
        ("projects.csv", get_args(model.Stage)),
        ("not_figures.csv", get_args(model.Reason)),
        ("tasks.csv", (*get_args(model.Commitment), *get_args(model.NotTaskReason))),
        ("derived.yml", get_args(model.Op)),
        ("exhibits.yml", get_args(exhibits.Form)),
        ("actuals to date", actuals.STATES),
    ],
)
def test_codes(heading, codes):
    """Each word of a closed vocabulary stands where its column is explained."""
    told = set(re.findall(r"\w+", section("data/README.md", heading)))
    assert {*codes} <= told


def test_columns_to_fill_in():
    """The columns of actuals to date and of a draft's two files; of the latter those that no table has."""
    assert {*actuals.HEADER} <= words(section("data/README.md", "actuals to date"))
    known = {*rows.HEADERS["figures"], *rows.HEADERS["tasks"], *rows.HEADERS["mentions"]}
    assert {*review.NUMERALS, *review.CLAUSES} - known <= words(section("data/README.md", "A draft"))


def test_show():
    """CONTRIBUTING.md has what a notebook can call: every name of planbook.show, every part of its pages."""
    told = section("CONTRIBUTING.md", "What a notebook can call")
    assert {*show.__all__, *show._MODULES} <= words(told)
    for page in (show.Chapter, show.Fulfilment, show.Annex, show.Audit, show.Data):
        (row,) = re.findall(rf"^\| `show.{page.__name__}\(.*$", told, re.M)
        assert {name for name in dir(page) if not name.startswith("_")} - {"ed", "name"} <= words(row)


@pytest.mark.parametrize("document", ["README.md", "ARCHITECTURE.md"])
def test_rooms(document):
    """The rooms are listed as they are."""
    cells = re.findall(r"^\| (`[^|]*) \|", DOCS[document], re.M)
    told = {
        name.removeprefix("src/planbook/").strip("/").removesuffix(".py") for name in code(" ".join(cells))
    }
    assert {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()} <= told


def test_one_meaning_a_word():
    """The glossary has a word once."""
    terms = re.findall(r"^\| ([^|`]+) \|", section("ARCHITECTURE.md", "Words"), re.M)[1:]
    assert len(terms) > 40 and len(set(terms)) == len(terms)


# ---------------------------------------------------------------- what is named must be there


def resolved(name: str) -> object:
    """What a dotted name in the package is: a module, or something made there (or offered by its room)."""
    parts = name.removeprefix("planbook.").split(".")
    for many in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(["planbook", *parts[:many]]))
        except ModuleNotFoundError:
            continue
        for part in parts[many:]:
            found = getattr(found, part)
        home = getattr(found, "__module__", None) or ""
        assert (
            not home.startswith("planbook.") or many == 1 or home == f"planbook.{'.'.join(parts[:many])}"
        ), name
        return found
    raise AttributeError(f"planbook has no {name}")


def dotted(text: str) -> list[str]:
    """The names in backticks that begin with the package or a room."""
    names = (re.fullmatch(r"(?:planbook\.)?(\w+)(?:\.\w+)+", span) for span in code(text))
    ends = ("py", "md", "yml", "csv", "json", "html", "toml")
    found = [match[0] for match in names if match and (match[1] in ROOMS or match[0].startswith("planbook."))]
    return [name for name in found if name.rpartition(".")[2] not in ends]


@every_document
def test_dotted_names(name):
    """Every module and function that a document names exists."""
    for one in dotted(DOCS[name]):
        resolved(one)


def test_walks_name_their_functions():
    """The walks go from function to function, each by its module."""
    walks = re.split(r"^## Walk \d", DOCS["ARCHITECTURE.md"], flags=re.M)[1:]
    assert len(walks) == 3 and all(len(dotted(walk.partition("\n## ")[0])) >= 10 for walk in walks)


PATH = re.compile(
    r"(?<![\w/.<-])(?:\.ci|benchmarks|chapters|data|docs|src|tests|tools|edition|audit|check|draft|show|run|book|formats)"
    r"/[\w./-]*"
)


@every_document
def test_paths(name):
    """Every file and folder that a document names in backticks, in its commands or in its links exists."""
    blocks = re.findall(r"^ {4,}(?!.*│).*$", DOCS[name], re.M)
    links = [link for link in re.findall(r"\]\(([^)#]+)", DOCS[name]) if "://" not in link]
    made = ("tests/test_dots.py", "src/planbook/show/forms/dots.py", "data/yunxi")  # in the example of a form
    for span in (*code(DOCS[name]), *blocks):
        for path in (path.rstrip("./") for path in PATH.findall(span) if not path.endswith("_")):
            if not path.startswith(made) and "/" in path:
                assert (ROOT / path).exists() or (PACKAGE / path).exists(), path
    for link in links:
        assert (ROOT / name).parent.joinpath(link).exists(), link


def quoted(text: str) -> Iterator[str]:
    """The commands of planbook in a document, without what is behind #; brackets are left out."""
    spans = [*code(text), *re.findall(r"^(?: {4,}|\$ )(?:\$ )?(planbook .*)$", text, re.M)]
    for span in spans:
        if span.startswith("planbook "):
            yield re.sub(r"[\[\]]", "", span.partition(" #")[0])


@every_document
def test_quoted_commands(name):
    """Every command in a document is one that the program takes."""
    named = {f"planbook {command}" for command in commands()}
    for command in {*quoted(DOCS[name])} - named:
        try:
            cli.parser().parse_args(shlex.split(command)[1:])
        except SystemExit as end:
            assert end.code == 0, command


@every_document
def test_quoted_parameters(name):
    """Every `-p NAME` is a parameter, or one of the three that show how a wrong one is refused."""
    known = {*models.Book.model_fields, "NAME", "growth.gdp", "industy.top_projects"}
    known |= {f"{owner}.{one}" for owner, chapter in models.CHAPTERS.items() for one in chapter.model_fields}
    for command in quoted(DOCS[name]):
        assert set(re.findall(r" -p (\S+)", command)) <= known, command


@every_document
def test_targets_of_make(name):
    """Every `make` that a document names is in the Makefile, which tells of it in its head."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    spans = [*code(DOCS[name]), *re.findall(r"^ {4,}(make .*)$", DOCS[name], re.M)]
    for target in (re.match(r"make ([\w-]+)", span) for span in spans):
        if target:
            assert re.search(rf"^{target[1]}:", makefile, re.M), target[0]
            assert f"# make {target[1]} " in makefile, target[0]
