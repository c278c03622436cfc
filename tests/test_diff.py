"""What changed between two builds, or two editions."""

import shutil

import books
import pytest

from planbook.errors import InputError
from planbook.run import manifest
from planbook.run.diff import Change, diff


@pytest.fixture
def project(tmp_path):
    return books.make(tmp_path / "book", overview="simple")


def told(parameters=None, numbers=None, pictures=None, figures=None) -> dict:
    return {
        "parameters": {"book": {"edition": "qingshi-2026"}, "chapters": {"industry": parameters or {}}},
        "figures": figures or {},
        "chapters": {"industry": {"shown": {"numbers": numbers or {}, "pictures": pictures or {}}}},
    }


def between(project, old: dict, new: dict) -> list[Change]:
    for name, told in (("previous.json", old), ("manifest.json", new)):
        manifest.write(project.output / name, told)
    return diff(project, "last", "now")


def test_builds(project):
    """Parameters, figures, numbers in the text and pictures that are not the same, each with both values."""
    old = told(
        {"top": 12}, {"fig-gdp": ["70亿元", "70"], "fig-z": ["1"]}, {"output": "a"}, {"gdp": ["70亿元", "d1"]}
    )
    new = told({"top": 5}, {"fig-gdp": ["71亿元", "71"]}, {"output": "b"}, {"gdp": ["71亿元", "d2"]})
    assert between(project, old, new) == [
        Change("parameter", "industry.top", "12", "5"),
        Change("figure", "gdp", "70亿元", "71亿元"),
        Change("number", "fig-gdp", "70亿元, 70", "71亿元, 71", "industry"),
        Change("number", "fig-z", "1", None, "industry"),
        Change("picture", "output", "a", "b", "industry"),
    ]
    assert between(project, old, old) == []


def test_a_figure_that_changed_without_its_number(project):
    """A changed note or bound is a change although the printed number is the same."""
    old, new = told(figures={"gdp": ["70亿元", "d1"]}), told(figures={"gdp": ["70亿元", "d2"]})
    assert between(project, old, new) == [Change("figure", "gdp", "70亿元", "70亿元 (another field)")]


def test_editions(project):
    """Two editions are joined by what is measured: this year's reviewed figure beside last year's."""
    old = project.data / "qingshi-2026"
    new = project.data / "qingshi-2027"
    shutil.copytree(old, new)
    for name in ("figures.csv", "projects.csv", "source.yml"):
        text = (new / name).read_text(encoding="utf-8")
        text = text.replace("2027", "2028").replace("2026", "2027").replace("2025", "2026")
        (new / name).write_text(text.replace(",5.8%,", ",6.1%,"), encoding="utf-8")
    codes = project.data / "codelists.csv"
    text = codes.read_text(encoding="utf-8")
    codes.write_text(text.replace("measure,growth,growth,", "measure,growth,增速,"), encoding="utf-8")
    assert diff(project, "qingshi-2026", "qingshi-2027") == [
        Change("figure", "生产总值 增速 actual 回顾年", "5.8%", "6.1%")
    ]


@pytest.mark.parametrize("names", [("qingshi-2026", "now"), ("nowhere", "now"), ("last", "now")])
def test_what_cannot_be_compared(project, names):
    """An edition and a build, something that is neither, a build that was not made: refused by name."""
    with pytest.raises(InputError, match="diff: "):
        diff(project, *names)
