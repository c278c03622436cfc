"""planbook.formats.site: the pages in one archive."""

import datetime
import zipfile

from planbook.formats import site


def test_the_pages_in_one_folder_with_same_bytes(tmp_path):
    """Every file, in one order, dated as told, whatever the file system says."""
    pages = tmp_path / "html"
    (pages / "chapters").mkdir(parents=True)
    for name in ("index.html", "chapters/b.html", "chapters/a.html"):
        (pages / name).write_text(name)
    day = datetime.date(2031, 1, 15)
    first = site.export(pages, tmp_path / "a.zip", name="qingshi-2031", day=day).read_bytes()
    (pages / "index.html").touch()
    assert site.export(pages, tmp_path / "b.zip", name="qingshi-2031", day=day).read_bytes() == first
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        names = packed.namelist()
        assert names == [
            f"qingshi-2031/{name}" for name in ("chapters/a.html", "chapters/b.html", "index.html")
        ]
        assert packed.read(names[-1]) == b"index.html"
        assert {info.date_time[:3] for info in packed.infolist()} == {(2031, 1, 15)}
