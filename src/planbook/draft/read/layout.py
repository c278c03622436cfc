"""Lines of a page back into paragraphs: what pdf, ofd and scans have in common."""

from __future__ import annotations

import re
from collections import Counter

_FOOT = re.compile(r"[-—–－\s]*(?:第?\s*\d{1,4}\s*页?|\d{1,4}\s*/\s*\d{1,4}|共\s*\d+\s*页)[-—–－\s]*")
_ENDS = ("。", "！", "？", "；", "：", "”", "）")
_STARTS = re.compile(
    r"(?:第?[一二三四五六七八九十]+(?:部分|、|，是)|[（(][一二三四五六七八九十\d]+[）)]|\d+[.、．](?![\d])|——|各位)"
)
_CJK = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’—…]"
_GAP = re.compile(rf"(?<={_CJK})[ \t\u3000]+(?=[^\s])|(?<=[^\s])[ \t\u3000]+(?={_CJK})")


def paragraphs(pages: list[list[str]]) -> str:
    """The text of pages given as lines: page numbers and running heads dropped, lines joined."""
    running = _running(pages)
    lines = [
        line
        for page in pages
        for at, line in enumerate(page)
        if line.strip() and not _FOOT.fullmatch(line.strip())
        and not (line.strip() in running and at in (0, 1, len(page) - 1, len(page) - 2))
    ]  # fmt: skip
    if not lines:
        return ""
    full = _full_width(lines)
    joined: list[str] = []
    open_line = False
    for line in lines:
        bare = _GAP.sub("", line.strip())
        indented = line[:1] in " \u3000\t"
        begins = _STARTS.match(bare) or (indented and joined and joined[-1].endswith((*_ENDS, "%", "）")))
        if open_line and not begins:
            joined[-1] += bare
        else:
            joined.append(bare)
        width = _width(line)
        ends = bare.endswith(_ENDS) and width < full * 0.86
        goes_on = bare.endswith(("、", "，", "（", "和")) or bare[-1:].isdigit()
        heading = width < full * 0.7 and not goes_on
        open_line = not (ends or heading)
    return "\n".join(joined)


def _running(pages: list[list[str]]) -> set[str]:
    """Lines that stand at the head or foot of most pages."""
    if len(pages) < 3:
        return set()
    edges = Counter(line.strip() for page in pages for line in {*page[:1], *page[-1:]} if line.strip())
    return {line for line, count in edges.items() if count * 2 > len(pages)}


def _full_width(lines: list[str]) -> float:
    widths = sorted(_width(line) for line in lines)
    return widths[int(len(widths) * 0.8)] if widths else 0


def _width(line: str) -> float:
    return sum(1.0 if ord(c) > 0x2E7F else 0.5 for c in line.strip())
