"""Fixtures that several tests share."""

import os
import shutil
import signal
from pathlib import Path

import pytest
import sourced
import toybook
from trial import Screen

from planbook.show import output

# A thread of numpy's makes forks unsafe.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# What a shell starts behind it does not hear Ctrl-C, and neither would the builds that are started here.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def screen(monkeypatch) -> Screen:
    """What a notebook would show: every bundle that planbook.show puts on the page, in order."""
    shown = Screen()
    monkeypatch.setattr(output, "publish", lambda data, metadata=None: shown.append((data, metadata)))
    return shown


@pytest.fixture(scope="session")
def toy(tmp_path_factory) -> Path:
    """The pages of the toy book (tests/toybook.py), made once."""
    from planbook.book import html

    root = tmp_path_factory.mktemp("toy")
    html.build(toybook.write(root / "stage"), root / "html")
    return root / "html"


@pytest.fixture(scope="session")
def sourced_books(tmp_path_factory):
    """The invented county's book (tests/sourced.py) as published: without and with the text."""
    root = tmp_path_factory.mktemp("sourced")
    with pytest.MonkeyPatch.context() as patch:
        return {
            told: sourced.make(root / f"{told}", patch, text=sourced.TEXT if told else None)
            for told in (False, True)
        }


@pytest.fixture(scope="session")
def book(tmp_path_factory) -> Path:
    """The pages of the repository's own book, run and bound once, in a folder of its own."""
    from planbook import pipeline
    from planbook.run.manifest import Request
    from planbook.run.project import Project

    root = tmp_path_factory.mktemp("book")
    here = Path(__file__).resolve().parent.parent
    for name in ("_config.yml", "_toc.yml", "params.yml"):
        shutil.copyfile(here / name, root / name)
    for name in ("chapters", "data"):
        shutil.copytree(here / name, root / name, ignore=shutil.ignore_patterns(".*"))
    return pipeline.build(Project(root), Request())


def pytest_collection_modifyitems(items):
    """What forks this process goes first: Typst and others leave threads behind; then nothing may fork."""
    items.sort(key=lambda item: item.get_closest_marker("forks") is None)
