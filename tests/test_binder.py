"""planbook.bind.binder: a builder of Sphinx on a stage; complaints are errors, nothing is left behind."""

import pytest
import typst_toy as toy

from planbook.bind import BindError, binder


def test_a_builder_makes_its_pages(tmp_path):
    """The folder of what was made is handed over, and is gone when the work is."""
    stage = toy.stage(tmp_path / "stage", rows=5)
    with binder.work_folder(stage, "_build/some") as work:
        made = binder.run(stage, work, "text")
        assert "70亿元" in (made / "chapters" / "overview.txt").read_text("utf-8")
    assert not work.exists()


def test_settings_go_before_the_books(tmp_path):
    """What a format needs wins over the book's configuration; what is told reaches the builder."""
    stage = toy.stage(tmp_path / "stage", rows=5)
    with binder.work_folder(stage, "_build/some") as work:
        made = binder.run(
            stage, work, "text", settings={"text_sectionchars": "@" * 8, "numfig": True}, out_suffix=".text"
        )
        assert "@@@@" in (made / "chapters" / "overview.text").read_text("utf-8")


def test_complaints_are_errors_with_their_place(tmp_path):
    """A warning of Sphinx is the caller's error: file and line, once; the work folder goes all the same."""
    stage = toy.stage(tmp_path / "stage", rows=5, notes="# 说明\n\n[数](#nowhere)\n")
    with (
        pytest.raises(BindError, match=r"^chapters/notes\.md line 3: .*nowhere"),
        binder.work_folder(stage, "_build/some") as work,
    ):
        binder.run(stage, work, "text")
    assert not work.exists()


def test_an_older_work_folder_is_no_obstacle(tmp_path):
    """What a killed run left is removed first."""
    left = tmp_path / "_build" / "some"
    left.mkdir(parents=True)
    (left / "x").write_text("old")
    with binder.work_folder(tmp_path, "_build/some") as work:
        assert not work.exists()
