"""What commands can be asked, and the request that it makes."""

import argparse
from pathlib import Path

import books
import pytest

from planbook import options
from planbook.errors import InputError
from planbook.run.manifest import Request


def parsed(arguments, *typed: str) -> Request:
    parser = argparse.ArgumentParser()
    arguments(parser)
    return options.request(parser.parse_args(typed))


def test_everything_that_a_build_can_be_asked():
    """Each option reaches the request; repeated ones add up in their order."""
    typed = "-p a 1 -p b 2 -f x.yml --only industry --only data -j 3 --force --plain-kernels --source t.txt"
    assert parsed(options.build, *typed.split()) == Request(
        files=(Path("x.yml"),),
        options=(("a", "1"), ("b", "2")),
        only=("industry", "data"),
        jobs=3,
        force=True,
        plain=True,
        source=Path("t.txt"),
    )


def test_a_command_that_asks_for_parameters_only():
    """The rest of its request is what nobody asked for."""
    assert parsed(options.parameters, "-p", "a", "1") == Request(options=(("a", "1"),))


@pytest.mark.parametrize("text", ["0", "-1", "two", "1.5", "３", ""])
def test_a_whole_number_from_one(text):
    """Anything else is refused with what was got."""
    with pytest.raises(argparse.ArgumentTypeError, match="expected a whole number from 1"):
        options.positive(text)


@pytest.mark.parametrize(
    ("typed", "edition"),
    [((), None), (("--edition", "qingshi-2026"), "qingshi-2026")],
    ids=["one", "of many"],
)
def test_the_book_that_a_command_is_about(tmp_path, monkeypatch, typed, edition):
    """The one of the folder, or that of an edition, whose output is its own."""
    project = books.make(tmp_path / "book", overview="looks_up")
    monkeypatch.chdir(project.root)
    parser = argparse.ArgumentParser()
    options.edition(parser)
    assert options.project(parser.parse_args(typed)) == type(project)(project.root, edition)


def test_an_edition_that_does_not_exist(tmp_path, monkeypatch):
    """What was got, what there is, the nearest."""
    monkeypatch.chdir(books.make(tmp_path / "book", overview="looks_up").root)
    parser = argparse.ArgumentParser()
    options.edition(parser)
    with pytest.raises(
        InputError, match='got "qingsi-2026", expected one of qingshi-2026; nearest: qingshi-2026'
    ):
        options.project(parser.parse_args(["--edition", "qingsi-2026"]))
