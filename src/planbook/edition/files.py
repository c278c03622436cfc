"""Every file that a person can edit is read here: plain files of a bounded size, UTF-8, no tricks. Standard
library only.

A pipe or a device is never opened for reading, so that nothing waits and nothing grows.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from .finding import Finding, nearest

LARGEST = 32 * 2**20  # bytes of a file; an edition has a few hundred rows
_KINDS = (  # how files begin that are no text
    (b"PK\x03\x04", "a workbook, document or archive (zip)"), (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"%PDF", "a PDF"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"\x1f\x8b", "an archive (gzip)"),
)  # fmt: skip


class NotPlain(OSError):
    """What stands at a path is no plain file of a bounded size; `.slug` is the finding's."""

    def __init__(self, slug: str, got: str):
        super().__init__(got)
        self.slug, self.got, self.strerror = slug, got, got


MIXED = "changed while it was read"  # in the place of a digest: what was read is no state of the file
OTHERS: dict[str, str] = {}  # what is read for no edition, by this process
_LOG: ContextVar[dict[str, str]] = ContextVar("where it is entered what is read", default=OTHERS)
_reading = ContextVar("whether a file is being read here", default=False)


@contextmanager
def logged(entries: dict[str, str]) -> Iterator[None]:
    """Enter into `entries` what is read meanwhile: path → digest of the very bytes that were read, "" where
    there was no file, MIXED where they were others before."""
    before = _LOG.set(entries)
    try:
        yield
    finally:
        _LOG.reset(before)


def is_reading() -> bool:
    """Whether the file that is opened now is read here, and will be entered."""
    return _reading.get()


def log(path: Path, raw: bytes | None) -> None:
    """Enter what was read at a path; None: there was no file."""
    entries, name = _LOG.get(), str(path.absolute())
    seen = "" if raw is None else digest(raw)
    entries[name] = seen if entries.get(name, seen) == seen else MIXED


def digest(raw: bytes) -> str:
    """What stands for some bytes in our own records: 16 hex digits of BLAKE2b, twice as quick as SHA-256."""
    return hashlib.blake2b(raw, digest_size=8).hexdigest()


def contents(path: Path, *, log_it: bool = True) -> bytes:
    """The bytes of a plain file. OSError (NotPlain) for pipes, devices, folders and what is too large."""
    before = _reading.set(True)
    try:
        raw = _plain(path)
    except FileNotFoundError:
        if log_it:
            log(path, None)
        raise
    finally:
        _reading.reset(before)
    if log_it:
        log(path, raw)
    return raw


# What the system has of these: Windows has only the first.
_FLAGS = os.O_RDONLY
for _name in ("O_BINARY", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY"):
    _FLAGS |= getattr(os, _name, 0)


def _plain(path: Path) -> bytes:
    handle = os.open(path, _FLAGS)
    try:
        is_ = os.fstat(handle)
        if not stat.S_ISREG(is_.st_mode):
            raise NotPlain("not-a-file", "a folder" if stat.S_ISDIR(is_.st_mode) else "no plain file")
        if is_.st_size > LARGEST:
            raise NotPlain("too-large", f"{is_.st_size} bytes")
        with os.fdopen(handle, "rb", closefd=False) as stream:
            return stream.read(LARGEST)
    finally:
        os.close(handle)


def exists(path: Path) -> bool:
    """Whether anything stands at a path: also a link that leads nowhere."""
    return os.path.lexists(path)


def text_of(path: Path, name: str) -> tuple[str, Finding | None]:
    """The text of a file, or the finding that says why there is none. A byte order mark is passed over."""
    try:
        raw = contents(path)
    except NotPlain as error:
        expected = f"≤ {LARGEST}" if error.slug == "too-large" else ""
        return "", Finding(error.slug, name, got=error.got, expected=expected)
    except FileNotFoundError:
        if os.path.lexists(path):
            return "", Finding("unreadable", name, got="a link that leads nowhere")
        there = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
        return "", Finding("missing-file", name, nearest=nearest(path.name, there))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        return "", Finding("unreadable", name, got=str(getattr(error, "strerror", None) or error))
    return decoded(raw, name)


def decoded(raw: bytes, name: str) -> tuple[str, Finding | None]:
    """The text in the bytes of a file, or the finding that says why they are none."""
    if kind := next((kind for begin, kind in _KINDS if raw.startswith(begin)), None):
        return "", Finding("encoding", name, 1, got=kind)
    if b"\0" in raw:
        return "", Finding("nul", name, raw[: raw.index(b"\0")].count(b"\n") + 1)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        got = f"byte 0x{raw[error.start]:02x} at {error.start}"
        return "", Finding("encoding", name, line, got=f"{got}, perhaps GBK" if _is_gbk(raw) else got)
    return (text, None) if text.strip() else ("", Finding("empty-file", name))


def _is_gbk(raw: bytes) -> bool:
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return any("\u4e00" <= c <= "\u9fff" for c in text)


def same_text(path: Path, name: str, sha256: str) -> tuple[str, Finding | None]:
    """The text with this SHA-256, with whatever line ends or byte order mark it was saved; else a finding."""
    _, fault = text_of(path, name)
    if fault:
        return "", fault
    raw = contents(path)
    plain = raw.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    windows = plain.replace(b"\n", b"\r\n")
    for form in (raw, plain, windows, codecs.BOM_UTF8 + plain, codecs.BOM_UTF8 + windows):
        if hashlib.sha256(form).hexdigest() == sha256:
            return form.decode("utf-8"), None  # with its byte order mark, if it has one: offsets count it
    return "", Finding("other-text", name, None, "sha256", hashlib.sha256(raw).hexdigest(), sha256)
