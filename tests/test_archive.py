"""planbook.formats.archive: the same content makes the same bytes, whenever and wherever it is packed."""

import datetime
import io
import zipfile

import pytest

from planbook.formats import archive

DAY = datetime.date(2031, 1, 15)


def test_the_clock_is_not_asked(tmp_path):
    """Members bear the day that is given; the order, names and bytes are those given."""
    made = archive.pack([("b.txt", "乙".encode()), ("a/a.txt", b"a")], DAY)
    assert made == archive.pack([("b.txt", "乙".encode()), ("a/a.txt", b"a")], DAY)
    with zipfile.ZipFile(io.BytesIO(made)) as found:
        assert found.namelist() == ["b.txt", "a/a.txt"]
        assert {info.date_time for info in found.infolist()} == {(2031, 1, 15, 0, 0, 0)}
        assert found.read("b.txt").decode() == "乙"


def test_repacking_forgets_when_it_was_packed():
    """Two archives that differ in their members' times only become one."""
    packed = []
    for year in (1999, 2020):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as found:
            found.writestr(zipfile.ZipInfo("a.xml", (year, 5, 6, 7, 8, 9)), b"<a/>")
        packed.append(stream.getvalue())
    assert packed[0] != packed[1]
    assert archive.repack(packed[0], DAY) == archive.repack(packed[1], DAY)


def test_mimetype_is_not_compressed():
    """EPUB's first member can be read without unpacking."""
    made = archive.pack([("mimetype", b"application/epub+zip"), ("a", b"a" * 99)], None)
    with zipfile.ZipFile(io.BytesIO(made)) as found:
        kinds = [info.compress_type for info in found.infolist()]
    assert kinds == [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]


def test_a_file_is_whole_or_the_old_one(tmp_path, monkeypatch):
    """A full disk leaves the old file and nothing beside it."""
    out = archive.put(b"old", tmp_path / "new folder" / "a.zip")

    def full(path, content):
        path.open("wb").close()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(out), "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        archive.put(b"new", out)
    assert [path.name for path in out.parent.iterdir()] == ["a.zip"] and out.read_bytes() == b"old"
