"""PDF with text, by pypdfium2; a scan goes to the extra [ocr]."""

from __future__ import annotations

from planbook.errors import InputError

from . import Reading, layout

_PAGES = 400
_INDENT = 8.0  # points from the edge of the text to an indented line
_FEW = 15  # characters of a page that is a picture


def read(raw: bytes, name: str) -> Reading:
    """The text of a PDF.

    Raises:
        InputError: it is locked or damaged, too long, or a scan where [ocr] is not installed.
    """
    try:
        import pypdfium2
    except ImportError:
        raise InputError(f"{name}: PDF needs pypdfium2; run: pip install pypdfium2") from None
    try:
        document = pypdfium2.PdfDocument(raw)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise InputError(
                f"{name}: it is locked with a password; save it without one, or print it to PDF"
            ) from None
        raise InputError(f"{name}: a damaged PDF; open it and print it to PDF again") from None
    try:
        if count > _PAGES:
            raise InputError(
                f"{name}: {count} pages, expected at most {_PAGES}: give the report, not the volume"
            )
        pages = [_lines(document[at]) for at in range(count)]
        letters = sum(len(line.strip()) for page in pages for line in page)
        if letters < _FEW * max(1, count):
            from . import ocr

            return ocr.document(document, name)
    except pypdfium2.PdfiumError:
        raise InputError(f"{name}: a damaged PDF; open it and print it to PDF again") from None
    finally:
        document.close()
    return Reading(layout.paragraphs(pages), "pdf")


def _lines(page) -> list[str]:
    """The lines of a page, an indented one with a blank before it."""
    textpage = page.get_textpage()
    text = textpage.get_text_range()
    lines: list[tuple[str, float]] = []
    at = 0
    for line in text.replace("\r\n", "\n\0").replace("\r", "\n").split("\n"):
        words = line.replace("\0", "")
        first = at + line.count("\0") + len(words) - len(words.lstrip())
        at += len(line) + (0 if "\0" in line else 1) + line.count("\0")
        if words.strip():
            lines.append((words.replace("\ufffe", "").replace("\ufffd", ""), _left(textpage, first)))
    known = sorted(left for _, left in lines if left >= 0)
    edge = known[len(known) // 4] if known else 0.0
    return [("\u3000" if left > edge + _INDENT else "") + words for words, left in lines]


def _left(textpage, index: int) -> float:
    """Where a character begins, -1 where that is not told."""
    try:
        return float(textpage.get_charbox(index)[0])
    except (IndexError, ValueError, pypdfium2_error()):
        return -1.0


def pypdfium2_error() -> type[Exception]:
    """The library's own error; it is imported late."""
    import pypdfium2

    return pypdfium2.PdfiumError
