"""What the cells of a chapter put out, and what of that no book can hold.

What cannot be published is told by cell when the chapter has run, and the run is not kept.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

MYST = "application/vnd.planbook.myst"  # our own, which brings HTML for other readers
MOST = 1_000_000  # characters that one cell may put out; pictures are not counted
_ACTIVE = re.compile(r"<script|<iframe|<object|<embed|<form|javascript:|\son[a-z]+\s*=", re.I)
_NOT_DRAWN = {"script", "handler", "foreignobject", "iframe", "object", "embed", "audio", "video", "set",
              "animate", "animatemotion", "animatetransform"}  # fmt: skip
_AWAY = re.compile(r"url\(\s*['\"]?(?!['\"]?(?:#|data:image/))|@import|javascript:")
_TABLE = re.compile(r"<table\b.*</table>", re.I | re.S)
_STYLE = re.compile(
    r"<style\b.*?</style>|<!--.*?-->|</?div\b[^>]*>|<p>\d+ rows × \d+ columns</p>", re.I | re.S
)


def fault(cells: list[Any]) -> tuple[int, str] | None:
    """The first cell (its index) whose outputs cannot be published, and why; None when all can."""
    for index, cell in enumerate(cells):
        if cell.cell_type == "code":
            for why in _faults(cell):
                return index, why
    return None


def is_table(markup: str) -> bool:
    """Whether a piece of HTML is nothing but tables, as pandas writes them."""
    left = _STYLE.sub("", _TABLE.sub("", markup)).strip()
    return not left and "<table" in markup.lower() and not _ACTIVE.search(markup)


def acts(svg: str) -> str:
    """What in a picture runs, loads something or leads away; "" when it is only drawn."""
    from lxml import etree

    try:
        root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return "no well-formed SVG"
    for element in root.iter():
        if element.tag is etree.Comment:
            continue
        if not isinstance(element.tag, str):
            return str(element)  # an entity, or an instruction
        name = etree.QName(element).localname.lower()
        if name in _NOT_DRAWN:
            return f"<{name}"
        for key, value in element.attrib.items():
            attribute, plain = key.rpartition("}")[2].lower(), re.sub(r"[\x00-\x20]", "", value).lower()
            near = "#" if name == "a" else ("#", "data:image/")  # a link may lead to a number's row
            away = attribute in ("href", "src") and not plain.startswith(near)
            if attribute.startswith("on") or away or _AWAY.search(plain):
                return f"{attribute}={value[:60]}"
        if name == "style" and (leads := _AWAY.search("".join(element.itertext()).lower())):
            return leads[0]
    return ""


def size(content: Mapping[str, Any]) -> int:
    """The characters of a message that a kernel sends of an output, without those of pictures."""
    texts = [content.get("text", ""), *content.get("data", {}).values()]
    pictures = [text for kind, text in content.get("data", {}).items() if kind.startswith("image/")]
    return sum(len(text) for text in texts if isinstance(text, str)) - sum(map(len, pictures))


def _faults(cell: Any) -> Iterator[str]:
    for output in cell.outputs:
        if output.output_type == "error":
            left = "the chapter ended there" if output.ename == "SystemExit" else "it raised"
            yield f"{output.ename}: {_short(output.evalue)} ({left})"
        elif output.output_type == "stream" and output.name == "stderr":
            yield f"it printed to stderr: “{_short(output.text)}”; next: mend its cause, or filter it"
        elif data := output.get("data"):
            yield from _unshowable(data)
    if cell.metadata.get("papermill", {}).get("exception"):
        yield "it raised an exception that says nothing"


def _unshowable(data: Mapping[str, Any]) -> Iterator[str]:
    if MYST in data:
        return
    for kind, text in data.items():
        text = "".join(text) if isinstance(text, list) else str(text)
        if "javascript" in kind or "widget" in kind or kind.startswith("application/vnd."):
            yield f"it shows {kind}, which runs in the reader's browser; next: show a picture or a table"
        elif kind == "text/html" and (active := _ACTIVE.search(text)):
            yield f"it shows {kind} with “{active[0].strip()}”; next: show a picture or a table"
        elif kind == "image/svg+xml" and (act := acts(text)):
            yield f"it shows {kind} with “{act}”; next: a picture that is only drawn"
        elif kind == "text/html" and not is_table(text):
            yield "it shows HTML that is no table, and PDF and Word cannot; next: a Markdown cell"


def _short(text: Any) -> str:
    words = " ".join(str(text).split())
    return words if len(words) <= 200 else f"{words[:199]}…"
