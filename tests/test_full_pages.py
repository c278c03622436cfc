"""The printed book of two counties: no page that is more than a third empty."""

import shutil
from pathlib import Path

import pages
import pytest
from printed import empty

from planbook import export, pipeline
from planbook.run.manifest import Request
from planbook.run.project import Project

pytestmark = pytest.mark.slow
HERE = Path(__file__).resolve().parent.parent


@pytest.fixture
def invented(tmp_path) -> Project:
    """The book of an invented county of another kind."""
    for name in ("_config.yml", "_toc.yml", "chapters"):
        (shutil.copytree if (HERE / name).is_dir() else shutil.copyfile)(HERE / name, tmp_path / name)
    pages.county(tmp_path, "qingshi-2027")
    (tmp_path / "params.yml").write_text("edition: qingshi-2027\n", encoding="utf-8")
    pipeline.build(Project(tmp_path), Request())
    return Project(tmp_path)


@pytest.mark.parametrize("county", ["guangling", "qingshi"])
def test_no_page_is_a_third_empty(county, request, monkeypatch):
    """But the cover, the contents and the last one."""
    project = (
        Project(request.getfixturevalue("book").parent.parent)
        if county == "guangling"
        else request.getfixturevalue("invented")
    )
    silent = export.FORMATS["pdf"]._replace(offered=False)  # its pages are not made again
    monkeypatch.setitem(export.FORMATS, "pdf", silent)
    made = empty(export.export(project, "pdf"))
    assert len(made) > 20 and max(made[2:-1]) < 1 / 3
