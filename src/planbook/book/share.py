"""What a page says of itself to others: to search engines, to chats that show a card of it, to who cites it,
and to a register of published documents.

The stage names the report in `html_context` (see `planbook.book.stage`); a book bound by plain
Jupyter Book has none, and its pages then name no report. `html_baseurl` is the site's address; without one no
page claims an address of its own.
"""

from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.osutil import relative_uri

from planbook.book import card
from planbook.book.sections import HEADLINE

REPORT = "report"  # in html_context: {title, county, producer, date, url, publication: {field: text}}
LONGEST = 120  # letters of a description
NUMBERS = 3  # on the card
ASSUMED = "（有读者自己假定的目标。）"
PUBLICATION = {  # field of source.yml → its name, and its name in the terms of Dublin Core
    "index_number": ("索引号", "identifier"),
    "document_number": ("发文字号", "bibliographicCitation"),
    "subject": ("主题分类", "subject"),
    "genre": ("体裁分类", "type"),
    "publisher": ("发布机构", "publisher"),
    "written": ("成文日期", "created"),
    "published": ("发布日期", "issued"),
}


INDEX = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0; url={root}">
{meta}
</head>
<body><main><h1>{title}</h1><p><a href="{root}">打开全书</a></p><ul>
{ways}
</ul></main></body>
</html>
"""


def configure(app: Sphinx, config: Config) -> None:
    """Event `config-inited`: a site's address ends in a slash."""
    if config.html_baseurl and not config.html_baseurl.endswith("/"):
        config.html_baseurl += "/"


def describe(
    app: Sphinx, page: str, _template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Event `html-page-context`: meta elements and citation."""
    report, book = app.config.html_context.get(REPORT) or {}, str(app.config.html_title)
    name = _text(app.env.titles[page]) if doctree is not None else ""
    words = _words(book if page == app.config.root_doc or not name else f"{name} · {book}", doctree)
    published = report.get("publication", {})
    image = app.config.html_baseurl + card.PLACE
    if not app.config.html_baseurl:
        image = relative_uri(app.builder.get_target_uri(page), card.PLACE)
    lines = meta(words | {"og:image": image, "og:url": context.get("pageurl") or ""})
    for field, (_, term) in PUBLICATION.items():
        lines.append(_meta("name", f"dcterms.{term}", published.get(field, "")))
    # The template has a viewport; two say nothing more.
    kept = [line for line in str(context.get("metatags") or "").splitlines() if "viewport" not in line]
    context["metatags"] = "\n".join([*kept, *filter(None, lines)])
    context |= {"report": report, "book_title": book, "page_name": name}
    context["publication"] = [
        (called, published[field]) for field, (called, _) in PUBLICATION.items() if published.get(field)
    ]


def write_index(app: Sphinx, exception: Exception | None) -> None:
    """Event `build-finished`: the card of the book, and `index.html`, which leads to the root chapter, which
    lies in a folder. Both say what the landing page does, whether it was written or kept."""
    if exception is not None or app.builder.name != "html" or app.config.root_doc == "index":
        return
    home, book = app.env.get_doctree(app.config.root_doc), str(app.config.html_title)
    _draw(app, home, book)
    root, base = app.builder.get_target_uri(app.config.root_doc), app.config.html_baseurl
    lines = meta(_words(book, home) | {"og:image": base + card.PLACE})
    if base:
        lines.append(f'<link rel="canonical" href="{escape(base + root)}">')
    pages = ((app.builder.get_target_uri(page), app.env.titles[page]) for page in _in_order(app))
    ways = [f'<li><a href="{uri}">{escape(_text(title))}</a></li>' for uri, title in pages]
    text = INDEX.format(title=escape(book), root=root, meta="\n".join(lines), ways="\n".join(ways))
    Path(app.outdir, "index.html").write_text(text, "utf-8")


def _words(title: str, doctree: nodes.document | None) -> dict[str, str]:
    """What Open Graph is told of a page."""
    about = description(doctree) if doctree is not None else ""
    return {"og:title": title, "og:description": about, "og:type": "article"}


def meta(words: dict[str, str]) -> list[str]:
    """Open Graph's elements, and the plain description."""
    about = _meta("name", "description", words.get("og:description", ""))
    return [line for line in (about, *(_meta("property", *each) for each in words.items())) if line]


def _in_order(app: Sphinx) -> list[str]:
    """The pages in the order of the contents."""
    pages = [app.config.root_doc]
    for page in pages:
        pages += [one for one in app.env.toctree_includes.get(page, ()) if one not in pages]
    return [page for page in pages if page in app.env.titles]


def description(doctree: nodes.document) -> str:
    """A page's message: its lead, else its first paragraph; whole sentences as far as there is room."""
    paragraphs = [each for each in doctree.findall(nodes.paragraph) if "unreviewed" not in each["classes"]]
    leads = [each for each in paragraphs if "lead" in each["classes"]] or paragraphs
    text = _text(leads[0]) if leads else ""
    if any("assumption" in each["classes"] for each in doctree.findall(nodes.paragraph)):
        text += ASSUMED
    if len(text) <= LONGEST:
        return text
    end = max(text.rfind(mark, 0, LONGEST) for mark in "。；")
    return text[: end + 1] if end > 0 else f"{text[: LONGEST - 1]}…"


def key_numbers(doctree: nodes.document) -> list[tuple[str, ...]]:
    """Label, number and note of the first tiles of a page."""
    lists = (each for each in doctree.findall(nodes.bullet_list) if "key-numbers" in each["classes"])
    found = next(lists, None)
    tiles = []
    for item in found.children[:NUMBERS] if found is not None else ():
        parts = {name: part for part in item.findall(nodes.inline) for name in part["classes"]}
        year = parts.get("kn-note")
        first = next(iter(year.children), None) if year is not None else None
        tiles.append((*(_text(parts[name]) for name in ("kn-label", "kn-value") if name in parts),
                      _text(first) if first is not None else ""))  # fmt: skip
    return [tile for tile in tiles if len(tile) == 3]


def _draw(app: Sphinx, doctree: nodes.document, book: str) -> None:
    """The card of the book: the landing page's headline and its first numbers."""
    lines = (one for one in doctree.findall(nodes.inline) if HEADLINE in one["classes"])
    heading = next(lines, None) or doctree.next_node(nodes.title)
    source = (app.config.html_context.get(REPORT) or {}).get("producer", "")
    place = Path(app.outdir, card.PLACE)
    place.parent.mkdir(parents=True, exist_ok=True)
    card.draw(place, _text(heading) if heading is not None else book, key_numbers(doctree), source)


def _text(node: nodes.Node) -> str:
    return " ".join(node.astext().split())


def _meta(kind: str, name: str, content: str) -> str:
    return f'<meta {kind}="{name}" content="{escape(content)}" />' if content else ""
