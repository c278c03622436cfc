"""planbook.book.configuration: _config.yml as Jupyter Book reads it, and as we do without it."""

import sys
from pathlib import Path

import pytest
import typst_toy as toy

from planbook.book import configuration
from planbook.errors import BindError

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def without_jupyter_book(monkeypatch):
    for name in ("jupyter_book", "jupyter_book.config"):
        monkeypatch.setitem(sys.modules, name, None)


def test_our_own_reading_says_what_jupyter_book_says():
    """Each setting of ours is Jupyter Book's; the extensions come in its order. What it sets besides is for
    other builders, or what Sphinx or myst-nb say by themselves."""
    ours, theirs = configuration.own(ROOT), configuration.read(ROOT)
    extensions = [name for name in theirs["extensions"] if name in ours["extensions"]]
    assert ours.pop("extensions") == extensions
    theirs["myst_enable_extensions"] = sorted(theirs["myst_enable_extensions"])
    ours["myst_enable_extensions"] = sorted(ours["myst_enable_extensions"])
    assert ours == {name: theirs.get(name) for name in ours}
    besides = {name for name in theirs.keys() - ours.keys() if not name.startswith(("nb_", "latex_"))}
    assert besides == {
        "comments_config",
        "extensions",
        "external_toc_path",
        "html_favicon",
        "html_logo",
        "html_sourcelink_suffix",
        "numfig",
        "use_jupyterbook_latex",
        "use_multitoc_numbering",
    }


def test_without_the_package_it_is_read_all_the_same(without_jupyter_book, tmp_path):
    """Where jupyter-book is absent our own reading is used; nothing is executed there either."""
    settings = configuration.read(toy.stage(tmp_path))
    assert settings["html_title"] == "青石县经济社会发展计划读本"
    assert settings["nb_execution_mode"] == "off" and "jupyter_book" not in settings["extensions"]


@pytest.mark.parametrize(
    ("text", "message"),
    [("bibtex_bibfiles: [a.bib]", "bibtex_bibfiles"), ("title: [", "_config.yml"), ("- a", "_config.yml")],
)
def test_what_only_jupyter_book_reads_is_an_error(without_jupyter_book, tmp_path, text, message):
    """A key that our reading does not know is named, not passed over; so is a file that is no mapping."""
    (tmp_path / "_config.yml").write_text(text, encoding="utf-8")
    with pytest.raises(BindError, match=message):
        configuration.read(tmp_path)
