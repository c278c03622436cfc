"""tools/word_template.py and what it makes: the look of the Word document, as a file."""

import importlib.util
import re
import zipfile
from pathlib import Path

import pytest

from planbook.formats.word.document import TEMPLATE

TOOL = Path(__file__).resolve().parent.parent / "tools/word_template.py"


@pytest.fixture(scope="module")
def members() -> dict[str, str]:
    with zipfile.ZipFile(TEMPLATE) as found:
        return {info.filename: found.read(info).decode("utf-8") for info in found.infolist()}


def test_the_template_is_what_its_tool_makes(tmp_path, monkeypatch):
    """The committed file is the tool's, byte for byte: nobody's date, machine or unsaved change is in it."""
    spec = importlib.util.spec_from_file_location("word_template", TOOL)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    monkeypatch.setattr(tool, "TEMPLATE", tmp_path / "template.docx")
    tool.main()
    assert (tmp_path / "template.docx").read_bytes() == TEMPLATE.read_bytes()


def test_no_font_goes_by_the_theme(members):
    """WPS does not look fonts up in the theme: every style names its own, and the theme names the same."""
    styles, theme = members["word/styles.xml"], members["word/theme/theme1.xml"]
    assert not re.findall(r'w:\w+Theme="', styles)
    assert set(re.findall(r'w:eastAsia="([^"]+)"', styles)) == {"宋体", "黑体", "zh-CN"}
    fonts = re.findall(r'<a:(?:latin|ea) typeface="([^"]+)"', theme)
    assert fonts == ["Arial", "黑体", "Times New Roman", "宋体"]


def test_nothing_is_in_it_that_no_book_needs(members):
    """No thumbnail, no second set of styles, no style that the document does not use."""
    assert sorted(members) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/app.xml",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/footer1.xml",
        "word/header1.xml",
        "word/numbering.xml",
        "word/settings.xml",
        "word/styles.xml",
        "word/theme/theme1.xml",
    ]
    assert len(re.findall("<w:style ", members["word/styles.xml"])) < 40
