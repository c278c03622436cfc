"""Fixtures that several tests share."""

import fcntl
import os
import shutil
import signal
from pathlib import Path

import browsers
import pytest
import sourced
import toybook
from hypothesis import settings
from trial import Screen

from planbook.show import output

# A thread of numpy's makes forks unsafe.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# What a shell starts behind it does not hear Ctrl-C, and neither would the builds that are started here.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# `--hypothesis-profile thorough` tries ten times as many editions and texts.
settings.register_profile("thorough", max_examples=10 * settings.default.max_examples)


@pytest.fixture
def screen(monkeypatch) -> Screen:
    """What a notebook would show: every bundle that planbook.show puts on the page, in order."""
    shown = Screen()
    monkeypatch.setattr(output, "publish", lambda data, metadata=None: shown.append((data, metadata)))
    return shown


@pytest.fixture(scope="module")
def browser():
    """One browser for all tests of a file; it ends there, for its thread would make later forks unsafe."""
    with browsers.launched() as chromium:
        yield chromium


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
    """The pages of the repository's own book, run and bound once for all workers, in a folder of its own.

    Nobody changes it.
    """
    from planbook import pipeline
    from planbook.run.manifest import Request
    from planbook.run.project import Project

    here, base = Path(__file__).resolve().parent.parent, tmp_path_factory.getbasetemp()
    root = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "book"
    with root.with_name("book.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not root.exists():
            root.mkdir()
            for name in ("_config.yml", "_toc.yml", "params.yml"):
                shutil.copyfile(here / name, root / name)
            for name in ("chapters", "data"):
                shutil.copytree(here / name, root / name, ignore=shutil.ignore_patterns(".*"))
        return pipeline.build(Project(root), Request())


def pytest_collection_modifyitems(items):
    """Files with slow tests go first: no worker begins one when the others have nothing left."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
