"""Which files a chapter opened: the audit hook by itself, without a kernel."""

import os
import sys
import time
from contextvars import ContextVar
from pathlib import Path

import pytest

from planbook.edition import files
from planbook.run.hashing import file_digest
from planbook.run.recorder import PACKAGE, Hook


@pytest.fixture
def root(tmp_path):
    for name in ("extra.csv", "_build/old.csv", ".git/config", "chapters/mine.py"):
        path = tmp_path / "book" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return tmp_path / "book"


@pytest.fixture(autouse=True)
def nothing_read(monkeypatch):
    """What this process has read so far is nothing of the chapter's."""
    monkeypatch.setattr(files, "OTHERS", {})
    monkeypatch.setattr(files, "_LOG", ContextVar("log", default=files.OTHERS))


def opened(root: Path, path, flags=os.O_RDONLY, event="open") -> list[str]:
    hook = Hook(str(root))
    hook(event, (path, "r", flags))
    return [*hook.record()]


def test_a_file_of_the_book_counts(root, monkeypatch):
    """Whether it is named by text, bytes, a path object or from the working directory."""
    monkeypatch.chdir(root)
    for name in (str(root / "extra.csv"), os.fsencode(root / "extra.csv"), root / "extra.csv", "extra.csv"):
        assert opened(root, name) == ["extra.csv"]


def test_a_module_counts_by_its_source(root):
    """A compiled module stands for the file that somebody edits."""
    compiled = root / "chapters" / "__pycache__" / f"mine.{sys.implementation.cache_tag}.pyc"
    assert opened(root, compiled) == ["chapters/mine.py"]


@pytest.mark.parametrize("name", ["_build/old.csv", ".git/config", "nowhere.csv", "chapters"])
def test_what_does_not_count_in_the_book(root, name):
    """What a build made, hidden files, files that are not there, folders."""
    assert opened(root, root / name) == []


def test_what_does_not_count_elsewhere(root):
    """The program, Python and its libraries, the system; they are recorded by version and by code."""
    for name in (PACKAGE + "cli.py", os.__file__, pytest.__file__, "/etc/hostname", "/proc/self/stat"):
        hook = Hook(str(root))
        hook("open", (name, "r", os.O_RDONLY))
        assert not hook.record()


def test_writing_and_other_events_do_not_count(root):
    """Only opening for reading is reading; file descriptors have no name."""
    assert opened(root, root / "extra.csv", os.O_WRONLY | os.O_CREAT) == []
    assert opened(root, root / "extra.csv", os.O_RDWR) == []
    assert opened(root, root / "extra.csv", event="exec") == []
    assert opened(root, 7) == []


def test_what_an_edition_reads_is_recorded_there(root):
    """What is read for an edition is recorded row by row; what else planbook.edition reads, as a file."""
    hook = Hook(str(root))
    sys.addaudithook(hook)
    with files.logged({}):
        files.text_of(root / "extra.csv", "extra.csv")
    assert hook.record() == {}
    files.text_of(root / "extra.csv", "extra.csv")
    assert hook.record() == {"extra.csv": file_digest(root / "extra.csv")}


@pytest.mark.parametrize("back", [False, True], ids=["edited", "edited and put back"])
def test_the_digest_is_of_what_was_read(root, back):
    """A file that somebody writes to after it was opened is no digest's, also when it is put back."""
    hook = Hook(str(root))
    hook("open", (root / "extra.csv", "r", os.O_RDONLY))
    assert hook.record() == {"extra.csv": file_digest(root / "extra.csv")}
    time.sleep(0.02)  # the system's clock has steps
    (root / "extra.csv").write_text("y")
    if back:
        (root / "extra.csv").write_text("x")
    assert hook.record() == {"extra.csv": files.MIXED}
