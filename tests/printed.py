"""What a page of a PDF looks like: for tests of the printed book."""

from pathlib import Path

import pypdfium2

HEAD, FOOT = 28 / 297, 273 / 297  # the text area of the book's pages


def empty(file: Path) -> list[float]:
    """For each page how much of its text area is white below the last mark, from 0 to 1."""
    shares = []
    with pypdfium2.PdfDocument(file) as book:
        for page in book:
            seen = page.render(scale=0.5, grayscale=True).to_numpy()
            top, bottom = (round(seen.shape[0] * part) for part in (HEAD, FOOT))
            inked = (seen[top:bottom].reshape(bottom - top, -1) < 250).any(axis=1).nonzero()[0]
            shares.append(1 - (inked[-1] + 1 if len(inked) else 0) / (bottom - top))
    return shares
