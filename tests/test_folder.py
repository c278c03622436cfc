"""planbook.edition.folder: where an edition stands on disk."""

import pytest
from editions import EDITION, GOOD, copy

from planbook.edition.folder import EditionError, editions, find


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch, tmp_path):
    monkeypatch.delenv("PLANBOOK_DATA", raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_order_of_places(tmp_path, monkeypatch):
    """A folder that is given comes first, then PLANBOOK_DATA, then data/ here or above."""
    data = copy(tmp_path)
    below = tmp_path / "chapters" / "deep"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert find(EDITION).resolve() == data.resolve()
    monkeypatch.setenv("PLANBOOK_DATA", str(GOOD))
    assert find(EDITION) == GOOD
    assert find(EDITION, data) == data


def test_an_edition_that_does_not_exist(monkeypatch):
    """The message names the editions that exist and the nearest; an empty folder says that there is none."""
    monkeypatch.setenv("PLANBOOK_DATA", str(GOOD))
    with pytest.raises(EditionError, match="there is qingshi-2026; did you mean 'qingshi-2026'"):
        find("qingsh-2026")
    monkeypatch.setenv("PLANBOOK_DATA", "nowhere")
    with pytest.raises(EditionError, match="there is none"):
        find(EDITION)


@pytest.mark.parametrize("name", ["..", "../good", "a/b", "青石", "a b", ".git", "a\0b", "A-1"])
def test_a_name_is_no_path(name):
    """What could lead out of the folder is no edition's name."""
    with pytest.raises(EditionError, match="no edition's name"):
        find(name, GOOD)


def test_editions_are_folders_with_a_source(tmp_path):
    """A folder counts as an edition once it has a source.yml."""
    data = copy(tmp_path)
    (data / "drafts").mkdir()
    assert editions(data) == [EDITION] and editions(data / "none") == []
