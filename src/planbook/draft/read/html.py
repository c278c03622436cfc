"""A web page: the element with the most text in paragraphs; the table of publication goes to source.yml."""

from __future__ import annotations

import re

from planbook.errors import InputError

from . import Reading, office, plain

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.I)
_BLOCKS = ("p", "div", "section", "li", "h1", "h2", "h3", "h4", "td", "span", "br", "tr")
_SHORT = 40  # characters of a cell that tells of the page, not of the report
_META = {
    "索引号": "index_number", "发文字号": "document_number", "文号": "document_number", "主题分类": "subject",
    "主题": "subject", "体裁分类": "genre", "体裁": "genre", "发布机构": "publisher", "发文机关": "publisher",
    "发布日期": "published",
    "发文日期": "published", "成文日期": "written", "生成日期": "written",
}  # fmt: skip


def looks_like(raw: bytes, suffix: str) -> bool:
    """Whether some bytes are a web page."""
    head = raw[:4096].lower()
    return bool(re.search(rb"<!doctype html|<html[\s>]|<body[\s>]|<meta\s", head)) or (
        suffix in (".html", ".htm", ".shtml") and b"<" in head
    )


def read(raw: bytes, name: str) -> Reading:
    """The report on a web page."""
    import lxml.html

    text = _decoded(raw, name)
    try:
        root = lxml.html.document_fromstring(text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (lxml.etree.LxmlError, ValueError, RecursionError):
        raise InputError(f"{name}: a web page without text; open it and save the text") from None
    for node in list(root.iter("script", "style", "noscript", "iframe", "select")):
        node.drop_tree()
    meta = _meta(root)
    body = _richest(root)
    lines = _lines(body)
    title = root.find(".//title")
    heads = [h.text_content().strip() for h in root.iter("h1")] or (
        [re.split(r"[_\-|]", title.text or "")[0].strip()] if title is not None and title.text else []
    )
    if heads and heads[0] and heads[0] not in "".join(lines[:6]).replace(" ", ""):
        lines.insert(0, heads[0])
    return Reading("\n".join(lines), "html", meta=meta)


def _decoded(raw: bytes, name: str) -> str:
    charset = _CHARSET.search(raw[:4096])
    encoding = charset[1].decode().lower() if charset else ""
    if encoding in ("gb2312", "gbk", "gb18030", "x-gbk"):
        try:
            return raw.decode("gb18030")
        except UnicodeDecodeError:
            pass
    return plain.decoded(raw, name)


def _richest(root):
    """The element whose own paragraphs hold the most text."""
    best, most = root, 0
    for node in root.iter("div", "article", "td", "section", "body", "main"):
        blocks = node.findall("p") or [
            one for one in node.findall("div") if not one.findall(".//div") and not one.findall(".//p")
        ]
        size = sum(len(one.text_content().strip()) for one in blocks)
        size = size or (len((node.text_content() or "").strip()) if not node.findall(".//div") else 0)
        if size > most:
            best, most = node, size
    return best


def _lines(node) -> list[str]:
    paragraphs = node.findall(".//p")
    if sum(len(p.text_content()) for p in paragraphs) * 2 > len(node.text_content()):
        joined, seen = [], set()
        for one in node.iter("p", "table"):
            if one.tag == "table" and (rows := _rows(one)):
                joined += ["\t".join(row) for row in rows]
                seen.update(one.iter("p"))
            elif one.tag == "p" and one not in seen:
                in_cell = next(one.iterancestors("td"), None) is not None
                joined += [_text(one)] if not in_cell or len(one.text_content()) > _SHORT else []
    else:
        joined = [_text(node)]
    lines = [line.strip(" \t\xa0\u3000") for text in joined for line in text.split("\n")]
    return [line for line in lines if line]


def _rows(table) -> list[list[str]]:
    """The rows of a table of figures, [] for another one."""
    rows = []
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        rows.append([re.sub(r"\s+", "", cell.text_content()) for cell in cells])
    return rows if office.is_table(rows) else []


def _text(node) -> str:
    pieces = [(node.text or "").replace("\n", " ")]
    for child in node.iterchildren():
        if isinstance(child.tag, str):
            if child.tag in ("br", "p", "div", "tr", "li"):
                pieces.append("\n")
            pieces.append(_text(child))
            if child.tag in ("p", "div", "tr", "li"):
                pieces.append("\n")
        pieces.append((child.tail or "").replace("\n", " "))
    return "".join(pieces)


def _meta(root) -> dict[str, str]:
    """What the table of publication says, each field as on the page."""
    metadata: dict[str, str] = {}
    for cell in root.iter("td", "th", "li", "dt", "span", "b", "strong"):
        label = re.sub(r"[\s：:\[\]【】]", "", cell.text_content())
        if label in _META:
            after = cell.getnext()
            value = after.text_content().strip() if after is not None else (cell.tail or "").strip()
            value = value.lstrip("：: ").strip()
            if value and len(value) < 80:
                metadata.setdefault(_META[label], value)
            continue
        if match := re.match(r"(.{2,5})[：:](.{1,60})$", cell.text_content().strip()):
            label = re.sub(r"\s", "", match[1])
            if label in _META:
                metadata.setdefault(_META[label], match[2].strip())
    return metadata
