"""planbook.book.extension: the book holds what its pages ask for and no more."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import toybook

from planbook.book import extension, html
from planbook.errors import BindError


def test_light_enough(toy):
    """Without pictures and data a book weighs less than 3 MB, fonts included; no maps, no icon font."""
    size = sum(path.stat().st_size for path in toy.rglob("*") if path.is_file())
    assert size < 3_000_000
    assert not list(toy.rglob("*.map"))
    assert not (toy / "_static" / "vendor").exists()


def test_nothing_of_the_unused_extensions(toy):
    """No page carries a script for executing code, copying it or commenting on it."""
    for page in toy.rglob("*.html"):
        text = page.read_text(encoding="utf-8").lower()
        assert not any(
            word in text for word in ("thebe", "copybutton", "togglebutton", "mathjax", "binder")
        ), page


def test_the_next_build_of_the_process_is_not_touched(toy):
    """Sphinx's own defaults are as they were: another book of the same process keeps its looks."""
    from sphinx.config import Config

    assert str(extension.HERE / "templates") not in Config().templates_path


@pytest.mark.slow
def test_plain_jupyter_book(tmp_path):
    """`jupyter-book build .` makes the same pages with the same extension, and no warning."""
    stage = toybook.write(tmp_path / "stage")
    config = (stage / "_config.yml").read_text(encoding="utf-8")
    (stage / "_config.yml").write_text(
        config.replace("execute_notebooks: force", 'execute_notebooks: "off"'), encoding="utf-8"
    )
    done = subprocess.run(
        [Path(sys.executable).with_name("jupyter-book"), "build", str(stage), "-W", "--keep-going", "-q"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    made = stage / "_build" / "html"
    assert "fig-wool-2025" in (made / "chapters" / "overview.html").read_text(encoding="utf-8")
    assert "chapters/overview.html" in (made / "index.html").read_text(encoding="utf-8")


def test_a_file_of_ours_that_is_gone(tmp_path, monkeypatch):
    """Pages that would have no style are not made: the message names the file."""
    shutil.copytree(extension.HERE, tmp_path / "book", ignore=shutil.ignore_patterns("planbook.css"))
    monkeypatch.setattr(extension, "HERE", tmp_path / "book")
    with pytest.raises(BindError, match=r"lacks static/planbook\.css in .*; next: install it again"):
        html.build(toybook.write(tmp_path / "stage"), tmp_path / "html")
    assert not (tmp_path / "html").exists()
