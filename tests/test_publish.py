"""planbook.book.publish: the book at the target is whole at every moment."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planbook.book import publish as publishing
from planbook.book.publish import exchange, publish, recover

PAGES = 40


def book(folder: Path, edition: str) -> Path:
    """A book whose every page says which edition it is of."""
    folder.mkdir(parents=True)
    for page in range(PAGES):
        (folder / f"{page}.html").write_text(edition, encoding="utf-8")
    return folder


def edition(folder: Path) -> str:
    """The edition of a book that is whole; fails for half a book or a mixed one."""
    pages = {path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert len(list(folder.iterdir())) == PAGES
    assert len(pages) == 1
    return pages.pop()


@pytest.fixture(params=["exchange", "two renames"])
def way(request, monkeypatch) -> str:
    """Both ways of publishing: with the system call, and where there is none."""
    if request.param == "two renames":
        monkeypatch.setattr(publishing, "exchange", lambda one, other: False)
    return request.param


def test_the_first_book(tmp_path, way):
    """Where there was no book, the new one is put there, folders above it included."""
    target = tmp_path / "_build" / "html"
    publish(book(tmp_path / "new", "first"), target)
    assert edition(target) == "first"


def test_the_second_book(tmp_path, way):
    """The new book replaces the old one, and nothing else is left lying about."""
    target = book(tmp_path / "html", "old")
    publish(book(tmp_path / "new", "new"), target)
    assert edition(target) == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["html"]


def test_a_failure_keeps_the_old_book(tmp_path, way):
    """There is no new book: the old one stays."""
    target = book(tmp_path / "html", "old")
    with pytest.raises(OSError):
        publish(tmp_path / "missing", target)
    recover(target)
    assert edition(target) == "old"


def test_recover_between_two_renames(tmp_path):
    """Killed after the old book was moved aside: it comes back."""
    book(tmp_path / ".html.old", "old")
    recover(tmp_path / "html")
    assert edition(tmp_path / "html") == "old"


def test_recover_after_two_renames(tmp_path):
    """Killed before the old book was removed: the new one stays and the old one goes."""
    book(tmp_path / ".html.old", "old")
    recover(book(tmp_path / "html", "new"))
    assert edition(tmp_path / "html") == "new"
    assert not (tmp_path / ".html.old").exists()


def test_exchange_refused(tmp_path):
    """A path that does not exist is an error, not a reason for the other way."""
    if not exchange(book(tmp_path / "one", "1"), book(tmp_path / "other", "2")):
        pytest.skip("this system cannot exchange two folders")
    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "missing", tmp_path / "other")


PUBLISHER = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_publish import book
from planbook.book.publish import publish
root = Path({root!r})
for number in range(10_000):
    publish(book(root / f"new-{{number}}", f"edition {kill}.{{number}}"), root / "html")
    print(number, flush=True)
"""


@pytest.mark.slow
def test_killed_at_any_moment(tmp_path):
    """kill -9 at random moments, under a reader's eyes: never half a book, never a mixed one."""
    chance = random.Random(20260101)
    book(tmp_path / "html", "edition of before")
    for kill in range(12):
        for left in tmp_path.glob("new-*"):
            shutil.rmtree(left)
        program = PUBLISHER.format(tests=str(Path(__file__).parent), root=str(tmp_path), kill=kill)
        with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as publisher:
            for _ in range(chance.randint(1, 6)):  # books that it has published, however slow the machine
                publisher.stdout.readline()
            until = time.monotonic() + chance.uniform(0, 0.02)
            while time.monotonic() < until:
                # a reader holds the folder open, as a web server does while it sends a page
                handle = os.open(tmp_path / "html", os.O_RDONLY)
                os.close(handle)
            publisher.send_signal(signal.SIGKILL)
            publisher.wait()
        assert edition(tmp_path / "html").startswith(f"edition {kill}.")
