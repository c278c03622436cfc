"""planbook trace: where a number comes from, what follows from it, where the book shows it."""

import json
import shutil

import pytest
import sourced

from planbook import cli
from planbook.book.trace import trace
from planbook.errors import InputError
from planbook.run.project import Project


@pytest.fixture(scope="module")
def project(sourced_books):
    return sourced_books[False]


def test_by_id(project):
    """Place with offsets, standing, what is derived from it, every use."""
    (found,) = trace(project, "gdp-level-2025")
    assert (found["printed"], found["status"], found["period"]) == ("86.4亿元", "预计", "2025年")
    (place,) = found["places"]
    assert (
        place["fragment"].startswith("char=")
        and place["place"] == "第一部分第1段"
        and "sentence" not in place
    )
    assert {"id": "revenue_to_gdp", "name": "财政收入与生产总值之比"}.items() <= found["derived"][0].items()
    assert {(use["page"], use["kind"]) for use in found["uses"]} >= {("chapters/overview", "text")}


def test_what_is_worked_out_beside_it(project):
    """The difference that stands in the table of the plan, and the figure that it is taken from."""
    (found,) = trace(project, "gdp-growth-2026")
    others = [[other["id"] for other in one["with"]] for one in found["worked_out"]]
    assert found["worked_out"][0]["shown"] == ["−0.3个百分点*"] and others[0] == ["gdp-growth-2025"]


def test_a_derived_quantity(project):
    """Its formula and, one by one, what it was worked out from."""
    (found,) = trace(project, "revenue_to_gdp")
    assert [one["id"] for one in found["inputs"]] == ["revenue-level-2025", "gdp-level-2025"]
    assert "÷" in found["formula"] and found["uses"]


@pytest.mark.parametrize("asked", ["86.4亿元", "86.4", "８６.4 亿元", "fig-gdp-level-2025", "生产总值"])
def test_by_number_or_name(project, asked):
    """As printed, without its unit, full-width, by anchor, by name."""
    assert "gdp-level-2025" in [one["id"] for one in trace(project, asked)]


def test_by_a_number_as_the_book_shows_it(project):
    """The report prints 五家; a tile of the book says 5家."""
    assert [one["id"] for one in trace(project, "5家")] == ["processors-count-2025"]


def test_all_that_are_called_so(project):
    """A name, or a number, that several figures share gives all of them."""
    assert {one["id"] for one in trace(project, "种植面积")} >= {
        "crops-millet-level-2025",
        "crops-millet-level-2026",
    }


def test_what_a_star_shows_can_be_asked_for(project):
    """A derived number with its star."""
    (derived,) = trace(project, "revenue_to_gdp")
    assert "revenue_to_gdp" in [one["id"] for one in trace(project, f"{derived['printed']}*")]


def test_an_unknown_one_names_the_nearest(project):
    """Input that is wrong, with a way out."""
    with pytest.raises(InputError, match='"gdp-levle-2025"; nearest: gdp-level-2025'):
        trace(project, "gdp-levle-2025")


def test_the_sentence_when_the_text_is_there(project, tmp_path):
    """The number in its sentence; another text is refused with both hashes, a missing one by name."""
    (found,) = trace(project, "processors-count-2025", sourced.TEXT)
    assert found["places"][0]["sentence"].endswith("加工企业【五家】，带动上百户人家。")
    other = tmp_path / "other.txt"
    other.write_text("别的", encoding="utf-8")
    with pytest.raises(InputError, match=r"got [0-9a-f]{64}; expected [0-9a-f]{64}"):
        trace(project, "gdp-level-2025", other)
    with pytest.raises(InputError, match="nowhere"):
        trace(project, "gdp-level-2025", tmp_path / "nowhere.txt")


def test_before_the_first_build(tmp_path):
    """There is nothing to trace in; the message says what to do."""
    with pytest.raises(InputError, match="planbook build"):
        trace(Project(tmp_path), "gdp-level-2025")


def test_the_command(project, monkeypatch, capsys):
    """People get lines, programs the same as JSON; an unknown number is exit code 2."""
    monkeypatch.chdir(project.root)
    assert cli.main(["trace", "gdp-level-2025"]) == 0
    said = capsys.readouterr().out
    assert (
        said.startswith("gdp-level-2025  生产总值  86.4亿元\n")
        and "in the report" in said
        and "shown" in said
    )
    assert cli.main(["trace", "gdp-level-2025", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == trace(project, "gdp-level-2025")
    assert cli.main(["trace", "987654321"]) == 2
    assert "987654321" in capsys.readouterr().err


def test_the_published_book_is_what_is_traced(project, tmp_path):
    """Not the data as they are now: a copy of the pages is enough."""
    shutil.copytree(project.html, tmp_path / "_build/html")
    assert trace(Project(tmp_path), "gdp-level-2025") == trace(project, "gdp-level-2025")
