"""Bytes as text: UTF-8, UTF-16 by its mark, GB18030 (GBK, GB2312)."""

from __future__ import annotations

import codecs

from planbook.errors import InputError

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decoded(raw: bytes, name: str) -> str:
    """The text of a plain file.

    Raises:
        InputError: the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError as error:
                raise InputError(f"{name}: not {encoding}: byte {error.start}; save it as UTF-8") from None
    if b"\0" in raw:
        raise InputError(f"{name}: no text; expected a report as docx, pdf, html, txt, ofd, doc or wps")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(f"{name}: neither UTF-8 nor GBK; open it in an editor and save it as UTF-8")
