"""planbook.edition.files: plain files of a bounded size, and nothing else."""

import os

import pytest

from planbook.edition import files


def told(path):
    text, fault = files.text_of(path, "a.csv")
    return text or (fault.slug, fault.got)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xef\xbb\xbfa\r\n", "a\r\n"),
        ("青石".encode("gb18030"), ("encoding", "byte 0xc7 at 0, perhaps GBK")),
        ("青石".encode("utf-16"), ("encoding", "UTF-16")),
        (b"caf\xe9", ("encoding", "byte 0xe9 at 3")),
        (b"a\0b", ("nul", "")),
        (b"PK\x03\x04..", ("encoding", "a workbook, document or archive (zip)")),
        (b" \n", ("empty-file", "")),
    ],
)
def test_bytes(tmp_path, raw, said):
    """Text as it is, without a byte order mark; else what it seems to be."""
    (tmp_path / "a.csv").write_bytes(raw)
    assert told(tmp_path / "a.csv") == said


@pytest.mark.parametrize(
    ("put", "slug"),
    [
        (os.mkfifo, "not-a-file"),
        (os.mkdir, "not-a-file"),
        (lambda path: path.symlink_to("/dev/zero"), "not-a-file"),
        (lambda path: path.symlink_to(path), "unreadable"),
        (lambda path: path.symlink_to("nowhere"), "unreadable"),
        (lambda path: None, "missing-file"),
    ],
)
def test_what_is_no_file(tmp_path, put, slug):
    """Pipes, devices and links that lead nowhere: said at once, never waited for."""
    put(tmp_path / "a.csv")
    assert told(tmp_path / "a.csv")[0] == slug


def test_too_much(tmp_path, monkeypatch):
    """A file beyond all measure is not read."""
    (tmp_path / "a.csv").write_bytes(b"x" * 101)
    monkeypatch.setattr(files, "LARGEST", 100)
    assert told(tmp_path / "a.csv") == ("too-large", "101 bytes")
