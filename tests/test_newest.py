"""planbook.edition.newest: which edition is meant where none is named."""

import shutil
import sys

import pytest
from editions import EDITION, GOOD, copy, edit

from planbook.edition import EditionError, load
from planbook.edition.newest import newest


@pytest.fixture
def data(tmp_path):
    """The invented county's report of 2026, and what another place said the year before."""
    data = copy(tmp_path)
    beside(data, "baihe-2025", "2025")
    return data


def beside(data, name, planned):
    shutil.copytree(data / EDITION, data / name)
    edit(data, f"{name}/source.yml", f"edition: {EDITION}", f"edition: {name}")
    edit(data, f"{name}/source.yml", "planned: 2026", f"planned: {planned}")


def test_the_latest_planned_year_decides(data):
    """Not the name or the order in the folder. A year may be quoted; one that cannot be read is none."""
    assert newest(data) == [EDITION]
    beside(data, "aihe", "'2027'")
    assert newest(data) == ["aihe"]
    beside(data, "zihe-2099", "soon")
    assert newest(data) == ["aihe"]


def test_several_of_one_year(data):
    """All of them: somebody has to choose."""
    beside(data, "zihe-2026", "2026")
    assert newest(data) == [EDITION, "zihe-2026"]
    with pytest.raises(EditionError, match=f"one of {EDITION}, zihe-2026, which plan the same year"):
        load("", data)


def test_loaded_without_a_name(data, monkeypatch):
    """In the folder that is given, in $PLANBOOK_DATA, or in data/ above the working directory."""
    assert load("", data).id == EDITION
    monkeypatch.setenv("PLANBOOK_DATA", str(GOOD))
    assert load("").id == EDITION
    monkeypatch.delenv("PLANBOOK_DATA")
    monkeypatch.chdir(data / EDITION)
    assert load("").data == data


def test_no_edition_at_all(tmp_path):
    """It is told with the folder that has none."""
    with pytest.raises(EditionError, match="there is none at all"):
        load("", tmp_path)


def test_only_the_standard_library():
    """Parameters are resolved before anything heavy is imported."""
    import subprocess

    program = "import sys, planbook.edition.newest; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"yaml", "pydantic", "pandas"} & {*done.stdout.split()}
