"""What commands can be asked, and the request that it makes."""

import argparse
from pathlib import Path

import pytest

from planbook import options
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
