"""PDF with text, by pypdfium2; a scan goes to the extra [ocr]."""

from __future__ import annotations

from planbook.run.errors import InputWrong

from . import Reading, layout

_PAGES = 400
_FEW = 15  # characters of a page that is a picture


def read(raw: bytes, name: str) -> Reading:
    """The text of a PDF.

    Raises:
        InputWrong: it is locked or damaged, too long, or a scan where [ocr] is not installed.
    """
    try:
        import pypdfium2
    except ImportError:
        raise InputWrong(f"{name}: PDF needs pypdfium2; run: pip install pypdfium2") from None
    try:
        document = pypdfium2.PdfDocument(raw)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise InputWrong(
                f"{name}: it is locked with a password; save it without one, or print it to PDF"
            ) from None
        raise InputWrong(f"{name}: a damaged PDF; open it and print it to PDF again") from None
    try:
        if count > _PAGES:
            raise InputWrong(
                f"{name}: {count} pages, expected at most {_PAGES}: give the report, not the volume"
            )
        pages = [_lines(document[at]) for at in range(count)]
        letters = sum(len(line.strip()) for page in pages for line in page)
        if letters < _FEW * max(1, count):
            from . import ocr

            return ocr.document(document, name)
    except pypdfium2.PdfiumError:
        raise InputWrong(f"{name}: a damaged PDF; open it and print it to PDF again") from None
    finally:
        document.close()
    return Reading(layout.paragraphs(pages), "pdf")


def _lines(page) -> list[str]:
    text = page.get_textpage().get_text_bounded()
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "").split("\n")
