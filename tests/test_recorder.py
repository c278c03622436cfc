"""Which files a chapter opened: the audit hook by itself, without a kernel."""

import os
import sys
from pathlib import Path

import pytest

from planbook.run.recorder import PACKAGE, _Hook


@pytest.fixture
def root(tmp_path):
    for name in ("extra.csv", "_build/old.csv", ".git/config", "chapters/mine.py"):
        path = tmp_path / "book" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return tmp_path / "book"


def opened(root: Path, path, flags=os.O_RDONLY, event="open") -> list[str]:
    seen: dict[str, None] = {}
    _Hook(seen, str(root))(event, (path, "r", flags))
    return [Path(name).relative_to(root).as_posix() for name in seen]


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
        seen: dict[str, None] = {}
        _Hook(seen, str(root))("open", (name, "r", os.O_RDONLY))
        assert not seen


def test_writing_and_other_events_do_not_count(root):
    """Only opening for reading is reading; file descriptors have no name."""
    assert opened(root, root / "extra.csv", os.O_WRONLY | os.O_CREAT) == []
    assert opened(root, root / "extra.csv", os.O_RDWR) == []
    assert opened(root, root / "extra.csv", event="exec") == []
    assert opened(root, 7) == []


def test_what_planbook_edition_opens_is_recorded_there(root):
    """A table that is read on behalf of planbook.edition is recorded row by row, and not as a file."""
    seen: dict[str, None] = {}
    hook = _Hook(seen, str(root))
    on_behalf = compile("hook('open', (path, 'r', 0))", PACKAGE + "edition/rows.py", "exec")
    exec(on_behalf, {"hook": hook, "path": str(root / "extra.csv")})
    assert not seen
