"""Typst source to PDF."""

import datetime
import io
import shutil
from pathlib import Path

import pypdf
import pytest
from test_typst_fonts import one_glyph_font

from planbook.errors import BindError
from planbook.formats.cover import Cover
from planbook.formats.typst import compile, fonts

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="360pt" height="{}pt"><rect width="9" height="9"/></svg>'
)


def typeset(folder: Path, body: str, extra: tuple[Path, ...] = (), date=None) -> pypdf.PdfReader:
    folder.mkdir(exist_ok=True)
    shutil.copyfile(compile.TEMPLATE, folder / "book.typ")
    (folder / "main.typ").write_text(
        compile.main(Cover("书", author="人", built=date), fonts.families(extra)), "utf-8"
    )
    (folder / "body.typ").write_text(
        f'#import "book.typ": *\n#chapter-page()\n#title-1("1")[#"章";]\n{body}', "utf-8"
    )
    return pypdf.PdfReader(io.BytesIO(compile.compile(folder, fonts.files(extra), dated=date is not None)))


def test_a_missing_glyph_never_becomes_a_box(tmp_path):
    """Typst itself refuses too, should a character get past the check."""
    with pytest.raises(BindError, match="could not be displayed"):
        typeset(tmp_path, '#"\U0001f600";')


def test_a_font_of_the_caller_is_used(tmp_path):
    """A rare character is set in the font that the caller gave."""
    extra = tmp_path / "faces.ttf"
    one_glyph_font(extra, 0x20BB7, "Rare Names")
    reader = typeset(tmp_path / "book", '#"数字\U00020bb7";', (extra,))
    assert "\U00020bb7" in reader.pages[-1].extract_text()


def test_errors_of_typst_come_with_their_hint(tmp_path):
    """What Typst says is handed on."""
    with pytest.raises(BindError, match=r"Typst: .*alt"):
        (tmp_path / "a.svg").write_text(PICTURE.format(100))
        typeset(tmp_path, '#picture("a", "a.svg")[]')


def test_several_errors_are_one_message(tmp_path):
    """Typst reports several errors in another class; they come as one BindError all the same."""
    with pytest.raises(BindError, match=r"nowhere.*elsewhere"):
        typeset(tmp_path, '#xref("nowhere")[#"a";]\n#xref("elsewhere")[#"b";]')


def test_warnings_are_errors(tmp_path):
    """Nothing that Typst complains of is printed."""
    with pytest.raises(BindError, match="unknown font family"):
        typeset(tmp_path, '#text(font: "No Such Font")[#"a";]')


def test_the_day_of_the_metadata_is_given(tmp_path):
    """The PDF's dates are the given day, not the clock's."""
    meta = typeset(tmp_path, '#"a";', date=datetime.date(2031, 1, 15)).metadata
    assert meta.creation_date.date() == datetime.date(2031, 1, 15)
    assert (meta.title, meta.author) == ("书", "人")


def test_no_clock_is_read(tmp_path):
    """Without a day the metadata name none."""
    meta = typeset(tmp_path, '#"a";').metadata
    assert meta.creation_date is None and meta.modification_date is None


@pytest.mark.parametrize(("first", "pages"), [(255, 1), (500, 2)])
def test_pictures_shrink_where_that_fills_a_page(tmp_path, first, pages):
    """Two pictures that nearly fit on a page share it; where it would take too much they keep their size."""
    for name, high in (("a", first), ("b", 300)):
        (tmp_path / f"{name}.svg").write_text(PICTURE.format(high))
    body = "".join(f'#picture("{n}", "{n}.svg", alt: "x", number: "图 {n}")[]\n' for n in "ab")
    assert len(typeset(tmp_path, body).pages) == 2 + pages


def test_a_caption_stays_with_its_table(tmp_path):
    """A heading and a caption at the foot of a page go over to the next one with the first rows."""
    rows = "".join(f'table.cell()[#"行{i}";],' for i in range(40))
    head = 'number: "表 9", head: (table.cell()[#"头";],)'
    table = f"#three-rules(columns: (1fr,), align: (left,), {head}, body: ({rows}))"
    text = "".join(f'#"第{i}段";\n\n' for i in range(34))
    reader = typeset(tmp_path, f'{text}#title-2("")[#"节";]\n{table}')
    texts = [page.extract_text() for page in reader.pages[2:]]
    found = [("表 9" in text, "行0" in text, "节" in text) for text in texts]
    assert found[:2] == [(False, False, False), (True, True, True)]
