"""planbook.book.binder: a builder of Sphinx on a stage; complaints are errors, nothing is left behind."""

import logging
import re
import subprocess
import sys

import pytest
import typst_toy as toy

from planbook.book import binder
from planbook.errors import BindError


def test_a_builder_makes_its_pages(tmp_path):
    """The folder of what was made is handed over, and is gone when the work is."""
    stage = toy.stage(tmp_path / "stage", rows=5)
    with binder.work_folder(stage, "_build/some", stage / "a.txt") as work:
        made = binder.run(stage, work, "text")
        assert "70亿元" in (made / "chapters" / "overview.txt").read_text("utf-8")
    assert not work.exists()


def test_settings_go_before_the_books(tmp_path):
    """What a format needs wins over the book's configuration; the builder is prepared before it writes."""
    stage = toy.stage(tmp_path / "stage", rows=5)

    def prepare(app):
        app.builder.out_suffix = ".text"

    with binder.work_folder(stage, "_build/some", stage / "a.txt") as work:
        made = binder.run(
            stage, work, "text", settings={"text_sectionchars": "@" * 8, "numfig": True}, prepare=prepare
        )
        assert "@@@@" in (made / "chapters" / "overview.text").read_text("utf-8")


IN_TWO_LANGUAGES = """
import sys
from pathlib import Path
from planbook.book import binder

def prepare(app):
    labels = app.env.get_domain("std").labels
    words = app.translator.gettext("Search Page"), labels["search"][2], labels["py-modindex"][2]
    print(*words, sep=", ")

stage = Path(sys.argv[1])
for language in ("zh_CN", "en"):
    with binder.work_folder(stage, "_build/some", stage / "a.txt") as work:
        binder.run(stage, work, "text", settings={"language": language}, prepare=prepare)
"""


def test_a_book_in_another_language(tmp_path):
    """The words of Sphinx are those of the book's language, whatever was bound in this process before."""
    stage = toy.stage(tmp_path / "stage", rows=5)
    command = [sys.executable, "-W", "ignore", "-c", IN_TWO_LANGUAGES, str(stage)]
    done = subprocess.run(command, capture_output=True, text=True)
    chinese, english = done.stdout.splitlines()
    assert chinese == "搜索页面, 搜索页面, Python 模块索引"
    assert english == "Search Page, Search Page, Python Module Index"


def test_complaints_are_errors_with_their_place(tmp_path):
    """A warning of Sphinx is the caller's error: file and line, once; the work folder goes all the same."""
    stage = toy.stage(tmp_path / "stage", rows=5, notes="# 说明\n\n[数](#nowhere)\n")
    with (
        pytest.raises(BindError, match=r"^chapters/notes\.md line 3: .*nowhere"),
        binder.work_folder(stage, "_build/some", stage / "a.txt") as work,
    ):
        binder.run(stage, work, "text")
    assert not work.exists()


def test_an_older_work_folder_is_no_obstacle(tmp_path):
    """What a killed run left is removed first."""
    left = tmp_path / "_build" / "some"
    left.mkdir(parents=True)
    (left / "x").write_text("old")
    with binder.work_folder(tmp_path, "_build/some", tmp_path / "a.txt") as work:
        assert not work.exists()


def test_a_full_disk_is_one_complaint(tmp_path):
    """Not once for each file that Sphinx could not copy, and with the file that was to be made."""
    stage, out = toy.stage(tmp_path / "stage", rows=5), tmp_path / "a.txt"

    def prepare(app):
        for name in ("book.css", "search.js"):
            full = OSError(28, "No space left")
            logging.getLogger("sphinx").warning("Failed to copy /a/%s: %r", name, full)

    with (
        pytest.raises(BindError, match=rf"^{re.escape(str(out))}: No space left on device$"),
        binder.work_folder(stage, "_build/some", out) as work,
    ):
        binder.run(stage, work, "text", prepare=prepare)
