"""What there is, by content."""

import importlib.metadata

from planbook.run import hashing


def test_versions_are_those_installed():
    """Names of metadata folders tell what importlib.metadata tells, without importing it."""
    told = hashing.versions(hashing.CHAPTER_LIBRARIES + hashing.BOOK_LIBRARIES)
    for name, version in told.items():
        if name != "python":
            assert version == importlib.metadata.version(name), name
    assert set(told) == {"python", *hashing.CHAPTER_LIBRARIES, *hashing.BOOK_LIBRARIES}


def test_tree_leaves_out_what_nobody_wrote(tmp_path):
    """Compiled and hidden files do not count; names are relative and sorted."""
    for name in ("a/b.py", "a/__pycache__/b.pyc", "a/.hidden", "c.txt", "other/d"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    assert list(hashing.tree(tmp_path, "a", "c.txt", "nowhere")) == ["a/b.py", "c.txt"]


def test_digest_does_not_depend_on_order():
    """Equal mappings have equal digests."""
    assert hashing.digest({"a": 1, "b": [2]}) == hashing.digest({"b": [2], "a": 1})
    assert hashing.digest({"a": 1}) != hashing.digest({"a": True})


def test_rooms_of_chapters_and_book():
    """What chapters say depends on `edition` and `show`; how they are bound on `bind`."""
    chapters, book = hashing.code(hashing.CHAPTER_ROOMS), hashing.code(hashing.BOOK_ROOMS)
    assert "edition/__init__.py" in chapters and "run/recorder.py" in chapters
    assert not any(name.startswith(("book/", "formats/", "run/s", "draft/")) for name in chapters)
    assert "book/__init__.py" in book
